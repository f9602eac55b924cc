//! The watch language and the matcher as users meet them.

mod draft;
mod matching;
mod messages;
mod reference;
mod support;
