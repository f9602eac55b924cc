//! Files that hold secrets, the configuration's own among them: whether they are there, and whether
//! others on this machine can read them.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::finding::Finding;
use super::patient::Patient;
use crate::config::{ConfigError, Loaded, NotifySection, Paths};
use crate::domain::{Access, Secret};

/// What everybody may do with a file.
const OTHERS: u32 = 0o007;

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let Ok(loaded) = &patient.loaded else {
        return vec![Finding::ok("not looked at: the configuration cannot be read")];
    };
    let files = files(loaded, &patient.paths);
    let faults: Vec<Finding> = files.iter().filter_map(|file| fault(file)).collect();
    match (files.len(), faults.is_empty()) {
        (_, false) => faults,
        (0, true) => vec![Finding::ok("none is kept in a file")],
        (1, true) => vec![Finding::ok("1 file, closed to others")],
        (n, true) => vec![Finding::ok(format!("{n} files, closed to others"))],
    }
}

/// Warnings of the files with secrets that everybody on this machine can use.
pub(in crate::cli) fn open_files(loaded: &Loaded, paths: &Paths) -> Vec<ConfigError> {
    let open = files(loaded, paths).into_iter().filter_map(|file| {
        let told = open_to_all(std::fs::metadata(&file).ok()?.permissions().mode())?;
        Some(ConfigError::whole(&file, format!("{told}: chmod o= '{}'", file.display())))
    });
    open.collect()
}

/// What is said of a file by its mode, where everybody can use it.
fn open_to_all(mode: u32) -> Option<String> {
    let told = "holds a secret, and everybody on this machine can use it";
    (mode & OTHERS != 0).then(|| format!("{told} (mode {:o})", mode & 0o777))
}

/// The configuration's own files as far as secrets stand in them, and the files that notifiers and
/// feeds name. Certificates to trust are no secret.
fn files(loaded: &Loaded, paths: &Paths) -> BTreeSet<PathBuf> {
    let folder = &paths.config;
    let in_config = loaded.settings.notify.iter().any(NotifySection::holds_a_secret);
    let in_feeds = loaded.feeds.iter().any(|feed| match feed.access.as_deref() {
        Some(Access::Basic { password: secret, .. } | Access::Header(secret)) => {
            matches!(secret, Secret::Given(_))
        }
        None => false,
    });
    let own = [(in_config, paths.config_file()), (in_feeds, paths.feeds_file())];
    let own = own.into_iter().filter_map(|(holds, file)| holds.then_some(file));
    let keys = loaded.settings.notify.iter().flat_map(|section| section.table.iter());
    let keys = keys.filter(|(key, _)| key.ends_with("_file") && *key != "ca_file");
    let ways = keys.filter_map(|(_, item)| Some(folder.join(item.as_str()?)));
    let feeds = loaded.feeds.iter().filter_map(|feed| match feed.access.as_deref()? {
        Access::Basic { password: Secret::File(file), .. } | Access::Header(Secret::File(file)) => {
            Some(file.clone())
        }
        Access::Basic { .. } | Access::Header(_) => None,
    });
    own.chain(ways).chain(feeds).collect()
}

fn fault(file: &Path) -> Option<Finding> {
    let shown = file.display();
    let mode = match std::fs::File::open(file).and_then(|file| file.metadata()) {
        Ok(known) => known.permissions().mode(),
        Err(error) => {
            let told = format!("{shown}: cannot be read here: {error}");
            let advice = "write it there, or mend the path in config.toml or feeds.toml; what a \
                          service's unit gives is there for the service alone";
            return Some(Finding::warn(told).advise(advice));
        }
    };
    let told = open_to_all(mode)?;
    Some(Finding::warn(format!("{shown}: {told}")).advise(format!("chmod o= '{shown}'")))
}
