//! Quick add: one typed line ("周三10点 儿童厅 小小讲解 30人") becomes the parts of a session.
//!
//! The reader takes what it knows (day, time, length, space, kind, people, language) wherever
//! it stands in the line; what is left over, in its order, is the title. It never guesses
//! silently: what it took for what is answered along, so that the page can show it.

mod day;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::SessionKind;
use crate::time::{Minute, day_start};
use crate::written::{narrow, number_at, starts_with, time};

/// A space by the names it may be called.
#[derive(Debug, Clone)]
pub struct NamedSpace {
    /// Its id.
    pub id: String,
    /// Its own name and its name with its hall; the longest that fits is taken.
    pub names: Vec<String>,
}

/// What a stretch of the line was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The day.
    Day,
    /// The start, perhaps with an end.
    Time,
    /// How long it lasts.
    Length,
    /// A space.
    Space,
    /// The kind.
    Kind,
    /// People at most.
    People,
    /// The language.
    Language,
    /// That it is internal.
    Internal,
    /// The title.
    Title,
}

/// A stretch of the line and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Taken {
    /// The words as typed.
    pub words: String,
    /// What they were read as.
    pub part: Part,
}

/// A session as a line tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickSession {
    /// Kind; a guided tour where the line names none.
    pub kind: SessionKind,
    /// What is left of the line; empty where nothing is.
    pub title: String,
    /// First minute; `None` where the line names no time.
    pub starts: Option<Minute>,
    /// The minute after the last.
    pub ends: Option<Minute>,
    /// The day the line names, or today.
    pub day: NaiveDate,
    /// Ids of the spaces.
    pub spaces: Vec<String>,
    /// People at most.
    pub people: Option<i64>,
    /// Language code, where the line names one.
    pub language: Option<String>,
    /// Whether the public may come.
    pub public: bool,
    /// What was read as what, in the line's order.
    pub taken: Vec<Taken>,
}

/// Words that name a kind, longest first within a kind.
const KINDS: &[(&str, SessionKind)] = &[
    ("公益讲解", SessionKind::GuidedTour),
    ("讲解", SessionKind::GuidedTour),
    ("导览", SessionKind::GuidedTour),
    ("guided tour", SessionKind::GuidedTour),
    ("tour", SessionKind::GuidedTour),
    ("探究课", SessionKind::Lesson),
    ("课程", SessionKind::Lesson),
    ("上课", SessionKind::Lesson),
    ("lesson", SessionKind::Lesson),
    ("科普实验", SessionKind::Demonstration),
    ("实验", SessionKind::Demonstration),
    ("demonstration", SessionKind::Demonstration),
    ("科普剧", SessionKind::Show),
    ("show", SessionKind::Show),
    ("大讲坛", SessionKind::Lecture),
    ("讲座", SessionKind::Lecture),
    ("lecture", SessionKind::Lecture),
    ("工作坊", SessionKind::Activity),
    ("活动", SessionKind::Activity),
    ("activity", SessionKind::Activity),
    ("workshop", SessionKind::Activity),
    ("培训", SessionKind::Training),
    ("training", SessionKind::Training),
    ("线上", SessionKind::Online),
    ("直播", SessionKind::Online),
    ("online", SessionKind::Online),
    ("影片", SessionKind::Film),
    ("电影", SessionKind::Film),
    ("film", SessionKind::Film),
    ("接待", SessionKind::Reception),
    ("reception", SessionKind::Reception),
    ("检修", SessionKind::Maintenance),
    ("维护", SessionKind::Maintenance),
    ("maintenance", SessionKind::Maintenance),
];

/// Words that name a language, with its code.
const LANGUAGES: &[(&str, &str)] = &[
    ("英文", "en"),
    ("英语", "en"),
    ("english", "en"),
    ("中文", "zh"),
    ("chinese", "zh"),
    ("日语", "ja"),
    ("日文", "ja"),
    ("法语", "fr"),
    ("手语", "sgn"),
];

/// Reads a line typed on `today`, given the spaces by name.
pub fn read(line: &str, today: NaiveDate, spaces: &[NamedSpace]) -> QuickSession {
    let mut line = Line::new(line);
    let day = line.take_first(Part::Day, |rest| day::at(rest, today));
    let (times, afternoon) = match line.take_first(Part::Time, time::at) {
        Some(time) => (Some(time), time.afternoon),
        None => (None, false),
    };
    let minutes = line.take_first(Part::Length, time::length_at);
    let people = line.take_first(Part::People, people_at);
    let language = line.take_first(Part::Language, |rest| word_at(rest, LANGUAGES)).map(str::to_owned);
    let mut found: Vec<String> = Vec::new();
    while let Some(space) = line.take_first(Part::Space, |rest| space_at(rest, spaces)) {
        if !found.contains(&space) {
            found.push(space);
        }
    }
    let internal = line.take_first(Part::Internal, |rest| word_at(rest, &[("内部", ()), ("internal", ())])).is_some();
    let kind = line.take_kind();
    let title = line.take_title();
    let day = day.unwrap_or(today);
    let kind_or_tour = kind.unwrap_or(SessionKind::GuidedTour);
    let starts = times.map(|time| day_start(day) + time.starts + if afternoon && time.starts < 720 { 720 } else { 0 });
    let ends = starts.map(|starts| match (times.and_then(|time| time.ends), minutes) {
        (Some(ends), _) => {
            let ends = day_start(day) + ends;
            // "2点-3点" in the afternoon, or an end said on the twelve-hour clock.
            if ends <= starts && ends + 720 > starts { ends + 720 } else { ends }
        }
        (None, Some(minutes)) => starts + minutes,
        (None, None) => starts + kind_or_tour.usual_minutes(),
    });
    QuickSession {
        kind: kind_or_tour,
        title,
        starts,
        ends,
        day,
        spaces: found,
        people,
        language,
        public: !internal,
        taken: line.taken_in_order(),
    }
}

/// The line while parts are taken out of it.
struct Line {
    characters: Vec<char>,
    /// What each character was read as.
    marks: Vec<Option<(usize, Part)>>,
    parts: usize,
}

impl Line {
    fn new(text: &str) -> Line {
        let characters: Vec<char> = text.chars().take(400).map(narrow).collect();
        let marks = vec![None; characters.len()];
        Line { characters, marks, parts: 0 }
    }

    /// The first place where `reader` reads something: it is given the rest of the line up to what is already taken,
    /// and answers the value and the characters it took.
    fn take_first<T>(&mut self, part: Part, reader: impl Fn(&[char]) -> Option<(T, usize)>) -> Option<T> {
        for start in 0..self.characters.len() {
            if self.marks[start].is_some() {
                continue;
            }
            // A number or a Latin word is read from its beginning, never from its middle.
            let inside = start > 0 && self.marks[start - 1].is_none() && {
                let (before, here) = (self.characters[start - 1], self.characters[start]);
                before.is_ascii_alphanumeric()
                    && here.is_ascii_alphanumeric()
                    && before.is_ascii_digit() == here.is_ascii_digit()
            };
            let end =
                (start..self.characters.len()).find(|&at| self.marks[at].is_some()).unwrap_or(self.characters.len());
            if inside {
                continue;
            }
            if let Some((value, length)) = reader(&self.characters[start..end]) {
                self.mark(start, length, part);
                return Some(value);
            }
        }
        None
    }

    fn mark(&mut self, start: usize, length: usize, part: Part) {
        self.parts += 1;
        let end = (start + length).min(self.marks.len());
        for mark in &mut self.marks[start..end] {
            *mark = Some((self.parts, part));
        }
    }

    /// The kind: a word of its own goes out of the title, one within a longer word names the kind and stays.
    fn take_kind(&mut self) -> Option<SessionKind> {
        let mut within: Option<(usize, SessionKind)> = None;
        for start in 0..self.characters.len() {
            let Some((kind, length)) = self.free(start).and_then(|rest| word_at(rest, KINDS)) else { continue };
            let alone = |at: Option<usize>| at.is_none_or(|at| self.is_gap(at));
            if alone(start.checked_sub(1)) && alone(Some(start + length)) && self.has_other_words(start, length) {
                self.mark(start, length, Part::Kind);
                return Some(kind);
            }
            within = within.or(Some((start, kind)));
        }
        within.map(|(_, kind)| kind)
    }

    fn free(&self, start: usize) -> Option<&[char]> {
        if self.marks[start].is_some() {
            return None;
        }
        let end = (start..self.characters.len()).find(|&at| self.marks[at].is_some()).unwrap_or(self.characters.len());
        Some(&self.characters[start..end])
    }

    fn is_gap(&self, at: usize) -> bool {
        self.characters.get(at).is_none_or(|character| is_separator(*character)) || self.marks[at].is_some()
    }

    /// Whether a title would be left without these characters.
    fn has_other_words(&self, start: usize, length: usize) -> bool {
        (0..self.characters.len())
            .filter(|at| !(start..start + length).contains(at))
            .any(|at| self.marks[at].is_none() && !is_separator(self.characters[at]))
    }

    /// What is left, its gaps narrowed to one space.
    fn take_title(&mut self) -> String {
        let mut title = String::new();
        let mut gap = false;
        self.parts += 1;
        for (at, &character) in self.characters.iter().enumerate() {
            if self.marks[at].is_some() || is_separator(character) {
                gap = true;
                continue;
            }
            if gap && !title.is_empty() {
                title.push(' ');
            }
            gap = false;
            title.push(character);
            self.marks[at] = Some((self.parts, Part::Title));
        }
        title
    }

    fn taken_in_order(&self) -> Vec<Taken> {
        let mut taken: Vec<(usize, Taken)> = Vec::new();
        for (character, mark) in self.characters.iter().zip(&self.marks) {
            let Some((number, part)) = mark else { continue };
            match taken.last_mut().filter(|(last, _)| last == number) {
                Some((_, entry)) => entry.words.push(*character),
                None => taken.push((*number, Taken { words: character.to_string(), part: *part })),
            }
        }
        taken.into_iter().map(|(_, taken)| taken).collect()
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '，' | '、' | ';' | '。' | '|')
}

/// The longest word that stands at the beginning of `rest`; Latin letters in either case, and only as whole words.
fn word_at<T: Copy>(rest: &[char], words: &[(&str, T)]) -> Option<(T, usize)> {
    words
        .iter()
        .filter(|(word, _)| starts_with(rest, word))
        .max_by_key(|(word, _)| word.chars().count())
        .map(|(word, value)| (*value, word.chars().count()))
}

/// The space whose longest name stands here.
fn space_at(rest: &[char], spaces: &[NamedSpace]) -> Option<(String, usize)> {
    spaces
        .iter()
        .flat_map(|space| space.names.iter().map(move |name| (space, name)))
        .filter(|(_, name)| !name.is_empty() && starts_with(rest, name))
        .max_by_key(|(_, name)| name.chars().count())
        .map(|(space, name)| (space.id.clone(), name.chars().count()))
}

/// "30人", "限30人", "30 people".
fn people_at(rest: &[char]) -> Option<(i64, usize)> {
    let skipped = usize::from(matches!(rest.first(), Some('限' | '约')));
    let (count, length) = number_at(&rest[skipped..])?;
    let mut end = skipped + length;
    while rest.get(end) == Some(&' ') {
        end += 1;
    }
    for unit in ["人", "名", "位", "people", "persons"] {
        if starts_with(&rest[end..], unit) {
            return Some((count, end + unit.chars().count()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaces() -> Vec<NamedSpace> {
        let space = |id: &str, names: &[&str]| NamedSpace {
            id: id.into(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![
            space("children", &["儿童厅"]),
            space("corner", &["建构角", "儿童厅·建构角", "儿童厅建构角"]),
            space("stage", &["儿童剧场"]),
            space("lab", &["Lab 2"]),
        ]
    }

    /// Typed on Monday 4 May 2026.
    fn said(line: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        let quick = read(line, today, &spaces());
        let time = |minute: Option<Minute>| {
            minute.map_or("-".to_owned(), |minute| format!("{}:{:02}", minute % 1440 / 60, minute % 60))
        };
        format!(
            "{} {}-{} {} [{}] {} {} {}{}",
            quick.starts.and_then(crate::time::date_of).unwrap_or(quick.day).format("%m-%d"),
            time(quick.starts),
            time(quick.ends),
            quick.kind.code(),
            quick.spaces.join(","),
            quick.title,
            quick.people.map_or("-".to_owned(), |people| people.to_string()),
            quick.language.as_deref().unwrap_or("-"),
            if quick.public { "" } else { " internal" },
        )
    }

    #[test]
    fn lines_are_read_whatever_their_order() {
        for (line, expected) in [
            ("周三10点 儿童厅 小小讲解 30人", "05-06 10:00-10:45 guided_tour [children] 小小讲解 30 -"),
            ("30人 小小讲解 儿童厅 周三10点", "05-06 10:00-10:45 guided_tour [children] 小小讲解 30 -"),
            ("周三10点儿童厅小小讲解30人", "05-06 10:00-10:45 guided_tour [children] 小小讲解 30 -"),
            ("明天下午2点半 建构角 活动 搭一座桥", "05-05 14:30-15:30 activity [corner] 搭一座桥 - -"),
            (
                "５月８日１０：３０ 儿童厅建构角 科普实验 液氮的脾气",
                "05-08 10:30-10:55 demonstration [corner] 液氮的脾气 - -",
            ),
            (
                "下周一 9:30-11:00 儿童剧场 内部 培训 新讲解员",
                "05-11 9:30-11:00 training [stage] 新讲解员 - - internal",
            ),
            ("1030 儿童厅 讲解", "05-04 10:30-11:15 guided_tour [children] 讲解 - -"),
            ("周六14:00 儿童剧场 科普剧 小水滴 45分钟 限150人", "05-09 14:00-14:45 show [stage] 小水滴 150 -"),
            ("后天上午10点 儿童厅 英文讲解 太空生活", "05-06 10:00-10:45 guided_tour [children] 太空生活 - en"),
            (
                "tomorrow 10:00 Lab 2 lecture Living in Space 1.5小时",
                "05-05 10:00-11:30 lecture [lab] Living in Space - -",
            ),
            ("下午3点到4点半 儿童厅 讲解 水", "05-04 15:00-16:30 guided_tour [children] 水 - -"),
            ("2026-06-01 10点 讲座 两弹一星", "06-01 10:00-11:30 lecture [] 两弹一星 - -"),
            ("15号10点 讲解 声与光", "05-15 10:00-10:45 guided_tour [] 声与光 - -"),
            ("小小讲解 儿童厅", "05-04 --- guided_tour [children] 小小讲解 - -"),
            ("", "05-04 --- guided_tour []  - -"),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn what_was_taken_for_what_is_said_in_order() {
        let today = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        let taken = read("周三10点 儿童厅 小小讲解 30人", today, &spaces()).taken;
        let parts: Vec<(&str, Part)> = taken.iter().map(|taken| (taken.words.as_str(), taken.part)).collect();
        assert_eq!(
            parts,
            [
                ("周三", Part::Day),
                ("10点", Part::Time),
                ("儿童厅", Part::Space),
                ("小小讲解", Part::Title),
                ("30人", Part::People)
            ]
        );
    }

    #[test]
    fn nonsense_never_panics() {
        let today = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        for line in
            ["99月99日 99:99", "周", "下", "-", "9999999999人", "25点", "2026-02-30 10点", "😀😀", "\u{202e}10点"]
        {
            let _ = read(line, today, &spaces());
        }
    }
}
