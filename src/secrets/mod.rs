//! Floor 5: how strong is a key, and how is it kept out of every output.
//!
//! It judges bytes; which setting they reach, and how, is the business of the rules. Nothing that it
//! returns contains a part of a key.

mod decode;
mod effort;
mod estimate;
mod format;
mod judgement;
mod literal;
mod masking;
mod outline;
mod placeholder;
mod published;
mod redact;
mod runs;
mod token;
mod vocabulary;
mod wordlist;
mod words;

pub use effort::time_to_find;
pub use estimate::is_written_out;
pub use judgement::{Judgement, Tier, judge_key, judge_with};
pub use masking::{keys, masked, places_of_keys};
pub use outline::outlines;
pub use redact::Redactor;
pub use wordlist::{NotText, Wordlist};
