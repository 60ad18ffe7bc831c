//! What every kind of resource shares: reading the row a save is about, writing it, refusing
//! a row in use, phones behind a mask, days.

use rules::time::{DAY_MINUTES, Minute};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, rows};
use ts_rs::TS;

use crate::access::Role;
use crate::facts::must_find;
use crate::gate::Call;
use crate::{Failure, input};

/// Uses that a refusal names; the others are counted.
const USES_NAMED_MAX: usize = 20;
/// Characters of a phone number with its extensions.
const PHONE_CHARACTERS_MAX: usize = 40;

/// A row that is asked for.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// Its id.
    pub id: String,
}

/// A never-used row that shall go.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    /// Its id.
    pub id: String,
    /// The revision it was read with.
    pub revision: i64,
}

/// What went.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Deleted {
    /// Its id.
    pub id: String,
}

/// Something in the future that still needs a resource.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Use {
    /// `session`, `exhibition` or `caravan_run`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts: Minute,
}

/// The row of that id, if it still is as the caller read it.
///
/// # Errors
/// `not_found` or `stale`.
pub(super) fn as_read<R: Row>(call: &Call<'_>, id: &str, revision: i64, what: &'static str) -> Result<R, Failure> {
    let row = must_find::<R>(call, id, what)?;
    if row.revision() == revision { Ok(row) } else { Err(Failure::new("stale").fact("what", what)) }
}

/// The row a save is about, or `None` for a new one.
///
/// # Errors
/// As [`as_read`]; a revision without an id, or the other way round, is `arguments_invalid`.
pub(super) fn before<R: Row>(
    call: &Call<'_>,
    id: Option<&str>,
    revision: Option<i64>,
    what: &'static str,
) -> Result<Option<R>, Failure> {
    match (id, revision) {
        (Some(id), Some(revision)) => as_read(call, id, revision, what).map(Some),
        (None, None) => Ok(None),
        _ => Err(Failure::new("arguments_invalid").fact("field", "revision")),
    }
}

/// Id and revision of the row that a save writes.
pub(super) fn identity<R: Row>(call: &Call<'_>, before: Option<&R>) -> (String, i64) {
    before.map_or_else(|| (call.new_id(), 0), |before| (before.id().to_owned(), before.revision()))
}

/// Writes a row and answers its revision afterwards.
pub(super) fn write<R: Row + PartialEq>(call: &mut Call<'_>, before: Option<&R>, after: &R) -> i64 {
    match before {
        None => {
            call.batch.insert(after);
            0
        }
        Some(before) if before == after => after.revision(),
        Some(before) => {
            call.batch.update(before, after);
            after.revision() + 1
        }
    }
}

/// Refuses a name that another row bears.
///
/// # Errors
/// `name_taken`, naming the field.
pub(super) fn refuse_taken(taken: bool, field: &str, name: &str) -> Result<(), Failure> {
    if taken { Err(Failure::new("name_taken").fact("field", field).fact("name", name)) } else { Ok(()) }
}

/// Refuses to put away what the future still needs.
///
/// # Errors
/// `in_use`, naming the first uses and how many there are.
pub(super) fn refuse_used(uses: Vec<Use>) -> Result<(), Failure> {
    if uses.is_empty() {
        return Ok(());
    }
    let count = uses.len();
    let named = serde_json::to_value(uses.into_iter().take(USES_NAMED_MAX).collect::<Vec<_>>()).unwrap_or_default();
    Err(Failure::new("in_use").rule("the_future_needs_it").fact("uses", named).fact("count", count))
}

/// Refuses to delete what a template or a setting names: their texts hold ids that no foreign key guards.
///
/// # Errors
/// `in_use`.
pub(super) fn refuse_mentioned(call: &Call<'_>, id: &str) -> Result<(), Failure> {
    let templates = call.all::<rows::Template>()?;
    let settings = call.all::<rows::Setting>()?;
    let mut texts = templates.iter().map(|row| &row.content).chain(settings.iter().map(|row| &row.value));
    if texts.any(|text| text.contains(id)) {
        return Err(Failure::new("in_use").rule("only_the_never_used_is_deleted"));
    }
    Ok(())
}

/// A phone number as it is dialled: digits and what people write between them.
///
/// # Errors
/// As [`input::optional_line`], or `arguments_invalid` where letters stand in it.
pub(super) fn phone(field: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(text) = input::optional_line(field, text)? else { return Ok(None) };
    let plain: String = text
        .chars()
        .map(|character| match character {
            '\u{ff10}'..='\u{ff19}' => char::from(b'0' + u8::try_from(u32::from(character) - 0xff10).unwrap_or(0)),
            '（' => '(',
            '）' => ')',
            '－' | '—' | '–' => '-',
            other => other,
        })
        .collect();
    let fits = plain.chars().count() <= PHONE_CHARACTERS_MAX
        && plain.chars().filter(char::is_ascii_digit).count() >= 3
        && plain.chars().all(|character| character.is_ascii_digit() || "+-() /,#转".contains(character));
    if fits { Ok(Some(plain)) } else { Err(Failure::new("arguments_invalid").fact("field", field)) }
}

/// A phone behind its mask: 138****1234. Short numbers show their last two digits.
pub(super) fn masked(phone: &str) -> String {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let (first, last) = if digits >= 8 { (3, 4) } else { (0, 2) };
    let mut place = 0;
    phone
        .chars()
        .map(|character| {
            if !character.is_ascii_digit() {
                return character;
            }
            place += 1;
            if place <= first || place + last > digits { character } else { '*' }
        })
        .collect()
}

/// Whether the caller sees phones in full where the record is open: those who ring people up.
pub(super) fn sees_phones(call: &Call<'_>) -> bool {
    call.actor.is_some_and(|actor| {
        matches!(actor.role, Role::Planner | Role::RosterLead | Role::DutyManager | Role::Administrator)
    })
}

/// A phone for the record of one thing.
pub(crate) fn phone_for(call: &Call<'_>, phone: Option<&String>) -> Option<String> {
    phone.map(|phone| if sees_phones(call) { phone.clone() } else { masked(phone) })
}

/// A day, given by the minute it begins.
///
/// # Errors
/// `time_invalid`, naming the field.
pub(super) fn day(field: &str, minute: Minute) -> Result<Minute, Failure> {
    let minute = input::minute(field, minute)?;
    if minute % DAY_MINUTES == 0 { Ok(minute) } else { Err(Failure::new("time_invalid").fact("field", field)) }
}

/// [`day`] where it is given.
///
/// # Errors
/// As [`day`].
pub(super) fn optional_day(field: &str, minute: Option<Minute>) -> Result<Option<Minute>, Failure> {
    minute.map(|minute| day(field, minute)).transpose()
}

/// The number of rows of a list that comes along with a save.
///
/// # Errors
/// `number_out_of_range`.
pub(super) fn count(field: &str, count: usize, most: i64) -> Result<(), Failure> {
    input::number(field, i64::try_from(count).unwrap_or(i64::MAX), 0, most).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_hide_their_middle() {
        for (phone, shown) in [
            ("13812341234", "138****1234"),
            ("138 1234 1234", "138 **** 1234"),
            ("023-61234567", "023-****4567"),
            ("62345678", "623*5678"),
            ("12345", "***45"),
            ("110", "*10"),
        ] {
            assert_eq!(masked(phone), shown);
        }
    }

    #[test]
    fn phones_are_digits_and_what_stands_between() {
        for (text, kept) in [
            ("１３８１２３４１２３４", Some("13812341234")),
            ("023－6123（转）801", Some("023-6123(转)801")),
            ("+86 138-1234-1234", Some("+86 138-1234-1234")),
            ("=1+1", None),
            ("hello", None),
            ("<b>123</b>", None),
        ] {
            assert_eq!(phone("phone", Some(text)).ok().flatten().as_deref(), kept, "{text}");
        }
        assert_eq!(phone("phone", Some("  ")).unwrap(), None);
    }
}
