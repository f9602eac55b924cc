//! Makes notifiers of the configuration's `[[notify]]` sections, and turns what is wrong with one
//! into a problem at its place in the file.

use std::path::Path;

use crate::config::{ConfigError, NotifySection};
use crate::notify::{self, Problem, Raw, Way};

/// Every notifier of a configuration. `watches` are the names that a section may ask for; relative
/// paths begin at `folder`.
///
/// # Errors
/// Each section's first problem.
pub fn ways(
    sections: &[NotifySection],
    watches: &[&str],
    folder: &Path,
) -> Result<Vec<Way>, Vec<ConfigError>> {
    let env = |name: &str| std::env::var(name).ok();
    let mut made = Vec::new();
    let mut problems = Vec::new();
    for section in sections {
        let (name, kind) = (section.name.as_str(), section.kind.as_str());
        let raw = Raw { name, kind, table: &section.table, folder, env: &env };
        match notify::build(&raw) {
            Ok(way) => {
                problems.extend(unknown_watch(section, &way, watches));
                made.push(way);
            }
            Err(problem) => problems.push(placed(section, &problem)),
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(problems) }
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
