//! Every format on outcomes made by hand: facts are asserted, nothing is compared with a frozen report.

mod config;
mod json;
mod redaction;
mod sarif;
mod services;
mod text;
