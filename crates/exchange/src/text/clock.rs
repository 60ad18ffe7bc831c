//! Times of day, perhaps with the name of a slot before them: `第一场 9:30-10:30`; `9:30`, `9：30—10：30`, `下午2点半`, `1430`, `2:30 PM`, `九点`.

use rules::written::time;

use super::number::chinese_at;
use super::signs;

/// A start, and an end where one is written. Minutes since midnight; 1440 is midnight at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The start.
    pub starts: i64,
    /// The end.
    pub ends: Option<i64>,
}

/// The time that `text` says, and nothing else.
pub fn read(text: &str) -> Option<Clocks> {
    if let Some(starts) = plain(text.trim().as_bytes()) {
        return Some(Clocks { starts, ends: None });
    }
    let signs = signs(text)?;
    read_signs(&signs).or_else(|| read_signs(without_label(&signs)?))
}

/// What stands behind the name of a slot: `第一场 9:30`, `①9:30`, `A场：9:30`, `上午场（9:30-10:30）`.
fn without_label(signs: &[char]) -> Option<&[char]> {
    let is_circled = |sign: &char| ('①'..='⑳').contains(sign);
    let label = match signs {
        [first, ..] if is_circled(first) => 1,
        _ => {
            let end = signs.iter().take(LABEL_SIGNS_MAX).position(|sign| matches!(sign, '场' | '节' | '段' | '次'))?;
            // `9:30第2场` is no label, and neither is what holds a time itself.
            signs[..end].iter().all(|sign| *sign != ':').then_some(end + 1)?
        }
    };
    let is_between = |sign: &char| matches!(sign, ' ' | ':' | '、' | '.' | '(' | '[' | '【' | ',' | '-');
    let rest = &signs[label..];
    let from = rest.iter().position(|sign| !is_between(sign))?;
    let until = rest.iter().rposition(|sign| !matches!(sign, ' ' | ')' | ']' | '】'))? + 1;
    rest.get(from..until)
}

/// The same, of signs that are already narrow.
pub(super) fn read_signs(signs: &[char]) -> Option<Clocks> {
    let signs = usual(signs);
    if signs.iter().collect::<String>() == "24:00" {
        return Some(Clocks { starts: rules::time::DAY_MINUTES, ends: None });
    }
    let (times, length) = time::at(&signs).or_else(|| whole_hours(&signs))?;
    if signs[length..].iter().any(|sign| *sign != ' ') {
        return None;
    }
    let (starts, ends) = times.on_the_clock();
    Some(Clocks { starts, ends })
}

/// Signs of the name of a slot at most.
const LABEL_SIGNS_MAX: usize = 6;

/// `9:30` and `09:30` as most cells have it.
fn plain(bytes: &[u8]) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let (hours, minutes) = match bytes {
        [hour, b':', tens, ones] => (digit(*hour)?, digit(*tens)? * 10 + digit(*ones)?),
        [first, hour, b':', tens, ones] => (digit(*first)? * 10 + digit(*hour)?, digit(*tens)? * 10 + digit(*ones)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Chinese numbers as digits, a point or a semicolon between digits as a colon, no spaces around the colon.
fn usual(signs: &[char]) -> Vec<char> {
    let mut usual = Vec::with_capacity(signs.len());
    let has_colon = signs.contains(&':');
    let mut at = 0;
    while at < signs.len() {
        if let Some((number, length)) = chinese_at(&signs[at..]) {
            usual.extend(number.to_string().chars());
            at += length;
            continue;
        }
        let between_digits = at > 0
            && signs[at - 1].is_ascii_digit()
            && signs.get(at + 1..at + 3).is_some_and(|next| next.iter().all(char::is_ascii_digit));
        let sign = match signs[at] {
            '.' | ';' | '∶' | '︰' if !has_colon && between_digits => ':',
            '∶' | '︰' => ':',
            sign => sign,
        };
        at += 1;
        if sign == ' ' && (signs.get(at) == Some(&':') || usual.last() == Some(&':')) {
            continue;
        }
        usual.push(sign);
    }
    usual
}

/// `9-11`: whole hours, only as a pair.
fn whole_hours(signs: &[char]) -> Option<(time::Times, usize)> {
    let text: String = signs.iter().collect();
    let (from, to) = text.split_once(['-', '~', '—', '–', '至', '到'])?;
    let hours = |text: &str| text.trim().parse::<i64>().ok().filter(|hours| (0..=24).contains(hours));
    let (from, to) = (hours(from)?, hours(to)?);
    Some((time::Times { starts: from * 60, ends: Some(to * 60), afternoon: false }, signs.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let at = |hours: i64, minutes: i64| hours * 60 + minutes;
        for (text, starts, ends) in [
            ("9:30", at(9, 30), None),
            ("09:30", at(9, 30), None),
            ("9:30:00", at(9, 30), None),
            ("9：30", at(9, 30), None),
            ("９：３０", at(9, 30), None),
            ("9.30", at(9, 30), None),
            ("9点", at(9, 0), None),
            ("9点半", at(9, 30), None),
            ("9时30分", at(9, 30), None),
            ("九点半", at(9, 30), None),
            ("十四点", at(14, 0), None),
            ("上午9:30", at(9, 30), None),
            ("下午2点半", at(14, 30), None),
            ("下午 2:30", at(14, 30), None),
            ("晚上7:00", at(19, 0), None),
            ("中午12:00", at(12, 0), None),
            ("1430", at(14, 30), None),
            ("2:30 PM", at(14, 30), None),
            ("2:30pm", at(14, 30), None),
            ("12:15 AM", at(0, 15), None),
            ("24:00", at(24, 0), None),
            ("9:30-10:30", at(9, 30), Some(at(10, 30))),
            ("9：30—10：30", at(9, 30), Some(at(10, 30))),
            ("9：30——10：30", at(9, 30), Some(at(10, 30))),
            ("9:30~10:30", at(9, 30), Some(at(10, 30))),
            ("9:30～10:30", at(9, 30), Some(at(10, 30))),
            ("9:30 - 10:30", at(9, 30), Some(at(10, 30))),
            ("9:30至10:30", at(9, 30), Some(at(10, 30))),
            ("9.30-10.30", at(9, 30), Some(at(10, 30))),
            ("9点到10点半", at(9, 0), Some(at(10, 30))),
            ("下午2点半-3点半", at(14, 30), Some(at(15, 30))),
            ("上午11:30-下午1:00", at(11, 30), Some(at(13, 0))),
            ("2:30 PM - 3:30 PM", at(14, 30), Some(at(15, 30))),
            ("0930-1030", at(9, 30), Some(at(10, 30))),
            ("9-11", at(9, 0), Some(at(11, 0))),
            ("19:00-24:00", at(19, 0), Some(at(24, 0))),
            ("10:30-9:30", at(10, 30), Some(at(9, 30))),
            ("第一场 9:30-10:15", at(9, 30), Some(at(10, 15))),
            ("第2场：14:00", at(14, 0), None),
            ("①9:30-10:15", at(9, 30), Some(at(10, 15))),
            ("上午场（9:30-10:15）", at(9, 30), Some(at(10, 15))),
            ("下午场\n14:00-15:00", at(14, 0), Some(at(15, 0))),
            ("A场 10:00", at(10, 0), None),
        ] {
            assert_eq!(read(text), Some(Clocks { starts, ends }), "{text}");
        }
        for text in [
            "",
            "25:00",
            "9:60",
            "9",
            "上午",
            "全天",
            "待定",
            "9:3",
            "9:30 儿童厅",
            "9:30-",
            "30人",
            "12:30-25:00",
            "第一场",
            "第3场次",
            "9:30第2场",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
