//! Reads `[owners]` of `feeds.toml`: who stands behind several outlets, and lays the user's over
//! the shipped ones. What belongs to two is an error; what the user says of an outlet wins.

use toml_edit::Item;

use super::reading::{Reading, key_span};
use super::value::{Wrong, mismatch, strings};
use crate::domain::Owner;

/// Reads the table.
pub(super) fn read(reading: &mut Reading, item: &Item) -> Vec<Owner> {
    let Some(table) = item.as_table_like() else {
        let wrong = mismatch(item, "a table [owners]");
        reading.wrong(item.span().unwrap_or(0..0), wrong);
        return Vec::new();
    };
    let mut owners: Vec<Owner> = Vec::new();
    for (name, item) in table.iter() {
        if name.trim().is_empty() {
            reading.wrong(key_span(table, name), Wrong::new("an owner has a name"));
            continue;
        }
        let read = strings(item).and_then(|outlets| {
            outlets.into_iter().map(|outlet| checked(outlet, &owners)).collect()
        });
        let outlets = reading.take(item, name, read).unwrap_or_default();
        owners.push(Owner { name: name.to_owned(), outlets });
    }
    owners
}

fn checked(outlet: String, owners: &[Owner]) -> Result<String, Wrong> {
    if outlet.trim().is_empty() {
        return Err(Wrong::new("an outlet is empty").hint("write a site or an outlet's name"));
    }
    if let Some((_, rest)) = outlet.split_once("://") {
        let site = rest.split(['/', ':', '?', '#']).next().unwrap_or(rest);
        let site = site.trim_start_matches("www.");
        return Err(Wrong::new(format!("\"{outlet}\" is an address"))
            .hint(format!("write the site alone: \"{site}\"")));
    }
    match owners.iter().find(|owner| holds(owner, &outlet)) {
        Some(owner) => {
            let message = format!("\"{outlet}\" is already with \"{}\"", owner.name);
            Err(Wrong::new(message).hint("an outlet has one owner"))
        }
        None => Ok(outlet),
    }
}

fn holds(owner: &Owner, outlet: &str) -> bool {
    owner.outlets.iter().any(|known| known.trim().to_lowercase() == outlet.trim().to_lowercase())
}

/// The owners with those of a higher layer laid over them: an owner of the same name is replaced,
/// an outlet goes to whom the higher layer gives it.
pub(super) fn under(mut below: Vec<Owner>, over: Vec<Owner>) -> Vec<Owner> {
    below.retain(|owner| !over.iter().any(|other| other.name == owner.name));
    for owner in &mut below {
        owner.outlets.retain(|outlet| !over.iter().any(|other| holds(other, outlet)));
    }
    below.extend(over);
    below
}
