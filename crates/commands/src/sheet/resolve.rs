//! A row of a sheet with its names resolved to what the museum has.

use exchange::lines::{AvailabilityLine, ItemLine, QualificationLine};
use exchange::{Entry, Finding, FindingCode, LineShape, Mapping, NameRule, Shape, SheetKind, Target, Value};
use rules::conflict::QualificationAspect;

use super::label::first_cell;
use super::names::{Meant, Names};
use super::values::Values;

/// A row, resolved.
pub(super) struct Resolved {
    /// The id it gives.
    pub(super) id: Option<String>,
    /// What it says.
    pub(super) values: Values,
    /// What could not be resolved.
    pub(super) findings: Vec<Finding>,
}

/// Resolves the names of a row; its values are taken out of it.
pub(super) fn resolve(kind: SheetKind, entry: &mut Entry, sheet: &str, mapping: &Mapping, names: &Names) -> Resolved {
    let mut values = Values::new(kind);
    let mut findings = Vec::new();
    for (place, field) in kind.fields().iter().enumerate() {
        let Some(value) = entry.values.get_mut(place).and_then(Option::take) else { continue };
        let cell = entry.cells.get(place).copied().flatten();
        let mut note = |code: FindingCode| {
            let at = cell.map_or_else(|| first_cell(kind, entry), |cell| cell.to_string());
            Finding::refusing(sheet, at, code)
        };
        let resolved = match (field.shape, value) {
            (Shape::Name(target), Value::Text(name)) => match means(target, &name, mapping, names) {
                Ok(id) => Some(Value::Text(id)),
                Err(fault) => {
                    findings.push(fault.finding(note, target, &name));
                    None
                }
            },
            (Shape::Names(target), Value::Several(several)) => {
                let mut ids = Vec::new();
                for name in several {
                    match means(target, &name, mapping, names) {
                        Ok(id) if !ids.contains(&id) => ids.push(id),
                        Ok(_) => {}
                        Err(fault) => findings.push(fault.finding(&mut note, target, &name)),
                    }
                }
                if target == Target::Space {
                    ids.sort();
                }
                (!ids.is_empty()).then_some(Value::Several(ids))
            }
            (Shape::Lines(shape), Value::Several(several)) => {
                let mut lines = Vec::new();
                for text in several {
                    match written(shape, &text, names) {
                        Some(line) if !lines.contains(&line) => lines.push(line),
                        Some(_) => {}
                        None => findings.push(note(FindingCode::LineUnreadable).fact("text", text)),
                    }
                }
                if shape == LineShape::Qualification {
                    lines.sort();
                }
                (!lines.is_empty()).then_some(Value::Several(lines))
            }
            (_, value) => Some(value),
        };
        values.list[place] = resolved;
    }
    if let Some(district) = kind.field("district").filter(|_| kind == SheetKind::CaravanRun) {
        // It said which stop is meant; the stop itself knows where it is.
        let stop = values.text("site").and_then(|site| names.district(site));
        values.list[district] = stop.map(|code| Value::Text(code.to_owned()));
    }
    let id = values.owned("id");
    Resolved { id, values, findings }
}

/// Why a name means nothing.
enum Fault {
    Unknown(Option<String>),
    Ambiguous,
}

impl Fault {
    fn finding(self, mut note: impl FnMut(FindingCode) -> Finding, target: Target, name: &str) -> Finding {
        match self {
            Fault::Ambiguous => note(FindingCode::NameAmbiguous),
            Fault::Unknown(near) => note(FindingCode::NameUnknown).fact("near", near),
        }
        .fact("what", target.code())
        .fact("name", name)
    }
}

fn means(target: Target, name: &str, mapping: &Mapping, names: &Names) -> Result<String, Fault> {
    let ruled = mapping.names.get(target.code()).and_then(|rules| rules.get(name));
    let name = match ruled {
        Some(NameRule::Means { name }) => name.as_str(),
        _ => name,
    };
    match names.meant(target, name) {
        Meant::One(id) => Ok(id),
        Meant::Several => Err(Fault::Ambiguous),
        Meant::None(near) => Err(Fault::Unknown(near)),
    }
}

/// A line in the one form in which lines are compared.
fn written(shape: LineShape, text: &str, names: &Names) -> Option<String> {
    match shape {
        LineShape::Item => ItemLine::read(text).map(|line| line.written()),
        LineShape::Availability => AvailabilityLine::read(text).map(|line| line.written()),
        LineShape::Qualification => {
            let mut line = QualificationLine::read(text)?;
            if line.aspect == QualificationAspect::Hall {
                let Meant::One(hall) = names.meant(Target::Space, &line.value) else { return None };
                line.value = names.name(Target::Space, &hall)?.to_owned();
            }
            Some(line.written())
        }
    }
}
