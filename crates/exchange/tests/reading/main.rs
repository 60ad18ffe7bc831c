//! Reading sheets, seen from outside: a museum's year, other readers' opinion, bad files, mutated files.

mod bounds;
mod encodings;
mod files;
mod fuzz;
mod grids;
mod lists;
mod museum_year;
mod remembered;
mod round_trip;
mod second_reader;
mod shapes;
