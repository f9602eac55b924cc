//! Stories and their articles as they stand in the store, for whoever makes stories anew.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::stories::StoryError;
use crate::domain::{OutletClass, StoryChange, StoryId};
use crate::store::{FeedScope, Store};
use crate::triage::Policy;
use crate::triage::regroup::{Member, Past, gather};
use crate::watch;

/// Most articles of one story that are read.
const MOST: usize = 10_000;

/// Every story that still stands.
pub(super) fn known(store: &dyn Store) -> Result<BTreeMap<StoryId, StoryChange>, StoryError> {
    Ok(standing(&store.stories_since(Timestamp::MIN)?))
}

/// Those of some stories that went into no other.
pub(super) fn standing(all: &[StoryChange]) -> BTreeMap<StoryId, StoryChange> {
    let standing = all.iter().filter(|story| story.state.merged.is_none());
    standing.map(|story| (story.id, story.clone())).collect()
}

/// The articles of some stories.
pub(super) fn members(store: &dyn Store, stories: &[StoryId]) -> Result<Vec<Member>, StoryError> {
    let feeds = store.feeds(FeedScope::All)?;
    let classes: BTreeMap<&str, OutletClass> =
        feeds.iter().map(|feed| (feed.spec.outlet.as_str(), feed.spec.class)).collect();
    let mut members = Vec::new();
    for story in stories {
        members.extend(store.story(*story, MOST)?.into_iter().map(|mut one| {
            watch::number(&one.article, &mut one.matches);
            Member {
                id: one.id,
                story: *story,
                class: classes.get(one.article.outlet.as_str()).copied().unwrap_or_default(),
                article: one.article,
                matches: one.matches,
                fetched: one.first_seen,
            }
        }));
    }
    Ok(members)
}

/// Stories made of articles that are only kept and of none (`triage/archive`), where people name them.
pub(super) fn kept(
    members: &[Member],
    names: &[StoryId],
    known: &BTreeMap<StoryId, StoryChange>,
    (policy, now): (&Policy, Timestamp),
) -> Vec<StoryChange> {
    let made = names.iter().filter(|name| !known.contains_key(name)).filter_map(|name| {
        let own: Vec<&Member> = members.iter().filter(|member| member.story == *name).collect();
        gather((*name, &Past::default()), &own, policy, now)
    });
    made.map(|gathered| gathered.story).collect()
}
