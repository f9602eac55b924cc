//! Phrases that are looked for in folded texts between spaces, all of a table in one pass. Which texts may
//! hold any is told by `hints`.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::denied_events::is_attack;
use super::words::hash;

/// Phrases between spaces in one automaton, with what each is.
pub(super) struct Phrases<T> {
    automaton: Option<AhoCorasick>,
    meaning: Vec<T>,
    /// For each the hash of a word that a text must have to hold it.
    keys: Vec<u64>,
}

impl<T: Copy> Phrases<T> {
    /// The phrases of some rows.
    pub fn of(rows: &[(T, &[&str])]) -> Phrases<T> {
        let all = rows.iter().flat_map(|(what, list)| list.iter().map(|phrase| (*what, *phrase)));
        Phrases::of_all(all.map(|(what, phrase)| (what, phrase.to_owned())))
    }

    /// The phrases are constants: a failed build would show in every test.
    pub fn of_all(all: impl Iterator<Item = (T, String)>) -> Phrases<T> {
        let (meaning, phrases): (Vec<T>, Vec<String>) = all.unzip();
        let keys = phrases.iter().map(|phrase| key(phrase)).collect();
        let patterns = phrases.iter().map(|phrase| format!(" {phrase} "));
        let compact = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(compact).build(patterns).ok();
        Phrases { automaton, meaning, keys }
    }

    /// What is found in a spaced text, with where it begins and ends.
    pub fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (T, usize, usize)> + 'a {
        let found = self.automaton.iter().flat_map(move |all| all.find_overlapping_iter(text));
        let meant = |at: usize| self.meaning.get(at).copied();
        found.filter_map(move |at| Some((meant(at.pattern().as_usize())?, at.start(), at.end())))
    }

    /// The keys of the phrases, with what each is.
    pub fn keys(&self) -> impl Iterator<Item = (T, u64)> + '_ {
        self.meaning.iter().copied().zip(self.keys.iter().copied())
    }
}

/// The hash of the longest word of a phrase that is none for an attack: the least common of them, most often.
fn key(phrase: &str) -> u64 {
    let all = phrase.split(' ').filter(|word| !is_attack(word));
    let longest = all.max_by_key(|word| word.len()).unwrap_or(phrase);
    let key = longest.split(' ').next().unwrap_or_default();
    hash(key.as_bytes())
}
