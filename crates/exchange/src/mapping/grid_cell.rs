//! The words in a cell of a grid: which sessions they say.

use super::Grid;
use crate::text::clock::{self, Clocks};
use crate::text::names::is_han;
use crate::text::{is_blank, number};

/// Ends of words that name where.
pub(super) const PLACES: &[&str] = &[
    "厅",
    "剧场",
    "教室",
    "影院",
    "实验室",
    "工作室",
    "展区",
    "活动室",
    "工坊",
    "室",
    "广场",
    "会议室",
    "科学角",
    "创客空间",
];
/// Words before a colon, and what stands behind it.
const LABELS: &[(&str, Label)] = &[
    ("地点", Label::Space),
    ("场地", Label::Space),
    ("展厅", Label::Space),
    ("讲解员", Label::Person),
    ("主讲", Label::Person),
    ("主讲人", Label::Person),
    ("老师", Label::Person),
    ("负责人", Label::Person),
    ("负责", Label::Person),
    ("人数", Label::People),
    ("限额", Label::People),
    ("时间", Label::Clock),
    ("主题", Label::Title),
    ("内容", Label::Title),
];

#[derive(Clone, Copy)]
enum Label {
    Space,
    Person,
    People,
    Clock,
    Title,
}

/// A session as a cell says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) spaces: Vec<String>,
    pub(super) people: Vec<String>,
    pub(super) capacity: Option<i64>,
    pub(super) clocks: Option<Clocks>,
    /// What has no place of its own.
    pub(super) rest: Vec<String>,
}

/// The sessions that a cell says; empty where it says none.
pub(super) fn sessions(text: &str, grid: &Grid) -> Vec<Said> {
    let says = |said: &Said| !said.title.is_empty() || !said.people.is_empty();
    blocks(text, grid).iter().map(|block| session(block, grid)).filter(says).collect()
}

/// Whether a cell only says that nothing is there.
pub(super) fn says_nothing(text: &str) -> bool {
    text.chars()
        .all(|sign| is_blank(sign) || matches!(sign, '/' | '-' | '—' | '－' | '\\' | '／' | '·' | '.' | '…' | '*'))
}

/// Parts a cell into one piece a session: at empty lines, at semicolons, at lines that begin with a time or a number
/// of their own where several do.
fn blocks(text: &str, grid: &Grid) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let pieces: Vec<&str> = text.split("\n\n").flat_map(|piece| piece.split([';', '；'])).collect();
    let mut blocks: Vec<String> = Vec::new();
    for piece in pieces.iter().map(|piece| piece.trim_matches(is_blank)).filter(|piece| !piece.is_empty()) {
        let lines: Vec<&str> =
            piece.lines().map(|line| line.trim_matches(is_blank)).filter(|line| !line.is_empty()).collect();
        // `实验秀 儿童厅` over `球幕电影 球幕影院`: each line has its title and its hall.
        let whole = |line: &&str| {
            let words = words(line);
            words.len() > 1 && !is_space(&words[0], grid) && words.iter().any(|word| is_space(word, grid))
        };
        if lines.len() > 1 && lines.iter().all(whole) {
            blocks.extend(lines.into_iter().map(str::to_owned));
            continue;
        }
        let begins = |line: &str| begins_with_time(line) || numbered(line).is_some();
        if lines.iter().filter(|line| begins(line)).count() < 2 {
            blocks.push(lines.join("\n"));
            continue;
        }
        let mut open = false;
        for line in lines {
            match blocks.last_mut().filter(|_| open && !begins(line)) {
                Some(last) => {
                    last.push('\n');
                    last.push_str(line);
                }
                None => blocks.push(numbered(line).unwrap_or(line).to_owned()),
            }
            open = true;
        }
    }
    blocks
}

fn begins_with_time(line: &str) -> bool {
    let word = line.split(is_blank).next().unwrap_or("");
    clock::read(word).is_some()
}

/// A line without its number: `1. `, `2、`, `①`.
fn numbered(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some(line[first.len_utf8()..].trim_matches(is_blank));
    }
    let rest = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = line.len() - rest.len();
    let mark = rest.chars().next().filter(|mark| matches!(mark, '.' | '、' | '．' | ')' | '）'))?;
    let after = &rest[mark.len_utf8()..];
    let whole = (1..=2).contains(&digits) && !after.starts_with(|sign: char| sign.is_ascii_digit());
    whole.then(|| after.trim_matches(is_blank))
}

fn session(block: &str, grid: &Grid) -> Said {
    let mut said = Said::default();
    for word in words(block) {
        place(&word, grid, &mut said);
    }
    if said.title.is_empty() && !said.rest.is_empty() {
        said.title = said.rest.remove(0);
    }
    said
}

/// The words of a block: lines, what brackets hold, and what spaces and commas part. Titles in 《》 stay whole.
fn words(block: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut previous) = (false, ' ');
    for sign in closed_up(block) {
        quoted = match sign {
            '《' | '“' => true,
            '》' | '”' => false,
            _ => quoted,
        };
        let parts = is_blank(sign)
            || matches!(sign, '（' | '）' | '(' | ')' | '【' | '】' | '，' | ',' | '、' | '/' | '／' | '|');
        // `9:30 - 10:30` and `2:30 PM` keep their spaces.
        let in_time = sign == ' ' && previous.is_ascii_digit();
        if parts && !quoted && !in_time {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(sign);
        }
        previous = sign;
    }
    let mut found: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim_matches(is_blank)).filter(|word| !word.is_empty()) {
        // A time that kept its spaces may have taken the next word along.
        match word.split_once(' ').filter(|(first, _)| clock::read(word).is_none() && clock::read(first).is_some()) {
            Some((first, rest)) => found.extend([first.to_owned(), rest.to_owned()]),
            None => found.push(word.to_owned()),
        }
    }
    found
}

/// The signs of a block, without the blanks around a dash between two numbers: `9:30 - 10:30` is one word.
fn closed_up(block: &str) -> Vec<char> {
    let signs: Vec<char> = block.chars().collect();
    let is_until = |sign: &char| matches!(sign, '-' | '–' | '—' | '~' | '～' | '至' | '到');
    let keeps = |place: usize| {
        if signs[place] != ' ' {
            return true;
        }
        let before = signs[..place].iter().rev().find(|sign| **sign != ' ');
        let after = signs[place..].iter().find(|sign| **sign != ' ');
        let joins = |one: Option<&char>, other: Option<&char>| {
            one.is_some_and(char::is_ascii_digit) && other.is_some_and(is_until)
        };
        !joins(before, after) && !joins(after, before)
    };
    (0..signs.len()).filter(|place| keeps(*place)).map(|place| signs[place]).collect()
}

fn place(word: &str, grid: &Grid, said: &mut Said) {
    if let Some((label, value)) = word.split_once(['：', ':'])
        && let Some((_, label)) = LABELS.iter().find(|(known, _)| *known == label.trim())
    {
        return labelled(*label, value.trim(), said);
    }
    // `讲解：宇航厅`: what it is, then where.
    if let Some((title, value)) = word.split_once(['：', ':'])
        && said.title.is_empty()
        && clock::read(word).is_none()
        && is_space(value.trim(), grid)
    {
        said.title = title.trim().to_owned();
        said.spaces.push(value.trim().to_owned());
        return;
    }
    if let Some(clocks) = clock::read(word) {
        said.clocks.get_or_insert(clocks);
        return;
    }
    if word.starts_with(|sign: char| sign.is_ascii_digit() || sign == '约' || sign == '限')
        && ["人", "名", "位"].iter().any(|unit| word.ends_with(unit))
        && let Some(count) = number::read(word)
    {
        said.capacity.get_or_insert(count);
        return;
    }
    if is_space(word, grid) {
        said.spaces.push(word.to_owned());
    } else if grid.people.iter().any(|name| name == word) || (!said.title.is_empty() && looks_like_person(word)) {
        said.people.push(word.to_owned());
    } else if said.title.is_empty() {
        // `儿童厅会讲故事的水`: the hall before the title, where it is known.
        let held = grid.spaces.iter().filter(|name| word.starts_with(name.as_str()) && word.len() > name.len());
        match held.max_by_key(|name| name.len()) {
            Some(name) => {
                said.spaces.push(name.clone());
                said.title = word[name.len()..].trim_matches([':', '：', '-', '·', ' ']).to_owned();
            }
            None => said.title = word.to_owned(),
        }
    } else {
        said.rest.push(word.to_owned());
    }
}

fn labelled(label: Label, value: &str, said: &mut Said) {
    match label {
        Label::Space => said.spaces.push(value.to_owned()),
        Label::Person => said.people.push(value.to_owned()),
        Label::People => said.capacity = number::read(value),
        Label::Clock => said.clocks = clock::read(value),
        Label::Title => said.title = value.to_owned(),
    }
}

/// Whether a word names where: a hall that is known, or one by its look.
pub(super) fn is_space(word: &str, grid: &Grid) -> bool {
    grid.spaces.iter().any(|name| name == word) || looks_like_space(word)
}

/// Whether a word looks like the name of a hall.
pub(super) fn looks_like_space(word: &str) -> bool {
    let signs = word.chars().count();
    (2..=10).contains(&signs) && PLACES.iter().any(|place| word.ends_with(place) && word != *place)
}

/// Surnames that most people bear: what begins with none of them is hardly a name where it stands alone.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘\
杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段曹钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁\
葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂\
闵解强柴华车冉房边蒲池明闻晏苟蓝闫邬褚娄宗仇全古佟米尚付冷岑卓";

/// Whether a word that stands alone looks like somebody's name.
pub(super) fn begins_with_surname(word: &str) -> bool {
    word.chars().next().is_some_and(|sign| SURNAMES.contains(sign))
}

/// Whether a word behind a title looks like somebody's name.
pub(super) fn looks_like_person(word: &str) -> bool {
    is_han(word) && (2..=3).contains(&word.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let grid =
            Grid {
                spaces: vec!["水厅".into(), "天象馆".into()], people: vec!["欧阳明月".into()], ..Grid::default()
            };
        let show = |said: &Said| {
            let clocks = said
                .clocks
                .map_or_else(String::new, |clocks| format!("{}-{}", clocks.starts, clocks.ends.unwrap_or(0)));
            let capacity = said.capacity.map_or_else(String::new, |count| count.to_string());
            [said.title.clone(), said.spaces.join("+"), said.people.join("+"), capacity, clocks, said.rest.join("+")]
                .join("|")
        };
        sessions(text, &grid).iter().map(show).collect()
    }

    #[test]
    fn the_words_of_a_cell_say_its_sessions() {
        for (text, said) in [
            ("会讲故事的水\n儿童厅 周小满", vec!["会讲故事的水|儿童厅|周小满|||"]),
            ("小小讲解（30人）", vec!["小小讲解|||30||"]),
            ("会讲故事的水（儿童厅）周小满、林知远", vec!["会讲故事的水|儿童厅|周小满+林知远|||"]),
            ("9:30-10:30 会讲故事的水", vec!["会讲故事的水||||570-630|"]),
            ("9:30 - 10:30 会讲故事的水", vec!["会讲故事的水||||570-630|"]),
            ("儿童厅 会讲故事的水", vec!["会讲故事的水|儿童厅||||"]),
            ("天象馆星空夜话", vec!["星空夜话|天象馆||||"]),
            ("科普剧《皮皮 的朋友》 儿童剧场", vec!["科普剧《皮皮 的朋友》|儿童剧场||||"]),
            ("主题：力与机械\n讲解员：高明\n地点：二楼", vec!["力与机械|二楼|高明|||"]),
            ("会讲故事的水 欧阳明月", vec!["会讲故事的水||欧阳明月|||"]),
            ("9:30 会讲故事的水\n10:30 力与机械", vec!["会讲故事的水||||570-0|", "力与机械||||630-0|"]),
            ("会讲故事的水 儿童厅；力与机械 基础科学厅", vec!["会讲故事的水|儿童厅||||", "力与机械|基础科学厅||||"]),
            ("1、会讲故事的水\n2、力与机械", vec!["会讲故事的水|||||", "力与机械|||||"]),
            ("实验秀 儿童厅\n球幕电影 球幕影院", vec!["实验秀|儿童厅||||", "球幕电影|球幕影院||||"]),
            ("讲解：宇航厅 王五", vec!["讲解|宇航厅|王五|||"]),
            ("会讲故事的水\n\n力与机械", vec!["会讲故事的水|||||", "力与机械|||||"]),
            ("儿童厅", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
        assert!(says_nothing(" / ") && says_nothing("——") && !says_nothing("闭馆"));
    }
}
