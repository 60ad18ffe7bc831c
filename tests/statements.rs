//! Every statement is prepared against the real schema, so that none is found wrong by a user.

use store::statement::{ALL, Rows};

use crate::museum::House;

#[test]
fn every_statement_prepares_and_takes_what_its_header_says() {
    let house = House::empty();
    let connection = rusqlite::Connection::open(house.folder.path().join(store::FILE_NAME)).expect("the file");
    for statement in ALL {
        let prepared = connection.prepare(statement.sql).unwrap_or_else(|error| panic!("{}: {error}", statement.name));
        assert_eq!(prepared.parameter_count(), statement.parameters.len(), "{}", statement.name);
        assert_eq!(prepared.readonly(), statement.rows == Rows::Read, "{}", statement.name);
    }
    assert!(ALL.len() > 150, "the statements are all there");
}
