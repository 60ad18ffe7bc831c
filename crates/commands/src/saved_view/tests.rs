//! Kept views through the gate: one's own only, one name a place, taken back.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Caller, Clock, Context, Failure, Museum, dispatch};

struct House {
    museum: Museum,
    _directory: TempDir,
}

impl House {
    fn new() -> House {
        let directory = TempDir::new().unwrap();
        let museum = Museum::open(directory.path(), Clock::standing_at("2026-05-04T08:50+08:00").unwrap()).unwrap();
        let house = House { museum, _directory: directory };
        for (name, role) in [("前台甲", "front_desk"), ("馆长", "manager")] {
            let profile = json!({ "name": name, "role": role, "pin": "keep", "active": true });
            house.call("管理员", "profile_save", profile).unwrap();
        }
        house
    }

    fn call(&self, who: &str, name: &str, arguments: Value) -> Result<Value, Failure> {
        let context = Context { museum: &self.museum, caller: Caller::Profile(who.to_owned()), operation: None };
        dispatch(name, arguments, &context)
    }

    fn keep(&self, who: &str, name: &str, content: Value) -> Result<Value, Failure> {
        self.call(who, "saved_view_save", json!({ "place": "schedule", "name": name, "content": content }))
    }

    fn names(&self, who: &str) -> Vec<String> {
        let list = self.call(who, "saved_view_list", json!({})).unwrap();
        list.as_array().unwrap().iter().map(|each| each["name"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn everyone_keeps_their_own_and_sees_no_other() {
    let house = House::new();
    let kept = house.keep("前台甲", " 我的周 ", json!({ "version": 1, "query": { "scale": "week" } })).unwrap();
    assert_eq!(kept["name"], "我的周");
    assert_eq!(kept["content"]["query"]["scale"], "week");
    assert_eq!(house.keep("前台甲", "我的周", json!({})).unwrap_err().code, "name_taken");
    // The same name is free for somebody else, and in another place.
    house.keep("馆长", "我的周", json!({ "version": 1 })).unwrap();
    house.call("前台甲", "saved_view_save", json!({ "place": "tours", "name": "我的周", "content": {} })).unwrap();
    assert_eq!(house.names("前台甲"), ["我的周", "我的周"]);
    assert_eq!(house.names("馆长"), ["我的周"]);
    // What is another's is not there: neither to read over nor to let go.
    let id = kept["id"].clone();
    let other = json!({ "id": id, "revision": 0, "place": "schedule", "name": "别人的", "content": {} });
    let refused = house.call("馆长", "saved_view_save", other).unwrap_err();
    assert_eq!((refused.code, &refused.facts["what"]), ("not_found", &json!("saved_view")));
    let refused = house.call("管理员", "saved_view_delete", json!({ "id": id, "revision": 0 })).unwrap_err();
    assert_eq!(refused.code, "not_found");
}

#[test]
fn a_view_is_renamed_let_go_and_taken_back() {
    let house = House::new();
    let kept = house.keep("馆长", "五月", json!({ "version": 1, "shown": ["spaces"] })).unwrap();
    let renamed = json!({ "id": kept["id"], "revision": kept["revision"], "place": "schedule", "name": "六月", "content": kept["content"] });
    let renamed = house.call("馆长", "saved_view_save", renamed.clone()).unwrap();
    assert_eq!(house.names("馆长"), ["六月"]);
    let stale = json!({ "id": kept["id"], "revision": kept["revision"] });
    assert_eq!(house.call("馆长", "saved_view_delete", stale).unwrap_err().code, "stale");
    let now = json!({ "id": renamed["id"], "revision": renamed["revision"] });
    house.call("馆长", "saved_view_delete", now).unwrap();
    assert!(house.names("馆长").is_empty());
    assert_eq!(house.call("馆长", "history_undo", json!({})).unwrap()["command"], "saved_view_delete");
    assert_eq!(house.names("馆长"), ["六月"]);
    house.call("馆长", "history_undo", json!({})).unwrap();
    assert_eq!(house.names("馆长"), ["五月"]);
}

#[test]
fn what_is_kept_is_bounded() {
    let house = House::new();
    let long = json!({ "text": "长".repeat(20_000) });
    assert_eq!(house.keep("馆长", "长", long).unwrap_err().facts["field"], "content");
    assert_eq!(house.keep("馆长", "列表", json!([1])).unwrap_err().code, "arguments_invalid");
    for number in 0..50 {
        house.keep("馆长", &format!("视图{number}"), json!({ "version": 1 })).unwrap();
    }
    let refused = house.keep("馆长", "再一个", json!({ "version": 1 })).unwrap_err();
    assert_eq!((refused.code, &refused.facts["most"]), ("number_out_of_range", &json!(50)));
}
