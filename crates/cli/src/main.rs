//! The `zhancheng` command line.
fn main() {}
