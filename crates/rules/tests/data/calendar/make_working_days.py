"""Writes working-days.txt: one line a year, one character a day, W working, R resting.

An independent answer to "is this a working day in mainland China", from the
PyPI package chinesecalendar 1.11.0 (LKI, MIT). Run by hand when it is renewed:

    pip install chinesecalendar==1.11.0 && python make_working_days.py > working-days.txt
"""

import datetime

import chinese_calendar
from chinese_calendar.constants import holidays

days = sorted(holidays)
print("# chinesecalendar 1.11.0 (PyPI, MIT): W working, R resting, one character a day from 1 January")
for year in range(days[0].year, days[-1].year + 1):
    day = datetime.date(year, 1, 1)
    marks = ""
    while day.year == year:
        marks += "W" if chinese_calendar.is_workday(day) else "R"
        day += datetime.timedelta(days=1)
    print(year, marks)
