//! Files that hold secrets: whether they are there, and whether others on this machine can read
//! them.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::finding::Finding;
use super::patient::Patient;
use crate::config::Loaded;
use crate::domain::{Access, Secret};

/// What everybody may do with a file.
const OTHERS: u32 = 0o007;

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let Ok(loaded) = &patient.loaded else {
        return vec![Finding::ok("not looked at: the configuration cannot be read")];
    };
    let files = files(loaded, &patient.paths.config);
    let faults: Vec<Finding> = files.iter().filter_map(|file| fault(file)).collect();
    match (files.len(), faults.is_empty()) {
        (_, false) => faults,
        (0, true) => vec![Finding::ok("none is kept in a file")],
        (1, true) => vec![Finding::ok("1 file, closed to others")],
        (n, true) => vec![Finding::ok(format!("{n} files, closed to others"))],
    }
}

/// The files that notifiers and feeds name. Certificates to trust are no secret.
fn files(loaded: &Loaded, folder: &Path) -> BTreeSet<PathBuf> {
    let keys = loaded.settings.notify.iter().flat_map(|section| section.table.iter());
    let keys = keys.filter(|(key, _)| key.ends_with("_file") && *key != "ca_file");
    let ways = keys.filter_map(|(_, item)| Some(folder.join(item.as_str()?)));
    let feeds = loaded.feeds.iter().filter_map(|feed| match feed.access.as_ref()? {
        Access::Basic { password: Secret::File(file), .. } | Access::Header(Secret::File(file)) => {
            Some(file.clone())
        }
        Access::Basic { .. } | Access::Header(_) => None,
    });
    ways.chain(feeds).collect()
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
    let told = format!("{shown}: everybody on this machine can use it (mode {:o})", mode & 0o777);
    (mode & OTHERS != 0).then(|| Finding::warn(told).advise(format!("chmod o= '{shown}'")))
}
