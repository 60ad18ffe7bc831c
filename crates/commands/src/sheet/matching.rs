//! Which record of the museum a row means: by its id, else by what tells one from another.

use std::collections::{HashMap, hash_map};

use exchange::{Entry, Finding, FindingCode, SheetKind};

use super::kinds::{Existing, rule};
use super::label::{first_cell, name_field, title};
use super::names::fold;
use super::plan::Plan;
use super::values::Values;

/// One thing of a sheet: a row, or the rows of a run.
pub(super) struct Wanted {
    pub(super) entries: Vec<Entry>,
    pub(super) id: Option<String>,
    pub(super) values: Values,
    pub(super) further: Vec<Values>,
    pub(super) refused: bool,
}

/// What becomes of a wanted one before anything is tried.
pub(super) enum Match {
    New,
    Known(Box<Existing>),
}

impl Plan<'_> {
    /// Matches each with what is there; what repeats an earlier row, or means nothing or several, is refused.
    pub(super) fn matched(
        &mut self,
        kind: SheetKind,
        wanted: Vec<Wanted>,
        existing: Vec<Existing>,
    ) -> Vec<(Wanted, Option<Match>)> {
        let key = rule(kind).key;
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, one) in existing.iter().enumerate() {
            if let Some(key) = key(&one.values) {
                by_key.entry(key).or_default().push(place);
            }
        }
        let by_id: HashMap<&str, usize> =
            existing.iter().enumerate().map(|(place, one)| (one.id.as_str(), place)).collect();
        // The first row that says each, by its place among the matched.
        let mut met: HashMap<String, usize> = HashMap::new();
        let mut matched: Vec<(Wanted, Option<Match>)> = Vec::new();
        for mut one in wanted {
            if one.refused {
                matched.push((one, None));
                continue;
            }
            let found = self.find(kind, &one, &by_id, &by_key);
            let name = match &found {
                Ok(Some(place)) => Some(existing[*place].id.clone()),
                Ok(None) => key(&one.values),
                Err(_) => None,
            };
            let earlier = name.and_then(|name| match met.entry(name) {
                hash_map::Entry::Occupied(first) => Some(*first.get()),
                hash_map::Entry::Vacant(none) => {
                    none.insert(matched.len());
                    None
                }
            });
            let found = found.and_then(|found| {
                let Some((first, _)) = earlier.map(|place| &matched[place]) else { return Ok(found) };
                // Two new ones that are told apart by more than their key are two: whether both can be is the rules' to say.
                if found.is_none() && (&first.values, &first.further) != (&one.values, &one.further) {
                    return Ok(None);
                }
                let first = first_cell(kind, &first.entries[0]);
                Err(self.at(kind, &one.entries[0], None, FindingCode::Duplicate).fact("first", first))
            });
            match found {
                Ok(Some(place)) => {
                    let known = existing[place].clone();
                    matched.push((one, Some(Match::Known(Box::new(known)))));
                }
                Ok(None) => matched.push((one, Some(Match::New))),
                Err(finding) => {
                    one.refused = true;
                    self.findings.push(finding);
                    matched.push((one, None));
                }
            }
        }
        matched
    }

    fn find(
        &self,
        kind: SheetKind,
        one: &Wanted,
        by_id: &HashMap<&str, usize>,
        by_key: &HashMap<String, Vec<usize>>,
    ) -> Result<Option<usize>, Finding> {
        if let Some(id) = &one.id {
            let found = by_id.get(id.as_str()).copied();
            return found.map(Some).ok_or_else(|| {
                self.at(kind, &one.entries[0], kind.field("id"), FindingCode::IdUnknown).fact("text", id.as_str())
            });
        }
        let Some(key) = (rule(kind).key)(&one.values) else { return Ok(None) };
        match by_key.get(&key).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([place]) => Ok(Some(*place)),
            Some(_) => {
                let title = title(&one.values);
                let finding = self.at(kind, &one.entries[0], name_field(kind), FindingCode::NameAmbiguous);
                Err(finding.fact("what", kind.word(self.wish.locale)).fact("name", title))
            }
        }
    }
}

/// Whether a row belongs to the run before it: the same id, or no id and the same title in the same week.
pub(super) fn belongs(run: &Wanted, id: Option<&str>, values: &Values) -> bool {
    const DAYS_APART_MAX: i64 = 7;
    if run.id.is_some() || id.is_some() {
        return run.id.as_deref() == id;
    }
    let last = run.further.last().unwrap_or(&run.values);
    let same = values.text("title").map(fold) == run.values.text("title").map(fold);
    let near = values.number("date").zip(last.number("date"));
    same && near.is_none_or(|(one, other)| (0..=DAYS_APART_MAX * rules::time::DAY_MINUTES).contains(&(one - other)))
}
