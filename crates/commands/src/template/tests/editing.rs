//! What an edit of a template or of one of its occurrences reaches, and what it leaves alone.

use serde_json::json;

use super::*;

#[test]
fn an_edit_of_all_reaches_what_was_left_alone() {
    let house = House::new();
    let id = house.template(tours(&[600, 660], day(4, 21), day(4, 24)));
    let own = house.session(&id, day(4, 22), 600);
    let changed = with(draft_of(&own), "/capacity", json!(12));
    house.ok("occurrence_save", json!({ "session": changed, "scope": "one" }));
    let view = house.read(&id);
    assert_eq!(line(&view, day(4, 22), 600)["deviations"], json!(["capacity"]));
    let edit = with(with(again(&view), "/content/capacity", json!(20)), "/content/title", json!("新名"));
    let saved = house.ok("template_save", json!({ "template": edit }));
    assert_eq!(saved["counts"]["change"], 8);
    assert_eq!(house.session(&id, day(4, 22), 600)["capacity"], 12);
    assert_eq!(house.session(&id, day(4, 23), 600)["capacity"], 20);
    assert!(house.programme().iter().all(|(_, title)| title == "新名"));
    // Following again takes the deviation back.
    let own = house.session(&id, day(4, 22), 600);
    let read = house.ok("occurrence_read", json!({ "session": own["id"] }));
    assert_eq!(read["deviations"], json!(["capacity"]));
    house.ok("occurrence_follow", json!({ "session": own["id"], "revision": own["revision"] }));
    assert_eq!(house.session(&id, day(4, 22), 600)["capacity"], 20);
}

/// A session that was read, ready to be saved again.

#[test]
fn starts_shift_through_one_another() {
    let house = House::new();
    // Back to back: each goes where the next one is.
    let id = house.template(tours(&[600, 645, 690], day(4, 21), day(4, 22)));
    let ids: Vec<Value> = [600, 645, 690].map(|start| house.session(&id, day(4, 21), start)["id"].clone()).to_vec();
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([645, 690, 735]));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }, { "from": 690, "to": 735 }]);
    let saved = house.ok("template_save", json!({ "template": edit, "renamed": renamed }));
    assert_eq!(saved["counts"]["change"], 6);
    let after: Vec<Value> = [645, 690, 735].map(|start| house.session(&id, day(4, 21), start)["id"].clone()).to_vec();
    assert_eq!(after, ids, "the sessions moved, none was replaced");
    assert_eq!(house.session(&id, day(4, 22), 735)["starts"], day(4, 22) + 735);
}

#[test]
fn one_that_cannot_follow_stays_and_the_rest_makes_room_for_it() {
    let house = House::new();
    let id = house.template(tours(&[600, 645], day(4, 21), day(4, 22)));
    house.ok("session_save", json!({ "session": {
        "kind": "activity", "title": "搭一座桥", "starts": day(4, 22) + 690, "ends": day(4, 22) + 750, "spaces": ["hall"],
    }}));
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([645, 690]));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }]);
    let arguments = json!({ "template": edit, "renamed": renamed });
    let preview = house.ok("template_preview", arguments.clone());
    assert_eq!(said(&preview, day(4, 21), 645), "change");
    // 10:45 cannot become 11:30, so 10:00 cannot become 10:45 either.
    for start in [645, 690] {
        assert_eq!(said(&preview, day(4, 22), start), "keep");
        assert!(!line(&preview, day(4, 22), start)["clashes"].as_array().unwrap().is_empty(), "{start}");
    }
    house.ok("template_save", arguments);
    let seen: Vec<String> = house.programme().into_iter().map(|(when, _)| when).collect();
    assert_eq!(seen, ["04-21 10:45", "04-21 11:30", "04-22 10:00", "04-22 10:45", "04-22 11:30"]);
}

#[test]
fn this_and_following_splits_the_template() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 26)));
    house.ok("template_skip", json!({ "template": id, "day": day(4, 25), "start": 600, "reason": "外事活动" }));
    let own = house.session(&id, day(4, 24), 600);
    let moved = with(with(draft_of(&own), "/starts", json!(day(4, 24) + 615)), "/ends", json!(day(4, 24) + 660));
    let arguments = json!({ "session": moved, "scope": "following" });
    let preview = house.ok("occurrence_preview", arguments.clone());
    assert_eq!(preview["splits_on"], day(4, 24));
    assert_eq!(preview["counts"]["change"], 2);
    let saved = house.ok("occurrence_save", arguments);
    let new = saved["template"]["id"].as_str().unwrap();
    assert_eq!(saved["template"]["split_from"], id.as_str());
    let (old_view, new_view) = (house.read(&id), house.read(new));
    assert_eq!(old_view["template"]["pattern"]["valid_to"], day(4, 23));
    assert_eq!(new_view["template"]["pattern"]["starts"], json!([615]));
    // What was taken out goes along, under its new start.
    assert_eq!(said(&new_view, day(4, 25), 615), "skip cancelled");
    let seen: Vec<String> = house.programme().into_iter().map(|(when, _)| when).collect();
    assert_eq!(seen, ["04-21 10:00", "04-22 10:00", "04-23 10:00", "04-24 10:15", "04-26 10:15"]);
    let restored = house.ok("template_restore", json!({ "template": new, "day": day(4, 25), "start": 615 }));
    assert!(restored["session"].is_string());
}

#[test]
fn what_the_template_no_longer_has_is_called_off_with_a_reason() {
    let house = House::new();
    let id = house.template(tours(&[600, 660], day(4, 21), day(4, 24)));
    let edit = with(again(&house.read(&id)), "/pattern/starts", json!([600]));
    let arguments = json!({ "template": edit });
    assert_eq!(house.ok("template_preview", arguments.clone())["reason_needed"], true);
    let refused = house.refused("template_save", arguments.clone());
    assert_eq!((refused["code"].clone(), refused["cancelled"].clone()), (json!("reason_required"), json!(4)));
    house.ok("template_save", and(arguments, "", "reason", json!({ "code": "staff" })));
    assert_eq!(house.programme().len(), 4);
    let revision = house.read(&id)["template"]["revision"].clone();
    let reason = json!({ "code": "other", "text": "改版" });
    house.ok("template_end", json!({ "id": id, "revision": revision, "last_day": day(4, 22), "reason": reason }));
    assert_eq!(house.programme().len(), 2);
    assert_eq!(house.read(&id)["template"]["pattern"]["valid_to"], day(4, 22));
}

#[test]
fn one_undo_takes_a_whole_save_back_and_one_redo_brings_it_again() {
    let house = House::new();
    let id = house.template(tours(&[600, 645], day(4, 21), day(5, 9)));
    let planned = house.content();
    let edit =
        with(with(again(&house.read(&id)), "/pattern/starts", json!([645, 690])), "/content/title", json!("新名"));
    let renamed = json!([{ "from": 600, "to": 645 }, { "from": 645, "to": 690 }]);
    let arguments = json!({ "template": edit, "renamed": renamed, "from_day": day(4, 30) });
    house.ok("template_save", arguments);
    let edited = house.content();
    assert_ne!(edited, planned);
    house.ok("history_undo", json!({}));
    assert_eq!(house.content(), planned);
    house.ok("history_redo", json!({}));
    assert_eq!(house.content(), edited);
    let house = House::new();
    house.template(tours(&[600, 645], day(4, 21), day(5, 9)));
    house.ok("history_undo", json!({}));
    assert_eq!(house.content(), "");
}

#[test]
fn a_published_occurrence_moved_to_another_day_keeps_its_name() {
    let house = House::new();
    let id = house.template(tours(&[600], day(4, 21), day(4, 22)));
    let session = house.session(&id, day(4, 22), 600)["id"].clone();
    house.ok("session_transition", json!({ "ids": [session], "transition": "publish" }));
    let moved = house.ok(
        "session_move",
        json!({
            "id": session, "revision": house.session(&id, day(4, 22), 600)["revision"], "starts": day(4, 23) + 600,
            "reason": { "code": "weather" },
        }),
    );
    let view = house.read(&id);
    assert_eq!(line(&view, day(4, 22), 600)["session"], moved["id"]);
    assert_eq!(line(&view, day(4, 22), 600)["deviations"], json!(["starts"]));
    assert_eq!(view["counts"]["create"], 0, "the moved one is not planned a second time");
}

#[test]
fn past_and_held_ones_never_change() {
    let house = House::new();
    let id = house.template(tours(&[600, 840], day(4, 21), day(7, 20)));
    let house = house.later("2026-05-06T12:00+08:00");
    let held = house.session(&id, day(5, 6), 600);
    house.ok("session_transition", json!({ "ids": [held["id"]], "transition": "hold" }));
    let before = house.programme();
    let view = house.read(&id);
    let standing = lines(&view).iter().filter(|line| line["session"].is_string()).count();
    let over = lines(&view).iter().filter(|line| line["starts"].as_i64().unwrap() <= day(5, 6) + 720).count();
    let over = over - lines(&view).iter().filter(|line| line["skip"] == "past").count();
    let edit = with(with(again(&view), "/content/title", json!("新名")), "/pattern/starts", json!([600, 855]));
    let renamed = json!([{ "from": 840, "to": 855 }]);
    let saved = house.ok("template_save", json!({ "template": edit, "renamed": renamed }));
    assert_eq!(saved["counts"]["change"], standing - over);
    assert_eq!(house.ok("session_read", json!({ "id": held["id"] }))["title"], "基础科学");
    let after = house.programme();
    let past = |programme: &[(String, String)]| -> Vec<(String, String)> {
        programme.iter().filter(|(when, _)| when.as_str() < "05-06 12").cloned().collect()
    };
    assert_eq!((past(&after), after.len()), (past(&before), before.len()));
    assert!(after.iter().filter(|(when, _)| when.as_str() > "05-06 12").all(|(_, title)| title == "新名"));
    // Ending it leaves what was, too.
    let revision = house.read(&id)["template"]["revision"].clone();
    let reason = json!({ "code": "staff" });
    house.ok("template_end", json!({ "id": id, "revision": revision, "last_day": day(5, 5), "reason": reason }));
    assert_eq!(house.programme(), past(&before));
    let refused =
        house.refused("template_skip", json!({ "template": id, "day": day(5, 5), "start": 600, "reason": "x" }));
    assert_eq!(refused["code"], "past");
}
