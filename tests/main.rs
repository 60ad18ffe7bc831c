//! What a user of the gate sees: one binary, data-driven, through `dispatch`.
//!
//! Lists that a test walks (commands, statements, failure codes) come from the product's own
//! registries. Durability and races have a twin with the protection removed that must fail.

mod backups;
mod child;
mod count;
mod damage;
mod durability;
mod faults;
mod malformed;
mod migration;
mod museum;
mod oracle;
mod planning;
mod power_cut;
mod race;
mod retries;
mod roles;
mod sheet_kill;
mod sheets;
mod statements;
