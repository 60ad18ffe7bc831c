//! The sample's programme: exhibitions, a notice, templates over the season, single sessions, and where each stands.

use rules::session::SessionState;
use rules::time::minute_of_day;
use serde_json::{Value, json};
use store::rows;

use super::lists::EXHIBITION_EXHIBITS;
use super::{DAYS_BACK, Work};
use crate::gate::Call;
use crate::{Failure, Role};

/// Days ahead up to which the programme is published.
const PUBLISHED_DAYS: i64 = 14;
/// Days ahead up to which most templates run.
const DAYS_AHEAD: i64 = 30;

/// The tour that nobody stands on yet.
pub(super) const EMPTY_POST_TITLE: &str = "英文讲解·预约团";

/// The exhibition that is on, for six months, and the next one. Both open on a Saturday and close on a Sunday.
pub(super) fn exhibitions(work: &Work<'_>) -> Result<(), Failure> {
    let current = exhibition(work, "万物有数——数学主题展", "四川科技馆", -66)?;
    let publish = json!({ "id": current["id"], "revision": current["revision"], "transition": "publish" });
    work.call(Role::Planner, "exhibition_transition", publish)?;
    let shown = json!({ "exhibits": work.lists.ids(EXHIBITION_EXHIBITS), "exhibition": current["id"] });
    work.call(Role::Planner, "exhibit_assign", shown)?;
    exhibition(work, "深海来客", "市科协", 140).map(drop)
}

/// An exhibition of six months that opens on the first Saturday from so many days after today on.
fn exhibition(work: &Work<'_>, title: &str, lender: &str, least: i64) -> Result<Value, Failure> {
    let opens = work.next_weekday(5, least);
    let closes = work.next_weekday(6, opens + 180);
    let draft = json!({
        "title": title, "lender": lender, "department": work.lists.id("展览教育部"),
        "spaces": work.lists.ids(&["临展厅"]),
        "phases": {
            "installs_from": work.at(opens - 12, 0, 0), "opens_on": work.at(opens, 0, 0),
            "closes_on": work.at(closes, 0, 0), "deinstalls_until": work.at(closes + 7, 0, 0),
        },
    });
    work.call(Role::Planner, "exhibition_save", json!({ "exhibition": draft }))
}

/// A museum notice: half a day without the space hall.
pub(super) fn notice(work: &Work<'_>) -> Result<(), Failure> {
    work.step(|call| {
        let day = work.at(work.next_weekday(3, 6), 0, 0);
        let row = rows::MuseumNotice {
            id: call.new_id(),
            revision: 0,
            from_day: day,
            to_day: day,
            part: "afternoon".to_owned(),
            space_id: Some(work.lists.id("宇航厅")),
            effect: "close".to_owned(),
            kind: "maintenance".to_owned(),
            reason: "宇航厅电路检修".to_owned(),
            withdrawn: false,
        };
        call.batch.insert(&row);
        Ok(())
    })
}

/// A template in short.
struct Shape {
    title: &'static str,
    kind: &'static str,
    spaces: &'static [&'static str],
    department: &'static str,
    starts: &'static [(i64, i64)],
    weekdays: &'static [i64],
    day_kinds: &'static [&'static str],
    minutes: i64,
    /// Minutes of lead-in and lead-out.
    around: (i64, i64),
    people: Option<i64>,
    roles: &'static [&'static str],
    more: Value,
    public: bool,
    days_ahead: i64,
}

impl Shape {
    fn new(title: &'static str, kind: &'static str, spaces: &'static [&'static str]) -> Shape {
        Shape {
            title,
            kind,
            spaces,
            department: "展览教育部",
            starts: &[],
            weekdays: &[],
            day_kinds: &[],
            minutes: 45,
            around: (0, 0),
            people: None,
            roles: &[],
            more: json!({}),
            public: true,
            days_ahead: DAYS_AHEAD,
        }
    }

    fn arguments(&self, work: &Work<'_>) -> Value {
        let mut content = json!({
            "kind": self.kind, "title": self.title, "public": self.public, "minutes": self.minutes,
            "department": work.lists.id(self.department), "lead_in_minutes": self.around.0,
            "lead_out_minutes": self.around.1, "spaces": work.lists.ids(self.spaces), "capacity": self.people,
            "posts": self.roles.iter().map(|role| json!({ "role": role })).collect::<Vec<_>>(),
        });
        for (field, value) in self.more.as_object().into_iter().flatten() {
            content[field] = value.clone();
        }
        let starts: Vec<i64> = self.starts.iter().map(|(hour, minute)| hour * 60 + minute).collect();
        json!({ "template": {
            "pattern": { "starts": starts, "weekdays": self.weekdays, "day_kinds": self.day_kinds,
                         "valid_from": work.at(-DAYS_BACK, 0, 0), "valid_to": work.at(self.days_ahead, 0, 0) },
            "content": content,
        } })
    }
}

/// Weekend and holidays.
const FREE_DAYS: &[&str] = &["weekend", "statutory_off"];
/// When schools are in class.
const SCHOOL_DAYS: &[&str] = &["workday", "makeup_workday"];

fn tours() -> Vec<Shape> {
    let tour =
        |title, spaces| Shape { people: Some(30), roles: &["docent"], ..Shape::new(title, "guided_tour", spaces) };
    vec![
        Shape {
            starts: &[(10, 0), (14, 0)],
            more: json!({ "age_band": "学龄前", "meeting_point": "儿童厅入口" }),
            days_ahead: 75,
            ..tour("小小讲解", &["儿童厅"])
        },
        Shape {
            starts: &[(10, 30), (13, 30), (15, 30)],
            more: json!({ "theme": "航天", "meeting_point": "宇航厅火箭下" }),
            days_ahead: 75,
            ..tour("走向深空", &["宇航厅"])
        },
        Shape {
            starts: &[(10, 0), (11, 0), (14, 30), (15, 30)],
            minutes: 40,
            more: json!({ "meeting_point": "防灾厅入口" }),
            days_ahead: 75,
            ..tour("地震来了", &["防灾厅"])
        },
        Shape {
            starts: &[(10, 0), (14, 0), (15, 0)],
            more: json!({ "theme": "基础科学", "meeting_point": "基础科学厅序厅" }),
            days_ahead: 75,
            ..tour("声光电漫游", &["基础科学厅"])
        },
        Shape {
            starts: &[(10, 30), (14, 30)],
            more: json!({ "theme": "数学", "meeting_point": "临展厅入口" }),
            ..tour("万物有数导览", &["临展厅"])
        },
        Shape {
            starts: &[(11, 0)],
            day_kinds: FREE_DAYS,
            more: json!({ "language": "en", "meeting_point": "宇航厅火箭下" }),
            ..tour("Space Hall in English", &["宇航厅"])
        },
    ]
}

fn stage() -> Vec<Shape> {
    let stage = |title, kind, spaces| Shape { department: "科普活动部", ..Shape::new(title, kind, spaces) };
    vec![
        Shape {
            starts: &[(10, 30), (13, 30), (15, 30)],
            minutes: 25,
            around: (15, 10),
            people: Some(80),
            roles: &["performer"],
            ..stage("火焰的颜色", "demonstration", &["实验剧场"])
        },
        Shape {
            starts: &[(11, 30), (16, 10)],
            day_kinds: FREE_DAYS,
            minutes: 25,
            around: (15, 5),
            people: Some(80),
            roles: &["performer"],
            ..stage("液氮魔法", "demonstration", &["实验剧场"])
        },
        Shape {
            starts: &[(12, 0), (16, 0)],
            minutes: 20,
            people: Some(60),
            roles: &["performer"],
            ..stage("电磁舞台秀", "demonstration", &["电磁区"])
        },
        Shape {
            starts: &[(11, 0), (15, 0)],
            weekdays: &[2, 3, 4, 5, 6],
            minutes: 40,
            around: (20, 10),
            people: Some(120),
            roles: &["performer", "performer"],
            ..stage("会讲故事的水", "show", &["儿童剧场"])
        },
        Shape {
            starts: &[(10, 0), (11, 0), (13, 0), (14, 0), (15, 0), (16, 0)],
            minutes: 30,
            around: (5, 5),
            people: Some(150),
            department: "展品技术部",
            ..stage("宇宙之旅", "film", &["球幕影院"])
        },
    ]
}

fn activities() -> Vec<Shape> {
    let activity = |title, kind, spaces| Shape { department: "科普活动部", ..Shape::new(title, kind, spaces) };
    vec![
        Shape {
            starts: &[(14, 30)],
            weekdays: &[5],
            minutes: 90,
            around: (30, 15),
            people: Some(300),
            more: json!({ "remark": "主讲人由市数字医学会推荐" }),
            ..activity("科技·人文大讲坛", "lecture", &["报告厅"])
        },
        Shape {
            starts: &[(11, 0), (15, 0)],
            day_kinds: FREE_DAYS,
            minutes: 60,
            around: (10, 10),
            people: Some(30),
            roles: &["host"],
            more: json!({ "age_band": "6–10岁" }),
            ..activity("搭一座桥", "activity", &["建构角"])
        },
        Shape {
            starts: &[(11, 10)],
            day_kinds: FREE_DAYS,
            minutes: 50,
            around: (10, 10),
            people: Some(30),
            ..activity("水往高处流", "activity", &["水区"])
        },
    ]
}

fn classes_and_internal() -> Vec<Shape> {
    let class = |title, spaces| Shape {
        department: "馆校合作部",
        day_kinds: SCHOOL_DAYS,
        people: Some(45),
        around: (10, 10),
        roles: &["instructor"],
        ..Shape::new(title, "lesson", spaces)
    };
    vec![
        Shape {
            starts: &[(9, 50), (14, 10)], weekdays: &[1, 2, 3, 4, 5], ..class("桥梁与结构", &["探究教室一"])
        },
        Shape { starts: &[(10, 0)], weekdays: &[1, 3], ..class("显微镜下", &["探究教室二"]) },
        Shape {
            starts: &[(14, 0)],
            weekdays: &[0],
            minutes: 90,
            public: false,
            ..Shape::new("讲解员业务学习", "training", &["报告厅"])
        },
        Shape {
            starts: &[(16, 30)],
            weekdays: &[4],
            minutes: 45,
            department: "科普活动部",
            roles: &["host"],
            more: json!({ "remark": "科学·家，直播" }),
            ..Shape::new("科学·家：厨房里的化学", "online", &[])
        },
    ]
}

/// Saves the templates, whose occurrences meet every rule on their way.
pub(super) fn templates(work: &Work<'_>) -> Result<(), Failure> {
    for shape in tours().into_iter().chain(stage()).chain(activities()).chain(classes_and_internal()) {
        work.call(Role::Planner, "template_save", shape.arguments(work))?;
    }
    Ok(())
}

/// Sessions that no template makes: each shows something a week really brings.
pub(super) fn single_sessions(work: &Work<'_>) -> Result<(), Failure> {
    let session = |title: &str, kind: &str, spaces: &[&str], starts: i64, minutes: i64| {
        json!({ "title": title, "kind": kind, "spaces": work.lists.ids(spaces), "starts": starts,
                "ends": starts + minutes, "department": work.lists.id("展览教育部") })
    };
    let with = |mut session: Value, more: Value| {
        for (field, value) in more.as_object().into_iter().flatten() {
            session[field] = value.clone();
        }
        session
    };
    let save = |role, session: Value, overrides: Value| {
        let arguments = json!({ "session": session, "overrides": overrides });
        work.call(role, "session_save", arguments)
    };
    // A closed Monday, let pass by the duty manager.
    let monday = work.next_weekday(0, 1);
    let school = with(
        session("馆校共建专场", "activity", &["生活科技厅"], work.at(monday, 10, 0), 120),
        json!({ "capacity": 160, "department": work.lists.id("馆校合作部") }),
    );
    let reason = "市教委馆校共建日，闭馆日单独接待";
    save(Role::DutyManager, school, json!([{ "code": "closed_day", "reason": reason }]))?;
    // A group that one docent should not lead alone.
    let camp = with(
        session("夏令营专场讲解", "guided_tour", &["生活科技厅"], work.at(work.next_weekday(3, 1), 10, 0), 60),
        json!({ "capacity": 36, "posts": [{ "role": "docent" }, { "role": "docent" }] }),
    );
    save(Role::Planner, camp, json!([{ "code": "group_too_large", "reason": "同校一个班，加派一名讲解员" }]))?;
    // A post that nobody fills yet.
    let english = with(
        session(EMPTY_POST_TITLE, "guided_tour", &["生活科技厅"], work.at(work.next_weekday(4, 1), 14, 0), 45),
        json!({ "capacity": 20, "language": "en", "posts": [{ "role": "docent", "language": "en" }] }),
    );
    save(Role::Planner, english, json!([]))?;
    let reception = with(
        session("外省科技馆同行来访", "reception", &["生活科技厅"], work.at(work.next_weekday(2, 1), 9, 40), 60),
        json!({ "public": false, "capacity": 25, "department": work.lists.id("观众服务部") }),
    );
    save(Role::DutyManager, reception, json!([]))?;
    let repair = with(
        session("防灾厅平台检修", "maintenance", &["防灾厅"], work.at(monday, 9, 0), 7 * 60),
        json!({ "public": false, "department": work.lists.id("展品技术部") }),
    );
    save(Role::Planner, repair, json!([]))?;
    let night = with(
        session("科学之夜", "activity", &["科学广场"], work.at(work.next_weekday(5, 8), 18, 30), 150),
        json!({ "capacity": 500, "department": work.lists.id("科普活动部") }),
    );
    work.call(Role::Planner, "session_save", json!({ "session": night, "as_draft": true }))?;
    Ok(())
}

/// What is over was held, what comes within two weeks is on the wall.
pub(super) fn confirm_and_publish(call: &mut Call<'_>, work: &Work<'_>) -> Result<(), Failure> {
    let on_the_wall = work.at(PUBLISHED_DAYS, 0, 0);
    for (place, row) in call.all::<rows::Session>()?.into_iter().enumerate() {
        let open = row.state == SessionState::Planned.code() || row.state == SessionState::Published.code();
        let state = if !open {
            continue;
        } else if row.ends <= call.now {
            // Now and then nobody comes to the last film.
            if row.kind == "film" && place % 23 == 0 { SessionState::NoAudience } else { SessionState::Held }
        } else if row.starts < on_the_wall && row.kind != "caravan" {
            SessionState::Published
        } else {
            continue;
        };
        let after = rows::Session { state: state.code().to_owned(), ..row.clone() };
        call.batch.update(&row, &after);
    }
    Ok(())
}

/// What the day brings after the programme was published: somebody falls ill, something is called off.
pub(super) fn loose_ends(work: &Work<'_>) -> Result<(), Failure> {
    work.step(|call| {
        let row = rows::Leave {
            id: call.new_id(),
            revision: 0,
            person_id: work.lists.id("叶青"),
            starts: work.at(1, 0, 0),
            ends: work.at(2, 12, 0),
            kind: "sick".to_owned(),
            remark: None,
        };
        call.batch.insert(&row);
        Ok(())
    })?;
    let sessions = work.museum.store.read(|snapshot| snapshot.all::<rows::Session>())?;
    let show = sessions
        .iter()
        .filter(|row| row.kind == "show" && row.starts > work.at(2, 0, 0) && minute_of_day(row.starts) > 12 * 60)
        .filter(|row| row.state == SessionState::Published.code())
        .min_by_key(|row| row.starts);
    if let Some(show) = show {
        let reason = json!({ "code": "equipment", "text": "舞台灯光维修" });
        let arguments = json!({ "ids": [show.id], "transition": "cancel", "reason": reason });
        work.call(Role::Planner, "session_transition", arguments)?;
    }
    Ok(())
}
