//! What stands against a person on a post, and against more posts than there are people.

use super::judge::clash;
use super::world::{Clash, DAY_LONG, FIRST_DAY, Minute, Person, Post, Session, Thing, What, World, meet};

/// Minutes between two posts of one person.
const REST: Minute = 10;
/// Guided tours a docent leads a day.
const TOURS_A_DAY: i64 = 4;

/// Everything against a person on a post of a session.
pub(super) fn on_post(world: &World, session: &Session, post: &Post, person: usize, but: &[String]) -> Vec<Clash> {
    let who = &world.people[person];
    let mut clashes = anywhere(world, person, session.taken(), but);
    if session.kind == "guided_tour" && post.role == "docent" {
        let day = session.starts.div_euclid(DAY_LONG);
        let leads = |what: &What| matches!(what, What::Session(other) if other.kind == "guided_tour" && other.starts.div_euclid(DAY_LONG) == day);
        let others =
            world.holds(but).filter(|(_, item, hold)| hold.thing == Thing::Person(person) && leads(&item.what)).count()
                as i64;
        if others + 1 > TOURS_A_DAY {
            clashes.push(Clash { excess: others + 1 - TOURS_A_DAY, ..clash(false, "person_tours_per_day", &who.id) });
        }
    }
    clashes.extend(lacks(world, who, session, post, true).map(|code| clash(false, code, &who.id)));
    if on_leave(world, person, session.taken()) {
        clashes.push(clash(false, "person_on_leave", &who.id));
    } else if !comes(who, session.taken()) {
        clashes.push(clash(false, "person_unavailable", &who.id));
    }
    clashes
}

/// What stands against a person being away from home at all: gone, elsewhere, or not rested.
pub(super) fn anywhere(world: &World, person: usize, span: (Minute, Minute), but: &[String]) -> Vec<Clash> {
    let id = &world.people[person].id;
    let mut clashes = Vec::new();
    if !world.people[person].active {
        clashes.push(clash(true, "person_inactive", id));
    }
    let elsewhere: Vec<(Minute, Minute)> = world
        .holds(but)
        .filter(|(_, _, hold)| hold.thing == Thing::Person(person))
        .map(|(_, _, hold)| (hold.from, hold.to))
        .collect();
    if elsewhere.iter().any(|other| meet(*other, span)) {
        clashes.push(clash(true, "person_taken", id));
    } else {
        // The first that is too near, in order of time, is the one that is spoken of.
        let mut gaps: Vec<(Minute, Minute)> =
            elsewhere.iter().map(|(from, to)| (*from, (span.0 - to).max(from - span.1))).collect();
        gaps.sort_unstable();
        if let Some((_, gap)) = gaps.into_iter().find(|(_, gap)| *gap < REST) {
            clashes.push(Clash { excess: REST - gap, ..clash(false, "person_buffer", id) });
        }
    }
    clashes
}

pub(super) fn on_leave(world: &World, person: usize, span: (Minute, Minute)) -> bool {
    world.items.values().any(
        |item| matches!(&item.what, What::Leave(leave) if leave.person == person && meet((leave.from, leave.to), span)),
    )
}

/// Whether the person comes for the whole of a stretch: staff and docents always, unless they say when; volunteers
/// only when they say.
pub(super) fn comes(person: &Person, span: (Minute, Minute)) -> bool {
    if person.presence.is_empty() {
        return person.kind != "volunteer";
    }
    let day = span.0.div_euclid(DAY_LONG) * DAY_LONG;
    let weekday = ((day - FIRST_DAY) / DAY_LONG).rem_euclid(7);
    person.presence.iter().any(|(on, from, to)| *on == weekday && day + from <= span.0 && span.1 <= day + to)
}

/// What a person lacks for a post. `particular` is false where only the role itself is asked for.
fn lacks(world: &World, person: &Person, session: &Session, post: &Post, particular: bool) -> Option<&'static str> {
    let by_trade = match person.kind {
        "docent" => matches!(post.role, "docent" | "floor_volunteer"),
        "staff" => post.role != "docent",
        _ => post.role == "floor_volunteer",
    };
    let has = |aspect: &str, value: &str, needed: bool| {
        let of_aspect: Vec<_> = person.skills.iter().filter(|skill| skill.aspect == aspect).collect();
        if of_aspect.is_empty() && !needed {
            return None;
        }
        match of_aspect.iter().find(|skill| skill.value == value) {
            None => Some("not_qualified"),
            Some(skill) if skill.expires.is_some_and(|day| day <= session.starts) => Some("qualification_expired"),
            Some(_) => None,
        }
    };
    let mut found = if by_trade { None } else { has("role", post.role, true) };
    if !particular {
        return found;
    }
    let language = post.language.unwrap_or(session.language);
    if found.is_none() && language != "zh" {
        found = has("language", language, true);
    }
    if post.role == "docent" {
        if found.is_none() {
            found = session.theme.and_then(|theme| has("theme", theme, false));
        }
        for space in &session.spaces {
            let path = world.path(*space);
            let hall = &world.spaces[path[path.len() - 1]].id;
            if found.is_none() {
                found = has("hall", hall, false);
            }
        }
    }
    found
}

/// Where the open posts of a session go beyond the free and qualified people, beside those that others count on.
/// Everything is tried: a set of posts can be filled if some way of giving out people fills it.
pub(super) fn too_few(world: &World, wanted: &Session, but: &[String]) -> Option<Clash> {
    let listed =
        |post: &&Post| world.people.iter().any(|one| one.active && lacks(world, one, wanted, post, false).is_none());
    let own: Vec<&Post> = wanted.posts.iter().filter(|post| post.person.is_none()).filter(listed).collect();
    if own.is_empty() {
        return None;
    }
    let span = wanted.taken();
    let others: Vec<(&String, &Session)> = world
        .items
        .iter()
        .filter(|(id, _)| !but.contains(id))
        .filter_map(|(id, item)| match &item.what {
            What::Session(other) if matches!(other.state, "planned" | "published") => Some((id, other)),
            _ => None,
        })
        .filter(|(_, other)| meet(other.taken(), span))
        .collect();
    let mut minutes: Vec<Minute> = others.iter().map(|(_, other)| other.taken().0.max(span.0)).collect();
    minutes.push(span.0);
    minutes.sort_unstable();
    minutes.dedup();
    for minute in minutes {
        // For each post the people who could stand on it.
        let mut filled: Vec<Vec<usize>> = Vec::new();
        let mut role_wanted: Vec<(&str, bool)> = Vec::new();
        for (id, other) in &others {
            let (from, to) = other.taken();
            if minute < from || to <= minute {
                continue;
            }
            for post in other.posts.iter().filter(|post| post.person.is_none()) {
                let fit = fitting(world, other, post, but, Some(id), wanted);
                role_wanted.push((post.role, add(&mut filled, fit)));
            }
        }
        for post in &own {
            let fit = fitting(world, wanted, post, but, None, wanted);
            let fits = add(&mut filled, fit);
            role_wanted.push((post.role, fits));
            if !fits {
                let of_role = role_wanted.iter().filter(|(role, _)| *role == post.role);
                let short = of_role.filter(|(_, filled)| !filled).count() as i64;
                return Some(Clash { excess: short, ..clash(false, "demand_short", post.role) });
            }
        }
    }
    None
}

/// Who could stand on an open post of a session, unless `asking` has them.
fn fitting(
    world: &World,
    session: &Session,
    post: &Post,
    but: &[String],
    id: Option<&String>,
    asking: &Session,
) -> Vec<usize> {
    let mut but = but.to_vec();
    but.extend(id.cloned());
    (0..world.people.len())
        .filter(|person| {
            let who = &world.people[*person];
            let busy = |session: &Session| session.posts.iter().any(|post| post.person == Some(*person));
            who.active
                && !busy(session)
                && !busy(asking)
                && !world.held(Thing::Person(*person), session.taken(), &but)
                && lacks(world, who, session, post, true).is_none()
                && !on_leave(world, *person, session.taken())
                && comes(who, session.taken())
        })
        .collect()
}

/// Adds a post to those that can be filled together, if it can.
fn add(filled: &mut Vec<Vec<usize>>, fit: Vec<usize>) -> bool {
    filled.push(fit);
    let possible = give_out(filled, &mut Vec::new());
    if !possible {
        filled.pop();
    }
    possible
}

fn give_out(posts: &[Vec<usize>], taken: &mut Vec<usize>) -> bool {
    let Some(next) = posts.get(taken.len()) else { return true };
    for person in next {
        if !taken.contains(person) {
            taken.push(*person);
            if give_out(posts, taken) {
                return true;
            }
            taken.pop();
        }
    }
    false
}
