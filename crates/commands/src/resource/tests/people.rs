//! People through the gate: leave, handing the future on aboard runs as well, taking posts on again.

use serde_json::{Value, json};

use super::{House, at};

fn post(person: &Value) -> Value {
    json!([{"role": "docent", "person": person["id"]}])
}

impl House {
    /// Who stands on the first post of a session.
    fn stands(&self, session: &Value) -> Value {
        self.ok("session_read", json!({"id": session["id"]}))["posts"][0]["person"].clone()
    }

    fn driver(&self, name: &str, class: &str) -> Value {
        let driver = json!({"name": name, "kind": "staff", "licence_class": class, "active": true});
        self.ok("person_save", driver)["summary"].clone()
    }

    /// A run of one day to a school, in the museum's own district.
    fn run(&self, title: &str, day: i64, vehicle: &Value, site: &Value, driver: &Value, crew: &Value) -> Value {
        let rough = json!({"title": title, "departs": at(day, 8, 0), "returns": at(day, 18, 0),
            "vehicle": vehicle["id"], "drivers": [driver["id"]], "crew": [crew["id"]],
            "stops": [{"site": site["id"], "outreach_place": "school", "departs": at(day, 8, 0), "starts": at(day, 10, 0),
                "ends": at(day, 12, 0)}],
            "return_departs": at(day, 13, 0)});
        let run = self.ok("run_propose_times", rough)["run"].clone();
        self.ok("run_save", json!({"run": run}))["run"].clone()
    }

    /// The ids of those aboard: drivers, then crew.
    fn aboard(&self, run: &Value) -> (Value, Value) {
        let read = self.ok("run_read", json!({"id": run["id"]}));
        let ids = |list: &Value| list.as_array().unwrap().iter().map(|part| part["id"].clone()).collect::<Value>();
        (ids(&read["drivers"]), ids(&read["crew"]))
    }
}

#[test]
fn leave_empties_posts_and_is_never_refused() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let he = house.person("何娟", "docent");
    let post = json!([{"role": "docent", "person": he["id"]}]);
    let morning = house.session("guided_tour", &hall, at(1, 10, 0), post.clone());
    let afternoon = house.session("guided_tour", &hall, at(1, 14, 0), post.clone());
    let later = house.session("guided_tour", &hall, at(3, 10, 0), post);
    let leave = json!({"person": he["id"], "from_day": at(1, 0, 0), "from_half": "afternoon",
        "to_day": at(2, 0, 0), "to_half": "morning", "kind": "sick"});
    let saved = house.ok("leave_save", leave);
    let opened: Vec<_> = saved["opened"].as_array().unwrap().iter().map(|post| post["session"].clone()).collect();
    assert_eq!(opened, [afternoon["id"].clone()]);
    let person = |session: &Value| house.ok("session_read", json!({"id": session["id"]}))["posts"][0]["person"].clone();
    assert_eq!(
        (person(&morning), person(&afternoon), person(&later)),
        (he["id"].clone(), Value::Null, he["id"].clone())
    );
    assert_eq!(house.held(&afternoon).len(), 1, "the hall stays taken, the person is free");
    let record = house.ok("person_read", json!({"id": he["id"]}));
    assert_eq!((&record["future_posts"], record["leaves"][0]["to_half"].as_str()), (&json!(2), Some("morning")));
    house.undo();
    assert_eq!(person(&afternoon), he["id"]);
    assert_eq!(house.held(&afternoon).len(), 2);
    let wrong = json!({"person": he["id"], "from_day": at(2, 0, 0), "from_half": "morning",
        "to_day": at(1, 0, 0), "to_half": "morning", "kind": "sick"});
    assert_eq!(house.call("leave_save", wrong).unwrap_err().code, "span_invalid");
}

#[test]
fn a_person_leaves_and_hands_the_future_on_while_the_past_stays() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let (he, lin) = (house.person("何娟", "docent"), house.person("林小川", "docent"));
    let post = |person: &Value| json!([{"role": "docent", "person": person["id"]}]);
    let first = house.session("guided_tour", &hall, at(1, 10, 0), post(&he));
    let second = house.session("guided_tour", &hall, at(1, 14, 0), post(&he));
    let third = house.session("guided_tour", &hall, at(5, 14, 0), post(&he));
    // 林小川 is elsewhere at the second one.
    house.session("activity", &house.space("报告厅", None, 0), at(1, 14, 0), post(&lin));
    let record = |person: &Value| house.ok("person_read", json!({"id": person["id"]}));
    let leaving = |record: &Value| {
        json!({"id": record["summary"]["id"], "revision": record["summary"]["revision"],
        "name": record["summary"]["name"], "kind": "docent", "phone": record["phone"], "active": false})
    };
    let refused = house.call("person_save", leaving(&record(&he))).unwrap_err();
    assert_eq!((refused.code, refused.facts["count"].as_i64()), ("in_use", Some(3)));
    let asked = json!({"id": he["id"], "to": lin["id"], "from": at(0, 0, 0), "preview": true, "deactivate": true});
    let said = house.ok("person_hand_on", asked.clone());
    assert_eq!((said["moved"].as_array().unwrap().len(), said["left_open"].as_array().unwrap().len()), (2, 1));
    assert_eq!(said["left_open"][0]["clashes"][0]["code"], "person_taken");
    assert_eq!(record(&he)["future_posts"], 3, "a preview changes nothing");
    let mut done = asked;
    done["preview"] = json!(false);
    assert_eq!(house.ok("person_hand_on", done), said);
    let person = |session: &Value| house.ok("session_read", json!({"id": session["id"]}))["posts"][0]["person"].clone();
    assert_eq!((person(&first), person(&second), person(&third)), (lin["id"].clone(), Value::Null, lin["id"].clone()));
    assert_eq!(record(&he)["summary"]["active"], false);
    // The other person is taken there now.
    let again = json!({"session": {"kind": "activity", "title": "x", "public": false, "starts": at(5, 14, 0), "ends": at(5, 15, 0),
        "spaces": [hall["id"]], "posts": [{"role": "staff", "person": lin["id"]}]}});
    assert_eq!(house.call("session_save", again).unwrap_err().code, "clash");
    house.undo();
    assert_eq!((person(&second), record(&he)["summary"]["active"].clone()), (he["id"].clone(), json!(true)));
}

#[test]
fn a_leave_taken_back_offers_the_posts_it_emptied() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let (he, lin) = (house.person("何娟", "docent"), house.person("林小川", "docent"));
    let first = house.session("guided_tour", &hall, at(1, 10, 0), post(&he));
    let second = house.session("guided_tour", &hall, at(1, 14, 0), post(&he));
    let third = house.session("guided_tour", &hall, at(2, 10, 0), post(&he));
    let leave = json!({"person": he["id"], "from_day": at(1, 0, 0), "from_half": "morning",
        "to_day": at(2, 0, 0), "to_half": "afternoon", "kind": "sick"});
    let leave = house.ok("leave_save", leave)["leave"].clone();
    // Somebody else stands in for the first; what is given is not taken back.
    let open = house.ok("session_read", json!({"id": first["id"]}))["posts"][0]["id"].clone();
    house.ok("person_take_on", json!({"id": lin["id"], "posts": [open]}));
    let gone = house.ok("leave_delete", json!({"id": leave["id"], "revision": leave["revision"]}));
    let offered: Vec<_> = gone["emptied"].as_array().unwrap().iter().map(|post| post["session"].clone()).collect();
    assert_eq!(offered, [second["id"].clone(), third["id"].clone()]);
    // In the meantime 何娟 was sent elsewhere on the second afternoon.
    house.session("activity", &house.space("报告厅", None, 0), at(1, 14, 0), post(&he));
    let posts: Vec<_> = gone["emptied"].as_array().unwrap().iter().map(|post| post["post"].clone()).collect();
    let asked = json!({"id": he["id"], "posts": posts, "preview": true});
    let said = house.ok("person_take_on", asked);
    assert_eq!(said["left_open"][0]["clashes"][0]["code"], "person_taken");
    assert_eq!(house.stands(&third), Value::Null, "a preview changes nothing");
    assert_eq!(house.ok("person_take_on", json!({"id": he["id"], "posts": posts})), said);
    assert_eq!(
        (house.stands(&first), house.stands(&second), house.stands(&third)),
        (lin["id"].clone(), Value::Null, he["id"].clone())
    );
    assert_eq!(house.held(&third).len(), 2, "the hall and the person");
    let again = house.call("person_take_on", json!({"id": he["id"], "posts": posts})).unwrap_err();
    assert_eq!(again.code, "stale", "somebody stands there");
    house.undo();
    assert_eq!((house.stands(&third), house.held(&third).len()), (Value::Null, 1));
}

#[test]
fn whoever_comes_back_is_offered_what_stood_open_since() {
    let house = House::new();
    let hall = house.space("儿童厅", None, 2);
    let he = house.person("何娟", "docent");
    let tour = house.session("guided_tour", &hall, at(1, 10, 0), post(&he));
    house.ok("person_hand_on", json!({"id": he["id"], "from": at(0, 0, 0), "deactivate": true}));
    let record = || house.ok("person_read", json!({"id": he["id"]}));
    assert_eq!(record()["emptied"], json!([]), "nothing is offered to whoever is away");
    let summary = record()["summary"].clone();
    let back =
        json!({"id": he["id"], "revision": summary["revision"], "name": "何娟", "kind": "docent", "active": true});
    let emptied = house.ok("person_save", back)["emptied"].clone();
    assert_eq!(emptied[0]["session"], tour["id"]);
    house.ok("person_take_on", json!({"id": he["id"], "posts": [emptied[0]["post"]]}));
    assert_eq!((house.stands(&tour), record()["emptied"].clone()), (he["id"].clone(), json!([])));
}

#[test]
fn places_aboard_runs_are_handed_on_by_the_rules_of_the_road() {
    let house = House::new();
    let vehicle = house.ok(
        "vehicle_save",
        json!({"name": "大篷车", "plate": "渝A12345", "kind": "II型", "licence_class": "B1",
            "inspection_expires": at(400, 0, 0), "insurance_expires": at(400, 0, 0), "active": true}),
    );
    let site = json!({"name": "近处小学", "district_code": "500157", "kind": "school", "active": true});
    let site = house.ok("site_save", site);
    let (qin, he, small) = (house.driver("秦", "A1"), house.driver("何", "A1"), house.driver("小", "C1"));
    let pu = house.person("蒲苇", "docent");
    let first = house.run("一", 3, &vehicle, &site, &qin, &pu);
    let second = house.run("二", 5, &vehicle, &site, &qin, &pu);
    // 何 is away on the day of the second.
    house.ok(
        "leave_save",
        json!({"person": he["id"], "from_day": at(5, 0, 0), "from_half": "morning", "to_day": at(5, 0, 0),
            "to_half": "afternoon", "kind": "annual"}),
    );
    let hand = |to: &Value, preview: bool, deactivate: bool| json!({"id": qin["id"], "to": to["id"], "from": at(0, 0, 0), "preview": preview, "deactivate": deactivate});
    // A small licence drives no van.
    let said = house.ok("person_hand_on", hand(&small, true, false));
    assert_eq!(said["runs_moved"], json!([]));
    assert_eq!(said["runs_left_open"][0]["clashes"][0]["code"], "licence_class");
    // A published run keeps its only driver until another one is named, and holds the person back.
    let publish = json!({"id": second["id"], "revision": second["revision"], "transition": "publish"});
    let published = house.ok("run_transition", publish)["run"].clone();
    let said = house.ok("person_hand_on", hand(&he, true, true));
    let titles = |list: &Value| list.as_array().unwrap().iter().map(|ride| ride["title"].clone()).collect::<Value>();
    assert_eq!(
        (titles(&said["runs_moved"]), titles(&said["runs_left_open"]), titles(&said["runs_kept"])),
        (json!(["一"]), json!([]), json!(["二"]))
    );
    assert_eq!(said["runs_kept"][0]["clashes"][0]["code"], "person_on_leave");
    let refused = house.call("person_hand_on", hand(&he, false, true)).unwrap_err();
    assert_eq!((refused.code, refused.facts["uses"][0]["title"].as_str()), ("in_use", Some("二")));
    house.ok("person_hand_on", hand(&he, false, false));
    assert_eq!(house.aboard(&first), (json!([he["id"]]), json!([pu["id"]])));
    assert_eq!(house.aboard(&second), (json!([qin["id"]]), json!([pu["id"]])));
    // Who takes a place aboard is taken there.
    let hall = house.space("报告厅", None, 0);
    let busy = json!({"session": {"kind": "activity", "title": "x", "public": false, "starts": at(3, 10, 0),
        "ends": at(3, 11, 0), "spaces": [hall["id"]], "posts": [{"role": "staff", "person": he["id"]}]}});
    assert_eq!(house.call("session_save", busy).unwrap_err().code, "clash");
    // Crew comes off a run that nobody takes over; the run goes on.
    house.ok("person_hand_on", json!({"id": pu["id"], "from": at(0, 0, 0), "deactivate": true}));
    assert_eq!(house.aboard(&second).1, json!([]));
    house.undo();
    assert_eq!(house.aboard(&second).1, json!([pu["id"]]));
    // A cancelled run holds nobody.
    let read = house.ok("run_read", json!({"id": published["id"]}));
    let cancel =
        json!({"id": read["id"], "revision": read["revision"], "transition": "cancel", "reason": {"code": "staff"}});
    house.ok("run_transition", cancel);
    house.ok("person_hand_on", json!({"id": qin["id"], "from": at(0, 0, 0), "deactivate": true}));
    assert_eq!(house.ok("person_read", json!({"id": qin["id"]}))["summary"]["active"], false);
}
