//! What stands against a session or an exhibition, as the vision words it: spaces, capacity, opening hours.

use super::people;
use super::world::{Clash, DAY_LONG, Exhibition, FIRST_DAY, Hold, Minute, Session, Thing, What, World, meet};

/// People in a tour group.
const GROUP_MOST: i64 = 30;

pub(super) fn clash(hard: bool, code: &'static str, subject: &str) -> Clash {
    Clash { hard, code, subject: subject.to_owned(), excess: 0 }
}

/// What a session would hold, and what stands against it. `but` names what does not count: itself, or those that
/// leave their places together with it.
pub(super) fn session(world: &World, wanted: &Session, but: &[String]) -> (Vec<Hold>, Vec<Clash>) {
    let mut holds = Vec::new();
    let mut clashes = Vec::new();
    if !matches!(wanted.kind, "online" | "caravan") {
        for &space in &wanted.spaces {
            if !world.spaces[space].active {
                clashes.push(clash(true, "space_inactive", &world.spaces[space].id));
            }
        }
        if wanted.kind == "guided_tour" {
            tour(world, wanted, but, &mut holds, &mut clashes);
        } else {
            event(world, wanted, but, &mut holds, &mut clashes);
        }
        if wanted.kind != "maintenance" {
            clashes.extend(too_many(world, wanted));
            if wanted.public {
                clashes.extend(shut(world, &wanted.spaces, (wanted.starts, wanted.ends)));
            }
        }
    }
    let (from, to) = wanted.taken();
    for post in &wanted.posts {
        if let Some(person) = post.person {
            holds.push(Hold { thing: Thing::Person(person), from, to });
            clashes.extend(people::on_post(world, wanted, post, person, but));
        }
    }
    clashes.extend(people::too_few(world, wanted, but));
    (holds, clashes)
}

fn event(world: &World, wanted: &Session, but: &[String], holds: &mut Vec<Hold>, clashes: &mut Vec<Clash>) {
    let span = wanted.taken();
    for leaf in world.leaves_of(&wanted.spaces) {
        let id = &world.spaces[leaf].id;
        let mut things = vec![Thing::Event(leaf), Thing::AllLanes(leaf)];
        if wanted.kind == "maintenance" {
            things.push(Thing::Closure(leaf));
        }
        if world.held(Thing::Closure(leaf), span, but) {
            clashes.push(clash(true, "space_closed", id));
        } else if world.held(Thing::Event(leaf), span, but) || world.held(Thing::Lane(leaf), span, but) {
            clashes.push(clash(true, "space_taken", id));
        }
        holds.extend(things.into_iter().map(|thing| Hold { thing, from: span.0, to: span.1 }));
    }
}

fn tour(world: &World, wanted: &Session, but: &[String], holds: &mut Vec<Hold>, clashes: &mut Vec<Clash>) {
    let span = wanted.taken();
    let mut around = Vec::new();
    let (mut walks, mut refused) = (false, false);
    for leaf in world.leaves_of(&wanted.spaces) {
        let space = &world.spaces[leaf];
        let code = if space.lanes == 0 {
            "no_guide_lane"
        } else if world.held(Thing::Closure(leaf), span, but) {
            "space_closed"
        } else if world.held(Thing::Event(leaf), span, but) {
            around.push(space.id.clone());
            continue;
        } else if world.lanes_in_use(leaf, span, but) >= space.lanes {
            "lanes_full"
        } else {
            walks = true;
            holds.push(Hold { thing: Thing::Lane(leaf), from: span.0, to: span.1 });
            continue;
        };
        refused = true;
        clashes.push(clash(true, code, &space.id));
    }
    let nowhere = !walks && !refused;
    let (hard, code) = if nowhere { (true, "space_taken") } else { (false, "tour_walks_around") };
    clashes.extend(around.iter().map(|id| clash(hard, code, id)));
}

/// More people than the spaces bear. A tour is in one of them at a time, an event in all of them at once; a part of a
/// space that is named as well adds nothing. Where nobody knows what a space bears, nothing can be said of an event.
fn too_many(world: &World, wanted: &Session) -> Vec<Clash> {
    let Some(heads) = wanted.capacity else { return Vec::new() };
    let inside = |space: usize| world.path(space)[1..].iter().any(|above| wanted.spaces.contains(above));
    let tour = wanted.kind == "guided_tour";
    let counted: Vec<usize> = wanted.spaces.iter().copied().filter(|space| tour || !inside(*space)).collect();
    let known: Vec<i64> = counted.iter().filter_map(|space| world.spaces[*space].capacity).collect();
    let limit = match tour {
        true => known.iter().copied().min(),
        false if known.len() == counted.len() => Some(known.iter().sum()),
        false => None,
    };
    let smallest = counted
        .iter()
        .copied()
        .filter(|space| world.spaces[*space].capacity.is_some())
        .min_by_key(|space| world.spaces[*space].capacity)
        .or_else(|| counted.first().copied());
    let Some(smallest) = smallest else { return Vec::new() };
    let over = |code, limit: i64| {
        let found = Clash { excess: heads - limit, ..clash(false, code, &world.spaces[smallest].id) };
        (heads > limit).then_some(found)
    };
    let mut clashes: Vec<Clash> = limit.and_then(|limit| over("over_capacity", limit)).into_iter().collect();
    clashes.extend(over("group_too_large", GROUP_MOST).filter(|_| tour));
    clashes
}

/// What the opening calendar has against a stretch of time, each kind about the first space that meets it.
fn shut(world: &World, spaces: &[usize], span: (Minute, Minute)) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = Vec::new();
    for &space in spaces {
        if let Some(code) = shut_code(world, space, span)
            && !clashes.iter().any(|known| known.code == code)
        {
            clashes.push(clash(false, code, &world.spaces[space].id));
        }
    }
    clashes
}

fn shut_code(world: &World, space: usize, span: (Minute, Minute)) -> Option<&'static str> {
    let mut code = None;
    let days = span.0.div_euclid(DAY_LONG)..=(span.1 - 1).div_euclid(DAY_LONG);
    for day in days.map(|day| day * DAY_LONG) {
        for (morning, half) in [(true, (day, day + 720)), (false, (day + 720, day + DAY_LONG))] {
            if !meet(half, span) {
                continue;
            }
            let places = [space].into_iter().chain(world.leaves(space));
            if places.clone().any(|place| deciding(world, place, day, morning) == Some(true)) {
                return Some("closed_by_notice");
            }
            let opened = deciding(world, space, day, morning) == Some(false);
            if !opened && is_closed(day) {
                code = Some("closed_day");
            }
        }
        let (from, to) = (span.0.max(day) - day, span.1.min(day + DAY_LONG) - day);
        if code.is_none() && (from < 570 || to > 1_020) {
            code = Some("outside_hours");
        }
    }
    code
}

/// Whether the notice that decides half a day of a place closes it; `None` where no notice speaks of it. The nearest
/// space decides, then the youngest notice, whose id is the greatest.
fn deciding(world: &World, space: usize, day: Minute, morning: bool) -> Option<bool> {
    let path = world.path(space);
    let mut best: Option<(usize, &str, bool)> = None;
    for (id, item) in &world.items {
        let What::Notice(notice) = &item.what else { continue };
        let half = notice.part == "day" || (notice.part == "morning") == morning;
        if notice.withdrawn || !half || day < notice.from || notice.to < day {
            continue;
        }
        let distance = match notice.space {
            None => path.len(),
            Some(about) => match path.iter().position(|space| *space == about) {
                Some(distance) => distance,
                None => continue,
            },
        };
        if best
            .is_none_or(|(nearest, youngest, _)| distance < nearest || (distance == nearest && id.as_str() > youngest))
        {
            best = Some((distance, id, notice.closes));
        }
    }
    best.map(|(_, _, closes)| closes)
}

/// Mondays, but the holiday on 4 May 2026.
fn is_closed(day: Minute) -> bool {
    day != FIRST_DAY && (day - FIRST_DAY).rem_euclid(7 * DAY_LONG) == 0
}

/// What an exhibition would hold, and what stands against it.
pub(super) fn exhibition(world: &World, wanted: &Exhibition, but: &[String]) -> (Vec<Hold>, Vec<Clash>) {
    let [installs, opens, closes, over] = wanted.days;
    let whole = (installs, over + DAY_LONG);
    let closures = [(installs, opens), (closes + DAY_LONG, over + DAY_LONG)];
    let mut holds = Vec::new();
    let mut clashes = Vec::new();
    for &space in &wanted.spaces {
        if !world.spaces[space].active {
            clashes.push(clash(true, "space_inactive", &world.spaces[space].id));
        }
    }
    let mut named: Vec<&str> = Vec::new();
    // In the order of the spaces, for each holder is named once, about the first place where it stands.
    for leaf in in_order(world, &wanted.spaces) {
        holds.push(Hold { thing: Thing::Content(leaf), from: whole.0, to: whole.1 });
        let id = &world.spaces[leaf].id;
        for (other, _, hold) in world.holds(but) {
            if hold.thing == Thing::Content(leaf) && meet((hold.from, hold.to), whole) && !named.contains(&other) {
                named.push(other);
                clashes.push(clash(true, "content_taken", id));
            }
        }
        for span in closures.into_iter().filter(|(from, to)| from < to) {
            for thing in [Thing::Closure(leaf), Thing::Event(leaf), Thing::AllLanes(leaf)] {
                holds.push(Hold { thing, from: span.0, to: span.1 });
            }
            for (other, item, hold) in world.holds(but) {
                let here = matches!(hold.thing, Thing::Closure(at) | Thing::Event(at) | Thing::Lane(at) if at == leaf);
                if here && meet((hold.from, hold.to), span) && !named.contains(&other) {
                    named.push(other);
                    let code = if matches!(item.what, What::Exhibition(_)) { "space_closed" } else { "space_taken" };
                    clashes.push(clash(true, code, id));
                }
            }
        }
    }
    // It should open on a day, and in a hall, that the public can come to.
    let morning = (opens + 600, opens + 660);
    clashes.extend(shut(world, &wanted.spaces, morning).into_iter().filter(|clash| clash.code != "outside_hours"));
    (holds, clashes)
}

fn in_order(world: &World, spaces: &[usize]) -> Vec<usize> {
    let mut leaves = Vec::new();
    for leaf in spaces.iter().flat_map(|space| world.leaves(*space)) {
        if !leaves.contains(&leaf) {
            leaves.push(leaf);
        }
    }
    leaves
}
