//! A thousand malformed calls a command (ten thousand in soak), made from its own schema: a typed failure each, and nothing written.
//!
//! Half are calls of the right shape with one impossible value, half are wrong in type, in a
//! missing field or in one nobody knows.

use std::collections::HashSet;

use commands::{Effect, FAILURE_CODES, registry};
use serde_json::{Map, Value, json};

use crate::count::count;
use crate::museum::{Furniture, House};

const CALLS: usize = 1_000;
const CALLS_IN_SOAK: usize = 10_000;

/// A generator of the same numbers every time (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap_or(0)
    }
}

/// A value of a schema's shape.
fn shaped(schema: &Value, root: &Value, field: &str, folder: &str, dice: &mut Dice, depth: usize) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let target = name.trim_start_matches('#');
        return root.pointer(target).map_or(Value::Null, |next| shaped(next, root, field, folder, dice, depth + 1));
    }
    if let Some(one) = schema.get("const") {
        return one.clone();
    }
    for choice in ["enum", "oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let chosen = &choices[dice.roll(choices.len())];
            return if choice == "enum" {
                chosen.clone()
            } else {
                shaped(chosen, root, field, folder, dice, depth + 1)
            };
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[dice.roll(kinds.len())].clone(),
        kind => kind.clone(),
    };
    match kind.as_str().unwrap_or("null") {
        "object" => {
            let mut object = Map::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if depth < 6 {
                    object.insert(name.clone(), shaped(property, root, name, folder, dice, depth + 1));
                }
            }
            Value::Object(object)
        }
        "array" if depth < 6 => {
            let count = dice.roll(3);
            (0..count).map(|_| shaped(&schema["items"], root, field, folder, dice, depth + 1)).collect()
        }
        "array" => json!([]),
        "integer" | "number" => json!([0, 1, 29_631_000, 29_632_440][dice.roll(4)]),
        "boolean" => json!(dice.roll(2) == 0),
        // A folder where a file belongs: nothing can be written there.
        "string" if field == "path" => json!(folder),
        "string" => json!(["儿童厅", "en", "01980000-0000-7000-8000-000000000001"][dice.roll(3)]),
        _ => Value::Null,
    }
}

/// Values that no field of a schedule can take.
fn impossible(dice: &mut Dice) -> Value {
    let long = "长".repeat(10_000);
    [
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1e30),
        serde_json::from_str("123456789012345678901234567890").unwrap_or(Value::Null),
        json!(-1),
        json!(long),
        json!("a\0b"),
        json!("\u{202e}gnirts"),
        json!("<script>alert(1)</script>\u{7}"),
        json!(" "),
        json!({}),
        json!([[[]]]),
        json!(0.5),
    ][dice.roll(13)]
    .clone()
}

/// Paths to every value in a call.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                found.push(path.clone());
                places(inner, &path, found);
            }
        }
        Value::Array(all) => {
            for (place, inner) in all.iter().enumerate() {
                let path = format!("{path}/{place}");
                found.push(path.clone());
                places(inner, &path, found);
            }
        }
        _ => {}
    }
}

/// Makes one call wrong in one place; answers `None` where there is nothing to spoil.
fn spoiled(mut call: Value, dice: &mut Dice) -> Option<Value> {
    let mut found = Vec::new();
    places(&call, "", &mut found);
    match dice.roll(6) {
        0 => call.as_object_mut()?.insert("nobody_knows".to_owned(), json!(1)).map_or(Some(call.clone()), |_| None),
        1 => Some([json!([]), json!("text"), json!(7), Value::Null][dice.roll(4)].clone()),
        2 if !found.is_empty() => {
            let path = &found[dice.roll(found.len())];
            let (parent, name) = path.rsplit_once('/')?;
            let parent = if parent.is_empty() { &mut call } else { call.pointer_mut(parent)? };
            parent.as_object_mut()?.remove(name)?;
            Some(call)
        }
        _ if !found.is_empty() => {
            let path = found[dice.roll(found.len())].clone();
            *call.pointer_mut(&path)? = impossible(dice);
            Some(call)
        }
        _ => Some(json!({ "nobody_knows": true })),
    }
}

#[test]
fn a_thousand_malformed_calls_a_command_are_refused_in_words_and_write_nothing() {
    let (house, Furniture { .. }) = House::furnished();
    let calls_each = count(CALLS, CALLS_IN_SOAK) as u64;
    let folder = house.folder.path().join("backups");
    std::fs::create_dir_all(&folder).expect("a folder");
    let folder = folder.to_string_lossy().into_owned();
    let secrets =
        [house.folder.path().to_string_lossy().into_owned(), "SELECT".into(), "INSERT INTO".into(), "sqlite".into()];
    let mut seen: HashSet<&str> = HashSet::new();
    for (number, entry) in registry().iter().enumerate() {
        let (arguments, _) = entry.schemas();
        let before = house.sequence();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1));
        let (mut refused, mut calls) = (0_u64, 0_u64);
        while calls < calls_each {
            let valid = shaped(&arguments, &arguments, "", &folder, &mut dice, 0);
            let Some(wrong) = spoiled(valid, &mut dice) else { continue };
            calls += 1;
            if let Err(failure) = house.call(entry.name, wrong) {
                refused += 1;
                assert!(FAILURE_CODES.contains(&failure.code), "{}: {}", entry.name, failure.code);
                seen.insert(failure.code);
                let text = serde_json::to_string(&failure).expect("JSON");
                for secret in &secrets {
                    assert!(!text.contains(secret.as_str()), "{}: {text}", entry.name);
                }
            }
        }
        // A removed optional field leaves a call that is right: those only read, or say what they would do.
        let least = if matches!(entry.effect, Effect::Changes { .. }) { calls_each * 6 / 10 } else { calls_each / 10 };
        assert!(refused >= least, "{}: {refused} of {calls_each} refused", entry.name);
        if matches!(entry.effect, Effect::Reads) {
            assert_eq!(house.sequence(), before, "{} only reads", entry.name);
        }
    }
    assert!(seen.len() >= 6, "the calls were wrong in too few ways: {seen:?}");
    let checked = house.call("store_check", json!({})).expect("a check");
    assert_eq!(checked["sound"], json!(true));
}
