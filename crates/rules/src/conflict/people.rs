//! Whether a person may stand on a post: free, rested, qualified, present.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use chrono::Datelike as _;

use super::{Clash, ClashCode, Facts, Hardness, Occupancy, PostDemand, Proposal, SubjectKind};
use crate::session::{SessionKind, codes};
use crate::space::person_resource;
use crate::time::{DAY_MINUTES, Minute, Span, date_of, day_start, minute_of_day};

codes! {
    /// What a person is to the museum.
    pub enum PersonKind {
        /// 职工: present unless on leave.
        Staff = "staff",
        /// 讲解员: present unless on leave.
        Docent = "docent",
        /// 志愿者: absent unless available.
        Volunteer = "volunteer",
    }
}

codes! {
    /// What a qualification speaks about.
    pub enum QualificationAspect {
        /// A role such as `docent`, for people who are not docents by profession.
        Role = "role",
        /// A theme.
        Theme = "theme",
        /// A language.
        Language = "language",
        /// An age band.
        AgeBand = "age_band",
        /// A hall, by its id.
        Hall = "hall",
    }
}

/// What a person may do, until it expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    /// What it speaks about.
    pub aspect: QualificationAspect,
    /// The theme, language, band, hall or role.
    pub value: String,
    /// The day from which it no longer holds, as the minute that day begins.
    pub expires: Option<Minute>,
}

/// A weekly stretch in which a person can come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// 0 is Monday.
    pub weekday: i64,
    /// Minutes of the day.
    pub within: Span,
    /// First day it holds, as the minute that day begins.
    pub valid_from: Option<Minute>,
    /// The minute after its last day.
    pub valid_until: Option<Minute>,
}

/// A person as the rules see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What they are.
    pub kind: PersonKind,
    /// Whether they may take anything new.
    pub active: bool,
    /// What they may do.
    pub qualifications: Vec<Qualification>,
    /// When they can come.
    pub availability: Vec<Availability>,
    /// When they are away.
    pub leave: Vec<Span>,
}

/// A qualification that is wanting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lacking {
    /// What it speaks about.
    pub aspect: QualificationAspect,
    /// What was wanted.
    pub value: String,
    /// Whether the person had it once.
    pub expired: bool,
}

/// The first qualification the person lacks for a post, if any.
///
/// A role needs a word for it except where the profession says it; a language needs one except
/// the house's own. Theme, age band and hall restrict only those who have some of that aspect.
pub fn qualified(person: &Person, post: &PostDemand, proposal: &Proposal, facts: &Facts<'_>) -> Option<Lacking> {
    use QualificationAspect as A;
    let by_profession = match person.kind {
        PersonKind::Docent => post.role == "docent" || post.role == "floor_volunteer",
        PersonKind::Staff => post.role != "docent",
        PersonKind::Volunteer => post.role == "floor_volunteer",
    };
    let language = post.language.as_ref().unwrap_or(&proposal.language);
    let halls: Vec<String> = proposal.spaces.iter().map(|space| facts.spaces.top(space)).collect();
    let mut wanted: Vec<(A, &str, bool)> = Vec::new();
    if !by_profession {
        wanted.push((A::Role, &post.role, true));
    }
    if *language != facts.settings.house_language {
        wanted.push((A::Language, language, true));
    }
    if post.role == "docent" {
        wanted.extend(proposal.theme.as_deref().map(|theme| (A::Theme, theme, false)));
        wanted.extend(proposal.age_band.as_deref().map(|band| (A::AgeBand, band, false)));
        wanted.extend(halls.iter().map(|hall| (A::Hall, hall.as_str(), false)));
    }
    wanted.into_iter().find_map(|(aspect, value, always)| lacks(person, aspect, value, always, proposal.span.starts))
}

fn lacks(person: &Person, aspect: QualificationAspect, value: &str, always: bool, at: Minute) -> Option<Lacking> {
    let mut of_aspect = person.qualifications.iter().filter(|qualification| qualification.aspect == aspect).peekable();
    if of_aspect.peek().is_none() && !always {
        return None;
    }
    let found = of_aspect.find(|qualification| qualification.value == value);
    let expired = match found {
        None => false,
        Some(qualification) if qualification.expires.is_none_or(|expires| at < expires) => {
            return None;
        }
        Some(_) => true,
    };
    Some(Lacking { aspect, value: value.to_owned(), expired })
}

/// Whether the person can come for the whole of `span`.
pub(crate) fn available(person: &Person, span: Span) -> bool {
    if person.availability.is_empty() {
        return person.kind != PersonKind::Volunteer;
    }
    let Some(date) = date_of(span.starts) else {
        return false;
    };
    let weekday = i64::from(date.weekday().num_days_from_monday());
    let within = Span { starts: minute_of_day(span.starts), ends: minute_of_day(span.starts) + span.minutes() };
    person.availability.iter().any(|availability| {
        availability.weekday == weekday
            && availability.within.contains(within)
            && availability.valid_from.is_none_or(|from| from <= span.starts)
            && availability.valid_until.is_none_or(|until| span.starts < until)
    })
}

/// Everything that stands against a person on a post.
pub(super) fn judge(person: &Person, post: &PostDemand, proposal: &Proposal, facts: &Facts<'_>) -> Vec<Clash> {
    let clash = |code, hardness| Clash::new(code, hardness, SubjectKind::Person, &person.id, &person.name);
    let span = proposal.taken();
    let mut clashes = Vec::new();
    clashes.extend(presence(person, span, proposal.id.as_deref(), facts.occupancy, facts.settings.rest_minutes_min));
    if proposal.kind == SessionKind::GuidedTour && post.role == "docent" {
        let tours = tours_on_day(person, proposal, facts) + 1;
        if tours > facts.settings.tours_per_day_max {
            clashes.push(
                clash(ClashCode::PersonToursPerDay, Hardness::Soft).measured(facts.settings.tours_per_day_max, tours),
            );
        }
    }
    if let Some(lacking) = qualified(person, post, proposal, facts) {
        let code = if lacking.expired { ClashCode::QualificationExpired } else { ClashCode::NotQualified };
        // A hall is known by its id; its sentence wants the name.
        let word = facts.spaces.get(&lacking.value).map_or(lacking.value.clone(), |space| space.name.clone());
        clashes.push(clash(code, Hardness::Soft).detailed(format!("{}:{word}", lacking.aspect.code())));
    }
    if person.leave.iter().any(|leave| leave.overlaps(span)) {
        clashes.push(clash(ClashCode::PersonOnLeave, Hardness::Soft));
    } else if !available(person, span) {
        clashes.push(clash(ClashCode::PersonUnavailable, Hardness::Soft));
    }
    clashes
}

/// What stands against a person being anywhere at all in a stretch of time: they have left, are elsewhere, or
/// have too short a rest (in minutes) before or after. `except` is the session or run that asks.
pub(crate) fn presence(
    person: &Person,
    span: Span,
    except: Option<&str>,
    occupancy: &Occupancy,
    rest_minutes_min: i64,
) -> Vec<Clash> {
    let clash = |code, hardness| Clash::new(code, hardness, SubjectKind::Person, &person.id, &person.name);
    let resource = person_resource(&person.id);
    let mut clashes = Vec::new();
    if !person.active {
        clashes.push(clash(ClashCode::PersonInactive, Hardness::Hard));
    }
    let around = Span { starts: span.starts - rest_minutes_min, ends: span.ends + rest_minutes_min };
    if let Some(taken) = occupancy.first_overlap(&resource, span, except) {
        clashes.push(clash(ClashCode::PersonTaken, Hardness::Hard).held_by(occupancy.holder(&taken.holder)));
    } else if let Some(near) = occupancy.first_overlap(&resource, around, except) {
        let gap = (span.starts - near.span.ends).max(near.span.starts - span.ends);
        let by = occupancy.holder(&near.holder);
        clashes.push(clash(ClashCode::PersonBuffer, Hardness::Soft).held_by(by).measured(rest_minutes_min, gap));
    }
    clashes
}

/// Guided tours the person leads that day besides this one.
fn tours_on_day(person: &Person, proposal: &Proposal, facts: &Facts<'_>) -> i64 {
    let Some(date) = date_of(proposal.span.starts) else {
        return 0;
    };
    let day = Span { starts: day_start(date), ends: day_start(date) + DAY_MINUTES };
    let tours = facts.occupancy.of(&person_resource(&person.id)).iter().filter(|taken| {
        day.contains(taken.span)
            && Some(taken.holder.as_str()) != proposal.id.as_deref()
            && facts
                .occupancy
                .holder(&taken.holder)
                .is_some_and(|holder| holder.session_kind == Some(SessionKind::GuidedTour))
    });
    i64::try_from(tours.count()).unwrap_or(i64::MAX)
}
