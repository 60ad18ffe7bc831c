//! Sites: where a caravan stops.

use rules::region;
use rules::resource::SiteKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::{CaravanStop, Site};
use store::search;
use ts_rs::TS;

use super::common::{
    ById, Deleted, Deletion, as_read, before, identity, masked, phone, phone_for, refuse_mentioned, refuse_taken,
    refuse_used, write,
};
use super::region::region_name;
use super::vehicle::future_runs;
use crate::access::{Access, Area, PLANNING};
use crate::facts::must_find;
use crate::gate::{Call, Command, Effect};
use crate::profile::Nothing;
use crate::{Failure, input};

/// A site as the page shows it. Lists mask the contact's phone.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SiteView {
    /// Id.
    pub id: String,
    /// Revision, for saving.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// Pinyin and initials, for filters.
    pub spelling: String,
    /// The district's code.
    pub district_code: String,
    /// What that code means today.
    pub district_name: String,
    /// What kind of place.
    pub kind: SiteKind,
    /// Address.
    pub address: Option<String>,
    /// Who is there.
    pub contact_name: Option<String>,
    /// Their phone.
    pub contact_phone: Option<String>,
    /// Power there is.
    pub power: Option<String>,
    /// Where the vehicle stands.
    pub parking: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

fn view(row: Site, phone: Option<String>, call: &Call<'_>) -> SiteView {
    SiteView {
        id: row.id,
        revision: row.revision,
        spelling: search::spelling(&row.name),
        name: row.name,
        district_name: region_name(&row.district_code, call.today()),
        district_code: row.district_code,
        kind: SiteKind::from_code(&row.kind).unwrap_or(SiteKind::Other),
        address: row.address,
        contact_name: row.contact_name,
        contact_phone: phone,
        power: row.power,
        parking: row.parking,
        remark: row.remark,
        active: row.active,
    }
}

/// Lists the sites by name, inactive ones included, phones masked.
pub struct SiteList;

impl Command for SiteList {
    type Arguments = Nothing;
    type Answer = Vec<SiteView>;
    const NAME: &'static str = "site_list";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        let sites = call.all::<Site>()?;
        Ok(sites
            .into_iter()
            .map(|site| {
                let phone = site.contact_phone.as_deref().map(masked);
                view(site, phone, call)
            })
            .collect())
    }
}

/// Reads one site, with the phone in full for those who ring people up.
pub struct SiteRead;

impl Command for SiteRead {
    type Arguments = ById;
    type Answer = SiteView;
    const NAME: &'static str = "site_read";
    const ACCESS: Access = Access::Everyone;
    const EFFECT: Effect = Effect::Reads;

    fn run(arguments: ById, call: &mut Call<'_>) -> Result<SiteView, Failure> {
        let site = must_find::<Site>(call, &arguments.id, "site")?;
        let phone = phone_for(call, site.contact_phone.as_ref());
        Ok(view(site, phone, call))
    }
}

/// Adds or changes a site.
pub struct SiteSave;

/// A site as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SiteSaveArguments {
    /// Its id where it exists.
    #[serde(default)]
    pub id: Option<String>,
    /// The revision it was read with.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Name, unique in its district.
    pub name: String,
    /// The code of a region.
    pub district_code: String,
    /// What kind of place.
    pub kind: SiteKind,
    /// Address.
    #[serde(default)]
    pub address: Option<String>,
    /// Who is there.
    #[serde(default)]
    pub contact_name: Option<String>,
    /// Their phone.
    #[serde(default)]
    pub contact_phone: Option<String>,
    /// Power there is, as "220V 16A 2路".
    #[serde(default)]
    pub power: Option<String>,
    /// Where the vehicle stands.
    #[serde(default)]
    pub parking: Option<String>,
    /// Remark.
    #[serde(default)]
    pub remark: Option<String>,
    /// Whether it may be used for something new.
    pub active: bool,
}

impl Command for SiteSave {
    type Arguments = SiteSaveArguments;
    type Answer = SiteView;
    const NAME: &'static str = "site_save";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<SiteView, Failure> {
        let before = before::<Site>(call, arguments.id.as_deref(), arguments.revision, "site")?;
        let name = input::line("name", &arguments.name)?;
        let district_code = input::line("district_code", &arguments.district_code)?;
        let stays = before.as_ref().is_some_and(|before| before.district_code == district_code);
        // A record keeps the region it had; a new choice is one that stands.
        if !stays && !region::on(call.today()).any(|region| region.code == district_code) {
            return Err(Failure::not_found("region").fact("field", "district_code"));
        }
        let taken = call.all::<Site>()?.iter().any(|other| {
            other.name == name && other.district_code == district_code && Some(&other.id) != arguments.id.as_ref()
        });
        refuse_taken(taken, "name", &name)?;
        if let Some(before) = before.as_ref().filter(|before| before.active && !arguments.active) {
            let stops = call.all::<CaravanStop>()?;
            let stops_there = |run: &str| stops.iter().any(|stop| stop.run_id == run && stop.site_id == before.id);
            refuse_used(future_runs(call, |run| stops_there(&run.id))?)?;
        }
        let (id, revision) = identity(call, before.as_ref());
        let after = Site {
            id,
            revision,
            sort_key: search::sort_key(&name),
            name,
            district_code,
            kind: arguments.kind.code().to_owned(),
            address: input::optional_line("address", arguments.address.as_deref())?,
            contact_name: input::optional_line("contact_name", arguments.contact_name.as_deref())?,
            contact_phone: phone("contact_phone", arguments.contact_phone.as_deref())?,
            power: input::optional_line("power", arguments.power.as_deref())?,
            parking: input::optional_line("parking", arguments.parking.as_deref())?,
            remark: input::optional_note("remark", arguments.remark.as_deref())?,
            active: arguments.active,
        };
        let revision = write(call, before.as_ref(), &after);
        let phone = phone_for(call, after.contact_phone.as_ref());
        Ok(view(Site { revision, ..after }, phone, call))
    }
}

/// Deletes a site where no caravan ever stopped.
pub struct SiteDelete;

impl Command for SiteDelete {
    type Arguments = Deletion;
    type Answer = Deleted;
    const NAME: &'static str = "site_delete";
    const ACCESS: Access = PLANNING;
    const EFFECT: Effect =
        Effect::Changes { areas: &[Area::Touring], reads: &[Area::Touring, Area::Runs], reversible: true };

    fn run(arguments: Deletion, call: &mut Call<'_>) -> Result<Deleted, Failure> {
        let row = as_read::<Site>(call, &arguments.id, arguments.revision, "site")?;
        refuse_mentioned(call, &row.id)?;
        call.batch.delete(&row);
        Ok(Deleted { id: row.id })
    }
}
