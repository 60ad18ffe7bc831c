//! Sessions and exhibitions as events of a calendar. Never a phone, never a remark: a calendar is read by others.

use std::collections::{HashMap, HashSet};

use exchange::calendar::{Event, Status, When};
use rules::region;
use rules::session::SessionState;
use rules::space::SpaceTree;
use rules::time::{Minute, Span, date_of, minute_of_day};
use store::{Value, rows, statement};
use uuid::Uuid;
use words::Locale;

use crate::Failure;
use crate::facts::space_tree;
use crate::gate::Call;
use crate::session::{Sheet, load_between};

/// Changes of a row that are looked through for whether it was ever published.
const CHANGES_LOOKED_AT: i64 = 200;

/// What events are made with: names by id, and who is to be named.
pub(super) struct Diary {
    locale: Locale,
    spaces: SpaceTree,
    people: HashMap<String, String>,
    /// Where each caravan session is.
    sites: HashMap<String, String>,
    /// Whether people are named.
    names_people: bool,
}

impl Diary {
    /// Loads the names for what lies in `span`.
    pub(super) fn load(call: &Call<'_>, locale: Locale, span: Span, names_people: bool) -> Result<Diary, Failure> {
        let places: HashMap<String, String> =
            call.all::<rows::Site>()?.into_iter().map(|site| (site.id.clone(), place(&site, call))).collect();
        let stops: Vec<rows::CaravanStop> =
            call.snapshot.rows(&statement::CARAVAN_STOP_BETWEEN, &[span.starts.into(), span.ends.into()])?;
        let at = |stop: rows::CaravanStop| Some((stop.session_id, places.get(&stop.site_id)?.clone()));
        Ok(Diary {
            locale,
            spaces: space_tree(call)?,
            people: call.all::<rows::Person>()?.into_iter().map(|person| (person.id, person.name)).collect(),
            sites: stops.into_iter().filter_map(at).collect(),
            names_people,
        })
    }

    /// The spaces that are taken where `space` is: itself, its parts, and what it is a part of.
    pub(super) fn around(&self, space: &str) -> HashSet<String> {
        let above = self.spaces.ancestors(space);
        let within = self.spaces.iter().filter(|other| self.spaces.ancestors(&other.id).iter().any(|id| id == space));
        within.map(|other| other.id.clone()).chain(above).collect()
    }

    /// A session as an event.
    pub(super) fn session(&self, call: &Call<'_>, sheet: &Sheet) -> Result<Event, Failure> {
        let row = &sheet.row;
        let status = match sheet.state() {
            SessionState::Draft | SessionState::Planned => Status::Tentative,
            SessionState::Moved | SessionState::Cancelled => Status::Cancelled,
            _ => Status::Confirmed,
        };
        let spaces: Vec<&str> = sheet.spaces.iter().map(|space| space.space_id.as_str()).collect();
        let location = self.sites.get(&row.id).cloned().or_else(|| self.places(&spaces));
        let word = |key: &str| words::lookup(self.locale, key, &[]);
        Ok(Event {
            uid: row.id.clone(),
            sequence: row.revision,
            changed_utc_milliseconds: changed(call, &row.id)?,
            when: When::Span { starts: row.starts, ends: row.ends },
            status,
            summary: row.title.clone(),
            location,
            categories: word(&format!("session_kind_{}", row.kind)).into_iter().collect(),
            description: self.description(call, sheet)?,
        })
    }

    /// An exhibition as whole days, those on which the public may come.
    pub(super) fn exhibition(
        &self,
        call: &Call<'_>,
        row: &rows::Exhibition,
        spaces: &[&str],
    ) -> Result<Event, Failure> {
        let status = match row.state.as_str() {
            "published" => Status::Confirmed,
            "cancelled" => Status::Cancelled,
            _ => Status::Tentative,
        };
        Ok(Event {
            uid: row.id.clone(),
            sequence: row.revision,
            changed_utc_milliseconds: changed(call, &row.id)?,
            when: When::Days { first: row.opens_on, last: row.closes_on },
            status,
            summary: row.title.clone(),
            location: self.places(spaces),
            categories: vec![words::sheet_kind_exhibition(self.locale).to_owned()],
            description: None,
        })
    }

    fn places(&self, spaces: &[&str]) -> Option<String> {
        let mut names: Vec<String> = spaces.iter().map(|space| self.spaces.full_name(space)).collect();
        names.sort();
        (!names.is_empty()).then(|| self.joined(&names))
    }

    fn joined(&self, names: &[String]) -> String {
        names.join(if self.locale == Locale::ZhCn { "、" } else { ", " })
    }

    /// Language, theme, meeting point, who stands there, and what became of it.
    fn description(&self, call: &Call<'_>, sheet: &Sheet) -> Result<Option<String>, Failure> {
        let row = &sheet.row;
        let mut lines = Vec::new();
        match sheet.state() {
            SessionState::Moved => {
                let next = row.moved_to.as_deref().map(|id| call.find::<rows::Session>(id)).transpose()?.flatten();
                lines.extend(next.map(|next| words::export_calendar_moved(self.locale, moment(next.starts))));
            }
            SessionState::Cancelled => {
                let reason = row
                    .reason_code
                    .as_deref()
                    .and_then(|code| words::lookup(self.locale, &format!("session_reason_{code}"), &[]));
                lines.extend(reason.map(|reason| words::export_calendar_cancelled(self.locale, reason)));
            }
            _ => {}
        }
        let language = words::lookup(self.locale, &format!("session_language_{}", row.language), &[]);
        let what: Vec<String> = [language, row.theme.clone(), row.age_band.clone()].into_iter().flatten().collect();
        lines.push(what.join(" · "));
        lines.extend(row.meeting_point.as_ref().map(|point| words::export_calendar_meets(self.locale, point)));
        if self.names_people {
            let people = sheet.posts.iter().filter_map(|post| self.people.get(post.person_id.as_deref()?).cloned());
            let people: Vec<String> = people.collect();
            if !people.is_empty() {
                lines.push(words::export_calendar_people(self.locale, self.joined(&people)));
            }
        }
        lines.retain(|line| !line.is_empty());
        Ok((!lines.is_empty()).then(|| lines.join("\n")))
    }
}

/// Every session of a stretch that `takes`, as events in order of time.
pub(super) fn sessions(
    call: &Call<'_>,
    diary: &Diary,
    span: Span,
    takes: impl Fn(&Sheet) -> bool,
) -> Result<Vec<Event>, Failure> {
    let sheets = load_between(call, span)?;
    sheets.iter().filter(|sheet| takes(sheet)).map(|sheet| diary.session(call, sheet)).collect()
}

/// Whether somebody outside may have it in a calendar: it is on the wall, or was.
pub(super) fn was_published(call: &Call<'_>, sheet: &Sheet) -> Result<bool, Failure> {
    Ok(match sheet.state() {
        SessionState::Draft | SessionState::Planned => false,
        // A planned one may be cancelled too: the journal knows what it was.
        SessionState::Cancelled => {
            let changes = call.snapshot.history(&sheet.row.id, CHANGES_LOOKED_AT)?;
            changes.iter().filter_map(|change| change.before.as_deref()).any(|before| {
                serde_json::from_str::<serde_json::Value>(before).is_ok_and(|row| row["state"] == "published")
            })
        }
        _ => true,
    })
}

/// When a row was last changed, in UTC milliseconds; when its id was made, where the journal does not go back so far.
fn changed(call: &Call<'_>, id: &str) -> Result<i64, Failure> {
    if let Some(change) = call.snapshot.history(id, 1)?.first() {
        return Ok(change.at_utc_milliseconds);
    }
    let made = Uuid::parse_str(id).ok().and_then(|id| id.get_timestamp()).map(|stamp| stamp.to_unix());
    Ok(made.and_then(|(seconds, _)| i64::try_from(seconds).ok()).map_or(0, |seconds| seconds * 1_000))
}

fn place(site: &rows::Site, call: &Call<'_>) -> String {
    let district = region::named(&site.district_code, call.today()).map(|region| region.name.to_owned());
    let parts = [district, site.address.clone(), Some(site.name.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A moment as `2026-05-06 10:00`.
fn moment(minute: Minute) -> String {
    let clock = minute_of_day(minute);
    let day = date_of(minute).map(|date| date.to_string()).unwrap_or_default();
    format!("{day} {:02}:{:02}", clock / 60, clock % 60)
}

/// The exhibitions of a stretch with the spaces they stand in.
pub(super) fn exhibitions(call: &Call<'_>, span: Span) -> Result<Vec<(rows::Exhibition, Vec<String>)>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let found: Vec<rows::Exhibition> = call.snapshot.rows(&statement::EXHIBITION_BETWEEN, &bounds)?;
    found
        .into_iter()
        .map(|row| {
            let by = [Value::from(row.id.as_str())];
            let spaces: Vec<rows::ExhibitionSpace> = call.snapshot.rows(&statement::EXHIBITION_SPACE_OF, &by)?;
            Ok((row, spaces.into_iter().map(|space| space.space_id).collect()))
        })
        .collect()
}
