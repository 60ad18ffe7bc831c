//! Steps with sessions: save, change, move, check, shift, transit, delete.

use serde_json::{Value, json};

use super::game::{Dice, Divergence, Foretold, Game, overrides, same, settle};
use super::judge;
use super::world::{Clash, DAY_LONG, FIRST_DAY, Item, Minute, NOW, Post, Session, What, World};

/// Days that things are planned on: the holiday Monday, Tuesday, a made-up Saturday, the closed Monday, a Tuesday.
const DAYS: [Minute; 5] = [0, 1, 5, 7, 8];

pub(super) fn some_minute(dice: &mut Dice) -> Minute {
    FIRST_DAY + dice.of(&DAYS) * DAY_LONG + 480 + 5 * dice.roll(120) as Minute
}

/// Whether a state holds what it takes.
pub(super) fn holding(state: &str) -> bool {
    !matches!(state, "draft" | "moved" | "cancelled")
}

pub(super) fn is_open(state: &str) -> bool {
    matches!(state, "draft" | "planned" | "published")
}

/// The state after a transition, or the refusal.
pub(super) fn after(state: &str, transition: &str, starts: Minute, ends: Minute) -> Result<&'static str, &'static str> {
    let next = match (transition, state) {
        ("plan", "draft") | ("withdraw", "published") | ("reinstate", "cancelled") => "planned",
        ("publish", "draft" | "planned") | ("unhold", "held" | "no_audience") => "published",
        ("cancel", "planned" | "published") => "cancelled",
        ("hold", "planned" | "published") => "held",
        ("nobody_came", "planned" | "published") => "no_audience",
        _ => return Err("wrong_state"),
    };
    match transition {
        "hold" | "nobody_came" if NOW < starts => Err("not_yet"),
        "publish" | "reinstate" if ends <= NOW => Err("past"),
        _ => Ok(next),
    }
}

/// Why something is called off after a transition.
pub(super) fn called_off(transition: &str, reason: Option<&'static str>) -> Option<&'static str> {
    match transition {
        "cancel" => Some("weather"),
        "reinstate" => None,
        _ => reason,
    }
}

fn some_posts(world: &World, kind: &str, dice: &mut Dice) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for _ in 0..dice.of(&[0, 1, 1, 1, 2, 3]) {
        let role = match kind {
            "guided_tour" => "docent",
            _ => dice.of(&["assistant", "floor_volunteer", "docent", "actor"]),
        };
        let person = dice.chance(70).then(|| dice.roll(world.people.len()));
        let person = person.filter(|person| !posts.iter().any(|post| post.person == Some(*person)));
        let language = if dice.chance(12) { Some("en") } else { None };
        posts.push(Post { id: None, role, language, person });
    }
    posts
}

fn some_spaces(dice: &mut Dice) -> Vec<usize> {
    let mut spaces: Vec<usize> = match dice.roll(10) {
        0..=5 => vec![dice.of(&[0, 1, 2, 3, 4, 5, 5, 6])],
        6 => vec![dice.roll(8)],
        _ => (0..2 + dice.roll(2)).map(|_| dice.of(&[0, 1, 2, 3, 5, 6])).collect(),
    };
    spaces.sort_unstable();
    spaces.dedup();
    spaces
}

pub(super) fn some_session(world: &World, dice: &mut Dice) -> Session {
    let kind = dice.of(&[
        "guided_tour",
        "guided_tour",
        "guided_tour",
        "guided_tour",
        "activity",
        "show",
        "lesson",
        "demonstration",
        "lecture",
        "training",
        "film",
        "reception",
        "maintenance",
        "online",
    ]);
    let starts = some_minute(dice);
    let long = dice.of(&[30, 45, 45, 60, 90, if kind == "maintenance" { 600 } else { 20 }]);
    Session {
        kind,
        state: "planned",
        public: dice.chance(85),
        starts,
        ends: starts + long,
        lead_in: dice.of(&[0, 0, 0, 15]),
        lead_out: dice.of(&[0, 0, 0, 10]),
        spaces: if kind == "online" { Vec::new() } else { some_spaces(dice) },
        posts: some_posts(world, kind, dice),
        language: dice.of(&["zh", "zh", "zh", "zh", "en"]),
        theme: dice.of(&[None, None, None, Some("水"), Some("光")]),
        capacity: dice.of(&[None, Some(20), Some(30), Some(31), Some(70), Some(130)]),
    }
}

/// A session at the edge of a rule, beside one that is planned already: as far from it as a docent must rest, or a minute
/// less or more; where only some of a hall's tours overlap it; one more on the fullest day of a docent.
fn some_session_beside(world: &World, dice: &mut Dice) -> Option<Session> {
    let planned: Vec<&Session> = world
        .items
        .values()
        .filter_map(|item| match &item.what {
            What::Session(session) if holding(session.state) && session.kind == "guided_tour" => Some(session),
            _ => None,
        })
        .collect();
    if planned.is_empty() {
        return None;
    }
    let spaces = vec![dice.of(&[1, 2, 3, 5, 6])];
    let tour = Session {
        kind: "guided_tour",
        spaces,
        theme: None,
        language: "zh",
        capacity: None,
        ..some_session(world, dice)
    };
    let long = dice.of(&[20, 30, 45]);
    let led_by = |person: usize| vec![Post { id: None, role: "docent", language: None, person: Some(person) }];
    let led = |session: &Session| session.posts.iter().find_map(|post| post.person.filter(|_| post.role == "docent"));
    match dice.roll(3) {
        0 => {
            let led: Vec<(&Session, usize)> = planned.iter().filter_map(|one| Some((*one, led(one)?))).collect();
            let (other, person) = (!led.is_empty()).then(|| dice.of(&led))?;
            let gap = dice.of(&[8, 9, 9, 10, 10, 11, 12]);
            let starts = if dice.chance(50) { other.ends + gap } else { other.starts - gap - long };
            Some(Session { starts, ends: starts + long, lead_in: 0, lead_out: 0, posts: led_by(person), ..tour })
        }
        1 => {
            let other = dice.of(&planned);
            let starts = other.ends - dice.of(&[5, 10, 15]);
            Some(Session { starts, ends: starts + long, spaces: other.spaces.clone(), posts: Vec::new(), ..tour })
        }
        _ => {
            let day = |session: &Session| session.starts.div_euclid(DAY_LONG);
            let led: Vec<(usize, Minute)> = planned.iter().filter_map(|one| Some((led(one)?, day(one)))).collect();
            let (person, on) =
                *led.iter().max_by_key(|one| (led.iter().filter(|other| other == one).count(), **one))?;
            let taken: Vec<&&Session> = planned
                .iter()
                .filter(|one| day(one) == on && one.posts.iter().any(|post| post.person == Some(person)))
                .collect();
            let rests =
                |starts: &Minute| taken.iter().all(|one| starts + long + 20 <= one.starts || one.ends + 20 <= *starts);
            let starts = (0..100).map(|step| on * DAY_LONG + 9 * 60 + 5 * step).find(rests)?;
            Some(Session { starts, ends: starts + long, lead_in: 0, lead_out: 0, posts: led_by(person), ..tour })
        }
    }
}

impl Game {
    fn posts(&self, session: &Session) -> Value {
        let posts = session.posts.iter().map(|post| {
            let person = post.person.map(|person| self.world.people[person].id.clone());
            json!({ "id": post.id, "role": post.role, "language": post.language, "person": person })
        });
        posts.collect()
    }

    fn space_ids(&self, session: &Session) -> Value {
        session.spaces.iter().map(|space| json!(self.world.spaces[*space].id)).collect()
    }

    fn draft(&self, session: &Session, id: Option<&str>, revision: Option<i64>) -> Value {
        json!({
            "id": id, "revision": revision, "title": "场次", "kind": session.kind, "public": session.public,
            "starts": session.starts, "ends": session.ends, "lead_in_minutes": session.lead_in,
            "lead_out_minutes": session.lead_out, "spaces": self.space_ids(session), "posts": self.posts(session),
            "language": session.language, "theme": session.theme, "capacity": session.capacity,
            // Each save writes something.
            "remark": format!("第{}步", self.step),
        })
    }

    fn session_of(&self, id: &str) -> Session {
        match &self.world.items[id].what {
            What::Session(session) => session.clone(),
            other => panic!("{other:?} is no session"),
        }
    }

    fn sessions(&self, fits: impl Fn(&Session) -> bool) -> Vec<String> {
        self.ids(|what| matches!(what, What::Session(session) if fits(session)))
    }

    /// The session as an answer numbers its posts.
    fn item(&self, mut session: Session, answer: &Value, judged: (Vec<super::world::Hold>, Vec<Clash>)) -> Item {
        for (post, said) in session.posts.iter_mut().zip(answer["posts"].as_array().into_iter().flatten()) {
            post.id = said["id"].as_str().map(str::to_owned);
        }
        let holds = if holding(session.state) { judged.0 } else { Vec::new() };
        Item { what: What::Session(session), holds, findings: judged.1, written: 0, reason: None }
    }

    pub(super) fn save_new(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let beside = dice.chance(40).then(|| some_session_beside(&self.world, dice)).flatten();
        let mut session = beside.unwrap_or_else(|| some_session(&self.world, dice));
        let as_draft = dice.chance(18);
        if as_draft {
            session.state = "draft";
        }
        let (holds, clashes) = judge::session(&self.world, &session, &[]);
        let given = overrides(&clashes, dice);
        let settled = if as_draft { Ok(Vec::new()) } else { settle(&clashes, &[], &given) };
        let arguments =
            json!({ "session": self.draft(&session, None, None), "as_draft": as_draft, "overrides": given });
        let (foretold, findings) = foretell(settled);
        if let Some(answer) = self.call("session_save", arguments, &foretold)? {
            let id = answer["id"].as_str().unwrap_or_default().to_owned();
            let item = self.item(session, &answer, (holds, findings));
            self.believe(true, vec![(id, Some(item))]);
        }
        Ok(())
    }

    /// Another time, length, place, people; by the editor or by dragging.
    pub(super) fn edit(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = if dice.chance(90) { self.sessions(|one| is_open(one.state)) } else { self.sessions(|_| true) };
        if known.is_empty() {
            return Ok(());
        }
        let id = dice.of(&known);
        let before = self.session_of(&id);
        let mut session = before.clone();
        let dragged = dice.chance(50);
        let whole = Session { kind: before.kind, ..some_session(&self.world, dice) };
        if dragged || dice.chance(60) {
            let by = dice.of(&[-45, -30, -10, 10, 20, 45, 60, DAY_LONG, -DAY_LONG]);
            let long = if dice.chance(25) { 50 } else { before.ends - before.starts };
            session.starts = if dice.chance(30) { some_minute(dice) + 2 } else { before.starts + by };
            session.ends = session.starts + long;
        }
        if before.kind != "online" && dice.chance(35) {
            session.spaces = some_spaces(dice);
        }
        if dice.chance(35) {
            session.posts = some_posts(&self.world, before.kind, dice);
        }
        if !dragged && dice.chance(40) {
            session.capacity = whole.capacity;
            session.public = whole.public;
            session.lead_in = whole.lead_in;
        }
        let but = [id.clone()];
        let kept = self.world.items[&id].findings.clone();
        // A little more or less of what was let pass, and nobody lets it pass again.
        let nudged = !kept.is_empty() && dice.chance(60);
        if nudged {
            let by = dice.of(&[-5, -2, -1, 1, 2, 5]);
            session = Session { starts: before.starts + by, ends: before.ends + by, ..before.clone() };
        }
        let (holds, clashes) = judge::session(&self.world, &session, &but);
        let given = if nudged { Vec::new() } else { overrides(&clashes, dice) };
        let reason = dice.chance(75).then(|| json!({ "code": "equipment" }));
        let stale = dice.chance(4);
        let moved = (session.starts, session.ends, &session.spaces) != (before.starts, before.ends, &before.spaces);
        let settled = if stale {
            Err(Foretold::Refused("stale"))
        } else if !is_open(before.state) {
            Err(Foretold::Refused("wrong_state"))
        } else if before.state != "draft" && before.ends <= NOW {
            Err(Foretold::Refused("past"))
        } else {
            let settled = if before.state == "draft" { Ok(Vec::new()) } else { settle(&clashes, &kept, &given) };
            match settled {
                Ok(_) if before.state == "published" && moved && reason.is_none() => {
                    Err(Foretold::Refused("reason_required"))
                }
                settled => settled,
            }
        };
        let revision = self.revision("session", &id) - i64::from(stale);
        let (foretold, findings) = foretell(settled);
        let answer = if dragged {
            let arguments = json!({
                "id": id, "revision": revision, "starts": session.starts, "ends": session.ends,
                "spaces": self.space_ids(&session), "posts": self.posts(&session), "overrides": given, "reason": reason,
            });
            self.call("session_move", arguments, &foretold)?
        } else {
            let draft = self.draft(&session, Some(&id), Some(revision));
            self.call("session_save", json!({ "session": draft, "overrides": given, "reason": reason }), &foretold)?
        };
        let Some(answer) = answer else { return Ok(()) };
        let told = before.state == "published" && moved;
        let reason = if told { Some("equipment") } else { self.world.items[&id].reason };
        let mut item = Item { reason, ..self.item(session.clone(), &answer, (holds, findings)) };
        let another_day = session.starts.div_euclid(DAY_LONG) != before.starts.div_euclid(DAY_LONG);
        if before.state == "published" && another_day {
            let new = answer["id"].as_str().unwrap_or_default().to_owned();
            let mut old = self.world.items[&id].clone();
            old.holds.clear();
            old.what = What::Session(Session { state: "moved", ..before });
            old.reason = reason;
            item.reason = None;
            self.believe(true, vec![(id, Some(old)), (new, Some(item))]);
        } else {
            self.believe(true, vec![(id, Some(item))]);
        }
        Ok(())
    }

    pub(super) fn check(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.sessions(|one| is_open(one.state));
        let (session, id) = if dice.chance(50) || known.is_empty() {
            (some_session(&self.world, dice), None)
        } else {
            let id = dice.of(&known);
            let mut session = self.session_of(&id);
            session.starts += dice.of(&[0, 10, -10, 30, DAY_LONG]);
            session.ends = session.starts + 40;
            (session, Some(id))
        };
        let but: Vec<String> = id.iter().cloned().collect();
        let (_, clashes) = judge::session(&self.world, &session, &but);
        let arguments = self.draft(&session, id.as_deref(), None);
        let Some(answer) = self.call("session_check", arguments, &Foretold::Accepted)? else { return Ok(()) };
        if answer["possible"] != json!(!clashes.iter().any(|clash| clash.hard)) {
            return Err(format!("possible: {}", answer["possible"]));
        }
        same(&answer["clashes"], &clashes)
    }

    /// One to three sessions through a transition, each seeing what the ones before have taken.
    pub(super) fn transition(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let transition = dice.of(&[
            "plan",
            "plan",
            "publish",
            "publish",
            "publish",
            "withdraw",
            "cancel",
            "cancel",
            "cancel",
            "reinstate",
            "reinstate",
            "reinstate",
            "hold",
            "nobody_came",
            "unhold",
        ]);
        let fitting = self.sessions(|one| after(one.state, transition, one.starts, one.ends).is_ok());
        let known = if dice.chance(85) && !fitting.is_empty() { fitting } else { self.sessions(|_| true) };
        if known.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<String> = (0..dice.of(&[1, 1, 1, 2, 3])).map(|_| dice.of(&known)).collect();
        ids.sort();
        ids.dedup();
        let reason = dice.chance(85).then(|| json!({ "code": "weather" }));
        let mut world = self.world.clone();
        let mut given = Vec::new();
        let mut written: Vec<(String, Option<Item>)> = Vec::new();
        let mut foretold = Foretold::Accepted;
        let mut all_clashes = Vec::new();
        for id in &ids {
            let mut item = world.items[id].clone();
            let before = self.session_of(id);
            match after(before.state, transition, before.starts, before.ends) {
                Err(code) => {
                    foretold = Foretold::Refused(code);
                    break;
                }
                Ok(_) if transition == "cancel" && reason.is_none() => {
                    foretold = Foretold::Refused("reason_required");
                    break;
                }
                Ok(state) => {
                    item.reason = called_off(transition, item.reason);
                    let session = Session { state, ..before.clone() };
                    if holding(before.state) && !holding(state) {
                        item.holds.clear();
                    } else if !holding(before.state) && holding(state) {
                        let (holds, clashes) = judge::session(&world, &session, std::slice::from_ref(id));
                        let more = overrides(&clashes, dice);
                        given.extend(more);
                        all_clashes.push((id.clone(), clashes));
                        item.holds = holds;
                    }
                    item.what = What::Session(session);
                    world.items.insert(id.clone(), item.clone());
                    written.push((id.clone(), Some(item)));
                }
            }
        }
        // An override counts for whoever it fits, so what was given is weighed once all is known.
        for (id, clashes) in all_clashes {
            match settle(&clashes, &self.world.items[&id].findings, &given) {
                Ok(findings) => {
                    for (other, item) in &mut written {
                        if *other == id
                            && let Some(item) = item
                        {
                            item.findings.clone_from(&findings);
                        }
                    }
                }
                Err(refused) => {
                    foretold = refused;
                    break;
                }
            }
        }
        let arguments = json!({ "ids": ids, "transition": transition, "reason": reason, "overrides": given });
        if self.call("session_transition", arguments, &foretold)?.is_some() {
            self.believe(false, written);
        }
        Ok(())
    }

    /// Several sessions move together.
    pub(super) fn shift(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.sessions(|one| is_open(one.state) && (one.state == "draft" || one.ends > NOW));
        if known.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<String> = (0..1 + dice.roll(3)).map(|_| dice.of(&known)).collect();
        ids.sort();
        ids.dedup();
        let minutes = dice.of(&[-30, -15, 15, 30, 45, DAY_LONG]);
        let reason = dice.chance(80).then(|| json!({ "code": "staff" }));
        ids.sort_by_key(|id| (self.session_of(id).starts, id.clone()));
        let mut world = self.world.clone();
        ids.iter().for_each(|id| drop(world.items.remove(id)));
        let mut written: Vec<(String, Option<Item>)> = Vec::new();
        let mut given = Vec::new();
        let mut judged = Vec::new();
        let mut foretold = Foretold::Accepted;
        for id in &ids {
            let before = self.session_of(id);
            let session = Session { starts: before.starts + minutes, ends: before.ends + minutes, ..before.clone() };
            let another_day = session.starts.div_euclid(DAY_LONG) != before.starts.div_euclid(DAY_LONG);
            if before.state == "published" && another_day {
                foretold = Foretold::Refused("wrong_state");
            }
            let (holds, clashes) = judge::session(&world, &session, &[]);
            let mut item = self.world.items[id].clone();
            item.what = What::Session(session);
            if before.state == "published" {
                item.reason = Some("staff");
            }
            if holding(before.state) {
                given.extend(overrides(&clashes, dice));
                judged.push((id.clone(), clashes));
                item.holds = holds;
                world.items.insert(id.clone(), item.clone());
            }
            written.push((id.clone(), Some(item)));
        }
        if matches!(foretold, Foretold::Accepted) {
            for (id, clashes) in judged {
                match settle(&clashes, &self.world.items[&id].findings, &given) {
                    Ok(findings) => {
                        for (_, item) in written.iter_mut().filter(|(other, _)| *other == id) {
                            item.iter_mut().for_each(|item| item.findings.clone_from(&findings));
                        }
                    }
                    Err(refused) => {
                        foretold = refused;
                        break;
                    }
                }
            }
            let published = ids.iter().any(|id| self.session_of(id).state == "published");
            if matches!(foretold, Foretold::Accepted) && published && reason.is_none() {
                foretold = Foretold::Refused("reason_required");
            }
        }
        let seen: Vec<Value> =
            ids.iter().map(|id| json!({ "id": id, "revision": self.revision("session", id) })).collect();
        let arguments = json!({ "sessions": seen, "minutes": minutes, "reason": reason, "overrides": given });
        if self.call("session_shift", arguments, &foretold)?.is_some() {
            self.believe(true, written);
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let drafts = self.sessions(|one| one.state == "draft");
        let known = if dice.chance(80) && !drafts.is_empty() { drafts } else { self.sessions(|_| true) };
        if known.is_empty() {
            return Ok(());
        }
        let id = dice.of(&known);
        let is_draft = self.session_of(&id).state == "draft";
        let foretold = if is_draft { Foretold::Accepted } else { Foretold::Refused("wrong_state") };
        let arguments = json!({ "id": id, "revision": self.revision("session", &id) });
        if self.call("session_delete", arguments, &foretold)?.is_some() {
            self.believe(true, vec![(id, None)]);
        }
        Ok(())
    }
}

/// What settling says of the call, and the findings it leaves.
pub(super) fn foretell(settled: Result<Vec<Clash>, Foretold>) -> (Foretold, Vec<Clash>) {
    match settled {
        Ok(findings) => (Foretold::Accepted, findings),
        Err(foretold) => (foretold, Vec::new()),
    }
}
