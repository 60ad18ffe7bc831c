//! An exhibition as somebody would like it, and what the rules say of it.

use rules::conflict::{
    Clash, EXHIBITION_DAYS_AHEAD_MAX, ExhibitionAlternative, ExhibitionProposal, Hardness, Judgement,
    exhibition_alternatives, judge_exhibition,
};
use rules::exhibition::Phases;
use rules::session::SessionKind;
use rules::time::{DAY_MINUTES, Span, minute_of_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows;
use ts_rs::TS;

use crate::access::may_override;
use crate::facts::{World, must_exist};
use crate::gate::Call;
use crate::{Failure, input};

/// An exhibition stands for ten years at most: what stays longer is permanent and occupies nothing.
const DAYS_MAX: i64 = 3_660;
/// Spaces one may stand in.
const SPACES_MAX: i64 = 60;

/// An exhibition as somebody would like it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionDraft {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Title.
    pub title: String,
    /// The organising department's id.
    #[serde(default)]
    pub department: Option<String>,
    /// Who lends it.
    #[serde(default)]
    pub lender: Option<String>,
    /// Its four days.
    pub phases: Phases,
    /// Ids of the spaces it stands in.
    pub spaces: Vec<String>,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
}

impl ExhibitionDraft {
    /// Checks everything a rule need not look at, and tidies the texts.
    pub(super) fn checked(mut self, call: &Call<'_>) -> Result<ExhibitionDraft, Failure> {
        let phases = self.phases;
        for (field, day) in [
            ("installs_from", phases.installs_from),
            ("opens_on", phases.opens_on),
            ("closes_on", phases.closes_on),
            ("deinstalls_until", phases.deinstalls_until),
        ] {
            if minute_of_day(input::minute(field, day)?) != 0 {
                return Err(Failure::new("time_invalid").fact("field", field));
            }
        }
        if !phases.are_in_order() {
            let field = if phases.opens_on < phases.installs_from {
                "opens_on"
            } else if phases.closes_on < phases.opens_on {
                "closes_on"
            } else {
                "deinstalls_until"
            };
            return Err(Failure::new("span_invalid").fact("field", field));
        }
        input::number("days", phases.whole().minutes() / DAY_MINUTES, 1, DAYS_MAX)?;
        self.title = input::line("title", &self.title)?;
        self.lender = input::optional_line("lender", self.lender.as_deref())?;
        self.remark = input::optional_note("remark", self.remark.as_deref())?;
        must_exist::<rows::Department>(call, self.department.as_deref(), "department")?;
        input::number("spaces", i64::try_from(self.spaces.len()).unwrap_or(i64::MAX), 1, SPACES_MAX)?;
        self.spaces.sort();
        self.spaces.dedup();
        for space in &self.spaces {
            must_exist::<rows::Space>(call, Some(space), "space")?;
        }
        Ok(self)
    }

    pub(super) fn proposal(&self) -> ExhibitionProposal {
        ExhibitionProposal { id: self.id.clone(), spaces: self.spaces.clone(), phases: self.phases }
    }
}

/// What the rules say of an exhibition.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ExhibitionVerdict {
    /// Whether nothing hard stands against it.
    pub possible: bool,
    /// Every clash, hard ones first.
    pub clashes: Vec<Clash>,
    /// The first free ways out, each judged.
    pub alternatives: Vec<ExhibitionAlternative>,
    /// Whether the caller may let the soft ones pass.
    pub may_override: bool,
}

/// The facts that a judgement of an exhibition looks at, and no way out of it.
pub(super) fn world(call: &Call<'_>, draft: &ExhibitionDraft) -> Result<World, Failure> {
    World::of_resources(call, |world| taken_by(draft, world))
}

/// What an exhibition would take, and when.
pub(super) fn taken_by(draft: &ExhibitionDraft, world: &World) -> Vec<(String, Span)> {
    judged(draft, world).claims.into_iter().map(|claim| (claim.resource, claim.span)).collect()
}

/// The facts around an exhibition, wide enough for free dates later on and for the sessions in its way.
pub(super) fn wide_world(call: &Call<'_>, draft: &ExhibitionDraft) -> Result<World, Failure> {
    let whole = draft.phases.whole();
    World::load(call, Span { ends: whole.ends + EXHIBITION_DAYS_AHEAD_MAX * DAY_MINUTES, ..whole })
}

/// What stands against an exhibition.
pub(super) fn judged(draft: &ExhibitionDraft, world: &World) -> Judgement {
    world.ask(|facts| judge_exhibition(&draft.proposal(), facts))
}

/// Judges an exhibition and looks for ways out.
pub(super) fn verdict(
    draft: &ExhibitionDraft,
    world: &World,
    call: &Call<'_>,
) -> Result<(Judgement, ExhibitionVerdict), Failure> {
    let judgement = judged(draft, world);
    let alternatives = if judgement.clashes.is_empty() {
        Vec::new()
    } else {
        let others = like(draft, world, call)?;
        let wide = wide_world(call, draft)?;
        wide.ask(|facts| exhibition_alternatives(&draft.proposal(), &others, facts))
    };
    let soft = judgement.clashes.iter().filter(|clash| clash.hardness == Hardness::Soft);
    let may_override = call
        .actor
        .is_some_and(|actor| soft.clone().all(|clash| may_override(actor.role, clash.code, SessionKind::Activity)));
    let verdict = ExhibitionVerdict {
        possible: judgement.is_possible(),
        clashes: judgement.clashes.clone(),
        alternatives,
        may_override,
    };
    Ok((judgement, verdict))
}

/// Spaces in use of the same kind and standing as those the exhibition names, the nearest in size first.
fn like(draft: &ExhibitionDraft, world: &World, call: &Call<'_>) -> Result<Vec<String>, Failure> {
    let rows: Vec<rows::Space> = call.snapshot.all()?;
    let named: Vec<&rows::Space> = rows.iter().filter(|row| draft.spaces.contains(&row.id)).collect();
    let size = |row: &rows::Space| row.area_square_metres.or(row.capacity).unwrap_or(0);
    let wanted = named.iter().map(|row| size(row)).max().unwrap_or(0);
    let family: Vec<String> = draft.spaces.iter().flat_map(|space| world.spaces.ancestors(space)).collect();
    let mut others: Vec<&rows::Space> = rows
        .iter()
        .filter(|row| row.active && !family.contains(&row.id))
        .filter(|row| !world.spaces.ancestors(&row.id).iter().any(|above| draft.spaces.contains(above)))
        .filter(|row| {
            named.iter().any(|one| one.kind == row.kind && one.parent_id.is_some() == row.parent_id.is_some())
        })
        .collect();
    others.sort_by_key(|row| ((size(row) - wanted).abs(), row.rank, row.sort_key.clone(), row.id.clone()));
    Ok(others.into_iter().map(|row| row.id.clone()).collect())
}
