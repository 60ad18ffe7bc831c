//! What a row is called where it is spoken of: its cell, its title, when and where it is.

use exchange::{Entry, SheetKind, Target};
use words::Locale;

use super::names::Names;
use super::show::shown;
use super::values::Values;

/// The cell that stands for an entry: the first of its row; where its day stands in another row, as in a grid, the one
/// that holds what it is.
pub(super) fn first_cell(kind: SheetKind, entry: &Entry) -> String {
    let own = || entry.cells.iter().flatten().filter(|cell| cell.row == entry.row);
    let elsewhere = entry.cells.iter().flatten().any(|cell| cell.row != entry.row);
    let named = name_field(kind).and_then(|place| entry.cells.get(place)?.as_ref()).filter(|_| elsewhere);
    let first = named.filter(|cell| cell.row == entry.row).or(own().min()).copied();
    first.unwrap_or_else(|| exchange::Address::new(entry.row, 0)).to_string()
}

pub(super) fn name_field(kind: SheetKind) -> Option<usize> {
    kind.field("name").or_else(|| kind.field("title"))
}

pub(super) fn title(values: &Values) -> &str {
    values.text("name").or_else(|| values.text("title")).unwrap_or_default()
}

pub(super) fn title_of_row(values: &Values, names: &Names) -> String {
    let site = values.text("site").unwrap_or_default();
    names.name(Target::Site, site).unwrap_or(site).to_owned()
}

/// When and where, in short.
pub(super) fn what(values: &Values, names: &Names, locale: Locale) -> String {
    const SHOWN: &[&str] =
        &["date", "starts", "opens_on", "spaces", "site", "kind", "plate", "district", "parent", "department", "space"];
    let parts = SHOWN.iter().filter_map(|id| {
        let place = values.kind.field(id)?;
        let text = shown(values.list[place].as_ref(), &values.kind.fields()[place], names, locale);
        (!text.is_empty()).then_some(text)
    });
    parts.take(3).collect::<Vec<_>>().join(" ")
}
