//! Locates hits: folds an article's fields into one buffer, finds literals, counts words.
//!
//! `Scratch` holds all buffers of a scan, so that scanning allocates next to nothing.

use std::ops::Range;

use super::evaluate::{Scoped, Spot};
use super::literals::{Raw, Use};
use super::matcher::{Matcher, Meta};
use super::plan::Fields;
use super::syntax::Scope;
use super::words::Counter;
use crate::domain::{Article, Field, Hit};
use crate::text::fold::Folded;

/// Words of the lead.
const LEAD: u32 = 60;

/// A field of the article in the folded buffer, or one entry of a field that has several.
#[derive(Clone, Debug)]
struct Section {
    field: Field,
    entry: usize,
    range: Range<usize>,
}

/// The buffers of a scan; make one per thread and reuse it.
#[derive(Debug, Default)]
pub struct Scratch {
    folded: Folded,
    sections: Vec<Section>,
    scopes: Vec<Scoped>,
    raws: Vec<Raw>,
    present: Vec<u32>,
    seen: Vec<u64>,
    spots: Vec<Spot>,
    groups: Vec<(u32, u32)>,
}

/// Every field with its scope, in the order in which hits are listed.
const FIELDS: &[(Field, Scope)] = &[
    (Field::Title, Scope::Title),
    (Field::Summary, Scope::Summary),
    (Field::Body, Scope::Body),
    (Field::Outlet, Scope::Outlet),
    (Field::Feed, Scope::Feed),
    (Field::Tag, Scope::Tag),
    (Field::Lang, Scope::Lang),
    (Field::Place, Scope::Place),
    (Field::Country, Scope::Country),
];

/// One entry of a field as published.
fn entry<'a>(field: Field, index: usize, article: &'a Article, meta: &'a Meta) -> Option<&'a str> {
    let only = |text: &'a str| (index == 0).then_some(text);
    let of = |list: &'a [String], index: usize| list.get(index).map(String::as_str);
    let tags = article.categories.len();
    match field {
        Field::Title => only(&article.title),
        Field::Summary => only(&article.summary),
        Field::Body => only(&article.body),
        Field::Outlet => only(&article.outlet),
        Field::Feed => only(&article.feed),
        Field::Lang => only(&article.language),
        Field::Tag if index < tags => of(&article.categories, index),
        Field::Tag => of(&meta.tags, index - tags),
        Field::Place => of(&meta.places, index),
        Field::Country => of(&meta.countries, index),
    }
}

impl Scratch {
    /// Empty buffers.
    #[must_use]
    pub fn new() -> Scratch {
        Scratch::default()
    }

    pub(super) fn spots(&self) -> &[Spot] {
        &self.spots
    }

    pub(super) fn groups(&self) -> &[(u32, u32)] {
        &self.groups
    }

    pub(super) fn scopes(&self) -> &[Scoped] {
        &self.scopes
    }

    pub(super) fn present(&self) -> &[u32] {
        &self.present
    }

    pub(super) fn has(&self, set: u32) -> bool {
        self.seen.get(set as usize / 64).is_some_and(|bits| bits >> (set % 64) & 1 == 1)
    }

    /// Folds the fields that some watch looks at into one buffer.
    pub(super) fn fold(&mut self, matcher: &Matcher, article: &Article, meta: &Meta) {
        self.folded.clear();
        self.sections.clear();
        self.scopes.clear();
        for (field, scope) in FIELDS {
            let fields = Fields::of(*scope);
            if !matcher.fields.meets(fields) {
                continue;
            }
            let mut index = 0;
            while let Some(text) = entry(*field, index, article, meta) {
                if !text.is_empty() {
                    let range = self.folded.append(text);
                    self.sections.push(Section { field: *field, entry: index, range });
                    self.scopes.push(Scoped { fields, lead: 0 });
                }
                index += 1;
            }
        }
    }

    /// Whether any literal is there that opens a watch.
    pub(super) fn has_key(&self, matcher: &Matcher) -> bool {
        matcher.literals.has_key(self.folded.text(), self.folded.has_dense())
    }

    /// Finds all literals and notes which sets are present.
    pub(super) fn find(&mut self, matcher: &Matcher) {
        self.raws.clear();
        self.present.clear();
        self.seen.clear();
        self.seen.resize(matcher.set_words, 0);
        let Scratch { folded, raws, present, seen, .. } = self;
        matcher.literals.scan(folded.text(), folded.has_dense(), |raw| {
            raws.push(raw);
            for set in matcher.sets_of_literal.row(raw.literal as usize) {
                let Some(bits) = seen.get_mut(*set as usize / 64) else { continue };
                if *bits >> (set % 64) & 1 == 0 {
                    *bits |= 1 << (set % 64);
                    present.push(*set);
                }
            }
        });
    }

    /// Turns what was found into spots with their words, and groups them by set.
    pub(super) fn locate(&mut self, matcher: &Matcher, article: &Article, meta: &Meta) {
        self.measure_lead(matcher);
        let mut spots = std::mem::take(&mut self.spots);
        spots.clear();
        let mut section = 0;
        let mut words = Counter::new(self.folded.text(), self.folded.has_dense());
        for raw in &self.raws {
            while self.sections.get(section).is_some_and(|s| raw.start as usize >= s.range.end) {
                section += 1;
            }
            let Some(place) = self.sections.get(section) else { break };
            words.enter(place.range.start);
            let source = entry(place.field, place.entry, article, meta).unwrap_or_default();
            for used in matcher.literals.uses(raw.literal) {
                if let Some(bytes) = self.settle(raw, used, source) {
                    let (first, last) = words.around(&bytes);
                    spots.push(spot(section, &bytes, used.term, (first, last)));
                }
            }
        }
        spots.sort_unstable();
        spots.dedup();
        self.groups.clear();
        for (spot, number) in spots.iter().zip(0_u32..) {
            let sets = matcher.sets_of_term.get(spot.term as usize).into_iter().flatten();
            self.groups.extend(sets.map(|set| (*set, number)));
        }
        self.groups.sort_unstable();
        self.spots = spots;
    }

    /// How many words of summary and body belong to the lead.
    fn measure_lead(&mut self, matcher: &Matcher) {
        if !matcher.fields.meets(Fields::LEAD) {
            return;
        }
        let mut left = LEAD;
        for (section, scope) in self.sections.iter().zip(&mut self.scopes) {
            if !matches!(section.field, Field::Summary | Field::Body) {
                continue;
            }
            scope.lead = left;
            let mut words = Counter::new(self.folded.text(), self.folded.has_dense());
            words.enter(section.range.start);
            left = left.saturating_sub(words.before(section.range.end));
        }
    }

    /// The folded bytes of one use of a literal, border spaces left out, if it really is there:
    /// the pieces behind it follow and letter case is as written.
    fn settle(&self, raw: &Raw, used: &Use, source: &str) -> Option<Range<usize>> {
        let text = self.folded.text();
        let literal = text.get(raw.start as usize..raw.end as usize)?;
        let start = raw.start as usize + usize::from(literal.starts_with(' '));
        let mut end = raw.end as usize - usize::from(literal.ends_with(' '));
        let closed = literal.ends_with(' ') || literal.ends_with(crate::text::fold::is_dense);
        if !closed || !used.tail().is_empty() {
            end = word_end(text, end);
        }
        for piece in used.tail() {
            let gap = usize::from(!piece.starts_with(' '));
            let from = if text.get(end..)?.starts_with(' ') { end + gap } else { end };
            if !text.get(from..)?.starts_with(piece.as_str()) {
                return None;
            }
            end = from + piece.len();
            let ends_open = !piece.ends_with(' ') && !piece.ends_with(crate::text::fold::is_dense);
            end = if ends_open {
                word_end(text, end)
            } else {
                end - usize::from(piece.ends_with(' '))
            };
        }
        if let Some(written) = used.exact() {
            let published = source.get(self.folded.span(start..end))?;
            if !same_case(written, published) {
                return None;
            }
        }
        Some(start..end)
    }

    /// Of spots in order those with a span of their own: two spellings of lists may hit the same.
    pub(super) fn distinct(&self, mut numbers: Vec<u32>) -> Vec<u32> {
        let span = |number: &u32| {
            self.spots.get(*number as usize).map(|spot| (spot.section, spot.start, spot.end))
        };
        numbers.dedup_by_key(|number| span(number));
        numbers
    }

    /// A spot as the outside sees it.
    pub(super) fn hit(
        &self,
        matcher: &Matcher,
        number: u32,
        article: &Article,
        meta: &Meta,
    ) -> Option<Hit> {
        let spot = self.spots.get(number as usize)?;
        let section = self.sections.get(spot.section as usize)?;
        let source = entry(section.field, section.entry, article, meta)?;
        let span = self.folded.span(spot.start as usize..spot.end as usize);
        Some(Hit {
            term: matcher.term_names.get(spot.term as usize)?.clone(),
            field: section.field,
            start: span.start,
            end: span.end,
            text: source.get(span)?.to_owned(),
            first_word: spot.first,
            last_word: spot.last,
        })
    }
}

fn spot(section: usize, bytes: &Range<usize>, term: u32, (first, last): (u32, u32)) -> Spot {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Spot {
        section: number(section),
        start: number(bytes.start),
        end: number(bytes.end),
        term,
        first,
        last,
    }
}

/// The end of the word around a byte of the folded text.
fn word_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(' ')).map_or(text.len(), |length| at + length)
}

/// Whether letters are upper and lower case where the term has them so.
fn same_case(written: &str, published: &str) -> bool {
    let upper = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic() && !is_apostrophe(*c));
        letters.map(char::is_uppercase).collect::<Vec<_>>()
    };
    // Word by word: an open word (`kidnap*`) is longer as published than as written.
    let words = |text: &str| {
        let parts = text.split(|c: char| !c.is_alphanumeric() && !is_joined(c));
        parts.map(upper).filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    let (asked, found) = (words(written), words(published));
    if asked.len() != found.len() {
        return upper(published).starts_with(&upper(written));
    }
    asked.iter().zip(&found).all(|(asked, found)| found.starts_with(asked))
}

/// Half rings and their like, which folding takes for apostrophes though Unicode has them as
/// letters.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{2bb}'..='\u{2bf}')
}

/// What stands inside a word without being a letter of it.
fn is_joined(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '\'' | '’' | '‘' | '\u{ad}' | '.')
}
