//! Whole numbers: `30人`, `1,200`, `三十`, `３０`.

use super::signs;

/// Words around a number that only say of what.
const BEFORE: &[&str] = &["约", "限", "共", "限额", "不超过", "最多", "预计"];
const AFTER: &[&str] = &[
    "人次",
    "人",
    "名",
    "位",
    "个",
    "台",
    "辆",
    "套",
    "件",
    "次",
    "场",
    "组",
    "条",
    "道",
    "分钟",
    "分",
    "公里",
    "km",
    "千米",
    "平方米",
    "平米",
    "平方",
    "㎡",
    "m2",
    "m²",
    "min",
    "people",
    "以内",
    "左右",
];

/// The whole number that `text` says. `None` where it says something else, or a part of one.
pub fn read(text: &str) -> Option<i64> {
    if text.len() <= 15 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let signs = signs(text)?;
    // Two numbers are not one.
    if signs.windows(3).any(|three| three[0].is_ascii_digit() && three[1] == ' ' && three[2].is_ascii_digit()) {
        return None;
    }
    let mut word: String = signs.into_iter().filter(|sign| *sign != ' ').collect();
    for before in BEFORE {
        if let Some(rest) = word.strip_prefix(before) {
            word = rest.to_owned();
            break;
        }
    }
    // "30人以内": the measure, then how exactly.
    for _ in 0..2 {
        if let Some(rest) = AFTER.iter().find_map(|after| word.strip_suffix(after)) {
            word = rest.to_owned();
        }
    }
    digits(&word).or_else(|| {
        let signs: Vec<char> = word.chars().collect();
        chinese_at(&signs).filter(|(_, length)| *length == signs.len()).map(|(number, _)| number)
    })
}

/// Digits, in groups of three or not, perhaps with a sign and with a fraction of nothing.
fn digits(word: &str) -> Option<i64> {
    let (negative, word) = match word.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, word.strip_prefix('+').unwrap_or(word)),
    };
    let (whole, fraction) = word.split_once('.').unwrap_or((word, "0"));
    if fraction.is_empty() || fraction.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let sound = |group: &str| !group.is_empty() && group.bytes().all(|digit| digit.is_ascii_digit());
    if !sound(first) || (grouped && first.len() > 3) || !groups.all(|group| group.len() == 3 && sound(group)) {
        return None;
    }
    let number: i64 = whole.replace(',', "").parse().ok()?;
    Some(if negative { -number } else { number })
}

/// A Chinese number below 100,000 at the beginning of `signs`, and its length: `三十`, `一百二十`, `两千零五`, `二〇二六`.
pub(super) fn chinese_at(signs: &[char]) -> Option<(i64, usize)> {
    let digit = |sign: &char| {
        "〇一二三四五六七八九".chars().position(|known| known == *sign).or(match sign {
            '零' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    let unit = |sign: &char| match sign {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' => Some(10_000),
        _ => None,
    };
    let length = signs.iter().take(10).take_while(|sign| digit(sign).is_some() || unit(sign).is_some()).count();
    let word = &signs[..length];
    if length == 0 {
        return None;
    }
    if word.iter().all(|sign| digit(sign).is_some()) {
        let number =
            word.iter().filter_map(digit).fold(0_i64, |number, digit| number * 10 + i64::try_from(digit).unwrap_or(0));
        return (length <= 4).then_some((number, length));
    }
    let (mut total, mut waiting, mut last_unit) = (0_i64, None::<i64>, i64::MAX);
    for sign in word {
        match (digit(sign), unit(sign)) {
            (Some(0), _) => {}
            (Some(digit), _) if waiting.is_none() => waiting = i64::try_from(digit).ok(),
            (_, Some(unit)) if unit < last_unit => {
                total += waiting.take().unwrap_or(1) * unit;
                last_unit = unit;
            }
            _ => return None,
        }
    }
    Some((total + waiting.unwrap_or(0), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("30", 30),
            (" 30 ", 30),
            ("30人", 30),
            ("约30人", 30),
            ("30人以内", 30),
            ("1,200", 1200),
            ("１，２００", 1200),
            ("三十", 30),
            ("十", 10),
            ("十五人", 15),
            ("一百二十", 120),
            ("两百", 200),
            ("一千零五", 1005),
            ("30.0", 30),
            ("-5", -5),
            ("45分钟", 45),
            ("120㎡", 120),
            ("0", 0),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        for text in ["", "人", "30.5", "20-30", "30 40", "1,20", "三十人左右吧", "十十", "若干", "99999999999999999999"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
