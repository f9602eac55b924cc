//! One layer of entries laid over another, by name: the user's watches, lists and feeds over the
//! shipped ones. What an entry takes from the one above it is its own business.

use std::collections::HashMap;

/// The lower layer with the higher one over it: entries of a known name take what is said anew, the
/// others come behind.
pub(super) fn overlay<T>(
    mut below: Vec<T>,
    over: Vec<T>,
    name: fn(&T) -> &str,
    take: fn(&mut T, T),
) -> Vec<T> {
    let mut places: HashMap<String, usize> =
        below.iter().enumerate().map(|(at, entry)| (name(entry).to_owned(), at)).collect();
    below.reserve_exact(over.len());
    for entry in over {
        match places.get(name(&entry)).and_then(|at| below.get_mut(*at)) {
            Some(old) => take(old, entry),
            None => {
                places.insert(name(&entry).to_owned(), below.len());
                below.push(entry);
            }
        }
    }
    below
}
