//! Gathers what a document says from the store, at one moment.

use std::collections::HashMap;

use print::{
    Closure, DayBoard, Department, DepartmentWeek, Document, DocumentKind, Exhibition, ExhibitionYear, Fate, Hall,
    HallWeek, Masthead, Override, Place, Post, Session,
};
use rules::conflict::PlanningSettings;
use rules::session::SessionState;
use rules::space::SpaceTree;
use rules::time::{DAY_MINUTES, Minute, Span};
use store::{Value, rows, statement};

use super::opening::Opening;
use super::request::Request;
use super::{issue, touring};
use crate::Failure;
use crate::facts;
use crate::gate::Call;
use crate::session::{Sheet, load_between};
use crate::setting::{self, MuseumSettings};

/// The document and its masthead.
pub(super) fn gather(request: &Request, call: &Call<'_>) -> Result<(Document, Masthead), Failure> {
    let museum: MuseumSettings = setting::read(call.snapshot, setting::MUSEUM)?;
    let opening = Opening::load(call, request.locale, request.from, request.to)?;
    let mut subject = None;
    let document = match request.kind {
        DocumentKind::HallWeek => Document::HallWeek(hall_week(request, call, &opening)?),
        DocumentKind::DepartmentWeek => {
            let week = department_week(request, call, &opening)?;
            subject = request.subject.as_ref().and_then(|_| week.departments.first().map(|one| one.name.clone()));
            Document::DepartmentWeek(week)
        }
        DocumentKind::DayBoard => Document::DayBoard(day_board(request, call, &opening)?),
        DocumentKind::ExhibitionYear => Document::ExhibitionYear(exhibition_year(request, call)?),
        DocumentKind::RosterWeek => {
            let week = touring::roster_week(request, call, opening.days(call)?)?;
            subject = request.subject.as_ref().and_then(|_| week.people.first().map(|one| one.name.clone()));
            Document::RosterWeek(week)
        }
        DocumentKind::RunSheet => {
            let sheet = touring::run_sheet(request, call)?;
            subject = request.subject.as_ref().and_then(|_| sheet.runs.first().map(|run| run.title.clone()));
            Document::RunSheet(sheet)
        }
    };
    let masthead = Masthead {
        museum: museum.name,
        sample: museum.sample,
        locale: request.locale,
        paper: request.paper,
        printed: call.now,
        from: request.from,
        to: request.to,
        subject,
        issued: issue::last(request, call.snapshot)?,
        provisional_years: opening.provisional_years(),
        // The road asks no holiday notice.
        notices: if request.kind == DocumentKind::RunSheet { Vec::new() } else { opening.notices() },
    };
    Ok((document, masthead))
}

/// What several documents look up.
pub(super) struct Names {
    pub(super) spaces: SpaceTree,
    people: HashMap<String, String>,
    sites: HashMap<String, String>,
    house_language: String,
}

impl Names {
    pub(super) fn load(request: &Request, call: &Call<'_>) -> Result<Names, Failure> {
        let planning: PlanningSettings = setting::read(call.snapshot, setting::PLANNING)?;
        let people = call.all::<rows::Person>()?.into_iter().map(|row| (row.id, row.name)).collect();
        let sites: HashMap<String, String> =
            call.all::<rows::Site>()?.into_iter().map(|row| (row.id, row.name)).collect();
        let bounds = [Value::from(request.from), Value::from(request.until())];
        let stops = call.snapshot.rows::<rows::CaravanStop>(&statement::CARAVAN_STOP_BETWEEN, &bounds)?;
        Ok(Names {
            spaces: facts::space_tree(call)?,
            people,
            sites: stops
                .into_iter()
                .filter_map(|stop| Some((stop.session_id, sites.get(&stop.site_id)?.clone())))
                .collect(),
            house_language: planning.house_language,
        })
    }

    pub(super) fn person(&self, id: &str) -> Option<String> {
        self.people.get(id).cloned()
    }

    /// The halls a session or an exhibition takes, with the parts it takes of them, as the tree orders them.
    fn places(&self, spaces: &[String]) -> Vec<Place> {
        let place = |space: &String| {
            let path = self.spaces.ancestors(space);
            let top = self.spaces.get(path.last()?)?;
            let parts: Vec<&str> = path
                .iter()
                .rev()
                .skip(1)
                .filter_map(|id| self.spaces.get(id))
                .map(|space| space.name.as_str())
                .collect();
            Some(Place {
                hall: top.id.clone(),
                hall_name: top.name.clone(),
                part: (!parts.is_empty()).then(|| parts.join("·")),
            })
        };
        let mut places: Vec<Place> = spaces.iter().filter_map(place).collect();
        places.sort_by(|one, other| (&one.hall_name, &one.part).cmp(&(&other.hall_name, &other.part)));
        places
    }

    fn halls_of(&self, spaces: &[String]) -> Vec<String> {
        let mut halls: Vec<String> = spaces.iter().map(|space| self.spaces.top(space)).collect();
        halls.sort();
        halls.dedup();
        halls
    }

    fn session(&self, sheet: &Sheet, now: Minute) -> Session {
        let row = &sheet.row;
        let spaces: Vec<String> = sheet.spaces.iter().map(|space| space.space_id.clone()).collect();
        Session {
            id: row.id.clone(),
            kind: sheet.kind(),
            state: sheet.state().at(row.starts, row.ends, now),
            public: row.public,
            title: row.title.clone(),
            starts: row.starts,
            ends: row.ends,
            places: self.places(&spaces),
            outside: self.sites.get(&row.id).cloned(),
            department: row.department_id.clone(),
            language: (row.language != self.house_language).then(|| row.language.clone()),
            age_band: row.age_band.clone(),
            capacity: row.capacity,
            meeting_point: row.meeting_point.clone(),
            remark: row.remark.clone(),
            posts: sheet
                .posts
                .iter()
                .map(|post| Post {
                    role: post.role.clone(),
                    person: post.person_id.as_deref().and_then(|id| self.person(id)),
                })
                .collect(),
            overrides: sheet.findings.iter().map(passed).collect(),
        }
    }
}

/// A finding as the paper says it.
pub(super) fn passed(finding: &rows::Finding) -> Override {
    Override { clash: finding.code.clone(), reason: finding.reason.clone(), author: finding.author_name.clone() }
}

/// Sessions of the period, and what became of those that were called off or moved.
pub(super) struct Programme {
    pub(super) names: Names,
    pub(super) sheets: Vec<Sheet>,
    sessions: Vec<Session>,
    fates: Vec<Fate>,
}

impl Programme {
    pub(super) fn load(request: &Request, call: &Call<'_>) -> Result<Programme, Failure> {
        let names = Names::load(request, call)?;
        let sheets = load_between(call, Span { starts: request.from, ends: request.until() })?;
        let sessions = sheets.iter().map(|sheet| names.session(sheet, call.now)).collect();
        let mut fates = Vec::new();
        for sheet in &sheets {
            if matches!(sheet.state(), SessionState::Cancelled | SessionState::Moved) {
                fates.push(fate(sheet, call)?);
            }
        }
        Ok(Programme { names, sheets, sessions, fates })
    }
}

fn fate(sheet: &Sheet, call: &Call<'_>) -> Result<Fate, Failure> {
    let moved_to = match &sheet.row.moved_to {
        Some(id) => call.find::<rows::Session>(id)?.map(|session| session.starts),
        None => None,
    };
    Ok(Fate {
        id: sheet.row.id.clone(),
        state: sheet.state(),
        moved_to,
        reason_code: sheet.row.reason_code.clone(),
        reason_text: sheet.row.reason_text.clone(),
    })
}

/// The halls at the top of the house that are in use, or that `needed` names.
fn halls(names: &Names, call: &Call<'_>, needed: &[String]) -> Result<Vec<Hall>, Failure> {
    let mut rows = call.all::<rows::Space>()?;
    rows.retain(|row| row.parent_id.is_none() && (row.active || needed.contains(&row.id)));
    rows.sort_by(|one, other| (one.rank, &one.sort_key, &one.id).cmp(&(other.rank, &other.sort_key, &other.id)));
    let hall = |row: rows::Space| {
        let parts: Vec<&str> = names
            .spaces
            .parts(&row.id)
            .iter()
            .filter_map(|part| names.spaces.get(part))
            .filter(|part| part.active)
            .map(|part| part.name.as_str())
            .collect();
        Hall { note: (!parts.is_empty()).then(|| parts.join("、")), id: row.id, name: row.name }
    };
    Ok(rows.into_iter().map(hall).collect())
}

fn hall_week(request: &Request, call: &Call<'_>, opening: &Opening) -> Result<HallWeek, Failure> {
    let programme = Programme::load(request, call)?;
    let exhibitions = exhibitions(request.from, request.until(), call, &programme.names)?;
    let mut needed: Vec<String> =
        programme.sessions.iter().flat_map(|session| session.places.iter().map(|place| place.hall.clone())).collect();
    needed.extend(exhibitions.iter().flat_map(|exhibition| exhibition.halls.clone()));
    let closures = opening.closures().into_iter().filter_map(|closed| {
        let place = programme.names.places(std::slice::from_ref(&closed.space)).pop()?;
        Some(Closure {
            hall: place.hall,
            part: place.part,
            starts: closed.starts,
            ends: closed.ends,
            reason: closed.reason,
        })
    });
    Ok(HallWeek {
        days: opening.days(call)?,
        halls: halls(&programme.names, call, &needed)?,
        closures: closures.collect(),
        exhibitions,
        sessions: programme.sessions,
        fates: programme.fates,
    })
}

fn department_week(request: &Request, call: &Call<'_>, opening: &Opening) -> Result<DepartmentWeek, Failure> {
    let mut programme = Programme::load(request, call)?;
    let mut departments: Vec<rows::Department> = call.snapshot.all()?;
    if let Some(subject) = &request.subject {
        departments.retain(|row| row.id == *subject);
        if departments.is_empty() {
            return Err(Failure::not_found("department"));
        }
        programme.sessions.retain(|session| session.department.as_ref() == Some(subject));
    }
    let organises =
        |row: &rows::Department| programme.sessions.iter().any(|session| session.department.as_ref() == Some(&row.id));
    departments.retain(organises);
    departments.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(DepartmentWeek {
        days: opening.days(call)?,
        departments: departments.into_iter().map(|row| Department { id: row.id, name: row.name }).collect(),
        sessions: programme.sessions,
        fates: programme.fates,
    })
}

fn day_board(request: &Request, call: &Call<'_>, opening: &Opening) -> Result<DayBoard, Failure> {
    let programme = Programme::load(request, call)?;
    let exhibitions = exhibitions(request.from, request.until(), call, &programme.names)?;
    let hall_names = programme.names.spaces.iter().map(|space| (space.id.clone(), space.name.clone())).collect();
    Ok(DayBoard {
        days: opening.days(call)?,
        sessions: programme.sessions,
        exhibitions,
        hall_names,
        fates: programme.fates,
    })
}

fn exhibition_year(request: &Request, call: &Call<'_>) -> Result<ExhibitionYear, Failure> {
    let names = Names::load(request, call)?;
    // Months are whole on this sheet: look as far as their ends.
    let month = 31 * DAY_MINUTES;
    let exhibitions = exhibitions(request.from - month, request.until() + month, call, &names)?;
    let needed: Vec<String> = exhibitions.iter().flat_map(|exhibition| exhibition.halls.clone()).collect();
    let mut halls = halls(&names, call, &needed)?;
    // A classroom or a theatre that never shows an exhibition needs no row.
    halls.retain(|hall| needed.contains(&hall.id) || is_hall(call, &hall.id));
    Ok(ExhibitionYear { from: request.from, to: request.to, halls, exhibitions })
}

fn is_hall(call: &Call<'_>, id: &str) -> bool {
    call.find::<rows::Space>(id).ok().flatten().is_some_and(|row| row.kind == "hall")
}

fn exhibitions(from: Minute, until: Minute, call: &Call<'_>, names: &Names) -> Result<Vec<Exhibition>, Failure> {
    // A day is stored by its first minute: one that ends on the first day still touches it.
    let bounds = [Value::from(from - 1), Value::from(until)];
    let mut exhibitions = Vec::new();
    for row in call.snapshot.rows::<rows::Exhibition>(&statement::EXHIBITION_BETWEEN, &bounds)? {
        let by = [Value::from(row.id.as_str())];
        let spaces: Vec<rows::ExhibitionSpace> = call.snapshot.rows(&statement::EXHIBITION_SPACE_OF, &by)?;
        let findings: Vec<rows::Finding> = call.snapshot.rows(&statement::FINDING_OF, &by)?;
        let spaces: Vec<String> = spaces.into_iter().map(|space| space.space_id).collect();
        exhibitions.push(Exhibition {
            halls: names.halls_of(&spaces),
            state: SessionState::from_code(&row.state).unwrap_or(SessionState::Draft),
            id: row.id,
            title: row.title,
            installs_from: row.installs_from,
            opens_on: row.opens_on,
            closes_on: row.closes_on,
            deinstalls_until: row.deinstalls_until,
            lender: row.lender,
            overrides: findings.iter().map(passed).collect(),
        });
    }
    Ok(exhibitions)
}
