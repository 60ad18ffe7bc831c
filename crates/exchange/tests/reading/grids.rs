//! Weeks as grids in the forms that museums use.

use exchange::mapping::{Known, apply, check, propose};
use exchange::{Layout, Reading, SheetKind, Target, Value, read};

fn reading(text: &str, name: &str, known: &Known) -> Reading {
    let workbook = read::workbook(text.as_bytes(), name).expect("a csv");
    let mapping = propose(&workbook, name, known, None);
    check(&mapping, &workbook).expect("a mapping that fits");
    assert!(matches!(mapping.sheets[0].layout, Layout::Grid { .. }), "{:?}", mapping.sheets);
    apply(&workbook, &mapping)
}

fn shown(reading: &Reading) -> Vec<String> {
    let fields = SheetKind::Session.fields();
    let value = |entry: &exchange::Entry, id: &str| {
        let place = SheetKind::Session.field(id).expect("a field");
        let value = entry.values[place].as_ref();
        value.map_or_else(String::new, |value: &Value| exchange::said(value, &fields[place], words::Locale::ZhCn))
    };
    let line = |entry: &exchange::Entry| {
        ["date", "starts", "ends", "title", "spaces", "people"].map(|id| value(entry, id)).join("|")
    };
    reading.entries.iter().map(line).collect()
}

#[test]
fn weeks_as_grids_are_read_in_their_forms() {
    let known = Known {
        year: None,
        names: [(Target::Space, vec!["天象馆".to_owned()]), (Target::Person, vec!["欧阳明月".to_owned()])].into(),
    };
    let days_across = "2026年5月讲解周表,,,\n时间,5月5日（周二）,5月6日（周三）,5月7日（周四）\n9:30-10:30,会讲故事的水 儿童厅,,力与机械 周小满\n14:00-15:00,,星空夜话 天象馆 欧阳明月,/\n";
    assert_eq!(
        shown(&reading(days_across, "a.csv", &known)),
        [
            "2026-05-05|09:30|10:30|会讲故事的水|儿童厅|",
            "2026-05-07|09:30|10:30|力与机械||周小满",
            "2026-05-06|14:00|15:00|星空夜话|天象馆|欧阳明月",
        ]
    );
    let halls = "2026年10月讲解员安排,,,,\n日期,儿童厅,儿童厅,宇航厅,宇航厅\n,9:30-10:30,14:00-15:00,9:30-10:30,25:00\n10月6日,王明,李芳,赵六,王明\n10月7日,李芳,,赵六,\n";
    let found = reading(halls, "a.csv", &known);
    assert_eq!(
        shown(&found),
        [
            "2026-10-06|09:30|10:30|讲解|儿童厅|王明",
            "2026-10-06|14:00|15:00|讲解|儿童厅|李芳",
            "2026-10-06|09:30|10:30|讲解|宇航厅|赵六",
            "2026-10-06|||讲解|宇航厅|王明",
            "2026-10-07|09:30|10:30|讲解|儿童厅|李芳",
            "2026-10-07|09:30|10:30|讲解|宇航厅|赵六",
        ]
    );
    let labelled = "第42周（10月12日—10月18日）,,,\n场次,周一,周二,周三\n第一场 9:30-10:15,小实验,科学秀,\n第二场：14:00,,小实验,科学秀\n";
    let of_today = Known { year: Some(2027), ..known.clone() };
    assert_eq!(
        shown(&reading(labelled, "a.csv", &of_today)),
        [
            "2026-10-12|09:30|10:15|小实验||",
            "2026-10-13|09:30|10:15|科学秀||",
            "2026-10-13|14:00||小实验||",
            "2026-10-14|14:00||科学秀||",
        ],
        "the weekdays say which year it is"
    );
    let weekdays = "第19周（2026年5月4日—5月10日）,,,\n时段,周二,周三,周四\n9:30-10:30,会讲故事的水,,力与机械\n";
    assert_eq!(
        shown(&reading(weekdays, "a.csv", &known)),
        ["2026-05-05|09:30|10:30|会讲故事的水||", "2026-05-07|09:30|10:30|力与机械||"]
    );
    let halls_down = "2026年5月,,,,\n展厅,时间,5月5日,5月6日,5月7日\n儿童厅,9:30-10:30,会讲故事的水,,\n宇航厅,10:30-11:30,,飞向太空,\n";
    assert_eq!(
        shown(&reading(halls_down, "a.csv", &known)),
        ["2026-05-05|09:30|10:30|会讲故事的水|儿童厅|", "2026-05-06|10:30|11:30|飞向太空|宇航厅|"]
    );
    let halls_across = "2026年5月各厅安排,,,\n日期,时间,儿童厅,天象馆\n5月5日,9:30-10:30,会讲故事的水,\n5月6日,14:00-15:00,,星空夜话 欧阳明月\n";
    assert_eq!(
        shown(&reading(halls_across, "a.csv", &known)),
        ["2026-05-05|09:30|10:30|会讲故事的水|儿童厅|", "2026-05-06|14:00|15:00|星空夜话|天象馆|欧阳明月"]
    );
    let times_within = "2026年5月,,,\n,5月5日,5月6日,5月7日\n上午,9:30 会讲故事的水（儿童厅）,,10:00-11:00 力与机械\n";
    assert_eq!(
        shown(&reading(times_within, "a.csv", &known)),
        ["2026-05-05|09:30||会讲故事的水|儿童厅|", "2026-05-07|10:00|11:00|力与机械||"]
    );
}

#[test]
fn what_a_grid_says_beside_its_sessions_is_not_dropped() {
    let text = "2026年5月,,,\n时间,5月5日,5月6日,5月32日\n9:30-10:30,会讲故事的水,闭馆,力与机械\n下午茶,飞向太空,,\n备注：以当天为准,,,\n";
    let found = reading(text, "a.csv", &Known::default());
    let mut places: Vec<(String, &str, bool)> =
        found.findings.iter().map(|finding| (finding.cell.clone(), finding.code.code(), finding.refuses)).collect();
    places.sort();
    assert_eq!(
        places,
        [
            ("A4".to_owned(), "time_unreadable", true),
            ("A5".to_owned(), "row_not_read", false),
            ("C3".to_owned(), "grid_unreadable", false),
            ("D2".to_owned(), "day_impossible", true),
        ]
    );
    assert_eq!(found.entries.iter().filter(|entry| !entry.refused).count(), 1);
}
