//! Sessions as the page and the papers see them.

use std::collections::{HashMap, HashSet};

use rules::conflict::{Clash, judge};
use rules::session::{Particulars, PostShape, SessionKind, SessionState};
use rules::time::{Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{PostDraft, SessionDraft, proposal};
use crate::Failure;
use crate::access::Access;
use crate::facts::{World, must_find};
use crate::gate::{Call, Command, Effect};

/// A post as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PostView {
    /// Id.
    pub id: String,
    /// The role wanted.
    pub role: String,
    /// The language wanted, where it is not the session's.
    pub language: Option<String>,
    /// Who fills it.
    pub person: Option<String>,
    /// Their name.
    pub person_name: Option<String>,
}

/// A soft clash that was let pass.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FindingView {
    /// The clash.
    pub clash: Clash,
    /// Why, in words that print.
    pub reason: String,
    /// Who let it pass.
    pub author: String,
    /// When, in UTC milliseconds.
    pub decided_utc_milliseconds: i64,
}

/// A session as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SessionView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Kind.
    pub kind: SessionKind,
    /// Title.
    pub title: String,
    /// State at this minute.
    pub state: SessionState,
    /// Whether the public may come.
    pub public: bool,
    /// The organising department's id.
    pub department: Option<String>,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// Minutes the room is taken before.
    pub lead_in_minutes: i64,
    /// Minutes the room is taken after.
    pub lead_out_minutes: i64,
    /// Ids of its spaces.
    pub spaces: Vec<String>,
    /// Their names with their halls.
    pub space_names: Vec<String>,
    /// Posts.
    pub posts: Vec<PostView>,
    /// Theme.
    pub theme: Option<String>,
    /// Language code.
    pub language: String,
    /// The ages it is for.
    pub age_band: Option<String>,
    /// People at most.
    pub capacity: Option<i64>,
    /// Where people gather.
    pub meeting_point: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// The template it came from.
    pub template: Option<String>,
    /// The session it was moved to.
    pub moved_to: Option<String>,
    /// Why it was moved or cancelled.
    pub reason_code: Option<String>,
    /// The same in words.
    pub reason_text: Option<String>,
    /// Soft clashes that were let pass.
    pub findings: Vec<FindingView>,
    /// Clashes that stand now and that nobody let pass: facts moved under it.
    pub clashes: Vec<Clash>,
}

/// A session with all its rows, as commands work on it.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) row: rows::Session,
    pub(crate) spaces: Vec<rows::SessionSpace>,
    pub(crate) posts: Vec<rows::Post>,
    pub(crate) findings: Vec<rows::Finding>,
}

impl Sheet {
    /// Loads one session.
    pub(crate) fn load(call: &Call<'_>, id: &str) -> Result<Sheet, Failure> {
        let row = must_find::<rows::Session>(call, id, "session")?;
        let by = [Value::from(id)];
        Ok(Sheet {
            row,
            spaces: call.snapshot.rows(&statement::SESSION_SPACE_OF, &by)?,
            posts: call.snapshot.rows(&statement::POST_OF, &by)?,
            findings: call.snapshot.rows(&statement::FINDING_OF, &by)?,
        })
    }

    /// Its kind; a row of an unknown one cannot exist, so it reads as an activity.
    pub(crate) fn kind(&self) -> SessionKind {
        SessionKind::from_code(&self.row.kind).unwrap_or(SessionKind::Activity)
    }

    /// Its stored state.
    pub(crate) fn state(&self) -> SessionState {
        SessionState::from_code(&self.row.state).unwrap_or(SessionState::Draft)
    }

    /// What it is, as a draft that could be saved again.
    pub(crate) fn draft(&self) -> SessionDraft {
        let row = self.row.clone();
        SessionDraft {
            id: Some(row.id),
            revision: Some(row.revision),
            starts: row.starts,
            ends: row.ends,
            posts: self
                .posts
                .iter()
                .map(|post| PostDraft {
                    id: Some(post.id.clone()),
                    shape: PostShape {
                        role: post.role.clone(),
                        language: post.language.clone(),
                        person: post.person_id.clone(),
                    },
                })
                .collect(),
            what: Particulars {
                kind: self.kind(),
                title: row.title,
                public: row.public,
                department: row.department_id,
                lead_in_minutes: row.lead_in_minutes,
                lead_out_minutes: row.lead_out_minutes,
                spaces: self.spaces.iter().map(|space| space.space_id.clone()).collect(),
                theme: row.theme,
                language: row.language,
                age_band: row.age_band,
                capacity: row.capacity,
                meeting_point: row.meeting_point,
                remark: row.remark,
            },
        }
    }

    /// What the page shows, judged against the world as it is now.
    pub(crate) fn view(&self, world: &World, now: Minute) -> SessionView {
        let draft = self.draft();
        let state = self.state();
        let row = self.row.clone();
        let findings: Vec<FindingView> = self.findings.iter().filter_map(finding_view).collect();
        let clashes = if state.occupies() && state.is_open() && row.ends > now {
            let judged = world.ask(|facts| judge(&proposal(&draft), facts));
            judged
                .clashes
                .into_iter()
                .filter(|clash| !findings.iter().any(|finding| finding.clash.key() == clash.key()))
                .collect()
        } else {
            Vec::new()
        };
        SessionView {
            state: state.at(row.starts, row.ends, now),
            space_names: draft.what.spaces.iter().map(|space| world.spaces.full_name(space)).collect(),
            posts: self
                .posts
                .iter()
                .map(|post| PostView {
                    id: post.id.clone(),
                    role: post.role.clone(),
                    language: post.language.clone(),
                    person: post.person_id.clone(),
                    person_name: post
                        .person_id
                        .as_ref()
                        .and_then(|id| world.people.get(id))
                        .map(|person| person.name.clone()),
                })
                .collect(),
            id: row.id,
            revision: row.revision,
            kind: draft.what.kind,
            title: draft.what.title,
            public: draft.what.public,
            department: draft.what.department,
            starts: draft.starts,
            ends: draft.ends,
            lead_in_minutes: draft.what.lead_in_minutes,
            lead_out_minutes: draft.what.lead_out_minutes,
            spaces: draft.what.spaces,
            theme: draft.what.theme,
            language: draft.what.language,
            age_band: draft.what.age_band,
            capacity: draft.what.capacity,
            meeting_point: draft.what.meeting_point,
            remark: draft.what.remark,
            template: row.template_id,
            moved_to: row.moved_to,
            reason_code: row.reason_code,
            reason_text: row.reason_text,
            findings,
            clashes,
        }
    }
}

pub(crate) fn finding_view(row: &rows::Finding) -> Option<FindingView> {
    let clash = serde_json::from_str(&row.facts).ok()?;
    Some(FindingView {
        clash,
        reason: row.reason.clone(),
        author: row.author_name.clone(),
        decided_utc_milliseconds: row.decided_utc_milliseconds,
    })
}

/// Every session that touches `span`, in order of start.
pub(crate) fn load_between(call: &Call<'_>, span: Span) -> Result<Vec<Sheet>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let sessions = call.rows::<rows::Session>(&statement::SESSION_BETWEEN, &bounds, |row| {
        row.starts < span.ends && span.starts < row.ends
    })?;
    let found: HashSet<&str> = sessions.iter().map(|row| row.id.as_str()).collect();
    let mut findings = grouped(
        call.rows::<rows::Finding>(&statement::FINDING_BETWEEN, &bounds, |row| found.contains(row.holder_id.as_str()))?,
        |row| &row.holder_id,
    );
    let mut spaces = grouped(
        call.rows::<rows::SessionSpace>(&statement::SESSION_SPACE_BETWEEN, &bounds, |row| {
            found.contains(row.session_id.as_str())
        })?,
        |row| &row.session_id,
    );
    let mut posts = grouped(
        call.rows::<rows::Post>(&statement::POST_BETWEEN, &bounds, |row| found.contains(row.session_id.as_str()))?,
        |row| &row.session_id,
    );
    Ok(sessions
        .into_iter()
        .map(|row| Sheet {
            spaces: spaces.remove(&row.id).unwrap_or_default(),
            posts: posts.remove(&row.id).unwrap_or_default(),
            findings: findings.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}

/// The sessions that touch `span` with a post that nobody fills, as the snapshot has them and those of the batch, without
/// their findings: far fewer than all.
pub(crate) fn load_wanting(call: &Call<'_>, span: Span) -> Result<Vec<Sheet>, Failure> {
    let bounds = [Value::from(span.starts), Value::from(span.ends)];
    let sessions = call.rows::<rows::Session>(&statement::SESSION_WANTING_BETWEEN, &bounds, |row| {
        row.starts < span.ends && span.starts < row.ends
    })?;
    let found: HashSet<&str> = sessions.iter().map(|row| row.id.as_str()).collect();
    let mut spaces = grouped(
        call.rows::<rows::SessionSpace>(&statement::SESSION_SPACE_WANTING_BETWEEN, &bounds, |row| {
            found.contains(row.session_id.as_str())
        })?,
        |row| &row.session_id,
    );
    let mut posts = grouped(
        call.rows::<rows::Post>(&statement::POST_WANTING_BETWEEN, &bounds, |row| {
            found.contains(row.session_id.as_str())
        })?,
        |row| &row.session_id,
    );
    Ok(sessions
        .into_iter()
        .map(|row| Sheet {
            spaces: spaces.remove(&row.id).unwrap_or_default(),
            posts: posts.remove(&row.id).unwrap_or_default(),
            findings: Vec::new(),
            row,
        })
        .collect())
}

fn grouped<R>(rows: Vec<R>, key: impl Fn(&R) -> &String) -> HashMap<String, Vec<R>> {
    let mut groups: HashMap<String, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row).clone()).or_default().push(row);
    }
    groups
}

/// Reads one session.
pub struct SessionRead;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionReadArguments {
    /// Its id.
    pub id: String,
}

impl Command for SessionRead {
    type Arguments = SessionReadArguments;
    type Answer = SessionView;
    const NAME: &'static str = "session_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SessionView, Failure> {
        let sheet = Sheet::load(call, &arguments.id)?;
        let world = World::near(call, proposal(&sheet.draft()).taken())?;
        Ok(sheet.view(&world, call.now))
    }
}
