//! Sites of caravans.

use exchange::{SheetKind, Value};
use rules::resource::SiteKind;
use store::rows;

use super::{Existing, KindRule, Record, Scope, code, missing, or_code};
use crate::Failure;
use crate::access::Area;
use crate::gate::{Call, Command as _};
use crate::resource::{SiteSave, SiteSaveArguments};
use crate::sheet::names::fold;
use crate::sheet::values::Values;

pub(super) const RULE: KindRule =
    KindRule { access: SiteSave::ACCESS, areas: &[Area::Touring], existing, key, usual, save };

fn existing(call: &Call<'_>, _: &Scope) -> Result<Vec<Existing>, Failure> {
    let record = |row: rows::Site| {
        let values = Values::new(SheetKind::Site)
            .with("name", row.name.as_str())
            .with("district", row.district_code.as_str())
            .with("kind", Value::Code(row.kind))
            .with("address", row.address)
            .with("contact_name", row.contact_name)
            .with("contact_phone", row.contact_phone)
            .with("power", row.power)
            .with("parking", row.parking)
            .with("active", row.active)
            .with("remark", row.remark);
        Existing { id: row.id, revision: row.revision, values, further: Vec::new(), closed: None }
    };
    let mut rows = call.all::<rows::Site>()?;
    rows.sort_by(|one, other| (&one.sort_key, &one.id).cmp(&(&other.sort_key, &other.id)));
    Ok(rows.into_iter().map(record).collect())
}

/// Many districts have a 实验小学: a site is known by its name in its district.
fn key(values: &Values) -> Option<String> {
    Some(format!("{}|{}", values.text("district").unwrap_or_default(), fold(values.text("name")?)))
}

/// What a site is, by the words of its name.
pub(in crate::sheet) fn usual_site_kind(name: &str) -> SiteKind {
    const WORDS: &[(SiteKind, &[&str])] = &[
        (SiteKind::CivilizationPracticeCentre, &["文明实践"]),
        (SiteKind::PartyServiceCentre, &["党群"]),
        (SiteKind::School, &["小学", "中学", "学校", "幼儿园", "一中", "二中", "三中", "大学", "学院"]),
        (SiteKind::Community, &["社区", "街道", "居委"]),
        (SiteKind::Rural, &["村", "乡"]),
        (SiteKind::Enterprise, &["公司", "厂", "企业"]),
        (SiteKind::PublicPlace, &["广场", "公园"]),
    ];
    let known = WORDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word)));
    known.map_or(SiteKind::Other, |(kind, _)| *kind)
}

fn usual(values: Values) -> Values {
    or_code(values, "kind", |name| usual_site_kind(name).code())
}

fn save(call: &mut Call<'_>, record: Record) -> Result<(), Failure> {
    let values = &record.values;
    let arguments = SiteSaveArguments {
        id: record.id(),
        revision: record.revision(),
        name: values.owned("name").unwrap_or_default(),
        district_code: values.owned("district").ok_or_else(|| missing("district"))?,
        kind: code(values, "kind", SiteKind::from_code).ok_or_else(|| missing("kind"))?,
        address: values.owned("address"),
        contact_name: values.owned("contact_name"),
        contact_phone: values.owned("contact_phone"),
        power: values.owned("power"),
        parking: values.owned("parking"),
        remark: values.owned("remark"),
        active: record.active(),
    };
    SiteSave::run(arguments, call).map(drop)
}
