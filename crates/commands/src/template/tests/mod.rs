//! Templates through the gate: planned over three months, edited, split, skipped, brought back, taken back.

mod editing;
mod planning;

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

    /// The same museum at a later moment.
    fn later(self, moment: &str) -> House {
        let House { museum, _directory } = self;
        drop(museum);
        let museum = Museum::open(_directory.path(), Clock::standing_at(moment).unwrap()).unwrap();
        House { museum, _directory }
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
