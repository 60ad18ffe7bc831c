"""Makes a year of a made-up museum in five ordinary workbooks of different makers, with twenty planted faults.

Shares no code with the application. Needs openpyxl, xlwt, pandas and xlsxwriter; the files it makes are committed, so
that the tests need none of them. Run in this folder: python make.py
"""

import csv
import datetime as dt
import json

import openpyxl
import pandas
import xlwt
from openpyxl.styles import Alignment, Font

FAULTS = []
# How many things each sheet says: rows of a list, cells of a grid (one for each day that a cell spans).
ROWS = {}
HALLS = ["儿童厅", "基础科学厅", "宇航厅", "自然厅"]
STAGE = "科学剧场"
DOCENTS = ["周小满", "林知远", "方一舟", "许清禾", "沈𬭎", "贺㛃䶮", "唐果", "邵云帆"]
THEMES = ["会讲故事的水", "力与机械", "飞向太空", "山城的虫子", "光的把戏", "看不见的电"]


def plant(file, sheet, cell, fault, code, stage="reading"):
    """Keeps that a fault stands in a cell: `code` is what the application calls it, `stage` who can see it."""
    FAULTS.append({"file": file, "sheet": sheet, "cell": cell, "fault": fault, "code": code, "stage": stage})


def days(first, last, weekdays):
    """The days between two, both included, that fall on one of the weekdays (0 is Monday)."""
    day = first
    while day <= last:
        if day.weekday() in weekdays:
            yield day
        day += dt.timedelta(days=1)


def spring():
    """January to June: two lists in one workbook, with a title over the headings, written cell by cell."""
    file = "2026年上半年活动安排.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    number = 0
    for name, first, last in [
        ("一季度", dt.date(2026, 1, 6), dt.date(2026, 3, 31)),
        ("二季度", dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    ]:
        sheet = book.create_sheet(name)
        sheet.merge_cells("A1:J1")
        sheet["A1"] = f"云岭科技馆2026年{name}活动安排表"
        sheet["A1"].font = Font(bold=True, size=16)
        sheet["A1"].alignment = Alignment(horizontal="center")
        sheet.append(["序号", "日期", "时 间", "地点", "活动名称", "类型", "讲解员", "人数", "是否公开", "备注"])
        for count, day in enumerate(days(first, last, {2, 5})):
            number += 1
            hall = HALLS[number % 4]
            start = ["9:30-10:15", "10:30—11:15", "14：00-14：45", "下午3点-3点45分"][number % 4]
            written = [day, f"{day.month}月{day.day}日", day.strftime("%Y.%m.%d"), day.isoformat()][count % 4]
            row = [number, written, start, hall, THEMES[number % 6], "讲解", DOCENTS[number % 8], f"{20 + number % 10}人", "是", None]
            sheet.append(row)
            if count % 4 == 0:
                sheet.cell(sheet.max_row, 2).number_format = 'm"月"d"日"'
        ROWS[name] = sheet.max_row - 2
        sheet.append(["合计", None, None, None, None, None, None, f"=COUNTA(E3:E{sheet.max_row})", None, None])
        sheet.append(["备注：以上安排如有变动，以当天公告为准。"])
        sheet.freeze_panes = "A3"
    one, two = book["一季度"], book["二季度"]
    one["B9"] = "2026-02-30"
    plant(file, "一季度", "B9", "a day that does not exist", "day_impossible")
    one["C13"] = "10:30-9:30"
    plant(file, "一季度", "C13", "an end before its start", "ends_before_start")
    one["E17"] = None
    plant(file, "一季度", "E17", "no title", "missing")
    one["F20"] = "蹦床"
    plant(file, "一季度", "F20", "a word that is on no list", "choice_unknown")
    two["H6"] = "#REF!"
    two["H6"].data_type = "e"
    plant(file, "二季度", "H6", "an error in place of a number", "cell_error")
    two["H11"] = "=20+8"
    plant(file, "二季度", "H11", "a formula whose value nobody computed", "formula_unvalued")
    two["D18"] = "儿竞厅"
    plant(file, "二季度", "D18", "a hall that is misspelt once", "name", "museum")
    # Monday 15 June 2026, when the house is closed.
    two["B22"] = dt.date(2026, 6, 15)
    plant(file, "二季度", "B22", "a session on a closed Monday", "clash", "museum")
    book.save(file)


def summer():
    """July and August: a csv in GBK as an office suite saves it, headings in other words and order."""
    file = "暑期讲解.csv"
    rows = [["讲解主题", "展厅", "活动日期", "起", "止", "讲解员", "限额"]]
    for count, day in enumerate(days(dt.date(2026, 7, 1), dt.date(2026, 8, 30), {2, 4, 6})):
        start = ["9:30", "10:30", "14:00", "15:00"][count % 4]
        end = ["10:15", "11:15", "14:45", "15:45"][count % 4]
        rows.append([THEMES[count % 6], HALLS[count % 4], f"{day.year}/{day.month}/{day.day}", start, end, DOCENTS[:4][count % 4], 25])
    rows[5][3] = "下午茶"
    plant(file, "暑期讲解", "D6", "a time that is none", "time_unreadable")
    rows[9][6] = "200000"
    plant(file, "暑期讲解", "G10", "more people than can be", "number_out_of_range")
    rows[14] = list(rows[13])
    plant(file, "暑期讲解", "A15", "the same row twice", "duplicate")
    # The same hall at the same time as the row before, with another docent and another theme.
    rows[18] = ["光的把戏", rows[17][1], rows[17][2], rows[17][3], rows[17][4], "唐果", 25]
    plant(file, "暑期讲解", "B19", "a hall that is taken", "clash", "museum")
    # The same docent at the same time as the row before, in another hall.
    rows[23] = ["飞向太空", "自然厅", rows[22][2], rows[22][3], rows[22][4], rows[22][5], 25]
    if rows[22][1] == "自然厅":
        rows[23][1] = "宇航厅"
    plant(file, "暑期讲解", "F24", "a docent in two places", "clash", "museum")
    ROWS["暑期讲解"] = len(rows) - 1
    with open(file, "w", encoding="gb18030", newline="") as out:
        csv.writer(out, lineterminator="\r\n").writerows(rows)


def autumn():
    """September to November: weeks as grids, one below another, days across and times down."""
    file = "秋季周表.xlsx"
    times = ["9:30-10:15", "10:30-11:15", "14:00-14:45", "15:00-15:45"]
    names = "一二三四五六日"
    with pandas.ExcelWriter(file, engine="xlsxwriter") as writer:
        book = writer.book
        sheet = book.add_worksheet("周表")
        writer.sheets["周表"] = sheet
        middle = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
        sheet.merge_range(0, 0, 0, 6, "云岭科技馆2026年秋季每周活动", middle)
        row, ROWS["周表"] = 2, 0
        for week, offset in enumerate([0, 7, 42, 63]):
            monday = dt.date(2026, 9, 7) + dt.timedelta(days=offset)
            shown = [monday + dt.timedelta(days=place) for place in range(1, 7)]
            heads = [f"{day.month}月{day.day}日（周{names[day.weekday()]}）" for day in shown]
            if week == 2:
                wrong = shown[3]
                heads[3] = f"{wrong.month}月{wrong.day}日（周{names[(wrong.weekday() + 2) % 7]}）"
                plant(file, "周表", f"E{row + 1}", "a day that falls on another weekday", "day_other_weekday")
            frame = pandas.DataFrame("", index=times, columns=heads)
            for place in range(6):
                for slot in range(4):
                    if (place + slot + week) % 3 == 0:
                        hall = HALLS[(place + slot) % 4]
                        docent = DOCENTS[(place + slot * 2 + week) % 8]
                        frame.iloc[slot, place] = f"{THEMES[(place + slot) % 6]}\n{hall} {docent}"
            ROWS["周表"] += int((frame != "").sum().sum())
            frame.index.name = "时段"
            frame.reset_index().to_excel(writer, sheet_name="周表", startrow=row, index=False)
            if week == 1:
                # One session over two slots: longer, and no fault.
                ROWS["周表"] += 1 - int((frame.iloc[2:4, 1] != "").sum())
                sheet.merge_range(row + 3, 2, row + 4, 2, "科普剧《水滴历险》（科学剧场）120人", middle)
            if week == 3:
                ROWS["周表"] += 2 - int((frame.iloc[1, 4:6] != "").sum())
                sheet.merge_range(row + 2, 5, row + 2, 6, "山城的虫子\n自然厅 邵云帆", middle)
                plant(file, "周表", f"F{row + 3}", "one cell over two days", "merged_rows")
            row += 7
    return file


def house():
    """Spaces, people, vehicles: an xls of an older program."""
    file = "人员场地车辆.xls"
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str='YYYY"年"M"月"D"日"')
    spaces = book.add_sheet("展厅")
    for column, heading in enumerate(["展厅名称", "类别", "面积（㎡）", "最大容量", "备注"]):
        spaces.write(0, column, heading)
    for row, (name, kind, area, most) in enumerate(
        [(hall, "展厅", 400 + 100 * place, 200) for place, hall in enumerate(HALLS)] + [(STAGE, "剧场", 300, 160)], 1
    ):
        for column, value in enumerate([name, kind, area, most, ""]):
            spaces.write(row, column, value)
    people = book.add_sheet("人员名单")
    for column, heading in enumerate(["姓 名", "所在部门", "岗位", "手机号", "驾驶证", "驾照有效期", "在职"]):
        people.write(0, column, heading)
    for row, name in enumerate(DOCENTS + ["赵师傅", "钱师傅"], 1):
        driver = name.endswith("师傅")
        values = [name, "车队" if driver else "展览教育部", "司机" if driver else "讲解员", 13900000000 + row, "B1" if driver else "", "", "是"]
        for column, value in enumerate(values):
            if driver and column == 5:
                people.write(row, 5, dt.date(2028, 6, row), day)
            else:
                people.write(row, column, value)
    people.write(11, 0, "孙\x07明")
    people.write(11, 1, "展览教育部")
    people.write(11, 2, "讲解员")
    plant(file, "人员名单", "A12", "an invisible control character", "text_control_character")
    vehicles = book.add_sheet("车辆")
    for column, heading in enumerate(["车辆名称", "车牌号", "车型", "准驾车型", "年检有效期", "里程（km）"]):
        vehicles.write(0, column, heading)
    for column, value in enumerate(["流动科技馆一号", "渝A·1T357", "II型大篷车", "B1"]):
        vehicles.write(1, column, value)
    vehicles.write(1, 4, dt.date(2027, 3, 1), day)
    vehicles.write(1, 5, 48210)
    for column, value in enumerate(["流动科技馆二号", "渝A·2T468", "II型大篷车", "B1", "二〇二七年四月一日", "三万多"]):
        vehicles.write(2, column, value)
    plant(file, "车辆", "F3", "a number in words that are none", "number_unreadable")
    ROWS.update({"展厅": 5, "人员名单": 11, "车辆": 2})
    book.save(file)


def outside():
    """Sites, exhibitions and caravan runs: tables that a program of statistics writes."""
    file = "巡展与临展.xlsx"
    sites = pandas.DataFrame(
        [
            ["永安小学", "奉节县", "小学", "李老师", "13700000001"],
            ["白帝中学", "奉节县", "中学", "王老师", "13700000002"],
            ["平湖社区", "万州区", "社区", "陈主任", "13700000003"],
            ["云安镇小学", "云阳县", "小学", "吴老师", "13700000004"],
            ["青石小学", "青石县", "小学", "郑老师", "13700000005"],
        ],
        columns=["学校名称", "区县", "类型", "联系人", "联系电话"],
    )
    plant(file, "站点", "B6", "a district that does not exist", "name", "museum")
    exhibitions = pandas.DataFrame(
        [
            ["昆虫世界特展", "自然厅", "2026年3月1日-5月31日", "市自然博物馆"],
            ["航天员的一天", "宇航厅", "2026年6月20日—9月20日", "航天科普基地"],
            ["光影" + "之旅" * 62, "基础科学厅", "2026年10月1日-12月20日", ""],
            ["冰雪科学展", "儿童厅", "2206年12月1日-2206年12月30日", ""],
        ],
        columns=["展览名称", "展出地点", "展期", "展品来源"],
    )
    plant(file, "临展", "A4", "a title that is too long", "text_too_long")
    plant(file, "临展", "C5", "a year that is a slip of the hand", "day_absurd")
    runs = pandas.DataFrame(
        [
            ["奉节两日行", "流动科技馆一号", "赵师傅", "永安小学", dt.date(2026, 4, 14), "10:00-15:00", 600],
            ["奉节两日行", "流动科技馆一号", "赵师傅", "白帝中学", dt.date(2026, 4, 15), "9:30-14:30", 800],
            ["万州社区行", "流动科技馆二号", "钱师傅", "平湖社区", dt.date(2026, 5, 20), "10:00-15:00", 300],
            ["云阳行", "流动科技馆一号", "赵师傅", "云安镇小学", dt.date(2026, 9, 17), "10:00-15:00", 450],
        ],
        columns=["行程名称", "用车", "司机", "接待单位", "活动日期", "活动时间", "预计人数"],
    )
    ROWS.update({"站点": len(sites), "临展": len(exhibitions), "大篷车": len(runs)})
    with pandas.ExcelWriter(file, engine="openpyxl") as writer:
        sites.to_excel(writer, sheet_name="站点", index=False)
        exhibitions.to_excel(writer, sheet_name="临展", index=False)
        runs.to_excel(writer, sheet_name="大篷车", index=False)


def main():
    house()
    outside()
    spring()
    summer()
    autumn()
    assert len(FAULTS) == 20, len(FAULTS)
    with open("faults.json", "w", encoding="utf-8") as out:
        json.dump({"rows": ROWS, "faults": FAULTS}, out, ensure_ascii=False, indent=1)
        out.write("\n")


main()
