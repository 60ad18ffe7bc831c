//! Spaces, their parts and their tracks: what a session takes of a hall.
//!
//! Only leaves are ever taken: a whole space is its leaves, so two parts of one hall never
//! clash through it. Each leaf has four kinds of track (PRODUCT's invariant 2): content for
//! one exhibition, one event, as many guide lanes as it bears tours, and closure.

use std::collections::{BTreeMap, HashMap};

/// A space as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// Its id.
    pub id: String,
    /// The space it is a part of.
    pub parent: Option<String>,
    /// Its name.
    pub name: String,
    /// People it bears at once.
    pub capacity: Option<i64>,
    /// Tours it bears at once; counted at leaves.
    pub lanes: i64,
    /// Whether it may be used for something new.
    pub active: bool,
}

/// A track of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Track {
    /// One exhibition.
    Content,
    /// One event.
    Event,
    /// One guided tour; lanes are numbered from 0.
    Lane(i64),
    /// A planned closure.
    Closure,
}

/// The key under which a leaf's track is occupied.
pub fn space_resource(space: &str, track: Track) -> String {
    match track {
        Track::Content => format!("space/{space}/content"),
        Track::Event => format!("space/{space}/event"),
        Track::Lane(lane) => format!("space/{space}/lane/{lane}"),
        Track::Closure => format!("space/{space}/closure"),
    }
}

/// The key under which a person is occupied.
pub fn person_resource(person: &str) -> String {
    format!("person/{person}")
}

/// The key under which a vehicle is occupied.
pub fn vehicle_resource(vehicle: &str) -> String {
    format!("vehicle/{vehicle}")
}

/// The key under which a kit is occupied.
pub fn kit_resource(kit: &str) -> String {
    format!("kit/{kit}")
}

/// All spaces with who is part of whom.
#[derive(Debug, Clone, Default)]
pub struct SpaceTree {
    spaces: HashMap<String, Space>,
    children: BTreeMap<String, Vec<String>>,
    roots: Vec<String>,
}

impl SpaceTree {
    /// A tree of these spaces; order is kept among siblings.
    pub fn new(spaces: impl IntoIterator<Item = Space>) -> SpaceTree {
        let mut tree = SpaceTree::default();
        for space in spaces {
            match &space.parent {
                Some(parent) => tree.children.entry(parent.clone()).or_default().push(space.id.clone()),
                None => tree.roots.push(space.id.clone()),
            }
            tree.spaces.insert(space.id.clone(), space);
        }
        tree
    }

    /// The space of that id.
    pub fn get(&self, id: &str) -> Option<&Space> {
        self.spaces.get(id)
    }

    /// Every space, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Space> {
        self.spaces.values()
    }

    /// The halls at the top, in their order.
    pub fn roots(&self) -> Vec<String> {
        self.roots.clone()
    }

    /// Its parts, in their order.
    pub fn parts(&self, id: &str) -> &[String] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// Its leaves: itself, where it has no parts in use. A ring of parents, which the store cannot
    /// hold, would end at the number of spaces.
    pub fn leaves(&self, id: &str) -> Vec<String> {
        let mut leaves = Vec::new();
        let mut open = vec![id.to_owned()];
        let mut steps = self.spaces.len() + 1;
        while let Some(next) = open.pop() {
            steps = steps.saturating_sub(1);
            let in_use = |part: &&String| self.get(part).is_some_and(|space| space.active);
            let parts: Vec<&String> = self.parts(&next).iter().filter(in_use).collect();
            if parts.is_empty() || steps == 0 {
                leaves.push(next);
            } else {
                open.extend(parts.into_iter().rev().cloned());
            }
        }
        leaves
    }

    /// The space and everything it is a part of, nearest first.
    pub fn ancestors(&self, id: &str) -> Vec<String> {
        let mut path = vec![id.to_owned()];
        while let Some(parent) = path.last().and_then(|last| self.get(last)).and_then(|space| space.parent.clone()) {
            if path.contains(&parent) {
                break;
            }
            path.push(parent);
        }
        path
    }

    /// The hall at the top.
    pub fn top(&self, id: &str) -> String {
        self.ancestors(id).pop().unwrap_or_else(|| id.to_owned())
    }

    /// Whether making `parent` the parent of `id` would close a ring.
    pub fn would_ring(&self, id: &str, parent: &str) -> bool {
        self.ancestors(parent).iter().any(|ancestor| ancestor == id)
    }

    /// The name with its hall, as "儿童厅·建构角".
    pub fn full_name(&self, id: &str) -> String {
        let mut names: Vec<&str> = self
            .ancestors(id)
            .iter()
            .filter_map(|space| self.spaces.get(space))
            .map(|space| space.name.as_str())
            .collect();
        names.reverse();
        names.join("·")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(id: &str, parent: Option<&str>) -> Space {
        Space {
            id: id.into(),
            parent: parent.map(Into::into),
            name: id.to_uppercase(),
            capacity: None,
            lanes: 2,
            active: true,
        }
    }

    #[test]
    fn a_whole_space_is_its_leaves() {
        let tree = SpaceTree::new([
            space("hall", None),
            space("corner", Some("hall")),
            space("water", Some("hall")),
            space("pool", Some("water")),
        ]);
        assert_eq!(tree.leaves("hall"), ["corner", "pool"]);
        assert_eq!(tree.leaves("corner"), ["corner"]);
        assert_eq!(tree.ancestors("pool"), ["pool", "water", "hall"]);
        assert_eq!(tree.top("pool"), "hall");
        assert_eq!(tree.full_name("pool"), "HALL·WATER·POOL");
        assert!(tree.would_ring("hall", "pool"));
        assert!(!tree.would_ring("pool", "corner"));
    }

    #[test]
    fn parts_out_of_use_are_no_leaves() {
        let corner = Space { active: false, ..space("corner", Some("hall")) };
        let tree = SpaceTree::new([space("hall", None), corner.clone(), space("water", Some("hall"))]);
        assert_eq!(tree.leaves("hall"), ["water"]);
        let tree = SpaceTree::new([space("hall", None), corner]);
        assert_eq!(tree.leaves("hall"), ["hall"]);
        assert_eq!(tree.leaves("corner"), ["corner"]);
    }

    #[test]
    fn a_ring_ends() {
        let tree = SpaceTree::new([space("a", Some("b")), space("b", Some("a"))]);
        assert!(!tree.leaves("a").is_empty());
        assert_eq!(tree.ancestors("a"), ["a", "b"]);
    }
}
