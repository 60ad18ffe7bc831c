//! Templates as the page lists and opens them.

use rules::session::SessionKind;
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Value, rows, statement};
use ts_rs::TS;

use super::draft::{TemplateDraft, stored};
use super::edit::Edit;
use super::line::{TemplateCounts, TemplateLine};
use super::plan::plan;
use crate::Failure;
use crate::access::Access;
use crate::facts::space_tree;
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;

/// A template in the list.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateRow {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: SessionKind,
    /// When it runs.
    pub pattern: rules::template::Pattern,
    /// How long an occurrence lasts, in minutes.
    pub minutes: i64,
    /// Names of its spaces.
    pub space_names: Vec<String>,
    /// Occurrences that are planned and still to come.
    pub coming: i64,
    /// The template it was split from.
    pub split_from: Option<String>,
    /// Whether it still runs: it was not taken back, and its last day is not over.
    pub running: bool,
}

/// All templates.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateRows {
    /// Those that run first, each by title.
    pub templates: Vec<TemplateRow>,
}

/// Lists all templates.
pub struct TemplateList;

impl Command for TemplateList {
    type Arguments = Nothing;
    type Answer = TemplateRows;
    const NAME: &'static str = "template_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<TemplateRows, Failure> {
        let spaces = space_tree(call)?;
        let mut templates = Vec::new();
        for row in call.all::<rows::Template>()? {
            // One that a later version wrote stays out of the list rather than closing it.
            let Ok(draft) = TemplateDraft::of_row(&row) else { continue };
            let ahead = [Value::from(row.id.as_str()), Value::from(call.now)];
            let coming = call.snapshot.rows::<rows::Session>(&statement::SESSION_OF_TEMPLATE_AHEAD, &ahead)?.len();
            templates.push(TemplateRow {
                running: row.active && row.valid_to + rules::time::DAY_MINUTES > call.now,
                id: row.id,
                revision: row.revision,
                title: row.title,
                kind: draft.content.what.kind,
                minutes: draft.content.minutes,
                space_names: draft.content.what.spaces.iter().map(|space| spaces.full_name(space)).collect(),
                pattern: draft.pattern,
                coming: i64::try_from(coming).unwrap_or(i64::MAX),
                split_from: row.split_from,
            });
        }
        templates.sort_by_key(|template| !template.running);
        Ok(TemplateRows { templates })
    }
}

/// A template with every date it has.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct TemplateView {
    /// The template, ready to be saved again.
    pub template: TemplateDraft,
    /// The template it was split from.
    pub split_from: Option<String>,
    /// Whether it was not taken back.
    pub active: bool,
    /// Every date and start; `create` marks what a save would plan anew.
    pub lines: Vec<TemplateLine>,
    /// How many meet which end.
    pub counts: TemplateCounts,
    /// Now, on the wall.
    pub now: Minute,
}

/// Reads a template with every date, planned or with the reason why not.
pub struct TemplateRead;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateReadArguments {
    /// Its id.
    pub id: String,
}

impl Command for TemplateRead {
    type Arguments = TemplateReadArguments;
    type Answer = TemplateView;
    const NAME: &'static str = "template_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<TemplateView, Failure> {
        let (row, draft) = stored(call, &arguments.id, None)?;
        let (split_from, active) = (row.split_from.clone(), row.active);
        let edit = Edit {
            before: Some((row, draft.clone())),
            after: draft.clone(),
            splits_on: None,
            retired: !active,
            edited: None,
            renamed: Vec::new(),
            adjustments: Vec::new(),
            overrides: Vec::new(),
        };
        let plan = plan(call, &edit)?;
        Ok(TemplateView { template: draft, split_from, active, lines: plan.lines, counts: plan.counts, now: call.now })
    }
}
