//! The names that sheets use for what the museum has: which one is meant, and which is nearest where none is.

use std::collections::{HashMap, HashSet};

use exchange::Target;
use rules::region;
use rules::space::SpaceTree;
use store::rows;

use crate::Failure;
use crate::facts::space_tree;
use crate::gate::Call;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    /// This one.
    One(String),
    /// Several bear it.
    Several,
    /// None does; the nearest that does, where one is near.
    None(Option<String>),
}

/// The names of everything a sheet may name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Ids by folded name.
    meant: HashMap<Target, HashMap<String, Vec<String>>>,
    /// The name a sheet shows, by id.
    shown: HashMap<Target, HashMap<String, String>>,
    /// The districts of stops, by id.
    districts: HashMap<String, String>,
}

impl Names {
    /// Loads the names, as the batch leaves them.
    pub(crate) fn load(call: &Call<'_>) -> Result<Names, Failure> {
        let mut names = Names::default();
        names.add_spaces(&space_tree(call)?);
        for row in call.all::<rows::Person>()? {
            names.add(Target::Person, &row.id, &row.name, &[]);
        }
        for row in call.all::<rows::Department>()? {
            names.add(Target::Department, &row.id, &row.name, &[]);
        }
        for row in call.all::<rows::Exhibition>()? {
            names.add(Target::Exhibition, &row.id, &row.title, &[]);
        }
        for row in call.all::<rows::Vehicle>()? {
            names.add(Target::Vehicle, &row.id, &row.name, &[&row.plate]);
        }
        for row in call.all::<rows::Kit>()? {
            names.add(Target::Kit, &row.id, &row.name, &[]);
        }
        for region in region::on(call.today()) {
            // 奉节 for 奉节县, 北碚 for 北碚区; a name of two characters keeps its ending.
            let short = region.name.trim_end_matches(['区', '县']);
            let short = if short.chars().count() >= 2 { short } else { region.name };
            names.add(Target::District, region.code, region.name, &[short, region.code]);
        }
        for row in call.all::<rows::Site>()? {
            names.add_site(&row.id, &row.name, &row.district_code);
        }
        Ok(names)
    }

    fn add_spaces(&mut self, tree: &SpaceTree) {
        for space in tree.iter() {
            let whole = tree.full_name(&space.id);
            let words: Vec<String> = tree
                .ancestors(&space.id)
                .iter()
                .rev()
                .filter_map(|id| tree.get(id))
                .map(|space| space.name.clone())
                .collect();
            self.add(Target::Space, &space.id, &whole, &[&space.name, &words.concat()]);
        }
    }

    /// Adds a stop under its name, alone and with its district before it.
    pub(crate) fn add_site(&mut self, id: &str, name: &str, district: &str) {
        let whole = format!("{}{name}", self.name(Target::District, district).unwrap_or_default());
        self.add(Target::Site, id, name, &[&whole]);
        self.districts.insert(id.to_owned(), district.to_owned());
    }

    /// The district that a stop lies in.
    pub(crate) fn district(&self, site: &str) -> Option<&str> {
        self.districts.get(site).map(String::as_str)
    }

    /// Adds something under the name that sheets show, and others that it goes by.
    pub(crate) fn add(&mut self, target: Target, id: &str, name: &str, further: &[&str]) {
        self.shown.entry(target).or_default().insert(id.to_owned(), name.to_owned());
        let meant = self.meant.entry(target).or_default();
        let mut folded: HashSet<String> = HashSet::new();
        for name in std::iter::once(&name).chain(further) {
            if folded.insert(fold(name)) {
                meant.entry(fold(name)).or_default().push(id.to_owned());
            }
        }
    }

    /// What a name means.
    pub(crate) fn meant(&self, target: Target, name: &str) -> Meant {
        let Some(known) = self.meant.get(&target) else { return Meant::None(None) };
        match known.get(&fold(name)).map(Vec::as_slice) {
            Some([one]) => Meant::One(one.clone()),
            // The whole name is one's own even where another's part bears it too.
            Some(several) => {
                let whole = |id: &&String| self.name(target, id).is_some_and(|shown| fold(shown) == fold(name));
                match several.iter().filter(whole).collect::<Vec<_>>().as_slice() {
                    [one] => Meant::One((*one).clone()),
                    _ => Meant::Several,
                }
            }
            None => Meant::None(self.near(target, name)),
        }
    }

    /// The name a sheet shows for an id.
    pub(crate) fn name(&self, target: Target, id: &str) -> Option<&str> {
        self.shown.get(&target)?.get(id).map(String::as_str)
    }

    /// Every name a sheet may show, in no order.
    pub(crate) fn all(&self, target: Target) -> impl Iterator<Item = &str> {
        self.shown.get(&target).into_iter().flat_map(HashMap::values).map(String::as_str)
    }

    /// Whether the museum has none of that kind yet.
    pub(crate) fn has_none(&self, target: Target) -> bool {
        self.shown.get(&target).is_none_or(HashMap::is_empty)
    }

    /// The nearest name that exists, where none bears this one.
    pub(crate) fn nearest(&self, target: Target, name: &str) -> Option<String> {
        match self.meant(target, name) {
            Meant::None(near) => near,
            _ => None,
        }
    }

    /// The nearest name: one character more, less or other in a name of at least two.
    fn near(&self, target: Target, name: &str) -> Option<String> {
        let known = self.meant.get(&target)?;
        let ids = known.iter().filter(|(known, _)| differs_by_one(name, known)).flat_map(|(_, ids)| ids);
        ids.filter_map(|id| self.name(target, id)).min().map(str::to_owned)
    }
}

/// A name in the form in which names are compared: without spaces and marks, half-width, lower case.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace() && !"·・/／-—–－“”\"'「」《》（）()".contains(*character))
        .flat_map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
            other => Some(other),
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether one character more, less or other makes one name of the other.
pub(crate) fn differs_by_one(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (fold(one).chars().collect(), fold(other).chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if long.len() < 2 || long.len() - short.len() > 1 || one == other {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(one, other)| one == other).count();
    let rest = if short.len() == long.len() { &short[same + 1..] } else { &short[same..] };
    rest == &long[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_where_a_character_is_missing_or_mistaken() {
        for (one, other, near) in [
            ("儿童厅", "儿重厅", true),
            ("儿童厅", "儿童", true),
            ("儿童厅", "童厅", true),
            ("儿童厅", "儿童展厅", true),
            ("儿童厅", "儿童厅", false),
            ("儿童厅", "防灾厅", false),
            ("厅", "馆", false),
            ("儿童厅·建构角", "儿童厅 建构角", false),
        ] {
            assert_eq!(differs_by_one(one, other), near, "{one} {other}");
        }
    }

    #[test]
    fn a_name_is_meant_by_its_whole_or_by_its_part() {
        let mut names = Names::default();
        names.add(Target::Space, "1", "儿童厅", &[]);
        names.add(Target::Space, "2", "儿童厅·角", &["角", "儿童厅角"]);
        names.add(Target::Space, "3", "防灾厅·角", &["角", "防灾厅角"]);
        names.add(Target::Space, "4", "角", &[]);
        names.add(Target::Vehicle, "5", "大篷车一号", &["渝A12345"]);
        for (target, name, meant) in [
            (Target::Space, "儿童厅", Meant::One("1".into())),
            (Target::Space, "儿童厅 - 角", Meant::One("2".into())),
            (Target::Space, "角", Meant::One("4".into())),
            (Target::Space, "儿重厅", Meant::None(Some("儿童厅".into()))),
            (Target::Vehicle, "渝ａ12345", Meant::One("5".into())),
            (Target::Person, "周小满", Meant::None(None)),
        ] {
            assert_eq!(names.meant(target, name), meant, "{name}");
        }
    }
}
