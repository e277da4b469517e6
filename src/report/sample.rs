//! Outcomes made by hand for the tests of all formats.
