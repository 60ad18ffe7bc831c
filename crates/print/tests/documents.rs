//! What a reader of the paper sees: the printed PDFs, read back by poppler.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod support;

use std::process::Command;

use print::{ChangeKind, Document, DocumentKind, Masthead, Override, Paper, PrintError, Printed, print};
use rules::session::SessionState;
use rules::time::DAY_MINUTES;
use support::{
    day_board, department_week, every_document, exhibition_year, hall_week, issued, masthead, masthead_of, monday,
    roster_week, run_sheet,
};
use words::Locale;

/// The words of a PDF, page by page, without the spaces between them: where a line breaks is no matter here.
fn read(printed: &Printed) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("print.pdf");
    std::fs::write(&file, printed.pdf().unwrap()).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let output = output.expect("pdftotext of poppler-utils reads the prints back");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<String> =
        text.split('\u{c}').map(|page| page.chars().filter(|character| !character.is_whitespace()).collect()).collect();
    pages.pop();
    assert_eq!(pages.len(), printed.pages());
    pages
}

fn usual(document: &Document) -> Masthead {
    masthead_of(document, document.kind().papers()[0], Locale::ZhCn)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[test]
fn every_document_prints_at_every_size_on_every_paper_in_both_languages() {
    for count in [0, 1, 120, 400] {
        for document in every_document(count) {
            for &paper in document.kind().papers() {
                for locale in Locale::ALL {
                    let said = format!("{:?} of {count} on {paper:?} in {locale:?}", document.kind());
                    let masthead = masthead_of(&document, paper, locale);
                    let printed = print(&document, &masthead).unwrap_or_else(|error| panic!("{said}: {error}"));
                    assert!(printed.smallest_points >= paper.smallest_points() - 1e-6, "{said}");
                    assert!(printed.pages() >= 1, "{said}");
                    assert!(printed.changes.is_empty(), "{said}");
                    assert_eq!(printed.svg_pages().len(), printed.pages(), "{said}");
                    assert!(printed.pdf().unwrap().starts_with(b"%PDF"), "{said}");
                }
            }
        }
    }
}

#[test]
fn every_page_carries_its_head_and_foot() {
    for document in every_document(400) {
        let printed = print(&document, &usual(&document)).unwrap();
        let pages = read(&printed);
        let kind = document.kind();
        for (index, page) in pages.iter().enumerate() {
            let number = words::print_page_of(Locale::ZhCn, index + 1, pages.len());
            for said in ["重庆示例科技馆", "示例馆", "制表", "审核", "签发", kind.title(Locale::ZhCn), &number]
            {
                assert!(page.contains(&squeezed(said)), "{kind:?} page {}: {said} in {page}", index + 1);
            }
        }
    }
}

/// The pages each document takes, so that a change of layout is seen and looked at.
#[test]
fn documents_take_these_pages() {
    let cases: [(Document, usize); 13] = [
        (Document::HallWeek(hall_week(0)), 1),
        (Document::HallWeek(hall_week(120)), 1),
        (Document::HallWeek(hall_week(400)), 3),
        (Document::DepartmentWeek(department_week(1)), 3),
        (Document::DepartmentWeek(department_week(120)), 6),
        (Document::DayBoard(day_board(1)), 1),
        (Document::DayBoard(day_board(15)), 1),
        (Document::DayBoard(day_board(28)), 1),
        (Document::ExhibitionYear(exhibition_year(0)), 1),
        (Document::ExhibitionYear(exhibition_year(2)), 1),
        (Document::RosterWeek(roster_week(49)), 1),
        (Document::RunSheet(run_sheet(12)), 1),
        (Document::RunSheet(run_sheet(120)), 3),
    ];
    for (document, pages) in cases {
        let printed = print(&document, &usual(&document)).unwrap();
        assert_eq!(printed.pages(), pages, "{:?}", document.kind());
    }
}

#[test]
fn what_does_not_fit_adds_a_page_and_says_so() {
    let document = Document::HallWeek(hall_week(400));
    let pages = read(&print(&document, &usual(&document)).unwrap());
    assert!(pages[0].contains(&squeezed(&words::print_continues(Locale::ZhCn, 2))), "{}", pages[0]);
    assert!(pages[1].contains(&squeezed(&words::print_continued(Locale::ZhCn, 1))), "{}", pages[1]);
    assert!(!pages[0].contains("续第"));
    assert!(!pages.last().unwrap().contains("一页排不下"));
    // A department's page that ends goes nowhere on.
    let document = Document::DepartmentWeek(department_week(7));
    for page in read(&print(&document, &usual(&document)).unwrap()) {
        assert!(!page.contains("一页排不下") && !page.contains("续第"), "{page}");
    }
}

#[test]
fn nothing_is_cut_from_the_longest_titles() {
    let title: String =
        "建构角里会讲故事的水和看得见的磁".chars().cycle().take(116).chain("完结再见".chars()).collect();
    let word = "Thermodynamics".repeat(8);
    for count in [1, 120] {
        let mut week = hall_week(count);
        // Numbered: on a crowded sheet sessions of one name share an entry.
        let numbered = |index: usize| format!("{title}{index}");
        for (index, session) in week.sessions.iter_mut().enumerate() {
            session.title = numbered(index);
        }
        week.sessions[0].title.clone_from(&word);
        let mut board = day_board(count);
        board.sessions.iter_mut().for_each(|session| session.title.clone_from(&title));
        let mut department = department_week(count);
        department.sessions.iter_mut().for_each(|session| session.title.clone_from(&title));
        let mut roster = roster_week(count);
        roster.duties.iter_mut().for_each(|duty| duty.title.clone_from(&title));
        let shown = week.sessions.iter().filter(|session| session.public).count();
        let documents = [
            (Document::HallWeek(week), shown - 1),
            (Document::DayBoard(board), shown),
            (Document::DepartmentWeek(department), count),
            (Document::RosterWeek(roster), count),
        ];
        for (document, titles) in documents {
            let printed = print(&document, &usual(&document)).unwrap();
            // Characters of a wrapped title are counted: columns interleave them in the extracted text.
            let text = read(&printed).concat();
            let count = text.chars().filter(|&character| character == '见').count();
            let each = title.chars().filter(|&character| character == '见').count();
            assert_eq!(count, titles * each, "{:?}", document.kind());
        }
    }
}

#[test]
fn a_character_without_a_glyph_stops_the_print_and_is_named() {
    let mut week = hall_week(3);
    week.sessions[1].title = "🚌 大篷车 🦕".into();
    let document = Document::HallWeek(week);
    let refused = print(&document, &usual(&document)).err();
    assert_eq!(refused, Some(PrintError::GlyphsMissing { characters: vec!["🚌".into(), "🦕".into()] }));
    // The control: the same sheet without them prints.
    let document = Document::HallWeek(hall_week(3));
    assert!(print(&document, &usual(&document)).is_ok());
}

#[test]
fn rare_names_print_in_both_weights() {
    let mut week = hall_week(2);
    week.sessions[0].title = "𬭎㛃䶮讲水".into();
    week.halls[0].name = "𬭎㛃䶮厅".into();
    let document = Document::HallWeek(week);
    let text = read(&print(&document, &usual(&document)).unwrap()).concat();
    for said in ["𬭎㛃䶮讲水", "𬭎㛃䶮厅"] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

/// A table head right before another one made the typesetter give up: days without sessions among full ones.
#[test]
fn departments_print_however_their_days_are_filled() {
    for count in [3, 30, 90] {
        for skipped in 0..7 {
            let mut week = department_week(count);
            let day = |starts: i64| (starts - monday()) / DAY_MINUTES;
            week.sessions.retain(|session| day(session.starts) % 7 != skipped && day(session.starts) != 6 - skipped);
            let document = Document::DepartmentWeek(week);
            for &paper in document.kind().papers() {
                let printed = print(&document, &masthead(paper, Locale::ZhCn));
                assert!(printed.is_ok(), "{count} without day {skipped} on {paper:?}: {:?}", printed.err());
            }
        }
    }
}

#[test]
fn markup_prints_as_it_was_typed() {
    let typed = [
        "#panic()",
        "*bold*_x_",
        "$x^2$",
        "<b>1</b>",
        "=1+1",
        "\\u{41}",
        "{{7*7}}",
        "@label",
        "--a...",
        "#sys.version",
        "`raw`",
        "//c/**/",
    ];
    for text in typed {
        let mut board = day_board(1);
        board.sessions[0].title = text.into();
        board.sessions[0].meeting_point = Some(text.into());
        board.sessions[0].places[0].hall_name = text.into();
        board.sessions[0].overrides =
            vec![Override { clash: "closed_day".into(), reason: text.into(), author: text.into() }];
        board.days[0].reason = Some(text.into());
        board.days[0].leader = Some(text.into());
        let document = Document::DayBoard(board);
        let masthead = Masthead { museum: text.into(), ..usual(&document) };
        let printed = print(&document, &masthead).unwrap();
        let said = read(&printed).concat();
        assert!(said.matches(text).count() >= 7, "{text}: {said}");
        for page in printed.svg_pages() {
            assert!(!page.contains("<b>") && !page.contains("<script") && !page.contains("http://evil"));
        }
    }
}

#[test]
fn a_print_shows_its_version_and_what_changed_since() {
    let (document, version) = support::eventful_hall_week();
    let masthead = Masthead { issued: Some(version.clone()), ..masthead(Paper::A3, Locale::ZhCn) };
    let printed = print(&document, &masthead).unwrap();
    let kinds = |kind: ChangeKind| printed.changes.iter().filter(|change| change.kind == kind).count();
    // A moved time, a new title, a day that closed, an overridden session; a closed part and an
    // exhibition more; a session cancelled. One that was only withdrawn to the plan is no change.
    assert_eq!((kinds(ChangeKind::Altered), kinds(ChangeKind::Added), kinds(ChangeKind::Removed)), (4, 2, 1));
    let text = read(&printed).concat();
    for said in [
        "第3版（5月1日10:42）",
        "其后改动7处",
        "已取消：设备",
        "已放行",
        "闭馆日安排。理由：学校专场，馆长同意占用观众时段。放行：值班经理何苗",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert_eq!(printed.file_name, "展厅周程_2026-05-04_2026-05-10_第3版_改7处.pdf");

    let before = Document::HallWeek(hall_week(120));
    let unchanged = print(&before, &masthead).unwrap();
    assert!(unchanged.changes.is_empty());
    assert!(read(&unchanged).concat().contains("其后无改动"));
    assert!(unchanged.svg_pages()[0].len() < printed.svg_pages()[0].len() * 2);
}

/// The same week, roomy where it fits, with shared entries where it would not; never in smaller type.
#[test]
fn a_crowded_week_keeps_to_one_page_by_sharing_entries() {
    let grouped = squeezed(words::print_grouped(Locale::ZhCn));
    let usual_week = Document::HallWeek(hall_week(120));
    let roomy = read(&print(&usual_week, &usual(&usual_week)).unwrap());
    assert!(roomy.len() == 1 && !roomy[0].contains(&grouped), "{}", roomy[0]);
    let mut week = hall_week(330);
    let one_name = |session: &mut print::Session| {
        session.title = "地震来了".into();
        session.kind = rules::session::SessionKind::GuidedTour;
        session.language = None;
        session.places.iter_mut().for_each(|place| place.part = None);
    };
    week.sessions.iter_mut().for_each(one_name);
    week.halls.push(print::Hall { id: "spare".into(), name: "备用厅".into(), note: None });
    let document = Document::HallWeek(week);
    let printed = print(&document, &usual(&document)).unwrap();
    let pages = read(&printed);
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains(&grouped), "{}", pages[0]);
    // No hall is left out in silence, and no start either.
    assert!(pages[0].contains("备用厅"), "{}", pages[0]);
    assert!(printed.smallest_points >= Paper::A3.smallest_points() - 1e-6);
    let Document::HallWeek(week) = &document else { unreachable!("made above") };
    for session in week.sessions.iter().filter(|session| session.public) {
        let minute = rules::time::minute_of_day(session.starts);
        let start = format!("{}:{:02}", minute / 60, minute % 60);
        let of = |other: &&print::Session| other.public && other.starts % DAY_MINUTES == session.starts % DAY_MINUTES;
        let wanted = week.sessions.iter().filter(of).count();
        assert!(pages[0].matches(&start).count() >= wanted, "{start} {wanted} times in {}", pages[0]);
    }
}

#[test]
fn every_clash_that_was_let_pass_has_its_name_on_paper() {
    for clash in rules::conflict::ClashCode::ALL {
        for locale in Locale::ALL {
            let name = words::lookup(locale, &format!("print_clash_{}", clash.code()), &[]);
            assert!(name.is_some_and(|name| !name.is_empty()), "{} in {locale:?}", clash.code());
        }
    }
}

#[test]
fn changes_do_not_depend_on_the_language_of_the_sheet() {
    for document in every_document(40) {
        let masthead = masthead_of(&document, document.kind().papers()[0], Locale::En);
        let masthead = Masthead { issued: Some(issued(&document, 1)), ..masthead };
        let printed = print(&document, &masthead).unwrap();
        assert_eq!(printed.changes, [], "{:?}", document.kind());
    }
}

#[test]
fn the_wall_shows_the_public_only_what_is_for_it() {
    let mut week = hall_week(7);
    let titles = ["公众场", "内部培训", "草稿场", "已取消场", "已排场"];
    for (session, title) in week.sessions.iter_mut().zip(titles) {
        session.title = title.into();
        session.remark = Some("仅供内部的备注".into());
        session.public = true;
    }
    week.sessions[1].public = false;
    week.sessions[2].state = SessionState::Draft;
    week.sessions[3].state = SessionState::Cancelled;
    week.sessions[4].state = SessionState::Planned;
    let mut board = day_board(7);
    board.sessions.clone_from(&week.sessions);
    let mut department = department_week(7);
    department.sessions.clone_from(&week.sessions);
    let said = |document: Document| read(&print(&document, &usual(&document)).unwrap()).concat();
    for wall in [said(Document::HallWeek(week)), said(Document::DayBoard(board))] {
        for (title, shown) in titles.iter().zip([true, false, false, false, true]) {
            assert_eq!(wall.contains(title), shown, "{title} in {wall}");
        }
        assert!(!wall.contains("仅供内部的备注"));
    }
    let desk = said(Document::DepartmentWeek(department));
    for (title, shown) in titles.iter().zip([true, true, true, false, true]) {
        assert_eq!(desk.contains(title), shown, "{title} in {desk}");
    }
    assert!(desk.contains("仅供内部的备注") && desk.contains("草稿"));
}

#[test]
fn a_closed_and_a_provisional_day_say_so() {
    let mut week = hall_week(0);
    week.days[0].open = None;
    week.days[0].reason = Some("周一例行闭馆".into());
    week.days.iter_mut().for_each(|day| day.provisional = true);
    let mut board = day_board(0);
    board.days = week.days[..1].to_vec();
    for document in [Document::HallWeek(week), Document::DayBoard(board)] {
        let masthead = Masthead { provisional_years: vec![2027], ..usual(&document) };
        let text = read(&print(&document, &masthead).unwrap()).concat();
        for said in ["闭馆", "周一例行闭馆", "暂定", "2027年放假安排未公布"] {
            assert!(text.contains(said), "{said} in {text}");
        }
    }
}

#[test]
fn run_sheets_carry_phones_in_full_and_the_dispatch_slip() {
    let document = Document::RunSheet(run_sheet(12));
    let text = read(&print(&document, &usual(&document)).unwrap()).concat();
    for said in [
        "派车单",
        "渝A·K2025",
        "13900005678",
        "13700009012",
        "13800001234",
        "奉节实验小学",
        "14:00–16:00",
        "4小时50分，402千米",
        "10小时45分，840千米",
        "途中休息1次",
        "夜宿奉节县城诗城宾馆",
        "吐尔逊·买买提",
        "球幕影院",
        "出车里程（千米）",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn empty_periods_say_that_they_are_empty() {
    let cases = [
        (Document::HallWeek(hall_week(0)), "本期没有场次"),
        (Document::DayBoard(day_board(0)), "当日没有场次"),
        (Document::DepartmentWeek(department_week(0)), "当日没有场次"),
        (Document::ExhibitionYear(print::ExhibitionYear { exhibitions: vec![], ..exhibition_year(0) }), "本期没有展览"),
        (Document::RosterWeek(print::RosterWeek { people: vec![], ..roster_week(0) }), "本周没有岗位"),
        (Document::RunSheet(print::RunSheet::default()), "本期没有大篷车行程"),
    ];
    for (document, said) in cases {
        let text = read(
            &print(&document, &Masthead { notices: vec![], ..masthead(document.kind().papers()[0], Locale::ZhCn) })
                .unwrap(),
        )
        .concat();
        assert!(text.contains(said), "{:?}: {text}", document.kind());
    }
}

#[test]
fn a_month_and_three_years_take_their_pages() {
    let mut week = hall_week(0);
    let first = week.days[0].clone();
    week.days = (0..30).map(|index| print::Day { day: monday() + index * DAY_MINUTES, ..first.clone() }).collect();
    assert_eq!(print(&Document::HallWeek(week), &masthead(Paper::A3, Locale::ZhCn)).unwrap().pages(), 5);
    let mut year = exhibition_year(1);
    year.to += 2 * 365 * DAY_MINUTES;
    assert_eq!(print(&Document::ExhibitionYear(year), &masthead(Paper::A3, Locale::ZhCn)).unwrap().pages(), 3);
}

#[test]
fn papers_and_words_are_known() {
    for kind in DocumentKind::ALL {
        assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
        assert!(!kind.papers().is_empty());
    }
    assert_eq!(DocumentKind::from_code("hall_week"), None);
}
