//! Templates through the gate: planned over three months, edited, split, skipped, brought back, taken back.

use chrono::NaiveDate;
use rules::time::{DAY_MINUTES, Minute, day_start};
use serde_json::{Value, json};
use store::{Batch, Operation, OperationKind, rows, search};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

/// Monday, 20 April 2026.
const NOW: &str = "2026-04-20T08:50+08:00";

fn day(month: u32, day: u32) -> Minute {
    day_start(NaiveDate::from_ymd_opt(2026, month, day).unwrap())
}

/// A museum with two halls, one of them in two corners, a theatre that bears no tours, and two docents.
struct House {
    museum: Museum,
    _directory: TempDir,
}

fn space(id: &str, parent: Option<&str>, lanes: i64) -> rows::Space {
    rows::Space {
        id: id.into(),
        revision: 0,
        parent_id: parent.map(Into::into),
        name: id.into(),
        sort_key: search::sort_key(id),
        rank: 0,
        kind: if lanes == 0 { "theatre" } else { "hall" }.into(),
        capacity: Some(200),
        area_square_metres: None,
        lanes,
        active: true,
    }
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::standing_at(NOW).unwrap()).unwrap();
        let house = House { museum, _directory: directory };
        let mut batch = Batch::new();
        for (id, parent, lanes) in [
            ("hall", None, 1),
            ("children", None, 1),
            ("build", Some("children"), 1),
            ("water", Some("children"), 1),
            ("theatre", None, 0),
        ] {
            batch.insert(&space(id, parent, lanes));
        }
        for id in ["li", "wang"] {
            batch.insert(&rows::Person {
                id: id.into(),
                revision: 0,
                name: id.into(),
                sort_key: id.into(),
                kind: "docent".into(),
                department_id: None,
                phone: None,
                licence_class: None,
                licence_expires: None,
                remark: None,
                active: true,
            });
        }
        house.write(batch);
        house
    }

    fn write(&self, batch: Batch) {
        let operation = Operation {
            id: uuid::Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "test".into(),
            at_utc_milliseconds: self.museum.utc_milliseconds(),
            areas: crate::Area::ALL.iter().map(|area| area.code().to_owned()).collect(),
            answer: "null".into(),
            reversible: false,
            kind: OperationKind::Do,
        };
        self.museum.store.apply(batch, operation).unwrap();
    }

    fn call_as(&self, who: &str, name: &str, arguments: Value) -> Result<Value, Failure> {
        let caller = Caller::Profile(who.into());
        dispatch(name, arguments, &Context { museum: &self.museum, caller, operation: None })
    }

    fn ok(&self, name: &str, arguments: Value) -> Value {
        self.call_as("administrator", name, arguments).unwrap_or_else(|failure| panic!("{name}: {}", json!(failure)))
    }

    fn refused(&self, name: &str, arguments: Value) -> Value {
        match self.call_as("administrator", name, arguments) {
            Ok(answer) => panic!("{name} must be refused, answered {answer}"),
            Err(failure) => json!(failure),
        }
    }

    /// Every session that is planned or published, as day.start and its title.
    fn programme(&self) -> Vec<(String, String)> {
        let mut sessions = self.museum.store.read(|snapshot| snapshot.all::<rows::Session>()).unwrap();
        sessions.retain(|session| matches!(session.state.as_str(), "planned" | "published"));
        sessions.sort_by_key(|session| session.starts);
        sessions.into_iter().map(|session| (clock(session.starts), session.title)).collect()
    }

    /// The content of every table a template touches, revisions aside.
    fn content(&self) -> String {
        fn lines<R: store::Row>(museum: &Museum) -> Vec<String> {
            let rows = museum.store.read(|snapshot| snapshot.all::<R>()).unwrap();
            let mut lines: Vec<String> = rows
                .iter()
                .map(|row| {
                    let mut values = row.values();
                    values.remove(1);
                    format!("{values:?}")
                })
                .collect();
            lines.sort();
            lines
        }
        let museum = &self.museum;
        [
            lines::<rows::Template>(museum),
            lines::<rows::TemplateSkip>(museum),
            lines::<rows::Session>(museum),
            lines::<rows::SessionSpace>(museum),
            lines::<rows::Post>(museum),
            lines::<rows::Occupancy>(museum),
            lines::<rows::Finding>(museum),
        ]
        .concat()
        .join("\n")
    }

    /// Plans a template and answers its id.
    fn template(&self, template: Value) -> String {
        self.ok("template_save", json!({ "template": template }))["id"].as_str().unwrap().to_owned()
    }

    fn read(&self, id: &str) -> Value {
        self.ok("template_read", json!({ "id": id }))
    }

    /// The session that stands for an occurrence.
    fn session(&self, template: &str, day: Minute, start: i64) -> Value {
        let view = self.read(template);
        let line = line(&view, day, start);
        self.ok("session_read", json!({ "id": line["session"] }))
    }
}

fn clock(minute: Minute) -> String {
    let date = rules::time::date_of(minute).unwrap();
    format!("{} {}:{:02}", date.format("%m-%d"), minute % DAY_MINUTES / 60, minute % 60)
}

/// Tours through the hall, every day of a span.
fn tours(starts: &[i64], from: Minute, to: Minute) -> Value {
    json!({
        "pattern": { "starts": starts, "valid_from": from, "valid_to": to },
        "content": {
            "kind": "guided_tour", "title": "基础科学", "minutes": 45, "spaces": ["hall"],
            "posts": [{ "role": "docent" }], "capacity": 30,
        },
    })
}

fn with(mut value: Value, path: &str, part: Value) -> Value {
    *value.pointer_mut(path).unwrap_or_else(|| panic!("{path} is not there")) = part;
    value
}

/// The same with a field that may not be there yet.
fn and(mut value: Value, object: &str, field: &str, part: Value) -> Value {
    value.pointer_mut(object).unwrap()[field] = part;
    value
}

fn lines(view: &Value) -> &Vec<Value> {
    view["lines"].as_array().unwrap()
}

fn line(view: &Value, day: Minute, start: i64) -> &Value {
    let found = lines(view).iter().find(|line| line["day"] == day && line["start"] == start);
    found.unwrap_or_else(|| panic!("nothing on {}", clock(day + start)))
}

/// Action and reason of an occurrence, as `skip closed_day`.
fn said(view: &Value, day: Minute, start: i64) -> String {
    let line = line(view, day, start);
    let word = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    format!("{} {}", word("action"), word("skip")).trim().to_owned()
}

/// A template that was read, ready to be saved again.
fn again(view: &Value) -> Value {
    view["template"].clone()
}

#[test]
fn three_months_with_the_labour_day_in_them_are_planned_date_by_date() {
    let house = House::new();
    let template = tours(&[570, 630, 690, 840, 930], day(4, 21), day(7, 20));
    let preview = house.ok("template_preview", json!({ "template": template }));
    // 91 days; twelve Mondays are closed, 4 May is open for the holiday.
    assert_eq!(preview["counts"]["create"], (91 - 12) * 5);
    assert_eq!(preview["counts"]["skip"], 12 * 5);
    assert_eq!(house.programme(), [], "a preview writes nothing");
    for (month, of_month, expected) in [
        (4, 27, "skip closed_day"),
        (5, 1, "create"),
        (5, 4, "create"),
        (5, 9, "create"),
        (5, 11, "skip closed_day"),
        (6, 19, "create"),
    ] {
        assert_eq!(said(&preview, day(month, of_month), 570), expected, "{month}-{of_month}");
    }
    let closed = line(&preview, day(4, 27), 570);
    assert_eq!(closed["clashes"][0]["code"], "closed_day");
    let saved = house.ok("template_save", json!({ "template": template }));
    assert_eq!(saved["counts"], preview["counts"]);
    assert_eq!(house.programme().len(), 395);
    // Saving what was read changes nothing.
    let view = house.read(saved["id"].as_str().unwrap());
    let before = house.content();
    let same = house.ok("template_save", json!({ "template": again(&view) }));
    assert_eq!((same["revision"].clone(), same["counts"]["keep"].clone()), (json!(0), json!(395)));
    assert_eq!(house.content(), before);
}

#[test]
fn day_kinds_follow_the_notice() {
    let house = House::new();
    let rest = with(
        tours(&[600], day(4, 28), day(5, 12)),
        "/pattern",
        json!({
            "starts": [600], "day_kinds": ["weekend", "statutory_off"], "valid_from": day(4, 28), "valid_to": day(5, 12),
        }),
    );
    let preview = house.ok("template_preview", json!({ "template": rest }));
    let planned: Vec<String> = lines(&preview)
        .iter()
        .map(|line| {
            format!(
                "{} {}",
                clock(line["starts"].as_i64().unwrap()),
                said(&preview, line["day"].as_i64().unwrap(), 600)
            )
        })
        .collect();
    assert_eq!(
        planned,
        [
            "05-01 10:00 create",
            "05-02 10:00 create",
            "05-03 10:00 create",
            "05-04 10:00 create",
            "05-05 10:00 create",
            // The ninth is worked, so it is no weekend: it says so instead of missing.
            "05-09 10:00 skip day_kind",
            "05-10 10:00 create",
        ]
    );
    let makeup = and(rest, "/pattern", "day_kinds", json!(["makeup_workday"]));
    let preview = house.ok("template_preview", json!({ "template": makeup }));
    assert_eq!(preview["counts"]["create"], 1);
    assert_eq!(said(&preview, day(5, 9), 600), "create");
}

#[test]
fn a_clash_becomes_a_skip_with_its_ways_out_and_one_can_be_taken() {
    let house = House::new();
    house.ok("session_save", json!({ "session": {
        "kind": "activity", "title": "搭一座桥", "starts": day(4, 23) + 600, "ends": day(4, 23) + 660, "spaces": ["hall"],
    }}));
    let template = tours(&[600], day(4, 21), day(4, 26));
    let preview = house.ok("template_preview", json!({ "template": template }));
    assert_eq!(said(&preview, day(4, 23), 600), "skip clash");
    let refused = line(&preview, day(4, 23), 600);
    assert_eq!(refused["clashes"][0]["holder"]["title"], "搭一座桥");
    assert_eq!(refused["may_override"], false);
    let way = &refused["alternatives"][0];
    assert_eq!((way["kind"].as_str(), way["starts"].as_i64()), (Some("time"), Some(day(4, 23) + 660)));
    let adjustments = json!([{ "day": day(4, 23), "start": 600, "starts": way["starts"] }]);
    let saved = house.ok("template_save", json!({ "template": template, "adjustments": adjustments }));
    assert_eq!((saved["counts"]["create"].clone(), saved["counts"]["skip"].clone()), (json!(6), json!(0)));
    let view = house.read(saved["id"].as_str().unwrap());
    assert_eq!(line(&view, day(4, 23), 600)["deviations"], json!(["starts"]));
}

#[test]
fn occurrences_of_one_batch_see_one_another() {
    let house = House::new();
    // Two tours overlap in a hall that bears one at a time.
    let preview = house.ok("template_preview", json!({ "template": tours(&[600, 630, 645], day(4, 21), day(4, 21)) }));
    assert_eq!(said(&preview, day(4, 21), 600), "create");
    assert_eq!(said(&preview, day(4, 21), 630), "skip clash");
    assert_eq!(said(&preview, day(4, 21), 645), "create");
    assert_eq!(line(&preview, day(4, 21), 630)["clashes"][0]["code"], "lanes_full");
    // A docent's fifth tour a day is soft, and stays out unless somebody says why.
    let mut five = tours(&[540, 600, 660, 720, 780], day(4, 21), day(4, 21));
    five["content"]["posts"][0]["person"] = json!("li");
    five["content"]["public"] = json!(false);
    let preview = house.ok("template_preview", json!({ "template": five }));
    assert_eq!(preview["counts"]["create"], 4);
    let fifth = line(&preview, day(4, 21), 780);
    assert_eq!(
        (fifth["clashes"][0]["code"].clone(), fifth["may_override"].clone()),
        (json!("person_tours_per_day"), json!(true))
    );
    let overrides = json!([{ "code": "person_tours_per_day", "reason": "王老师外出" }]);
    let saved = house.ok("template_save", json!({ "template": five, "overrides": overrides }));
    assert_eq!(saved["counts"]["create"], 5);
    let session = house.session(saved["id"].as_str().unwrap(), day(4, 21), 780);
    assert_eq!(session["findings"][0]["reason"], "王老师外出");
}

#[test]
fn a_closed_day_opens_to_whoever_may_say_why() {
    let house = House::new();
    let template = tours(&[600], day(4, 27), day(4, 27));
    let overrides = json!([{ "day": day(4, 27), "start": 600, "code": "closed_day", "reason": "专场接待" }]);
    let arguments = json!({ "template": template, "overrides": overrides });
    house.ok("profile_save", json!({ "name": "周策", "role": "planner", "pin": "keep", "active": true }));
    let refused = house.call_as("周策", "template_save", arguments.clone()).unwrap_err();
    assert_eq!(refused.code, "override_not_allowed");
    assert_eq!(house.ok("template_save", arguments)["counts"]["create"], 1);
}

#[test]
fn an_edit_of_all_reaches_what_was_left_alone() {
    let house = House::new();
    let id = house.template(tours(&[600, 660], day(4, 21), day(4, 24)));
    let own = house.session(&id, day(4, 22), 600);
    let changed = with(draft_of(&own), "/capacity", json!(12));
    house.ok("occurrence_save", json!({ "session": changed, "scope": "one" }));
    let view = house.read(&id);
    assert_eq!(line(&view, day(4, 22), 600)["deviations"], json!(["capacity"]));
    let edit = with(with(again(&view), "/content/capacity", json!(20)), "/content/title", json!("新名"));
    let saved = house.ok("template_save", json!({ "template": edit }));
    assert_eq!(saved["counts"]["change"], 8);
    assert_eq!(house.session(&id, day(4, 22), 600)["capacity"], 12);
    assert_eq!(house.session(&id, day(4, 23), 600)["capacity"], 20);
    assert!(house.programme().iter().all(|(_, title)| title == "新名"));
    // Following again takes the deviation back.
    let own = house.session(&id, day(4, 22), 600);
    let read = house.ok("occurrence_read", json!({ "session": own["id"] }));
    assert_eq!(read["deviations"], json!(["capacity"]));
    house.ok("occurrence_follow", json!({ "session": own["id"], "revision": own["revision"] }));
    assert_eq!(house.session(&id, day(4, 22), 600)["capacity"], 20);
}

/// A session that was read, ready to be saved again.
fn draft_of(view: &Value) -> Value {
    let fields = [
        "id",
        "revision",
        "kind",
        "title",
        "public",
        "department",
        "starts",
        "ends",
        "lead_in_minutes",
        "lead_out_minutes",
        "spaces",
        "theme",
        "language",
        "age_band",
        "capacity",
        "meeting_point",
        "remark",
    ];
    let mut draft = json!({});
    for field in fields {
        draft[field] = view[field].clone();
    }
    let posts = view["posts"].as_array().unwrap().iter();
    draft["posts"] = posts.map(|post| json!({ "id": post["id"], "role": post["role"], "language": post["language"], "person": post["person"] })).collect();
    draft
}

#[test]
fn starts_shift_through_one_another() {
    let house = House::new();
    // Back to back: each goes where the next one is.
    let id = house.template(tours(&[600, 645, 690], day(4, 21), day(4, 22)));
    let ids: Vec<Value> = [600, 645, 690].map(|start| house.session(&id, day(4, 21), start)["id"].clone()).to_vec();
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([645, 690, 735]));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }, { "from": 690, "to": 735 }]);
    let saved = house.ok("template_save", json!({ "template": edit, "renamed": renamed }));
    assert_eq!(saved["counts"]["change"], 6);
    let after: Vec<Value> = [645, 690, 735].map(|start| house.session(&id, day(4, 21), start)["id"].clone()).to_vec();
    assert_eq!(after, ids, "the sessions moved, none was replaced");
    assert_eq!(house.session(&id, day(4, 22), 735)["starts"], day(4, 22) + 735);
}

#[test]
fn one_that_cannot_follow_stays_and_the_rest_makes_room_for_it() {
    let house = House::new();
    let id = house.template(tours(&[600, 645], day(4, 21), day(4, 22)));
    house.ok("session_save", json!({ "session": {
        "kind": "activity", "title": "搭一座桥", "starts": day(4, 22) + 690, "ends": day(4, 22) + 750, "spaces": ["hall"],
    }}));
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([645, 690]));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }]);
    let arguments = json!({ "template": edit, "renamed": renamed });
    let preview = house.ok("template_preview", arguments.clone());
    assert_eq!(said(&preview, day(4, 21), 645), "change");
    // 10:45 cannot become 11:30, so 10:00 cannot become 10:45 either.
    for start in [645, 690] {
        assert_eq!(said(&preview, day(4, 22), start), "keep");
        assert!(!line(&preview, day(4, 22), start)["clashes"].as_array().unwrap().is_empty(), "{start}");
    }
    house.ok("template_save", arguments);
    let seen: Vec<String> = house.programme().into_iter().map(|(when, _)| when).collect();
    assert_eq!(seen, ["04-21 10:45", "04-21 11:30", "04-22 10:00", "04-22 10:45", "04-22 11:30"]);
}

#[test]
fn this_and_following_splits_the_template() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 26)));
    house.ok("template_skip", json!({ "template": id, "day": day(4, 25), "start": 600, "reason": "外事活动" }));
    let own = house.session(&id, day(4, 24), 600);
    let moved = with(with(draft_of(&own), "/starts", json!(day(4, 24) + 615)), "/ends", json!(day(4, 24) + 660));
    let arguments = json!({ "session": moved, "scope": "following" });
    let preview = house.ok("occurrence_preview", arguments.clone());
    assert_eq!(preview["splits_on"], day(4, 24));
    assert_eq!(preview["counts"]["change"], 2);
    let saved = house.ok("occurrence_save", arguments);
    let new = saved["template"]["id"].as_str().unwrap();
    assert_eq!(saved["template"]["split_from"], id.as_str());
    let (old_view, new_view) = (house.read(&id), house.read(new));
    assert_eq!(old_view["template"]["pattern"]["valid_to"], day(4, 23));
    assert_eq!(new_view["template"]["pattern"]["starts"], json!([615]));
    // What was taken out goes along, under its new start.
    assert_eq!(said(&new_view, day(4, 25), 615), "skip cancelled");
    let seen: Vec<String> = house.programme().into_iter().map(|(when, _)| when).collect();
    assert_eq!(seen, ["04-21 10:00", "04-22 10:00", "04-23 10:00", "04-24 10:15", "04-26 10:15"]);
    let restored = house.ok("template_restore", json!({ "template": new, "day": day(4, 25), "start": 615 }));
    assert!(restored["session"].is_string());
}

#[test]
fn a_skipped_date_stays_visible_and_comes_back() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 23)));
    let before = house.content();
    let at = json!({ "template": id, "day": day(4, 22), "start": 600 });
    house.ok("template_skip", and(at.clone(), "", "reason", json!("检修")));
    let view = house.read(&id);
    assert_eq!(said(&view, day(4, 22), 600), "skip cancelled");
    assert_eq!(house.programme().len(), 2);
    // An edit does not bring it back by itself.
    let edit = with(again(&view), "/content/capacity", json!(30));
    assert_eq!(house.ok("template_save", json!({ "template": edit }))["counts"]["create"], 0);
    house.ok("template_restore", at.clone());
    assert_eq!(house.programme().len(), 3);
    assert_eq!(house.refused("template_restore", at)["code"], "wrong_state");
    let renewed = |text: &str| text.lines().filter(|line| !line.contains("space/")).collect::<Vec<_>>().join("\n");
    assert_eq!(renewed(&house.content()), renewed(&before));
    // A date the calendar closes is brought back with a reason.
    let id = house.template(tours(&[900], day(4, 27), day(4, 28)));
    let at = json!({ "template": id, "day": day(4, 27), "start": 900 });
    let refused = house.refused("template_restore", at.clone());
    assert_eq!((refused["code"].clone(), refused["may_override"].clone()), (json!("clash"), json!(true)));
    house.ok("template_restore", and(at, "", "overrides", json!([{ "code": "closed_day", "reason": "接待" }])));
    assert_eq!(said(&house.read(&id), day(4, 27), 900), "keep");
}

#[test]
fn what_the_template_no_longer_has_is_called_off_with_a_reason() {
    let house = House::new();
    let id = house.template(tours(&[600, 660], day(4, 21), day(4, 24)));
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([600]));
    let arguments = json!({ "template": edit });
    assert_eq!(house.ok("template_preview", arguments.clone())["reason_needed"], true);
    let refused = house.refused("template_save", arguments.clone());
    assert_eq!((refused["code"].clone(), refused["cancelled"].clone()), (json!("reason_required"), json!(4)));
    house.ok("template_save", and(arguments, "", "reason", json!({ "code": "staff" })));
    assert_eq!(house.programme().len(), 4);
    let revision = house.read(&id)["template"]["revision"].clone();
    let reason = json!({ "code": "other", "text": "改版" });
    house.ok("template_end", json!({ "id": id, "revision": revision, "last_day": day(4, 22), "reason": reason }));
    assert_eq!(house.programme().len(), 2);
    assert_eq!(house.read(&id)["template"]["pattern"]["valid_to"], day(4, 22));
}

#[test]
fn one_undo_takes_a_whole_save_back_and_one_redo_brings_it_again() {
    let house = House::new();
    let id = house.template(tours(&[600, 645], day(4, 21), day(5, 9)));
    let planned = house.content();
    let edit =
        with(with(again(&house.read(&id)), "/pattern/starts", json!([645, 690])), "/content/title", json!("新名"));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }]);
    let arguments = json!({ "template": edit, "renamed": renamed, "from_day": day(4, 30) });
    house.ok("template_save", arguments);
    let edited = house.content();
    assert_ne!(edited, planned);
    house.ok("history_undo", json!({}));
    assert_eq!(house.content(), planned);
    house.ok("history_redo", json!({}));
    assert_eq!(house.content(), edited);
    let house = House::new();
    house.template(tours(&[600, 645], day(4, 21), day(5, 9)));
    house.ok("history_undo", json!({}));
    assert_eq!(house.content(), "");
}

#[test]
fn a_published_occurrence_moved_to_another_day_keeps_its_name() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 22)));
    let session = house.session(&id, day(4, 22), 600)["id"].clone();
    house.ok("session_transition", json!({ "ids": [session], "transition": "publish" }));
    let moved = house.ok(
        "session_move",
        json!({
            "id": session, "revision": house.session(&id, day(4, 22), 600)["revision"], "starts": day(4, 23) + 600,
            "reason": { "code": "weather" },
        }),
    );
    let view = house.read(&id);
    assert_eq!(line(&view, day(4, 22), 600)["session"], moved["id"]);
    assert_eq!(line(&view, day(4, 22), 600)["deviations"], json!(["starts"]));
    assert_eq!(view["counts"]["create"], 0, "the moved one is not planned a second time");
}

#[test]
fn a_week_is_copied_with_a_reason_for_what_stays_behind() {
    let house = House::new();
    let session = |title: &str, starts: Minute, space: &str| {
        house.ok(
            "session_save",
            json!({ "session": {
                "kind": "activity", "title": title, "starts": starts, "ends": starts + 60, "spaces": [space],
                "posts": [{ "role": "docent", "person": "li" }],
            }}),
        )
    };
    session("搭一座桥", day(4, 22) + 600, "theatre");
    session("水的旅行", day(4, 23) + 600, "water");
    session("闭馆日活动", day(4, 24) + 600, "build");
    session("占位", day(5, 1) + 600, "build");
    let daily = house.template(tours(&[900], day(4, 21), day(5, 3)));
    assert!(!daily.is_empty());
    let ask = |preview: bool| json!({ "from_week": day(4, 22), "to_week": day(4, 29), "preview": preview });
    let preview = house.ok("week_duplicate", ask(true));
    let reasons: Vec<(&str, Option<&str>)> = lines(&preview)
        .iter()
        .filter(|line| line["kind"] == "activity")
        .map(|line| (line["title"].as_str().unwrap(), line["skip"].as_str()))
        .collect();
    assert_eq!(reasons, [("搭一座桥", None), ("水的旅行", None), ("闭馆日活动", Some("clash"))]);
    let tours = lines(&preview).iter().filter(|line| line["kind"] == "guided_tour");
    assert!(tours.clone().count() == 6 && tours.clone().all(|line| line["skip"] == "by_template"));
    let before = house.programme().len();
    assert_eq!(house.ok("week_duplicate", ask(false))["create"], 2);
    assert_eq!(house.programme().len(), before + 2);
    // Copying it once more adds nothing.
    let again = house.ok("week_duplicate", ask(false));
    assert_eq!(again["create"], 0);
    let bridge = lines(&again).iter().find(|line| line["title"] == "搭一座桥").unwrap();
    assert_eq!(bridge["skip"], "exists");
}

#[test]
fn nonsense_is_refused_with_its_field() {
    let house = House::new();
    let good = tours(&[600], day(4, 21), day(4, 23));
    for (path, part, code) in [
        ("/pattern/starts", json!([]), "number_out_of_range"),
        ("/pattern/starts", json!([1440]), "number_out_of_range"),
        ("/pattern/valid_from", json!(day(4, 21) + 5), "time_invalid"),
        ("/pattern/valid_to", json!(day(4, 20)), "span_invalid"),
        ("/pattern/valid_to", json!(day(4, 20) + 500 * DAY_MINUTES), "number_out_of_range"),
        ("/pattern/valid_to", json!(i64::MAX), "time_invalid"),
        ("/content/minutes", json!(0), "number_out_of_range"),
        ("/content/minutes", json!(i64::MAX), "number_out_of_range"),
        ("/content/kind", json!("caravan"), "wrong_state"),
        ("/content/title", json!("  "), "text_empty"),
        ("/content/spaces", json!(["nowhere"]), "not_found"),
        ("/content/spaces", json!([]), "number_out_of_range"),
    ] {
        let refused = house.refused("template_save", json!({ "template": with(good.clone(), path, part.clone()) }));
        assert_eq!(refused["code"], code, "{path} {part}");
    }
    let id = house.template(good);
    let template = again(&house.read(&id));
    let stale = with(template.clone(), "/revision", json!(7));
    assert_eq!(house.refused("template_save", json!({ "template": stale }))["code"], "stale");
    let renamed = json!([{ "from": 600, "to": 700 }]);
    let refused = house.refused("template_save", json!({ "template": template, "renamed": renamed }));
    assert_eq!(refused["field"], "renamed");
}
