//! flask-sec-lint computes the configuration that each Flask application ends up with, and judges it.
//!
//! The modules are floors: each imports only from the floors below it (`tests/invariants` holds this).
//! This file only lists them; the pipeline is `lint`.

pub mod source;

pub mod python;

pub mod value;

pub mod flask;

pub mod eval;

pub mod secrets;

pub mod rules;

pub mod fix;
pub mod report;
pub mod triage;

pub mod lint;

pub mod cli;
pub mod settings;
