//! What a session and its template say in the same words: everything but when, and who by name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SessionKind;

/// A post: whom it wants, and who stands on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PostShape {
    /// The role wanted, such as `docent`.
    pub role: String,
    /// The language wanted, where it is not the session's.
    #[serde(default)]
    pub language: Option<String>,
    /// Who fills it; of a template, who stands on it every time. A roster decides where empty.
    #[serde(default)]
    pub person: Option<String>,
}

impl PostShape {
    /// Whether both want the same person, whoever stands on them.
    pub fn wants_the_same(&self, other: &PostShape) -> bool {
        self.role == other.role && self.language == other.language
    }
}

/// What a session offers, where, to whom. A session adds when it is, a template how long it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Particulars {
    /// Kind.
    pub kind: SessionKind,
    /// Title.
    pub title: String,
    /// Whether the public may come; internal ones stay off the wall.
    #[serde(default = "yes")]
    pub public: bool,
    /// The organising department's id.
    #[serde(default)]
    pub department: Option<String>,
    /// Minutes the room is taken before.
    #[serde(default)]
    pub lead_in_minutes: i64,
    /// Minutes the room is taken after.
    #[serde(default)]
    pub lead_out_minutes: i64,
    /// Ids of the spaces it uses or visits.
    #[serde(default)]
    pub spaces: Vec<String>,
    /// Theme, where docents qualify by theme.
    #[serde(default)]
    pub theme: Option<String>,
    /// Language code; the house's own by default.
    #[serde(default = "house_language")]
    pub language: String,
    /// The ages it is for.
    #[serde(default)]
    pub age_band: Option<String>,
    /// People at most.
    #[serde(default)]
    pub capacity: Option<i64>,
    /// Where people gather.
    #[serde(default)]
    pub meeting_point: Option<String>,
    /// Remark for the department's sheet.
    #[serde(default)]
    pub remark: Option<String>,
}

impl Particulars {
    /// A public session of a kind in the house's own language, and nothing more.
    pub fn new(kind: SessionKind, title: String) -> Particulars {
        Particulars {
            kind,
            title,
            public: true,
            department: None,
            lead_in_minutes: 0,
            lead_out_minutes: 0,
            spaces: Vec::new(),
            theme: None,
            language: house_language(),
            age_band: None,
            capacity: None,
            meeting_point: None,
            remark: None,
        }
    }
}

fn yes() -> bool {
    true
}

fn house_language() -> String {
    "zh".to_owned()
}
