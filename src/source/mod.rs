//! Floor 0: the texts of a run, places in them, and how they are found and read.
//!
//! This floor knows nothing of Python's grammar. It is the only one below `lint` that reads the disk.

mod bounded;
mod decode;
mod discover;
mod disk;
mod exclusion;
mod ignore_files;
mod original;
mod pattern;
mod prefilter;
mod project;
mod repository;
mod seeds;
mod sources;
mod span;

pub use bounded::{is_really_inside, read_bounded};
pub use discover::{Discovery, DiscoveryOptions, IgnoreFiles, NamedFiles, may_be_python};
pub use exclusion::{DEFAULT_EXCLUDES, Exclusion};
pub use original::Original;
pub use pattern::{NamePattern, PathPattern, PatternError};
pub use prefilter::{PROGRAMS, is_for_server, is_gateway_script};
pub use project::{common_folder, marked_root, project_root};
pub use repository::kept_out;
pub use seeds::{find_files, find_seeds};
pub use sources::{Problem, SourceFile, Sources, with_python_ending};
pub use span::{FileId, LineIndex, Position, Span};
