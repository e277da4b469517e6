//! Floor 4: the abstract interpreter. It runs a project's configuration code over values that are
//! known, partly known or unknown, and yields a [`crate::flask::Deployment`] for each app and profile.
//!
//! It does no I/O except through [`crate::source::Sources`], and cannot fail: what it does not
//! understand is an unknown value.

mod app_folders;
mod apps;
mod away;
mod blueprints;
mod bounds;
mod branches;
mod budget;
mod calls;
mod candidates;
mod classes;
mod commands;
mod comparisons;
mod comprehensions;
mod conditions;
mod config;
mod config_environment;
mod config_files;
mod config_objects;
mod deploy;
mod documents;
mod dotenv;
mod dynaconf;
mod entries;
mod enumerations;
mod exceptions;
mod expressions;
mod extensions;
mod foreign_apps;
mod frame;
mod functions;
mod guards;
mod imported_names;
mod imports;
mod inheritance;
mod items;
mod judged;
mod launch;
mod lists;
mod local_branches;
mod local_names;
mod lookups;
mod loops;
mod machine;
mod makers;
mod methods;
mod names;
mod narrowing;
mod native;
mod object;
mod open_names;
mod operators;
mod owners;
mod paths;
mod pins;
mod preludes;
mod procfile;
mod program;
mod pydantic;
mod reach;
mod refuted;
mod requests;
mod runs;
mod scratch;
mod selections;
mod servers;
mod session_cookies;
mod session_interfaces;
mod starts;
mod statements;
mod store;
mod survey;
mod table;
mod text;
mod text_methods;
mod token_cookies;
mod uses;
mod variants;
mod views;
mod world;

pub use entries::{Interpretation, Options, interpret};

use native::{native_external, native_stored};
