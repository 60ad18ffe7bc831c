//! The sample's roster: each post goes to the first in turn against whom nothing stands.

use std::collections::HashMap;

use rules::conflict::{Claim, Holder, HolderKind, SubjectKind, judge};
use rules::space::person_resource;
use rules::time::Span;
use store::rows;

use super::programme::EMPTY_POST_TITLE;
use super::{DAYS_BACK, Work};
use crate::Failure;
use crate::facts::World;
use crate::gate::Call;
use crate::session::{Sheet, load_between, occupy, proposal};

/// Days ahead for which the roster is made.
const ROSTERED_DAYS: i64 = 14;

/// Who stands on which kind of post, in the order in which they are asked.
const TURNS: &[(&str, &[&str])] = &[
    ("docent", &["苏禾", "沈舟", "蒲苇", "叶青", "江临", "唐柚", "罗小满", "杜若", "许澄"]),
    ("performer", &["陶然", "季白", "安溪"]),
    ("instructor", &["方圆", "黎光"]),
    ("host", &["安溪", "陶然"]),
];

/// Fills the posts of the weeks around today.
pub(super) fn fill(call: &mut Call<'_>, work: &Work<'_>) -> Result<(), Failure> {
    let span = Span { starts: work.at(-DAYS_BACK, 0, 0), ends: work.at(ROSTERED_DAYS, 0, 0) };
    let mut world = World::load(call, span)?;
    let mut turns: HashMap<&str, usize> = HashMap::new();
    for sheet in load_between(call, span)? {
        if sheet.state().occupies() && sheet.row.title != EMPTY_POST_TITLE {
            fill_session(call, work, sheet, &mut world, &mut turns);
        }
    }
    Ok(())
}

fn fill_session(
    call: &mut Call<'_>,
    work: &Work<'_>,
    sheet: Sheet,
    world: &mut World,
    turns: &mut HashMap<&str, usize>,
) {
    let mut proposal = proposal(&sheet.draft());
    for (place, post) in sheet.posts.iter().enumerate() {
        let Some((role, names)) = TURNS.iter().find(|(role, _)| *role == post.role) else { continue };
        let turn = turns.entry(role).or_default();
        let found = (0..names.len()).find_map(|step| {
            let id = work.lists.id(names[(*turn + step) % names.len()]);
            if proposal.posts.iter().any(|other| other.person.as_ref() == Some(&id)) {
                return None;
            }
            proposal.posts[place].person = Some(id.clone());
            let clashes = world.ask(|facts| judge(&proposal, facts)).clashes;
            let stands =
                clashes.iter().any(|clash| clash.subject_kind == SubjectKind::Person && clash.subject_id == id);
            (!stands).then_some(id)
        });
        proposal.posts[place].person.clone_from(&found);
        let Some(id) = found else { continue };
        *turn += 1;
        let after = rows::Post { person_id: Some(id.clone()), ..post.clone() };
        call.batch.update(post, &after);
        let claim = Claim { resource: person_resource(&id), span: proposal.taken() };
        let holder = Holder {
            kind: HolderKind::Session,
            id: sheet.row.id.clone(),
            title: sheet.row.title.clone(),
            session_kind: Some(sheet.kind()),
            starts: sheet.row.starts,
            ends: sheet.row.ends,
        };
        world.occupancy.add(std::slice::from_ref(&claim), holder);
        occupy(call, HolderKind::Session, &sheet.row.id, vec![claim]);
    }
}
