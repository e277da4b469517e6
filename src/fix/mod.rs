//! Floor 7: changing files: what edits make of a text (`plan`), whether the result is what was promised (`verify`),
//! and writing it (`commit`).
//!
//! Only `commit` touches the disk. Which fixes are wanted, and interpreting the changed project, is the business of
//! `lint`.

pub mod commit;
pub mod plan;
pub mod verify;
