//! Rows: a struct a table, with its columns, its statements and its way through the journal.
//!
//! A row carries its `id` and its `revision`, so whoever has loaded one holds the guard
//! for writing it as well: [`crate::Batch::update`] takes the row as it was read.

use serde_json::{Map, Value as Json};

use crate::statement::Statement;
use crate::value::Value;

/// What the store knows of a table without knowing its struct.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, `id` and `revision` first.
    pub columns: &'static [&'static str],
    /// Columns whose words are found by search.
    pub searched: &'static [&'static str],
    /// Finds one by id.
    pub by_id: &'static Statement,
    /// Reads all of them.
    pub all: &'static Statement,
    /// Inserts a row; parameters are the columns.
    pub insert: &'static Statement,
    /// Updates the row that still has the revision; parameters are the columns.
    pub update: &'static Statement,
    /// Deletes the row that still has the revision.
    pub delete: &'static Statement,
}

/// A row of a known table.
pub trait Row: Sized + Clone {
    /// Its table.
    const TABLE: &'static Table;
    /// Finds one by id.
    const BY_ID: &'static Statement;
    /// Reads all of them.
    const ALL: &'static Statement;
    /// Its id, a UUIDv7 in text (a key where the table has a natural one).
    fn id(&self) -> &str;
    /// The number of times it has been written.
    fn revision(&self) -> i64;
    /// Its values in the order of the table's columns.
    fn values(&self) -> Vec<Value>;
    /// A row from its values, taken by column name; `None` where the table and the struct disagree.
    fn from_columns(take: &mut dyn FnMut(&str) -> Value) -> Option<Self>;
}

/// A row as a journal entry: column names and values.
pub(crate) fn journal_text(table: &Table, values: &[Value]) -> String {
    let map: Map<String, Json> =
        table.columns.iter().zip(values).map(|(column, value)| ((*column).to_owned(), value.to_json())).collect();
    Json::Object(map).to_string()
}

/// The values of a journal entry in the table's order; a column it does not name is null.
pub(crate) fn journal_values(table: &Table, text: &str) -> Option<Vec<Value>> {
    let Ok(Json::Object(map)) = serde_json::from_str(text) else {
        return None;
    };
    Some(table.columns.iter().map(|column| map.get(*column).map_or(Value::Null, Value::from_json)).collect())
}

/// Declares a row struct, its table and its place in the list of tables.
macro_rules! table {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:ident [$insert:ident $update:ident $delete:ident $by_id:ident $all:ident] $(searched $($searched:ident)+)? {
            $( $(#[$field_meta:meta])* $field:ident : $kind:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            /// UUIDv7 in text, or the table's natural key.
            pub id: String,
            /// The number of times it has been written.
            pub revision: i64,
            $( $(#[$field_meta])* pub $field: $kind, )*
        }

        impl $crate::row::Row for $name {
            const TABLE: &'static $crate::row::Table = &$crate::row::Table {
                name: stringify!($table),
                columns: &["id", "revision", $(stringify!($field)),*],
                searched: &[$($(stringify!($searched)),+)?],
                by_id: &$crate::statement::$by_id,
                all: &$crate::statement::$all,
                insert: &$crate::statement::$insert,
                update: &$crate::statement::$update,
                delete: &$crate::statement::$delete,
            };
            const BY_ID: &'static $crate::statement::Statement = &$crate::statement::$by_id;
            const ALL: &'static $crate::statement::Statement = &$crate::statement::$all;
            fn id(&self) -> &str { &self.id }
            fn revision(&self) -> i64 { self.revision }
            fn values(&self) -> Vec<$crate::value::Value> {
                use $crate::value::Column as _;
                vec![self.id.to_value(), self.revision.to_value(), $( self.$field.to_value() ),*]
            }
            fn from_columns(take: &mut dyn FnMut(&str) -> $crate::value::Value) -> Option<Self> {
                use $crate::value::Column;
                Some(Self {
                    id: Column::from_value(take("id"))?,
                    revision: Column::from_value(take("revision"))?,
                    $( $field: <$kind as Column>::from_value(take(stringify!($field)))?, )*
                })
            }
        }
    };
}
pub(crate) use table;
