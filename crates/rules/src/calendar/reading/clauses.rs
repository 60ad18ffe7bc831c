//! What the sentences of one item say: which days rest, which work.

use chrono::{Datelike as _, Days, NaiveDate};

use super::dates::{self, Placer, Written};
use super::text::{Glyph, Item};
use super::{NoticeFinding, NoticeFindingCode, at, dates_between};
use crate::calendar::notice::NoticeBook;

/// What an item says.
#[derive(Debug, Default)]
pub(super) struct ItemReading {
    /// Days that rest.
    pub(super) off: Vec<NaiveDate>,
    /// Days that work.
    pub(super) work: Vec<NaiveDate>,
    /// What to look at.
    pub(super) findings: Vec<NoticeFinding>,
}

/// What a word does with the dates before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// They rest.
    Off,
    /// People work on them.
    Work,
    /// They give their rest to the dates that follow.
    MoveTo,
    /// They are only explained.
    Explained,
    /// Nothing: part of a longer word.
    Nothing,
    /// From the first of them on.
    Since,
    /// A holiday is lengthened.
    Extend,
}

/// The words that act, the longer before those they contain.
const WORDS: &[(&str, Act)] = &[
    ("不调休", Act::Nothing),
    ("不再调休", Act::Nothing),
    ("不放假", Act::Explained),
    ("放假调休", Act::Off),
    ("调休放假", Act::Off),
    ("放假公休", Act::Off),
    ("放假补休", Act::Off),
    ("调休安排", Act::Nothing),
    ("放假安排", Act::Nothing),
    ("放假", Act::Off),
    ("公休日调至", Act::MoveTo),
    ("公休日补休至", Act::MoveTo),
    ("调休至", Act::MoveTo),
    ("补休至", Act::MoveTo),
    ("调至", Act::MoveTo),
    ("调到", Act::MoveTo),
    ("移至", Act::MoveTo),
    ("补休", Act::Off),
    ("调休", Act::Off),
    ("照常公休", Act::Explained),
    ("照常休息", Act::Explained),
    ("正常公休", Act::Explained),
    ("为公休日", Act::Explained),
    ("正常上班", Act::Work),
    ("照常上班", Act::Work),
    ("上班", Act::Work),
    ("补班", Act::Work),
    ("法定节假日", Act::Explained),
    ("法定假日", Act::Explained),
    ("节假日", Act::Explained),
    ("假日", Act::Explained),
    ("休息", Act::Off),
    ("延长", Act::Extend),
    ("是", Act::Explained),
    ("起", Act::Since),
];

/// Sentences that ask for something and arrange nothing.
const WISHES: &[&str] = &["鼓励", "倡导", "建议", "提倡", "引导"];

/// Reads an item of the notice of `year`.
pub(super) fn read_item(item: &Item, year: i32, notices: &NoticeBook) -> ItemReading {
    let mut reader = Reader { reading: ItemReading::default(), placer: Placer::new(year), moved: Vec::new(), notices };
    for sentence in item.glyphs.split(|glyph| matches!(glyph.sign, '。' | ';' | '!')) {
        if !sentence.is_empty() && !WISHES.iter().any(|wish| contains(sentence, wish)) {
            reader.sentence(sentence, item.name.as_deref());
        }
    }
    let Reader { mut reading, moved, .. } = reader;
    // A rest day that was moved works, unless it rests as part of the holiday itself.
    reading.work.extend(moved.iter().filter(|date| !reading.off.contains(date)));
    reading.work.sort();
    reading.work.dedup();
    reading
}

struct Reader<'n> {
    reading: ItemReading,
    placer: Placer,
    /// Days that gave their rest away.
    moved: Vec<NaiveDate>,
    notices: &'n NoticeBook,
}

/// What a sentence has said so far.
#[derive(Default)]
struct Sentence {
    /// Dates that no word has acted on yet.
    pending: Vec<NaiveDate>,
    /// Days that the last word made rest.
    last_off: Vec<NaiveDate>,
    /// Dates now read take the rest of others.
    takes_rest: bool,
    /// Weekend days beside it rest as always, and may be counted.
    with_weekend: bool,
    extends: bool,
    since: bool,
    acted: bool,
    dated: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, glyphs: &[Glyph], name: Option<&str>) {
        let mut said = Sentence { with_weekend: contains(glyphs, "连休"), ..Sentence::default() };
        let mut place = 0;
        while place < glyphs.len() {
            place += self.step(glyphs, place, name, &mut said);
        }
        self.end_of_targets(&mut said);
        // Who gave the notice and when arranges nothing.
        let signed = glyphs.iter().any(|glyph| glyph.sign == '国');
        if said.dated && !said.acted && !said.pending.is_empty() && !signed {
            self.reading.findings.push(at(NoticeFindingCode::NotUnderstood, glyphs));
        }
    }

    /// Reads what stands at `place` and answers its length.
    fn step(&mut self, glyphs: &[Glyph], place: usize, name: Option<&str>, said: &mut Sentence) -> usize {
        let rest = &glyphs[place..];
        if rest[0].sign == '(' {
            return bracket_length(rest);
        }
        if rest[0].sign == ',' {
            self.end_of_targets(said);
            return 1;
        }
        if rest[0].sign == ':' {
            // What follows a colon is about something else, but for 1月1日:放假.
            if !WORDS.iter().any(|(word, act)| *act == Act::Off && starts_with(&rest[1..], word)) {
                said.pending.clear();
            }
            return 1;
        }
        if let Some(length) = self.count(rest, said) {
            return length;
        }
        if let Some((dates, length)) = self.dates(rest) {
            said.dated = true;
            said.pending.extend(dates);
            return length;
        }
        if said.extends
            && rest[0].sign == '至'
            && let Some(date) = dates::range_end_at(&rest[1..])
            && let Some((last, length)) = self.one_date(&rest[1..], date)
        {
            self.extension(last, name, rest, said);
            return length + 1;
        }
        if let Some((word, act)) = WORDS.iter().find(|(word, _)| starts_with(rest, word)) {
            self.act(*act, glyphs, said);
            return word.chars().count();
        }
        1
    }

    /// A date or a range of dates.
    fn dates(&mut self, rest: &[Glyph]) -> Option<(Vec<NaiveDate>, usize)> {
        let (first, mut length) = self.one_date(rest, dates::date_at(rest, 0)?)?;
        if !rest.get(length).is_some_and(|glyph| matches!(glyph.sign, '至' | '到')) {
            return Some((first.into_iter().collect(), length));
        }
        let end = &rest[length + 1..];
        let Some((last, last_length)) = dates::range_end_at(end).and_then(|date| self.one_date(end, date)) else {
            return Some((first.into_iter().collect(), length));
        };
        length += 1 + last_length;
        let (Some(first), Some(last)) = (first, last) else { return Some((Vec::new(), length)) };
        match dates_between(first, last) {
            Some(dates) => Some((dates, length)),
            None => {
                let finding = at(NoticeFindingCode::RangeImpossible, &rest[..length]);
                self.reading.findings.push(NoticeFinding { date: Some(first), ..finding });
                Some((Vec::new(), length))
            }
        }
    }

    /// A written date with the weekday in brackets behind it, which is checked. `Some(None)` is a date that
    /// no calendar has.
    fn one_date(&mut self, rest: &[Glyph], (written, length): (Written, usize)) -> Option<(Option<NaiveDate>, usize)> {
        let mut length = length;
        if written.month.is_none() && !self.placer.has_placed() {
            return None;
        }
        let date = self.placer.place(written);
        if date.is_none() {
            self.reading.findings.push(at(NoticeFindingCode::DateImpossible, &rest[..length]));
        }
        if rest.get(length).is_some_and(|glyph| glyph.sign == '(') {
            let bracket = bracket_length(&rest[length..]);
            let said = dates::weekday_in(&rest[length..length + bracket]);
            if let (Some(date), Some(said)) = (date, said) {
                let found = date.weekday().number_from_monday();
                if said != found {
                    let finding = at(NoticeFindingCode::WeekdayWrong, &rest[..length + bracket]);
                    self.reading.findings.push(NoticeFinding {
                        date: Some(date),
                        said: Some(i64::from(said)),
                        found: Some(i64::from(found)),
                        ..finding
                    });
                }
            }
            length += bracket;
        }
        Some((date, length))
    }

    /// 共7天, or 1天 behind 放假: checked against what was named.
    fn count(&mut self, rest: &[Glyph], said: &Sentence) -> Option<usize> {
        let together = rest[0].sign == '共';
        let (value, length) = dates::number_at(rest, usize::from(together))?;
        let end = usize::from(together) + length;
        let unit = rest.get(end).map(|glyph| glyph.sign);
        if unit != Some('天') && !(together && unit == Some('日')) {
            return None;
        }
        let last = i64::try_from(said.last_off.len()).unwrap_or(i64::MAX);
        let all = i64::try_from(self.reading.off.len()).unwrap_or(i64::MAX);
        if !said.last_off.is_empty() && !said.with_weekend && value != last && value != all {
            let finding = at(NoticeFindingCode::CountWrong, &rest[..=end]);
            self.reading.findings.push(NoticeFinding {
                date: said.last_off.first().copied(),
                said: Some(value),
                found: Some(last),
                ..finding
            });
        }
        Some(end + 1)
    }

    fn act(&mut self, act: Act, sentence: &[Glyph], said: &mut Sentence) {
        match act {
            Act::Nothing => return,
            Act::Extend => said.extends = true,
            Act::Since => said.since = !said.pending.is_empty(),
            Act::Off if said.pending.is_empty() => return,
            Act::Off => {
                said.last_off = std::mem::take(&mut said.pending);
                self.rest(&said.last_off);
            }
            Act::Work => self.work(sentence, said),
            Act::MoveTo if said.pending.is_empty() => return,
            Act::MoveTo => {
                self.moved.append(&mut said.pending);
                said.takes_rest = true;
            }
            Act::Explained => said.pending.clear(),
        }
        said.acted = true;
    }

    fn rest(&mut self, dates: &[NaiveDate]) {
        for date in dates {
            if !self.reading.off.contains(date) {
                self.reading.off.push(*date);
            }
        }
    }

    fn work(&mut self, sentence: &[Glyph], said: &mut Sentence) {
        let dates = std::mem::take(&mut said.pending);
        for date in &dates {
            // 2月3日起正常上班 names no make-up day, only where the holiday ends.
            if date.weekday().number_from_monday() <= 5 && !said.since {
                let finding = at(NoticeFindingCode::MakeupOnWeekday, sentence);
                self.reading.findings.push(NoticeFinding { date: Some(*date), ..finding });
            }
        }
        self.reading.work.extend(dates);
    }

    /// The dates after 调至 end at a comma: they rest.
    fn end_of_targets(&mut self, said: &mut Sentence) {
        if said.takes_rest {
            let targets = std::mem::take(&mut said.pending);
            self.rest(&targets);
            said.takes_rest = false;
        }
    }

    /// 延长春节假期至2月2日: from the day after the last one that an earlier version names.
    fn extension(&mut self, last: Option<NaiveDate>, name: Option<&str>, rest: &[Glyph], said: &mut Sentence) {
        said.dated = true;
        said.acted = true;
        said.extends = false;
        let Some(last) = last else { return };
        let earlier = (self.notices.versions(last.year()).rev())
            .find_map(|notice| {
                // The holiday's last day, unless this version already holds the extension.
                let near = |date: NaiveDate| last.signed_duration_since(date).num_days() <= 31;
                let named = notice.days.iter().filter(|day| day.off && name.is_none_or(|name| day.name.contains(name)));
                let latest = named.map(|day| day.date).filter(|date| *date <= last && near(*date)).max()?;
                (latest < last).then_some(latest)
            })
            .and_then(|latest| latest.checked_add_days(Days::new(1)));
        match earlier.and_then(|first| dates_between(first, last)) {
            Some(dates) => {
                self.rest(&dates);
                said.last_off = dates;
            }
            None => {
                let finding = at(NoticeFindingCode::ExtensionStartUnknown, rest);
                self.reading.findings.push(NoticeFinding { date: Some(last), ..finding });
                self.rest(&[last]);
            }
        }
    }
}

fn starts_with(glyphs: &[Glyph], word: &str) -> bool {
    let mut signs = glyphs.iter().map(|glyph| glyph.sign);
    word.chars().all(|sign| signs.next() == Some(sign))
}

fn contains(glyphs: &[Glyph], word: &str) -> bool {
    (0..glyphs.len()).any(|place| starts_with(&glyphs[place..], word))
}

/// The length of a bracket that opens `glyphs`; one that is never closed is its first sign alone.
fn bracket_length(glyphs: &[Glyph]) -> usize {
    glyphs.iter().take(40).position(|glyph| glyph.sign == ')').map_or(1, |place| place + 1)
}
