"""Writes lunar-years.csv: the Chinese lunar years and the day of Qingming, 1990-2100.

From the astronomical ephemeris of the PyPI package sxtwl 2.0.7 (yuangu, BSD licence,
after Xu Jianwei's 寿星天文历), which follows GB/T 33661-2017. Run by hand:

    pip install sxtwl==2.0.7 && python make_lunar_years.py > lunar-years.csv
"""

import datetime

import sxtwl

QINGMING = 7  # sxtwl counts solar terms from the winter solstice


def lunar_year(year):
    """New year's day, the leap month (0: none), and each month's length as 1 (30 days) or 0 (29)."""
    first = sxtwl.fromLunar(year, 1, 1)
    day = datetime.date(first.getSolarYear(), first.getSolarMonth(), first.getSolarDay())
    leap, months, length, last = 0, [], 0, None
    walk = day
    while True:
        at = sxtwl.fromSolar(walk.year, walk.month, walk.day)
        if at.getLunarYear(True) != year:
            break
        key = (at.getLunarMonth(), at.isLunarLeap())
        if key != last and last is not None:
            months.append(length)
            length = 0
        if at.isLunarLeap():
            leap = at.getLunarMonth()
        last, length, walk = key, length + 1, walk + datetime.timedelta(days=1)
    months.append(length)
    assert all(m in (29, 30) for m in months) and len(months) == (13 if leap else 12), (year, months)
    return day, leap, "".join("1" if m == 30 else "0" for m in months)


def qingming(year):
    """The day on which the sun reaches 15 degrees, in China's time."""
    for day in range(3, 8):
        at = sxtwl.fromSolar(year, 4, day)
        if at.hasJieQi() and at.getJieQi() == QINGMING:
            return datetime.date(year, 4, day)
    raise ValueError(year)


print("year,new_year,leap_month,long_months,qingming")
for year in range(1990, 2101):
    day, leap, months = lunar_year(year)
    print(f"{year},{day},{leap},{months},{qingming(year)}")
