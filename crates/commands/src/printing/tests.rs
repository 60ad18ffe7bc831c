//! Papers through the gate: what the museum planned is what they say, version after version.

use std::process::Command;

use base64::Engine as _;
use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};
use store::{Batch, Operation, OperationKind, rows, search};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

/// 2026-05-04, a holiday Monday, as a minute of the schedule.
const MONDAY: Minute = 20_577 * DAY_MINUTES;
/// The Saturday before it at 10:42, in UTC milliseconds.
const NOW: i64 = (MONDAY - 2 * DAY_MINUTES + 10 * 60 + 42 - 8 * 60) * 60_000;

fn at(day: i64, hour: i64, minute: i64) -> Minute {
    MONDAY + day * DAY_MINUTES + hour * 60 + minute
}

/// A museum with a hall of two corners, a theatre, two docents, a driver, a department, a vehicle and a site.
struct House {
    museum: Museum,
    directory: TempDir,
}

fn space(id: &str, parent: Option<&str>, kind: &str, rank: i64) -> rows::Space {
    rows::Space {
        id: id.into(),
        revision: 0,
        parent_id: parent.map(Into::into),
        name: id.into(),
        sort_key: search::sort_key(id),
        rank,
        kind: kind.into(),
        capacity: None,
        area_square_metres: None,
        lanes: 2,
        active: true,
    }
}

fn person(id: &str, kind: &str, licence: Option<&str>) -> rows::Person {
    rows::Person {
        id: id.into(),
        revision: 0,
        name: id.into(),
        sort_key: search::sort_key(id),
        kind: kind.into(),
        department_id: None,
        phone: Some("13812345678".into()),
        licence_class: licence.map(Into::into),
        licence_expires: None,
        remark: None,
        active: true,
    }
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::Fixed(NOW)).unwrap();
        let house = House { museum, directory };
        let mut batch = Batch::new();
        batch.insert(&rows::Department {
            id: "education".into(),
            revision: 0,
            name: "展览教育部".into(),
            sort_key: search::sort_key("展览教育部"),
            active: true,
        });
        batch.insert(&space("儿童厅", None, "hall", 0));
        batch.insert(&space("建构角", Some("儿童厅"), "zone", 0));
        batch.insert(&space("水区", Some("儿童厅"), "zone", 1));
        batch.insert(&space("实验剧场", None, "theatre", 1));
        batch.insert(&person("𬭎㛃", "docent", None));
        batch.insert(&person("赵䶮", "docent", None));
        batch.insert(&person("宋怀瑾", "staff", Some("A1")));
        batch.insert(&rows::Vehicle {
            id: "caravan".into(),
            revision: 0,
            name: "大篷车二号".into(),
            sort_key: "dapengche".into(),
            plate: "渝AK2025".into(),
            kind: "medium".into(),
            licence_class: "B1".into(),
            inspection_expires: Some(at(200, 0, 0)),
            insurance_expires: Some(at(200, 0, 0)),
            acquired: Some(at(-1_000, 0, 0)),
            odometer_kilometres: Some(40_000),
            remark: None,
            active: true,
        });
        batch.insert(&rows::Site {
            id: "school".into(),
            revision: 0,
            name: "诗城小学".into(),
            sort_key: "shichengxiaoxue".into(),
            district_code: "500236".into(),
            kind: "school".into(),
            address: Some("诗城路8号".into()),
            contact_name: Some("冉老师".into()),
            contact_phone: Some("13900001111".into()),
            power: Some("380V".into()),
            parking: Some("操场".into()),
            remark: None,
            active: true,
        });
        house.write(batch);
        house
    }

    fn write(&self, batch: Batch) {
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "test".into(),
            at_utc_milliseconds: NOW,
            areas: crate::Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".into(),
            reversible: false,
            kind: OperationKind::Do,
        };
        self.museum.store.apply(batch, operation).unwrap();
    }

    fn call(&self, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile("administrator".into());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    fn ok(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|failure| panic!("{name}: {}", json!(failure)))
    }

    fn refused(&self, name: &str, arguments: Value) -> Value {
        match self.call(name, arguments) {
            Ok(answer) => panic!("{name} must be refused, answered {answer}"),
            Err(failure) => json!(failure),
        }
    }

    fn session(&self, title: &str, space: &str, day: i64, hour: i64) -> Value {
        let session = json!({
            "kind": "guided_tour", "title": title, "department": "education", "starts": at(day, hour, 0),
            "ends": at(day, hour, 45), "spaces": [space], "posts": [{ "role": "docent", "person": "𬭎㛃" }],
        });
        self.ok("session_save", json!({ "session": session }))
    }

    /// The words of a document, without spaces, and how many pages they fill.
    fn read(&self, document: &str, from: i64, to: i64) -> (String, i64) {
        let pdf = self.ok("print_pdf", week(document, from, to));
        let bytes = base64::engine::general_purpose::STANDARD.decode(pdf["base64"].as_str().unwrap()).unwrap();
        let file = self.directory.path().join("read.pdf");
        std::fs::write(&file, bytes).unwrap();
        (words_of(&file), pdf["pages"].as_i64().unwrap())
    }
}

fn words_of(file: &std::path::Path) -> String {
    let output = Command::new("pdftotext").arg(file).arg("-").output();
    let output = output.expect("pdftotext of poppler-utils reads the prints back");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().chars().filter(|character| !character.is_whitespace()).collect()
}

fn week(document: &str, from: i64, to: i64) -> Value {
    json!({ "document": document, "from": at(from, 0, 0), "to": at(to, 0, 0) })
}

fn says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn the_wall_sheet_says_what_was_planned_and_why_the_day_is_open() {
    let house = House::new();
    house.session("会讲故事的水", "建构角", 0, 10);
    house.session("液氮的脾气", "实验剧场", 2, 14);
    house.ok("duty_set", json!({ "days": ["2026-05-04"], "leader": "赵䶮" }));
    let (text, pages) = house.read("hall-week", 0, 6);
    assert_eq!(pages, 1);
    says(
        &text,
        &["展厅周程", "2026年5月4日–10日", "第19周", "儿童厅", "10:00", "会讲故事的水", "建构角", "液氮的脾气"],
    );
    says(&text, &["劳动节，周一照常开放", "劳动节补班，学校上课", "未出版", "2026年部分节假日安排"]);
    let (text, _) = house.read("day-board", 0, 0);
    says(&text, &["当日场次", "开馆9:30–17:00", "16:30停止入馆", "带班：赵䶮", "会讲故事的水", "儿童厅·建构角"]);
    assert!(!text.contains("液氮的脾气"));
    let (text, _) = house.read("roster-week", 0, 6);
    says(&text, &["𬭎㛃", "赵䶮", "2岗", "1小时30分", "10:00–10:45", "会讲故事的水"]);
    assert!(!text.contains("宋怀瑾"), "staff without a post have no row");
    let (text, _) = house.read("department-week", 0, 6);
    says(&text, &["展览教育部", "共2场", "𬭎㛃", "已排"]);
}

#[test]
fn a_print_stands_on_the_last_version_and_marks_what_changed() {
    let house = House::new();
    let first = house.session("会讲故事的水", "建构角", 0, 10);
    house.session("看得见的磁", "水区", 1, 11);
    let request = week("hall-week", 0, 6);
    let view = house.ok("print_render", request.clone());
    assert_eq!((&view["version"], &view["changes"]), (&Value::Null, &json!([])));
    let issued = house.ok("print_issue", request.clone());
    assert_eq!((issued["version"]["number"].as_i64(), issued["changes"].as_i64()), (Some(1), Some(0)));

    let mut draft = first["session"].clone();
    if draft.is_null() {
        draft = first;
    }
    let id = draft["id"].clone();
    let read = house.ok("session_read", json!({ "id": id }));
    let moved = json!({ "id": id, "revision": read["revision"], "starts": at(0, 13, 0) });
    house.ok("session_move", moved);
    let view = house.ok("print_render", request.clone());
    assert_eq!(view["version"]["number"], 1);
    assert_eq!(view["changes"], json!([{ "kind": "altered", "said": "5月4日 13:00 会讲故事的水" }]));
    assert_eq!(view["file_name"], "展厅周程_2026-05-04_2026-05-10_第1版_改1处.pdf");
    says(&house.read("hall-week", 0, 6).0, &["第1版（5月2日10:42）", "其后改动1处"]);
    // The English sheet finds the same change: what is compared has no language.
    let english = json!({ "document": "hall-week", "from": at(0, 0, 0), "to": at(6, 0, 0), "locale": "en" });
    assert_eq!(house.ok("print_render", english)["changes"].as_array().map(Vec::len), Some(1));

    let issued = house.ok("print_issue", request.clone());
    assert_eq!((issued["version"]["number"].as_i64(), issued["changes"].as_i64()), (Some(2), Some(1)));
    assert_eq!(house.ok("print_render", request)["changes"], json!([]));
    // Another week, and another document, have versions of their own.
    assert_eq!(house.ok("print_render", week("hall-week", 7, 13))["version"], Value::Null);
    assert_eq!(house.ok("print_render", week("department-week", 0, 6))["version"], Value::Null);
}

#[test]
fn a_cancelled_session_stays_struck_on_what_was_issued() {
    let house = House::new();
    let saved = house.session("会讲故事的水", "建构角", 0, 10);
    let id = saved.pointer("/session/id").or(saved.get("id")).unwrap().clone();
    house.ok("print_issue", week("hall-week", 0, 6));
    let cancel = json!({ "ids": [id], "transition": "cancel", "reason": { "code": "other", "text": "讲解员培训" } });
    house.ok("session_transition", cancel);
    let (text, _) = house.read("hall-week", 0, 6);
    says(&text, &["会讲故事的水", "已取消", "讲解员培训", "其后改动1处"]);
    house.ok("print_issue", week("hall-week", 0, 6));
    assert!(!house.read("hall-week", 0, 6).0.contains("会讲故事的水"), "the next version is without it");
}

#[test]
fn a_reason_for_letting_pass_prints() {
    let house = House::new();
    let session = json!({
        "kind": "guided_tour", "title": "夜场", "starts": at(1, 19, 0), "ends": at(1, 19, 45), "spaces": ["水区"],
    });
    let refused = house.refused("session_save", json!({ "session": session }));
    let code = refused["clashes"][0]["code"].clone();
    let overrides = json!([{ "code": code, "reason": "博物馆之夜，馆长同意" }]);
    house.ok("session_save", json!({ "session": session, "overrides": overrides }));
    for document in ["hall-week", "day-board", "department-week"] {
        says(&house.read(document, 1, 1).0, &["已放行", "△1", "博物馆之夜，馆长同意"]);
    }
}

#[test]
fn a_closed_hall_and_a_provisional_year_say_so() {
    let house = House::new();
    let notice = json!({
        "from": "2026-05-06", "to": "2026-05-06", "part": "morning", "space": "水区", "effect": "close",
        "kind": "maintenance", "reason": "换水",
    });
    house.ok("museum_notice_save", notice);
    says(&house.read("hall-week", 0, 6).0, &["水区不开放", "换水"]);
    // 2027-01-04 is a Monday of a year whose notice is not out.
    let monday = 20_822 - 20_577;
    let (text, _) = house.read("day-board", monday, monday);
    says(&text, &["2027年1月4日", "闭馆", "周一例行闭馆", "暂定", "2027年放假安排未公布"]);
}

#[test]
fn a_run_sheet_carries_full_phones_the_road_and_the_slip() {
    let house = House::new();
    let rough = json!({
        "title": "奉节两日行", "department": "education", "departs": at(2, 8, 0), "returns": at(3, 20, 0),
        "vehicle": "caravan", "drivers": ["宋怀瑾"], "crew": ["赵䶮"],
        "stops": [{ "site": "school", "outreach_place": "school", "departs": at(2, 8, 0), "starts": at(2, 9, 0),
                    "ends": at(2, 11, 0), "capacity": 400 }],
        "return_departs": at(3, 8, 0),
        "load": [{ "name": "静电球", "quantity": 2 }],
    });
    let run = house.ok("run_propose_times", rough)["run"].clone();
    let saved = house.ok("run_save", json!({ "run": run }))["run"].clone();
    let (text, pages) = house.read("run-sheet", 0, 6);
    assert_eq!(pages, 1);
    let all = ["奉节两日行", "派车单", "渝AK2025", "13812345678", "13900001111", "诗城小学", "奉节县", "途中休息1次"];
    says(&text, &all);
    let subjects = house.ok("print_subjects", week("run-sheet", 0, 6));
    assert_eq!(subjects, json!([{ "id": saved["id"], "name": "奉节两日行", "from": at(2, 0, 0), "to": at(3, 0, 0) }]));
    let mut one = week("run-sheet", 0, 6);
    one["subject"] = saved["id"].clone();
    let view = house.ok("print_render", one.clone());
    assert!(view["file_name"].as_str().unwrap().contains("奉节两日行"));
    assert_eq!(house.ok("print_issue", one)["version"]["number"], 1);
    // The crew's days are on the roster; the stop hangs in no hall.
    says(&house.read("roster-week", 0, 6).0, &["宋怀瑾", "奉节两日行"]);
    one = week("run-sheet", 0, 6);
    one["subject"] = json!("nothing");
    assert_eq!(house.refused("print_render", one)["code"], "not_found");
}

#[test]
fn an_exhibition_stands_in_its_hall_and_its_year() {
    let house = House::new();
    let mut batch = Batch::new();
    batch.insert(&rows::Exhibition {
        id: "sea".into(),
        revision: 0,
        title: "深海探索主题展".into(),
        sort_key: "shenhai".into(),
        state: "published".into(),
        department_id: None,
        lender: Some("国家海洋博物馆".into()),
        installs_from: at(1, 0, 0),
        opens_on: at(11, 0, 0),
        closes_on: at(119, 0, 0),
        deinstalls_until: at(124, 0, 0),
        remark: None,
        reason_code: None,
        reason_text: None,
    });
    batch.insert(&rows::ExhibitionSpace {
        id: "sea-hall".into(),
        revision: 0,
        exhibition_id: "sea".into(),
        space_id: "建构角".into(),
    });
    house.write(batch);
    says(&house.read("hall-week", 0, 6).0, &["布展", "深海探索主题展", "5月5日–14日"]);
    says(&house.read("day-board", 20, 20).0, &["深海探索主题展", "5月15日–8月31日"]);
    let (text, _) = house.read("exhibition-year", -123, 241);
    says(&text, &["全年展览", "2026年", "12月", "深海探索主题展", "借自国家海洋博物馆", "9月5日撤完"]);
    // The last day of taking down still hangs on the sheet that begins with it.
    says(&house.read("hall-week", 124, 130).0, &["撤展"]);
}

#[test]
fn a_print_goes_to_a_file() {
    let house = House::new();
    house.session("会讲故事的水", "建构角", 0, 10);
    let saved = house.ok("print_save", json!({ "print": week("hall-week", 0, 6) }));
    let file = std::path::Path::new(saved["path"].as_str().unwrap());
    assert_eq!(file, house.directory.path().join("prints").join("展厅周程_2026-05-04_2026-05-10_未出版.pdf"));
    says(&words_of(file), &["会讲故事的水"]);
    let chosen = house.directory.path().join("一周.PDF");
    house.ok("print_save", json!({ "print": week("hall-week", 0, 6), "path": chosen.to_str() }));
    assert!(chosen.is_file());
    for path in ["museum.zhancheng", "a\0.pdf", "", "prints"] {
        let refused = house.refused("print_save", json!({ "print": week("hall-week", 0, 6), "path": path }));
        assert_eq!((&refused["code"], &refused["field"]), (&json!("arguments_invalid"), &json!("path")), "{path}");
    }
    let nowhere = chosen.join("nowhere.pdf");
    let refused = house.refused("print_save", json!({ "print": week("hall-week", 0, 6), "path": nowhere.to_str() }));
    assert_eq!(refused, json!({ "code": "file_not_written" }), "no path in the answer");
}

#[test]
fn what_cannot_be_printed_is_refused_by_name_and_not_issued() {
    let house = House::new();
    house.session("🚌 大篷车", "建构角", 0, 10);
    for command in ["print_render", "print_pdf", "print_issue"] {
        let refused = house.refused(command, week("hall-week", 0, 6));
        assert_eq!(refused, json!({ "code": "glyphs_missing", "characters": ["🚌"] }), "{command}");
    }
    let cases = [
        (json!({ "document": "hall_week", "from": at(0, 0, 0), "to": at(6, 0, 0) }), "document_unknown"),
        (json!({ "document": "hall-week", "from": at(6, 0, 0), "to": at(0, 0, 0) }), "span_invalid"),
        (json!({ "document": "hall-week", "from": at(0, 0, 0), "to": at(62, 0, 0) }), "span_invalid"),
        (json!({ "document": "hall-week", "from": i64::MIN, "to": i64::MAX }), "time_invalid"),
        (
            json!({ "document": "run-sheet", "from": at(0, 0, 0), "to": at(6, 0, 0), "paper": "a3" }),
            "arguments_invalid",
        ),
        (
            json!({ "document": "hall-week", "from": at(0, 0, 0), "to": at(6, 0, 0), "locale": "ja" }),
            "arguments_invalid",
        ),
        (
            json!({ "document": "hall-week", "from": at(0, 0, 0), "to": at(6, 0, 0), "subject": "x" }),
            "arguments_invalid",
        ),
        (json!({ "document": "roster-week", "from": at(0, 0, 0), "to": at(6, 0, 0), "subject": "x" }), "not_found"),
    ];
    for (arguments, code) in cases {
        assert_eq!(house.refused("print_render", arguments.clone())["code"], code, "{arguments}");
    }
}

#[test]
fn every_document_of_the_list_renders_on_each_of_its_papers() {
    let house = House::new();
    house.session("会讲故事的水", "建构角", 0, 10);
    let documents = house.ok("print_documents", json!({}));
    assert_eq!(documents.as_array().map(Vec::len), Some(6));
    for document in documents.as_array().unwrap() {
        for paper in document["papers"].as_array().unwrap() {
            for locale in ["zh-CN", "en"] {
                let mut arguments = week(document["document"].as_str().unwrap(), 0, 6);
                arguments["paper"] = paper.clone();
                arguments["locale"] = json!(locale);
                let view = house.ok("print_render", arguments);
                assert!(view["smallest_tenths"].as_i64() >= view["smallest_tenths_least"].as_i64());
                assert!(view["pages"][0].as_str().unwrap().starts_with("<svg"));
            }
        }
    }
}
