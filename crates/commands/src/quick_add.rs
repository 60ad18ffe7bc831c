//! Quick add: one typed line becomes a session draft, and what stands against it.

use rules::quick_add::{NamedSpace, Taken, read};
use rules::session::{Particulars, PostShape};
use rules::time::Minute;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Failure;
use crate::access::Access;
use crate::facts::space_tree;
use crate::gate::{Call, Command, Effect, Entry};
use crate::session::{PostDraft, SessionDraft, Verdict, proposal, verdict_around};

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] = &[Entry::of::<QuickAddRead>()];

/// Characters a line may have.
const LINE_CHARACTERS_MAX: usize = 400;

/// What was typed.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QuickAddArguments {
    /// The line, such as 周三10点 儿童厅 小小讲解 30人.
    pub text: String,
    /// The day the line is typed for, where it names none: the minute it begins. Today where left out.
    #[serde(default)]
    pub day: Option<Minute>,
}

/// Something a line needs before it can become a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It names no time.
    Time,
    /// It names no space, and the kind takes one.
    Space,
    /// It has no title.
    Title,
}

/// How a line was read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct QuickAddView {
    /// What was taken for what, in the line's order.
    pub taken: Vec<Taken>,
    /// What it still needs; where nothing, there is a draft.
    pub missing: Vec<Missing>,
    /// The session, ready for `session_save`.
    pub session: Option<SessionDraft>,
    /// What the rules say of it.
    pub verdict: Option<Verdict>,
}

/// Reads a line; nothing is saved.
pub struct QuickAddRead;

impl Command for QuickAddRead {
    type Arguments = QuickAddArguments;
    type Answer = QuickAddView;
    const NAME: &'static str = "quick_add_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<QuickAddView, Failure> {
        let day = match arguments.day {
            Some(day) => rules::time::date_of(crate::input::minute("day", day)?).unwrap_or_default(),
            None => call.today(),
        };
        let text: String = arguments.text.chars().take(LINE_CHARACTERS_MAX).collect();
        let quick = read(&text, day, &named_spaces(call)?);
        let mut missing = Vec::new();
        if quick.starts.is_none() {
            missing.push(Missing::Time);
        }
        if quick.spaces.is_empty() && quick.kind.is_in_house() {
            missing.push(Missing::Space);
        }
        if quick.title.is_empty() {
            missing.push(Missing::Title);
        }
        let (Some(starts), Some(ends), true) = (quick.starts, quick.ends, missing.is_empty()) else {
            return Ok(QuickAddView { taken: quick.taken, missing, session: None, verdict: None });
        };
        let posts = if quick.kind == rules::session::SessionKind::GuidedTour {
            let shape = PostShape { role: "docent".to_owned(), language: None, person: None };
            vec![PostDraft { id: None, shape }]
        } else {
            Vec::new()
        };
        let usual = Particulars::new(quick.kind, quick.title);
        let what = Particulars {
            public: quick.public,
            spaces: quick.spaces,
            language: quick.language.unwrap_or(usual.language),
            capacity: quick.people,
            ..usual
        };
        let draft = SessionDraft { id: None, revision: None, starts, ends, posts, what }.checked(call)?;
        let said = verdict_around(&draft, proposal(&draft).taken(), call)?.2;
        Ok(QuickAddView { taken: quick.taken, missing, session: Some(draft), verdict: Some(said) })
    }
}

/// Every active space by its own name and by its name with its hall, with and without the dot.
fn named_spaces(call: &Call<'_>) -> Result<Vec<NamedSpace>, Failure> {
    let tree = space_tree(call)?;
    Ok(tree
        .iter()
        .filter(|space| space.active)
        .map(|space| {
            let full = tree.full_name(&space.id);
            NamedSpace { id: space.id.clone(), names: vec![space.name.clone(), full.replace('·', ""), full] }
        })
        .collect())
}
