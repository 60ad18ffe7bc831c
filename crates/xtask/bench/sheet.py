"""The peers of a sheet's import: openpyxl and pandas with calamine read the same workbook into rows.

Usage: sheet.py make FILE ROWS HALLS writes the workbook, with the halls' names from the JSON list HALLS.
       sheet.py read FILE reads it with both and prints JSON: microseconds and rows.
"""

import datetime as dt
import json
import sys
import time

import openpyxl
import pandas

HEADINGS = ["日期", "开始时间", "结束时间", "类型", "活动名称", "地点", "人数", "备注"]
KINDS = ["讲解", "课程", "实验", "影片"]


def make(file, rows, halls):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("全年场次")
    sheet.append(HEADINGS)
    # From a Tuesday of a month without holidays on; Mondays are closed.
    days = [day for day in (dt.date(2026, 6, 23) + dt.timedelta(days=n) for n in range(90)) if day.weekday() != 0]
    for number in range(rows):
        # Each hall has so many sessions a day, one behind the other.
        hall, turn = number % len(halls), number // len(halls)
        day, slot = days[turn // 12], turn % 12
        starts = dt.datetime.combine(day, dt.time(9, 30)) + dt.timedelta(minutes=35 * slot)
        ends = starts + dt.timedelta(minutes=30)
        kind = KINDS[number % len(KINDS)]
        sheet.append([day, starts.time(), ends.time(), kind, f"{kind}第{number + 1}场", halls[hall], 10 + number % 20, None])
    book.save(file)


def read_openpyxl(file):
    sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
    return sum(1 for row in sheet.iter_rows(values_only=True) if row[0] is not None) - 1


def read_pandas(file):
    return len(pandas.read_excel(file, engine="calamine"))


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
        return
    figures = {"python": sys.version.split()[0]}
    for name, version, read, times in (
        ("openpyxl", openpyxl.__version__, read_openpyxl, 1),
        ("pandas", pandas.__version__, read_pandas, 3),
    ):
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            rows = read(sys.argv[2])
            taken.append(time.perf_counter() - began)
        figures[name] = {"version": version, "microseconds": round(min(taken) * 1e6), "rows": rows}
    print(json.dumps(figures))


main()
