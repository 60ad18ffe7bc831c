//! Profiles: the named people at this PC, with a role each and perhaps a PIN.
//!
//! A profile says who did something and what they may do. It is no lock on the file:
//! whoever holds the data directory holds the museum.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rows::Profile;
use store::{Batch, Operation, OperationKind, Row as _, Snapshot, StoreError, search};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::{ADMINISTRATION, Access, Area, Role};
use crate::dispatch::{Caller, Context};
use crate::gate::{Actor, Call, Command, Effect, Entry};
use crate::{Failure, Museum, input};

/// The first profile of an empty museum.
const FIRST_NAME: &str = "管理员";

/// Gives an empty museum its first profile.
pub(crate) fn ensure_administrator(museum: &Museum) -> Result<(), Failure> {
    if !museum.store.read(|snapshot| snapshot.all::<Profile>())?.is_empty() {
        return Ok(());
    }
    let mut batch = Batch::new();
    batch.insert(&Profile {
        id: Uuid::now_v7().to_string(),
        revision: 0,
        name: FIRST_NAME.to_owned(),
        sort_key: search::sort_key(FIRST_NAME),
        role: Role::Administrator.code().to_owned(),
        pin_hash: None,
        active: true,
    });
    let written = museum.store.apply(
        batch,
        Operation {
            id: Uuid::now_v7().to_string(),
            digest: String::new(),
            actor_id: String::new(),
            command: "museum_open".to_owned(),
            at_utc_milliseconds: museum.utc_milliseconds(),
            areas: vec![Area::Museum.code().to_owned()],
            answer: "null".to_owned(),
            reversible: false,
            kind: OperationKind::Do,
        },
    );
    match written {
        // Another process opened the same empty museum and was first.
        Ok(_) | Err(StoreError::Rejected { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Who calls; `None` at the page before anybody has entered.
pub(crate) fn actor(context: &Context<'_>, snapshot: &Snapshot<'_>) -> Result<Option<Actor>, Failure> {
    let found = match &context.caller {
        Caller::Key(key) => {
            let keys = context.museum.keys.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match keys.get(key) {
                Some(id) => snapshot.find::<Profile>(id)?,
                None => None,
            }
        }
        Caller::Profile(wanted) => {
            let all = snapshot.all::<Profile>()?;
            let by = |matches: fn(&Profile, &str) -> bool| {
                all.iter().find(|profile| profile.active && matches(profile, wanted)).cloned()
            };
            let found = by(|profile, wanted| profile.id == wanted)
                .or_else(|| by(|profile, wanted| profile.name == wanted))
                .or_else(|| by(|profile, wanted| profile.role == wanted));
            Some(found.ok_or_else(|| Failure::new("profile_unknown"))?)
        }
    };
    Ok(found.filter(|profile| profile.active).and_then(|profile| {
        let role = Role::from_code(&profile.role)?;
        Some(Actor { id: profile.id, name: profile.name, role })
    }))
}

/// A profile as the page shows it.
#[derive(Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProfileView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether entering asks for a PIN.
    pub has_pin: bool,
    /// Whether it can be entered.
    pub active: bool,
    /// Its revision, for saving.
    pub revision: i64,
}

fn view(profile: Profile) -> Option<ProfileView> {
    let role = Role::from_code(&profile.role)?;
    Some(ProfileView {
        id: profile.id,
        name: profile.name,
        role,
        has_pin: profile.pin_hash.is_some(),
        active: profile.active,
        revision: profile.revision,
    })
}

/// Lists the profiles.
pub struct ProfileList;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

impl Command for ProfileList {
    type Arguments = Nothing;
    type Answer = Vec<ProfileView>;
    const NAME: &'static str = "profile_list";
    const ACCESS: Access = Access::Anybody;
    const EFFECT: Effect = Effect::Reads;

    fn run(_: Nothing, call: &mut Call<'_>) -> Result<Self::Answer, Failure> {
        Ok(call.all::<Profile>()?.into_iter().filter_map(view).collect())
    }
}

/// Enters as a profile and answers the key that the page's calls carry.
pub struct ProfileEnter;

/// Who enters.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileEnterArguments {
    /// The profile's id.
    pub id: String,
    /// Its PIN, where it has one.
    pub pin: Option<String>,
}

/// The way in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Entered {
    /// Carried by the page's further calls; worthless once the program ends.
    pub key: String,
    /// Who entered.
    pub profile: ProfileView,
}

impl Command for ProfileEnter {
    type Arguments = ProfileEnterArguments;
    type Answer = Entered;
    const NAME: &'static str = "profile_enter";
    const ACCESS: Access = Access::Anybody;
    const EFFECT: Effect = Effect::Acts;

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<Entered, Failure> {
        let profile = call
            .snapshot
            .find::<Profile>(&arguments.id)?
            .filter(|profile| profile.active)
            .ok_or_else(|| Failure::not_found("profile"))?;
        if let Some(hash) = &profile.pin_hash {
            let pin = arguments.pin.unwrap_or_default();
            let matches = PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok());
            if !matches {
                return Err(Failure::new("pin_wrong"));
            }
        }
        let key = Uuid::new_v4().to_string();
        let mut keys = call.museum.keys.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        keys.insert(key.clone(), profile.id.clone());
        let profile = view(profile).ok_or_else(|| Failure::not_found("profile"))?;
        Ok(Entered { key, profile })
    }
}

/// Adds or changes a profile.
pub struct ProfileSave;

/// What a profile's PIN becomes.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PinChange {
    /// It stays.
    Keep,
    /// None is asked from now on.
    Remove,
    /// It becomes these digits.
    Set(String),
}

/// A profile as it shall be.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileSaveArguments {
    /// Its id and revision where it exists.
    pub id: Option<String>,
    /// The revision it was read with.
    pub revision: Option<i64>,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// PIN.
    pub pin: PinChange,
    /// Whether it can be entered.
    pub active: bool,
}

impl Command for ProfileSave {
    type Arguments = ProfileSaveArguments;
    type Answer = ProfileView;
    const NAME: &'static str = "profile_save";
    const ACCESS: Access = ADMINISTRATION;
    const EFFECT: Effect = Effect::Changes { areas: &[Area::Museum], reads: &[Area::Museum], reversible: true };

    fn run(arguments: Self::Arguments, call: &mut Call<'_>) -> Result<ProfileView, Failure> {
        let name = input::line("name", &arguments.name)?;
        let all = call.all::<Profile>()?;
        let before = match &arguments.id {
            Some(id) => {
                Some(all.iter().find(|profile| &profile.id == id).ok_or_else(|| Failure::not_found("profile"))?)
            }
            None => None,
        };
        if before.is_some_and(|before| arguments.revision != Some(before.revision)) {
            return Err(Failure::new("stale"));
        }
        if all.iter().any(|other| other.name == name && Some(&other.id) != arguments.id.as_ref()) {
            return Err(Failure::new("name_taken").fact("field", "name").fact("name", name));
        }
        let pin_hash = match arguments.pin {
            PinChange::Keep => before.and_then(|before| before.pin_hash.clone()),
            PinChange::Remove => None,
            PinChange::Set(pin) => Some(hash_pin(&pin)?),
        };
        let after = Profile {
            id: before.map_or_else(|| call.new_id(), |before| before.id.clone()),
            revision: before.map_or(0, |before| before.revision),
            sort_key: search::sort_key(&name),
            name,
            role: arguments.role.code().to_owned(),
            pin_hash,
            active: arguments.active,
        };
        let administrators = all
            .iter()
            .filter(|profile| profile.id != after.id)
            .filter(|profile| profile.active && profile.role == Role::Administrator.code());
        if administrators.count() == 0 && (!after.active || after.role != Role::Administrator.code()) {
            return Err(Failure::new("last_administrator"));
        }
        match before {
            Some(before) => call.batch.update(before, &after),
            None => call.batch.insert(&after),
        }
        let revision = after.revision() + i64::from(before.is_some() && !call.batch.is_empty());
        view(Profile { revision, ..after }).ok_or_else(|| Failure::not_found("profile"))
    }
}

fn hash_pin(pin: &str) -> Result<String, Failure> {
    let digits = pin.len();
    if !(4..=12).contains(&digits) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::new("number_out_of_range").fact("field", "pin").fact("least", 4).fact("most", 12));
    }
    Argon2::default()
        .hash_password(pin.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Failure::new("store_failed"))
}

/// The commands of this area.
pub(crate) const COMMANDS: &[Entry] =
    &[Entry::of::<ProfileList>(), Entry::of::<ProfileEnter>(), Entry::of::<ProfileSave>()];
