//! Findings in words, for whoever has no page: the command line. The page makes its own from the same message files.

use exchange::{Finding, FindingCode};
use rules::conflict::{Clash, ClashCode, SubjectKind};
use rules::time::{DAY_MINUTES, Minute, date_of, minute_of_day};
use serde_json::{Map, Value as Json};
use words::{Locale, phrase};

/// What a finding says.
fn sentence(finding: &Finding, locale: Locale) -> String {
    finding.message(locale, |fact, value| match (finding.code, fact) {
        (FindingCode::Clash, "clash") => serde_json::from_value::<Clash>(value.clone())
            .map_or_else(|_| String::new(), |clash| clash_sentence(&clash, locale)),
        (FindingCode::Refused, "failure") => match value {
            Json::Object(failure) => failure_sentence(failure, locale),
            _ => String::new(),
        },
        (_, "what") => target_word(plain(value).as_str(), locale),
        (_, "state") => state_word(plain(value).as_str(), locale),
        _ => plain(value),
    })
}

/// Adds to each finding of a report, as a command answered it, what it says: `message`.
pub fn say_findings(report: &mut Json, locale: &str) {
    let locale = Locale::from_tag(locale).unwrap_or_default();
    let Some(findings) = report.get_mut("findings").and_then(Json::as_array_mut) else { return };
    for finding in findings {
        if let Ok(read) = serde_json::from_value::<Finding>(finding.clone()) {
            finding["message"] = Json::String(sentence(&read, locale));
        }
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        Json::Array(several) => several.iter().map(plain).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

fn nothing(_: &str) -> String {
    String::new()
}

fn target_word(what: &str, locale: Locale) -> String {
    phrase(locale, &format!("sheet_target_{what}"), nothing).unwrap_or_else(|| what.to_owned())
}

fn state_word(state: &str, locale: Locale) -> String {
    phrase(locale, &format!("session_state_{state}"), nothing).unwrap_or_else(|| state.to_owned())
}

fn failure_sentence(failure: &Map<String, Json>, locale: Locale) -> String {
    let code = failure.get("code").map(plain).unwrap_or_default();
    let rule = failure.get("rule").map(plain).and_then(|rule| phrase(locale, &format!("failure_rule_{rule}"), nothing));
    let say = |fact: &str| {
        let value = failure.get(fact).map(plain).unwrap_or_default();
        match fact {
            "field" => {
                let last = value.rsplit('.').next().unwrap_or_default();
                phrase(locale, &format!("field_{last}"), nothing).unwrap_or(value)
            }
            "what" => phrase(locale, &format!("failure_what_{value}"), nothing).unwrap_or(value),
            "state" => state_word(&value, locale),
            _ => value,
        }
    };
    let what = phrase(locale, &format!("failure_{code}"), say).unwrap_or(code);
    match rule {
        Some(rule) => words::format_then(locale, what, rule),
        None => what,
    }
}

fn moment(minute: Minute) -> String {
    let clock = minute_of_day(minute);
    let day = date_of(minute).map_or_else(String::new, |day| day.to_string());
    format!("{day} {}:{:02}", clock / 60, clock % 60)
}

fn duration(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Why something cannot be, as the page says it.
fn clash_sentence(clash: &Clash, locale: Locale) -> String {
    use ClashCode as C;
    let number = |number: Option<i64>| {
        let Some(number) = number else { return String::new() };
        match clash.code {
            C::LicenceExpired | C::InspectionExpired | C::InsuranceExpired => {
                date_of(number - DAY_MINUTES).map_or_else(String::new, |day| day.to_string())
            }
            C::ArrivalLate | C::LeavesEarly | C::ReturnLate => moment(number),
            C::DriverHours | C::DrivingBreak => duration(number),
            _ => number.to_string(),
        }
    };
    let classes = || clash.detail.as_deref().and_then(|detail| detail.split_once(':'));
    let say = |fact: &str| match fact {
        "subject" if clash.subject_kind == SubjectKind::Post => {
            phrase(locale, &format!("session_role_{}", clash.subject_name), nothing)
                .unwrap_or_else(|| clash.subject_name.clone())
        }
        "subject" if clash.subject_kind == SubjectKind::Run => words::clash_home(locale).to_owned(),
        "subject" => clash.subject_name.clone(),
        "holder" => clash.holder.as_ref().map_or_else(String::new, |holder| holder.title.clone()),
        "kind" => clash.holder.as_ref().map_or_else(String::new, |holder| {
            let key = match holder.session_kind {
                Some(kind) => format!("session_kind_{}", kind.code()),
                None => format!("clash_holder_{}", holder.kind.code()),
            };
            phrase(locale, &key, nothing).unwrap_or_default()
        }),
        "time" => clash.holder.as_ref().map_or_else(String::new, |holder| {
            let clock = minute_of_day(holder.ends);
            format!("{}–{}:{:02}", moment(holder.starts), clock / 60, clock % 60)
        }),
        "limit" => match (clash.code, classes()) {
            (C::LicenceClass, Some((wanted, _))) => wanted.to_owned(),
            _ => number(clash.limit),
        },
        "actual" => match (clash.code, classes()) {
            (C::LicenceClass, Some((_, "")) | None) => words::clash_none(locale).to_owned(),
            (C::LicenceClass, Some((_, held))) => held.to_owned(),
            _ => number(clash.actual),
        },
        "detail" => clash.detail.clone().unwrap_or_default(),
        _ => String::new(),
    };
    phrase(locale, &format!("clash_{}", clash.code.code()), say).unwrap_or_else(|| clash.code.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clash_and_every_target_has_a_sentence_in_both_languages() {
        for locale in Locale::ALL {
            for code in ClashCode::ALL {
                assert!(phrase(locale, &format!("clash_{}", code.code()), nothing).is_some(), "{}", code.code());
            }
            for target in exchange::Target::ALL {
                let key = format!("sheet_target_{}", target.code());
                assert!(phrase(locale, &key, nothing).is_some(), "{key}");
            }
        }
    }
}
