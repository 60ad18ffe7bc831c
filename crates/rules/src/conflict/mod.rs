//! Conflicts: what a proposed session meets, and the first free ways out.
//!
//! A caller loads [`Facts`], asks [`judge`], and gets the claims the session would make on
//! its resources together with every clash, hard or soft. Hard ones refuse; soft ones may be
//! let pass with a reason. The same answer serves as refusal, as badge and while dragging.

mod alternatives;
mod demand;
mod exhibition;
mod people;
mod space_use;

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use alternatives::{Alternative, AlternativeKind, alternatives, next_free_slot};
pub use exhibition::{
    EXHIBITION_DAYS_AHEAD_MAX, ExhibitionAlternative, ExhibitionProposal, ExhibitionWay, exhibition_alternatives,
    exhibition_claims, judge_exhibition,
};
pub use people::{Availability, Person, PersonKind, Qualification, QualificationAspect, qualified};
pub(crate) use people::{available, presence};

use crate::session::{SessionKind, codes};
use crate::space::{SpaceTree, person_resource};
use crate::time::{Minute, Span};

codes! {
    /// Whether a clash may be let pass.
    pub enum Hardness {
        /// Refused.
        Hard = "hard",
        /// May be let pass with a reason.
        Soft = "soft",
    }
}

codes! {
    /// What kind of clash it is; the page has words for each.
    pub enum ClashCode {
        /// An event, or a tour where an event wants the whole, holds the space.
        SpaceTaken = "space_taken",
        /// All guide lanes of the space are taken.
        LanesFull = "lanes_full",
        /// The space bears no tours at all.
        NoGuideLane = "no_guide_lane",
        /// Installation, deinstallation or maintenance closes the space.
        SpaceClosed = "space_closed",
        /// Another exhibition stands there.
        ContentTaken = "content_taken",
        /// The space is no longer in use.
        SpaceInactive = "space_inactive",
        /// An event holds some of the parts a tour visits; it can walk around them.
        TourWalksAround = "tour_walks_around",
        /// More people than the space bears.
        OverCapacity = "over_capacity",
        /// A tour group larger than one docent leads.
        GroupTooLarge = "group_too_large",
        /// The museum is closed that day.
        ClosedDay = "closed_day",
        /// A museum notice closes the day, the half day or the space.
        ClosedByNotice = "closed_by_notice",
        /// Before opening or after closing.
        OutsideHours = "outside_hours",
        /// The person is elsewhere.
        PersonTaken = "person_taken",
        /// The person has left or is not in use.
        PersonInactive = "person_inactive",
        /// Too little time between two posts of one person.
        PersonBuffer = "person_buffer",
        /// More guided tours a day than a docent leads.
        PersonToursPerDay = "person_tours_per_day",
        /// The person lacks a qualification the session wants.
        NotQualified = "not_qualified",
        /// The qualification has expired by then.
        QualificationExpired = "qualification_expired",
        /// The person is on leave.
        PersonOnLeave = "person_on_leave",
        /// The person cannot come at that time.
        PersonUnavailable = "person_unavailable",
        /// More posts of a type than free qualified people.
        DemandShort = "demand_short",
        /// The vehicle is elsewhere.
        VehicleTaken = "vehicle_taken",
        /// The kit is elsewhere.
        KitTaken = "kit_taken",
        /// The vehicle is no longer in use.
        VehicleInactive = "vehicle_inactive",
        /// The kit is no longer in use.
        KitInactive = "kit_inactive",
        /// The site is no longer in use.
        SiteInactive = "site_inactive",
        /// The driver's licence does not cover the vehicle; detail: wanted and held class.
        LicenceClass = "licence_class",
        /// The driver's licence expires before the run is over; limit: the day.
        LicenceExpired = "licence_expired",
        /// The vehicle's inspection expires before the run is over; limit: the day.
        InspectionExpired = "inspection_expired",
        /// The vehicle's insurance expires before the run is over; limit: the day.
        InsuranceExpired = "insurance_expired",
        /// More minutes at the wheel on a day than the law bears; detail: the date.
        DriverHours = "driver_hours",
        /// No time for the break that the law wants on the way; limit: minutes on end.
        DrivingBreak = "driving_break",
        /// A stop begins before the vehicle is there; limit: its start, actual: the arrival.
        ArrivalLate = "arrival_late",
        /// The vehicle leaves before the stop before is over; limit: its end, actual: the departure.
        LeavesEarly = "leaves_early",
        /// The run ends before the vehicle is home; limit: its end, actual: the arrival.
        ReturnLate = "return_late",
        /// Too few minutes to set up between arrival and start.
        ArrivalBuffer = "arrival_buffer",
        /// The vehicle is past the age at which it is replaced; in years.
        VehicleAge = "vehicle_age",
        /// The vehicle is past the distance at which it is replaced; in kilometres.
        VehicleOdometer = "vehicle_odometer",
    }
}

codes! {
    /// What a clash is about.
    pub enum SubjectKind {
        /// A space.
        Space = "space",
        /// A person.
        Person = "person",
        /// A vehicle.
        Vehicle = "vehicle",
        /// A kit.
        Kit = "kit",
        /// A post that no person fills yet.
        Post = "post",
        /// A site that a caravan stops at.
        Site = "site",
        /// A caravan run as a whole.
        Run = "run",
    }
}

codes! {
    /// What holds an occupied resource.
    pub enum HolderKind {
        /// A session.
        Session = "session",
        /// An exhibition.
        Exhibition = "exhibition",
        /// A caravan run.
        CaravanRun = "caravan_run",
    }
}

/// Who holds what a proposal wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Holder {
    /// What it is.
    pub kind: HolderKind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For a session, its kind.
    pub session_kind: Option<SessionKind>,
    /// First minute of what it is, without lead-in.
    pub starts: Minute,
    /// The minute after the last, without lead-out.
    pub ends: Minute,
}

/// One reason why a proposal does not fit, with the facts its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Clash {
    /// What kind of clash.
    pub code: ClashCode,
    /// Hard or soft.
    pub hardness: Hardness,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// The subject's id.
    pub subject_id: String,
    /// The subject's name as people say it.
    pub subject_name: String,
    /// Who holds the subject.
    pub holder: Option<Holder>,
    /// The limit that is passed, by the code: people, minutes, tours, or a moment of the schedule.
    pub limit: Option<i64>,
    /// What the proposal has instead.
    pub actual: Option<i64>,
    /// A word or reason that belongs into the sentence: the qualification, the notice's reason.
    pub detail: Option<String>,
}

impl Clash {
    pub(crate) fn new(code: ClashCode, hardness: Hardness, kind: SubjectKind, id: &str, name: &str) -> Clash {
        Clash {
            code,
            hardness,
            subject_kind: kind,
            subject_id: id.to_owned(),
            subject_name: name.to_owned(),
            holder: None,
            limit: None,
            actual: None,
            detail: None,
        }
    }

    pub(crate) fn held_by(mut self, holder: Option<&Holder>) -> Clash {
        self.holder = holder.cloned();
        self
    }

    pub(crate) fn measured(mut self, limit: i64, actual: i64) -> Clash {
        (self.limit, self.actual) = (Some(limit), Some(actual));
        self
    }

    pub(crate) fn detailed(mut self, detail: impl Into<String>) -> Clash {
        self.detail = Some(detail.into());
        self
    }

    /// By how much a limit is passed: the more, the worse. Of a rest that is too short, the missing minutes.
    pub fn excess(&self) -> i64 {
        let over = self.actual.unwrap_or_default() - self.limit.unwrap_or_default();
        if matches!(self.code, ClashCode::PersonBuffer | ClashCode::ArrivalBuffer) { -over } else { over }
    }

    /// What an override names: the same clash about the same subject stays let pass after an edit.
    pub fn key(&self) -> (ClashCode, &str) {
        (self.code, &self.subject_id)
    }
}

/// A post of a proposed session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostDemand {
    /// Its id, or any word that is unique among the proposal's posts.
    pub id: String,
    /// The role wanted, such as `docent`.
    pub role: String,
    /// The language wanted, where it is not the session's.
    pub language: Option<String>,
    /// Who fills it, if somebody does.
    pub person: Option<String>,
}

/// A session as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id where it exists already: its own occupancy does not clash with it.
    pub id: Option<String>,
    /// Its kind.
    pub kind: SessionKind,
    /// Whether the public may come.
    pub public: bool,
    /// When it runs.
    pub span: Span,
    /// Minutes the room is taken before.
    pub lead_in_minutes: i64,
    /// Minutes the room is taken after.
    pub lead_out_minutes: i64,
    /// The spaces it uses or visits.
    pub spaces: Vec<String>,
    /// Its posts.
    pub posts: Vec<PostDemand>,
    /// Its theme, where docents qualify by theme.
    pub theme: Option<String>,
    /// Its language.
    pub language: String,
    /// The ages it is for.
    pub age_band: Option<String>,
    /// People expected at most.
    pub headcount: Option<i64>,
}

impl Proposal {
    /// What it takes of its resources: lead-in and lead-out belong to the session.
    pub fn taken(&self) -> Span {
        Span { starts: self.span.starts - self.lead_in_minutes, ends: self.span.ends + self.lead_out_minutes }
    }

    /// The same session beginning at another minute.
    pub fn starting_at(&self, starts: Minute) -> Proposal {
        Proposal { span: Span { starts, ends: starts + self.span.minutes() }, ..self.clone() }
    }
}

/// One taken stretch of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The stretch.
    pub span: Span,
    /// The id of its holder.
    pub holder: String,
}

/// What is taken, by resource; the stretches of one resource are disjoint.
#[derive(Debug, Clone, Default)]
pub struct Occupancy {
    taken: HashMap<String, Vec<Taken>>,
    holders: HashMap<String, Holder>,
}

impl Occupancy {
    /// An index over taken stretches and their holders.
    pub fn new(
        stretches: impl IntoIterator<Item = (String, Taken)>,
        holders: impl IntoIterator<Item = Holder>,
    ) -> Occupancy {
        let mut taken: HashMap<String, Vec<Taken>> = HashMap::new();
        for (resource, stretch) in stretches {
            taken.entry(resource).or_default().push(stretch);
        }
        for stretches in taken.values_mut() {
            stretches.sort_by_key(|stretch| stretch.span);
        }
        Occupancy { taken, holders: holders.into_iter().map(|holder| (holder.id.clone(), holder)).collect() }
    }

    /// The first stretch of `resource` that overlaps `span` and is not held by `except`.
    pub fn first_overlap(&self, resource: &str, span: Span, except: Option<&str>) -> Option<&Taken> {
        let stretches = self.taken.get(resource)?;
        // Disjoint and sorted by start, they are sorted by end as well.
        let first = stretches.partition_point(|stretch| stretch.span.ends <= span.starts);
        stretches[first..]
            .iter()
            .take_while(|stretch| stretch.span.starts < span.ends)
            .find(|stretch| Some(stretch.holder.as_str()) != except)
    }

    /// All stretches of `resource` that overlap `span` and are not held by `except`, in order.
    pub fn overlaps<'o>(
        &'o self,
        resource: &str,
        span: Span,
        except: Option<&'o str>,
    ) -> impl Iterator<Item = &'o Taken> + use<'o> {
        let stretches = self.of(resource);
        let first = stretches.partition_point(|stretch| stretch.span.ends <= span.starts);
        stretches[first..]
            .iter()
            .take_while(move |stretch| stretch.span.starts < span.ends)
            .filter(move |stretch| Some(stretch.holder.as_str()) != except)
    }

    /// Adds claims as they are granted, so that several decisions of one batch see one another.
    pub fn add(&mut self, claims: &[Claim], holder: Holder) {
        for claim in claims {
            let stretches = self.taken.entry(claim.resource.clone()).or_default();
            let place = stretches.partition_point(|stretch| stretch.span < claim.span);
            stretches.insert(place, Taken { span: claim.span, holder: holder.id.clone() });
        }
        self.holders.insert(holder.id.clone(), holder);
    }

    /// Frees everything these holders hold.
    pub fn release(&mut self, holders: &HashSet<&str>) {
        for stretches in self.taken.values_mut() {
            stretches.retain(|stretch| !holders.contains(stretch.holder.as_str()));
        }
    }

    /// All stretches of a resource, in order.
    pub fn of(&self, resource: &str) -> &[Taken] {
        self.taken.get(resource).map_or(&[], Vec::as_slice)
    }

    /// The holder of that id.
    pub fn holder(&self, id: &str) -> Option<&Holder> {
        self.holders.get(id)
    }
}

/// A claim on a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The resource's key, see [`crate::space::space_resource`].
    pub resource: String,
    /// The stretch claimed.
    pub span: Span,
}

/// How the opening calendar sees a stretch of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningVerdict {
    /// Open throughout.
    Open,
    /// The museum is closed that day.
    ClosedDay,
    /// A museum notice closes it, with its reason.
    ClosedByNotice {
        /// The reason that prints.
        reason: String,
    },
    /// It begins before opening or ends after closing.
    OutsideHours,
}

/// Limits of planning; every number is a setting with this default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PlanningSettings {
    /// Minutes between two posts of one person.
    pub rest_minutes_min: i64,
    /// Guided tours a docent leads a day.
    pub tours_per_day_max: i64,
    /// People in a tour group.
    pub tour_group_max: i64,
    /// Minutes a proposed time is rounded to.
    pub step_minutes: i64,
    /// How many days ahead an alternative day is looked for.
    pub alternative_days_max: i64,
    /// The language every docent speaks.
    pub house_language: String,
}

impl Default for PlanningSettings {
    fn default() -> PlanningSettings {
        PlanningSettings {
            rest_minutes_min: 10,
            tours_per_day_max: 4,
            tour_group_max: 30,
            step_minutes: 5,
            alternative_days_max: 14,
            house_language: "zh".to_owned(),
        }
    }
}

/// Everything a judgement looks at.
pub struct Facts<'a> {
    /// The spaces.
    pub spaces: &'a SpaceTree,
    /// What is taken.
    pub occupancy: &'a Occupancy,
    /// Other sessions with posts that nobody fills yet.
    pub demands: &'a [Proposal],
    /// People who may stand on a post, by id.
    pub people: &'a HashMap<String, Person>,
    /// How the opening calendar sees a stretch of a space.
    pub opening: &'a dyn Fn(&str, Span) -> OpeningVerdict,
    /// The limits.
    pub settings: &'a PlanningSettings,
}

/// What a proposal would take, and what stands against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Its claims. Complete only where no clash is hard.
    pub claims: Vec<Claim>,
    /// Every clash, hard ones first.
    pub clashes: Vec<Clash>,
}

impl Judgement {
    /// Whether nothing hard stands against it.
    pub fn is_possible(&self) -> bool {
        self.clashes.iter().all(|clash| clash.hardness == Hardness::Soft)
    }
}

/// Judges a proposal against the facts.
pub fn judge(proposal: &Proposal, facts: &Facts<'_>) -> Judgement {
    let mut judgement = Judgement::default();
    if proposal.kind.is_in_house() {
        space_use::judge(proposal, facts, &mut judgement);
    }
    for post in &proposal.posts {
        let Some(id) = &post.person else { continue };
        judgement.claims.push(Claim { resource: person_resource(id), span: proposal.taken() });
        if let Some(person) = facts.people.get(id) {
            judgement.clashes.extend(people::judge(person, post, proposal, facts));
        }
    }
    judgement.clashes.extend(demand::judge(proposal, facts));
    judgement.clashes.sort_by_key(|clash| clash.hardness);
    judgement
}
