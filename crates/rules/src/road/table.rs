//! Driving times between districts: what the museum entered, else an estimate from the map.
//!
//! Every drive says where its minutes come from. An estimate is the great circle between two
//! district centroids, times a factor for the bends of the road, over a speed; both are settings.
//! The museum is an end of its own: a large district's centroid may lie far from its door.

use std::collections::HashMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RoadSettings;
use crate::session::codes;

/// `code,name,latitude,longitude`, see the README beside it.
const CENTROIDS: &str = include_str!("../../data/roads/centroids.csv");

/// The end of a drive that is the museum itself, where others are codes of districts.
pub const MUSEUM: &str = "museum";

/// Degrees are stored in millionths: a tenth of a metre.
const MILLIONTHS: f64 = 1_000_000.0;

/// Where the museum stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MuseumPoint {
    /// Millionths of a degree north.
    pub latitude_millionths: i64,
    /// Millionths of a degree east.
    pub longitude_millionths: i64,
    /// Who says so, such as a map.
    pub provenance: String,
}

/// The mean radius of the earth in metres.
const EARTH_RADIUS_METRES: f64 = 6_371_000.0;

codes! {
    /// Where the minutes of a drive come from.
    pub enum DriveSource {
        /// The museum entered them for this pair of districts.
        Entered = "entered",
        /// The museum entered them for the way back.
        Reversed = "reversed",
        /// Estimated from the map.
        Estimated = "estimated",
        /// Estimated from the museum's own point and a district's centroid.
        EstimatedFromPoint = "estimated_from_point",
        /// Within one district: a usual time.
        Within = "within",
        /// The planner gave them for this drive alone.
        Given = "given",
    }
}

/// A drive from one district to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Drive {
    /// Minutes at the wheel, without breaks.
    pub minutes: i64,
    /// Metres on the road.
    pub metres: i64,
    /// Where they come from.
    pub source: DriveSource,
    /// For entered ones: who says so, such as a mileage log.
    pub provenance: Option<String>,
}

/// A district as the map knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Centroid {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

static POINTS: LazyLock<Vec<Centroid>> = LazyLock::new(|| CENTROIDS.lines().skip(1).filter_map(read_point).collect());

fn read_point(line: &'static str) -> Option<Centroid> {
    let mut fields = line.split(',');
    let (code, name) = (fields.next()?, fields.next()?);
    let (latitude, longitude) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Centroid { code, name, latitude, longitude })
}

/// Every district with a point, by code.
pub fn centroids() -> &'static [Centroid] {
    &POINTS
}

/// The point of a district.
pub fn centroid(code: &str) -> Option<&'static Centroid> {
    POINTS.iter().find(|point| point.code == code)
}

/// What the museum entered for a pair of districts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Minutes at the wheel.
    pub minutes: i64,
    /// Metres on the road.
    pub metres: i64,
    /// Who says so.
    pub provenance: String,
}

/// The table of driving times over the map.
#[derive(Debug, Clone, Default)]
pub struct RoadTable {
    /// What the museum entered, by district from and district to.
    pub cells: HashMap<(String, String), Cell>,
}

impl RoadTable {
    /// The drive between two districts; `None` where nothing was entered and the map knows one of them not.
    pub fn drive(&self, from: &str, to: &str, settings: &RoadSettings) -> Option<Drive> {
        let entered = |pair: (&str, &str), source| {
            self.cells.get(&(pair.0.to_owned(), pair.1.to_owned())).map(|cell| Drive {
                minutes: cell.minutes,
                metres: cell.metres,
                source,
                provenance: Some(cell.provenance.clone()),
            })
        };
        // What was entered for the museum's district holds for the museum until its own time is.
        let (near, far) = (district(from, settings), district(to, settings));
        entered((from, to), DriveSource::Entered)
            .or_else(|| entered((to, from), DriveSource::Reversed))
            .or_else(|| entered((near, far), DriveSource::Entered))
            .or_else(|| entered((far, near), DriveSource::Reversed))
            .or_else(|| estimate(from, to, settings))
    }
}

/// The district of an end.
fn district<'c>(code: &'c str, settings: &'c RoadSettings) -> &'c str {
    if code == MUSEUM { &settings.museum_district } else { code }
}

/// Where an end lies, and whether that is the museum's own point.
fn point(code: &str, settings: &RoadSettings) -> Option<(Centroid, bool)> {
    match &settings.museum_point {
        Some(own) if code == MUSEUM => {
            let degrees = |millionths: i64| millionths as f64 / MILLIONTHS;
            let (latitude, longitude) = (degrees(own.latitude_millionths), degrees(own.longitude_millionths));
            Some((Centroid { code: MUSEUM, name: "", latitude, longitude }, true))
        }
        _ => centroid(district(code, settings)).map(|centroid| (centroid.clone(), false)),
    }
}

/// The drive by the map alone.
fn estimate(from: &str, to: &str, settings: &RoadSettings) -> Option<Drive> {
    let (metres, source) = if district(from, settings) == district(to, settings) {
        (settings.within_district_metres, DriveSource::Within)
    } else {
        let ((near, near_is_own), (far, far_is_own)) = (point(from, settings)?, point(to, settings)?);
        let straight = great_circle_metres(&near, &far);
        let own = near_is_own || far_is_own;
        // Rounded to whole kilometres: an estimate that shows metres would lie.
        (
            ((straight * settings.detour_percent as f64 / 100.0 / 1000.0).round() as i64).max(1) * 1000,
            if own { DriveSource::EstimatedFromPoint } else { DriveSource::Estimated },
        )
    };
    let metres_an_hour = settings.speed_kilometres_an_hour.max(1) * 1000;
    let minutes = (metres * 60 + metres_an_hour - 1) / metres_an_hour;
    // To the next five minutes, as people say it.
    let minutes = (minutes + 4) / 5 * 5;
    Some(Drive { minutes: minutes.max(5), metres: metres.max(1), source, provenance: None })
}

/// The haversine formula (R. W. Sinnott, "Virtues of the Haversine", 1984).
fn great_circle_metres(one: &Centroid, other: &Centroid) -> f64 {
    let (north, other_north) = (one.latitude.to_radians(), other.latitude.to_radians());
    let half_north = ((other_north - north) / 2.0).sin();
    let half_east = ((other.longitude - one.longitude).to_radians() / 2.0).sin();
    let chord = half_north * half_north + north.cos() * other_north.cos() * half_east * half_east;
    2.0 * EARTH_RADIUS_METRES * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_district_has_its_point_within_chongqing() {
        assert_eq!(centroids().len(), 40);
        for point in centroids() {
            assert!((28.1..32.3).contains(&point.latitude), "{}", point.name);
            assert!((105.2..110.3).contains(&point.longitude), "{}", point.name);
        }
        assert_eq!(centroid("500236").map(|point| point.name), Some("奉节县"));
    }

    #[test]
    fn the_great_circle_agrees_with_known_distances() {
        // A degree of latitude is 111.195 km on this sphere.
        let at = |latitude, longitude| Centroid { code: "", name: "", latitude, longitude };
        let degree = great_circle_metres(&at(29.0, 106.0), &at(30.0, 106.0));
        assert!((degree - 111_195.0).abs() < 10.0, "{degree}");
        let east = great_circle_metres(&at(60.0, 0.0), &at(60.0, 1.0));
        assert!((east - 55_597.0).abs() < 20.0, "{east}");
    }

    #[test]
    fn the_museum_is_an_end_of_its_own() {
        let mut settings = RoadSettings::default();
        let mut table = RoadTable::default();
        let drive = |table: &RoadTable, settings: &RoadSettings| table.drive(MUSEUM, "500236", settings).unwrap();
        // Without a point it stands at its district's centroid.
        assert_eq!(drive(&table, &settings), table.drive("500157", "500236", &settings).unwrap());
        // 两江新区's centroid lies some 27 km north-east of the museum's door.
        settings.museum_point = Some(MuseumPoint {
            latitude_millionths: 29_570_000,
            longitude_millionths: 106_572_000,
            provenance: "地图".into(),
        });
        let own = drive(&table, &settings);
        assert_eq!(own.source, DriveSource::EstimatedFromPoint);
        assert!(own.metres > table.drive("500157", "500236", &settings).unwrap().metres + 10_000, "{own:?}");
        assert_eq!(table.drive("500157", "500236", &settings).unwrap().source, DriveSource::Estimated);
        // An entered time of the district stands above the map, the museum's own above that.
        let cell = |minutes| Cell { minutes, metres: 410_000, provenance: "里程记录".into() };
        table.cells.insert(("500157".into(), "500236".into()), cell(330));
        assert_eq!((drive(&table, &settings).minutes, drive(&table, &settings).source), (330, DriveSource::Entered));
        table.cells.insert(("500236".into(), MUSEUM.into()), cell(345));
        assert_eq!((drive(&table, &settings).minutes, drive(&table, &settings).source), (345, DriveSource::Reversed));
        assert_eq!(table.drive("500157", "500236", &settings).unwrap().minutes, 330);
    }

    #[test]
    fn what_was_entered_stands_above_its_reverse_and_that_above_the_map() {
        let settings = RoadSettings::default();
        let mut table = RoadTable::default();
        let drive = |table: &RoadTable, from: &str, to: &str| table.drive(from, to, &settings);
        let guess = drive(&table, "500157", "500236").unwrap();
        assert_eq!(guess.source, DriveSource::Estimated);
        assert!((330..=400).contains(&guess.minutes), "{guess:?}");
        assert_eq!(drive(&table, "500236", "500236").unwrap().source, DriveSource::Within);
        assert_eq!(drive(&table, "500157", "nowhere"), None);
        let cell = |minutes| Cell { minutes, metres: 410_000, provenance: "里程记录".into() };
        table.cells.insert(("500157".into(), "500236".into()), cell(330));
        assert_eq!(drive(&table, "500157", "500236").unwrap().source, DriveSource::Entered);
        let back = drive(&table, "500236", "500157").unwrap();
        assert_eq!((back.source, back.minutes), (DriveSource::Reversed, 330));
        table.cells.insert(("500236".into(), "500157".into()), cell(345));
        let back = drive(&table, "500236", "500157").unwrap();
        assert_eq!((back.source, back.minutes), (DriveSource::Entered, 345));
        table.cells.insert(("500236".into(), "nowhere".into()), cell(20));
        assert_eq!(drive(&table, "500236", "nowhere").unwrap().minutes, 20);
    }
}
