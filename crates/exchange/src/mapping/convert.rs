//! One cell and the fields it fills: from what the file holds to values, or to what is wrong with it.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use rules::time::{Minute, day_start};
use serde_json::{Map, Value as Json};
use words::Locale;

use crate::cell::Cell;
use crate::finding::FindingCode;
use crate::kind::{Choice, Field, LineShape, Shape};
use crate::lines::{AvailabilityLine, ItemLine, QualificationLine};
use crate::text::day::{Around, NoDay};
use crate::text::{clock, day, names, number, truth};
use crate::value::Value;

/// Characters of a note.
const NOTE_CHARACTERS_MAX: usize = 2000;
/// Characters of a name.
const NAME_CHARACTERS_MAX: usize = 120;
/// Characters of a cell that a finding quotes.
const QUOTED_CHARACTERS_MAX: usize = 40;
/// Words of a list that a finding names.
const WORDS_NAMED: usize = 8;
/// Fields whose signs are made narrow: codes that are typed in either width.
const CODES: &[&str] = &["phone", "plate", "licence_class", "contact_phone"];

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wrong {
    pub(super) code: FindingCode,
    pub(super) facts: Map<String, Json>,
}

impl Wrong {
    pub(super) fn new(code: FindingCode) -> Wrong {
        Wrong { code, facts: Map::new() }
    }

    pub(super) fn text(code: FindingCode, text: &str) -> Wrong {
        Wrong::new(code).fact("text", quoted(text))
    }

    pub(super) fn fact(mut self, name: &str, value: impl Into<Json>) -> Wrong {
        self.facts.insert(name.to_owned(), value.into());
        self
    }
}

/// What stands around a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    /// Year and month of days without them.
    pub(super) around: Around,
    /// Whether the file is one of ours: several names with a line end among them are parted there alone.
    pub(super) ours: bool,
}

/// The beginning of a text, for a finding.
pub(super) fn quoted(text: &str) -> String {
    let text = text.trim().replace(['\n', '\r', '\t'], " ");
    let mut signs = text.chars();
    let quoted: String = signs.by_ref().take(QUOTED_CHARACTERS_MAX).filter(|sign| !sign.is_control()).collect();
    if signs.next().is_some() { format!("{quoted}…") } else { quoted }
}

/// The values of a cell that fills `fields`, one after another.
pub(super) fn values(fields: &[&'static Field], cell: &Cell, ways: Ways) -> Result<Vec<Option<Value>>, Wrong> {
    match cell {
        Cell::Error(error) => return Err(Wrong::text(FindingCode::CellError, error)),
        Cell::Unvalued => return Err(Wrong::new(FindingCode::FormulaUnvalued)),
        _ => {}
    }
    match fields {
        [] => Ok(Vec::new()),
        [field] => Ok(vec![value(field, cell, ways)?]),
        several => {
            let shapes: Vec<Shape> = several.iter().map(|field| field.shape).collect();
            match shapes.as_slice() {
                [Shape::Clock, Shape::Clock] => clocks(cell),
                [Shape::Day, Shape::Day] => days(cell, ways.around),
                [Shape::Day, Shape::Clock] | [Shape::Day, Shape::Clock, Shape::Clock] => {
                    day_and_clocks(cell, ways.around, shapes.len())
                }
                _ => Err(Wrong::text(FindingCode::LineUnreadable, &cell.shown())),
            }
        }
    }
}

/// Whether a column may fill these fields.
pub(super) fn may_fill(fields: &[&'static Field]) -> bool {
    let shapes: Vec<Shape> = fields.iter().map(|field| field.shape).collect();
    matches!(
        shapes.as_slice(),
        [_] | [Shape::Clock, Shape::Clock]
            | [Shape::Day, Shape::Day]
            | [Shape::Day, Shape::Clock]
            | [Shape::Day, Shape::Clock, Shape::Clock]
    )
}

fn value(field: &'static Field, cell: &Cell, ways: Ways) -> Result<Option<Value>, Wrong> {
    match field.shape {
        Shape::Id => words_of(cell, usize::MAX, crate::text::line),
        Shape::Line { limit } if CODES.contains(&field.id) && !ways.ours => words_of(cell, limit, crate::text::code),
        Shape::Line { limit } if field.id == "name" && !ways.ours => words_of(cell, limit, crate::text::name),
        Shape::Line { limit } => words_of(cell, limit, crate::text::line),
        Shape::Name(_) if !ways.ours => words_of(cell, NAME_CHARACTERS_MAX, crate::text::name),
        Shape::Name(_) => words_of(cell, NAME_CHARACTERS_MAX, crate::text::line),
        Shape::Note => words_of(cell, NOTE_CHARACTERS_MAX, crate::text::note),
        Shape::Number { least, most } => number_of(cell, least, most),
        Shape::Day => day_or_end(field, cell, ways.around).map(|day| day.map(Value::Day)),
        Shape::Clock => clock_of(cell).map(|clock| clock.map(Value::Clock)),
        Shape::Truth => truth_of(cell),
        Shape::Choice(choices) => choice_of(cell, choices),
        Shape::Names(_) => names_of(cell, ways.ours),
        Shape::Lines(shape) => lines_of(cell, shape, ways.ours),
    }
}

type Tidy = fn(&str) -> Result<String, crate::text::Unclean>;

/// The text of a cell, borrowed where it is one.
fn shown(cell: &Cell) -> std::borrow::Cow<'_, str> {
    match cell {
        Cell::Text(text) => (&**text).into(),
        other => other.shown().into(),
    }
}

fn words_of(cell: &Cell, limit: usize, tidy: Tidy) -> Result<Option<Value>, Wrong> {
    let text = tidy(&shown(cell)).map_err(|_| Wrong::new(FindingCode::TextControlCharacter))?;
    if text.len() > limit && text.chars().count() > limit {
        return Err(Wrong::new(FindingCode::TextTooLong).fact("limit", limit));
    }
    Ok((!text.is_empty()).then_some(Value::Text(text)))
}

fn is_empty(text: &str) -> bool {
    text.trim_matches(crate::text::is_blank).is_empty()
}

#[expect(clippy::cast_possible_truncation, reason = "asked to be whole and small just before")]
fn number_of(cell: &Cell, least: i64, most: i64) -> Result<Option<Value>, Wrong> {
    let number = match cell {
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => *number as i64,
        Cell::Text(text) if is_empty(text) => return Ok(None),
        Cell::Text(text) => number::read(text).ok_or_else(|| Wrong::text(FindingCode::NumberUnreadable, text))?,
        other => return Err(Wrong::text(FindingCode::NumberUnreadable, &other.shown())),
    };
    if !(least..=most).contains(&number) {
        let wrong = Wrong::new(FindingCode::NumberOutOfRange).fact("number", number);
        return Err(wrong.fact("least", least).fact("most", most));
    }
    Ok(Some(Value::Number(number)))
}

fn no_day(why: NoDay, text: &str) -> Wrong {
    let code = match why {
        NoDay::Unreadable => FindingCode::DayUnreadable,
        NoDay::Impossible => FindingCode::DayImpossible,
        NoDay::YearUnknown => FindingCode::YearUnknown,
        NoDay::Absurd => FindingCode::DayAbsurd,
        NoDay::OtherWeekday => FindingCode::DayOtherWeekday,
    };
    Wrong::text(code, text)
}

/// The moment of a number that no format shows as one: serial numbers of this and the last decades.
fn serial(number: f64) -> Option<NaiveDateTime> {
    if (32_874.0..73_415.0).contains(&number) { crate::read::moment::moment(number, false) } else { None }
}

fn day_of(cell: &Cell, around: Around) -> Result<Option<Minute>, Wrong> {
    let unreadable = |cell: &Cell| no_day(NoDay::Unreadable, &cell.shown());
    let date = match cell {
        Cell::Moment(moment) if moment.year() < 1900 => return Err(unreadable(cell)),
        Cell::Moment(moment) => day::sound(moment.date()),
        Cell::Number(number) => match serial(*number).filter(|_| number.fract() == 0.0) {
            Some(moment) => Ok(moment.date()),
            None if (19_900_101.0..21_001_232.0).contains(number) => day::read(&cell.shown(), around),
            None => day_of_month(&cell.shown(), around),
        },
        Cell::Text(text) if is_empty(text) => return Ok(None),
        Cell::Text(text) => day::read(text, around).or_else(|why| day_of_month(text.trim(), around).map_err(|_| why)),
        _ => return Err(unreadable(cell)),
    };
    date.map(|date| Some(day_start(date))).map_err(|why| no_day(why, &shown(cell)))
}

/// The day of a number alone, where the sheet says which month it is about.
fn day_of_month(text: &str, around: Around) -> Result<NaiveDate, NoDay> {
    let is_day = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_day && around.month.is_some() { day::read(&format!("{text}日"), around) } else { Err(NoDay::Unreadable) }
}

/// The day of a column; of two days in a cell the one that the column is about.
fn day_or_end(field: &Field, cell: &Cell, around: Around) -> Result<Option<Minute>, Wrong> {
    let last = match field.id {
        "installs_from" | "opens_on" => false,
        "deinstalls_until" | "closes_on" => true,
        _ => return day_of(cell, around),
    };
    let alone = day_of(cell, around);
    match cell {
        Cell::Text(text) if alone.is_err() => match day::read_both(text, around) {
            Some(Ok((from, to))) => Ok(Some(day_start(if last { to } else { from }))),
            _ => alone,
        },
        _ => alone,
    }
}

fn clock_wrong(cell: &Cell) -> Wrong {
    Wrong::text(FindingCode::TimeUnreadable, &cell.shown())
}

/// The minute of a fraction of a day.
fn minute_of_fraction(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "between nothing and one day")]
    (0.0..=1.0).contains(&number).then(|| (number * 1440.0).round() as i64)
}

fn minute_of_moment(moment: NaiveDateTime) -> i64 {
    i64::from(moment.hour()) * 60 + i64::from(moment.minute()) + i64::from(moment.second() >= 30)
}

fn clock_of(cell: &Cell) -> Result<Option<i64>, Wrong> {
    let minute = match cell {
        // A day where a time belongs: `9-10` that a spreadsheet took for the tenth of September.
        Cell::Moment(moment) if moment.year() >= 1900 && minute_of_moment(*moment) == 0 => None,
        Cell::Moment(moment) => Some(minute_of_moment(*moment)),
        Cell::Number(number) if *number < 1.0 => minute_of_fraction(*number),
        Cell::Number(_) => {
            clock::read(&cell.shown()).filter(|clocks| clocks.ends.is_none()).map(|clocks| clocks.starts)
        }
        Cell::Text(text) if is_empty(text) => return Ok(None),
        Cell::Text(text) => clock::read(text).filter(|clocks| clocks.ends.is_none()).map(|clocks| clocks.starts),
        _ => None,
    };
    minute.map(Some).ok_or_else(|| clock_wrong(cell))
}

/// Start and end of `9:30-10:30`; a start alone has no end.
fn clocks(cell: &Cell) -> Result<Vec<Option<Value>>, Wrong> {
    if let Cell::Text(text) = cell
        && let Some(clocks) = clock::read(text)
    {
        return Ok(vec![Some(Value::Clock(clocks.starts)), clocks.ends.map(Value::Clock)]);
    }
    Ok(vec![clock_of(cell)?.map(Value::Clock), None])
}

/// First and last day of `5月1日-10月7日`; a day alone is both.
fn days(cell: &Cell, around: Around) -> Result<Vec<Option<Value>>, Wrong> {
    let both = match cell {
        Cell::Text(text) => match day::read_both(text, around) {
            Some(both) => both.map_err(|why| no_day(why, text))?,
            None => return Ok(vec![day_of(cell, around)?.map(Value::Day), None]),
        },
        _ => return Ok(vec![day_of(cell, around)?.map(Value::Day), None]),
    };
    Ok(vec![Some(Value::Day(day_start(both.0))), Some(Value::Day(day_start(both.1)))])
}

fn day_and_clocks(cell: &Cell, around: Around, count: usize) -> Result<Vec<Option<Value>>, Wrong> {
    let moment = match cell {
        Cell::Moment(moment) if moment.year() >= 1900 => Some(*moment),
        Cell::Number(number) => serial(*number),
        _ => None,
    };
    let (date, starts, ends) = match (moment, cell) {
        (Some(moment), _) => {
            let date = day::sound(moment.date()).map_err(|why| no_day(why, &cell.shown()))?;
            let minute = minute_of_moment(moment);
            (date, (minute > 0).then_some(minute), None)
        }
        (None, Cell::Text(text)) if is_empty(text) => return Ok(vec![None; count]),
        (None, Cell::Text(text)) => {
            let (date, clocks) = day::read_with_clock(text, around).map_err(|why| no_day(why, text))?;
            (date, clocks.map(|clocks| clocks.starts), clocks.and_then(|clocks| clocks.ends))
        }
        _ => return Err(no_day(NoDay::Unreadable, &cell.shown())),
    };
    let mut values = vec![Some(Value::Day(day_start(date))), starts.map(Value::Clock), ends.map(Value::Clock)];
    values.truncate(count);
    Ok(values)
}

fn truth_of(cell: &Cell) -> Result<Option<Value>, Wrong> {
    let said = match cell {
        Cell::Truth(truth) => Some(*truth),
        Cell::Text(text) if is_empty(text) => return Ok(None),
        other => truth(&shown(other)),
    };
    said.map(|truth| Some(Value::Truth(truth))).ok_or_else(|| Wrong::text(FindingCode::TruthUnreadable, &cell.shown()))
}

/// The code of a word of a list, as people write it.
pub(super) fn choice_named(text: &str, choices: &'static [Choice]) -> Option<&'static str> {
    // Most cells hold the very word of the list.
    let plain = text.trim();
    let is_plain = |choice: &&Choice| {
        choice.code == plain
            || Locale::ALL.iter().any(|locale| (choice.word)(*locale) == plain)
            || choice.names.contains(&plain)
    };
    if let Some(choice) = choices.iter().find(is_plain) {
        return Some(choice.code);
    }
    let word: String = crate::text::signs(text)?.into_iter().collect();
    let known = choices.iter().find(|choice| {
        choice.code == word
            || Locale::ALL.iter().any(|locale| (choice.word)(*locale).to_lowercase() == word)
            || choice.names.iter().any(|name| name.to_lowercase() == word)
    });
    known.map(|choice| choice.code)
}

fn choice_of(cell: &Cell, choices: &'static [Choice]) -> Result<Option<Value>, Wrong> {
    let text = shown(cell);
    if is_empty(&text) {
        return Ok(None);
    }
    match choice_named(&text, choices) {
        Some(code) => Ok(Some(Value::Code(code.to_owned()))),
        None => {
            let words: Vec<&str> = choices.iter().take(WORDS_NAMED).map(|choice| (choice.word)(Locale::ZhCn)).collect();
            Err(Wrong::text(FindingCode::ChoiceUnknown, &text).fact("words", words.join("、")))
        }
    }
}

fn names_of(cell: &Cell, ours: bool) -> Result<Option<Value>, Wrong> {
    let text = shown(cell);
    let parts = if ours && text.contains('\n') {
        text.lines().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    } else {
        names::split(&text)
    };
    let mut names = Vec::with_capacity(parts.len());
    for part in &parts {
        let name = crate::text::line(part).map_err(|_| Wrong::new(FindingCode::TextControlCharacter))?;
        if name.chars().count() > NAME_CHARACTERS_MAX {
            return Err(Wrong::new(FindingCode::TextTooLong).fact("limit", NAME_CHARACTERS_MAX));
        }
        names.push(name);
    }
    Ok((!names.is_empty()).then_some(Value::Several(names)))
}

fn lines_of(cell: &Cell, shape: LineShape, ours: bool) -> Result<Option<Value>, Wrong> {
    let text = shown(cell);
    let more: &[char] = match (shape, ours) {
        (LineShape::Availability, _) | (_, true) => &[';', '；', '\n', '\r'],
        _ => &[';', '；', '\n', '\r', '、', '，', ','],
    };
    let mut lines = Vec::new();
    for part in text.split(more).map(|part| part.trim_matches(crate::text::is_blank)).filter(|part| !part.is_empty()) {
        let line = crate::text::line(part).map_err(|_| Wrong::new(FindingCode::TextControlCharacter))?;
        let reads = match shape {
            LineShape::Qualification => QualificationLine::read(&line).is_some(),
            LineShape::Availability => AvailabilityLine::read(&line).is_some(),
            LineShape::Item => ItemLine::read(&line).is_some(),
        };
        if !reads {
            return Err(Wrong::text(FindingCode::LineUnreadable, &line));
        }
        lines.push(line);
    }
    Ok((!lines.is_empty()).then_some(Value::Several(lines)))
}
