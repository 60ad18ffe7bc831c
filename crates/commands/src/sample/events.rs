//! Many more sessions over the open days of the year around today, to try the page with: direct batches
//! that meet no clash, not even a soft one.

use rules::conflict::{Claim, Holder, HolderKind, judge};
use rules::session::{SessionKind, SessionState};
use rules::time::{Span, date_of};
use serde_json::{from_value, json};

use super::Work;
use super::resources::Further;
use crate::facts::World;
use crate::session::{NewSession, SessionDraft, Settled, insert_session, proposal};
use crate::{Failure, calendar};

/// Days each side of today.
const DAYS_EACH_SIDE: i64 = 182;
/// Open days a batch holds.
const DAYS_A_BATCH: usize = 12;

/// Quarter hours from half past nine at which something begins.
const QUARTERS: i64 = 28;

/// What is repeated, by turns: title, kind, space, minutes.
const REPEATED: &[(&str, &str, &str, i64)] = &[
    ("走向深空", "guided_tour", "宇航厅", 45),
    ("地震来了", "guided_tour", "防灾厅", 40),
    ("力学漫步", "guided_tour", "力学区", 30),
    ("电磁漫步", "guided_tour", "电磁区", 30),
    ("生活里的科技", "guided_tour", "生活科技厅", 45),
    ("万物有数导览", "guided_tour", "临展厅", 45),
    ("积木讲解", "guided_tour", "建构角", 30),
    ("水的讲解", "guided_tour", "水区", 30),
    ("火焰的颜色", "demonstration", "实验剧场", 25),
    ("会讲故事的水", "show", "儿童剧场", 40),
    ("宇宙之旅", "film", "球幕影院", 30),
    ("桥梁与结构", "lesson", "探究教室一", 45),
    ("显微镜下", "lesson", "探究教室二", 45),
    ("科普报告", "lecture", "报告厅", 60),
    ("广场实验", "activity", "科学广场", 45),
];

/// What is offered in turn.
struct Offered<'w> {
    title: &'w str,
    /// The hall's name, where the title says it: so that titles differ as a large museum's do.
    hall: Option<&'w str>,
    kind: &'w str,
    space: String,
    docent: Option<&'w str>,
    minutes: i64,
    /// Quarter hours after the first start at which its day begins; those before it come last.
    begins: i64,
}

/// Adds `count` sessions, as evenly over the open days as the spaces bear. Further halls have their docent, and begin
/// their days at different times, since there are more of them than sessions a day.
pub(super) fn add(work: &Work<'_>, count: i64, further: &[Further]) -> Result<(), Failure> {
    let own = REPEATED.iter().map(|(title, kind, space, minutes)| Offered {
        title,
        hall: None,
        kind,
        space: work.lists.id(space),
        docent: None,
        minutes: *minutes,
        begins: 0,
    });
    let guided = (0..).zip(further).map(|(number, Further { space, hall, docent })| {
        let (title, kind, _, minutes) = REPEATED[number % 8];
        let begins = i64::try_from(number * 5).unwrap_or(0);
        Offered { title, hall: Some(hall), kind, space: space.clone(), docent: Some(docent), minutes, begins }
    });
    let offered: Vec<Offered<'_>> = own.chain(guided).collect();
    let mut left = count;
    let open = open_days(work)?;
    let mut days = open.as_slice();
    while !days.is_empty() && left > 0 {
        let (these, later) = days.split_at(days.len().min(DAYS_A_BATCH));
        // What earlier days could not take is asked of the later ones.
        let share = i64::try_from(these.len()).unwrap_or(1);
        let all = i64::try_from(days.len()).unwrap_or(1);
        left -= some_days(work, &offered, these, (left * share + all - 1) / all)?;
        days = later;
    }
    Ok(())
}

/// The open days around today, as days from it.
fn open_days(work: &Work<'_>) -> Result<Vec<i64>, Failure> {
    let calendar = work.museum.store.read(|snapshot| Ok(calendar::load(snapshot)))??;
    let is_open = |day: &i64| date_of(work.at(*day, 0, 0)).is_some_and(|date| calendar.day(date).open);
    Ok((-DAYS_EACH_SIDE..DAYS_EACH_SIDE).filter(is_open).collect())
}

/// Fills some days with up to `wanted` sessions and answers how many they took.
fn some_days(work: &Work<'_>, offered: &[Offered<'_>], days: &[i64], wanted: i64) -> Result<i64, Failure> {
    let mut made = 0;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(0) };
    let length = i64::try_from(days.len()).unwrap_or(1);
    work.step(|call| {
        let span = Span { starts: work.at(*first, 0, 0), ends: work.at(last + 1, 0, 0) };
        let mut world = World::load(call, span)?;
        for (place, day) in days.iter().enumerate() {
            let by_today = wanted * (i64::try_from(place).unwrap_or(0) + 1) / length;
            // Each quarter hour gives every space its turn.
            for quarter in 0..QUARTERS {
                for Offered { title, hall, kind, space, docent, minutes, begins } in offered {
                    if made >= by_today {
                        break;
                    }
                    let starts = work.at(*day, 9, 30) + (begins + quarter) % QUARTERS * 15;
                    let posts: Vec<_> = docent.iter().map(|id| json!({ "role": "docent", "person": id })).collect();
                    let title = match hall {
                        Some(hall) => format!("{title}·{hall}第{}场", day + DAYS_EACH_SIDE),
                        None => (*title).to_owned(),
                    };
                    let draft: SessionDraft = match from_value(json!({
                        "title": title, "kind": kind, "starts": starts, "ends": starts + minutes,
                        "spaces": [space], "posts": posts, "public": true,
                    })) {
                        Ok(draft) => draft,
                        Err(_) => continue,
                    };
                    let judgement = world.ask(|facts| judge(&proposal(&draft), facts));
                    if !judgement.clashes.is_empty() {
                        continue;
                    }
                    let over = starts + minutes <= call.now;
                    let state = if over { SessionState::Held } else { SessionState::Published };
                    let id = call.new_id();
                    let holder = Holder {
                        kind: HolderKind::Session,
                        id: id.clone(),
                        title,
                        session_kind: SessionKind::from_code(kind),
                        starts,
                        ends: starts + minutes,
                    };
                    let claims: Vec<Claim> = judgement.claims;
                    world.occupancy.add(&claims, holder);
                    let new = NewSession { id, draft, state, template: None, reason: None };
                    insert_session(call, new, &claims, Settled::default());
                    made += 1;
                }
            }
        }
        Ok(())
    })?;
    Ok(made)
}
