//! One museum and what the oracle believes of it: a step is drawn, foretold, done and compared.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::compare;
use super::world::{Clash, Hold, Item, Named, Person, Skill, Space, Thing, Vehicle, What, World, meet};
use super::world::{DAY_LONG, FIRST_DAY};
use crate::museum::{House, id};

/// Why a step diverged, in words.
pub(super) type Divergence = String;

/// Numbers that look random and are the same every time (SplitMix64, Steele 2014).
#[derive(Debug, Clone)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `sides` − 1.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % sides.max(1) as u64).unwrap_or(0)
    }

    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub(super) fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())].clone()
    }
}

/// What the oracle foretells of a call.
pub(super) enum Foretold {
    Accepted,
    Refused(&'static str),
    /// Refused as a clash, with everything that stands against it.
    Clash(Vec<Clash>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Do,
    Undo,
    Redo,
}

/// Before and after of each item that a step wrote.
type Changes = Vec<(String, Option<Item>, Option<Item>)>;

struct Done {
    kind: Kind,
    reversible: bool,
    reversed: bool,
    changes: Changes,
}

/// A museum with its oracle.
pub(super) struct Game {
    pub(super) house: House,
    pub(super) world: World,
    done: Vec<Done>,
    pub(super) step: u64,
    pub(super) database: Connection,
    /// What the last step was, for whoever reads a divergence.
    pub(super) said: String,
    /// Calls that were accepted, and that were refused.
    pub(super) accepted: u64,
    pub(super) refused: u64,
}

impl Game {
    /// A museum that `seed` furnishes.
    pub(super) fn new(seed: u64) -> Game {
        let house = House::empty();
        let mut dice = Dice(seed);
        let world = furnish(&house, &mut dice);
        let database = Connection::open(house.folder.path().join("museum.zhancheng")).expect("the file");
        Game { house, world, done: Vec::new(), step: 0, database, said: String::new(), accepted: 0, refused: 0 }
    }

    /// Takes the step that `seed` draws.
    pub(super) fn play(&mut self, seed: u64) -> Result<(), Divergence> {
        let mut dice = Dice(seed);
        self.step += 1;
        match dice.roll(100) {
            0..=26 => self.save_new(&mut dice),
            27..=38 => self.edit(&mut dice),
            39..=48 => self.check(&mut dice),
            49..=66 => self.transition(&mut dice),
            67..=70 => self.shift(&mut dice),
            71..=73 => self.delete(&mut dice),
            74..=79 => self.exhibition(&mut dice),
            80..=82 => self.leave(&mut dice),
            83..=84 => self.notice(&mut dice),
            85..=91 => self.run(&mut dice),
            92..=96 => self.undo(),
            _ => self.redo(),
        }
    }

    /// Compares everything that the museum holds with what the oracle believes.
    pub(super) fn compare(&self) -> Result<(), Divergence> {
        compare::compare(&self.world, &self.database)
    }

    /// Makes the call and holds its answer against what was foretold.
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: Value,
        foretold: &Foretold,
    ) -> Result<Option<Value>, Divergence> {
        self.said = format!("{name} {arguments}");
        let answer = self.house.call(name, arguments);
        match (answer, foretold) {
            (Ok(answer), Foretold::Accepted) => {
                self.accepted += 1;
                Ok(Some(answer))
            }
            (Ok(_), Foretold::Refused(code)) => Err(format!("accepted, foretold {code}")),
            (Ok(_), Foretold::Clash(clashes)) => Err(format!("accepted, foretold {clashes:?}")),
            (Err(failure), Foretold::Accepted) => Err(format!("refused with {failure:?}, foretold accepted")),
            (Err(failure), Foretold::Refused(code)) => {
                self.refused += 1;
                if failure.code == *code { Ok(None) } else { Err(format!("refused with {failure:?}, foretold {code}")) }
            }
            (Err(failure), Foretold::Clash(clashes)) => {
                self.refused += 1;
                if failure.code != "clash" {
                    return Err(format!("refused with {failure:?}, foretold {clashes:?}"));
                }
                same(&failure.facts["clashes"], clashes).map(|()| None)
            }
        }
    }

    /// The revision a row has.
    pub(super) fn revision(&self, table: &str, id: &str) -> i64 {
        self.database
            .query_row(&format!("SELECT revision FROM {table} WHERE id = ?1"), [id], |row| row.get(0))
            .expect("a row")
    }

    /// Ids of what fits, in order.
    pub(super) fn ids(&self, fits: impl Fn(&What) -> bool) -> Vec<String> {
        self.world.items.iter().filter(|(_, item)| fits(&item.what)).map(|(id, _)| id.clone()).collect()
    }

    /// Believes what a step wrote.
    pub(super) fn believe(&mut self, reversible: bool, mut written: Vec<(String, Option<Item>)>) {
        for (id, item) in &mut written {
            let Some(item) = item else { continue };
            let before = self.world.items.get(id);
            // A change of state alone leaves every part as it was written.
            let same = |before: &&Item| !reversible && before.holds == item.holds && before.findings == item.findings;
            item.written = before.filter(same).map_or(self.step, |before| before.written);
        }
        let changes = self.write(written);
        self.done.push(Done { kind: Kind::Do, reversible, reversed: false, changes });
    }

    fn write(&mut self, written: Vec<(String, Option<Item>)>) -> Changes {
        let mut changes = Vec::new();
        for (id, after) in written {
            let before = match &after {
                Some(item) => self.world.items.insert(id.clone(), item.clone()),
                None => self.world.items.remove(&id),
            };
            changes.push((id, before, after));
        }
        changes
    }

    fn undo(&mut self) -> Result<(), Divergence> {
        let last = self.done.iter().rposition(|done| done.reversible && done.kind != Kind::Undo && !done.reversed);
        match last {
            Some(_) => self.reverse(last, "history_undo", "nothing_to_undo", Kind::Undo),
            // What lies before is the furniture.
            None => Ok(()),
        }
    }

    fn redo(&mut self) -> Result<(), Divergence> {
        let last = self.done.iter().rposition(|done| done.kind == Kind::Undo && !done.reversed);
        let since = |place: &usize| self.done[*place..].iter().any(|done| done.kind == Kind::Do && done.reversible);
        self.reverse(last.filter(|place| !since(place)), "history_redo", "nothing_to_redo", Kind::Redo)
    }

    /// Takes a step back, where nothing it wrote was written since and nobody stands where it goes back to.
    fn reverse(
        &mut self,
        last: Option<usize>,
        name: &str,
        nothing: &'static str,
        kind: Kind,
    ) -> Result<(), Divergence> {
        let Some(place) = last else { return self.call(name, json!({}), &Foretold::Refused(nothing)).map(drop) };
        let changes = &self.done[place].changes;
        let stands =
            |one: &Item, left: &Item| (&one.what, one.written, one.reason) == (&left.what, left.written, left.reason);
        let stale = changes.iter().any(|(id, _, after)| match (self.world.items.get(id), after) {
            (Some(one), Some(left)) => !stands(one, left),
            (one, left) => one.is_some() != left.is_some(),
        });
        let ids: Vec<String> = changes.iter().map(|(id, ..)| id.clone()).collect();
        let back: Vec<(String, Option<Item>)> =
            changes.iter().map(|(id, before, _)| (id.clone(), before.clone())).collect();
        let holds: Vec<Hold> =
            back.iter().filter_map(|(_, item)| item.as_ref()).flat_map(|item| item.holds.clone()).collect();
        let room = if stale { Room::None } else { self.room(&holds, &ids) };
        let arguments = json!({});
        let foretold = match room {
            Room::Free => Foretold::Accepted,
            Room::None => Foretold::Refused("undo_changed_since"),
            Room::Perhaps => {
                // Lanes have numbers below: which one is free again is not the oracle's to say.
                self.said = name.to_owned();
                match self.house.call(name, arguments) {
                    Ok(_) => {}
                    Err(failure) if failure.code == "undo_changed_since" => return Ok(()),
                    Err(failure) => return Err(format!("refused with {failure:?}")),
                }
                self.reversed(place, back, kind);
                return Ok(());
            }
        };
        if self.call(name, arguments, &foretold)?.is_some() {
            self.reversed(place, back, kind);
        }
        Ok(())
    }

    fn reversed(&mut self, place: usize, back: Vec<(String, Option<Item>)>, kind: Kind) {
        let changes = self.write(back);
        self.done[place].reversed = true;
        self.done.push(Done { kind, reversible: true, reversed: false, changes });
    }

    /// Whether there is room for what would be held again.
    fn room(&self, holds: &[Hold], but: &[String]) -> Room {
        let mut room = Room::Free;
        for hold in holds {
            let span = (hold.from, hold.to);
            let taken = match hold.thing {
                Thing::Lane(leaf) => {
                    let used = self.world.lanes_in_use(leaf, span, but);
                    if used > 0 {
                        room = Room::Perhaps;
                    }
                    used >= self.world.spaces[leaf].lanes || self.world.held(Thing::AllLanes(leaf), span, but)
                }
                Thing::AllLanes(leaf) => self.world.held(Thing::Lane(leaf), span, but),
                thing => self.world.held(thing, span, but),
            };
            if taken {
                return Room::None;
            }
        }
        // Tours that come back together meet in no lane that they did not share before.
        let lanes: Vec<&Hold> = holds.iter().filter(|hold| matches!(hold.thing, Thing::Lane(_))).collect();
        let crossing = lanes.iter().enumerate().any(|(place, one)| {
            lanes[..place]
                .iter()
                .any(|other| other.thing == one.thing && meet((one.from, one.to), (other.from, other.to)))
        });
        if crossing && room == Room::Free { Room::Perhaps } else { room }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Room {
    Free,
    /// By number of tours there is; which lane it was decides.
    Perhaps,
    None,
}

/// Whether clashes in an answer are those that were foretold.
pub(super) fn same(said: &Value, foretold: &[Clash]) -> Result<(), Divergence> {
    let mut found: Vec<(bool, String, String)> = Vec::new();
    for clash in said.as_array().into_iter().flatten() {
        let text = |field: &str| clash[field].as_str().unwrap_or_default().to_owned();
        found.push((clash["hardness"] == json!("hard"), text("code"), text("subject_id")));
    }
    let mut expected: Vec<(bool, String, String)> =
        foretold.iter().map(|clash| (clash.hard, clash.code.to_owned(), clash.subject.clone())).collect();
    for list in [&mut found, &mut expected] {
        list.sort();
        list.dedup();
    }
    // The gate names forty clashes of an exhibition at most.
    if expected.len() >= 40 && found.iter().all(|one| expected.contains(one)) {
        return Ok(());
    }
    if found == expected { Ok(()) } else { Err(format!("said {found:?}\n  foretold {expected:?}")) }
}

/// Soft clashes pass with a reason, or because no less was let pass before; `Err` where they do not.
pub(super) fn settle(clashes: &[Clash], kept: &[Clash], overrides: &[Value]) -> Result<Vec<Clash>, Foretold> {
    let refused = || Foretold::Clash(clashes.to_vec());
    if clashes.iter().any(|clash| clash.hard) {
        return Err(refused());
    }
    let mut findings = Vec::new();
    for clash in clashes {
        let earlier = kept.iter().find(|kept| (kept.code, &kept.subject) == (clash.code, &clash.subject));
        if let Some(earlier) = earlier.filter(|earlier| earlier.excess >= clash.excess) {
            findings.push(earlier.clone());
        } else if overrides.iter().any(|given| given["code"] == clash.code && given["subject"] == json!(clash.subject))
        {
            findings.push(clash.clone());
        } else {
            return Err(refused());
        }
    }
    Ok(findings)
}

/// Overrides for soft clashes: mostly for all of them, sometimes for none or all but one.
pub(super) fn overrides(clashes: &[Clash], dice: &mut Dice) -> Vec<Value> {
    let mut soft: Vec<Value> = clashes
        .iter()
        .filter(|clash| !clash.hard)
        .map(|clash| json!({ "code": clash.code, "subject": clash.subject, "reason": "馆领导同意" }))
        .collect();
    match dice.roll(10) {
        0 => soft.clear(),
        1 => drop(soft.pop()),
        _ => {}
    }
    soft
}

fn furnish(house: &House, dice: &mut Dice) -> World {
    let mut world = World::default();
    let made = |name: &str, arguments: Value| id(&house.call(name, arguments).expect("furniture"));
    let lanes = |dice: &mut Dice| 1 + dice.roll(2) as i64;
    let shapes = [
        ("hall", None, Some(80), 2, true),
        ("zone", Some(0), Some(40), lanes(dice), true),
        ("zone", Some(0), None, lanes(dice), true),
        ("zone", Some(0), Some(20), dice.of(&[0, 1, 1, 1]), true),
        ("theatre", None, Some(120), 0, true),
        ("hall", None, Some(60), 2 + dice.roll(2) as i64, true),
        ("classroom", None, None, 1, true),
        ("hall", None, Some(50), 2, false),
    ];
    for (place, (kind, parent, capacity, lanes, active)) in shapes.into_iter().enumerate() {
        let parent_id: Option<String> = parent.map(|parent: usize| world.spaces[parent].id.clone());
        let id = made(
            "space_save",
            json!({ "name": format!("S{place}"), "kind": kind, "parent": parent_id, "capacity": capacity, "lanes": lanes, "active": active }),
        );
        world.spaces.push(Space { id, parent, capacity, lanes, active });
    }
    let hall = world.spaces[5].id.clone();
    let tomorrow = FIRST_DAY + 3 * DAY_LONG;
    let skill = |aspect, value: &str, expires| Skill { aspect, value: value.to_owned(), expires };
    let day = |weekday: i64, from: i64, to: i64| (weekday, from * 60, to * 60);
    /// Kind, whether active, what they may do, weekday with first and last minute, licence with its end.
    type Somebody = (&'static str, bool, Vec<Skill>, Vec<(i64, i64, i64)>, Option<(&'static str, Option<i64>)>);
    let people: Vec<Somebody> = vec![
        ("docent", true, vec![], vec![], None),
        ("docent", true, vec![skill("language", "en", None)], vec![], None),
        (
            "docent",
            true,
            vec![skill("language", "en", Some(tomorrow)), skill("theme", "水", None)],
            vec![],
            Some(("C1", None)),
        ),
        ("docent", true, vec![skill("theme", "光", None)], vec![day(0, 8, 17), day(1, 8, 12), day(5, 8, 20)], None),
        ("docent", false, vec![], vec![], None),
        (
            "staff",
            true,
            vec![skill("role", "docent", Some(tomorrow))],
            vec![],
            Some(("B1", Some(FIRST_DAY + 8 * DAY_LONG))),
        ),
        ("staff", true, vec![skill("hall", &hall, None), skill("role", "docent", None)], vec![], Some(("B1", None))),
        (
            "volunteer",
            true,
            vec![skill("role", "assistant", None)],
            vec![day(0, 9, 18), day(5, 9, 18), day(1, 9, 18)],
            None,
        ),
        ("volunteer", true, vec![], vec![], None),
    ];
    for (place, (kind, active, skills, presence, licence)) in people.into_iter().enumerate() {
        let qualifications: Vec<Value> = skills
            .iter()
            .map(|skill| json!({ "aspect": skill.aspect, "value": skill.value, "expires": skill.expires }))
            .collect();
        let availability: Vec<Value> = presence
            .iter()
            .map(|(weekday, from, to)| json!({ "weekday": weekday, "starts": from, "ends": to }))
            .collect();
        let id = made(
            "person_save",
            json!({ "name": format!("人{place}"), "kind": kind, "qualifications": qualifications, "availability": availability, "active": active,
                "licence_class": licence.map(|(class, _)| class), "licence_expires": licence.and_then(|(_, expires)| expires) }),
        );
        world.people.push(Person { id, kind, active, skills, presence, licence });
    }
    let vehicles = [("B1", Some(FIRST_DAY + 7 * DAY_LONG), true), ("C1", None, true), ("C1", None, false)];
    for (place, (class, papers_until, active)) in vehicles.into_iter().enumerate() {
        let id = made(
            "vehicle_save",
            json!({ "name": format!("车{place}"), "plate": format!("渝A{place}"), "kind": "面包车", "licence_class": class, "inspection_expires": papers_until, "active": active }),
        );
        world.vehicles.push(Vehicle { id, class, papers_until, active });
    }
    for place in 0..2 {
        let id = made("kit_save", json!({ "name": format!("箱{place}"), "items": [], "active": true }));
        world.kits.push(Named { id, active: true });
        let active = place == 0;
        let id = made(
            "site_save",
            json!({ "name": format!("点{place}"), "district_code": "500154", "kind": "school", "active": active }),
        );
        world.sites.push(Named { id, active });
    }
    world
}
