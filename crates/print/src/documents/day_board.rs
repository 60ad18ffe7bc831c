//! 当日场次: what the public may come to today, who leads the day, whether the museum is open and why.

use rules::time::DAY_MINUTES;
use serde_json::{Value, json};

use super::parts::{Day, Exhibition, Fate, Legend, Notes, Session, gone_line, in_order};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// The board at the entrance; a page a day.
#[derive(Debug, Clone, Default)]
pub struct DayBoard {
    /// The days, in order.
    pub days: Vec<Day>,
    /// Sessions of any sort: the board shows those that are public and planned.
    pub sessions: Vec<Session>,
    /// Exhibitions; the board names those that are open.
    pub exhibitions: Vec<Exhibition>,
    /// The names of halls by id, for the exhibitions.
    pub hall_names: std::collections::HashMap<String, String>,
    /// What became of sessions that an issued board still shows.
    pub fates: Vec<Fate>,
}

impl DayBoard {
    fn shown(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.hangs())
    }

    /// What the board says.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let say = Say { locale: words::Locale::ZhCn };
        let sessions = self.shown().map(|session| {
            let detail = [
                session.meeting_point.clone(),
                session.capacity.map(|count| count.to_string()),
                session.age_band.clone(),
            ];
            session.cell(say, &detail)
        });
        self.days.iter().map(Day::cell).chain(sessions).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut notes = Notes::default();
        let mut legend = Legend::default();
        self.shown().for_each(|session| legend.see(session));
        let mut shows_exhibition = false;
        let pages: Vec<Value> = self
            .days
            .iter()
            .map(|day| {
                let today = |starts: i64| starts >= day.day && starts < day.day + DAY_MINUTES;
                let mut lines: Vec<Value> = self
                    .shown()
                    .filter(|session| today(session.starts))
                    .map(|session| session.line(say, compared, &mut notes, Some(session.place())))
                    .collect();
                let struck = compared.removed().filter(|cell| !cell.key.contains('/') && today(cell.starts));
                lines.extend(struck.map(|cell| gone_line(say, cell, &self.fates)));
                in_order(&mut lines);
                let exhibitions = self.open_exhibitions(say, day);
                shows_exhibition |= !exhibitions.is_empty();
                let mut model = day.model(say, compared);
                model["lines"] = Value::Array(lines);
                model["exhibitions"] = Value::Array(exhibitions);
                model["leader_line"] = match &day.leader {
                    Some(name) => Value::from(words::print_duty_leader_name(say.locale, name)),
                    None => Value::from(words::print_duty_leader_name(
                        say.locale,
                        words::print_duty_leader_none(say.locale),
                    )),
                };
                model
            })
            .collect();
        if shows_exhibition {
            legend.see_exhibition();
        }
        json!({ "pages": pages, "notes": notes.said(), "legend": legend.model(say) })
    }

    fn open_exhibitions(&self, say: Say, day: &Day) -> Vec<Value> {
        self.exhibitions
            .iter()
            .filter(|exhibition| {
                exhibition.state == rules::session::SessionState::Published
                    && day.open.is_some()
                    && (exhibition.opens_on..=exhibition.closes_on).contains(&day.day)
            })
            .map(|exhibition| {
                let halls: Vec<&str> =
                    exhibition.halls.iter().filter_map(|hall| self.hall_names.get(hall).map(String::as_str)).collect();
                json!({
                    "title": exhibition.title,
                    "place": halls.join("、"),
                    "days": say.days(exhibition.opens_on, exhibition.closes_on),
                })
            })
            .collect()
    }
}
