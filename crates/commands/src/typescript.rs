//! A command's types as TypeScript files.

use ts_rs::{Config, ExportError, TS, TypeVisitor};

use crate::gate::Command;

/// Exports a command's types and answers the TypeScript names of its arguments and its answer.
pub(crate) fn export_types<C: Command>(config: &Config) -> Result<(String, String), ExportError> {
    export_type::<C::Arguments>(config)?;
    export_type::<C::Answer>(config)?;
    Ok((C::Arguments::name(config), C::Answer::name(config)))
}

/// Exports a type with everything it names; a list has no file of its own, so what it holds is exported.
fn export_type<T: TS + 'static + ?Sized>(config: &Config) -> Result<(), ExportError> {
    if T::output_path().is_some() {
        return T::export_all(config);
    }
    let mut parts = Parts { config, outcome: Ok(()) };
    T::visit_generics(&mut parts);
    parts.outcome
}

struct Parts<'c> {
    config: &'c Config,
    outcome: Result<(), ExportError>,
}

impl TypeVisitor for Parts<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.outcome.is_ok() {
            self.outcome = export_type::<T>(self.config);
        }
    }
}
