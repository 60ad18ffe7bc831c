//! Calendars as every calendar program reads them: iCalendar (RFC 5545).
//!
//! Written here and not by a library: `icalendar` stamps and numbers whatever it writes, a time zone too, at random.
//! It reads ours in the tests instead, beside a second reader.

use rules::time::{DAY_MINUTES, Minute, date_of, minute_of_day};

/// Octets of a content line, its end not counted.
const LINE_OCTETS_MAX: usize = 75;

/// The wall clock of the museum: one offset, no summer time.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
    TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From minute to minute on the wall clock.
    Span {
        /// First minute.
        starts: Minute,
        /// The minute after the last.
        ends: Minute,
    },
    /// Whole days, each by its first minute.
    Days {
        /// The first.
        first: Minute,
        /// The last, itself included.
        last: Minute,
    },
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not fixed yet.
    Tentative,
    /// Takes place.
    Confirmed,
    /// Does not take place, or not then: a calendar that has it strikes it out.
    Cancelled,
}

/// An event of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for the same thing in every file: its id.
    pub uid: String,
    /// Grows whenever it changes.
    pub sequence: i64,
    /// When it was last changed, in UTC milliseconds.
    pub changed_utc_milliseconds: i64,
    /// When it is.
    pub when: When,
    /// Where it stands.
    pub status: Status,
    /// What it is called.
    pub summary: String,
    /// Where it is.
    pub location: Option<String>,
    /// What kind it is.
    pub categories: Vec<String>,
    /// What else is to be known; never a phone.
    pub description: Option<String>,
}

/// A calendar of that name. Equal events make equal bytes.
pub fn ics(name: &str, events: &[Event]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//zhancheng//zhancheng//ZH");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut out, "X-WR-TIMEZONE:Asia/Shanghai");
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.push_str(ZONE);
    for event in events {
        write_event(&mut out, event);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn write_event(out: &mut String, event: &Event) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@zhancheng", escaped(&event.uid)));
    line(out, &format!("DTSTAMP:{}", utc(event.changed_utc_milliseconds)));
    line(out, &format!("SEQUENCE:{}", event.sequence.max(0)));
    match event.when {
        When::Span { starts, ends } => {
            line(out, &format!("DTSTART;TZID=Asia/Shanghai:{}", wall(starts)));
            line(out, &format!("DTEND;TZID=Asia/Shanghai:{}", wall(ends)));
        }
        When::Days { first, last } => {
            line(out, &format!("DTSTART;VALUE=DATE:{}", day(first)));
            // The end of whole days is the day after.
            line(out, &format!("DTEND;VALUE=DATE:{}", day(last + DAY_MINUTES)));
            line(out, "TRANSP:TRANSPARENT");
        }
    }
    let status = match event.status {
        Status::Tentative => "TENTATIVE",
        Status::Confirmed => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    };
    line(out, &format!("STATUS:{status}"));
    line(out, &format!("SUMMARY:{}", escaped(&event.summary)));
    if let Some(location) = &event.location {
        line(out, &format!("LOCATION:{}", escaped(location)));
    }
    if !event.categories.is_empty() {
        let categories: Vec<String> = event.categories.iter().map(|category| escaped(category)).collect();
        line(out, &format!("CATEGORIES:{}", categories.join(",")));
    }
    if let Some(description) = &event.description {
        line(out, &format!("DESCRIPTION:{}", escaped(description)));
    }
    line(out, "END:VEVENT");
}

/// A content line, folded so that no character is cut.
fn line(out: &mut String, content: &str) {
    let mut octets = 0;
    for character in content.chars() {
        if octets + character.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(character);
        octets += character.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as a value: what parts values is escaped, control characters have no place.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            character if character.is_control() => {}
            character => out.push(character),
        }
    }
    out
}

fn day(minute: Minute) -> String {
    date_of(minute).map(|date| date.format("%Y%m%d").to_string()).unwrap_or_default()
}

fn wall(minute: Minute) -> String {
    let clock = minute_of_day(minute);
    format!("{}T{:02}{:02}00", day(minute), clock / 60, clock % 60)
}

fn utc(milliseconds: i64) -> String {
    chrono::DateTime::from_timestamp_millis(milliseconds).unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    const DAY: Minute = 20_578 * DAY_MINUTES;

    fn events() -> Vec<Event> {
        let event = |uid: &str, summary: &str| Event {
            uid: uid.to_owned(),
            sequence: 3,
            changed_utc_milliseconds: 1_777_855_800_000,
            when: When::Span { starts: DAY + 600, ends: DAY + 645 },
            status: Status::Confirmed,
            summary: summary.to_owned(),
            location: Some("儿童厅、建构角".to_owned()),
            categories: vec!["讲解".to_owned(), "中文; 英文".to_owned()],
            description: Some("第一行，有 , 和 ; 和 \\\n第二行".to_owned()),
        };
        let cancelled = Event { status: Status::Cancelled, ..event("b", "=1+1\r\nBEGIN:VALARM") };
        let days = When::Days { first: DAY, last: DAY + 29 * DAY_MINUTES };
        let open = Event { when: days, status: Status::Tentative, ..event("c", "丝路") };
        vec![event("a", &"会讲故事的水🚌".repeat(20)), cancelled, open]
    }

    /// What one reader makes of an event.
    type Read = (String, String, String, String, String);

    /// What a reader leaves escaped.
    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, true) => out.extend(characters.next().map(|next| if next == 'n' { '\n' } else { next })),
                (character, false) => out.push(character),
            }
        }
        out
    }

    fn by_ical(text: &str) -> Vec<Read> {
        let calendar = ical::IcalParser::new(BufReader::new(text.as_bytes())).next().unwrap().unwrap();
        assert_eq!(calendar.timezones.len(), 1);
        let value = |event: &ical::parser::ical::component::IcalEvent, name: &str| {
            let property = event.properties.iter().find(|property| property.name == name);
            unescaped(property.and_then(|property| property.value.as_deref()).unwrap_or_default())
        };
        let read = |event| {
            let of = |name| value(event, name);
            (of("UID"), of("DTSTART"), of("DTEND"), of("STATUS"), of("SUMMARY"))
        };
        calendar.events.iter().map(read).collect()
    }

    fn by_icalendar(text: &str) -> Vec<Read> {
        use icalendar::Component as _;
        let calendar: icalendar::Calendar = text.parse().unwrap();
        let read = |event: &icalendar::Event| {
            let of = |name| event.property_value(name).unwrap_or_default().to_owned();
            (of("UID"), of("DTSTART"), of("DTEND"), of("STATUS"), of("SUMMARY"))
        };
        calendar.events().map(read).collect()
    }

    #[test]
    fn two_readers_find_the_same_events() {
        let text = ics("山城科学馆", &events());
        let found = by_ical(&text);
        assert_eq!(found, by_icalendar(&text));
        let expected = |uid: &str, starts: &str, ends: &str, status: &str, summary: &str| {
            [uid, starts, ends, status, summary].map(str::to_owned).into()
        };
        assert_eq!(
            found,
            [
                expected(
                    "a@zhancheng",
                    "20260505T100000",
                    "20260505T104500",
                    "CONFIRMED",
                    &"会讲故事的水🚌".repeat(20)
                ),
                // A line break is escaped: nothing begins a component of its own.
                expected("b@zhancheng", "20260505T100000", "20260505T104500", "CANCELLED", "=1+1\nBEGIN:VALARM"),
                expected("c@zhancheng", "20260505", "20260604", "TENTATIVE", "丝路"),
            ]
        );
    }

    #[test]
    fn no_script_and_no_formula_leaves_the_value_it_stands_in() {
        let scripts = include_str!("../../../tests/ui/payloads.txt").lines().filter(|line| !line.starts_with("%%"));
        let texts: Vec<&str> = scripts.filter(|line| !line.is_empty()).chain(["=1+1", "@SUM(A1)", "\\n;,\\"]).collect();
        let event = |text: &&str| Event { uid: "a".to_owned(), summary: (*text).to_owned(), ..events().remove(0) };
        let text = ics("馆", &texts.iter().map(event).collect::<Vec<_>>());
        let found = by_ical(&text);
        assert_eq!(found, by_icalendar(&text));
        assert_eq!(found.iter().map(|read| read.4.as_str()).collect::<Vec<_>>(), texts);
        assert!(texts.len() > 200);
    }

    #[test]
    fn lines_hold_75_octets_and_whole_characters_and_end_in_crlf() {
        let text = ics(&"很长的馆名".repeat(30), &events());
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS_MAX && !line.contains(['\r', '\n'])));
        assert!(text.contains("\r\n "));
        assert_eq!(text, ics(&"很长的馆名".repeat(30), &events()));
    }
}
