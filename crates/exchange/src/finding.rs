//! What is wrong with a sheet, and where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use ts_rs::TS;
use words::Locale;

/// Declares the codes once: the enum, its words in JSON, and the list of all.
macro_rules! finding_codes {
    ($( $(#[$meta:meta])* $variant:ident = $word:literal, $message:ident($($place:ident),*); )*) => {
        /// What is wrong. The words are `sheet_finding_<code>` in the page's messages; the facts fill its places.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(rename = "SheetFindingCode")]
        pub enum FindingCode { $( $(#[$meta])* $variant, )* }

        impl FindingCode {
            /// All of them.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$variant),*];

            /// The word in JSON.
            pub fn code(self) -> &'static str {
                match self { $(FindingCode::$variant => $word,)* }
            }
        }

        impl Finding {
            /// What it says in words; `say` makes the text of a fact.
            pub fn message(&self, locale: Locale, say: impl Fn(&str, &Json) -> String) -> String {
                let fact = |name: &str| say(name, self.facts.get(name).unwrap_or(&Json::Null));
                match self.code { $(FindingCode::$variant => words::$message(locale, $(fact(stringify!($place))),*).to_string(),)* }
            }
        }
    };
}

finding_codes! {
    /// A required field is empty. Facts: `field`.
    Missing = "missing", sheet_finding_missing(field);
    /// Not a day. Facts: `text`.
    DayUnreadable = "day_unreadable", sheet_finding_day_unreadable(text);
    /// A day that does not exist, such as 30 February. Facts: `text`.
    DayImpossible = "day_impossible", sheet_finding_day_impossible(text);
    /// A day whose year lies too far away to be meant. Facts: `text`.
    DayAbsurd = "day_absurd", sheet_finding_day_absurd(text);
    /// A day that names another weekday than it falls on. Facts: `text`.
    DayOtherWeekday = "day_other_weekday", sheet_finding_day_other_weekday(text);
    /// A day without its year, and nothing says which. Facts: `text`.
    YearUnknown = "year_unknown", sheet_finding_year_unknown(text);
    /// Not a time. Facts: `text`.
    TimeUnreadable = "time_unreadable", sheet_finding_time_unreadable(text);
    /// The end is not after the start. Facts: `starts`, `ends` as written.
    EndsBeforeStart = "ends_before_start", sheet_finding_ends_before_start(ends, starts);
    /// Not a whole number. Facts: `text`.
    NumberUnreadable = "number_unreadable", sheet_finding_number_unreadable(text);
    /// A number outside its bounds. Facts: `number`, `least`, `most`.
    NumberOutOfRange = "number_out_of_range", sheet_finding_number_out_of_range(least, most, number);
    /// Neither yes nor no. Facts: `text`.
    TruthUnreadable = "truth_unreadable", sheet_finding_truth_unreadable(text);
    /// None of the words a column takes. Facts: `text`, `words` (the first few).
    ChoiceUnknown = "choice_unknown", sheet_finding_choice_unknown(text, words);
    /// Too long. Facts: `limit`.
    TextTooLong = "text_too_long", sheet_finding_text_too_long(limit);
    /// A control character, or one that turns text around.
    TextControlCharacter = "text_control_character", sheet_finding_text_control_character();
    /// A line in the cell that does not read. Facts: `text`.
    LineUnreadable = "line_unreadable", sheet_finding_line_unreadable(text);
    /// A formula without its value: open the file in a spreadsheet and save it again.
    FormulaUnvalued = "formula_unvalued", sheet_finding_formula_unvalued();
    /// An error such as `#REF!`. Facts: `text`.
    CellError = "cell_error", sheet_finding_cell_error(text);
    /// Something stands in a cell of the grid that could not be read as a session. Facts: `text`.
    GridUnreadable = "grid_unreadable", sheet_finding_grid_unreadable(text);
    /// Something stands outside the mapped columns, in a column without a heading. Facts: `text`.
    Unmapped = "unmapped", sheet_finding_unmapped(text);
    /// A row that is no content: a sum, a remark, or one after the last row. Facts: `text`.
    RowNotRead = "row_not_read", sheet_finding_row_not_read(text);
    /// A sheet that holds something and is not read. Facts: `rows`.
    SheetNotRead = "sheet_not_read", sheet_finding_sheet_not_read(rows);
    /// The file is something else than its name says, and was read as what it is. Facts: `extension`, `origin`.
    Mislabelled = "mislabelled", sheet_finding_mislabelled(extension, origin);
    /// Nothing has this name. Facts: `what`, `name`, `near` (the nearest that exists, where one is near).
    NameUnknown = "name_unknown", sheet_finding_name_unknown(name, what);
    /// Several have this name. Facts: `what`, `name`.
    NameAmbiguous = "name_ambiguous", sheet_finding_name_ambiguous(name, what);
    /// Will be made along with the import, but differs by a letter from one that is used often. Facts: `what`, `name`, `near`.
    NameSuspicious = "name_suspicious", sheet_finding_name_suspicious(name, near);
    /// The id is of another museum or of something that is gone. Facts: `text`.
    IdUnknown = "id_unknown", sheet_finding_id_unknown(text);
    /// The same thing stands in an earlier row. Facts: `first` (its cell).
    Duplicate = "duplicate", sheet_finding_duplicate(first);
    /// A rule of the museum stands against it. Facts: `clash` (as everywhere), `soft`.
    Clash = "clash", sheet_finding_clash(clash);
    /// What is there may not be changed by a sheet: it is over, moved or cancelled. Facts: `state`.
    StateClosed = "state_closed", sheet_finding_state_closed(state);
    /// The command that writes it refuses. Facts: `failure` (as everywhere).
    Refused = "refused", sheet_finding_refused(failure);
    /// The row is hidden in the file, and read all the same.
    HiddenRow = "hidden_row", sheet_finding_hidden_row();
    /// A merged stretch reaches over several rows: its value is taken for each.
    MergedRows = "merged_rows", sheet_finding_merged_rows();
}

/// One thing that is wrong or worth a look, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[ts(rename = "SheetFinding")]
pub struct Finding {
    /// The sheet's name.
    pub sheet: String,
    /// The cell, such as `D5`.
    pub cell: String,
    /// What it is.
    pub code: FindingCode,
    /// Whether its row is left out because of it; otherwise it is only said.
    pub refuses: bool,
    /// What the words need.
    pub facts: Map<String, Json>,
}

impl Finding {
    /// A finding that leaves its row out.
    pub fn refusing(sheet: &str, cell: impl ToString, code: FindingCode) -> Finding {
        Finding { sheet: sheet.to_owned(), cell: cell.to_string(), code, refuses: true, facts: Map::new() }
    }

    /// A finding that is only said.
    pub fn noting(sheet: &str, cell: impl ToString, code: FindingCode) -> Finding {
        Finding { refuses: false, ..Finding::refusing(sheet, cell, code) }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Json>) -> Finding {
        self.facts.insert(name.to_owned(), value.into());
        self
    }
}
