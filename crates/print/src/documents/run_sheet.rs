//! 大篷车行程单 with its 派车单: what a crew takes along on the road, phones in full.

use rules::session::SessionState;
use rules::time::Minute;
use serde_json::{Value, json};

use super::parts::{Legend, Notes, Override, fate, joined};
use crate::say::Say;
use crate::sheet::{Cell, Compared};

/// The papers of one or more runs, each beginning on a page of its own.
#[derive(Debug, Clone, Default)]
pub struct RunSheet {
    /// The runs, in order of departure.
    pub runs: Vec<Run>,
}

/// A run of a vehicle over one or more stops.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it leaves the museum.
    pub departs: Minute,
    /// When it is back.
    pub returns: Minute,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The kit's name.
    pub kit: Option<String>,
    /// The department that uses the vehicle.
    pub department: Option<String>,
    /// A remark.
    pub remark: Option<String>,
    /// Who goes along; drivers first.
    pub crew: Vec<CrewMember>,
    /// The stops, in order.
    pub stops: Vec<Stop>,
    /// The drive home.
    pub home: Drive,
    /// What is loaded, in order.
    pub load: Vec<LoadLine>,
    /// Clashes that were let pass.
    pub overrides: Vec<Override>,
}

/// A drive with its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drive {
    /// When the vehicle leaves.
    pub departs: Minute,
    /// When it is there, breaks included.
    pub arrives: Minute,
    /// Breaks that the law of the road puts into it.
    pub breaks: i64,
    /// Minutes at the wheel.
    pub minutes: i64,
    /// Metres on the road.
    pub metres: i64,
}

/// A vehicle of the caravan.
#[derive(Debug, Clone)]
pub struct Vehicle {
    /// Its name.
    pub name: String,
    /// Its number plate.
    pub plate: String,
    /// The licence class it takes to drive it.
    pub licence_class: String,
    /// The last day of its inspection.
    pub inspection_expires: Option<Minute>,
    /// The last day of its insurance.
    pub insurance_expires: Option<Minute>,
}

/// Somebody who goes along.
#[derive(Debug, Clone)]
pub struct CrewMember {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their phone, in full.
    pub phone: Option<String>,
    /// Whether they drive.
    pub drives: bool,
    /// The class of their licence, where they drive.
    pub licence_class: Option<String>,
}

/// A stop of a run.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The session's id.
    pub id: String,
    /// The session's title.
    pub title: String,
    /// Its state.
    pub state: SessionState,
    /// First minute.
    pub starts: Minute,
    /// The minute after the last.
    pub ends: Minute,
    /// The site's name.
    pub site: String,
    /// The district's name.
    pub district: String,
    /// The site's address.
    pub address: Option<String>,
    /// Whom to ask for.
    pub contact: Option<String>,
    /// Their phone, in full.
    pub phone: Option<String>,
    /// The code of the kind of place.
    pub outreach_place: String,
    /// What power there is.
    pub power: Option<String>,
    /// Where to park.
    pub parking: Option<String>,
    /// A remark on the session or the site.
    pub remark: Option<String>,
    /// People expected.
    pub capacity: Option<i64>,
    /// The drive from the place before.
    pub drive: Drive,
    /// Where the night after it is spent.
    pub overnight: Option<String>,
    /// Clashes that were let pass.
    pub overrides: Vec<Override>,
}

/// A line of the load list.
#[derive(Debug, Clone)]
pub struct LoadLine {
    /// Its id.
    pub id: String,
    /// What.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// Whether it is on board already.
    pub loaded: bool,
}

impl Drive {
    /// What is compared of it.
    fn said(&self) -> String {
        format!("{}/{}/{}", self.departs, self.minutes, self.metres)
    }
}

impl RunSheet {
    /// What the papers say.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.runs.iter().flat_map(Run::cells).collect()
    }

    /// What the template reads.
    pub(super) fn model(&self, say: Say, compared: &Compared) -> Value {
        let mut notes = Notes::default();
        let runs: Vec<Value> = self.runs.iter().map(|run| run.model(say, compared, &mut notes)).collect();
        let gone: Vec<Value> = compared
            .removed()
            .map(|cell| {
                json!({
                    "title": cell.title,
                    "when": format!("{} {}", say.day(cell.starts), say.times(cell.starts, cell.ends)),
                    "gone": fate(say, cell, &[]),
                })
            })
            .collect();
        json!({ "runs": runs, "gone": gone, "notes": notes.said(), "legend": Legend::default().model(say) })
    }
}

impl Run {
    fn cell(&self, key: String, title: &str, detail: &[Option<String>]) -> Cell {
        Cell {
            key,
            row: self.id.clone(),
            starts: self.departs,
            ends: self.returns,
            mark: String::new(),
            title: title.to_owned(),
            detail: joined(detail),
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let plate = self.vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
        let mut cells = vec![
            self.cell(
                format!("run/{}", self.id),
                &self.title,
                &[self.remark.clone(), self.department.clone(), Some(self.home.said())],
            ),
            self.cell(
                format!("vehicle/{}", self.id),
                self.vehicle.as_ref().map_or("", |vehicle| vehicle.name.as_str()),
                &[plate, self.kit.clone()],
            ),
        ];
        for member in &self.crew {
            let key = format!("crew/{}/{}", self.id, member.id);
            cells.push(self.cell(key, &member.name, &[member.phone.clone(), Some(member.drives.to_string())]));
        }
        for stop in self.stops.iter().filter(|stop| stands(stop)) {
            let detail = [
                Some(stop.site.clone()),
                stop.address.clone(),
                stop.contact.clone(),
                stop.phone.clone(),
                stop.remark.clone(),
                Some(stop.drive.said()),
                stop.overnight.clone(),
                stop.capacity.map(|count| count.to_string()),
            ];
            let mut cell = self.cell(stop.id.clone(), &stop.title, &detail);
            (cell.starts, cell.ends) = (stop.starts, stop.ends);
            cells.push(cell);
        }
        for line in &self.load {
            cells.push(self.cell(format!("load/{}", line.id), &line.name, &[Some(line.quantity.to_string())]));
        }
        cells
    }

    fn model(&self, say: Say, compared: &Compared, notes: &mut Notes) -> Value {
        let people = |drives: bool| -> Vec<Value> {
            self.crew
                .iter()
                .filter(|member| member.drives == drives)
                .map(|member| self.person(say, compared, member))
                .collect()
        };
        let stops: Vec<&Stop> = self.stops.iter().filter(|stop| stands(stop)).collect();
        let minutes = stops.iter().map(|stop| stop.drive.minutes).sum::<i64>() + self.home.minutes;
        let metres = stops.iter().map(|stop| stop.drive.metres).sum::<i64>() + self.home.metres;
        let mut route = vec![words::print_museum_start(say.locale).to_owned()];
        route.extend(stops.iter().map(|stop| format!("{} {}", stop.district, stop.site)));
        route.push(words::print_museum_start(say.locale).to_owned());
        json!({
            "title": self.title,
            "changed": compared.marks(&format!("run/{}", self.id)),
            "period": say.period(day_of(self.departs), day_of(self.returns)),
            "departs": moment(say, self.departs),
            "returns": moment(say, self.returns),
            "vehicle": self.vehicle.as_ref().map(|vehicle| vehicle_model(say, vehicle)),
            "vehicle_changed": compared.marks(&format!("vehicle/{}", self.id)),
            "kit": self.kit,
            "department": self.department,
            "remark": self.remark,
            "drivers": people(true),
            "crew": people(false),
            "aboard": words::print_slip_passengers_value(say.locale, self.crew.len()),
            "stops": stops.iter().map(|stop| stop_model(say, compared, notes, stop)).collect::<Vec<_>>(),
            "home": leg(say, &self.home),
            "drive_total": drive(say, minutes, metres),
            "route": route.join(" → "),
            "load": self.load.iter().map(|line| json!({
                "name": line.name,
                "quantity": line.quantity.to_string(),
                "loaded": line.loaded,
                "changed": compared.marks(&format!("load/{}", line.id)),
            })).collect::<Vec<_>>(),
            "notes": notes.add(say, self.departs, &self.title, &self.overrides),
        })
    }

    fn person(&self, say: Say, compared: &Compared, member: &CrewMember) -> Value {
        json!({
            "name": member.name,
            "phone": member.phone,
            "licence": member.licence_class.as_ref().filter(|_| member.drives).map(|class| words::print_licence_class(say.locale, class)),
            "changed": compared.marks(&format!("crew/{}/{}", self.id, member.id)),
        })
    }
}

fn stands(stop: &Stop) -> bool {
    !matches!(stop.state, SessionState::Cancelled | SessionState::Moved)
}

fn day_of(minute: Minute) -> Minute {
    minute - rules::time::minute_of_day(minute)
}

fn moment(say: Say, minute: Minute) -> Value {
    json!({"date": say.day(minute), "weekday": say.weekday(minute), "time": say.time(minute)})
}

fn drive(say: Say, minutes: i64, metres: i64) -> Value {
    if minutes == 0 && metres == 0 {
        return Value::Null;
    }
    Value::from(words::print_drive_value(say.locale, say.duration(minutes), (metres + 500) / 1000))
}

/// 5月5日 7:00出发，12:10到达 · 4小时50分，402千米 · 途中休息1次.
fn leg(say: Say, leg: &Drive) -> Value {
    let clock = words::print_drive_clock(
        say.locale,
        say.time(leg.arrives),
        format!("{} {}", say.day(leg.departs), say.time(leg.departs)),
    );
    let length = words::print_drive_value(say.locale, say.duration(leg.minutes), (leg.metres + 500) / 1000);
    let mut said = vec![clock, length];
    if leg.breaks > 0 {
        said.push(words::print_drive_breaks(say.locale, leg.breaks));
    }
    Value::from(said.join(" · "))
}

fn vehicle_model(say: Say, vehicle: &Vehicle) -> Value {
    let until: Vec<String> = [
        vehicle.inspection_expires.map(|day| words::print_inspection_until(say.locale, say.date(day))),
        vehicle.insurance_expires.map(|day| words::print_insurance_until(say.locale, say.date(day))),
    ]
    .into_iter()
    .flatten()
    .collect();
    json!({
        "name": vehicle.name,
        "plate": vehicle.plate,
        "licence": words::print_licence_class(say.locale, &vehicle.licence_class),
        "until": until,
    })
}

fn stop_model(say: Say, compared: &Compared, notes: &mut Notes, stop: &Stop) -> Value {
    json!({
        "date": say.day(stop.starts),
        "weekday": say.weekday(stop.starts),
        "times": say.times(stop.starts, stop.ends),
        "mark": say.mark(rules::session::SessionKind::Caravan),
        "title": stop.title,
        "state": stop.state.code(),
        "site": stop.site,
        "district": stop.district,
        "address": stop.address,
        "contact": stop.contact,
        "phone": stop.phone,
        "outreach": say.code("outreach", &stop.outreach_place),
        "power": stop.power,
        "parking": stop.parking,
        "remark": stop.remark,
        "capacity": stop.capacity.map(|count| words::print_capacity(say.locale, count)),
        "drive": leg(say, &stop.drive),
        "overnight": stop.overnight.as_ref().map(|place| words::print_overnight(say.locale, place)),
        "notes": notes.add(say, stop.starts, &stop.title, &stop.overrides),
        "changed": compared.marks(&stop.id),
    })
}
