//! Gates: which sets must be present before a watch is worth evaluating, and which of them are keys.
//!
//! A watch has alternatives, and is false unless all sets of one are present. Each alternative has a
//! key among its sets: an article without any key is done with before most of its words are looked
//! at, however many common words the rest of the vocabulary has.

/// Sets that must all be present for a watch to be true in one of its ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alternative {
    pub watch: u32,
    pub sets: Vec<u32>,
}

/// The alternatives of all watches.
#[derive(Debug)]
pub(super) struct Gates {
    alternatives: Vec<Alternative>,
    /// For each set the alternatives whose key it is.
    opens: Vec<Vec<u32>>,
    /// Watches that can be true without any hit.
    always: Vec<u32>,
}

impl Gates {
    /// Picks keys: those that texts have most rarely by these guesses, one for each set.
    pub(super) fn new(alternatives: Vec<Alternative>, guesses: &[f64]) -> Gates {
        let (always, alternatives): (Vec<Alternative>, Vec<Alternative>) =
            alternatives.into_iter().partition(|one| one.sets.is_empty());
        let alternatives = needed(&alternatives);
        let keys = Keys { guesses, alternatives: &alternatives }.pick();
        let mut opens = vec![Vec::new(); guesses.len()];
        for (one, number) in alternatives.iter().zip(0_u32..) {
            let key = one.sets.iter().find(|set| has(&keys, **set));
            if let Some(opened) = key.and_then(|set| opens.get_mut(*set as usize)) {
                opened.push(number);
            }
        }
        Gates { alternatives, opens, always: always.iter().map(|one| one.watch).collect() }
    }

    /// Whether no watch can be true where no key is.
    pub(super) fn need_keys(&self) -> bool {
        self.always.is_empty()
    }

    pub(super) fn is_key(&self, set: u32) -> bool {
        self.opened_by(set).next().is_some()
    }

    /// The watches of which some alternative is present as a whole.
    pub(super) fn plausible(&self, present: &[u32], is_present: impl Fn(u32) -> bool) -> Vec<u32> {
        let opened = present.iter().flat_map(|set| self.opened_by(*set));
        let whole = opened.filter(|one| one.sets.iter().all(|set| is_present(*set)));
        let mut plausible = self.always.clone();
        plausible.extend(whole.map(|one| one.watch));
        plausible.sort_unstable();
        plausible.dedup();
        plausible
    }

    fn opened_by(&self, set: u32) -> impl Iterator<Item = &Alternative> {
        let opened = self.opens.get(set as usize).into_iter().flatten();
        opened.filter_map(|number| self.alternatives.get(*number as usize))
    }
}

/// Those that do not only ask for more than another one of the same watch.
fn needed(alternatives: &[Alternative]) -> Vec<Alternative> {
    let asks_less = |one: &Alternative, other: &Alternative| {
        one.sets.len() < other.sets.len() && one.sets.iter().all(|set| other.sets.contains(set))
    };
    let of_watch = |other: &&Alternative| {
        let from = alternatives.partition_point(|one| one.watch < other.watch);
        let own = alternatives.iter().skip(from).take_while(|one| one.watch == other.watch);
        !own.into_iter().any(|one| asks_less(one, other))
    };
    alternatives.iter().filter(of_watch).cloned().collect()
}

fn has(keys: &[bool], set: u32) -> bool {
    keys.get(set as usize).copied().unwrap_or_default()
}

/// The choice of keys.
struct Keys<'a> {
    guesses: &'a [f64],
    alternatives: &'a [Alternative],
}

impl Keys<'_> {
    /// A set is the better the rarer it is and the more alternatives it is the key of.
    fn pick(&self) -> Vec<bool> {
        let mut keys = vec![false; self.guesses.len()];
        let mut picked = Vec::new();
        for one in self.alternatives {
            if let [only] = one.sets.as_slice() {
                self.take(*only, &mut keys);
            }
        }
        loop {
            let locked = self.alternatives.iter().filter(|one| !self.is_open(one, &keys));
            let mut gains = vec![0_u32; keys.len()];
            for set in locked.flat_map(|one| &one.sets) {
                if let Some(gain) = gains.get_mut(*set as usize) {
                    *gain += 1;
                }
            }
            let price = |set: &(u32, u32)| self.guess(set.0) / f64::from(set.1);
            let candidates = (0_u32..).zip(gains).filter(|(_, gain)| *gain > 0);
            let Some((best, _)) = candidates.min_by(|a, b| price(a).total_cmp(&price(b))) else {
                break;
            };
            self.take(best, &mut keys);
            picked.push(best);
        }
        picked.sort_unstable_by(|a, b| self.guess(*b).total_cmp(&self.guess(*a)));
        picked.iter().for_each(|set| self.drop_if_idle(*set, &mut keys));
        keys
    }

    fn take(&self, set: u32, keys: &mut [bool]) {
        if let Some(key) = keys.get_mut(set as usize) {
            *key = true;
        }
    }

    /// Gives up a key that later ones have made needless.
    fn drop_if_idle(&self, set: u32, keys: &mut [bool]) {
        let mut mine = self.alternatives.iter().filter(|one| one.sets.contains(&set));
        let is_idle = mine.all(|one| one.sets.iter().any(|s| *s != set && has(keys, *s)));
        if let Some(key) = keys.get_mut(set as usize).filter(|_| is_idle) {
            *key = false;
        }
    }

    fn is_open(&self, one: &Alternative, keys: &[bool]) -> bool {
        one.sets.iter().any(|set| has(keys, *set))
    }

    fn guess(&self, set: u32) -> f64 {
        self.guesses.get(set as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Gates};

    fn gates(alternatives: &[&[u32]], guesses: &[f64]) -> Gates {
        let one = |sets: &&[u32]| Alternative { watch: 0, sets: sets.to_vec() };
        Gates::new(alternatives.iter().map(one).collect(), guesses)
    }

    fn keys(gates: &Gates, sets: u32) -> Vec<u32> {
        (0..sets).filter(|set| gates.is_key(*set)).collect()
    }

    #[test]
    fn the_rarest_set_of_an_alternative_is_its_key() {
        let gates = gates(&[&[0, 1], &[2, 3]], &[9.0, 1.0, 2.0, 5.0]);
        assert_eq!(keys(&gates, 4), [1, 2]);
    }

    #[test]
    fn one_key_of_many_alternatives_is_better_than_a_rarer_one_of_each() {
        let gates = gates(&[&[0, 1], &[0, 2], &[0, 3]], &[2.0, 1.0, 1.0, 1.0]);
        assert_eq!(keys(&gates, 4), [0]);
    }

    #[test]
    fn a_key_that_others_make_needless_is_none() {
        // Set 1 is the cheapest first choice, but sets 0 and 2 are needed anyhow.
        let gates = gates(&[&[0, 1], &[1, 2], &[0], &[2]], &[5.0, 0.1, 5.0]);
        assert_eq!(keys(&gates, 3), [0, 2]);
    }

    #[test]
    fn an_alternative_that_asks_for_more_than_another_needs_no_key() {
        let gates = gates(&[&[0], &[0, 1]], &[5.0, 1.0]);
        assert_eq!(keys(&gates, 2), [0]);
        assert_eq!(gates.plausible(&[0], |set| set == 0), [0]);
    }

    #[test]
    fn a_watch_that_needs_nothing_is_always_plausible() {
        let gates = gates(&[&[], &[0]], &[1.0]);
        assert!(!gates.need_keys());
        assert_eq!(gates.plausible(&[], |_| false), [0]);
    }

    #[test]
    fn a_watch_is_plausible_where_all_sets_of_an_alternative_are_present() {
        let gates = gates(&[&[0, 1]], &[1.0, 2.0]);
        assert!(gates.plausible(&[0], |set| set == 0).is_empty());
        assert_eq!(gates.plausible(&[0, 1], |_| true), [0]);
    }
}
