//! How long something lasts: `45分钟`, `1.5小时`, `一个半小时`, `1小时30分`, `90 min`.

use super::number::chinese_at;
use super::signs;

/// Words for the measure, longest first, and how many minutes one is.
const MEASURES: &[(&str, f64)] = &[
    ("个小时", 60.0),
    ("小时", 60.0),
    ("个钟头", 60.0),
    ("hours", 60.0),
    ("hour", 60.0),
    ("分钟", 1.0),
    ("minutes", 1.0),
    ("mins", 1.0),
    ("min", 1.0),
    ("刻钟", 15.0),
    ("hr", 60.0),
    ("分", 1.0),
    ("h", 60.0),
];
/// Words around that only say how exactly.
const AROUND: &[&str] = &["约", "大约", "共", "每场", "左右", "以内", "/场", "每次"];
/// Parts of headings over columns of durations.
const HEADINGS: &[&str] = &["时长", "用时", "历时", "分钟", "小时", "持续", "duration", "minutes", "length"];
/// A number without a measure is in hours up to here: nothing that is planned takes four minutes.
const HOURS_MAX: f64 = 4.0;
/// Minutes of a day: nothing lasts longer.
const MINUTES_MAX: f64 = 1440.0;

/// Whether a heading says that its column holds durations.
pub fn is_heading(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    HEADINGS.iter().any(|word| heading.contains(word))
}

/// The minutes that `text` says with their measure. `None` where it says something else.
pub fn read(text: &str) -> Option<i64> {
    let mut word: String = signs(text)?.into_iter().filter(|sign| *sign != ' ').collect();
    for around in AROUND {
        let rest = word.strip_prefix(around).or_else(|| word.strip_suffix(around)).map(str::to_owned);
        word = rest.unwrap_or(word);
    }
    let mut minutes = 0.0;
    let mut rest = word.as_str();
    let mut smallest = f64::INFINITY;
    while !rest.is_empty() {
        let (number, length) = number_at(rest)?;
        rest = &rest[length..];
        // `1个半小时`, `半小时`, `两个半小时`.
        let (number, after) = match rest.strip_prefix("个半").or_else(|| rest.strip_prefix("半")) {
            Some(after) => (number + 0.5, after),
            None => (number, rest),
        };
        match MEASURES.iter().find_map(|(word, minutes)| after.strip_prefix(word).map(|rest| (rest, *minutes))) {
            Some((after, measure)) if measure < smallest => {
                minutes += number * measure;
                smallest = measure;
                rest = after;
                if let Some(after) = rest.strip_prefix("半").filter(|after| after.is_empty() && measure > 1.0) {
                    minutes += measure / 2.0;
                    rest = after;
                }
            }
            // `1小时30`.
            None if after.is_empty() && smallest > 1.0 && smallest.is_finite() => {
                minutes += number;
                rest = after;
            }
            _ => return None,
        }
    }
    sound(minutes)
}

/// The minutes of a number whose column says that it holds durations, without its measure.
pub fn of_number(number: f64) -> Option<i64> {
    sound(if number <= HOURS_MAX { number * 60.0 } else { number })
}

fn sound(minutes: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and at most a day")]
    (minutes > 0.0 && minutes <= MINUTES_MAX && minutes.fract() == 0.0).then_some(minutes as i64)
}

/// A number at the beginning of `text`, and its length in bytes. A half without a number is one of nothing.
fn number_at(text: &str) -> Option<(f64, usize)> {
    if text.starts_with('半') {
        return Some((0.0, 0));
    }
    let digits = text.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(text.len());
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, digits));
    }
    let signs: Vec<char> = text.chars().collect();
    let (number, length) = chinese_at(&signs)?;
    let bytes = signs[..length].iter().map(|sign| sign.len_utf8()).sum();
    Some((f64::from(i32::try_from(number).ok()?), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("45分钟", 45),
            ("45 分钟", 45),
            ("４５分钟", 45),
            ("约45分钟", 45),
            ("45分钟左右", 45),
            ("45分", 45),
            ("四十五分钟", 45),
            ("1小时", 60),
            ("1.5小时", 90),
            ("1.5h", 90),
            ("90min", 90),
            ("90 minutes", 90),
            ("一个半小时", 90),
            ("1个半小时", 90),
            ("两小时", 120),
            ("2个小时", 120),
            ("半小时", 30),
            ("半个小时", 30),
            ("1小时30分", 90),
            ("1小时30分钟", 90),
            ("1小时30", 90),
            ("1小时半", 90),
            ("三刻钟", 45),
            ("45分钟/场", 45),
        ] {
            assert_eq!(read(text), Some(minutes), "{text}");
        }
        for text in [
            "",
            "45",
            "10:30",
            "10点",
            "30人",
            "1小时1小时",
            "30分1小时",
            "0分钟",
            "25小时",
            "全天",
            "小时",
            "1.23分钟",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_alone_are_hours_while_they_are_small() {
        for (number, minutes) in
            [(1.0, Some(60)), (1.5, Some(90)), (0.5, Some(30)), (45.0, Some(45)), (120.0, Some(120))]
        {
            assert_eq!(of_number(number), minutes);
        }
        for number in [0.0, -1.0, 1441.0, 45.3] {
            assert_eq!(of_number(number), None, "{number}");
        }
    }

    #[test]
    fn headings_say_that_durations_stand_below() {
        for heading in ["时长", "时长（分钟）", "活动时长", "用时", "Duration", "持续时间"] {
            assert!(is_heading(heading), "{heading}");
        }
        for heading in ["时间", "开始时间", "结束", "时段", "人数"] {
            assert!(!is_heading(heading), "{heading}");
        }
    }
}
