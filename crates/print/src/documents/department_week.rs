//! 部门周程: a page a department with all its sessions, internal ones included.

use rules::time::DAY_MINUTES;
use serde_json::{Value, json};

use super::parts::{Day, Fate, Legend, Notes, Session, gone_line, in_order};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// The working sheet of every organising department.
#[derive(Debug, Clone, Default)]
pub struct DepartmentWeek {
    /// The days, in order.
    pub days: Vec<Day>,
    /// The departments, in their order.
    pub departments: Vec<Department>,
    /// All sessions of these days, whoever organises them.
    pub sessions: Vec<Session>,
    /// What became of sessions that an issued sheet still shows.
    pub fates: Vec<Fate>,
}

/// An organising department.
#[derive(Debug, Clone)]
pub struct Department {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl DepartmentWeek {
    fn shown(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.stands())
    }

    /// What the sheet says.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let say = Say { locale: words::Locale::ZhCn };
        let sessions = self.shown().map(|session| {
            let people: Vec<String> = session
                .posts
                .iter()
                .map(|post| format!("{}:{}", post.role, post.person.as_deref().unwrap_or("")))
                .collect();
            let detail = [Some(people.join(" ")), session.remark.clone(), Some(session.public.to_string())];
            let mut cell = session.cell(say, &detail);
            // On this sheet a session stands in its department's page.
            cell.row = session.department.clone().unwrap_or_default();
            cell
        });
        self.days.iter().map(Day::cell).chain(sessions).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut notes = Notes::default();
        let mut legend = Legend::default();
        self.shown().for_each(|session| legend.see(session));
        let none = Department { id: String::new(), name: words::print_no_department(say.locale).to_owned() };
        let mut pages: Vec<Value> = Vec::new();
        for department in self.departments.iter().chain(std::iter::once(&none)) {
            let page = self.page(say, compared, &mut notes, department);
            // A department without sessions still has its page; what has no department needs one only where it is.
            if !department.id.is_empty() || page["filled"] == Value::Bool(true) {
                pages.push(page);
            }
        }
        json!({ "pages": pages, "notes": notes.said(), "legend": legend.model(say) })
    }

    fn page(&self, say: Say, compared: &Compared, notes: &mut Notes, department: &Department) -> Value {
        let known = |id: Option<&str>| self.departments.iter().any(|department| Some(department.id.as_str()) == id);
        let ours = |id: Option<&str>| {
            if department.id.is_empty() { !known(id) } else { id == Some(department.id.as_str()) }
        };
        let mut count = 0;
        let mut filled = false;
        let days: Vec<Value> = self
            .days
            .iter()
            .map(|day| {
                let today = |starts: i64| starts >= day.day && starts < day.day + DAY_MINUTES;
                let mut lines: Vec<Value> = self
                    .shown()
                    .filter(|session| ours(session.department.as_deref()) && today(session.starts))
                    .map(|session| session.line(say, compared, notes, Some(session.place())))
                    .collect();
                count += lines.len();
                let struck = compared.removed().filter(|cell| {
                    !cell.key.contains('/')
                        && ours(Some(cell.row.as_str()).filter(|row| !row.is_empty()))
                        && today(cell.starts)
                });
                lines.extend(struck.map(|cell| gone_line(say, cell, &self.fates)));
                in_order(&mut lines);
                filled |= !lines.is_empty();
                let mut model = day.model(say, compared);
                model["lines"] = Value::Array(lines);
                model
            })
            .collect();
        json!({
            "department": department.name,
            "count": words::print_session_count(say.locale, count),
            "filled": filled,
            "days": days,
        })
    }
}
