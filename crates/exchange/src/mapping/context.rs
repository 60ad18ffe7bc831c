//! What a sheet says above and around its rows: the year and month, one hall for all, what sort of sessions.

use super::Known;
use crate::cell::Cell;
use crate::kind::{Choice, Shape, SheetKind, Target};
use crate::mapping::convert::choice_named;
use crate::text::day::{self, Around, YEAR_MIN};
use crate::workbook::{Row, Sheet, Workbook};
use chrono::Datelike as _;
use words::Locale;

/// Rows above the headings that may be titles.
const TITLE_ROWS_MAX: usize = 10;

/// The words around a sheet's rows, the nearest first: titles, the sheet's name, the file's name.
pub(super) fn sayings(workbook: &Workbook, sheet: &Sheet, file: &str, before_row: u32) -> Vec<String> {
    let mut sayings: Vec<String> = sheet
        .rows
        .iter()
        .take(TITLE_ROWS_MAX)
        .take_while(|row| row.number < before_row)
        .flat_map(|row| row.cells.iter())
        .filter_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    sayings.reverse();
    sayings.push(sheet.name.clone());
    sayings.push(file.to_owned());
    if workbook.sheets.len() > 1 {
        // A first sheet of words alone is often the cover of all.
        sayings.extend(workbook.sheets.iter().filter(|other| other.name != sheet.name).map(|other| other.name.clone()));
    }
    sayings
}

/// The year that is said: `2026年`, `2026`.
pub(super) fn year(sayings: &[String]) -> Option<i32> {
    sayings.iter().find_map(|saying| {
        let signs: Vec<char> = saying.chars().map(rules::written::narrow).collect();
        (0..signs.len()).find_map(|at| {
            let digits: String = signs[at..].iter().take_while(|sign| sign.is_ascii_digit()).collect();
            let begins = at == 0 || !signs[at - 1].is_ascii_digit();
            let year = digits.get(..4).filter(|_| begins && matches!(digits.len(), 4 | 6 | 8))?;
            year.parse().ok().filter(|year| (2000..=2099).contains(year))
        })
    })
}

/// The month that is said: `5月`.
pub(super) fn month(sayings: &[String]) -> Option<u32> {
    sayings.iter().find_map(|saying| {
        let signs: Vec<char> = saying.chars().map(rules::written::narrow).collect();
        let at = signs.iter().position(|sign| *sign == '月')?;
        let digits: String = signs[..at].iter().rev().take_while(|sign| sign.is_ascii_digit()).collect();
        let written: Option<u32> = digits.chars().rev().collect::<String>().parse().ok();
        let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let before: String = signs[..at].iter().collect();
        let spelled =
            || (1_u32..=12).zip(chinese).filter(|(_, word)| before.ends_with(word)).last().map(|(month, _)| month);
        written.or_else(spelled).filter(|month| (1..=12).contains(month))
    })
}

/// The space that all rows are about, by the titles and the sheet's name.
pub(super) fn space(sayings: &[String], sheet: &Sheet, known: &Known) -> Option<String> {
    let names = known.names.get(&Target::Space).map_or(&[][..], Vec::as_slice);
    let longest = sayings.iter().find_map(|saying| {
        names.iter().filter(|name| saying.contains(name.as_str())).max_by_key(|name| name.chars().count())
    });
    let looks_like = || {
        let name = sheet.name.trim();
        let ends = ["厅", "剧场", "教室", "影院", "实验室", "工作室"].iter().any(|end| name.ends_with(end));
        (ends && name.chars().count() <= 8).then(|| name.to_owned())
    };
    longest.cloned().or_else(looks_like)
}

/// The kinds of session.
fn session_kinds() -> &'static [Choice] {
    let field = SheetKind::Session.field("kind").map(|place| SheetKind::Session.fields()[place].shape);
    match field {
        Some(Shape::Choice(choices)) => choices,
        _ => &[],
    }
}

/// The page's word for a kind of session.
pub(super) fn kind_word(code: &str) -> &'static str {
    let known = session_kinds().iter().find(|choice| choice.code == code);
    known.map_or("", |choice| (choice.word)(Locale::ZhCn))
}

/// The kind of session whose word stands in a text; the longest word counts.
pub(super) fn kind_in(text: &str) -> Option<&'static str> {
    let words = session_kinds().iter().flat_map(|choice| {
        let word = (choice.word)(Locale::ZhCn);
        choice.names.iter().copied().chain([word]).map(move |word| (choice.code, word))
    });
    words
        .filter(|(_, word)| word.chars().count() >= 2 && text.contains(word))
        .max_by_key(|(_, word)| word.chars().count())
        .map(|(code, _)| code)
}

/// The kind of session that all rows are, where titles or headings say it.
pub(super) fn session_kind(sayings: &[String], headings: &[String]) -> Option<&'static str> {
    let own = sayings.iter().find_map(|saying| choice_named(saying, session_kinds()).or_else(|| kind_in(saying)));
    let by_headings = || headings.iter().any(|heading| heading.contains("讲解")).then_some("guided_tour");
    // A plan of mixed sessions leaves it to each title: 科普讲座 is a lecture.
    own.or_else(by_headings).filter(|kind| *kind != "activity")
}

/// What a list says for every row where no column does. What a name tells of its own row is told there.
pub(super) fn usual(kind: SheetKind, sayings: &[String]) -> Option<(&'static str, &'static str)> {
    let says = |word: &str| sayings.iter().take(3).any(|saying| saying.contains(word));
    Some(match kind {
        SheetKind::Person if says("志愿") => ("kind", "volunteer"),
        SheetKind::Person if says("讲解") => ("kind", "docent"),
        _ => return None,
    })
}

/// The year of the days in these rows that are written whole, where it is one and the same.
pub(super) fn year_of_content(rows: &[Row], columns: &[u32]) -> Option<i32> {
    let mut year = None;
    for row in rows.iter().take(400) {
        for cell in columns.iter().filter_map(|column| row.cell(*column)) {
            let found = match cell {
                Cell::Moment(moment) if moment.year() >= YEAR_MIN => moment.year(),
                Cell::Text(text) => match day::read_with_clock(text, Around::default()) {
                    Ok((date, _)) => date.year(),
                    Err(_) => continue,
                },
                _ => continue,
            };
            if year.is_some_and(|year| year != found) {
                return None;
            }
            year = Some(found);
        }
    }
    year
}

/// A year of days whose year nobody says: this one, or the one beside it that `fits`.
pub(super) fn guessed_year(known: &Known, fits: impl Fn(i32) -> bool) -> Option<i32> {
    let this = known.year?;
    [this, this + 1, this - 1].into_iter().find(|year| fits(*year)).or(Some(this))
}

/// Whether no day of these columns names another weekday than it has in `year`.
pub(super) fn weekdays_fit(rows: &[Row], columns: &[u32], year: i32, month: Option<u32>) -> bool {
    let around = Around { year: Some(year), month };
    let cells = rows.iter().take(60).flat_map(|row| columns.iter().filter_map(|column| row.cell(*column)));
    let (mut right, mut wrong) = (0, 0);
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        match day::read_with_clock(text, around) {
            Ok(_) => right += 1,
            Err(day::NoDay::OtherWeekday) => wrong += 1,
            Err(_) => {}
        }
    }
    // One that was mistyped does not speak for another year.
    wrong <= right
}

/// Whether what is said names a kind of sheet.
pub(super) fn speaks_of(sayings: &[String], kind: SheetKind) -> bool {
    let more: &[&str] = match kind {
        SheetKind::Space => &["展厅", "场地", "空间"],
        SheetKind::Person => &["人员", "通讯录", "花名册", "名单", "讲解员", "志愿者", "职工"],
        SheetKind::Vehicle => &["车辆"],
        SheetKind::Kit => &["器材", "展具", "物资"],
        SheetKind::Site => &["站点", "学校", "点位"],
        SheetKind::Exhibition => &["展览", "临展", "特展"],
        SheetKind::Exhibit => &["展品", "展项"],
        SheetKind::Session => &["讲解", "场次", "活动", "课程", "排期", "排班", "日程"],
        SheetKind::CaravanRun => &["大篷车", "巡展", "行程", "流动"],
    };
    sayings.iter().take(3).any(|saying| {
        more.iter().chain([&kind.word(Locale::ZhCn)]).any(|word| saying.contains(word))
            || saying.eq_ignore_ascii_case(kind.word(Locale::En))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_months_are_found_in_what_is_said() {
        let said = |text: &str| vec![text.to_owned()];
        for (text, found) in [
            ("2026年五月讲解安排", Some(2026)),
            ("讲解安排202605", Some(2026)),
            ("２０２６年", Some(2026)),
            ("20260506", Some(2026)),
            ("12026", None),
            ("1999年", None),
            ("场次", None),
        ] {
            assert_eq!(year(&said(text)), found, "{text}");
        }
        for (text, found) in [
            ("5月讲解", Some(5)),
            ("2026年12月", Some(12)),
            ("五月", Some(5)),
            ("十二月", Some(12)),
            ("13月", None),
            ("本月", None),
        ] {
            assert_eq!(month(&said(text)), found, "{text}");
        }
    }
}
