//! Calendars that others subscribe to: an address a calendar, with a secret in it; whoever has it reads on.

use exchange::calendar::{Event, ics};
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Value, rows, statement};
use ts_rs::TS;
use uuid::Uuid;
use words::Locale;

use super::events::{Diary, exhibitions, sessions, was_published};
use crate::access::{Access, Area, Role};
use crate::facts::{must_find, space_tree};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::session::Sheet;
use crate::setting::{self, MuseumSettings};
use crate::{Failure, input};

/// Those who may hand addresses out.
const FEEDING: Access = Access::Roles(&[Role::Planner, Role::RosterLead, Role::DutyManager]);
/// Days that a calendar looks back and ahead.
const DAYS_BACK: i64 = 60;
const DAYS_AHEAD: i64 = 400;
/// Characters of an address's secret.
const TOKEN_CHARACTERS_MAX: usize = 200;

/// Whose calendar it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FeedSubject {
    /// The museum's public programme.
    Museum,
    /// What is in a space.
    Space,
    /// What a person stands in.
    Person,
}

impl FeedSubject {
    fn code(self) -> &'static str {
        match self {
            FeedSubject::Museum => "museum",
            FeedSubject::Space => "space",
            FeedSubject::Person => "person",
        }
    }

    fn from_code(code: &str) -> Option<FeedSubject> {
        [FeedSubject::Museum, FeedSubject::Space, FeedSubject::Person].into_iter().find(|kind| kind.code() == code)
    }
}

/// A calendar that others subscribe to.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CalendarFeedView {
    /// Id.
    pub id: String,
    /// Whose it is.
    pub subject_kind: FeedSubject,
    /// The space or the person.
    pub subject: Option<String>,
    /// What it is called.
    pub name: String,
    /// Its address, on the machine that serves the page.
    pub path: String,
    /// When it was made.
    pub created: Minute,
}

fn view(call: &Call<'_>, row: rows::CalendarFeed) -> Result<Option<CalendarFeedView>, Failure> {
    let Some(subject_kind) = FeedSubject::from_code(&row.subject_kind) else { return Ok(None) };
    Ok(Some(CalendarFeedView {
        name: name(call, subject_kind, row.subject_id.as_deref())?,
        path: format!("/feed/{}.ics", row.token),
        id: row.id,
        subject_kind,
        subject: row.subject_id,
        created: row.created,
    }))
}

/// What a calendar is called: the museum, the whole name of a space, a person.
fn name(call: &Call<'_>, kind: FeedSubject, subject: Option<&str>) -> Result<String, Failure> {
    let subject = subject.unwrap_or_default();
    Ok(match kind {
        FeedSubject::Museum => setting::read::<MuseumSettings>(call.snapshot, setting::MUSEUM)?.name,
        FeedSubject::Space => space_tree(call)?.full_name(subject),
        FeedSubject::Person => call.find::<rows::Person>(subject)?.map(|person| person.name).unwrap_or_default(),
    })
}

/// Lists the calendars that others subscribe to.
pub struct CalendarFeedList;

impl Command for CalendarFeedList {
    type Arguments = Nothing;
    type Answer = Vec<CalendarFeedView>;
    const NAME: &'static str = "calendar_feed_list";
    const ACCESS: Access = FEEDING;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let views: Result<Vec<_>, Failure> =
            call.all::<rows::CalendarFeed>()?.into_iter().map(|row| view(call, row)).collect();
        Ok(views?.into_iter().flatten().collect())
    }
}

/// Makes an address to subscribe to.
pub struct CalendarFeedMake;

/// Whose calendar.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeedMakeArguments {
    /// Whose it is.
    pub subject_kind: FeedSubject,
    /// The space or the person; none for the museum.
    #[serde(default)]
    pub subject: Option<String>,
}

impl Command for CalendarFeedMake {
    type Arguments = CalendarFeedMakeArguments;
    type Answer = CalendarFeedView;
    const NAME: &'static str = "calendar_feed_make";
    const ACCESS: Access = FEEDING;
    const EFFECT: Effect = Effect::Changes {
        areas: &[Area::Sheets],
        reads: &[Area::Sheets, Area::Spaces, Area::People, Area::Museum],
        reversible: false,
    };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<CalendarFeedView, Failure> {
        let subject = match (arguments.subject_kind, arguments.subject) {
            (FeedSubject::Museum, None) => None,
            (FeedSubject::Space, Some(id)) => Some(must_find::<rows::Space>(call, &id, "space")?.id),
            (FeedSubject::Person, Some(id)) => Some(must_find::<rows::Person>(call, &id, "person")?.id),
            _ => return Err(Failure::new("arguments_invalid").fact("field", "subject")),
        };
        let row = rows::CalendarFeed {
            id: call.new_id(),
            revision: 0,
            subject_kind: arguments.subject_kind.code().to_owned(),
            subject_id: subject,
            // Two of them: 244 bits that nobody guesses.
            token: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
            created: call.now,
        };
        call.batch.insert(&row);
        view(call, row)?.ok_or_else(|| Failure::new("store_failed"))
    }
}

/// Takes an address back: whoever has it reads nothing from then on.
pub struct CalendarFeedRevoke;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeedRevokeArguments {
    /// Its id.
    pub id: String,
}

impl Command for CalendarFeedRevoke {
    type Arguments = CalendarFeedRevokeArguments;
    type Answer = bool;
    const NAME: &'static str = "calendar_feed_revoke";
    const ACCESS: Access = FEEDING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Sheets], reads: &[Area::Sheets], reversible: false };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<bool, Failure> {
        input::optional_id("id", Some(&arguments.id))?;
        let row = must_find::<rows::CalendarFeed>(call, &arguments.id, "calendar_feed")?;
        call.batch.delete(&row);
        Ok(true)
    }
}

/// Reads a calendar by the secret of its address.
pub struct CalendarFeedRead;

/// The secret.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeedReadArguments {
    /// What stands in the address.
    pub token: String,
}

/// A calendar as it is read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CalendarFeedContent {
    /// iCalendar.
    pub calendar: String,
    /// SHA-256 over it, in hexadecimal: what a reader compares before reading again.
    pub tag: String,
}

impl Command for CalendarFeedRead {
    type Arguments = CalendarFeedReadArguments;
    type Answer = CalendarFeedContent;
    const NAME: &'static str = "calendar_feed_read";
    // Whoever has the address: a calendar program enters as nobody.
    const ACCESS: Access = Access::Anybody;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<CalendarFeedContent, Failure> {
        let unknown = || Failure::not_found("calendar_feed");
        if arguments.token.len() > TOKEN_CHARACTERS_MAX {
            return Err(unknown());
        }
        // Every secret is compared, by its digest: how long it takes tells nothing of any.
        let wanted = Sha256::digest(&arguments.token);
        let mut found = None;
        for row in call.all::<rows::CalendarFeed>()? {
            if Sha256::digest(&row.token) == wanted {
                found = Some(row);
            }
        }
        let row = found.ok_or_else(unknown)?;
        let kind = FeedSubject::from_code(&row.subject_kind).ok_or_else(unknown)?;
        let name = name(call, kind, row.subject_id.as_deref())?;
        let events = events(call, kind, row.subject_id.as_deref().unwrap_or_default())?;
        let calendar = ics(&name, &events);
        let tag = Sha256::digest(&calendar).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(CalendarFeedContent { calendar, tag })
    }
}

/// What a calendar holds: what is published, and what was and is off.
fn events(call: &Call<'_>, kind: FeedSubject, subject: &str) -> Result<Vec<Event>, Failure> {
    let today = call.now - call.now.rem_euclid(DAY_MINUTES);
    let span = Span { starts: today - DAYS_BACK * DAY_MINUTES, ends: today + DAYS_AHEAD * DAY_MINUTES };
    // Whom the museum's own programme is read by is not known: it names nobody.
    let diary = Diary::load(call, Locale::default(), span, kind != FeedSubject::Museum)?;
    let around = diary.around(subject);
    let rides = if kind == FeedSubject::Person { rides(call, span, subject)? } else { Vec::new() };
    let belongs = |sheet: &Sheet| match kind {
        FeedSubject::Museum => sheet.row.public,
        FeedSubject::Space => sheet.spaces.iter().any(|space| around.contains(&space.space_id)),
        FeedSubject::Person => {
            rides.contains(&sheet.row.id) || sheet.posts.iter().any(|post| post.person_id.as_deref() == Some(subject))
        }
    };
    let mut events = sessions(call, &diary, span, |sheet| {
        // What cannot be told is left out rather than shown.
        belongs(sheet) && was_published(call, sheet).unwrap_or(false)
    })?;
    if kind != FeedSubject::Person {
        for (row, spaces) in exhibitions(call, span)? {
            let here = kind == FeedSubject::Museum || spaces.iter().any(|space| around.contains(space));
            if here && row.state == "published" {
                let spaces: Vec<&str> = spaces.iter().map(String::as_str).collect();
                events.push(diary.exhibition(call, &row, &spaces)?);
            }
        }
    }
    Ok(events)
}

/// The sessions of runs that a person goes along on.
fn rides(call: &Call<'_>, span: Span, person: &str) -> Result<Vec<String>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let crews: Vec<rows::CaravanCrew> = call.snapshot.rows(&statement::CARAVAN_CREW_BETWEEN, &bounds)?;
    let runs: Vec<&str> =
        crews.iter().filter(|crew| crew.person_id == person).map(|crew| crew.run_id.as_str()).collect();
    let stops: Vec<rows::CaravanStop> = call.snapshot.rows(&statement::CARAVAN_STOP_BETWEEN, &bounds)?;
    Ok(stops.into_iter().filter(|stop| runs.contains(&stop.run_id.as_str())).map(|stop| stop.session_id).collect())
}
