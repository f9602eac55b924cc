//! Files that hold secrets: whether others on this machine can read them.

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
    let open: Vec<Finding> = files.iter().filter_map(|file| open_to_others(file)).collect();
    match (files.len(), open.is_empty()) {
        (_, false) => open,
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

fn open_to_others(file: &Path) -> Option<Finding> {
    let mode = std::fs::metadata(file).ok()?.permissions().mode();
    let shown = file.display();
    let told = format!("{shown}: everybody on this machine can use it (mode {:o})", mode & 0o777);
    (mode & OTHERS != 0).then(|| Finding::warn(told).advise(format!("chmod o= '{shown}'")))
}
