//! Who could stand on a post: judged by the very rule that refuses, fairest first.

use std::collections::HashMap;

use rules::conflict::{Clash, Hardness, PersonKind, judge};
use rules::session::SessionKind;
use rules::space::person_resource;
use rules::time::{DAY_MINUTES, Span, date_of, day_start, week_start};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::{SessionDraft, proposal};
use crate::Failure;
use crate::access::Access;
use crate::facts::World;
use crate::gate::{Call, Command, Effect};

/// Which post of which session.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionCandidatesArguments {
    /// The session as it would be.
    pub session: SessionDraft,
    /// The post's place among its posts, from 0.
    pub post: usize,
}

/// Somebody who might stand on the post.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Candidate {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// What they are to the museum.
    pub kind: PersonKind,
    /// `None` where nothing stands against them, else how hard the first clash is.
    pub hardness: Option<Hardness>,
    /// What stands against them, hard clashes first; none of it about anybody else.
    pub clashes: Vec<Clash>,
    /// Guided tours they lead that day already.
    pub tours_today: i64,
    /// Sessions they stand on in that week already.
    pub sessions_this_week: i64,
}

/// Ranks everybody for one post: free ones first, then those who may be let pass, then those who cannot;
/// within each the least loaded that day, then that week, then by name.
pub struct SessionCandidates;

impl Command for SessionCandidates {
    type Arguments = SessionCandidatesArguments;
    type Answer = Vec<Candidate>;
    const NAME: &'static str = "session_candidates";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let draft = arguments.session.checked(call)?;
        if arguments.post >= draft.posts.len() {
            return Err(Failure::not_found("post"));
        }
        let around = week_of(&draft);
        let world = World::near(call, around)?;
        let loads = loads(&world, &draft, around);
        let mut found: Vec<Candidate> = world
            .people
            .values()
            .filter(|person| person.active)
            .filter(|person| {
                let elsewhere =
                    draft.posts.iter().enumerate().filter(|(place, _)| *place != arguments.post).map(|(_, post)| post);
                !elsewhere.into_iter().any(|post| post.shape.person.as_ref() == Some(&person.id))
            })
            .map(|person| {
                let mut wanted = draft.clone();
                wanted.posts[arguments.post].shape.person = Some(person.id.clone());
                let judged = world.ask(|facts| judge(&proposal(&wanted), facts));
                let clashes: Vec<Clash> =
                    judged.clashes.into_iter().filter(|clash| clash.subject_id == person.id).collect();
                let (tours_today, sessions_this_week) = loads.get(person.id.as_str()).copied().unwrap_or_default();
                Candidate {
                    person: person.id.clone(),
                    name: person.name.clone(),
                    kind: person.kind,
                    hardness: clashes.first().map(|clash| clash.hardness),
                    clashes,
                    tours_today,
                    sessions_this_week,
                }
            })
            .collect();
        let rank = |candidate: &Candidate| match candidate.hardness {
            None => 0,
            Some(Hardness::Soft) => 1,
            Some(Hardness::Hard) => 2,
        };
        found.sort_by(|one, other| {
            let key = |each: &Candidate| (rank(each), each.clashes.len(), each.tours_today, each.sessions_this_week);
            key(one).cmp(&key(other)).then_with(|| (&one.name, &one.person).cmp(&(&other.name, &other.person)))
        });
        Ok(found)
    }
}

/// The week the session lies in.
fn week_of(draft: &SessionDraft) -> Span {
    let date = date_of(draft.starts).unwrap_or_default();
    let monday = day_start(week_start(date));
    Span { starts: monday, ends: monday + 7 * DAY_MINUTES }
}

/// Tours of the day and sessions of the week of everybody, this session left out.
fn loads<'w>(world: &'w World, draft: &SessionDraft, week: Span) -> HashMap<&'w str, (i64, i64)> {
    let day = day_start(date_of(draft.starts).unwrap_or_default());
    let today = Span { starts: day, ends: day + DAY_MINUTES };
    let mut loads = HashMap::new();
    for id in world.people.keys() {
        let (mut tours, mut sessions) = (0, 0);
        for taken in world.occupancy.of(&person_resource(id)) {
            if draft.id.as_ref() == Some(&taken.holder) || !week.overlaps(taken.span) {
                continue;
            }
            sessions += 1;
            let is_tour = world
                .occupancy
                .holder(&taken.holder)
                .is_some_and(|holder| holder.session_kind == Some(SessionKind::GuidedTour));
            tours += i64::from(is_tour && today.overlaps(taken.span));
        }
        loads.insert(id.as_str(), (tours, sessions));
    }
    loads
}
