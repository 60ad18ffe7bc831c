//! The sample's caravan runs: one that is over, 奉节 over two days, one with an advisory let pass, a draft.

use rules::time::{DAY_MINUTES, Minute};
use serde_json::{Value, json};

use super::Work;
use crate::{Failure, Role};

/// A run before its times are filled in.
struct Rough<'r> {
    title: &'r str,
    day: i64,
    vehicle: Option<&'r str>,
    kit: &'r str,
    drivers: &'r [&'r str],
    crew: &'r [&'r str],
    /// Site, kind of place, minutes, people expected, where the night is spent.
    stops: &'r [(&'r str, &'r str, i64, i64, Option<&'r str>)],
    remark: Option<&'r str>,
}

impl Rough<'_> {
    /// The run with its times from the driving.
    fn planned(&self, work: &Work<'_>) -> Result<Value, Failure> {
        let departs: Minute = work.at(self.day, 8, 0);
        let stops: Vec<Value> = self
            .stops
            .iter()
            .map(|(site, place, minutes, people, overnight)| {
                json!({
                    "site": work.lists.id(site), "outreach_place": place, "departs": departs, "starts": departs,
                    "ends": departs + minutes, "capacity": people, "overnight": overnight,
                })
            })
            .collect();
        let draft = json!({
            "title": self.title, "department": work.lists.id("巡展部"), "departs": departs,
            "returns": departs + DAY_MINUTES / 2, "vehicle": self.vehicle.map(|name| work.lists.id(name)),
            "kit": work.lists.id(self.kit), "drivers": work.lists.ids(self.drivers),
            "crew": work.lists.ids(self.crew), "stops": stops, "return_departs": departs, "remark": self.remark,
        });
        Ok(work.call(Role::Planner, "run_propose_times", draft)?["run"].clone())
    }
}

/// Publishes a run that was saved.
fn publish(work: &Work<'_>, run: &Value) -> Result<Value, Failure> {
    let arguments = json!({ "id": run["id"], "revision": run["revision"], "transition": "publish" });
    Ok(work.call(Role::Planner, "run_transition", arguments)?["run"].clone())
}

/// A run of last week, planned and published back then.
pub(super) fn over(work: &Work<'_>) -> Result<(), Failure> {
    let rough = Rough {
        title: "石柱科普行",
        day: -4,
        vehicle: Some("大篷车1号"),
        kit: "机器人体验箱",
        drivers: &["何远"],
        crew: &["林晚", "安溪"],
        stops: &[("龙潭中学", "school", 150, 320, None)],
        remark: None,
    };
    let run = rough.planned(work)?;
    let saved = work.call(Role::Planner, "run_save", json!({ "run": run }))?["run"].clone();
    publish(work, &saved).map(drop)
}

/// The runs of the weeks ahead.
pub(super) fn to_come(work: &Work<'_>) -> Result<(), Failure> {
    let fengjie = Rough {
        title: "奉节两日行",
        day: work.next_weekday(2, 2),
        vehicle: Some("大篷车1号"),
        kit: "球幕天文箱",
        drivers: &["秦川"],
        crew: &["林晚", "唐柚"],
        stops: &[("幼岚小学", "school", 120, 450, Some("奉节县城")), ("竹园中学", "school", 150, 500, None)],
        remark: Some("两校均无遮雨处，带雨布"),
    };
    let run = fengjie.planned(work)?;
    let saved = work.call(Role::Planner, "run_save", json!({ "run": run }))?["run"].clone();
    let saved = publish(work, &saved)?;
    let first_lines: Vec<Value> =
        saved["load"].as_array().into_iter().flatten().take(2).map(|line| line["id"].clone()).collect();
    work.call(Role::Planner, "run_load_mark", json!({ "run": saved["id"], "lines": first_lines, "loaded": true }))?;

    let beibei = Rough {
        title: "北碚静观社区行",
        day: work.next_weekday(5, 4),
        vehicle: Some("大篷车2号"),
        kit: "趣味化学箱",
        drivers: &["白渡"],
        crew: &["季白"],
        stops: &[("静观社区", "community", 120, 180, None)],
        remark: None,
    };
    let run = beibei.planned(work)?;
    let overrides = json!([{ "code": "vehicle_odometer", "reason": "新车到货前继续用，上月已全车检查" }]);
    work.call(Role::Planner, "run_save", json!({ "run": run, "overrides": overrides }))?;

    let kaizhou = Rough {
        title: "开州临江行",
        day: work.next_weekday(3, 12),
        vehicle: None,
        kit: "机器人体验箱",
        drivers: &[],
        crew: &["林晚"],
        stops: &[("临江小学", "school", 150, 380, None)],
        remark: Some("学校来函申请，车辆和司机待定"),
    };
    let run = kaizhou.planned(work)?;
    work.call(Role::Planner, "run_save", json!({ "run": run, "as_draft": true })).map(drop)
}
