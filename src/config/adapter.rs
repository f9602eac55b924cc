//! Stands in for `watch`'s own types until that folder is merged.

#![allow(missing_docs)]

use std::ops::Range;

use crate::domain::Severity;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    pub lists: Vec<NamedList>,
    pub watches: Vec<WatchSpec>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedList {
    pub name: String,
    pub terms: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchSpec {
    pub name: String,
    pub say: String,
    pub query: String,
    pub mask: Option<String>,
    pub weight: i32,
    pub colour: Option<String>,
    pub severity: Option<Severity>,
    pub enabled: bool,
}

#[allow(dead_code)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Query,
    Watch {
        name: String,
        key: &'static str,
    },
    List {
        name: String,
        item: Option<usize>,
    },
    Vocabulary,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    pub place: Place,
    pub text: String,
    pub span: Range<usize>,
    pub message: String,
    pub hint: String,
}

pub struct Matcher;

impl Matcher {
    pub fn compile(_: &Vocabulary) -> Result<Matcher, Vec<Problem>> {
        Ok(Matcher)
    }
}
