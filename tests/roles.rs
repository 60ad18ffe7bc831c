//! Roles and commands: who is not named in a command's access is refused, before anything else is looked at.

use commands::access::Access;
use commands::{Caller, Context, Effect, Role, dispatch, registry};
use serde_json::json;

use crate::museum::House;

#[test]
fn every_command_refuses_every_role_it_does_not_name() {
    let house = House::empty();
    for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
        let profile = json!({ "name": role.code(), "role": role.code(), "pin": "keep", "active": true });
        house.call("profile_save", profile).expect("a profile");
    }
    let before = house.sequence();
    let mut refused = 0;
    for entry in registry() {
        for role in Role::ALL {
            if entry.access.allows(Some(*role)) {
                continue;
            }
            let answer = house.call_as(role.code(), entry.name, json!({ "nonsense": true }));
            let failure = answer.expect_err("refused");
            assert_eq!((failure.code, entry.name), ("not_allowed", entry.name), "{}", role.code());
            refused += 1;
        }
        if entry.access != Access::Anybody {
            let nobody = Context { museum: &house.museum, caller: Caller::Key(String::new()), operation: None };
            let failure = dispatch(entry.name, json!({}), &nobody).expect_err("nobody has entered");
            assert_eq!(failure.code, "profile_unknown", "{}", entry.name);
        }
    }
    assert!(refused > 100, "{refused} refusals: the access lists are wide open");
    assert_eq!(house.sequence(), before, "nothing was written");
}

/// Undo says what it takes back: a command without a name there would be shown by its code.
#[test]
fn every_change_has_a_name_for_undo_in_both_languages() {
    let files = [include_str!("../ui/messages/zh-CN/history.json"), include_str!("../ui/messages/en/history.json")];
    for file in files {
        let messages: serde_json::Map<String, serde_json::Value> = serde_json::from_str(file).expect("messages");
        let nameless: Vec<&str> = registry()
            .iter()
            .filter(|entry| matches!(entry.effect, Effect::Changes { .. }))
            .map(|entry| entry.name)
            .filter(|name| !messages.contains_key(&format!("history_command_{name}")))
            .collect();
        assert_eq!(nameless, Vec::<&str>::new(), "commands without `history_command_…`");
    }
}
