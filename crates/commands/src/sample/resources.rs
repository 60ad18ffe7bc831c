//! Further halls and docents, to try the page and the figures with a museum as large as they come.

use rules::time::Minute;
use store::{rows, search};
use uuid::Uuid;

use crate::gate::Call;

/// Halls and docents of the sample's own lists, roughly: what is asked for counts them.
const ALREADY: i64 = 50;

/// A hall and who guides there.
pub(super) struct Further {
    /// The hall.
    pub(super) space: String,
    /// Its name.
    pub(super) hall: String,
    /// The docent.
    pub(super) docent: String,
}

/// Makes halls and docents, by pairs, until the museum has about `resources` that can be booked.
pub(super) fn write(call: &mut Call<'_>, resources: i64, department: &str) -> Vec<Further> {
    let pairs = ((resources - ALREADY) / 2).max(0);
    (1..=pairs)
        .map(|number| {
            let (hall, docent) = (format!("展区{number:03}"), format!("讲解员{number:03}"));
            let (space, docent_id) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
            let further = Further { space, hall: hall.clone(), docent: docent_id };
            call.batch.insert(&rows::Space {
                id: further.space.clone(),
                revision: 0,
                parent_id: None,
                sort_key: search::sort_key(&hall),
                name: hall,
                rank: 1_000 + number,
                kind: "hall".to_owned(),
                capacity: Some(120),
                area_square_metres: Some(600),
                lanes: 2,
                active: true,
            });
            call.batch.insert(&rows::Person {
                id: further.docent.clone(),
                revision: 0,
                sort_key: search::sort_key(&docent),
                name: docent,
                kind: "docent".to_owned(),
                department_id: Some(department.to_owned()),
                phone: None,
                licence_class: None,
                licence_expires: None::<Minute>,
                remark: None,
                active: true,
            });
            further
        })
        .collect()
}
