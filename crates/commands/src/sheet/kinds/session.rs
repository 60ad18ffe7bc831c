//! Sessions. Caravan stops come with their run.

use std::collections::{HashMap, HashSet};

use exchange::{Entry, SheetKind, Value};
use rules::conflict::{Hardness, Judgement, PersonKind, judge};
use rules::session::{Particulars, PostShape, SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Span, minute_of_day};
use serde_json::json;
use store::rows;

use super::{Existing, KindRule, Record, Scope, code, missing, or_code};
use crate::Failure;
use crate::access::Area;
use crate::facts::World;
use crate::gate::{Call, Command as _};
use crate::session::{
    NewSession, Override, PostDraft, SessionDraft, SessionSave, SessionSaveArguments, Sheet, insert_session,
    load_between, proposal, save as save_session, settle,
};
use crate::sheet::names::fold;
use crate::sheet::values::Values;
use crate::template::take;

pub(super) const RULE: KindRule =
    KindRule { access: SessionSave::ACCESS, areas: &[Area::Sessions], existing, key, usual, save };

fn existing(call: &Call<'_>, scope: &Scope) -> Result<Vec<Existing>, Failure> {
    let span = scope.span.unwrap_or(Span { starts: i64::MIN / 2, ends: i64::MAX / 2 });
    let mut sheets = load_between(call, span)?;
    let found: HashSet<String> = sheets.iter().map(|sheet| sheet.row.id.clone()).collect();
    for id in scope.ids.iter().filter(|id| !found.contains(*id)) {
        if call.find::<rows::Session>(id)?.is_some() {
            sheets.push(Sheet::load(call, id)?);
        }
    }
    sheets.retain(|sheet| sheet.kind() != SessionKind::Caravan);
    Ok(sheets.iter().map(|sheet| record(sheet, call)).collect())
}

fn record(sheet: &Sheet, call: &Call<'_>) -> Existing {
    let draft = sheet.draft();
    let what = draft.what;
    let people = draft.posts.iter().filter_map(|post| post.shape.person.clone()).collect::<Vec<_>>();
    let mut roles: Vec<&str> = draft.posts.iter().map(|post| post.shape.role.as_str()).collect();
    roles.dedup();
    let role = match roles.as_slice() {
        [role] => Some(Value::Code((*role).to_owned())),
        _ => None,
    };
    let state = sheet.state();
    let over = state != SessionState::Draft && sheet.row.ends <= call.now;
    let day = draft.starts - minute_of_day(draft.starts);
    let mut spaces = what.spaces;
    spaces.sort();
    let values = Values::new(SheetKind::Session)
        .with("title", what.title.as_str())
        .with("kind", Value::Code(what.kind.code().to_owned()))
        .with("date", Value::Day(day))
        .with("starts", Value::Clock(draft.starts - day))
        .with("ends", Value::Clock(draft.ends - day))
        .with("spaces", spaces)
        .with("people", people)
        .with("role", role)
        .with("posts", i64::try_from(draft.posts.len()).ok().map(Value::Number))
        .with("capacity", what.capacity.map(Value::Number))
        .with("language", Value::Code(what.language))
        .with("theme", what.theme)
        .with("age_band", what.age_band)
        .with("meeting_point", what.meeting_point)
        .with("department", what.department)
        .with("public", what.public)
        .with("lead_in_minutes", Value::Number(what.lead_in_minutes))
        .with("lead_out_minutes", Value::Number(what.lead_out_minutes))
        .with("state", Value::Code(state.code().to_owned()))
        .with("remark", what.remark);
    Existing {
        id: sheet.row.id.clone(),
        revision: sheet.row.revision,
        values,
        further: Vec::new(),
        closed: (over || !state.is_open()).then(|| state.code().to_owned()),
    }
}

/// A session is known by what it is, when it starts and where it is.
fn key(values: &Values) -> Option<String> {
    let (day, starts) = (values.number("date")?, values.number("starts")?);
    Some(format!("{}|{}|{}", fold(values.text("title")?), day + starts, values.several("spaces").join(",")))
}

/// The role that somebody has in a session of a kind, where the sheet does not say.
fn usual_role(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::GuidedTour | SessionKind::Reception => "docent",
        SessionKind::Lesson | SessionKind::Demonstration | SessionKind::Activity | SessionKind::Training => {
            "instructor"
        }
        SessionKind::Show => "performer",
        SessionKind::Lecture | SessionKind::Online => "speaker",
        SessionKind::Film | SessionKind::Maintenance | SessionKind::Caravan => "technician",
    }
}

/// The role in which somebody stands in a session of a kind, where the sheet does not say: the usual one, or what they
/// are by profession where that is another. A docent helps in a lesson as a docent.
fn role_of(person: Option<PersonKind>, kind: SessionKind) -> &'static str {
    let usual = usual_role(kind);
    match person {
        Some(PersonKind::Docent) if !matches!(usual, "docent" | "floor_volunteer") => "docent",
        Some(PersonKind::Staff) if usual == "docent" => "instructor",
        Some(PersonKind::Volunteer) => "floor_volunteer",
        _ => usual,
    }
}

/// What people are, by id.
type Professions = HashMap<String, PersonKind>;

/// The posts that the values ask for; those of `before` that still fit keep their ids.
fn posts(values: &Values, kind: SessionKind, before: &[PostDraft], professions: &Professions) -> Vec<PostDraft> {
    let people = values.several("people");
    let count = values.number("posts").and_then(|count| usize::try_from(count).ok()).unwrap_or(0).max(people.len());
    let stand = before.iter().filter_map(|post| post.shape.person.as_ref());
    if before.len() == count && stand.eq(people) && values.text("role").is_none() {
        return before.to_vec();
    }
    (0..count)
        .map(|place| {
            let known = before.get(place);
            let person = people.get(place);
            let usual = role_of(person.and_then(|person| professions.get(person)).copied(), kind);
            let role = values.text("role").or(known.map(|post| post.shape.role.as_str())).unwrap_or(usual);
            PostDraft {
                id: known.and_then(|post| post.id.clone()),
                shape: PostShape {
                    role: role.to_owned(),
                    language: known.and_then(|post| post.shape.language.clone()),
                    person: person.cloned(),
                },
            }
        })
        .collect()
}

fn draft(record: &Record, before: Option<&Sheet>, professions: &Professions) -> Result<SessionDraft, Failure> {
    let values = &record.values;
    let kind = code(values, "kind", SessionKind::from_code).ok_or_else(|| missing("kind"))?;
    let day = values.number("date").ok_or_else(|| missing("date"))?;
    let starts = values.number("starts").ok_or_else(|| missing("starts"))?;
    if values.several("spaces").is_empty() && kind.is_in_house() {
        return Err(missing("spaces"));
    }
    let ends = values.number("ends").unwrap_or(starts + kind.usual_minutes());
    let earlier = before.map(Sheet::draft);
    let usual = Particulars::new(kind, values.owned("title").unwrap_or_default());
    let what = Particulars {
        public: values.truth("public").unwrap_or(kind != SessionKind::Maintenance),
        department: values.owned("department"),
        lead_in_minutes: values.number("lead_in_minutes").unwrap_or(0),
        lead_out_minutes: values.number("lead_out_minutes").unwrap_or(0),
        spaces: values.several("spaces").to_vec(),
        theme: values.owned("theme"),
        language: values.owned("language").unwrap_or_else(|| usual.language.clone()),
        age_band: values.owned("age_band"),
        capacity: values.number("capacity"),
        meeting_point: values.owned("meeting_point"),
        remark: values.owned("remark"),
        ..usual
    };
    Ok(SessionDraft {
        id: record.id(),
        revision: record.revision(),
        starts: day + starts,
        ends: day + ends,
        posts: posts(values, kind, earlier.as_ref().map_or(&[], |earlier| &earlier.posts), professions),
        what,
    })
}

fn usual(values: Values) -> Values {
    or_code(values, "kind", kind_by_title)
}

/// Whether a row is about a tour: who is named in one is a docent.
pub(in crate::sheet) fn is_tour(entry: &Entry) -> bool {
    let said = |field: &str| match SheetKind::Session.field(field).and_then(|place| entry.values.get(place)?.as_ref()) {
        Some(Value::Code(text) | Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let kind = said("kind").or_else(|| said("title").map(kind_by_title));
    kind == Some(SessionKind::GuidedTour.code())
}

/// What a session is, by the words of its title: 科普讲座 is a lecture.
fn kind_by_title(title: &str) -> &'static str {
    let kinds = exchange::kind::session_kinds();
    {
        let words = |choice: &'static exchange::Choice| {
            std::iter::once((choice.word)(words::Locale::ZhCn)).chain(choice.names.iter().copied())
        };
        // The longest word decides: 科普剧表演 before 表演.
        let holding = |choice: &'static exchange::Choice| {
            words(choice).filter(|word| word.chars().count() >= 2 && title.contains(word)).map(str::len).max()
        };
        let known =
            kinds.iter().filter_map(|choice| Some((holding(choice)?, choice.code))).max_by_key(|(length, _)| *length);
        known.map_or(SessionKind::Activity.code(), |(_, code)| code)
    }
}

fn professions(call: &Call<'_>) -> Result<Professions, Failure> {
    let people = call.all::<rows::Person>()?.into_iter();
    Ok(people.filter_map(|row| Some((row.id, PersonKind::from_code(&row.kind)?))).collect())
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let before = match record.id() {
        Some(id) => Some(Sheet::load(call, &id)?),
        None => None,
    };
    let session = draft(&record, before.as_ref(), &professions(call)?)?;
    let arguments =
        SessionSaveArguments { session, as_draft: record.as_draft, overrides: record.overrides, reason: None };
    save_session(arguments, call).map(drop)
}

/// The overrides that somebody gives for what stands against a session of a kind.
type LetPass<'p> = dyn Fn(&Judgement, SessionKind) -> Vec<Override> + 'p;

/// How sessions are added.
pub(in crate::sheet) struct Adding<'a> {
    /// The overrides that somebody gives.
    pub(in crate::sheet) let_pass: &'a LetPass<'a>,
    /// Whether one that clashes comes in as a draft.
    pub(in crate::sheet) clashing_as_drafts: bool,
    /// Whether the batch stays empty of them: they are judged, each seeing those before it, and that is all.
    pub(in crate::sheet) only_says: bool,
}

/// Adds many sessions, each seeing those before it: the facts are loaded once for all of them.
///
/// # Errors
/// When the store fails; what stands against one session is the answer at its place.
pub(in crate::sheet) fn add_all(
    call: &mut Call<'_>,
    records: &[Record],
    how: &Adding<'_>,
) -> Result<Vec<Result<(), Failure>>, Failure> {
    let professions = professions(call)?;
    let mut drafts = Vec::new();
    for record in records {
        drafts.push(draft(record, None, &professions).and_then(|draft| draft.checked(call)));
    }
    let spans = drafts.iter().filter_map(|draft| draft.as_ref().ok()).map(|draft| proposal(draft).taken());
    let Some(span) =
        spans.reduce(|one, other| Span { starts: one.starts.min(other.starts), ends: one.ends.max(other.ends) })
    else {
        return Ok(drafts.into_iter().map(|draft| draft.map(drop)).collect());
    };
    let mut world = World::load(call, span)?;
    let mut answers = Vec::new();
    for (record, draft) in records.iter().zip(drafts) {
        call.work.at(answers.len(), records.len())?;
        answers.push(draft.and_then(|draft| {
            if !how.clashing_as_drafts {
                return add(call, &mut world, draft, record.as_draft, how);
            }
            match add(call, &mut world, draft.clone(), record.as_draft, how) {
                Err(failure) if failure.code == "clash" => add(call, &mut world, draft, true, how),
                added => added,
            }
        }));
    }
    Ok(answers)
}

fn add(
    call: &mut Call<'_>,
    world: &mut World,
    draft: SessionDraft,
    as_draft: bool,
    how: &Adding<'_>,
) -> Result<(), Failure> {
    if draft.what.kind == SessionKind::Caravan {
        return Err(Failure::new("wrong_state").fact("what", "caravan"));
    }
    let state = if as_draft { SessionState::Draft } else { SessionState::Planned };
    let asked = proposal(&draft);
    let judgement = world.ask(|facts| judge(&asked, facts));
    let settled = if state.occupies() && !judgement.clashes.is_empty() {
        let soft = judgement.clashes.iter().all(|clash| clash.hardness == Hardness::Soft);
        let refusal = Failure::new("clash")
            .fact("clashes", json!(judgement.clashes))
            .fact("alternatives", json!([]))
            .fact("may_override", soft);
        let overrides = (how.let_pass)(&judgement, draft.what.kind);
        settle(&judgement, refusal, &overrides, &[], call.actor()?, draft.what.kind)?
    } else {
        Default::default()
    };
    let id = call.new_id();
    if state.occupies() {
        take(world, &id, &draft, &judgement);
    }
    if how.only_says {
        return Ok(());
    }
    insert_session(call, NewSession { id, draft, state, template: None, reason: None }, &judgement.claims, settled);
    Ok(())
}

/// The stretch that the days of some values lie in, a day wider on either side.
pub(in crate::sheet) fn span_of<'v>(values: impl Iterator<Item = &'v Values>) -> Option<Span> {
    let days = values.filter_map(|values| values.number("date")).collect::<Vec<_>>();
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Some(Span { starts: first - DAY_MINUTES, ends: last + 2 * DAY_MINUTES })
}
