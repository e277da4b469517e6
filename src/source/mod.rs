//! Floor 0: the texts of a run, places in them, and how they are found and read.
//!
//! This floor knows nothing of Python's grammar. It is the only one below `lint` that reads the disk.

mod sources;
mod span;

pub use sources::{Problem, SourceFile, Sources};
pub use span::{FileId, LineIndex, Position, Span};
