//! The silences in force as the writer holds them: read before each commit, compiled when they or
//! the watches' lists change, and asked of every notice before it is written.

use std::sync::Arc;

use jiff::Timestamp;

use super::RuleSet;
use super::trial::{Tags, tags};
use crate::domain::{AlertLine, Changes, Silence, Silenced};
use crate::store::{SilenceScope, Store, StoreError};
use crate::triage;
use crate::watch::{Matcher, Scope, Scratch, Vocabulary};

/// The silences in force.
#[derive(Default)]
pub(super) struct Silences {
    compiled: Vec<(Silence, Matcher)>,
    /// What they were compiled from.
    from: Option<(Vec<Silence>, Arc<Vocabulary>)>,
    tags: Tags,
    scratch: Scratch,
}

impl Silences {
    /// Reads what holds now.
    pub(super) fn refresh(
        &mut self,
        store: &dyn Store,
        rules: &RuleSet,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let active = store.silences(SilenceScope::Active(now))?;
        let same = |(silences, vocabulary): &(Vec<Silence>, Arc<Vocabulary>)| {
            Arc::ptr_eq(vocabulary, &rules.vocabulary)
                && silences.iter().map(|s| s.id).eq(active.iter().map(|s| s.id))
        };
        if self.from.as_ref().is_some_and(same) {
            return Ok(());
        }
        self.compiled =
            active.iter().filter_map(|each| compiled(each, &rules.vocabulary)).collect();
        let tagged = self.compiled.iter().any(|(_, matcher)| matcher.looks_at(Scope::Tag));
        self.tags = if tagged { tags(store)? } else { Tags::default() };
        self.from = Some((active, rules.vocabulary.clone()));
        Ok(())
    }

    /// Marks every notice that a silence holds back.
    pub(super) fn apply(&mut self, changes: &mut Changes) {
        if self.compiled.is_empty() {
            return;
        }
        for change in changes.alerts.iter_mut().filter(|change| change.notice.is_some()) {
            let silenced = self.silencing(&change.line);
            if silenced != change.line.silenced {
                Arc::make_mut(&mut change.line).silenced = silenced;
            }
        }
    }

    fn silencing(&mut self, line: &AlertLine) -> Option<Silenced> {
        let article = &line.article;
        let tags = self.tags.get(&article.feed).map_or(&[][..], Vec::as_slice);
        let found = self.compiled.iter().find(|(silence, matcher)| {
            let meta = || triage::meta(matcher, article, tags);
            silence.covers(line) && !matcher.scan(article, &meta(), &mut self.scratch).is_empty()
        });
        found.map(|(silence, _)| Silenced::from(silence))
    }
}

/// A silence whose query no longer compiles (a list it names is gone) holds nothing back.
fn compiled(silence: &Silence, vocabulary: &Vocabulary) -> Option<(Silence, Matcher)> {
    match Matcher::for_query(vocabulary, &silence.rule.query) {
        Ok(matcher) => Some((silence.clone(), matcher)),
        Err(problems) => {
            let why = problems.first().map(ToString::to_string).unwrap_or_default();
            tracing::warn!(silence = silence.id.0, why, "this silence holds nothing back any more");
            None
        }
    }
}
