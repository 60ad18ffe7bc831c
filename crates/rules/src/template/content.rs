//! What a template gives its occurrences, field by field, and how an occurrence may differ.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::{Particulars, PostShape, codes};
use crate::time::Minute;

/// What every occurrence of a template has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// How long it lasts, in minutes.
    pub minutes: i64,
    /// Its posts.
    #[serde(default)]
    pub posts: Vec<PostShape>,
    /// What it is, its spaces in ascending order.
    #[serde(flatten)]
    pub what: Particulars,
}

/// A content and when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'c> {
    /// What it is.
    pub content: &'c Content,
    /// Its first minute.
    pub starts: Minute,
}

/// Declares the fields an occurrence may differ in: their words, and how one is compared and copied.
macro_rules! fields {
    ($( $(#[$meta:meta])* $variant:ident = $word:literal $($name:ident).+; )*) => {
        codes! {
            /// A field in which an occurrence may differ from its template.
            pub enum Field {
                /// When it begins.
                Starts = "starts",
                /// Which posts it has, or who stands on a post that is always the same person's.
                Posts = "posts",
                $( $(#[$meta])* $variant = $word, )*
            }
        }

        /// Which plain fields differ.
        fn plain_differences(one: &Content, other: &Content) -> Vec<Field> {
            let mut found = Vec::new();
            $( if one.$($name).+ != other.$($name).+ { found.push(Field::$variant); } )*
            found
        }

        /// Each plain field that differs between `old` and `new` becomes as `new` has it.
        fn transfer_plain(old: &Content, new: &Content, onto: &mut Content) {
            $( if old.$($name).+ != new.$($name).+ { onto.$($name).+.clone_from(&new.$($name).+); } )*
        }

        /// The plain fields that are named become as `template` has them.
        fn reset_plain(template: &Content, fields: &[Field], occurrence: &mut Content) {
            $( if fields.contains(&Field::$variant) { occurrence.$($name).+.clone_from(&template.$($name).+); } )*
        }

        /// Each plain field of `occurrence` that still is as `old` had it becomes as `new` has it.
        fn merge_plain(old: &Content, new: &Content, occurrence: &mut Content) {
            $( if occurrence.$($name).+ == old.$($name).+ { occurrence.$($name).+.clone_from(&new.$($name).+); } )*
        }
    };
}

fields! {
    /// Kind.
    Kind = "kind" what.kind;
    /// Title.
    Title = "title" what.title;
    /// Whether the public may come.
    Public = "public" what.public;
    /// The organising department.
    Department = "department" what.department;
    /// How long it lasts.
    Minutes = "minutes" minutes;
    /// The time before.
    LeadInMinutes = "lead_in_minutes" what.lead_in_minutes;
    /// The time after.
    LeadOutMinutes = "lead_out_minutes" what.lead_out_minutes;
    /// Where it takes place.
    Spaces = "spaces" what.spaces;
    /// Theme.
    Theme = "theme" what.theme;
    /// Language.
    Language = "language" what.language;
    /// Ages.
    AgeBand = "age_band" what.age_band;
    /// People at most.
    Capacity = "capacity" what.capacity;
    /// Where people gather.
    MeetingPoint = "meeting_point" what.meeting_point;
    /// Remark.
    Remark = "remark" what.remark;
}

/// Whether posts differ in what the template fixes: a post without a standing person is the roster's to fill.
fn posts_deviate(template: &[PostShape], occurrence: &[PostShape]) -> bool {
    template.len() != occurrence.len()
        || template.iter().zip(occurrence).any(|(fixed, actual)| {
            !fixed.wants_the_same(actual) || (fixed.person.is_some() && fixed.person != actual.person)
        })
}

/// The fields in which an occurrence differs from its template, in the order of [`Field::ALL`].
pub fn deviations(template: Place<'_>, occurrence: Place<'_>) -> Vec<Field> {
    let mut found = plain_differences(template.content, occurrence.content);
    if template.starts != occurrence.starts {
        found.push(Field::Starts);
    }
    if posts_deviate(&template.content.posts, &occurrence.content.posts) {
        found.push(Field::Posts);
    }
    found.sort_unstable();
    found
}

/// An occurrence after its template changed from `old` to `new`: what it had of its own it keeps,
/// the rest follows. People the roster put on posts stay where the post stays.
pub fn merged(old: &Content, new: &Content, occurrence: &Content) -> Content {
    let mut after = occurrence.clone();
    merge_plain(old, new, &mut after);
    if old.posts != new.posts && !posts_deviate(&old.posts, &occurrence.posts) {
        // Whom the template itself had put there goes with it; whom the roster chose stays.
        let by_roster = |(fixed, actual): (&PostShape, &PostShape)| PostShape {
            person: actual.person.clone().filter(|_| fixed.person.is_none()),
            ..actual.clone()
        };
        let rostered = old.posts.iter().zip(&occurrence.posts).map(by_roster).collect();
        after.posts = manned(&new.posts, rostered);
    }
    after
}

/// A template's posts with the people of `rostered` where a post of the same shape stands open.
fn manned(posts: &[PostShape], mut rostered: Vec<PostShape>) -> Vec<PostShape> {
    let man = |post: &PostShape| {
        let place = rostered.iter().position(|known| known.wants_the_same(post));
        let known = place.map(|place| rostered.remove(place));
        PostShape { person: post.person.clone().or(known.and_then(|known| known.person)), ..post.clone() }
    };
    posts.iter().map(man).collect()
}

/// A template after somebody changed one of its occurrences from `old` to `new` and means all of
/// them: what was changed goes over, what was left alone stays as the template has it.
pub fn transferred(old: &Content, new: &Content, template: &Content) -> Content {
    let mut after = template.clone();
    transfer_plain(old, new, &mut after);
    if old.posts != new.posts {
        let same_shape = |one: &[PostShape], other: &[PostShape]| {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.wants_the_same(other))
        };
        let comparable = same_shape(&old.posts, &new.posts) && same_shape(&new.posts, &template.posts);
        after.posts.clone_from(&new.posts);
        if comparable {
            // Who stood there by the roster before the edit does not become a standing person by it.
            for (place, post) in after.posts.iter_mut().enumerate() {
                if old.posts[place].person == post.person {
                    post.person.clone_from(&template.posts[place].person);
                }
            }
        }
    }
    after
}

/// An occurrence that follows its template again in these fields; [`Field::Starts`] is the caller's.
pub fn followed(template: &Content, occurrence: &Content, fields: &[Field]) -> Content {
    let mut after = occurrence.clone();
    reset_plain(template, fields, &mut after);
    if fields.contains(&Field::Posts) {
        after.posts = manned(&template.posts, occurrence.posts.clone());
    }
    after
}
