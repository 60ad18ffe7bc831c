//! The kinds of sheet and their columns: one list, read by templates, by reading, by exports and by the page.
//!
//! A column's id is stable: mappings and files keep it. Its heading is the page's word in the language of the sheet;
//! `names` are other headings that museums use.

mod caravan_run;
mod choices;
mod exhibit;
mod exhibition;
mod kit;
mod person;
mod session;
mod shared;
mod site;
mod space;
mod vehicle;

use words::Locale;

/// The kinds of session.
pub fn session_kinds() -> &'static [Choice] {
    choices::SESSION_KINDS
}

/// The languages a session may be held in.
pub fn languages() -> &'static [Choice] {
    choices::LANGUAGES
}

/// The posts somebody may stand on.
pub fn post_roles() -> &'static [Choice] {
    choices::POST_ROLES
}

/// Something a column names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A space, by its name or by its whole name (`儿童厅·建构角`).
    Space,
    /// A person.
    Person,
    /// A department.
    Department,
    /// An exhibition, by its title.
    Exhibition,
    /// A district, by its name or code.
    District,
    /// A site.
    Site,
    /// A vehicle, by its name or plate.
    Vehicle,
    /// A kit.
    Kit,
}

impl Target {
    /// All of them.
    pub const ALL: &'static [Target] = &[
        Target::Space,
        Target::Person,
        Target::Department,
        Target::Exhibition,
        Target::District,
        Target::Site,
        Target::Vehicle,
        Target::Kit,
    ];

    /// Its word in mappings and findings.
    pub fn code(self) -> &'static str {
        match self {
            Target::Space => "space",
            Target::Person => "person",
            Target::Department => "department",
            Target::Exhibition => "exhibition",
            Target::District => "district",
            Target::Site => "site",
            Target::Vehicle => "vehicle",
            Target::Kit => "kit",
        }
    }

    /// The target of that word.
    pub fn from_code(code: &str) -> Option<Target> {
        Target::ALL.iter().copied().find(|target| target.code() == code)
    }
}

/// How the lines of a cell with several facts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineShape {
    /// `主题：会讲故事的水（2027-01-01到期）`.
    Qualification,
    /// `周二至周五 9:30-12:00`.
    Availability,
    /// `显微镜×2`.
    Item,
}

/// A word of a list.
#[derive(Debug)]
pub struct Choice {
    /// The code that is stored.
    pub code: &'static str,
    /// The page's word.
    pub word: fn(Locale) -> &'static str,
    /// Other words that people write for it.
    pub names: &'static [&'static str],
}

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// An id of this museum.
    Id,
    /// A line of words.
    Line {
        /// Characters at most.
        limit: usize,
    },
    /// Words over several lines.
    Note,
    /// A whole number.
    Number {
        /// At least.
        least: i64,
        /// At most.
        most: i64,
    },
    /// A day.
    Day,
    /// A time of day.
    Clock,
    /// Yes or no.
    Truth,
    /// One of a list.
    Choice(&'static [Choice]),
    /// The name of something.
    Name(Target),
    /// Names, several in a cell.
    Names(Target),
    /// Facts, several in a cell; the museum reads each line.
    Lines(LineShape),
}

/// Whether a column must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A row without it is refused.
    Required,
    /// It may be empty, and empty is what it then says.
    Optional,
    /// It may be empty: what is usual then stands in for it, or what was there stays.
    Usual,
}

/// A column.
#[derive(Debug)]
pub struct Field {
    /// Its stable id.
    pub id: &'static str,
    /// What stands in it.
    pub shape: Shape,
    /// Whether it must be filled.
    pub need: Need,
    /// Its heading.
    pub heading: fn(Locale) -> &'static str,
    /// A line of help, where the heading does not say it all.
    pub help: Option<fn(Locale) -> &'static str>,
    /// What the example row has in it, in the sheet's first language; empty where it stays empty.
    pub example: &'static str,
    /// Other headings that people use.
    pub names: &'static [&'static str],
}

/// A kind of sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SheetKind {
    /// 空间.
    Space,
    /// 人员.
    Person,
    /// 车辆.
    Vehicle,
    /// 物资箱.
    Kit,
    /// 站点.
    Site,
    /// 展览.
    Exhibition,
    /// 展品.
    Exhibit,
    /// 场次.
    Session,
    /// 大篷车行程: a row a stop, the rows of one run together.
    CaravanRun,
}

impl SheetKind {
    /// All of them, in the order in which one may name another.
    pub const ALL: &'static [SheetKind] = &[
        SheetKind::Space,
        SheetKind::Person,
        SheetKind::Vehicle,
        SheetKind::Kit,
        SheetKind::Site,
        SheetKind::Exhibition,
        SheetKind::Exhibit,
        SheetKind::Session,
        SheetKind::CaravanRun,
    ];

    /// Its word in mappings, files and the command line.
    pub fn code(self) -> &'static str {
        match self {
            SheetKind::Space => "space",
            SheetKind::Person => "person",
            SheetKind::Vehicle => "vehicle",
            SheetKind::Kit => "kit",
            SheetKind::Site => "site",
            SheetKind::Exhibition => "exhibition",
            SheetKind::Exhibit => "exhibit",
            SheetKind::Session => "session",
            SheetKind::CaravanRun => "caravan_run",
        }
    }

    /// The kind of that word.
    pub fn from_code(code: &str) -> Option<SheetKind> {
        SheetKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Its name, as the page says it.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            SheetKind::Space => words::sheet_kind_space(locale),
            SheetKind::Person => words::sheet_kind_person(locale),
            SheetKind::Vehicle => words::sheet_kind_vehicle(locale),
            SheetKind::Kit => words::sheet_kind_kit(locale),
            SheetKind::Site => words::sheet_kind_site(locale),
            SheetKind::Exhibition => words::sheet_kind_exhibition(locale),
            SheetKind::Exhibit => words::sheet_kind_exhibit(locale),
            SheetKind::Session => words::sheet_kind_session(locale),
            SheetKind::CaravanRun => words::sheet_kind_caravan_run(locale),
        }
    }

    /// Its columns, in the order of the template.
    pub fn fields(self) -> &'static [Field] {
        match self {
            SheetKind::Space => space::FIELDS,
            SheetKind::Person => person::FIELDS,
            SheetKind::Vehicle => vehicle::FIELDS,
            SheetKind::Kit => kit::FIELDS,
            SheetKind::Site => site::FIELDS,
            SheetKind::Exhibition => exhibition::FIELDS,
            SheetKind::Exhibit => exhibit::FIELDS,
            SheetKind::Session => session::FIELDS,
            SheetKind::CaravanRun => caravan_run::FIELDS,
        }
    }

    /// The place of the field of that id.
    pub fn field(self, id: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.id == id)
    }

    /// The version of its columns, kept in the files we write: `session/1`.
    pub fn schema(self) -> String {
        format!("{}/{SCHEMA_VERSION}", self.code())
    }
}

/// Raised when a column changes its meaning; adding one does not.
const SCHEMA_VERSION: u32 = 1;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn columns_are_known_apart_by_id_and_by_every_word() {
        for kind in SheetKind::ALL {
            assert_eq!(SheetKind::from_code(kind.code()), Some(*kind));
            let mut ids = HashSet::new();
            for locale in Locale::ALL {
                let mut headings = HashSet::new();
                for field in kind.fields() {
                    assert!(headings.insert((field.heading)(locale)), "{} {}", kind.code(), field.id);
                }
            }
            for field in kind.fields() {
                assert!(ids.insert(field.id), "{} {}", kind.code(), field.id);
                if let Shape::Choice(choices) = field.shape {
                    let mut taken = HashSet::new();
                    for choice in choices {
                        for word in Locale::ALL.iter().map(|locale| (choice.word)(*locale)).collect::<HashSet<_>>() {
                            assert!(taken.insert(word), "{} {} {word}", kind.code(), field.id);
                        }
                        for word in choice.names {
                            assert!(taken.insert(word), "{} {} {word}", kind.code(), field.id);
                        }
                    }
                }
            }
        }
    }
}
