//! Office Open XML: which sheets there are, the shared texts, the formats, and whether it is our own template.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::Event;

use super::limits::{Budget, SHEETS_MAX};
use super::moment::{built_in_is_moment, format_is_moment};
use super::package::Package;
use super::xml::{add_text, attribute, flag};
use super::{Unreadable, xlsx_sheet};
use crate::book::SCHEMA_PROPERTY;
use crate::workbook::{Origin, Sheet, Workbook};

/// What the cells of a sheet refer to.
pub(super) struct Shared {
    /// Texts, each kept once.
    pub(super) texts: Vec<Arc<str>>,
    /// By cell style: whether its number format shows a moment.
    pub(super) moments: Vec<bool>,
    /// Whether days count from 1904.
    pub(super) from_1904: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

/// Reads an xlsx.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = relations(&mut package, "_rels/.rels")?
        .into_values()
        .find(|target| target.kind.ends_with("/officeDocument"))
        .map_or("xl/workbook.xml".to_owned(), |target| resolve("", &target.path));
    if !main.to_lowercase().ends_with(".xml") || !main.contains("workbook") || !package.holds(&main) {
        return Err(package.stranger());
    }
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(&mut package, &format!("{folder}/_rels/{file}.rels"))?;
    let (listed, from_1904) = list(&mut package, &main)?;
    let of_kind = |kind: &str, usual: &str| {
        relations
            .values()
            .find(|target| target.kind.ends_with(kind))
            .map_or(format!("{folder}/{usual}"), |target| resolve(folder, &target.path))
    };
    let mut budget = Budget::new();
    let texts = shared_texts(&mut package, &of_kind("/sharedStrings", "sharedStrings.xml"), &mut budget)?;
    let moments = formats(&mut package, &of_kind("/styles", "styles.xml"))?;
    let shared = Shared { texts, moments, from_1904 };
    let schema = schema(&mut package)?;
    let mut sheets = Vec::new();
    for sheet in listed.into_iter().take(SHEETS_MAX) {
        let Some(target) = relations.get(&sheet.relation).filter(|target| target.kind.ends_with("/worksheet")) else {
            continue;
        };
        let path = resolve(folder, &target.path);
        let Some(part) = package.part(&path)? else { return Err(Unreadable::Damaged { part: path }) };
        let (rows, merges) = xlsx_sheet::read(part, &shared, &mut budget)?;
        sheets.push(Sheet { name: sheet.name, hidden: sheet.hidden, rows, merges });
    }
    Ok(Workbook { origin: Origin::Xlsx, encoding: None, mislabelled: None, schema, sheets })
}

/// Where a part refers to, and as what.
struct Relation {
    kind: String,
    path: String,
}

fn relations(package: &mut Package<'_>, name: &str) -> Result<HashMap<String, Relation>, Unreadable> {
    let mut relations = HashMap::new();
    let Some(mut part) = package.part(name)? else { return Ok(relations) };
    loop {
        match part.event()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id").unwrap_or_default();
                let kind = attribute(&element, "Type").unwrap_or_default();
                relations.insert(id, Relation { kind, path: attribute(&element, "Target").unwrap_or_default() });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A target as it is written, seen from the folder of the part that refers to it.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn list(package: &mut Package<'_>, name: &str) -> Result<(Vec<Listed>, bool), Unreadable> {
    let (mut listed, mut from_1904) = (Vec::new(), false);
    let Some(mut part) = package.part(name)? else { return Err(Unreadable::Damaged { part: name.to_owned() }) };
    loop {
        match part.event()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "sheet" => {
                    let state = attribute(&element, "state").unwrap_or_default();
                    listed.push(Listed {
                        name: attribute(&element, "name").unwrap_or_default(),
                        hidden: state.to_lowercase().contains("hidden"),
                        relation: attribute(&element, "id").unwrap_or_default(),
                    });
                }
                "workbookPr" => from_1904 = flag(&element, "date1904"),
                _ => {}
            },
            Event::Eof => return Ok((listed, from_1904)),
            _ => {}
        }
    }
}

/// The texts that cells share; of those with pronunciation marks only the text.
fn shared_texts(package: &mut Package<'_>, name: &str, budget: &mut Budget) -> Result<Vec<Arc<str>>, Unreadable> {
    let mut texts = Vec::new();
    let Some(mut part) = package.part(name)? else { return Ok(texts) };
    let (mut text, mut within, mut phonetic) = (String::new(), false, false);
    loop {
        let event = part.event()?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "t" => within = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => texts.push(Arc::from("")),
            Event::End(element) => match element.local_name().as_ref() {
                "si" => {
                    budget.text(text.len())?;
                    texts.push(Arc::from(plain(&text).as_ref()));
                }
                "t" => within = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Event::Eof => return Ok(texts),
            _ if within => add_text(&event, &mut text),
            _ => {}
        }
    }
}

/// A text without its `_x000D_`: characters that XML cannot hold are written so.
pub(super) fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let character = rest
            .get(at + 2..at + 7)
            .and_then(|code| code.strip_suffix('_'))
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        plain.push_str(&rest[..at]);
        match character {
            Some(character) => {
                plain.push(character);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}

fn formats(package: &mut Package<'_>, name: &str) -> Result<Vec<bool>, Unreadable> {
    let (mut custom, mut moments, mut within) = (HashMap::new(), Vec::new(), false);
    let Some(mut part) = package.part(name)? else { return Ok(moments) };
    loop {
        match part.event()? {
            Event::Start(element) if element.local_name().as_ref() == "cellXfs" => within = true,
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => within = false,
            Event::Start(element) | Event::Empty(element) => {
                let id = |name| attribute(&element, name).and_then(|id| id.parse::<u32>().ok());
                match element.local_name().as_ref() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (id("numFmtId"), attribute(&element, "formatCode")) {
                            custom.insert(id, format_is_moment(&code));
                        }
                    }
                    "xf" if within => {
                        let id = id("numFmtId").unwrap_or(0);
                        moments.push(custom.get(&id).copied().unwrap_or_else(|| built_in_is_moment(id)));
                    }
                    _ => {}
                }
            }
            Event::Eof => return Ok(moments),
            _ => {}
        }
    }
}

fn schema(package: &mut Package<'_>) -> Result<Option<String>, Unreadable> {
    let Some(mut part) = package.part("docProps/custom.xml")? else { return Ok(None) };
    let (mut ours, mut text) = (false, String::new());
    loop {
        let event = part.event()?;
        match &event {
            Event::Start(element) if element.local_name().as_ref() == "property" => {
                ours = attribute(element, "name").as_deref() == Some(SCHEMA_PROPERTY);
                text.clear();
            }
            Event::End(element) if ours && element.local_name().as_ref() == "property" => {
                return Ok(Some(text.trim().to_owned()));
            }
            Event::Eof => return Ok(None),
            _ if ours => add_text(&event, &mut text),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_written_by_their_number_come_back() {
        for (written, meant) in [
            ("一_x000D_\n二", "一\r\n二"),
            ("_x0041_", "A"),
            ("a_xZZZZ_b_x12", "a_xZZZZ_b_x12"),
            ("_x005F_x000D_", "_x000D_"),
            ("儿_x童", "儿_x童"),
        ] {
            assert_eq!(plain(written), meant);
        }
    }

    #[test]
    fn targets_are_seen_from_their_folder() {
        for (folder, target, meant) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../xl/./styles.xml", "xl/styles.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolve(folder, target), meant);
        }
    }
}
