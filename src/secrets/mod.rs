//! Floor 5: how strong is a key, and how is it kept out of every output.
//!
//! It judges bytes; which setting they reach, and how, is the business of the rules.
