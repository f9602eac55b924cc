//! Makes notifiers of the configuration's `[[notify]]` sections, and turns what is wrong with one
//! into a problem at its place in the file.

use std::path::Path;

use crate::config::{ConfigError, NotifySection};
use crate::notify::{self, Problem, Raw, Way};

/// The notifiers of a configuration as far as this process can make them.
#[derive(Debug)]
pub struct WaysHere {
    /// Every notifier. One whose secret is not there delivers nothing.
    pub ways: Vec<Way>,
    /// The secrets that are not there for this process.
    pub absent: Vec<ConfigError>,
    /// The names of the notifiers that wait for one.
    pub waiting: Vec<String>,
}

/// Every notifier of a configuration, for the process that polls.
///
/// # Errors
/// Each section's first problem; a secret that is not there is one.
pub fn ways(
    sections: &[NotifySection],
    watches: &[&str],
    folder: &Path,
) -> Result<Vec<Way>, Vec<ConfigError>> {
    let WaysHere { ways, absent, .. } = ways_here(sections, watches, folder)?;
    if absent.is_empty() { Ok(ways) } else { Err(absent) }
}

/// Every notifier of a configuration, for who only looks. `watches` are the names that a section may
/// ask for; relative paths begin at `folder`.
///
/// # Errors
/// Each section's first problem, if any is more than a secret that is not there.
pub fn ways_here(
    sections: &[NotifySection],
    watches: &[&str],
    folder: &Path,
) -> Result<WaysHere, Vec<ConfigError>> {
    let env = |name: &str| std::env::var(name).ok();
    let mut made = Vec::new();
    let (mut problems, mut absent, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for section in sections {
        let (name, kind) = (section.name.as_str(), section.kind.as_str());
        let raw = Raw { name, kind, table: &section.table, folder, env: &env };
        let built = notify::build(&raw).or_else(|problem| {
            if !problem.is_absent {
                return Err(problem);
            }
            absent.push(placed(section, &problem));
            waiting.push(section.name.clone());
            notify::waiting(&raw, &problem)
        });
        match built {
            Ok(way) => {
                problems.extend(unknown_watch(section, &way, watches));
                made.push(way);
            }
            Err(problem) => problems.push(placed(section, &problem)),
        }
    }
    if problems.is_empty() {
        return Ok(WaysHere { ways: made, absent, waiting });
    }
    problems.extend(absent);
    Err(problems)
}

fn placed(section: &NotifySection, problem: &Problem) -> ConfigError {
    let key = problem.key.as_deref();
    match &problem.known {
        Some((word, known)) if key == Some(word) => {
            section.unknown_key(word, problem.message.clone(), known)
        }
        Some((word, known)) => section.unknown(key, problem.message.clone(), (word, known)),
        None => section.problem(key, problem.message.clone()),
    }
}

fn unknown_watch(section: &NotifySection, way: &Way, watches: &[&str]) -> Option<ConfigError> {
    let asked = way.route.watches.iter().find(|name| !watches.contains(&name.as_str()))?;
    let message = format!("no watch is named \"{asked}\"");
    Some(section.unknown(Some("watches"), message, (asked, watches)))
}
