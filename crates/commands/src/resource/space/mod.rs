//! Spaces: the house as a tree of halls and their parts.
//!
//! A whole space is its leaves, so a change of the tree changes what future sessions hold;
//! `settle` rewrites that in the same batch, or refuses the change.

mod settle;

use std::collections::{HashMap, HashSet};

use rules::resource::SpaceKind;
use rules::space::SpaceTree;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::Space;
use store::search;
use ts_rs::TS;

use self::settle::{future_uses, settle};
use super::common::{Deleted, Deletion, as_read, before, identity, refuse_mentioned, refuse_taken, refuse_used, write};
use crate::access::{Access, Area, PLANNING};
use crate::facts::{must_find, space_tree};
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, facts, input};

/// Levels of the house: a hall, its zones, their corners.
const DEPTH_MAX: usize = 5;
/// Guide lanes that a space may bear.
const LANES_MAX: i64 = 20;

/// A space as the page shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SpaceView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// The space it is a part of.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// Name with its hall, as "儿童厅·建构角".
    pub full_name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// What it is.
    pub kind: SpaceKind,
    /// People it bears at once.
    pub capacity: Option<i64>,
    /// Square metres.
    pub area_square_metres: Option<i64>,
    /// Tours it bears at once; counted where it has no parts.
    pub lanes: i64,
    /// Its place among its siblings.
    pub rank: i64,
    /// 0 for a hall, 1 for its parts, and so on.
    pub depth: i64,
    /// Whether parts in use make it up.
    pub has_parts: bool,
    /// Whether it may be used for something new.
    pub active: bool,
}

fn view(row: Space, tree: &SpaceTree) -> SpaceView {
    let depth = tree.ancestors(&row.id).len().saturating_sub(1);
    let leaves = tree.leaves(&row.id);
    SpaceView {
        full_name: tree.full_name(&row.id),
        depth: i64::try_from(depth).unwrap_or(i64::MAX),
        has_parts: leaves.len() != 1 || leaves[0] != row.id,
        spelling: search::spelling(&row.name),
        kind: SpaceKind::from_code(&row.kind).unwrap_or(SpaceKind::Hall),
        id: row.id,
        revision: row.revision,
        parent: row.parent_id,
        name: row.name,
        capacity: row.capacity,
        area_square_metres: row.area_square_metres,
        lanes: row.lanes,
        rank: row.rank,
        active: row.active,
    }
}

/// Lists the spaces: each hall, followed by its parts; inactive ones included.
pub struct SpaceList;

impl Command for SpaceList {
    type Arguments = Nothing;
    type Answer = Vec<SpaceView>;
    const NAME: &'static str = "space_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let tree = space_tree(call)?;
        let mut rows = call.all::<Space>()?;
        rows.sort_by(|one, other| (one.rank, &one.sort_key, &one.id).cmp(&(other.rank, &other.sort_key, &other.id)));
        let mut parts: HashMap<Option<String>, Vec<Space>> = HashMap::new();
        // The last first: they wait in a stack.
        for row in rows.into_iter().rev() {
            parts.entry(row.parent_id.clone()).or_default().push(row);
        }
        let mut spaces = Vec::new();
        let mut open = parts.remove(&None).unwrap_or_default();
        while let Some(row) = open.pop() {
            open.extend(parts.remove(&Some(row.id.clone())).unwrap_or_default());
            spaces.push(view(row, &tree));
        }
        Ok(spaces)
    }
}

/// Adds or changes a space. Where the change alters what whole spaces are made of, future
/// sessions and exhibitions are settled anew in the same batch.
pub struct SpaceSave;

/// A space as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SpaceSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// The space it is a part of.
    #[serde(default)]
    pub parent: Option<String>,
    /// Name, unique among its siblings.
    pub name: String,
    /// What it is.
    pub kind: SpaceKind,
    /// People it bears at once.
    #[serde(default)]
    pub capacity: Option<i64>,
    /// Square metres.
    #[serde(default)]
    pub area_square_metres: Option<i64>,
    /// Tours it bears at once, 0 to 20.
    pub lanes: i64,
    /// Its place among its siblings; behind them all where left out for a new one.
    #[serde(default)]
    pub rank: Option<i64>,
    /// Whether it may be used for something new. Putting a hall out of use takes its parts along.
    pub active: bool,
}

/// What a change of the house reads: everything that stands in it.
const READS: &[Area] = &[
    Area::Museum,
    Area::Calendar,
    Area::Spaces,
    Area::People,
    Area::Exhibitions,
    Area::Templates,
    Area::Sessions,
    Area::Runs,
];

impl Command for SpaceSave {
    type Arguments = SpaceSaveArguments;
    type Answer = SpaceView;
    const NAME: &'static str = "space_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Spaces], reads: READS, reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SpaceView, Failure> {
        let before = before::<Space>(call, arguments.id.as_deref(), arguments.revision, "space")?;
        let rows = call.all::<Space>()?;
        let old_tree = space_tree(call)?;
        let after = wanted(arguments, before.as_ref(), &rows, &old_tree, call)?;
        let mut new_rows: Vec<Space> = rows.iter().filter(|row| row.id != after.id).cloned().collect();
        if !after.active {
            let gone = put_out_of_use(&after.id, before.as_ref(), &mut new_rows, &old_tree, call)?;
            for row in &rows {
                if gone.contains(&row.id) && row.id != after.id && row.active {
                    call.batch.update(row, &Space { active: false, ..row.clone() });
                }
            }
        }
        new_rows.push(after.clone());
        let new_tree = facts::tree_of(new_rows);
        settle(call, &old_tree, &new_tree)?;
        let revision = write(call, before.as_ref(), &after);
        Ok(view(Space { revision, ..after }, &new_tree))
    }
}

/// The row that is asked for, checked.
fn wanted(
    arguments: SpaceSaveArguments,
    before: Option<&Space>,
    rows: &[Space],
    tree: &SpaceTree,
    call: &Call<'_>,
) -> Result<Space, Failure> {
    let name = input::line("name", &arguments.name)?;
    let (id, revision) = identity(call, before);
    if let Some(parent) = &arguments.parent {
        let row = must_find::<Space>(call, parent, "space")?;
        if before.is_some() && tree.would_ring(&id, parent) {
            return Err(Failure::new("space_ring").fact("field", "parent"));
        }
        let depth = i64::try_from(tree.ancestors(parent).len()).unwrap_or(i64::MAX);
        input::number("parent", depth, 1, DEPTH_MAX as i64 - 1)?;
        if arguments.active && !row.active {
            return Err(Failure::new("wrong_state").fact("what", "space").fact("name", row.name));
        }
    }
    let siblings = || rows.iter().filter(|row| row.parent_id == arguments.parent && row.id != id);
    refuse_taken(siblings().any(|row| row.name == name), "name", &name)?;
    let behind = siblings().map(|row| row.rank + 1).max().unwrap_or(0);
    let rank = arguments.rank.or(before.map(|before| before.rank)).unwrap_or(behind);
    Ok(Space {
        id,
        revision,
        parent_id: arguments.parent.clone(),
        sort_key: search::sort_key(&name),
        name,
        rank: input::number("rank", rank, 0, 1_000_000)?,
        kind: arguments.kind.code().to_owned(),
        capacity: input::optional_number("capacity", arguments.capacity, 1, 100_000)?,
        area_square_metres: input::optional_number("area_square_metres", arguments.area_square_metres, 1, 1_000_000)?,
        lanes: input::number("lanes", arguments.lanes, 0, LANES_MAX)?,
        active: arguments.active,
    })
}

/// Marks the parts of a space as out of use with it, and refuses where the future is planned in any of them.
fn put_out_of_use(
    id: &str,
    before: Option<&Space>,
    rows: &mut [Space],
    tree: &SpaceTree,
    call: &Call<'_>,
) -> Result<HashSet<String>, Failure> {
    let gone: HashSet<String> = tree
        .iter()
        .filter(|space| tree.ancestors(&space.id).iter().any(|up| up == id))
        .map(|space| space.id.clone())
        .collect();
    if before.is_some_and(|before| before.active) {
        refuse_used(future_uses(call, &gone)?)?;
    }
    rows.iter_mut().filter(|row| gone.contains(&row.id)).for_each(|row| row.active = false);
    Ok(gone)
}

/// Deletes a space that was never used and has no parts.
pub struct SpaceDelete;

impl Command for SpaceDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "space_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Spaces], reads: READS, reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Space>(call, &arguments.id, arguments.revision, "space")?;
        refuse_mentioned(call, &row.id)?;
        let old_tree = space_tree(call)?;
        if !old_tree.parts(&row.id).is_empty() {
            return Err(Failure::new("in_use").rule("a_whole_keeps_its_parts"));
        }
        let halls = call.all::<store::rows::Qualification>()?;
        if halls.iter().any(|qualification| qualification.value == row.id) {
            return Err(Failure::new("in_use").rule("only_the_never_used_is_deleted"));
        }
        refuse_used(future_uses(call, &HashSet::from([row.id.clone()]))?)?;
        let rest = call.all::<Space>()?.into_iter().filter(|other| other.id != row.id).collect();
        settle(call, &old_tree, &facts::tree_of(rest))?;
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}
