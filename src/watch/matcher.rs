//! The compiled watches, and the scan of one article.
//!
//! A walk over the folded text looks for the keys of the watches; where there is one, a second finds
//! all literals, and only watches whose required sets are all present are evaluated. Which sets those
//! are is `gates`' work, where the hits lie `locate`'s, what they mean `evaluate`'s.

use super::compile;
use super::evaluate::{Evidence, evaluate, support};
use super::gates::{Alternative, Gates};
use super::literals::Literals;
use super::locate::Scratch;
use super::mask::{self, Void};
use super::plan::{Fields, Plan, speaking_sets};
use super::problem::Problem;
use super::rows::Rows;
use super::syntax::{Node, Scope};
use super::vocabulary::{Vocabulary, WatchSpec};
use crate::domain::{Article, Hit, Match, Severity, Voided};

/// Hits of one watch that are listed, of each kind; what a hostile article has beyond is counted.
pub const MOST_HITS: usize = 200;

/// What the caller knows of an article beyond the article itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Tags of the feed.
    pub tags: Vec<String>,
    /// Places named in the article.
    pub places: Vec<String>,
    /// Countries named in the article.
    pub countries: Vec<String>,
}

/// A compiled watch.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Its name.
    pub name: String,
    /// What it means, in words.
    pub say: String,
    /// Points of its matches.
    pub weight: i32,
    /// Colour of its highlights.
    pub colour: Option<String>,
    /// Least severity of its alerts.
    pub severity: Option<Severity>,
    /// Its query.
    pub query: Node,
    pub(super) plan: Plan,
    pub(super) mask: Vec<mask::Part>,
    pub(super) speaking: Vec<(u32, Fields)>,
}

impl Watch {
    pub(super) fn new(
        spec: &WatchSpec,
        query: Node,
        plan: Plan,
        mask: Option<(Node, Plan)>,
    ) -> Watch {
        let mut speaking = Vec::new();
        speaking_sets(&plan, &mut speaking);
        Watch {
            name: spec.name.clone(),
            say: spec.say.clone(),
            weight: spec.weight,
            colour: spec.colour.clone(),
            severity: spec.severity,
            query,
            plan,
            mask: mask.map(mask::parts).unwrap_or_default(),
            speaking,
        }
    }
}

/// What compiling hands over.
pub(super) struct Compiled {
    pub watches: Vec<Watch>,
    pub literals: Literals,
    pub term_names: Vec<String>,
    pub sets_of_term: Vec<Vec<u32>>,
    /// Number of sets.
    pub sets: usize,
    /// Of each watch the alternatives of sets that must be present.
    pub alternatives: Vec<Alternative>,
    pub fields: Fields,
}

/// All enabled watches, ready to scan articles. Share it between threads; each has its `Scratch`.
#[derive(Debug)]
pub struct Matcher {
    pub(super) watches: Vec<Watch>,
    pub(super) literals: Literals,
    pub(super) term_names: Vec<String>,
    pub(super) sets_of_term: Vec<Vec<u32>>,
    /// Sets of each literal's terms, each once.
    pub(super) sets_of_literal: Rows<u32>,
    gates: Gates,
    pub(super) fields: Fields,
    pub(super) set_words: usize,
}

impl Matcher {
    /// Compiles all enabled watches of a vocabulary; the rest of it is checked as well.
    ///
    /// # Errors
    /// Every problem of every query and list.
    pub fn compile(vocabulary: &Vocabulary) -> Result<Matcher, Vec<Problem>> {
        compile::compile(vocabulary)
    }

    /// Compiles one query typed by a person, with the lists of a vocabulary. Its watch is named
    /// `query`.
    ///
    /// # Errors
    /// The problems of the query and of the lists.
    pub fn for_query(vocabulary: &Vocabulary, query: &str) -> Result<Matcher, Vec<Problem>> {
        let spec = WatchSpec { name: "query".into(), query: query.into(), ..WatchSpec::default() };
        Matcher::for_watch(vocabulary, &spec)
    }

    /// Compiles one watch, enabled or not, with the lists of a vocabulary.
    ///
    /// # Errors
    /// The problems of the watch and of the lists.
    pub fn for_watch(vocabulary: &Vocabulary, watch: &WatchSpec) -> Result<Matcher, Vec<Problem>> {
        compile::compile_one(vocabulary, watch)
    }

    pub(super) fn new(mut compiled: Compiled) -> Matcher {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let sets_of = |literal: usize| {
            let uses = compiled.literals.uses(number(literal)).iter();
            let sets = uses.filter_map(|used| compiled.sets_of_term.get(used.term as usize));
            let mut sets: Vec<u32> = sets.flatten().copied().collect();
            sets.sort_unstable();
            sets.dedup();
            sets
        };
        let sets_of_literal: Rows<u32> = (0..compiled.literals.len()).map(sets_of).collect();
        let guesses = guesses(compiled.literals.texts(), &sets_of_literal, compiled.sets);
        let gates = Gates::new(compiled.alternatives, &guesses);
        let is_key = |sets: &[u32]| sets.iter().any(|set| gates.is_key(*set));
        compiled.literals.set_keys(sets_of_literal.iter().map(is_key).collect());
        Matcher {
            sets_of_literal,
            set_words: compiled.sets.div_ceil(64),
            watches: compiled.watches,
            literals: compiled.literals,
            term_names: compiled.term_names,
            sets_of_term: compiled.sets_of_term,
            gates,
            fields: compiled.fields,
        }
    }

    /// The enabled watches, in the order of the vocabulary.
    #[must_use]
    pub fn watches(&self) -> &[Watch] {
        &self.watches
    }

    /// Whether some watch asks for a field.
    #[must_use]
    pub fn looks_at(&self, field: Scope) -> bool {
        self.fields.meets(Fields::of(field))
    }

    /// Number of distinct literals.
    #[must_use]
    pub fn literal_count(&self) -> usize {
        self.literals.len()
    }

    /// The literals as they stand in folded text, border spaces included.
    pub fn literal_texts(&self) -> impl Iterator<Item = &str> {
        self.literals.texts()
    }

    /// Bytes of what finds them.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.literals.memory()
    }

    /// The watches that an article satisfies, with their evidence.
    #[must_use]
    pub fn scan(&self, article: &Article, meta: &Meta, scratch: &mut Scratch) -> Vec<Match> {
        if self.watches.is_empty() {
            return Vec::new();
        }
        scratch.fold(self, article, meta);
        if self.gates.need_keys() && !scratch.has_key(self) {
            return Vec::new();
        }
        scratch.find(self);
        let plausible = self.gates.plausible(scratch.present(), |set| scratch.has(set));
        if plausible.is_empty() {
            return Vec::new();
        }
        scratch.locate(self, article, meta);
        let watches = plausible.iter().filter_map(|index| self.watches.get(*index as usize));
        watches.filter_map(|watch| self.judge(watch, article, meta, scratch)).collect()
    }

    /// Evaluates one watch over the located spots.
    fn judge(
        &self,
        watch: &Watch,
        article: &Article,
        meta: &Meta,
        scratch: &Scratch,
    ) -> Option<Match> {
        let void = mask::void(&watch.mask, scratch);
        let evidence = scratch.evidence(&void.spots);
        let found = evaluate(&watch.plan, &evidence);
        if !found.truth {
            return None;
        }
        let hits = scratch.distinct(support(&watch.plan, &evidence, &found.hits));
        let hit = |spot: u32| scratch.hit(self, spot, article, meta);
        let listed = hits.iter().take(MOST_HITS);
        let (voided, of_voided) = self.voided(watch, &void, scratch, &hit);
        Some(Match {
            watch: watch.name.clone(),
            hits: listed.filter_map(|spot| hit(*spot)).collect(),
            voided,
            more: hits.len().saturating_sub(MOST_HITS) + of_voided,
        })
    }

    /// The hits of a watch that its mask voids, with what of the mask does, and how many more.
    pub(super) fn voided(
        &self,
        watch: &Watch,
        void: &Void,
        scratch: &Scratch,
        hit: &dyn Fn(u32) -> Option<Hit>,
    ) -> (Vec<Voided>, usize) {
        if void.spots.is_empty() {
            return (Vec::new(), 0);
        }
        let all = scratch.evidence(&[]);
        let mut spots: Vec<u32> =
            watch.speaking.iter().flat_map(|(set, fields)| all.leaf(*set, *fields)).collect();
        spots.sort_unstable();
        spots.dedup();
        spots.retain(|spot| void.spots.binary_search(spot).is_ok());
        let voided = scratch.distinct(spots);
        let more = voided.len().saturating_sub(MOST_HITS);
        let listed = voided.into_iter().take(MOST_HITS);
        let told = |spot: u32| {
            let (part, by) = void.why(spot, &watch.mask, scratch)?;
            let by = by.into_iter().filter_map(|spot| Some(hit(spot)?.text)).collect();
            Some(Voided { hit: hit(spot)?, mask: part.text.clone(), by })
        };
        (listed.filter_map(told).collect(), more)
    }
}

/// What every further byte of a literal leaves of the texts that have it. No more than a guess: short
/// words are common, and rare ones that are short cost a second look.
const RARER: f64 = 0.75;

/// How common the sets are, as far as the lengths of their literals tell.
fn guesses<'a>(
    literals: impl Iterator<Item = &'a str>,
    sets_of_literal: &Rows<u32>,
    sets: usize,
) -> Vec<f64> {
    let mut guesses = vec![0.0; sets];
    for (literal, sets) in literals.zip(sets_of_literal.iter()) {
        let length = i32::try_from(literal.len()).unwrap_or(i32::MAX);
        for set in sets {
            if let Some(guess) = guesses.get_mut(*set as usize) {
                *guess += RARER.powi(length);
            }
        }
    }
    guesses
}

/// Everything one scan has found, for those who explain it.
impl Scratch {
    pub(super) fn evidence<'a>(&'a self, void: &'a [u32]) -> Evidence<'a> {
        Evidence { spots: self.spots(), groups: self.groups(), sections: self.scopes(), void }
    }
}
