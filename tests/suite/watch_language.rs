//! The watch language and the matcher as users meet them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

mod draft;
mod matching;
mod messages;
mod reference;
mod support;
