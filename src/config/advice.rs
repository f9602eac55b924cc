//! Advice on the watches (`wirewatch watch lint`), each at its place in the file where it stands:
//! the user's own is told apart from what is shipped, which is not his to change. What is doubtful
//! is `watch`'s knowledge.

use super::error::ConfigError;
use super::load::{read_file, shipped_watches};
use super::paths::Paths;
use super::vocabulary::{Sources, vocabulary};
use super::watches::{Layer, RawWatches, read};
use crate::watch::{Problem, Remark, lint};

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Whose text it is about.
    pub layer: Layer,
    /// Which watch, list or entry.
    pub subject: String,
    /// What is said, and where.
    pub told: ConfigError,
}

/// Advice on all watches and lists in force.
///
/// # Errors
/// Every problem of the user's file.
pub fn advice(paths: &Paths) -> Result<Vec<Advice>, Vec<ConfigError>> {
    let user = read_file(&paths.watches_file()).map_err(|problem| vec![problem])?;
    let (mut raw, shipped, mut problems) = shipped_watches();
    if let Some(source) = &user {
        let (over, wrong) = read(source, Layer::User);
        problems.extend(wrong);
        raw = raw.under(over);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let sources = Sources { shipped: &shipped, user: user.as_ref() };
    Ok(lint(&vocabulary(&raw)).iter().map(|remark| of(remark, &raw, &sources)).collect())
}

/// A remark where two texts meet is told at the user's one.
fn of(remark: &Remark, raw: &RawWatches, sources: &Sources) -> Advice {
    let layer = |problem: &Problem| sources.layer(raw, problem);
    let sides = [Some(&remark.here), remark.there.as_ref()];
    let own = sides.into_iter().flatten().find(|side| layer(side) == Layer::User);
    let problem = own.unwrap_or(&remark.here);
    Advice {
        layer: layer(problem),
        subject: problem.place.to_string(),
        told: sources.place(raw, problem),
    }
}
