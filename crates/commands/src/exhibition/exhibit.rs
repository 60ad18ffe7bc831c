//! What stands in an exhibition: exhibits on show, in store, under repair.

use rules::resource::ExhibitCondition;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use crate::access::{Access, Area, PLANNING};
use crate::facts::{must_exist, must_find};
use crate::gate::{Call, Command, Effect};
use crate::{Failure, input};

/// Puts exhibits into an exhibition or takes them out, all or none.
pub struct ExhibitAssign;

/// Which exhibits, and where to.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitAssignArguments {
    /// The exhibits' ids, 1 to 500.
    pub exhibits: Vec<String>,
    /// The exhibition they belong to; none takes them out.
    #[serde(default)]
    pub exhibition: Option<String>,
    /// Where they are; as it is where left out.
    #[serde(default)]
    pub condition: Option<ExhibitCondition>,
}

/// How many exhibits changed.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitsAssigned {
    /// Their number.
    pub exhibits: i64,
}

impl Command for ExhibitAssign {
    type Arguments = ExhibitAssignArguments;
    type Answer = ExhibitsAssigned;
    const NAME: &'static str = "exhibit_assign";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Exhibitions], reads: &[Area::Exhibitions, Area::Spaces], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ExhibitsAssigned, Failure> {
        let mut ids = arguments.exhibits;
        ids.sort();
        ids.dedup();
        let exhibits = input::number("exhibits", i64::try_from(ids.len()).unwrap_or(i64::MAX), 1, 500)?;
        must_exist::<rows::Exhibition>(call, arguments.exhibition.as_deref(), "exhibition")?;
        for id in &ids {
            let before = must_find::<rows::Exhibit>(call, id, "exhibit")?;
            let after = rows::Exhibit {
                exhibition_id: arguments.exhibition.clone(),
                condition: arguments
                    .condition
                    .map_or_else(|| before.condition.clone(), |condition| condition.code().to_owned()),
                ..before.clone()
            };
            call.batch.update(&before, &after);
        }
        Ok(ExhibitsAssigned { exhibits })
    }
}
