//! The rules in force: compiled watches, points, limits and feeds, made from one configuration
//! and replaced as a whole. A configuration that does not compile replaces nothing.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::ways::{WaysHere, ways_here};
use super::{WatchLook, ways};
use crate::config::{self, ConfigError, Loaded, Settings, suggest};
use crate::domain::{FeedSpec, Route};
use crate::notify::Way;
use crate::triage::{Owners, Policy, WatchWeight};
use crate::watch::{Matcher, Problem, Vocabulary};

/// Everything that decides what is polled and what raises an alert.
#[derive(Debug)]
pub struct RuleSet {
    matcher: OnceLock<Result<Arc<Matcher>, String>>,
    /// What `triage::decide` needs.
    pub policy: Policy,
    /// The checked settings.
    pub settings: Settings,
    /// The feeds of the configuration.
    pub feeds: Vec<FeedSpec>,
    /// The files of their credentials, as they were then.
    pub secrets: config::Secrets,
    /// The notifiers. Empty until [`RuleSet::with_ways`]: filtering needs none.
    pub ways: Vec<Way>,
    /// What of the notifiers' secrets is not there for this process, in one line each: what they
    /// are for waits.
    pub absent: Vec<String>,
    /// The watches and lists it was compiled from.
    pub vocabulary: Arc<Vocabulary>,
    /// The watches as screens show them.
    pub looks: Arc<[WatchLook]>,
}

impl RuleSet {
    /// The rules of a configuration; `only` restricts it to these watches when not empty.
    ///
    /// # Errors
    /// When no watch has the asked name.
    pub fn build(loaded: Loaded, only: &[String]) -> Result<RuleSet, String> {
        let Loaded { settings, mut vocabulary, feeds, owners, matcher, .. } = loaded;
        restrict(&mut vocabulary, only)?;
        let compiled = matcher.filter(|_| only.is_empty());
        let looks = vocabulary.watches.iter().map(|watch| WatchLook {
            name: watch.name.clone(),
            say: watch.say.clone(),
            query: watch.query.split_whitespace().collect::<Vec<_>>().join(" "),
            colour: watch.colour.clone(),
            weight: watch.weight,
            enabled: watch.enabled,
        });
        Ok(RuleSet {
            looks: looks.collect(),
            policy: Policy {
                owners: owners.into_iter().collect(),
                ..policy(&settings, &vocabulary)
            },
            vocabulary: Arc::new(vocabulary),
            matcher: compiled.map_or_else(OnceLock::new, |matcher| OnceLock::from(Ok(matcher))),
            settings,
            secrets: config::secrets(&feeds),
            feeds,
            ways: Vec::new(),
            absent: Vec::new(),
        })
    }

    /// How many feeds are polled: those that are switched on.
    #[must_use]
    pub fn polled(&self) -> usize {
        self.feeds.iter().filter(|feed| feed.enabled).count()
    }

    /// The compiled watches. Those of a user were compiled when they were checked; the shipped ones
    /// alone are compiled when an article is first asked for: a round in which no feed has anything
    /// new, which is nearly every one, does without.
    ///
    /// # Errors
    /// What is wrong with the watches: one problem a line.
    pub fn matcher(&self) -> Result<&Arc<Matcher>, String> {
        let compile = || match Matcher::compile(&self.vocabulary) {
            Ok(matcher) => Ok(Arc::new(matcher)),
            Err(problems) => Err(told(&problems)),
        };
        self.matcher.get_or_init(compile).as_ref().map_err(Clone::clone)
    }

    /// The same with the notifiers of its settings; relative paths begin at `folder`.
    ///
    /// # Errors
    /// Each section's first problem.
    pub fn with_ways(mut self, folder: &Path) -> Result<RuleSet, Vec<ConfigError>> {
        let watches: Vec<&str> = self.looks.iter().map(|look| look.name.as_str()).collect();
        self.ways = ways(&self.settings.notify, &watches, folder)?;
        Ok(self)
    }

    /// The same for a process that only looks, with the secrets that are not there for it.
    ///
    /// # Errors
    /// As [`RuleSet::with_ways`], but for those secrets.
    pub fn with_ways_here(
        mut self,
        folder: &Path,
    ) -> Result<(RuleSet, Vec<ConfigError>), Vec<ConfigError>> {
        let watches: Vec<&str> = self.looks.iter().map(|look| look.name.as_str()).collect();
        let WaysHere { ways, absent, .. } = ways_here(&self.settings.notify, &watches, folder)?;
        self.ways = ways;
        self.absent = absent.iter().map(ConfigError::one_line).collect();
        Ok((self, absent))
    }

    /// Which notices each notifier wants.
    #[must_use]
    pub fn routes(&self) -> Vec<Route> {
        self.ways.iter().map(|way| way.route.clone()).collect()
    }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The list of the vocabulary whose terms only name groups: alone they page nobody.
const GROUP_NAMES: &str = "groups";

fn policy(settings: &Settings, vocabulary: &Vocabulary) -> Policy {
    let watches = vocabulary.watches.iter().filter(|watch| watch.enabled);
    let weights = watches.map(|watch| WatchWeight {
        name: watch.name.clone(),
        weight: watch.weight,
        floor: watch.severity,
    });
    let groups = vocabulary.lists.iter().filter(|list| list.name == GROUP_NAMES);
    Policy {
        scoring: settings.scoring.clone(),
        storying: settings.storying.clone(),
        pace: settings.pace.clone(),
        watches: weights.collect(),
        names: groups.flat_map(|list| list.terms.iter().cloned()).collect(),
        homes: Vec::new(),
        owners: Owners::default(),
    }
}

fn restrict(vocabulary: &mut Vocabulary, only: &[String]) -> Result<(), String> {
    if only.is_empty() {
        return Ok(());
    }
    let named = |name: &String| vocabulary.watches.iter().any(|watch| watch.name == *name);
    if let Some(unknown) = only.iter().find(|name| !named(name)) {
        let names = vocabulary.watches.iter().map(|watch| watch.name.as_str());
        return Err(format!("no watch is named \"{unknown}\", {}", suggest::hint(unknown, names)));
    }
    // Asked for by name: run it even when it is switched off.
    for watch in &mut vocabulary.watches {
        watch.enabled = only.contains(&watch.name);
    }
    Ok(())
}
