//! What notifiers write to on this machine: whether the program is there, and the file's folder.

use std::path::Path;

use rustix::fs::{Access, access};

use crate::config::{ConfigError, Loaded, NotifySection};

/// The targets that are missing here. Who polls may be another user with another search path: each
/// is a warning.
pub(in crate::cli) fn missing(loaded: &Loaded, folder: &Path) -> Vec<ConfigError> {
    loaded.settings.notify.iter().filter_map(|section| fault(section, folder)).collect()
}

fn fault(section: &NotifySection, folder: &Path) -> Option<ConfigError> {
    match section.kind.as_str() {
        "command" => {
            let words = section.table.get("command")?.as_array()?;
            let program = words.get(0)?.as_str()?;
            let told = || format!("no program \"{program}\" is here to be run");
            (!is_program(program)).then(|| section.problem(Some("command"), told()))
        }
        "file" => {
            let path = folder.join(section.table.get("path")?.as_str()?);
            let above = path.parent().filter(|above| !above.is_dir())?;
            let told = format!("there is no folder {} to write the file to", above.display());
            Some(section.problem(Some("path"), told))
        }
        _ => None,
    }
}

/// Whether a program is found as the system finds it: a bare name along `PATH`.
fn is_program(program: &str) -> bool {
    let runs = |path: &Path| path.is_file() && access(path, Access::EXEC_OK).is_ok();
    if program.contains('/') {
        return runs(Path::new(program));
    }
    let search = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&search).any(|folder| runs(&folder.join(program)))
}
