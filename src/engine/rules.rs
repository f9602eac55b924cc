//! The rules in force: compiled watches, points, limits and feeds, made from one configuration
//! and replaced as a whole. A configuration that does not compile replaces nothing.

use std::sync::Arc;

use super::WatchLook;
use crate::config::{Loaded, Settings};
use crate::domain::FeedSpec;
use crate::triage::{Policy, Rules};
use crate::watch::{Matcher, Vocabulary};

/// Everything that decides what is polled and what raises an alert.
#[derive(Debug)]
pub struct RuleSet {
    /// What `triage::examine` needs.
    pub rules: Rules,
    /// What `triage::decide` needs.
    pub policy: Policy,
    /// The checked settings.
    pub settings: Settings,
    /// The feeds of the configuration.
    pub feeds: Vec<FeedSpec>,
    /// The watches as screens show them.
    pub looks: Arc<[WatchLook]>,
}

impl RuleSet {
    /// Compiles a configuration; `only` restricts it to these watches when not empty.
    ///
    /// # Errors
    /// One message, when a watch does not compile or none has the asked name.
    pub fn build(loaded: Loaded, only: &[String]) -> Result<RuleSet, String> {
        let Loaded { settings, mut vocabulary, feeds, .. } = loaded;
        restrict(&mut vocabulary, only)?;
        let matcher = Matcher::compile(&vocabulary).map_err(|problems| {
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        })?;
        let looks = vocabulary.watches.iter().map(|watch| WatchLook {
            name: watch.name.clone(),
            say: watch.say.clone(),
            colour: watch.colour.clone(),
            weight: watch.weight,
            enabled: watch.enabled,
        });
        Ok(RuleSet {
            looks: looks.collect(),
            policy: Policy::new(&settings.scoring, &settings.storying, &settings.pace, &vocabulary),
            rules: Rules { matcher, limits: settings.limits.clone() },
            settings,
            feeds,
        })
    }
}

fn restrict(vocabulary: &mut Vocabulary, only: &[String]) -> Result<(), String> {
    if only.is_empty() {
        return Ok(());
    }
    let named = |name: &String| vocabulary.watches.iter().any(|watch| watch.name == *name);
    if let Some(unknown) = only.iter().find(|name| !named(name)) {
        let names: Vec<&str> =
            vocabulary.watches.iter().map(|watch| watch.name.as_str()).collect();
        return Err(format!("no watch is named \"{unknown}\"; there are {}", names.join(", ")));
    }
    // Asked for by name: run it even when it is switched off.
    for watch in &mut vocabulary.watches {
        watch.enabled = only.contains(&watch.name);
    }
    Ok(())
}
