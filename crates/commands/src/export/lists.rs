//! The names that drop-downs offer: what the museum has and uses.

use exchange::{Lists, Target};
use rules::region;
use store::rows;

use crate::Failure;
use crate::facts::space_tree;
use crate::gate::Call;

/// Names in use, each in the order of its list.
pub(super) fn of(call: &Call<'_>) -> Result<Lists, Failure> {
    let mut lists = Lists::default();
    let spaces = space_tree(call)?;
    let mut halls = Vec::new();
    let mut waiting = spaces.roots();
    waiting.reverse();
    while let Some(id) = waiting.pop() {
        if spaces.get(&id).is_some_and(|space| space.active) {
            halls.push(spaces.full_name(&id));
        }
        waiting.extend(spaces.parts(&id).iter().rev().cloned());
    }
    lists.set(Target::Space, halls);
    let people = call.all::<rows::Person>()?;
    lists.set(Target::Person, people.into_iter().filter(|row| row.active).map(|row| row.name).collect());
    let departments = call.all::<rows::Department>()?;
    lists.set(Target::Department, departments.into_iter().filter(|row| row.active).map(|row| row.name).collect());
    let exhibitions = call.all::<rows::Exhibition>()?;
    let standing = exhibitions.into_iter().filter(|row| row.state != "cancelled" && row.deinstalls_until >= call.now);
    lists.set(Target::Exhibition, standing.map(|row| row.title).collect());
    let sites = call.all::<rows::Site>()?;
    lists.set(Target::Site, sites.into_iter().filter(|row| row.active).map(|row| row.name).collect());
    let vehicles = call.all::<rows::Vehicle>()?;
    lists.set(Target::Vehicle, vehicles.into_iter().filter(|row| row.active).map(|row| row.name).collect());
    let kits = call.all::<rows::Kit>()?;
    lists.set(Target::Kit, kits.into_iter().filter(|row| row.active).map(|row| row.name).collect());
    lists.set(Target::District, region::on(call.today()).map(|region| region.name.to_owned()).collect());
    Ok(lists)
}
