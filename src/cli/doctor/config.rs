//! The configuration: whether it can be used, and what in it is doubtful.

use super::alike::alike;
use super::finding::Finding;
use super::patient::Patient;
use crate::config::commands;

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    match &patient.loaded {
        Err(message) => message
            .lines()
            // The lines below a problem show its place in the file.
            .filter(|line| !line.starts_with(' '))
            .map(|line| Finding::fail(line).advise("`wirewatch config check` shows the place"))
            .collect(),
        Ok(loaded) => {
            let place = patient.paths.config.display();
            let found = if patient.paths.config.is_dir() {
                Finding::ok(format!("{place}: {}", commands::summary(loaded)))
            } else {
                let told = format!("no files of your own yet: {}", commands::summary(loaded));
                Finding::ok(told).advise(format!("`wirewatch config init` writes some to {place}"))
            };
            let alike = alike(loaded, &patient.paths.feeds_file());
            let warnings = loaded.warnings.iter().chain(&alike);
            let warnings = warnings.map(|warning| Finding::warn(warning.one_line()));
            std::iter::once(found).chain(warnings).collect()
        }
    }
}
