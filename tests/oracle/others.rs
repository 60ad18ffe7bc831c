//! Steps with exhibitions, leave, museum notices and caravan runs.

use serde_json::{Value, json};

use super::game::{Dice, Divergence, Foretold, Game, overrides, same, settle};
use super::sessions::{after, called_off, foretell, holding, is_open};
use super::world::{DAY_LONG, Exhibition, FIRST_DAY, Item, Leave, Minute, NOW, Notice, Run, Thing, What, meet};
use super::{judge, road};

fn item(what: What) -> Item {
    Item { what, holds: Vec::new(), findings: Vec::new(), written: 0, reason: None }
}

fn some_exhibition(dice: &mut Dice) -> Exhibition {
    let installs = dice.roll(8) as Minute;
    let opens = installs + dice.of(&[0, 1, 2]);
    let closes = opens + dice.roll(4) as Minute;
    let over = closes + dice.of(&[0, 1]);
    let mut spaces: Vec<usize> = (0..1 + dice.roll(2)).map(|_| dice.of(&[0, 1, 2, 4, 5, 6, 7])).collect();
    spaces.sort_unstable();
    spaces.dedup();
    Exhibition { state: "planned", days: [installs, opens, closes, over].map(|day| FIRST_DAY + day * DAY_LONG), spaces }
}

fn some_run(game: &Game, dice: &mut Dice) -> Run {
    let departs = FIRST_DAY + dice.of(&[1, 5, 7, 8]) * DAY_LONG + dice.of(&[420, 450, 480]);
    let (out_minutes, home_minutes) = (dice.of(&[40, 90, 180, 250]), dice.of(&[40, 90, 180, 250, 300]));
    let starts = departs + out_minutes + dice.of(&[0, 10, 20, 30, 45, 60, 60]) - dice.of(&[0, 0, 0, 0, 5]);
    let ends = starts + 90;
    let home_departs = ends + dice.of(&[0, 15, 30, 30, -10]);
    let mut people: Vec<usize> = (0..1 + dice.roll(3)).map(|_| dice.of(&[2, 5, 6, 6, 0, 7, 4])).collect();
    people.sort_unstable();
    people.dedup();
    let drivers = dice.roll(people.len().min(2) + 1);
    Run {
        state: "planned",
        departs,
        starts,
        ends,
        home_departs,
        returns: home_departs + home_minutes + dice.of(&[0, 20, 30, 60, 600, -5]),
        out_minutes,
        home_minutes,
        vehicle: dice.chance(85).then(|| dice.of(&[0, 0, 1, 1, 1, 2])),
        kit: dice.chance(60).then(|| dice.roll(game.world.kits.len())),
        crew: people.split_off(drivers),
        drivers: people,
        site: dice.of(&[0, 0, 0, 1]),
        stop: String::new(),
    }
}

impl Game {
    fn exhibition_draft(&self, show: &Exhibition, id: Option<&str>, revision: Option<i64>) -> Value {
        let spaces: Vec<&String> = show.spaces.iter().map(|space| &self.world.spaces[*space].id).collect();
        let [installs, opens, closes, over] = show.days;
        json!({
            "id": id, "revision": revision, "title": "展览", "spaces": spaces, "remark": format!("第{}步", self.step),
            "phases": { "installs_from": installs, "opens_on": opens, "closes_on": closes, "deinstalls_until": over },
        })
    }

    pub(super) fn exhibition(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.ids(|what| matches!(what, What::Exhibition(_)));
        match dice.roll(10) {
            0..=2 => self.exhibition_save(None, dice),
            3 => {
                let show = some_exhibition(dice);
                let (_, clashes) = judge::exhibition(&self.world, &show, &[]);
                let arguments = self.exhibition_draft(&show, None, None);
                match self.call("exhibition_check", arguments, &Foretold::Accepted)? {
                    Some(answer) => same(&answer["clashes"], &clashes),
                    None => Ok(()),
                }
            }
            _ if known.is_empty() => self.exhibition_save(None, dice),
            4..=5 => {
                let id = dice.of(&known);
                self.exhibition_save(Some(id), dice)
            }
            6 => {
                let id = dice.of(&known);
                let is_draft = matches!(&self.world.items[&id].what, What::Exhibition(show) if show.state == "draft");
                let foretold = if is_draft { Foretold::Accepted } else { Foretold::Refused("wrong_state") };
                let arguments = json!({ "id": id, "revision": self.revision("exhibition", &id) });
                if self.call("exhibition_delete", arguments, &foretold)?.is_some() {
                    self.believe(true, vec![(id, None)]);
                }
                Ok(())
            }
            _ => {
                let id = dice.of(&known);
                self.exhibition_transition(&id, dice)
            }
        }
    }

    fn exhibition_save(&mut self, id: Option<String>, dice: &mut Dice) -> Result<(), Divergence> {
        let before = id.as_ref().map(|id| self.world.items[id].clone());
        let mut show = some_exhibition(dice);
        let as_draft = before.is_none() && dice.chance(20);
        if as_draft {
            show.state = "draft";
        }
        let reason = dice.chance(80).then(|| json!({ "code": "equipment" }));
        let mut refused = None;
        if let Some(Item { what: What::Exhibition(was), .. }) = &before {
            show.state = was.state;
            if was.state == "cancelled" {
                refused = Some("wrong_state");
            } else if was.state == "published"
                && reason.is_none()
                && (was.days, &was.spaces) != (show.days, &show.spaces)
            {
                refused = Some("reason_required");
            }
        }
        let but: Vec<String> = id.iter().cloned().collect();
        let (holds, clashes) = judge::exhibition(&self.world, &show, &but);
        let given = overrides(&clashes, dice);
        let told = matches!(&before, Some(Item { what: What::Exhibition(was), .. })
            if was.state == "published" && (was.days, &was.spaces) != (show.days, &show.spaces));
        let before_reason = before.as_ref().and_then(|before| before.reason);
        let why = if told { Some("equipment") } else { before_reason };
        let kept = before.map_or(Vec::new(), |before| before.findings);
        let settled = match refused {
            Some(code) => Err(Foretold::Refused(code)),
            None if show.state == "draft" => Ok(Vec::new()),
            None => settle(&clashes, &kept, &given),
        };
        let revision = id.as_ref().map(|id| self.revision("exhibition", id));
        let draft = self.exhibition_draft(&show, id.as_deref(), revision);
        let arguments = json!({ "exhibition": draft, "as_draft": as_draft, "overrides": given, "reason": reason });
        let (foretold, findings) = foretell(settled);
        if let Some(answer) = self.call("exhibition_save", arguments, &foretold)? {
            let id = answer["id"].as_str().unwrap_or_default().to_owned();
            let holds = if show.state == "draft" { Vec::new() } else { holds };
            self.believe(true, vec![(id, Some(Item { findings, holds, reason: why, ..item(What::Exhibition(show)) }))]);
        }
        Ok(())
    }

    fn exhibition_transition(&mut self, id: &str, dice: &mut Dice) -> Result<(), Divergence> {
        let before = self.world.items[id].clone();
        let What::Exhibition(was) = before.what.clone() else { return Ok(()) };
        let transition = dice.of(&["plan", "publish", "withdraw", "cancel", "cancel", "reinstate", "reinstate"]);
        let reason = dice.chance(85).then(|| json!({ "code": "weather" }));
        // Its machine is that of a session that is never over before its last day.
        let far = NOW + 1;
        let mut written = before.clone();
        let mut given = Vec::new();
        let settled = match after(was.state, transition, far, far) {
            Err(code) => Err(Foretold::Refused(code)),
            Ok(_) if transition == "cancel" && reason.is_none() => Err(Foretold::Refused("reason_required")),
            Ok(state) => {
                let show = Exhibition { state, ..was.clone() };
                written.reason = called_off(transition, written.reason);
                written.what = What::Exhibition(show.clone());
                if holding(was.state) && !holding(state) {
                    written.holds.clear();
                    Ok(before.findings)
                } else if !holding(was.state) && holding(state) {
                    let (holds, clashes) = judge::exhibition(&self.world, &show, &[id.to_owned()]);
                    given = overrides(&clashes, dice);
                    written.holds = holds;
                    settle(&clashes, &before.findings, &given)
                } else {
                    Ok(before.findings)
                }
            }
        };
        let revision = self.revision("exhibition", id);
        let arguments =
            json!({ "id": id, "revision": revision, "transition": transition, "reason": reason, "overrides": given });
        let (foretold, findings) = foretell(settled);
        if self.call("exhibition_transition", arguments, &foretold)?.is_some() {
            self.believe(false, vec![(id.to_owned(), Some(Item { findings, ..written }))]);
        }
        Ok(())
    }

    /// A leave empties the posts it hits; taken back, they stay open.
    pub(super) fn leave(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.ids(|what| matches!(what, What::Leave(_)));
        if dice.chance(40) && !known.is_empty() {
            let id = dice.of(&known);
            let arguments = json!({ "id": id, "revision": self.revision("leave", &id) });
            if self.call("leave_delete", arguments, &Foretold::Accepted)?.is_some() {
                self.believe(true, vec![(id, None)]);
            }
            return Ok(());
        }
        let person = dice.roll(self.world.people.len());
        let first = FIRST_DAY + dice.of(&[0, 1, 5, 8]) * DAY_LONG;
        let last = first + dice.of(&[0, 0, 1]) * DAY_LONG;
        let (from, to) = (dice.of(&["morning", "afternoon"]), dice.of(&["afternoon", "afternoon", "morning"]));
        let leave = Leave {
            person,
            from: first + if from == "morning" { 0 } else { 720 },
            to: last + if to == "morning" { 720 } else { DAY_LONG },
        };
        let foretold = if leave.from < leave.to { Foretold::Accepted } else { Foretold::Refused("span_invalid") };
        let who = self.world.people[person].id.clone();
        let arguments = json!({ "person": who, "from_day": first, "from_half": from, "to_day": last, "to_half": to, "kind": "sick" });
        let Some(answer) = self.call("leave_save", arguments, &foretold)? else { return Ok(()) };
        let id = answer["leave"]["id"].as_str().unwrap_or_default().to_owned();
        let mut written = Vec::new();
        for (other, hit) in &self.world.items {
            let What::Session(session) = &hit.what else { continue };
            let stands = session.posts.iter().any(|post| post.person == Some(person));
            if stands && is_open(session.state) && session.ends > NOW && meet(session.taken(), (leave.from, leave.to)) {
                let mut session = session.clone();
                for post in session.posts.iter_mut().filter(|post| post.person == Some(person)) {
                    post.person = None;
                }
                let mut emptied = hit.clone();
                emptied.what = What::Session(session);
                emptied.holds.retain(|hold| hold.thing != Thing::Person(person));
                emptied.findings.retain(|finding| finding.subject != who);
                written.push((other.clone(), Some(emptied)));
            }
        }
        written.push((id, Some(item(What::Leave(leave)))));
        self.believe(true, written);
        Ok(())
    }

    pub(super) fn notice(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.ids(|what| matches!(what, What::Notice(notice) if !notice.withdrawn));
        if dice.chance(55) && !known.is_empty() {
            let id = dice.of(&known);
            let arguments = json!({ "id": id, "revision": self.revision("museum_notice", &id) });
            if self.call("museum_notice_withdraw", arguments, &Foretold::Accepted)?.is_some() {
                let mut after = self.world.items[&id].clone();
                if let What::Notice(notice) = &mut after.what {
                    notice.withdrawn = true;
                }
                self.believe(true, vec![(id, Some(after))]);
            }
            return Ok(());
        }
        let day = dice.of(&[0, 1, 5, 7, 8]);
        let notice = Notice {
            from: FIRST_DAY + day * DAY_LONG,
            to: FIRST_DAY + (day + dice.of(&[0, 0, 1])) * DAY_LONG,
            part: dice.of(&["day", "morning", "afternoon"]),
            space: dice.chance(60).then(|| dice.of(&[0, 1, 2, 5, 6])),
            closes: dice.chance(65),
            withdrawn: false,
        };
        let date = |day: Minute| format!("2026-05-{:02}", 4 + (day - FIRST_DAY) / DAY_LONG);
        let space = notice.space.map(|space| self.world.spaces[space].id.clone());
        let arguments = json!({
            "from": date(notice.from), "to": date(notice.to), "part": notice.part, "space": space,
            "effect": if notice.closes { "close" } else { "open" }, "kind": "other", "reason": "检修",
        });
        if let Some(answer) = self.call("museum_notice_save", arguments, &Foretold::Accepted)? {
            let id = answer["notice"]["id"].as_str().unwrap_or_default().to_owned();
            self.believe(true, vec![(id, Some(item(What::Notice(notice))))]);
        }
        Ok(())
    }

    fn run_draft(&self, run: &Run) -> Value {
        let ids = |people: &[usize]| people.iter().map(|one| self.world.people[*one].id.clone()).collect::<Vec<_>>();
        json!({
            "title": "大篷车", "departs": run.departs, "returns": run.returns,
            "vehicle": run.vehicle.map(|one| self.world.vehicles[one].id.clone()),
            "kit": run.kit.map(|one| self.world.kits[one].id.clone()),
            "drivers": ids(&run.drivers), "crew": ids(&run.crew), "return_departs": run.home_departs,
            "return_drive": { "minutes": run.home_minutes, "metres": 1_000 },
            "stops": [{ "site": self.world.sites[run.site].id, "outreach_place": "school", "departs": run.departs,
                "starts": run.starts, "ends": run.ends, "drive": { "minutes": run.out_minutes, "metres": 1_000 } }],
        })
    }

    pub(super) fn run(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let known = self.ids(|what| matches!(what, What::Run(_)));
        match dice.roll(10) {
            0..=4 => self.run_save(dice),
            5 => {
                let run = some_run(self, dice);
                let (_, clashes) = road::run(&self.world, &run, &[], "");
                match self.call("run_check", self.run_draft(&run), &Foretold::Accepted)? {
                    Some(answer) => same(&answer["clashes"], &clashes),
                    None => Ok(()),
                }
            }
            _ if known.is_empty() => self.run_save(dice),
            6 => {
                let id = dice.of(&known);
                let is_draft = matches!(&self.world.items[&id].what, What::Run(run) if run.state == "draft");
                let foretold = if is_draft { Foretold::Accepted } else { Foretold::Refused("wrong_state") };
                let arguments = json!({ "id": id, "revision": self.revision("caravan_run", &id) });
                if self.call("run_delete", arguments, &foretold)?.is_some() {
                    self.believe(true, vec![(id, None)]);
                }
                Ok(())
            }
            _ => {
                let id = dice.of(&known);
                self.run_transition(&id, dice)
            }
        }
    }

    fn run_save(&mut self, dice: &mut Dice) -> Result<(), Divergence> {
        let mut run = some_run(self, dice);
        let as_draft = dice.chance(20);
        if as_draft {
            run.state = "draft";
        }
        let (holds, clashes) = road::run(&self.world, &run, &[], "");
        let given = overrides(&clashes, dice);
        let settled = if as_draft { Ok(Vec::new()) } else { settle(&clashes, &[], &given) };
        let arguments = json!({ "run": self.run_draft(&run), "as_draft": as_draft, "overrides": given });
        let (foretold, findings) = foretell(settled);
        if let Some(answer) = self.call("run_save", arguments, &foretold)? {
            let id = answer["run"]["id"].as_str().unwrap_or_default().to_owned();
            run.stop = answer["run"]["draft"]["stops"][0]["session"].as_str().unwrap_or_default().to_owned();
            let holds = if as_draft { Vec::new() } else { holds };
            self.believe(true, vec![(id, Some(Item { findings, holds, ..item(What::Run(run)) }))]);
        }
        Ok(())
    }

    fn run_transition(&mut self, id: &str, dice: &mut Dice) -> Result<(), Divergence> {
        let before = self.world.items[id].clone();
        let What::Run(was) = before.what.clone() else { return Ok(()) };
        let transition =
            dice.of(&["plan", "publish", "publish", "withdraw", "cancel", "cancel", "reinstate", "reinstate"]);
        let reason = dice.chance(85).then(|| json!({ "code": "weather" }));
        let mut written = before.clone();
        let mut given = Vec::new();
        let settled = match after(was.state, transition, was.starts, was.ends) {
            _ if transition == "cancel" && reason.is_none() => Err(Foretold::Refused("reason_required")),
            Err(code) => Err(Foretold::Refused(code)),
            Ok("published") if was.vehicle.is_none() || was.drivers.is_empty() => {
                Err(Foretold::Refused("run_incomplete"))
            }
            Ok(state) => {
                let run = Run { state, ..was.clone() };
                written.reason = called_off(transition, written.reason);
                written.what = What::Run(run.clone());
                if holding(was.state) && !holding(state) {
                    written.holds.clear();
                    Ok(before.findings)
                } else if !holding(was.state) && holding(state) {
                    let (holds, clashes) = road::run(&self.world, &run, &[id.to_owned()], id);
                    given = overrides(&clashes, dice);
                    written.holds = holds;
                    settle(&clashes, &before.findings, &given)
                } else {
                    Ok(before.findings)
                }
            }
        };
        let revision = self.revision("caravan_run", id);
        let arguments =
            json!({ "id": id, "revision": revision, "transition": transition, "reason": reason, "overrides": given });
        let (foretold, findings) = foretell(settled);
        if self.call("run_transition", arguments, &foretold)?.is_some() {
            self.believe(false, vec![(id.to_owned(), Some(Item { findings, ..written }))]);
        }
        Ok(())
    }
}
