//! The day: its sessions in order of start, and what waits for somebody.

use rules::conflict::{Clash, Hardness};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::read::{RunBlock, runs};
use crate::access::Access;
use crate::facts::World;
use crate::gate::{Call, Command, Effect};
use crate::session::{SessionView, load_between};
use crate::{Failure, input};

/// Days ahead in which something waits: what is further off is seen in the schedule.
const WAITING_DAYS: i64 = 7;

/// Which day.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TodayArguments {
    /// The minute at which it begins.
    pub day: Minute,
}

/// Why something waits.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// Posts that nobody stands on.
    EmptyPosts {
        /// How many.
        count: i64,
        /// The role of the first.
        role: String,
    },
    /// A clash that nobody let pass: a fact moved under the session.
    Clash {
        /// The clash.
        clash: Clash,
    },
    /// It is over, and nobody has said whether it took place.
    Unconfirmed,
}

/// A session that waits for somebody.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Waiting {
    /// The session's id.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Its spaces by name.
    pub space_names: Vec<String>,
    /// When it starts.
    pub starts: Minute,
    /// Why it waits.
    #[serde(flatten)]
    pub why: Why,
}

/// The day.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TodayView {
    /// Now, on the wall.
    pub now: Minute,
    /// The day's sessions in order of start; moved and cancelled ones too.
    pub sessions: Vec<SessionView>,
    /// Caravan runs on the road that day.
    pub runs: Vec<RunBlock>,
    /// What waits, from that day and the week after it: hard clashes, then empty posts, then the rest, each by start.
    pub waiting: Vec<Waiting>,
}

/// Reads the day.
pub struct TodayRead;

impl Command for TodayRead {
    type Arguments = TodayArguments;
    type Answer = TodayView;
    const NAME: &'static str = "today_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TodayView, Failure> {
        let day = input::minute("day", arguments.day)?;
        let week = Span { starts: day, ends: day + WAITING_DAYS * DAY_MINUTES };
        let today = Span { starts: day, ends: day + DAY_MINUTES };
        let world = World::near(call, week)?;
        let all: Vec<SessionView> =
            load_between(call, week)?.iter().map(|sheet| sheet.view(&world, call.now)).collect();
        let mut waiting: Vec<(i64, Waiting)> = all.iter().flat_map(|session| waits(session, call.now)).collect();
        waiting.sort_by_key(|(rank, waiting)| (*rank, waiting.starts));
        let sessions = all.into_iter().filter(|session| span_of(session).overlaps(today)).collect();
        Ok(TodayView {
            now: call.now,
            sessions,
            runs: runs(call.snapshot, today)?,
            waiting: waiting.into_iter().map(|(_, waiting)| waiting).collect(),
        })
    }
}

fn span_of(session: &SessionView) -> Span {
    Span { starts: session.starts, ends: session.ends }
}

/// Everything that waits at one session, with its rank.
fn waits(session: &SessionView, now: Minute) -> Vec<(i64, Waiting)> {
    let entry = |rank: i64, why: Why| {
        let waiting = Waiting {
            session: session.id.clone(),
            title: session.title.clone(),
            space_names: session.space_names.clone(),
            starts: session.starts,
            why,
        };
        (rank, waiting)
    };
    let mut found: Vec<(i64, Waiting)> = session
        .clashes
        .iter()
        .map(|clash| {
            let rank = if clash.hardness == Hardness::Hard { 0 } else { 2 };
            entry(rank, Why::Clash { clash: clash.clone() })
        })
        .collect();
    let empty: Vec<_> = session.posts.iter().filter(|post| post.person.is_none()).collect();
    let coming = session.state.occupies() && session.state.is_open() && session.ends > now;
    if let (true, Some(first)) = (coming || session.state == SessionState::InProgress, empty.first()) {
        let count = i64::try_from(empty.len()).unwrap_or(i64::MAX);
        found.push(entry(1, Why::EmptyPosts { count, role: first.role.clone() }));
    }
    if session.state == SessionState::Published && session.ends <= now {
        found.push(entry(3, Why::Unconfirmed));
    }
    found
}
