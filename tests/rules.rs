//! One test per rule file: its examples.
fn main() {}
