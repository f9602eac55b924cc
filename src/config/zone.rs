//! Names of time zones: checked against the machine's own table, where it has one.

use jiff::tz;
use toml_edit::Item;

use super::value::{Wrong, string};
use crate::watch::nearest;

/// An IANA name, or `""` for the machine's own zone.
pub(super) fn read(item: &Item) -> Result<Option<String>, Wrong> {
    let name = string(item)?;
    if name.is_empty() {
        return Ok(None);
    }
    if tz::db().get(&name).is_ok() || !has_table() {
        return Ok(Some(name));
    }
    let known: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
    let near = nearest(&name, known.iter().map(String::as_str));
    let hint = near.map_or_else(
        || "write a name such as \"Asia/Baghdad\"".to_owned(),
        |near| format!("did you mean \"{near}\"?"),
    );
    Err(Wrong::new(format!("no time zone is called \"{name}\"")).hint(hint))
}

/// Whether this machine knows any zone beside UTC; a bare container may not.
pub(super) fn has_table() -> bool {
    tz::db().available().any(|name| name.as_str() == "Europe/London")
}
