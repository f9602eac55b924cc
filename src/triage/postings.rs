//! From words to the stories that hold them. Most words are of one story: a word costs eight bytes,
//! a list of stories only where there are several.

use std::collections::hash_map::Entry;

use super::book::Place;
use super::quick::QuickMap;

/// Set in what is kept of a word where the rest is the number of a list, not a place.
const LIST: u32 = 1 << 31;

/// A full list grows by one in so many, and two: there are ten thousands of them.
const GROWTH: usize = 4;

/// The words of all live stories.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    words: QuickMap<u32, u32>,
    lists: Vec<Vec<Place>>,
    /// Numbers of lists that are not in use.
    free: Vec<u32>,
}

impl Postings {
    /// Stories that hold a word, in no particular order.
    pub(super) fn holding(&self, word: u32) -> &[Place] {
        match self.words.get(&word) {
            None => &[],
            Some(list) if list & LIST != 0 => {
                self.lists.get((list ^ LIST) as usize).map_or(&[], Vec::as_slice)
            }
            Some(place) => std::slice::from_ref(place),
        }
    }

    /// Notes words that a story now holds.
    pub(super) fn add<'a>(&mut self, place: Place, gained: impl Iterator<Item = &'a u32>) {
        for word in gained {
            match self.words.entry(*word) {
                Entry::Vacant(new) => _ = new.insert(place),
                Entry::Occupied(mut known) => {
                    let list = *known.get();
                    if list & LIST == 0 {
                        if list != place {
                            known.insert(
                                LIST | put(vec![list, place], &mut self.lists, &mut self.free),
                            );
                        }
                    } else if let Some(places) = self.lists.get_mut((list ^ LIST) as usize) {
                        if places.len() == places.capacity() {
                            places.reserve_exact(places.len() / GROWTH + 2);
                        }
                        places.push(place);
                    }
                }
            }
        }
    }

    /// Forgets words that a story held.
    pub(super) fn remove<'a>(&mut self, place: Place, lost: impl Iterator<Item = &'a u32>) {
        for word in lost {
            let Entry::Occupied(mut known) = self.words.entry(*word) else { continue };
            let list = *known.get();
            if list & LIST == 0 {
                if list == place {
                    known.remove();
                }
                continue;
            }
            let Some(places) = self.lists.get_mut((list ^ LIST) as usize) else { continue };
            if let Some(at) = places.iter().position(|held| *held == place) {
                places.swap_remove(at);
            }
            if let [last] = places[..] {
                known.insert(last);
                *places = Vec::new();
                self.free.push(list ^ LIST);
            }
        }
    }
}

/// Keeps a list and tells its number.
fn put(list: Vec<Place>, lists: &mut Vec<Vec<Place>>, free: &mut Vec<u32>) -> u32 {
    let number = free.pop().unwrap_or_else(|| {
        lists.push(Vec::new());
        u32::try_from(lists.len() - 1).unwrap_or_default()
    });
    if let Some(room) = lists.get_mut(number as usize) {
        *room = list;
    }
    number
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::Postings;

    proptest! {
        #[test]
        fn words_are_held_by_those_that_gained_and_did_not_lose_them(
            steps in vec((any::<bool>(), 0..6_u32, 0..5_u32), 0..80),
        ) {
            let mut postings = Postings::default();
            let mut held: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
            for (gains, place, word) in steps {
                let known = held.entry(word).or_default();
                if gains && known.insert(place) {
                    postings.add(place, [word].iter());
                } else if !gains {
                    known.remove(&place);
                    postings.remove(place, [word].iter());
                }
                for (word, places) in &held {
                    let mut found = postings.holding(*word).to_vec();
                    found.sort_unstable();
                    prop_assert_eq!(&found, &places.iter().copied().collect::<Vec<_>>());
                }
            }
        }
    }
}
