//! From a document to findings: reads its articles, finds matches, takes features. Pure, so that
//! any number of documents is examined at once. The only file that calls the reader and matcher.

use std::sync::Arc;

use jiff::Timestamp;

use super::archive;
use super::features::{features, features_in, named_places, only_origin};
use super::identity::{self, Marks, marks};
use crate::domain::{
    Article, Document, Failure, Features, FeedId, FeedSpec, Finding, Findings, Limits, Pace,
};
use crate::feed::{self, Context, Reading};
use crate::text::fold::Folded;
use crate::watch::{Matcher, Meta, Scope, Scratch};

/// Where a document came from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The feed's row.
    pub feed: FeedId,
    /// Its configuration.
    pub spec: &'a FeedSpec,
    /// The address by which its articles are called.
    pub called: &'a str,
    /// Whether it never answered before.
    pub first_poll: bool,
    /// When the document came.
    pub fetched: Timestamp,
}

/// What documents are examined by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The watches.
    pub matcher: &'a Matcher,
    /// How much of a document is taken.
    pub limits: &'a Limits,
    /// How far back people are told of what a new feed shows.
    pub pace: &'a Pace,
}

/// Reads a document and tells all that can be told of each of its articles alone.
///
/// # Errors
/// When the document is no readable feed.
pub fn examine(
    document: &Document,
    source: &Source<'_>,
    rules: &Rules<'_>,
) -> Result<Findings, Failure> {
    let spec = source.spec;
    let context = Context { outlet: &spec.outlet, title: &spec.title, language: &spec.language };
    let Reading { facts, articles, repaired, cut } =
        feed::read(document, &context, rules.limits, source.fetched)?;
    let (mut scratch, mut folding) = (Scratch::default(), Folded::default());
    let mut meta = Meta { tags: spec.tags.clone(), ..Meta::default() };
    let by_country = rules.matcher.looks_at(Scope::Country);
    let mut find = |article: Article| {
        let old = archive::is_old(&article, source, rules.pace);
        let features = (!old || by_country).then(|| features_in(&article, &mut folding));
        if let Some(Features { countries, .. }) = &features {
            meta.countries.clone_from(countries);
        }
        if rules.matcher.looks_at(Scope::Place) {
            meta.places = named_places(&article);
        }
        let matches = rules.matcher.scan(&article, &meta, &mut scratch);
        let only_kept = old && archive::is_only_kept(&article, &matches);
        let features = match features {
            _ if only_kept => only_origin(&article),
            Some(features) => features,
            None => features_in(&article, &mut folding),
        };
        let Marks { identity, alias, wording, content, kin } = marks(source.called, &article);
        let article = Arc::new(article);
        Finding { identity, alias, wording, kin, content, article, matches, features, only_kept }
    };
    let mut items: Vec<Finding> = articles.into_iter().map(&mut find).collect();
    identity::part(&mut items);
    Ok(Findings {
        feed: source.feed,
        class: spec.class,
        fetched: source.fetched,
        first_poll: source.first_poll,
        answered: None,
        behind: None,
        items,
        facts,
        repaired,
        cut,
    })
}

/// What a matcher may ask of an article beyond its own fields; nothing where it asks nothing.
#[must_use]
pub fn meta(matcher: &Matcher, article: &Article, tags: &[String]) -> Meta {
    let countries = matcher.looks_at(Scope::Country);
    Meta {
        tags: if matcher.looks_at(Scope::Tag) { tags.to_vec() } else { Vec::new() },
        places: if matcher.looks_at(Scope::Place) { named_places(article) } else { Vec::new() },
        countries: if countries { features(article).countries } else { Vec::new() },
    }
}
