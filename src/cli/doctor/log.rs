//! The dashboard's log: whether it can be written.

use super::finding::Finding;
use super::patient::{Patient, is_writable, standing};

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let folder = patient.paths.log_dir();
    let above = standing(&folder);
    if is_writable(above) {
        return vec![Finding::ok(folder.join("wirewatch.log").display().to_string())];
    }
    let told = format!("{}: cannot be written, {} is not yours", folder.display(), above.display());
    let advice = "the dashboard needs it; set XDG_STATE_HOME to a folder of yours. `run` logs to standard error";
    vec![Finding::warn(told).advise(advice)]
}
