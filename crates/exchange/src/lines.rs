//! Facts of which a cell holds several: what somebody may do, when they come, what is in a kit. Written in one form and
//! read in the forms people use.

use rules::conflict::QualificationAspect;
use rules::time::{DAY_MINUTES, Minute, date_of, day_start};

use crate::kind::{Choice, languages, post_roles};
use crate::text::clock;
use crate::text::day::{self, Around};

/// What somebody may do: `主题：会讲故事的水（2027-12-31到期）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualificationLine {
    /// What it speaks about.
    pub aspect: QualificationAspect,
    /// A code of a role or a language, or the words of a theme, an age band or a hall.
    pub value: String,
    /// The day from which it no longer holds.
    pub expires: Option<Minute>,
}

/// When somebody can come: `周二至周五 9:30-12:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityLine {
    /// Weekdays, 0 is Monday, in order.
    pub weekdays: Vec<i64>,
    /// Minute of the day.
    pub starts: i64,
    /// Minute of the day, up to 1440.
    pub ends: i64,
    /// Its first and last day, where it has any.
    pub valid: (Option<Minute>, Option<Minute>),
}

/// What is in a kit: `显微镜×2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemLine {
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: i64,
}

const ASPECTS: &[(QualificationAspect, &[&str])] = &[
    (QualificationAspect::Theme, &["主题", "讲解主题", "theme"]),
    (QualificationAspect::Language, &["语种", "语言", "外语", "language"]),
    (QualificationAspect::AgeBand, &["年龄段", "对象", "年龄", "ages", "age"]),
    (QualificationAspect::Hall, &["展厅", "厅", "hall"]),
    (QualificationAspect::Role, &["岗位", "post", "role"]),
];

const WEEKDAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
const WEEKDAYS_EN: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl QualificationLine {
    /// Reads one line. A line without an aspect is a theme: that is what lists of docents hold.
    pub fn read(text: &str) -> Option<QualificationLine> {
        let (text, expires) = without_expiry(text.trim())?;
        let (aspect, value) = match text.split_once(['：', ':']) {
            Some((aspect, value)) => {
                let aspect = aspect.trim().to_lowercase();
                let known = ASPECTS.iter().find(|(_, words)| words.contains(&aspect.as_str()));
                (known?.0, value.trim())
            }
            None => (QualificationAspect::Theme, text.trim()),
        };
        if value.is_empty() {
            return None;
        }
        let value = match aspect {
            QualificationAspect::Language => code_of(languages(), value)?,
            QualificationAspect::Role => code_of(post_roles(), value)?,
            _ => value.to_owned(),
        };
        Some(QualificationLine { aspect, value, expires })
    }

    /// The line as it is written.
    pub fn written(&self) -> String {
        let aspect = ASPECTS.iter().find(|(aspect, _)| *aspect == self.aspect).map_or("", |(_, words)| words[0]);
        let value = match self.aspect {
            QualificationAspect::Language => word_of(languages(), &self.value),
            QualificationAspect::Role => word_of(post_roles(), &self.value),
            _ => self.value.clone(),
        };
        match self.expires.and_then(date_of) {
            Some(day) => format!("{aspect}：{value}（{day}到期）"),
            None => format!("{aspect}：{value}"),
        }
    }
}

impl AvailabilityLine {
    /// Reads one line. Without times it is the whole day.
    pub fn read(text: &str) -> Option<AvailabilityLine> {
        let text = text
            .trim()
            .to_lowercase()
            .replace("全天", "")
            .replace("整天", "")
            .replace(['～', '~', '—', '–', '至', '到'], "-")
            .replace('：', ":");
        let (text, valid) = within_days(&text)?;
        let split = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
        let (days, times) = text.split_at(split);
        let weekdays = weekdays(days.trim())?;
        let (starts, ends) = if times.trim().is_empty() {
            (0, DAY_MINUTES)
        } else {
            let clocks = clock::read(times)?;
            (clocks.starts, clocks.ends?)
        };
        (starts < ends).then_some(AvailabilityLine { weekdays, starts, ends, valid })
    }

    /// The line as it is written.
    pub fn written(&self) -> String {
        let mut text = written_weekdays(&self.weekdays);
        if (self.starts, self.ends) != (0, DAY_MINUTES) {
            let clock = |minute: i64| format!("{}:{:02}", minute / 60, minute % 60);
            text.push_str(&format!(" {}-{}", clock(self.starts), clock(self.ends)));
        }
        let day = |minute: Option<Minute>| minute.and_then(date_of).map_or_else(String::new, |day| day.to_string());
        if self.valid != (None, None) {
            text.push_str(&format!("（{}至{}）", day(self.valid.0), day(self.valid.1)));
        }
        text
    }
}

impl ItemLine {
    /// Reads one line. Without a number it is one.
    pub fn read(text: &str) -> Option<ItemLine> {
        let text = text.trim();
        let split = text.rfind(['×', 'x', 'X', '*', '✕']);
        let counted = split.and_then(|at| {
            let mark = text[at..].chars().next()?.len_utf8();
            let quantity = text[at + mark..].trim().trim_end_matches(['个', '套', '台', '件', '只', '张', '箱']);
            Some((text[..at].trim(), quantity.trim().parse::<i64>().ok()?))
        });
        let (name, quantity) = counted.unwrap_or((text, 1));
        (!name.is_empty() && quantity > 0).then(|| ItemLine { name: name.to_owned(), quantity })
    }

    /// The line as it is written.
    pub fn written(&self) -> String {
        format!("{}×{}", self.name, self.quantity)
    }
}

/// Splits `（2027-12-31到期）` from the end. `None` where a bracket holds something else than a day.
fn without_expiry(text: &str) -> Option<(&str, Option<Minute>)> {
    let Some(open) = text.rfind(['（', '(']).filter(|_| text.ends_with(['）', ')'])) else {
        return Some((text, None));
    };
    let bracket = &text[open..];
    let inner: &str = bracket.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let inner = inner.replace("到期", "").replace("失效", "").replace("有效期至", "").replace("until", "");
    match day(inner.trim()) {
        Some(day) => Some((&text[..open], Some(day))),
        // A theme may have brackets of its own: 水（一）.
        None if inner.chars().any(|character| character.is_ascii_digit()) && inner.contains('-') => None,
        None => Some((text, None)),
    }
}

/// A first and a last day, where there are any.
type Bounds = (Option<Minute>, Option<Minute>);

/// Splits `（2026-03-01-2026-06-30）`, already with one kind of dash, from the end.
fn within_days(text: &str) -> Option<(String, Bounds)> {
    let Some(open) = text.find(['（', '(']) else { return Some((text.to_owned(), (None, None))) };
    let inner = text[open..].trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let mut days = Vec::new();
    // A day has two dashes of its own: the one between two days stands where either side reads as a day or is empty.
    for (at, _) in inner.match_indices('-') {
        let (from, to) = (inner[..at].trim(), inner[at + 1..].trim());
        let read = |text: &str| if text.is_empty() { Some(None) } else { day(text).map(Some) };
        if let (Some(from), Some(to)) = (read(from), read(to)) {
            days.push((from, to));
        }
    }
    let valid = days.into_iter().find(|(from, to)| from.is_some() || to.is_some())?;
    Some((text[..open].to_owned(), valid))
}

fn day(text: &str) -> Option<Minute> {
    day::read(text, Around::default()).ok().map(day_start)
}

fn weekdays(text: &str) -> Option<Vec<i64>> {
    let text = text.replace("星期", "周").replace("礼拜", "周").replace('天', "日");
    match text.trim().trim_start_matches('周') {
        "" => return None,
        "每日" | "全周" | "一周" | "daily" => return Some((0..7).collect()),
        "末" => return Some(vec![5, 6]),
        "工作日" => return Some((0..5).collect()),
        _ => {}
    }
    let mut days = Vec::new();
    for part in text.split([',', '，', '、', '/', ' ']).filter(|part| !part.trim().is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (weekday(from)?, weekday(to)?);
        let mut day = from;
        loop {
            days.push(day);
            if day == to {
                break;
            }
            day = (day + 1) % 7;
        }
    }
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}

fn weekday(text: &str) -> Option<i64> {
    let text = text.trim();
    let word = text.trim_start_matches('周');
    let mut characters = word.chars();
    let place = match (characters.next(), characters.next()) {
        (Some(one), None) => WEEKDAYS.iter().position(|known| *known == one),
        _ => WEEKDAYS_EN.iter().position(|known| text.starts_with(known)),
    };
    place.and_then(|place| i64::try_from(place).ok())
}

fn written_weekdays(days: &[i64]) -> String {
    let name = |day: i64| format!("周{}", usize::try_from(day).ok().and_then(|day| WEEKDAYS.get(day)).unwrap_or(&'一'));
    let mut parts: Vec<String> = Vec::new();
    let mut place = 0;
    while place < days.len() {
        let mut end = place;
        while end + 1 < days.len() && days[end + 1] == days[end] + 1 {
            end += 1;
        }
        parts.push(match end - place {
            0 => name(days[place]),
            1 => format!("{}、{}", name(days[place]), name(days[end])),
            _ => format!("{}至{}", name(days[place]), name(days[end])),
        });
        place = end + 1;
    }
    parts.join("、")
}

fn code_of(choices: &[Choice], word: &str) -> Option<String> {
    let word = word.trim();
    let known = choices.iter().find(|choice| {
        choice.code == word
            || choice.names.contains(&word)
            || words::Locale::ALL.iter().any(|locale| (choice.word)(*locale).eq_ignore_ascii_case(word))
    });
    known.map(|choice| choice.code.to_owned())
}

fn word_of(choices: &[Choice], code: &str) -> String {
    let known = choices.iter().find(|choice| choice.code == code);
    known.map_or(code, |choice| (choice.word)(words::Locale::ZhCn)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_in_the_forms_people_use_and_written_in_one() {
        for (text, written) in [
            ("主题：会讲故事的水（2027-12-31到期）", Some("主题：会讲故事的水（2027-12-31到期）")),
            ("theme: 水 (until 2027/1/1)", Some("主题：水（2027-01-01到期）")),
            ("会讲故事的水", Some("主题：会讲故事的水")),
            ("水（一）", Some("主题：水（一）")),
            ("语种:英语", Some("语种：英文")),
            ("language: en", Some("语种：英文")),
            ("语种：火星语", None),
            ("血型：A", None),
            ("主题：", None),
            ("水（2027-02-30到期）", None),
        ] {
            let found = QualificationLine::read(text).map(|line| line.written());
            assert_eq!(found.as_deref(), written, "{text}");
        }
        for (text, written) in [
            ("周二至周五 9:30-12:00", Some("周二至周五 9:30-12:00")),
            ("星期六、星期天", Some("周六、周日")),
            ("周末 14:00～17:00", Some("周六、周日 14:00-17:00")),
            ("Tue–Fri 9:30-12:00", Some("周二至周五 9:30-12:00")),
            ("周六-周一", Some("周一、周六、周日")),
            ("每日 9-17", Some("周一至周日 9:00-17:00")),
            ("周三 9:00-12:00（2026-03-01至2026-06-30）", Some("周三 9:00-12:00（2026-03-01至2026-06-30）")),
            ("周三（2026-03-01至）", Some("周三（2026-03-01至）")),
            ("9:30-12:00", None),
            ("周三 12:00-9:00", None),
            ("周八", None),
        ] {
            let found = AvailabilityLine::read(text).map(|line| line.written());
            assert_eq!(found.as_deref(), written, "{text}");
        }
        for (text, written) in [
            ("显微镜×2", Some("显微镜×2")),
            ("三棱镜 x 10个", Some("三棱镜×10")),
            ("投影仪", Some("投影仪×1")),
            ("×3", None),
            ("箱×0", None),
        ] {
            assert_eq!(ItemLine::read(text).map(|line| line.written()).as_deref(), written, "{text}");
        }
    }
}
