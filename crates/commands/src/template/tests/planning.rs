//! On which dates a template runs, and what becomes of the others.

use serde_json::json;

use super::*;

#[test]
fn three_months_with_the_labour_day_in_them_are_planned_date_by_date() {
    let house = House::new();
    let template = tours(&[570, 630, 690, 840, 930], day(4, 21), day(7, 20));
    let preview = house.ok("template_preview", json!({ "template": template }));
    // 91 days; twelve Mondays are closed, 4 May is open for the holiday.
    assert_eq!(preview["counts"]["create"], (91 - 12) * 5);
    assert_eq!(preview["counts"]["skip"], 12 * 5);
    assert_eq!(house.programme(), [], "a preview writes nothing");
    for (month, of_month, expected) in [
        (4, 27, "skip closed_day"),
        (5, 1, "create"),
        (5, 4, "create"),
        (5, 9, "create"),
        (5, 11, "skip closed_day"),
        (6, 19, "create"),
    ] {
        assert_eq!(said(&preview, day(month, of_month), 570), expected, "{month}-{of_month}");
    }
    // Every day and start is there, and whatever is not planned says why.
    assert_eq!(lines(&preview).len(), 91 * 5);
    let silent = lines(&preview).iter().filter(|line| line["action"] == "skip" && line["skip"].is_null()).count();
    assert_eq!(silent, 0);
    let closed = line(&preview, day(4, 27), 570);
    assert_eq!(closed["clashes"][0]["code"], "closed_day");
    let saved = house.ok("template_save", json!({ "template": template }));
    assert_eq!(saved["counts"], preview["counts"]);
    assert_eq!(house.programme().len(), 395);
    // Saving what was read changes nothing.
    let view = house.read(saved["id"].as_str().unwrap());
    let before = house.content();
    let same = house.ok("template_save", json!({ "template": again(&view) }));
    assert_eq!((same["revision"].clone(), same["counts"]["keep"].clone()), (json!(0), json!(395)));
    assert_eq!(house.content(), before);
}

#[test]
fn day_kinds_follow_the_notice() {
    let house = House::new();
    let rest = with(
        tours(&[600], day(4, 28), day(5, 12)),
        "/pattern",
        json!({
            "starts": [600], "day_kinds": ["weekend", "statutory_off"], "valid_from": day(4, 28), "valid_to": day(5, 12),
        }),
    );
    let preview = house.ok("template_preview", json!({ "template": rest }));
    let planned: Vec<String> = lines(&preview)
        .iter()
        .map(|line| {
            format!(
                "{} {}",
                clock(line["starts"].as_i64().unwrap()),
                said(&preview, line["day"].as_i64().unwrap(), 600)
            )
        })
        .collect();
    assert_eq!(
        planned,
        [
            "05-01 10:00 create",
            "05-02 10:00 create",
            "05-03 10:00 create",
            "05-04 10:00 create",
            "05-05 10:00 create",
            // The ninth is worked, so it is no weekend: it says so instead of missing.
            "05-09 10:00 skip day_kind",
            "05-10 10:00 create",
        ]
    );
    let makeup = and(rest, "/pattern", "day_kinds", json!(["makeup_workday"]));
    let preview = house.ok("template_preview", json!({ "template": makeup }));
    assert_eq!(preview["counts"]["create"], 1);
    assert_eq!(said(&preview, day(5, 9), 600), "create");
}

#[test]
fn a_timetable_gives_each_kind_of_day_its_starts() {
    let house = House::new();
    let own = |start: i64, kinds: Value| json!({ "start": start, "day_kinds": kinds });
    let free = json!(["weekend", "statutory_off"]);
    let template = and(
        tours(&[600, 690, 870], day(4, 21), day(7, 20)),
        "/pattern",
        "start_kinds",
        json!([own(600, json!(["workday", "makeup_workday"])), own(690, free)]),
    );
    let id = house.template(template);
    let view = house.read(&id);
    let on = |month: u32, of_month: u32| -> Vec<String> {
        let of_day = lines(&view).iter().filter(|line| line["day"] == day(month, of_month));
        of_day
            .map(|line| {
                format!("{} {}", line["start"], said(&view, day(month, of_month), line["start"].as_i64().unwrap()))
            })
            .collect()
    };
    assert_eq!(on(4, 30), ["600 keep", "870 keep"], "a working Thursday");
    assert_eq!(on(5, 1), ["600 skip day_kind", "690 keep", "870 keep"], "a Friday off");
    assert_eq!(on(5, 9), ["600 keep", "690 skip day_kind", "870 keep"], "a Saturday that makes up for it");
    assert_eq!(on(5, 10), ["690 keep", "870 keep"], "a Sunday");
    assert_eq!(on(6, 19), ["600 skip day_kind", "690 keep", "870 keep"], "the Dragon Boat Festival");
    // A start that moves takes its kinds of day along.
    let own = house.session(&id, day(5, 10), 690);
    let moved = with(with(draft_of(&own), "/starts", json!(day(5, 10) + 720)), "/ends", json!(day(5, 10) + 765));
    house.ok("occurrence_save", json!({ "session": moved, "scope": "all" }));
    let kinds = house.read(&id)["template"]["pattern"]["start_kinds"].clone();
    assert_eq!(kinds[1], json!({ "start": 720, "day_kinds": ["weekend", "statutory_off"] }));
    // A start that comes to hold on fewer days calls the others off, and says how many.
    let template = again(&house.read(&id));
    let fewer = json!([{ "start": 870, "day_kinds": ["makeup_workday"] }]);
    let preview = house.ok("template_preview", json!({ "template": and(template, "/pattern", "start_kinds", fewer) }));
    assert_eq!((said(&preview, day(5, 9), 870), said(&preview, day(5, 10), 870)), ("keep".into(), "cancel".into()));
    assert_eq!(preview["reason_needed"], true);
}

#[test]
fn a_clash_becomes_a_skip_with_its_ways_out_and_one_can_be_taken() {
    let house = House::new();
    house.ok("session_save", json!({ "session": {
        "kind": "activity", "title": "搭一座桥", "starts": day(4, 23) + 600, "ends": day(4, 23) + 660, "spaces": ["hall"],
    }}));
    let template = tours(&[600], day(4, 21), day(4, 26));
    let preview = house.ok("template_preview", json!({ "template": template }));
    assert_eq!(said(&preview, day(4, 23), 600), "skip clash");
    let refused = line(&preview, day(4, 23), 600);
    assert_eq!(refused["clashes"][0]["holder"]["title"], "搭一座桥");
    assert_eq!(refused["may_override"], false);
    let way = &refused["alternatives"][0];
    assert_eq!((way["kind"].as_str(), way["starts"].as_i64()), (Some("time"), Some(day(4, 23) + 660)));
    let adjustments = json!([{ "day": day(4, 23), "start": 600, "starts": way["starts"] }]);
    let saved = house.ok("template_save", json!({ "template": template, "adjustments": adjustments }));
    assert_eq!((saved["counts"]["create"].clone(), saved["counts"]["skip"].clone()), (json!(6), json!(0)));
    let view = house.read(saved["id"].as_str().unwrap());
    assert_eq!(line(&view, day(4, 23), 600)["deviations"], json!(["starts"]));
}

#[test]
fn occurrences_of_one_batch_see_one_another() {
    let house = House::new();
    // Two tours overlap in a hall that bears one at a time.
    let preview = house.ok("template_preview", json!({ "template": tours(&[600, 630, 645], day(4, 21), day(4, 21)) }));
    assert_eq!(said(&preview, day(4, 21), 600), "create");
    assert_eq!(said(&preview, day(4, 21), 630), "skip clash");
    assert_eq!(said(&preview, day(4, 21), 645), "create");
    assert_eq!(line(&preview, day(4, 21), 630)["clashes"][0]["code"], "lanes_full");
    // A docent's fifth tour a day is soft, and stays out unless somebody says why.
    let mut five = tours(&[540, 600, 660, 720, 780], day(4, 21), day(4, 21));
    five["content"]["posts"][0]["person"] = json!("li");
    five["content"]["public"] = json!(false);
    let preview = house.ok("template_preview", json!({ "template": five }));
    assert_eq!(preview["counts"]["create"], 4);
    let fifth = line(&preview, day(4, 21), 780);
    assert_eq!(
        (fifth["clashes"][0]["code"].clone(), fifth["may_override"].clone()),
        (json!("person_tours_per_day"), json!(true))
    );
    let overrides = json!([{ "code": "person_tours_per_day", "reason": "王老师外出" }]);
    let saved = house.ok("template_save", json!({ "template": five, "overrides": overrides }));
    assert_eq!(saved["counts"]["create"], 5);
    let session = house.session(saved["id"].as_str().unwrap(), day(4, 21), 780);
    assert_eq!(session["findings"][0]["reason"], "王老师外出");
}

#[test]
fn a_closed_day_opens_to_whoever_may_say_why() {
    let house = House::new();
    let template = tours(&[600], day(4, 27), day(4, 27));
    let overrides = json!([{ "day": day(4, 27), "start": 600, "code": "closed_day", "reason": "专场接待" }]);
    let arguments = json!({ "template": template, "overrides": overrides });
    house.ok("profile_save", json!({ "name": "周策", "role": "planner", "pin": "keep", "active": true }));
    let refused = house.call_as("周策", "template_save", arguments.clone()).unwrap_err();
    assert_eq!(refused.code, "override_not_allowed");
    assert_eq!(house.ok("template_save", arguments)["counts"]["create"], 1);
}

#[test]
fn a_skipped_date_stays_visible_and_comes_back() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 23)));
    let before = house.content();
    let at = json!({ "template": id, "day": day(4, 22), "start": 600 });
    house.ok("template_skip", and(at.clone(), "", "reason", json!("检修")));
    let view = house.read(&id);
    assert_eq!(said(&view, day(4, 22), 600), "skip cancelled");
    assert_eq!(house.programme().len(), 2);
    // An edit does not bring it back by itself.
    let edit = with(again(&view), "/content/capacity", json!(30));
    assert_eq!(house.ok("template_save", json!({ "template": edit }))["counts"]["create"], 0);
    house.ok("template_restore", at.clone());
    assert_eq!(house.programme().len(), 3);
    assert_eq!(house.refused("template_restore", at)["code"], "wrong_state");
    let renewed = |text: &str| text.lines().filter(|line| !line.contains("space/")).collect::<Vec<_>>().join("\n");
    assert_eq!(renewed(&house.content()), renewed(&before));
    // A date the calendar closes is brought back with a reason.
    let id = house.template(tours(&[900], day(4, 27), day(4, 28)));
    let at = json!({ "template": id, "day": day(4, 27), "start": 900 });
    let refused = house.refused("template_restore", at.clone());
    assert_eq!((refused["code"].clone(), refused["may_override"].clone()), (json!("clash"), json!(true)));
    house.ok("template_restore", and(at, "", "overrides", json!([{ "code": "closed_day", "reason": "接待" }])));
    assert_eq!(said(&house.read(&id), day(4, 27), 900), "keep");
}

#[test]
fn a_week_is_copied_with_a_reason_for_what_stays_behind() {
    let house = House::new();
    let session = |title: &str, starts: Minute, space: &str| {
        house.ok(
            "session_save",
            json!({ "session": {
                "kind": "activity", "title": title, "starts": starts, "ends": starts + 60, "spaces": [space],
                "posts": [{ "role": "docent", "person": "li" }],
            }}),
        )
    };
    session("搭一座桥", day(4, 22) + 600, "theatre");
    session("水的旅行", day(4, 23) + 600, "water");
    session("闭馆日活动", day(4, 24) + 600, "build");
    session("占位", day(5, 1) + 600, "build");
    let daily = house.template(tours(&[900], day(4, 21), day(5, 3)));
    assert!(!daily.is_empty());
    let ask = |preview: bool| json!({ "from_week": day(4, 22), "to_week": day(4, 29), "preview": preview });
    let preview = house.ok("week_duplicate", ask(true));
    let reasons: Vec<(&str, Option<&str>)> = lines(&preview)
        .iter()
        .filter(|line| line["kind"] == "activity")
        .map(|line| (line["title"].as_str().unwrap(), line["skip"].as_str()))
        .collect();
    assert_eq!(reasons, [("搭一座桥", None), ("水的旅行", None), ("闭馆日活动", Some("clash"))]);
    let tours = lines(&preview).iter().filter(|line| line["kind"] == "guided_tour");
    assert!(tours.clone().count() == 6 && tours.clone().all(|line| line["skip"] == "by_template"));
    let before = house.programme().len();
    assert_eq!(house.ok("week_duplicate", ask(false))["create"], 2);
    assert_eq!(house.programme().len(), before + 2);
    // Copying it once more adds nothing.
    let again = house.ok("week_duplicate", ask(false));
    assert_eq!(again["create"], 0);
    let bridge = lines(&again).iter().find(|line| line["title"] == "搭一座桥").unwrap();
    assert_eq!(bridge["skip"], "exists");
}

#[test]
fn nonsense_is_refused_with_its_field() {
    let house = House::new();
    let good = tours(&[600], day(4, 21), day(4, 23));
    for (path, part, code) in [
        ("/pattern/starts", json!([]), "number_out_of_range"),
        ("/pattern/starts", json!([1440]), "number_out_of_range"),
        ("/pattern/valid_from", json!(day(4, 21) + 5), "time_invalid"),
        ("/pattern/valid_to", json!(day(4, 20)), "span_invalid"),
        ("/pattern/valid_to", json!(day(4, 20) + 500 * DAY_MINUTES), "number_out_of_range"),
        ("/pattern/valid_to", json!(i64::MAX), "time_invalid"),
        ("/content/minutes", json!(0), "number_out_of_range"),
        ("/content/minutes", json!(i64::MAX), "number_out_of_range"),
        ("/content/kind", json!("caravan"), "wrong_state"),
        ("/content/title", json!("  "), "text_empty"),
        ("/content/spaces", json!(["nowhere"]), "not_found"),
        ("/content/spaces", json!([]), "number_out_of_range"),
    ] {
        let refused = house.refused("template_save", json!({ "template": with(good.clone(), path, part.clone()) }));
        assert_eq!(refused["code"], code, "{path} {part}");
    }
    let unknown = and(good.clone(), "/content", "colour", json!("red"));
    assert_eq!(house.refused("template_save", json!({ "template": unknown }))["code"], "arguments_invalid");
    let id = house.template(good);
    let template = again(&house.read(&id));
    let stale = with(template.clone(), "/revision", json!(7));
    assert_eq!(house.refused("template_save", json!({ "template": stale }))["code"], "stale");
    let renamed = json!([{ "from": 600, "to": 700 }]);
    let refused = house.refused("template_save", json!({ "template": template, "renamed": renamed }));
    assert_eq!(refused["field"], "renamed");
}
