//! What a second reader of workbooks, which shares no code with ours, finds in the same files.

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use exchange::{Cell, read};
use std::io::Cursor;

use crate::museum_year::workbooks;

fn same(ours: Option<&Cell>, theirs: &Data) -> bool {
    match (ours, theirs) {
        (None, Data::Empty) => true,
        (None, Data::String(text)) => text.is_empty(),
        (Some(Cell::Text(text)), Data::String(other)) => **text == **other,
        (Some(Cell::Number(number)), Data::Float(other)) => number == other,
        #[expect(clippy::cast_precision_loss, reason = "the numbers of the files are small")]
        (Some(Cell::Number(number)), Data::Int(other)) => *number == *other as f64,
        (Some(Cell::Truth(truth)), Data::Bool(other)) => truth == other,
        (Some(Cell::Moment(moment)), Data::DateTime(other)) => {
            let (year, month, day, hour, minute, ..) = other.to_ymd_hms_milli();
            moment.format("%Y-%m-%d %H:%M").to_string()
                == format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        }
        (Some(Cell::Error(_)), Data::Error(_)) => true,
        // The other reader does not tell a formula without value from an empty cell.
        (Some(Cell::Unvalued), Data::Empty) => true,
        (Some(Cell::Unvalued), Data::String(text)) => text.is_empty(),
        _ => false,
    }
}

#[test]
fn a_second_reader_finds_the_same_in_every_cell() {
    let mut compared = 0;
    for (name, bytes) in workbooks().into_iter().filter(|(name, _)| !name.ends_with(".csv")) {
        let ours = read::workbook(&bytes, &name).expect(&name);
        let mut theirs = open_workbook_auto_from_rs(Cursor::new(bytes)).expect(&name);
        assert_eq!(theirs.sheet_names(), ours.sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>());
        for sheet in &ours.sheets {
            let range = theirs.worksheet_range(&sheet.name).expect(&name);
            let (first_row, first_column) = range.start().unwrap_or((0, 0));
            for (row, column, data) in range.cells() {
                let row = first_row + u32::try_from(row).unwrap();
                let column = first_column + u32::try_from(column).unwrap();
                let cell = sheet.row(row).and_then(|row| row.cell(column));
                assert!(same(cell, data), "{name} {} {row} {column}: {cell:?} {data:?}", sheet.name);
                compared += usize::from(cell.is_some());
            }
            let held: usize = sheet.rows.iter().map(|row| row.cells.len()).sum();
            let theirs = range.used_cells().count();
            assert!(held >= theirs, "{name} {}: {held} {theirs}", sheet.name);
        }
    }
    assert!(compared > 700, "{compared}");
}
