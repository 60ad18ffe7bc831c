//! Tables of dates, edits and deviations.

use chrono::NaiveDate;

use super::*;
use crate::session::{Particulars, PostShape, SessionKind};
use crate::time::day_start;

fn day(month: u32, day: u32) -> Minute {
    day_start(NaiveDate::from_ymd_opt(2026, month, day).unwrap())
}

/// Around 1 May 2026: the holiday is Friday to Tuesday, Saturday the 9th makes up for it.
fn facts(of: Minute) -> DayFacts {
    let kind = if (day(5, 1)..=day(5, 5)).contains(&of) {
        DayKind::StatutoryOff
    } else if of == day(5, 9) {
        DayKind::MakeupWorkday
    } else {
        ordinary_kind(weekday(of))
    };
    DayFacts { kind, open: weekday(of) != 0 || kind == DayKind::StatutoryOff }
}

fn pattern(weekdays: &[i64], day_kinds: &[DayKind]) -> Pattern {
    Pattern {
        starts: vec![600],
        start_kinds: Vec::new(),
        weekdays: weekdays.to_vec(),
        day_kinds: day_kinds.to_vec(),
        valid_from: day(4, 27),
        valid_to: day(5, 11),
    }
}

/// One letter a day from Monday 27 April: `+` wanted, `K` kind of day, `C` closed, `.` not listed.
fn letters(pattern: &Pattern, public: bool) -> String {
    let found = occurrences(pattern, public, 0, &facts, &|_, _| Known::Nothing);
    pattern
        .days()
        .map(|day| match found.iter().find(|occurrence| occurrence.day == day).map(|found| found.skip) {
            None => '.',
            Some(None) => '+',
            Some(Some(SkipReason::DayKind)) => 'K',
            Some(Some(SkipReason::ClosedDay)) => 'C',
            Some(Some(_)) => '?',
        })
        .collect()
}

#[test]
fn each_day_is_wanted_or_says_why_not() {
    use DayKind as D;
    let weekdays_only: &[i64] = &[0, 1, 2, 3, 4];
    for (name, weekdays, kinds, public, expected) in [
        // April 27 is a Monday. M T W T F S S | M T W T F S S | M
        ("every day", &[][..], &[][..], true, "C+++++++++++++C"),
        ("workdays", &[], &[D::Workday], true, "C+++K..KK+++..C"),
        ("workdays, internal", &[], &[D::Workday], false, "++++K..KK+++..+"),
        ("weekends and holidays", &[], &[D::Weekend, D::StatutoryOff], true, "....+++++...K+."),
        ("Saturdays", &[5], &[], true, ".....+......+.."),
        ("Saturdays that are weekends", &[5], &[D::Weekend], true, ".....K......K.."),
        ("working Mondays to Fridays", weekdays_only, &[D::Workday], true, "C+++K..KK+++..C"),
        ("make-up days", &[], &[D::MakeupWorkday], true, "............+.."),
    ] {
        assert_eq!(letters(&pattern(weekdays, kinds), public), expected, "{name}");
    }
}

#[test]
fn a_start_may_hold_on_some_kinds_of_day_only() {
    use DayKind as D;
    let own = StartKinds { start: 840, day_kinds: vec![D::Weekend, D::StatutoryOff, D::Weekend] };
    let nowhere = StartKinds { start: 900, day_kinds: vec![D::Workday] };
    let pattern = Pattern { starts: vec![840, 600], start_kinds: vec![own, nowhere], ..pattern(&[], &[]) }.tidied();
    assert_eq!(pattern.start_kinds, [StartKinds { start: 840, day_kinds: vec![D::Weekend, D::StatutoryOff] }]);
    let found = occurrences(&pattern, true, 0, &facts, &|_, _| Known::Nothing);
    let on = |of: Minute| {
        let of_day = found.iter().filter(|one| one.day == of);
        of_day.map(|one| (one.start, one.skip)).collect::<Vec<_>>()
    };
    let wanted = |start| (start, None);
    // A working Thursday, the holiday on a Friday, the Saturday that makes up for it, the Sunday after.
    assert_eq!(on(day(4, 30)), [wanted(600)]);
    assert_eq!(on(day(5, 1)), [wanted(600), wanted(840)]);
    assert_eq!(on(day(5, 9)), [wanted(600), (840, Some(SkipReason::DayKind))]);
    assert_eq!(on(day(5, 10)), [wanted(600), wanted(840)]);
}

#[test]
fn what_is_known_of_an_occurrence_comes_before_the_calendar() {
    let pattern = Pattern { valid_from: day(5, 4), valid_to: day(5, 4), ..pattern(&[], &[DayKind::Workday]) };
    let before = day(5, 4);
    let after = day(5, 4) + 600;
    for (known, now, expected) in [
        (Known::Nothing, before, SkipReason::DayKind),
        (Known::Session(SessionState::Planned), before, SkipReason::Exists),
        (Known::Session(SessionState::Held), after, SkipReason::Exists),
        (Known::Session(SessionState::Cancelled), before, SkipReason::Cancelled),
        (Known::SkippedByHand, before, SkipReason::ByHand),
        (Known::SkippedByHand, after, SkipReason::Past),
        (Known::Nothing, after, SkipReason::Past),
    ] {
        let found = occurrences(&pattern, true, now, &facts, &|_, _| known);
        assert_eq!(found.len(), 1, "{known:?}");
        assert_eq!(found[0].skip, Some(expected), "{known:?} at {now}");
    }
}

#[test]
fn several_starts_a_day_come_in_order() {
    let pattern = Pattern { starts: vec![840, 570, 840, 600], ..pattern(&[2], &[]) }.tidied();
    let found = occurrences(&pattern, true, day(4, 29) + 570, &facts, &|_, _| Known::Nothing);
    let seen: Vec<_> = found.iter().map(|found| (found.scheduled() - day(4, 29), found.skip)).collect();
    let week = 7 * DAY_MINUTES;
    assert_eq!(
        seen,
        [
            (570, Some(SkipReason::Past)),
            (600, None),
            (840, None),
            (week + 570, None),
            (week + 600, None),
            (week + 840, None),
        ]
    );
}

#[test]
fn a_split_leaves_no_day_twice_and_none_out() {
    let pattern = pattern(&[], &[]);
    assert_eq!(split(&pattern, pattern.valid_from), None);
    let cut = split(&pattern, day(5, 1)).unwrap();
    assert_eq!(cut, Split { old_ends: day(4, 30), new_begins: day(5, 1) });
    let old = Pattern { valid_to: cut.old_ends, ..pattern.clone() };
    let new = Pattern { valid_from: cut.new_begins, ..pattern.clone() };
    let both: Vec<_> = old.days().chain(new.days()).collect();
    assert_eq!(both, pattern.days().collect::<Vec<_>>());
}

#[test]
fn starts_are_renamed_without_meeting_on_the_way() {
    for moves in [
        vec![(600, 660), (660, 720), (720, 780)],
        vec![(720, 660), (660, 600)],
        vec![(600, 615), (660, 675), (720, 720)],
        vec![(600, 660), (660, 630), (700, 600)],
    ] {
        let mut taken: BTreeSet<i64> = moves.iter().map(|(from, _)| *from).collect();
        let expected: BTreeSet<i64> = moves.iter().map(|(_, to)| *to).collect();
        for (from, to) in renaming(&moves) {
            assert!(taken.remove(&from), "{moves:?}: {from} is gone");
            assert!(taken.insert(to), "{moves:?}: {to} is taken");
        }
        assert_eq!(taken, expected);
    }
    assert_eq!(renaming(&[(600, 660), (660, 600)]), []);
}

fn post(person: Option<&str>) -> PostShape {
    PostShape { role: "docent".into(), language: None, person: person.map(Into::into) }
}

fn content() -> Content {
    let spaces = vec!["hall".into()];
    let what =
        Particulars { spaces, capacity: Some(30), ..Particulars::new(SessionKind::GuidedTour, "小小讲解".into()) };
    Content { minutes: 45, posts: vec![post(None)], what }
}

/// The same with something of its own.
fn own(change: impl FnOnce(&mut Content)) -> Content {
    let mut content = content();
    change(&mut content);
    content
}

#[test]
fn an_occurrence_deviates_in_what_somebody_changed_and_in_nothing_else() {
    type Change = fn(&mut Content);
    let cases: &[(Change, i64, &[Field])] = &[
        (|_| (), 0, &[]),
        (|_| (), 15, &[Field::Starts]),
        (|content| content.what.title = "别的".into(), 0, &[Field::Title]),
        (|content| content.what.capacity = None, 0, &[Field::Capacity]),
        (|content| content.what.spaces = vec!["other".into()], 0, &[Field::Spaces]),
        // Filling an open post is the roster's work, not a deviation.
        (|content| content.posts[0].person = Some("li".into()), 0, &[]),
        (|content| content.posts.push(post(None)), 0, &[Field::Posts]),
        (|content| content.minutes = 60, 30, &[Field::Starts, Field::Minutes]),
    ];
    let template = content();
    for (number, (change, shift, expected)) in cases.iter().enumerate() {
        let mut occurrence = content();
        change(&mut occurrence);
        let found =
            deviations(Place { content: &template, starts: 600 }, Place { content: &occurrence, starts: 600 + shift });
        assert_eq!(found, *expected, "case {number}");
    }
    let standing = Content { posts: vec![post(Some("li"))], ..content() };
    let found = deviations(Place { content: &standing, starts: 0 }, Place { content: &template, starts: 0 });
    assert_eq!(found, [Field::Posts]);
}

#[test]
fn an_edit_reaches_what_an_occurrence_has_from_its_template() {
    let old = content();
    let new = own(|new| (new.what.title, new.what.capacity) = ("小讲解员".into(), Some(20)));
    let occurrence = own(|own| (own.what.capacity, own.what.remark) = (Some(12), Some("校庆".into())));
    let after = merged(&old, &new, &occurrence).what;
    assert_eq!((after.title.as_str(), after.capacity), ("小讲解员", Some(12)));
    assert_eq!(after.remark.as_deref(), Some("校庆"));
}

#[test]
fn rostered_people_stay_and_standing_people_follow() {
    let rostered = Content { posts: vec![post(Some("li"))], ..content() };
    let two = Content { posts: vec![post(None), post(None)], ..content() };
    let people = |content: &Content| content.posts.iter().map(|post| post.person.clone()).collect::<Vec<_>>();
    assert_eq!(people(&merged(&content(), &two, &rostered)), [Some("li".to_owned()), None]);
    // 王 stood there by the template; with the new one the post is open.
    let standing = Content { posts: vec![post(Some("wang"))], ..content() };
    assert_eq!(people(&merged(&standing, &content(), &standing)), [None]);
    // Somebody put 李 in 王's place: that is a deviation, and stays.
    let other = Content { posts: vec![post(Some("zhao"))], ..content() };
    assert_eq!(people(&merged(&standing, &other, &rostered)), [Some("li".to_owned())]);
}

#[test]
fn what_is_changed_on_one_for_all_goes_over_and_nothing_else() {
    let template = content();
    // This occurrence has a remark of its own and 李 by the roster.
    let old = own(|old| (old.what.remark, old.posts) = (Some("校庆".into()), vec![post(Some("li"))]));
    let mut new = old.clone();
    new.what.title = "小讲解员".into();
    assert_eq!(transferred(&old, &new, &template), own(|own| own.what.title = "小讲解员".into()));
    let wang = Content { posts: vec![post(Some("wang"))], ..old.clone() };
    assert_eq!(transferred(&old, &wang, &template).posts, [post(Some("wang"))]);
}

#[test]
fn following_again_resets_the_named_fields() {
    let template = content();
    let occurrence = own(|own| {
        (own.what.capacity, own.what.remark) = (Some(12), Some("校庆".into()));
        own.posts = vec![post(Some("li")), post(None)];
    });
    let after = followed(&template, &occurrence, &[Field::Capacity, Field::Posts]);
    assert_eq!(after, own(|own| (own.what.remark, own.posts) = (Some("校庆".into()), vec![post(Some("li"))])));
}
