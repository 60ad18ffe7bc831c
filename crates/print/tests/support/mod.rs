//! Invented museums of any size, from which every document is printed.

#![allow(dead_code, reason = "the tests and the example each use a part")]
#![allow(clippy::unwrap_used, reason = "data that cannot be made fails the test")]

use std::collections::HashMap;

use print::{
    Absence, Closure, CrewMember, Day, DayBoard, Department, DepartmentWeek, Document, Drive, Duty, Exhibition,
    ExhibitionYear, Fate, Hall, HallWeek, Issued, LoadLine, Masthead, Override, Paper, Place, Post, RosterPerson,
    RosterWeek, Run, RunSheet, Session, Stop, Vehicle,
};
use rules::session::{SessionKind, SessionState};
use rules::time::{DAY_MINUTES, Minute, day_start};
use words::Locale;

/// Monday 4 May 2026: a holiday Monday on which the museum is open.
pub fn monday() -> Minute {
    day_start(chrono::NaiveDate::from_ymd_opt(2026, 5, 4).unwrap())
}

/// The masthead of a week.
pub fn masthead(paper: Paper, locale: Locale) -> Masthead {
    Masthead {
        museum: "重庆示例科技馆".into(),
        sample: true,
        locale,
        paper,
        printed: monday() - 2 * DAY_MINUTES + 642,
        from: monday(),
        to: monday() + 6 * DAY_MINUTES,
        subject: None,
        issued: None,
        provisional_years: vec![],
        notices: vec!["《国务院办公厅关于2026年部分节假日安排的通知》".into()],
    }
}

/// The masthead of a document, with the days it covers.
pub fn masthead_of(document: &Document, paper: Paper, locale: Locale) -> Masthead {
    let week = masthead(paper, locale);
    let january = day_start(chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    match document {
        Document::DayBoard(_) => Masthead { to: week.from, ..week },
        Document::ExhibitionYear(_) => Masthead { from: january, to: january + 364 * DAY_MINUTES, ..week },
        Document::RunSheet(sheet) => Masthead { subject: Some(sheet.runs[0].title.clone()), notices: vec![], ..week },
        _ => week,
    }
}

/// That version, issued with what `document` says.
pub fn issued(document: &Document, number: i64) -> Issued {
    Issued { number, issued: monday() - 3 * DAY_MINUTES + 642, issued_by: "岑未".into(), cells: document.cells() }
}

/// Seven days: an open holiday Monday, a make-up Saturday.
pub fn days() -> Vec<Day> {
    let reasons = [Some("劳动节，周一照常开放"), Some("劳动节"), None, None, None, Some("补班日，学校上课"), None];
    reasons
        .iter()
        .enumerate()
        .map(|(index, reason)| {
            let day = monday() + index as i64 * DAY_MINUTES;
            Day {
                day,
                open: Some((day + 570, day + 1020)),
                last_entry: Some(day + 990),
                reason: reason.map(Into::into),
                reason_facts: format!("{reason:?}"),
                provisional: false,
                leader: Some(["岑未", "㛃䶮", "𬭎"][index % 3].into()),
            }
        })
        .collect()
}

const HALLS: [(&str, &str); 8] = [
    ("儿童厅", "建构角、水区"),
    ("宇航厅", ""),
    ("防灾厅", ""),
    ("基础科学厅", ""),
    ("实验剧场", "120座"),
    ("儿童剧场", "150座"),
    ("探究教室", ""),
    ("临展厅", "620m²"),
];

/// Eight halls.
pub fn halls() -> Vec<Hall> {
    HALLS
        .iter()
        .enumerate()
        .map(|(index, (name, note))| Hall {
            id: format!("hall-{index}"),
            name: (*name).into(),
            note: (!note.is_empty()).then(|| (*note).into()),
        })
        .collect()
}

const TITLES: [(SessionKind, &str); 8] = [
    (SessionKind::GuidedTour, "会讲故事的水"),
    (SessionKind::GuidedTour, "太空生活"),
    (SessionKind::GuidedTour, "地震来了"),
    (SessionKind::GuidedTour, "看得见的磁"),
    (SessionKind::Demonstration, "液氮的脾气"),
    (SessionKind::Show, "小水滴旅行记"),
    (SessionKind::Lesson, "纸飞机（四年级）"),
    (SessionKind::Activity, "叠杯塔"),
];

/// `count` sessions spread over seven of the halls and all days.
pub fn sessions(count: usize) -> Vec<Session> {
    (0..count)
        .map(|index| {
            let hall = index % 7;
            let day = (index / 7) % 7;
            let round = index / 49;
            let starts = monday() + day as i64 * DAY_MINUTES + 570 + (hall as i64 * 20) % 60 + round as i64 % 8 * 55;
            let (kind, title) = TITLES[(hall + round) % TITLES.len()];
            Session {
                id: format!("session-{index}"),
                kind,
                state: SessionState::Published,
                public: index % 19 != 18,
                title: title.into(),
                starts,
                ends: starts + kind.usual_minutes(),
                places: vec![Place {
                    hall: format!("hall-{hall}"),
                    hall_name: HALLS[hall].0.into(),
                    part: (hall == 0 && round == 1).then(|| "建构角".into()),
                }],
                outside: None,
                department: Some(format!("department-{}", hall % 3)),
                language: (index % 23 == 9).then(|| "en".into()),
                age_band: (hall == 6).then(|| "primary".into()),
                capacity: (hall > 3).then_some(30),
                meeting_point: (hall < 2).then(|| "一层服务台".into()),
                remark: None,
                posts: vec![Post {
                    role: "docent".into(),
                    person: (index % 11 != 5).then(|| PEOPLE[index % PEOPLE.len()].into()),
                }],
                overrides: vec![],
            }
        })
        .collect()
}

const PEOPLE: [&str; 10] =
    ["岑未", "顾一舟", "𬭎㛃", "赵䶮", "吐尔逊·买买提", "林小满", "周知远", "何苗", "Alice Ma", "宋怀瑾"];

/// An exhibition being installed in the last hall this week.
pub fn exhibitions() -> Vec<Exhibition> {
    vec![Exhibition {
        id: "deep-sea".into(),
        title: "深海探索主题展".into(),
        halls: vec!["hall-7".into()],
        state: SessionState::Published,
        installs_from: monday() + DAY_MINUTES,
        opens_on: monday() + 11 * DAY_MINUTES,
        closes_on: monday() + 119 * DAY_MINUTES,
        deinstalls_until: monday() + 124 * DAY_MINUTES,
        lender: Some("国家海洋博物馆".into()),
        overrides: vec![],
    }]
}

/// The wall sheet with `count` sessions.
pub fn hall_week(count: usize) -> HallWeek {
    HallWeek {
        days: days(),
        halls: halls(),
        sessions: sessions(count),
        exhibitions: exhibitions(),
        ..HallWeek::default()
    }
}

/// The departments' week with `count` sessions.
pub fn department_week(count: usize) -> DepartmentWeek {
    let names = ["展览教育部", "科学教育部", "影院与剧场部"];
    DepartmentWeek {
        days: days(),
        departments: names
            .iter()
            .enumerate()
            .map(|(index, name)| Department { id: format!("department-{index}"), name: (*name).into() })
            .collect(),
        sessions: sessions(count),
        fates: vec![],
    }
}

/// The board of one day with `count` sessions on it.
pub fn day_board(count: usize) -> DayBoard {
    let mut sessions = sessions(count);
    for session in &mut sessions {
        let minute = session.starts - monday();
        let shift = minute - minute % DAY_MINUTES;
        session.starts -= shift;
        session.ends -= shift;
        let later = (shift / DAY_MINUTES) * 65;
        session.starts += later;
        session.ends += later;
    }
    sessions.sort_by_key(|session| session.starts);
    DayBoard {
        days: days().into_iter().take(1).collect(),
        sessions,
        exhibitions: vec![],
        hall_names: HashMap::new(),
        fates: vec![],
    }
}

/// A year of exhibitions in the halls; `each` of them a hall.
pub fn exhibition_year(each: usize) -> ExhibitionYear {
    let january = day_start(chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    let titles = ["深海探索主题展", "中国航天六十年", "数学之美", "身边的材料", "机器人的昨天、今天和明天"];
    let mut exhibitions = exhibitions();
    for hall in 0..halls().len() {
        for index in 0..each {
            let begins = january + (hall as i64 * 17 + index as i64 * 340 / each as i64) * DAY_MINUTES;
            exhibitions.push(Exhibition {
                id: format!("exhibition-{hall}-{index}"),
                title: titles[(hall + index) % titles.len()].into(),
                halls: vec![format!("hall-{hall}")],
                state: if index % 2 == 0 { SessionState::Published } else { SessionState::Planned },
                installs_from: begins,
                opens_on: begins + 9 * DAY_MINUTES,
                closes_on: begins + 60 * DAY_MINUTES,
                deinstalls_until: begins + 66 * DAY_MINUTES,
                lender: (index == 0).then(|| "四川科技馆".into()),
                overrides: vec![],
            });
        }
    }
    ExhibitionYear { from: january, to: january + 364 * DAY_MINUTES, halls: halls(), exhibitions }
}

/// A roster with about `count` duties.
pub fn roster_week(count: usize) -> RosterWeek {
    let people = PEOPLE
        .iter()
        .enumerate()
        .map(|(index, name)| RosterPerson {
            id: format!("person-{index}"),
            name: (*name).into(),
            kind: if index % 4 == 3 { "volunteer".into() } else { "docent".into() },
        })
        .collect();
    let duties = sessions(count)
        .into_iter()
        .enumerate()
        .map(|(index, session)| Duty {
            id: format!("post-{index}"),
            person: (index % 11 != 5).then(|| format!("person-{}", index % PEOPLE.len())),
            kind: session.kind,
            place: session.places[0].hall_name.clone(),
            title: session.title,
            role: "docent".into(),
            starts: session.starts,
            ends: session.ends,
            overrides: vec![],
        })
        .collect();
    let absences = vec![
        Absence {
            person: "person-2".into(),
            starts: monday(),
            ends: monday() + 2 * DAY_MINUTES,
            kind: "annual".into(),
        },
        Absence { person: "person-5".into(), starts: monday() + 540, ends: monday() + 720, kind: "sick".into() },
    ];
    RosterWeek { days: days(), people, duties, absences }
}

/// A two-day run to 奉节 with `lines` things to load.
pub fn run_sheet(lines: usize) -> RunSheet {
    let stop = |id: &str, day: i64, from: i64, until: i64, site: &str, drive: i64, metres: i64| Stop {
        id: id.into(),
        title: "大篷车进校园".into(),
        state: SessionState::Published,
        starts: monday() + day * DAY_MINUTES + from,
        ends: monday() + day * DAY_MINUTES + until,
        site: site.into(),
        district: "奉节县".into(),
        address: Some("永安街道诗城路88号".into()),
        contact: Some("冉老师".into()),
        phone: Some("13800001234".into()),
        outreach_place: "school".into(),
        power: Some("操场东侧380V".into()),
        parking: Some("校门内，大车可掉头".into()),
        remark: Some("雨天改体育馆".into()),
        capacity: Some(300),
        drive: Drive {
            departs: monday() + day * DAY_MINUTES + from - drive - 80,
            arrives: monday() + day * DAY_MINUTES + from - 60,
            breaks: drive / 240,
            minutes: drive,
            metres,
        },
        overnight: (day == 1).then(|| "奉节县城诗城宾馆".into()),
        overrides: vec![],
    };
    let load = ["球幕影院", "机器人足球", "电磁秋千", "静电球", "折叠桌", "移动音箱", "插线板", "急救箱"];
    RunSheet {
        runs: vec![Run {
            id: "run-1".into(),
            title: "奉节两日行".into(),
            departs: monday() + DAY_MINUTES + 420,
            returns: monday() + 2 * DAY_MINUTES + 1230,
            vehicle: Some(Vehicle {
                name: "科普大篷车二号".into(),
                plate: "渝A·K2025".into(),
                licence_class: "B1".into(),
                inspection_expires: Some(monday() + 200 * DAY_MINUTES),
                insurance_expires: Some(monday() + 120 * DAY_MINUTES),
            }),
            kit: Some("力与运动套件".into()),
            department: Some("科学教育部".into()),
            remark: None,
            crew: vec![
                CrewMember {
                    id: "driver".into(),
                    name: "宋怀瑾".into(),
                    phone: Some("13900005678".into()),
                    drives: true,
                    licence_class: Some("A2".into()),
                },
                CrewMember {
                    id: "crew".into(),
                    name: "吐尔逊·买买提".into(),
                    phone: Some("13700009012".into()),
                    drives: false,
                    licence_class: None,
                },
            ],
            stops: vec![
                stop("stop-1", 1, 840, 960, "奉节实验小学", 290, 402_000),
                stop("stop-2", 2, 540, 690, "永乐镇中心小学", 45, 23_400),
            ],
            home: Drive {
                departs: monday() + 2 * DAY_MINUTES + 900,
                arrives: monday() + 2 * DAY_MINUTES + 1230,
                breaks: 1,
                minutes: 310,
                metres: 415_000,
            },
            load: (0..lines)
                .map(|index| LoadLine {
                    id: format!("load-{index}"),
                    name: load[index % load.len()].into(),
                    quantity: 1 + index as i64 % 6,
                    loaded: index == 0,
                })
                .collect(),
            overrides: vec![],
        }],
    }
}

/// Every document with about `count` things on it.
pub fn every_document(count: usize) -> Vec<Document> {
    vec![
        Document::HallWeek(hall_week(count)),
        Document::DepartmentWeek(department_week(count)),
        Document::DayBoard(day_board(count)),
        Document::ExhibitionYear(exhibition_year(count / 50)),
        Document::RosterWeek(roster_week(count)),
        Document::RunSheet(run_sheet(count / 10)),
    ]
}

/// A wall sheet with one of everything: changed, gone, overridden, closed, provisional.
pub fn eventful_hall_week() -> (Document, Issued) {
    let mut week = hall_week(120);
    let before = Document::HallWeek(week.clone());
    let issued = issued(&before, 3);
    week.sessions[9].starts += 30;
    week.sessions[9].ends += 30;
    week.sessions[16].title = "看得见的磁（加场）".into();
    week.sessions[24].state = SessionState::Cancelled;
    week.fates.push(Fate {
        id: week.sessions[24].id.clone(),
        state: SessionState::Cancelled,
        moved_to: None,
        reason_code: Some("equipment".into()),
        reason_text: None,
    });
    week.sessions[40].state = SessionState::Planned;
    week.sessions[36].overrides = vec![Override {
        clash: "closed_day".into(),
        reason: "学校专场，馆长同意占用观众时段".into(),
        author: "值班经理 何苗".into(),
    }];
    week.closures.push(Closure {
        hall: "hall-3".into(),
        part: Some("声学区".into()),
        starts: monday() + 3 * DAY_MINUTES,
        ends: monday() + 4 * DAY_MINUTES,
        reason: "电梯检修".into(),
    });
    week.days[6].open = None;
    week.days[6].reason = Some("设备检修，临时闭馆".into());
    week.exhibitions.push(Exhibition {
        id: "maths".into(),
        title: "数学之美".into(),
        halls: vec!["hall-1".into()],
        state: SessionState::Published,
        installs_from: monday() - 40 * DAY_MINUTES,
        opens_on: monday() - 30 * DAY_MINUTES,
        closes_on: monday() + 4 * DAY_MINUTES,
        deinstalls_until: monday() + 5 * DAY_MINUTES,
        lender: None,
        overrides: vec![],
    });
    (Document::HallWeek(week), issued)
}
