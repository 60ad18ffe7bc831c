//! Sheets through the gate: what a preview says is what an import does, once, and one undo takes it back.

use serde_json::{Value, json};

use crate::museum::{DAY, Furniture, House, session};

/// Reads a block of cells and maps its columns, in order, to fields of a kind; the first row is content.
fn asked(house: &House, kind: &str, fields: &[&str], rows: &[&[&str]]) -> Value {
    let text: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    let file = house.call("sheet_paste", json!({ "text": text.join("\n") })).expect("read");
    let columns: Vec<Value> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.is_empty())
        .map(|(place, field)| {
            let letter = char::from(b'A' + u8::try_from(place).expect("few columns"));
            json!({ "column": letter.to_string(), "fields": [field], "reason": { "code": "person" } })
        })
        .collect();
    let layout = json!({ "is": "list", "heading_row": null, "first_row": 1, "columns": columns });
    let sheet = json!({ "sheet": file["sheets"][0]["name"], "kind": kind, "layout": layout, "year": 2026 });
    json!({ "file": file["id"], "mapping": { "sheets": [sheet] } })
}

fn counts(report: &Value) -> [i64; 4] {
    ["added", "changed", "unchanged", "refused"].map(|name| report[name].as_i64().expect("a count"))
}

/// The cells and codes of what is refused.
fn refused(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings").iter();
    let refusing = findings.filter(|finding| finding["refuses"] == json!(true));
    refusing
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            let clash = finding["facts"]["clash"]["code"].as_str();
            format!("{} {}", text("cell"), clash.map_or_else(|| text("code"), str::to_owned))
        })
        .collect()
}

/// The workbooks of a made-up museum, in the order in which one names what another lists.
const YEAR: &[&str] =
    &["人员场地车辆.xls", "巡展与临展.xlsx", "2026年上半年活动安排.xlsx", "暑期讲解.csv", "秋季周表.xlsx"];

#[test]
fn a_museums_year_of_five_workbooks_comes_in_and_each_fault_is_named_by_cell() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a fixture");
    let planted: Value = serde_json::from_slice(&read("faults.json")).expect("the planted faults");
    let planted = planted["faults"].as_array().expect("a list");
    assert_eq!(planted.len(), 20);
    // The year has not begun: nothing in it is over.
    let house = House::at("2026-01-02T08:50+08:00");
    for name in YEAR {
        let file = house.museum.hand_in(name, &read(name)).expect("a file that is read");
        let proposed = house.call("sheet_propose", json!({ "file": file })).expect("a proposal");
        let asked = json!({ "file": file, "mapping": proposed["mapping"] });
        let report = import_twice(&house, &asked);
        let findings = report["findings"].as_array().expect("findings");
        for fault in planted.iter().filter(|fault| fault["file"] == json!(name)) {
            let found: Vec<&str> = findings
                .iter()
                .filter(|finding| finding["sheet"] == fault["sheet"] && finding["cell"] == fault["cell"])
                .filter_map(|finding| finding["code"].as_str())
                .collect();
            let code = fault["code"].as_str().expect("a code");
            assert!(found.iter().any(|found| found.starts_with(code)), "{name}: {fault} among {found:?}");
        }
        assert!(counts(&report)[0] > 0, "{name}");
        // The same shape of file is read the same way from then on.
        let again = house.call("sheet_propose", json!({ "file": file })).expect("a proposal");
        assert_eq!((&again["remembered"], &again["mapping"]), (&json!(true), &proposed["mapping"]), "{name}");
    }
}

fn without_ids(mut value: Value) -> Value {
    match &mut value {
        Value::Object(map) => {
            map.remove("id");
            map.values_mut().for_each(|each| *each = without_ids(each.take()));
        }
        Value::Array(list) => list.iter_mut().for_each(|each| *each = without_ids(each.take())),
        _ => {}
    }
    value
}

/// Imports, after the preview said the same; a second import finds nothing to do.
fn import_twice(house: &House, asked: &Value) -> Value {
    let preview = house.call("sheet_preview", asked.clone()).expect("a preview");
    let sequence = house.sequence();
    let done = house.call("sheet_import", asked.clone()).expect("an import");
    // What clashes with an earlier row names it by an id that is new each time.
    assert_eq!(without_ids(preview), without_ids(done.clone()), "the preview is the effect");
    assert_eq!(house.sequence(), sequence + i64::from(counts(&done)[0] + counts(&done)[1] > 0), "one act");
    let again = house.call("sheet_import", asked.clone()).expect("again");
    assert_eq!(counts(&again)[0..2], [0, 0], "importing twice adds nothing: {again}");
    assert_eq!(house.sequence(), sequence + i64::from(counts(&done)[0] + counts(&done)[1] > 0));
    done
}

#[test]
fn lists_of_every_kind_come_in_once_and_go_back() {
    let house = House::empty();
    for (kind, fields, rows) in [
        (
            "space",
            &["name", "parent", "kind", "capacity", "lanes"][..],
            &[
                &["儿童厅", "", "展厅", "200", "2"][..],
                &["儿童剧场", "", "剧场", "120", ""][..],
                &["报告厅", "", "", "", ""][..],
            ][..],
        ),
        (
            "space",
            &["name", "parent", "kind"][..],
            &[&["建构角", "儿童厅", "展区"][..], &["水区", "儿童厅", ""][..]][..],
        ),
        (
            "person",
            &["name", "kind", "phone", "licence_class", "qualifications", "availability"][..],
            &[
                &["周予安", "讲解员", "138 0000 1234", "", "会讲故事的水；语种：英文（2027-12-31到期）", ""][..],
                &["冉青", "职工", "", "B1", "", ""][..],
                &["唐小禾", "志愿者", "", "", "展厅：儿童厅", "周六、周日 9:30-12:00"][..],
            ][..],
        ),
        (
            "vehicle",
            &["name", "plate", "kind", "licence_class", "inspection_expires", "odometer_kilometres"][..],
            &[&["大篷车一号", "渝A12345", "II型大篷车", "B1", "2027-03-01", "45200"][..]][..],
        ),
        ("kit", &["name", "items"][..], &[&["光学箱", "显微镜×2；三棱镜×10"][..]][..]),
        (
            "site",
            &["name", "district", "kind", "contact_phone"][..],
            &[&["永安小学", "奉节", "", "023-56561234"][..], &["西街社区", "开州区", "社区", ""][..]][..],
        ),
        (
            "exhibition",
            &["title", "spaces", "installs_from", "opens_on", "closes_on", "deinstalls_until"][..],
            &[&["看不见的世界", "儿童厅·水区", "2026-06-01", "2026-06-03", "2026-08-31", "2026-09-02"][..]][..],
        ),
        (
            "exhibit",
            &["name", "space", "condition"][..],
            &[&["傅科摆", "建构角", ""][..], &["磁悬浮", "水区", "维修"][..]][..],
        ),
        (
            "session",
            &["title", "kind", "date", "starts", "ends", "spaces", "people", "posts", "capacity"][..],
            &[
                &["会讲故事的水", "讲解", "2026-05-06", "10:00", "10:45", "水区", "周予安", "1", "30"][..],
                &["搭一座桥", "", "5月6日", "14:00", "", "建构角", "", "", "20"][..],
            ][..],
        ),
        (
            "caravan_run",
            &["title", "vehicle", "drivers", "kit", "site", "date", "starts", "ends", "capacity"][..],
            &[
                &["两日行", "渝A12345", "冉青", "光学箱", "西街社区", "2026-05-12", "14:00", "16:00", "300"][..],
                &["两日行", "大篷车一号", "冉青", "光学箱", "永安小学", "2026-05-13", "14:00", "16:00", "600"][..],
            ][..],
        ),
    ] {
        let asked = asked(&house, kind, fields, rows);
        let done = import_twice(&house, &asked);
        assert_eq!(refused(&done), Vec::<String>::new(), "{kind}");
        let things = if kind == "caravan_run" { 1 } else { rows.len() };
        assert_eq!(counts(&done), [i64::try_from(things).expect("few"), 0, 0, 0], "{kind}: {done}");
    }
}

#[test]
fn stops_are_made_and_told_apart_by_the_district_beside_them() {
    let house = House::empty();
    let rows = "日期,区县,学校,开始时间,结束时间,预计人数\n\
        2026-05-12,北碚,实验小学,9:00,11:00,300\n2026-05-13,沙坪坝区,实验小学,9:00,11:00,300\n\
        2026-05-14,火星,第一小学,9:00,11:00,300\n2026-05-15,,实验小学,9:00,11:00,300\n";
    let file = house.museum.hand_in("巡展.csv", rows.as_bytes()).expect("a file that is read");
    let proposed = house.call("sheet_propose", json!({ "file": file })).expect("a proposal");
    let made = json!({ "北碚区·实验小学": { "is": "make" }, "沙坪坝区·实验小学": { "is": "make" } });
    assert_eq!(proposed["mapping"]["names"]["site"], made, "what no district is known of is not made");
    let report = import_twice(&house, &json!({ "file": file, "mapping": proposed["mapping"] }));
    assert_eq!(counts(&report), [2, 0, 0, 2], "{report}");
    let mut found = refused(&report);
    found.sort();
    assert_eq!(found, ["B4 name_unknown", "C4 name_unknown", "C5 name_ambiguous"], "{report}");
    let runs = house.call("run_list", json!({ "from": DAY, "to": DAY + 60 * 1440 })).expect("runs");
    let stops = runs["runs"].as_array().expect("a list").iter().map(|run| &run["stops"][0]);
    let stops: Vec<(&Value, &Value)> = stops.map(|stop| (&stop["site_name"], &stop["district_name"])).collect();
    let school = json!("实验小学");
    assert_eq!(stops, [(&school, &json!("北碚区")), (&school, &json!("沙坪坝区"))]);
}

#[test]
fn a_changed_cell_is_told_field_by_field_and_undone() {
    let house = House::empty();
    let fields = ["name", "plate", "kind", "licence_class", "remark"];
    let import = |rows: &[&[&str]]| {
        let asked = asked(&house, "vehicle", &fields, rows);
        house.call("sheet_import", asked).expect("an import")
    };
    import(&[&["一号", "渝A1", "大篷车", "B1", ""], &["二号", "渝A2", "大篷车", "B1", "新"]]);
    let before = house.call("vehicle_list", json!({})).expect("a list");
    let report = import(&[&["一号车", "渝a1", "大篷车", "B1", ""], &["二号", "渝A2", "大篷车", "B1", ""]]);
    assert_eq!(counts(&report), [0, 1, 1, 0], "an empty cell of a foreign sheet empties nothing: {report}");
    let change = &report["rows"][0]["changes"][0];
    assert_eq!(
        [&change["field"], &change["cell"], &change["before"], &change["after"]],
        [&json!("name"), &json!("A1"), &json!("一号"), &json!("一号车")]
    );
    house.call("history_undo", json!({})).expect("undone");
    let after = house.call("vehicle_list", json!({})).expect("a list");
    let names = |list: &Value| list.as_array().expect("rows").iter().map(|row| row["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
}

#[test]
fn what_clashes_is_left_out_and_named_by_cell() {
    let (house, Furniture { corner, .. }) = House::furnished();
    house.call("session_save", session("原有活动", "activity", &corner, 840, json!([]))).expect("free");
    let day = rules::time::date_of(DAY).expect("a day").to_string();
    let fields = ["title", "kind", "date", "starts", "ends", "spaces", "people", "capacity"];
    let rows: &[&[&str]] = &[
        &["对的", "活动", &day, "10:00", "11:00", "建构角", "", ""],
        &["撞上表里前一行", "活动", &day, "10:30", "11:30", "建构角", "", ""],
        &["撞上馆里已排的", "活动", &day, "14:00", "15:00", "建构角", "", ""],
        &["没有的厅", "活动", &day, "10:00", "11:00", "建构脚", "", ""],
        &["倒着的时间", "活动", &day, "11:00", "10:00", "水区", "", ""],
        &["没有的日子", "活动", "2026-02-30", "11:00", "12:00", "水区", "", ""],
        &["对的", "活动", &day, "10:00", "11:00", "建构角", "", ""],
        &["", "活动", &day, "12:00", "13:00", "水区", "", ""],
        &["人不分身甲", "讲解", &day, "12:00", "12:45", "水区", "周予安", ""],
        &["人不分身乙", "讲解", &day, "12:30", "13:15", "建构角", "周予安", ""],
        &["没人够", "活动", &day, "15:30", "16:30", "水区", "", "一百人"],
        &["关门后", "活动", &day, "20:00", "21:00", "水区", "", ""],
        &["没这类", "杂技", &day, "15:30", "16:30", "水区", "", ""],
    ];
    let mut ask = asked(&house, "session", &fields, rows);
    let report = import_twice(&house, &ask);
    let mut found = refused(&report);
    found.sort();
    let mut expected = [
        "F2 space_taken",
        "F3 space_taken",
        "F4 name_unknown",
        "E5 ends_before_start",
        "C6 day_impossible",
        "A7 duplicate",
        "A8 missing",
        "G10 person_taken",
        "D12 outside_hours",
        "B13 choice_unknown",
        "H11 number_unreadable",
    ];
    expected.sort_unstable();
    // "一百人" is a number in words: whether it is read is the reader's; it is no clash either way.
    let without = |list: &[String]| list.iter().filter(|line| !line.starts_with("H11")).cloned().collect::<Vec<_>>();
    let expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(without(&found), without(&expected));
    let near = report["findings"].as_array().expect("a list").iter().find(|finding| finding["cell"] == json!("F4"));
    assert_eq!(near.expect("named")["facts"]["near"], json!("儿童厅·建构角"));

    // A soft clash passes with a reason of somebody who may; a hard one only as a draft.
    ask["let_pass"] = json!("夜场");
    let report = house.call("sheet_import", ask.clone()).expect("an import");
    // The one after closing time, and the one whose hundred people the zone does not bear.
    assert_eq!(counts(&report)[0], 2, "{:?}", refused(&report));
    ask["clashing_as_drafts"] = json!(true);
    let report = house.call("sheet_import", ask).expect("an import");
    assert_eq!(counts(&report)[0], 3, "{:?}", refused(&report));
}

#[test]
fn names_that_nothing_bears_are_made_where_the_mapping_says_so() {
    let house = House::empty();
    let fields = ["title", "date", "starts", "ends", "spaces", "people"];
    let rows: &[&[&str]] = &[
        &["会讲故事的水", "2026-05-06", "10:00", "10:45", "儿童厅", "周予安"],
        &["搭一座桥", "2026-05-06", "14:00", "15:00", "儿童厅、报告厅", "周予安、冉青"],
    ];
    let mut ask = asked(&house, "session", &fields, rows);
    let report = house.call("sheet_preview", ask.clone()).expect("a preview");
    assert_eq!(counts(&report), [0, 0, 0, 2]);
    let names = report["names"].as_array().expect("names").len();
    assert_eq!(names, 4, "{report}");
    ask["mapping"]["names"] = json!({
        "space": { "儿童厅": { "is": "make" }, "报告厅": { "is": "make" } },
        "person": { "周予安": { "is": "make" }, "冉青": { "is": "make" } },
    });
    let report = import_twice(&house, &ask);
    assert_eq!(counts(&report), [2, 0, 0, 0], "{:?}", refused(&report));
    assert_eq!(report["made"].as_array().expect("made").len(), 4);
    house.call("history_undo", json!({})).expect("undone");
    assert_eq!(house.call("space_list", json!({})).expect("a list"), json!([]), "what was made goes with it");
}

#[test]
fn a_role_imports_what_it_may_save() {
    let house = House::empty();
    let profile = |name: &str, role: &str| {
        house
            .call("profile_save", json!({ "name": name, "role": role, "pin": "keep", "active": true }))
            .expect("a profile");
    };
    profile("排班", "roster_lead");
    profile("前台", "front_desk");
    let people = asked(&house, "person", &["name", "kind"], &[&["周予安", "讲解员"]]);
    let vehicles =
        asked(&house, "vehicle", &["name", "plate", "kind", "licence_class"], &[&["一", "渝A1", "车", "B1"]]);
    for (who, ask, code) in
        [("排班", &people, None), ("前台", &people, Some("not_allowed")), ("前台", &vehicles, Some("not_allowed"))]
    {
        let answer = house.call_as(who, "sheet_import", ask.clone());
        assert_eq!(answer.err().map(|failure| failure.code), code, "{who}");
    }
}

#[test]
fn a_file_that_is_no_longer_at_hand_is_asked_for_again() {
    let house = House::empty();
    let ask = json!({ "file": "0".repeat(64), "mapping": { "sheets": [] } });
    for name in ["sheet_preview", "sheet_import"] {
        assert_eq!(house.call(name, ask.clone()).expect_err("gone").code, "sheet_gone");
    }
}

/// By kind: the columns of our own sheets in which an empty cell says that there is nothing.
const EMPTIED: &[(&str, &[&str])] = &[
    ("space", &["parent", "capacity", "area_square_metres"]),
    ("person", &["department", "phone", "qualifications", "availability"]),
    ("vehicle", &["inspection_expires", "insurance_expires", "acquired", "odometer_kilometres"]),
    ("kit", &["items"]),
    ("site", &["address", "contact_name", "contact_phone", "power", "parking"]),
    ("exhibition", &["lender", "department"]),
    ("exhibit", &["space"]),
    ("session", &["theme", "department"]),
    ("caravan_run", &["kit", "crew", "capacity"]),
];

#[test]
fn an_empty_cell_of_our_own_sheet_empties_what_is_there_and_nothing_else_does() {
    let house = House::at("2026-05-04T08:50+08:00");
    house.call("sample_create", json!({})).expect("a sample");
    for (kind, fields) in EMPTIED {
        let exported = house.call("sheet_export", json!({ "sheet_kind": kind, "form": "csv" })).expect("a sheet");
        let text = String::from_utf8(commands::file_bytes(&exported).expect("bytes")).expect("utf-8");
        let lines = csv_rows(text.trim_start_matches('\u{feff}'));
        let columns = proposed(&house, &lines).1;
        for field in *fields {
            let column = columns.iter().position(|column| column == field).unwrap_or_else(|| panic!("{kind} {field}"));
            // The last row that has something there lies furthest ahead: what is over stays as it was.
            let row = lines.iter().skip(1).rfind(|row| !row[column].is_empty());
            let mut row = row.unwrap_or_else(|| panic!("{kind}: no {field} at all")).clone();
            let before = std::mem::take(&mut row[column]);
            let (asked, _) = proposed(&house, &[lines[0].clone(), row]);
            let report = house.call("sheet_import", asked.clone()).expect("a report");
            assert_eq!(counts(&report), [0, 1, 0, 0], "{kind} {field}: {}", report["findings"]);
            let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
            let change = &report["rows"][0]["changes"];
            assert_eq!(change.as_array().map(Vec::len), Some(1), "{kind} {field}: {change}");
            let told = ["field", "after", "cell"].map(|part| change[0][part].as_str().unwrap_or_default());
            assert_eq!(told, [*field, "", &format!("{letter}2")]);
            assert!(!before.is_empty() && change[0]["before"] != json!(""), "{kind} {field}: {change}");
            let again = house.call("sheet_import", asked).expect("a report");
            assert_eq!(counts(&again), [0, 0, 1, 0], "{kind} {field}: {}", again["rows"]);
            house.call("history_undo", json!({})).expect("taken back");
        }
    }
}

/// Rows of a csv of ours: every value in quotation marks, those within doubled.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let bare = |line: &str| line[1..line.len() - 1].to_owned();
    let inner = |line: &str| bare(line).split("\",\"").map(|cell| cell.replace("\"\"", "\"")).collect();
    text.trim_end().split("\r\n").map(inner).collect()
}

/// What is asked of rows that are handed in as csv, and the field of each column.
fn proposed(house: &House, rows: &[Vec<String>]) -> (Value, Vec<String>) {
    let line = |row: &Vec<String>| {
        format!("\"{}\"", row.iter().map(|cell| cell.replace('"', "\"\"")).collect::<Vec<_>>().join("\",\""))
    };
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\r\n");
    let file = house.museum.hand_in("list.csv", text.as_bytes()).expect("a file that is read");
    let mut proposal = house.call("sheet_propose", json!({ "file": file })).expect("a proposal");
    let columns = proposal["mapping"]["sheets"][0]["layout"]["columns"].as_array().expect("columns").iter();
    let fields = columns.map(|column| column["fields"][0].as_str().unwrap_or_default().to_owned()).collect();
    (json!({ "file": file, "mapping": proposal["mapping"].take() }), fields)
}
