//! Every command that reads the museum's facts, and the changes that people make all day.

use commands::{Effect, Failure, registry};
use rules::time::{DAY_MINUTES, Minute, date_of};
use serde_json::{Value, json};

use super::{Answer, Trial, measured, monday, today};

/// Sessions that are made, moved, taken back, published and deleted.
const CHANGED: usize = 30;

/// The figures of the commands, by their names.
pub(super) fn commands(trial: &Trial<'_>) -> Answer {
    let known = Known::of(trial)?;
    let mut figures = Vec::new();
    let mut asked: Vec<&str> = Vec::new();
    for (what, arguments) in known.questions() {
        let name = what.split(' ').next().unwrap_or(what);
        figures.push(named(what, measured(|_| (trial.call)(name, arguments.clone()))));
        asked.push(name);
    }
    figures.extend(changes(trial, &known)?);
    let unasked: Vec<&str> = registry()
        .iter()
        .filter(|entry| matches!(entry.effect, Effect::Reads) && !asked.contains(&entry.name))
        .map(|entry| entry.name)
        .collect();
    Ok(json!({ "measured": figures, "not_asked": unasked, "week": known.week, "day": known.day, "rows": known.rows }))
}

fn named(name: &str, mut figure: Value) -> Value {
    figure["name"] = json!(name);
    figure
}

/// What is asked about: the week after today's, and one row of each kind.
struct Known {
    day: Minute,
    week: Minute,
    /// The schedule of that week.
    schedule: Value,
    rows: Value,
}

impl Known {
    fn of(trial: &Trial<'_>) -> Result<Known, Failure> {
        let week = monday(today(trial)) + 7 * DAY_MINUTES;
        let day = week + 2 * DAY_MINUTES;
        let schedule = (trial.call)("schedule_read", json!({ "from": week, "to": week + 7 * DAY_MINUTES }))?;
        let rows = |name: &str, arguments: Value| {
            let answer = (trial.call)(name, arguments)?;
            let list =
                answer.as_array().cloned().or_else(|| answer.as_object()?.values().find_map(Value::as_array).cloned());
            Ok::<_, Failure>(list.and_then(|list| list.last().cloned()).unwrap_or(Value::Null))
        };
        let wide = json!({ "from": week - 200 * DAY_MINUTES, "to": week + 200 * DAY_MINUTES });
        let last = |list: &str| schedule[list].as_array().and_then(|all| all.last()).cloned().unwrap_or(Value::Null);
        let session = (trial.call)("session_read", json!({ "id": last("sessions")["id"] }))?;
        let exhibition = rows("exhibition_list", wide.clone())?;
        let run = rows("run_list", wide)?;
        let run = (trial.call)("run_read", json!({ "id": run["id"] }))?;
        let template = rows("template_list", json!({}))?;
        let template = (trial.call)("template_read", json!({ "id": template["id"] }))?;
        let rows = json!({
            "session": session,
            "space": last("spaces")["id"],
            "person": last("people")["id"],
            "site": rows("site_list", json!({}))?["id"],
            "exhibition": exhibition,
            "run": run,
            "template": template,
        });
        Ok(Known { day, week, schedule, rows })
    }

    /// Commands that read, some over several stretches, with what they are asked.
    fn questions(&self) -> Vec<(&'static str, Value)> {
        let day = json!({ "from": self.day, "to": self.day + DAY_MINUTES });
        let week = json!({ "from": self.week, "to": self.week + 7 * DAY_MINUTES });
        let month = json!({ "from": self.week, "to": self.week + 31 * DAY_MINUTES });
        let dates = json!({ "from": date_of(self.week), "to": date_of(self.week + 6 * DAY_MINUTES) });
        let id = |kind: &str| json!({ "id": self.rows[kind]["id"] });
        let plain = |kind: &str| json!({ "id": self.rows[kind] });
        let print =
            |document: &str| json!({ "document": document, "from": self.week, "to": self.week + 6 * DAY_MINUTES });
        let mut questions = vec![
            ("schedule_read day", day),
            ("schedule_read week", week.clone()),
            ("schedule_read month", month.clone()),
            ("today_read", json!({ "day": self.day })),
            ("year_load", json!({ "year": date_of(self.day).map_or(0, |date| chrono::Datelike::year(&date)) })),
            ("search_find", json!({ "text": "深空" })),
            ("quick_add_read", json!({ "text": "明天10点 展区012 走向深空" })),
            ("session_read", id("session")),
            ("session_check", self.draft(0)),
            ("session_candidates", json!({ "session": self.draft(0), "post": 0 })),
            ("history_of_row", id("session")),
            ("calendar_days", dates.clone()),
            ("leave_list", month.clone()),
            ("duty_list", dates.clone()),
            ("exhibition_list", month.clone()),
            ("exhibition_read", id("exhibition")),
            ("run_list", month),
            ("run_read", id("run")),
            ("run_check", self.rows["run"]["draft"].clone()),
            ("person_read", plain("person")),
            ("site_read", plain("site")),
            ("template_read", json!({ "id": self.rows["template"]["template"]["id"] })),
            ("print_subjects", print("department-week")),
            ("print_render", print("hall-week")),
            ("print_pdf", print("day-board")),
            (
                "sheet_export",
                json!({ "sheet_kind": "session", "form": "csv", "from": self.week, "to": self.week + 7 * DAY_MINUTES }),
            ),
            ("museum_notice_list", json!({ "from": date_of(self.week) })),
            ("exhibition_check", self.exhibition()),
            ("template_preview", json!({ "template": self.rows["template"]["template"] })),
            ("sheet_kinds", json!({})),
            ("sheet_names", json!({ "what": "space" })),
            ("store_check", json!({})),
        ];
        let alone = [
            "museum_status",
            "profile_list",
            "setting_read",
            "state_notice_list",
            "space_list",
            "department_list",
            "person_list",
            "vehicle_list",
            "kit_list",
            "site_list",
            "exhibit_list",
            "region_list",
            "template_list",
            "travel_time_list",
            "history_state",
            "print_documents",
            "calendar_feed_list",
            "saved_view_list",
            "backup_list",
        ];
        questions.extend(alone.map(|name| (name, json!({}))));
        questions
    }

    /// The exhibition as it is, as somebody would change it.
    fn exhibition(&self) -> Value {
        let view = &self.rows["exhibition"];
        let parts = ["id", "revision", "title", "phases", "spaces"];
        parts.iter().map(|part| ((*part).to_owned(), view[*part].clone())).collect()
    }

    /// A tour that stands nowhere yet: the how manieth hall from the end, which has a lane to spare, and its own hour.
    fn draft(&self, number: usize) -> Value {
        let spaces = self.schedule["spaces"].as_array().map_or(&[][..], Vec::as_slice);
        let space = spaces.iter().rev().nth(number % spaces.len().max(1)).map_or(&Value::Null, |space| &space["id"]);
        let starts = self.day + 14 * 60;
        json!({
            "title": "走向深空", "kind": "guided_tour", "starts": starts, "ends": starts + 30, "spaces": [space],
            "posts": [{ "role": "docent" }], "public": true,
        })
    }
}

/// Sessions are saved, moved, taken back, published and deleted; people, leave and halls are saved.
fn changes(trial: &Trial<'_>, known: &Known) -> Result<Vec<Value>, Failure> {
    let mut made: Vec<Value> = Vec::new();
    let mut figures = Vec::new();
    let repeat = |name: &'static str, arguments: &mut dyn FnMut(usize) -> Value, made: &mut Vec<Value>| {
        let mut answered = Vec::new();
        let figure = super::measured_times(CHANGED, |turn| {
            let answer = (trial.call)(name, arguments(turn))?;
            answered.push(answer);
            Ok(Value::Null)
        });
        *made = answered;
        named(name, figure)
    };
    let save = &mut |turn| json!({ "session": known.draft(turn + 1) });
    figures.push(repeat("session_save", save, &mut made));
    let sessions: Vec<Value> = made.clone();
    let of = |turn: usize| &sessions[turn % sessions.len().max(1)];
    if sessions.is_empty() {
        return Ok(figures);
    }
    let moved = &mut |turn: usize| {
        let session = of(turn);
        json!({ "id": session["id"], "revision": session["revision"], "starts": session["starts"].as_i64().map(|starts| starts + 15) })
    };
    figures.push(repeat("session_move", moved, &mut made));
    figures.push(repeat("history_undo", &mut |_| json!({}), &mut made));
    figures.push(repeat("history_redo", &mut |_| json!({}), &mut made));
    let published = &mut |turn: usize| json!({ "ids": [of(turn)["id"]], "transition": "publish" });
    figures.push(repeat("session_transition", published, &mut made));
    let person = &mut |turn| json!({ "name": format!("试验员{turn:03}"), "kind": "docent", "active": true });
    figures.push(repeat("person_save", person, &mut made));
    let leave = &mut |turn: usize| {
        let day = known.day + (20 + 2 * i64::try_from(turn).unwrap_or(0)) * DAY_MINUTES;
        json!({ "person": known.rows["person"], "from_day": day, "from_half": "morning", "to_day": day, "to_half": "afternoon", "kind": "annual" })
    };
    figures.push(repeat("leave_save", leave, &mut made));
    let space = &mut |turn| json!({ "name": format!("试验厅{turn:03}"), "kind": "hall", "lanes": 1, "active": true });
    figures.push(repeat("space_save", space, &mut made));
    Ok(figures)
}
