//! Caravan runs: a row a stop, the rows of a run together.

use std::collections::HashMap;

use exchange::{SheetKind, Value};
use rules::road::{OutreachPlace, fit_drives};
use rules::session::SessionState;
use rules::time::{DAY_MINUTES, Minute, Span, minute_of_day};
use store::rows;

use super::{Existing, KindRule, Record, Scope, as_said as usual, code, missing};
use crate::Failure;
use crate::access::Area;
use crate::caravan::{Plan, RoadWorld, RunDraft, RunSave, RunSaveArguments, RunSheet, StopDraft, applied};
use crate::gate::{Call, Command as _};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: RunSave::ACCESS, areas: &[Area::Sessions, Area::Runs], existing, key, usual, save };

fn existing(call: &Call<'_>, scope: &Scope) -> Result<Vec<Existing>, Failure> {
    let mut rows = call.all::<rows::CaravanRun>()?;
    rows.retain(|row| {
        scope.span.is_none_or(|span| row.departs < span.ends && span.starts < row.returns)
            || scope.ids.contains(&row.id)
    });
    rows.sort_by(|one, other| (one.departs, &one.id).cmp(&(other.departs, &other.id)));
    let sites = call.all::<rows::Site>()?;
    let districts: HashMap<String, String> = sites.into_iter().map(|site| (site.id, site.district_code)).collect();
    let mut runs = Vec::new();
    for row in rows {
        let sheet = RunSheet::with(call, row)?;
        let mut stops = stops(&sheet, &districts);
        if stops.is_empty() {
            continue;
        }
        let state = sheet.state();
        let over = !state.is_open() && state != SessionState::InProgress;
        runs.push(Existing {
            id: sheet.row.id.clone(),
            revision: sheet.row.revision,
            values: stops.remove(0),
            further: stops,
            closed: over.then(|| state.code().to_owned()),
        });
    }
    Ok(runs)
}

fn day_of(minute: Minute) -> Minute {
    minute - minute_of_day(minute)
}

/// The rows of a run: what concerns the whole run stands in each.
fn stops(sheet: &RunSheet, districts: &HashMap<String, String>) -> Vec<Values> {
    let run = &sheet.row;
    sheet
        .standing()
        .map(|stop| {
            let session = &stop.session.row;
            let day = day_of(session.starts);
            Values::new(SheetKind::CaravanRun)
                .with("title", run.title.as_str())
                .with("vehicle", run.vehicle_id.clone())
                .with("drivers", sheet.people("driver"))
                .with("crew", sheet.people("crew"))
                .with("kit", run.kit_id.clone())
                .with("departs_date", Value::Day(day_of(run.departs)))
                .with("departs", Value::Clock(minute_of_day(run.departs)))
                .with("returns_date", Value::Day(day_of(run.returns)))
                .with("returns", Value::Clock(minute_of_day(run.returns)))
                .with("site", stop.row.site_id.as_str())
                .with("district", districts.get(&stop.row.site_id).cloned())
                .with("outreach_place", Value::Code(stop.row.outreach_place.clone()))
                .with("date", Value::Day(day))
                .with("starts", Value::Clock(session.starts - day))
                .with("ends", Value::Clock(session.ends - day))
                .with("overnight", stop.row.overnight.clone())
                .with("capacity", session.capacity.map(Value::Number))
                .with("state", Value::Code(session.state.clone()))
                .with("remark", session.remark.clone())
        })
        .collect()
}

/// A run is known by its title and the day of its first stop.
fn key(values: &Values) -> Option<String> {
    Some(format!("{}|{}", fold(values.text("title")?), values.number("date")?))
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let before = match record.id() {
        Some(id) => Some(RunSheet::load(call, &id)?),
        None => None,
    };
    let rows: Vec<&Values> = std::iter::once(&record.values).chain(&record.further).collect();
    let mut stops = Vec::new();
    for row in &rows {
        stops.push(stop(call, row, before.as_ref())?);
    }
    let first = stops.iter().map(|stop| stop.starts).min().unwrap_or_default();
    let last = stops.iter().map(|stop| stop.ends).max().unwrap_or_default();
    let world = RoadWorld::load(call, Span { starts: first - DAY_MINUTES, ends: last + DAY_MINUTES })?;
    let known = before.as_ref().map(|before| before.draft(&world));
    let run = run(&rows, stops, known.as_ref(), &world)?;
    let arguments = RunSaveArguments { run, as_draft: record.as_draft, overrides: record.overrides, reason: None };
    RunSave::run(arguments, call).map(drop)
}

fn stop(call: &Call<'_>, values: &Values, before: Option<&RunSheet>) -> Result<StopDraft, Failure> {
    let site = values.owned("site").ok_or_else(|| missing("site"))?;
    let day = values.number("date").ok_or_else(|| missing("date"))?;
    let starts = day + values.number("starts").ok_or_else(|| missing("starts"))?;
    let ends = day + values.number("ends").ok_or_else(|| missing("ends"))?;
    let known = before.and_then(|before| before.standing().find(|stop| stop.row.site_id == site));
    let kind = call.find::<rows::Site>(&site)?.map(|site| site.kind);
    let usual = kind.as_deref().and_then(OutreachPlace::from_code).unwrap_or(OutreachPlace::Community);
    Ok(StopDraft {
        session: known.map(|stop| stop.session.row.id.clone()),
        title: known.map(|stop| stop.session.row.title.clone()),
        site,
        outreach_place: code(values, "outreach_place", OutreachPlace::from_code).unwrap_or(usual),
        // Where nothing moves the drive stays as it was; `run` reckons the others.
        departs: known
            .filter(|stop| (stop.session.row.starts, stop.session.row.ends) == (starts, ends))
            .map_or(starts, |stop| stop.row.departs),
        starts,
        ends,
        drive: None,
        overnight: values.owned("overnight"),
        capacity: values.number("capacity"),
        remark: values.owned("remark"),
    })
}

/// The run with its drives: as they were where its stops stay, else as late as the road and the setting-up allow.
fn run(
    rows: &[&Values],
    stops: Vec<StopDraft>,
    known: Option<&RunDraft>,
    world: &RoadWorld,
) -> Result<RunDraft, Failure> {
    let said = |field: &str| rows.iter().find_map(|row| row.owned(field));
    let people = |field: &str| rows.iter().map(|row| row.several(field)).find(|people| !people.is_empty());
    let at = |day: &str, clock: &str, or: Minute| {
        let clock = rows.iter().find_map(|row| row.number(clock))?;
        Some(rows.iter().find_map(|row| row.number(day)).unwrap_or(day_of(or)) + clock)
    };
    let first = stops.first().map_or(0, |stop| stop.starts);
    let last = stops.last().map_or(0, |stop| stop.ends);
    let same = known.is_some_and(|known| {
        let times = |stops: &[StopDraft]| {
            stops.iter().map(|stop| (stop.site.clone(), stop.starts, stop.ends)).collect::<Vec<_>>()
        };
        times(&known.stops) == times(&stops)
    });
    let mut run = RunDraft {
        id: known.and_then(|known| known.id.clone()),
        revision: known.and_then(|known| known.revision),
        title: said("title").unwrap_or_default(),
        department: known.and_then(|known| known.department.clone()),
        departs: at("departs_date", "departs", first).unwrap_or(first),
        returns: at("returns_date", "returns", last).unwrap_or(last),
        vehicle: said("vehicle"),
        kit: said("kit"),
        drivers: people("drivers").unwrap_or_default().to_vec(),
        crew: people("crew").unwrap_or_default().to_vec(),
        return_departs: known.filter(|_| same).map_or(last, |known| known.return_departs),
        return_drive: None,
        load: known.filter(|known| known.kit == said("kit")).and_then(|known| known.load.clone()),
        remark: known.and_then(|known| known.remark.clone()),
        stops,
    };
    if let Some(known) = known.filter(|_| same) {
        for (stop, known) in run.stops.iter_mut().zip(&known.stops) {
            (stop.departs, stop.drive) = (known.departs, known.drive.clone());
        }
        run.return_drive = known.return_drive.clone();
        return Ok(run);
    }
    let (departs, returns) = (at("departs_date", "departs", first), at("returns_date", "returns", last));
    let plan = Plan::of(run, world)?;
    let fitted = fit_drives(&plan.proposal, departs, returns, &world.settings, world.planning.step_minutes);
    Ok(applied(&plan.draft, &fitted))
}
