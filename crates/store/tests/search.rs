//! Names are found in a store by what people type, whatever the script.

use store::rows::{Site, Space, Vehicle};
use store::{Batch, Operation, OperationKind, Options, Store, search};

fn write(store: &Store, id: &str, batch: Batch) {
    let operation = Operation {
        id: id.to_owned(),
        digest: String::new(),
        actor_id: String::new(),
        command: "test".to_owned(),
        at_utc_milliseconds: 0,
        areas: vec!["touring".to_owned()],
        answer: "null".to_owned(),
        reversible: true,
        kind: OperationKind::Do,
    };
    store.apply(batch, operation).expect("a batch that fits");
}

fn site(id: &str, name: &str) -> Site {
    Site {
        id: id.to_owned(),
        revision: 0,
        name: name.to_owned(),
        sort_key: search::sort_key(name),
        district_code: "500236".to_owned(),
        kind: "school".to_owned(),
        address: None,
        contact_name: None,
        contact_phone: None,
        power: None,
        parking: None,
        remark: None,
        active: true,
    }
}

#[test]
fn one_letter_and_two_characters_find_and_renaming_is_followed() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::open(directory.path(), Options::default()).expect("a store");
    let mut batch = Batch::new();
    let school = site("s1", "奉节县永安小学");
    batch.insert(&school);
    batch.insert(&site("s2", "石柱县文化广场"));
    batch.insert(&Space {
        id: "h1".to_owned(),
        revision: 0,
        parent_id: None,
        name: "重庆之窗".to_owned(),
        sort_key: search::sort_key("重庆之窗"),
        rank: 0,
        kind: "hall".to_owned(),
        capacity: None,
        area_square_metres: None,
        lanes: 2,
        active: true,
    });
    batch.insert(&Vehicle {
        id: "v1".to_owned(),
        revision: 0,
        name: "大篷车1号".to_owned(),
        sort_key: search::sort_key("大篷车1号"),
        plate: "渝A·D1234".to_owned(),
        kind: "II".to_owned(),
        licence_class: "B1".to_owned(),
        inspection_expires: None,
        insurance_expires: None,
        acquired: None,
        odometer_kilometres: None,
        remark: None,
        active: true,
    });
    write(&store, "01", batch);
    let found = |query: &str| -> Vec<String> {
        let rows = store.read(|snapshot| snapshot.search(query)).expect("a search");
        rows.into_iter().map(|(table, id)| format!("{table} {id}")).collect()
    };
    for (query, expected) in [
        ("奉", &["site s1"][..]),
        ("奉节", &["site s1"]),
        ("fj", &["site s1"]),
        ("fengj", &["site s1"]),
        ("xian 小学", &["site s1"]),
        ("县", &["site s2", "site s1"]),
        ("chongqing", &["space h1"]),
        ("c", &["space h1", "vehicle v1", "site s2"]),
        ("d1234", &["vehicle v1"]),
        ("１号", &["vehicle v1"]),
        ("不在", &[]),
        ("", &[]),
        ("' OR 1=1 --", &[]),
        ("%", &[]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
    let mut batch = Batch::new();
    batch.update(&school, &Site { name: "开州区汉丰小学".to_owned(), ..school.clone() });
    write(&store, "02", batch);
    assert_eq!(found("fj"), Vec::<String>::new());
    assert_eq!(found("hanfeng"), ["site s1"]);
}
