//! A pasted text made regular: one form for each sign, its lines joined, its items found.

use chrono::NaiveDate;

use super::dates;

/// One sign of the text in regular form, with where it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The sign in regular form.
    pub(super) sign: char,
    /// The sign as it was pasted.
    pub(super) shown: char,
    /// Its line, from 1.
    pub(super) line: u32,
    /// Whether it opens a line.
    opens_line: bool,
}

/// An item of a notice: a holiday's head and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The holiday, where the item has a head.
    pub(super) name: Option<String>,
    /// What it says, the head left out.
    pub(super) glyphs: Vec<Glyph>,
}

/// A text in regular form.
#[derive(Debug)]
pub(super) struct Sheet {
    lines: Vec<Vec<Glyph>>,
}

/// Words of which a head without a number must have one, or it is no holiday's head.
const HOLIDAY_WORDS: &[&str] =
    &["元旦", "春节", "清明", "劳动节", "五一", "端午", "中秋", "国庆", "十一", "纪念日", "除夕"];
/// Words that no holiday's head has.
const NO_HEAD_WORDS: &[&str] = &["通知", "如下", "安排", "各省", "国务院", "机构"];
/// Characters in a head.
const HEAD_MAX: usize = 40;

/// The regular form of a sign; `None` for what carries no meaning here.
fn regular(sign: char) -> Option<char> {
    let sign = match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    };
    match sign {
        '—' | '–' | '―' | '─' | '−' | '~' | '～' | '〜' | '-' => Some('至'),
        '〇' | '○' | '◯' => Some('零'),
        '［' | '[' | '﹝' => Some('〔'),
        '］' | ']' | '﹞' => Some('〕'),
        '*' | '#' | '|' | '\u{feff}' | '\u{200b}'..='\u{200f}' => None,
        _ if sign.is_whitespace() || sign.is_control() => None,
        _ => Some(sign),
    }
}

impl Sheet {
    /// The regular form of a text. A doubled dash (—— ) is one.
    pub(super) fn of(text: &str) -> Sheet {
        let mut lines = Vec::new();
        for (place, line) in text.lines().enumerate() {
            let mut glyphs: Vec<Glyph> = Vec::new();
            for shown in line.chars() {
                let Some(sign) = regular(shown) else { continue };
                if sign == '至' && shown != '至' && glyphs.last().is_some_and(|last| last.sign == '至') {
                    continue;
                }
                let line = u32::try_from(place + 1).unwrap_or(u32::MAX);
                glyphs.push(Glyph { sign, shown, line, opens_line: glyphs.is_empty() });
            }
            if !glyphs.is_empty() {
                lines.push(glyphs);
            }
        }
        Sheet { lines }
    }

    /// All signs; a sentence broken over lines is whole again.
    pub(super) fn glyphs(&self) -> Vec<Glyph> {
        self.lines.iter().flatten().copied().collect()
    }

    fn line_texts(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| line.iter().map(|glyph| glyph.sign).collect())
    }

    /// The title: from 国务院 to 通知, over at most three lines.
    pub(super) fn title(&self) -> Option<String> {
        let lines: Vec<String> = self.line_texts().collect();
        for first in 0..lines.len() {
            for last in first..lines.len().min(first + 3) {
                let text = lines[first..=last].concat();
                let starts = text.starts_with("国务院") || text.starts_with("关于");
                if starts && text.ends_with("通知") && text.contains("关于") && text.chars().count() <= 80 {
                    return Some(text);
                }
            }
        }
        None
    }

    /// The number of the document, as 国办发明电〔2024〕12号.
    pub(super) fn number(&self) -> Option<String> {
        self.line_texts().find(|line| {
            line.starts_with('国') && line.contains('〔') && line.ends_with('号') && line.chars().count() <= 30
        })
    }

    /// The day that stands on a line of its own: the last such.
    pub(super) fn issued(&self) -> Option<NaiveDate> {
        self.lines.iter().rev().find_map(|line| {
            let (date, length) = dates::date_at(line, 0)?;
            (length == line.len()).then(|| date.whole()).flatten()
        })
    }

    /// What a text without items is about: the holiday its title or its first words name.
    pub(super) fn subject(&self, title: Option<&str>) -> Option<String> {
        let text: String = self.line_texts().collect();
        let about = title.unwrap_or(&text);
        let found: Vec<&str> = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
            .into_iter()
            .filter(|name| about.contains(name))
            .collect();
        if let [only] = found.as_slice() {
            return Some((*only).to_owned());
        }
        // 关于…纪念日调休放假的通知: the words in between are the occasion.
        let after = about.split_once("关于").map_or(about, |(_, after)| after);
        let occasion = after.split_once("纪念日").map(|(before, _)| format!("{before}纪念日"))?;
        (found.is_empty() && occasion.chars().count() <= HEAD_MAX + 20).then_some(occasion)
    }

    /// The signs that arrange something: without the document's number and the day under it.
    fn body(&self) -> Vec<Glyph> {
        let dated = |line: &[Glyph]| dates::date_at(line, 0).is_some_and(|(_, length)| length == line.len());
        let numbered = |line: &[Glyph]| {
            line.iter().any(|glyph| glyph.sign == '〔') && line.last().is_some_and(|glyph| glyph.sign == '号')
        };
        self.lines.iter().filter(|line| !dated(line) && !numbered(line)).flatten().copied().collect()
    }

    /// The items in order; what stands before the first head is an item without one.
    pub(super) fn items(&self) -> Vec<Item> {
        let glyphs = self.body();
        let mut items = vec![Item { name: None, glyphs: Vec::new() }];
        let mut place = 0;
        while place < glyphs.len() {
            let may_open = glyphs[place].opens_line || matches!(glyphs[place - 1].sign, '。' | ';');
            match may_open.then(|| head_at(&glyphs[place..])).flatten() {
                Some((name, length)) => {
                    items.push(Item { name, glyphs: Vec::new() });
                    place += length;
                }
                None => {
                    if let Some(item) = items.last_mut() {
                        item.glyphs.push(glyphs[place]);
                    }
                    place += 1;
                }
            }
        }
        items
    }
}

/// A head at the start of `glyphs`: its holiday, if it names one, and its length. Heads are
/// `一、元旦:`, `(一)元旦。`, `1.元旦:`, or `元旦:` alone; a number without a holiday opens an item too.
fn head_at(glyphs: &[Glyph]) -> Option<(Option<String>, usize)> {
    let numbered = number_length(glyphs);
    let rest = &glyphs[numbered.unwrap_or(0)..];
    let end = rest.iter().take(HEAD_MAX).position(|glyph| matches!(glyph.sign, ':' | '。' | ',' | ';'));
    let name: Option<String> = end
        .filter(|end| matches!(rest[*end].sign, ':'))
        .map(|end| rest[..end].iter().map(|glyph| glyph.sign).collect::<String>())
        .filter(|name| {
            let dated = name.contains('年') || name.chars().any(|sign| sign.is_ascii_digit());
            !dated || name.contains("周年") || name.contains("纪念日")
        })
        .filter(|name| !name.is_empty() && !NO_HEAD_WORDS.iter().any(|word| name.contains(word)));
    match (numbered, name) {
        (Some(length), Some(name)) => Some((Some(strip_remark(&name)), length + name.chars().count() + 1)),
        (Some(length), None) => Some((None, length)),
        (None, Some(name)) if HOLIDAY_WORDS.iter().any(|word| name.contains(word)) => {
            Some((Some(strip_remark(&name)), name.chars().count() + 1))
        }
        (None, _) => None,
    }
}

/// A head's name without what stands in brackets behind it, and without 假期 or 放假.
fn strip_remark(name: &str) -> String {
    let name = name.split('(').next().unwrap_or(name);
    name.trim_end_matches("放假").trim_end_matches("假期").to_owned()
}

/// The length of an item's number: `一、`, `十一、`, `(一)`, `1.`, `1、`.
fn number_length(glyphs: &[Glyph]) -> Option<usize> {
    let sign = |place: usize| glyphs.get(place).map(|glyph| glyph.sign);
    let bracketed = sign(0) == Some('(');
    let start = usize::from(bracketed);
    let chinese =
        (start..start + 3).take_while(|place| sign(*place).is_some_and(|c| "一二三四五六七八九十".contains(c)));
    let digits = (start..start + 2).take_while(|place| sign(*place).is_some_and(|c| c.is_ascii_digit()));
    let length = chinese.count().max(digits.count());
    if length == 0 {
        return None;
    }
    let end = start + length;
    let closes = match sign(end)? {
        ')' => true,
        '、' => !bracketed && sign(end + 1).is_some_and(|next| !starts_a_number(next)),
        '.' => !bracketed && sign(end + 1).is_some_and(|next| !next.is_ascii_digit()),
        _ => false,
    };
    // `一、1月1日…` is an item without a holiday's name.
    let closes = closes || (sign(end) == Some('、') && !bracketed && glyphs[start].sign > '9');
    closes.then_some(end + 1)
}

fn starts_a_number(sign: char) -> bool {
    sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign)
}
