//! Input that is made to harm: what is too deep, too large or without end, what leads out of the project, and what would
//! make a reader of the reports do something.
#![expect(clippy::unwrap_used, clippy::format_collect, reason = "a test may fail where it stands")]

mod documents;
mod files;
mod fixing;
mod grammar;
mod monotone;
mod nesting;
mod output;
mod pipeline;
mod process;
mod seeded;
mod settings;
