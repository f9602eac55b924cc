//! The feeds of a store in memory, as the configuration has them.

use super::Held;
use crate::domain::{Feed, FeedId, FeedSpec, FeedState, Validators};
use crate::store::ASKED_AGAIN;
use crate::store::renamed::Fresh;

impl Held {
    /// Makes the feeds those of the configuration.
    pub(super) fn sync_feeds(&mut self, specs: &[FeedSpec]) {
        let before = format!("{:?}", self.feeds);
        let known = self.feeds.iter().map(|(address, _)| address.clone()).collect();
        let fresh = Fresh::of(specs, &known).into_iter();
        let moved: Vec<_> = fresh
            .flat_map(|mut fresh| self.feeds.iter().filter_map(move |(_, feed)| fresh.take(feed)))
            .collect();
        for (id, address) in moved {
            for (known, feed) in self.feeds.iter_mut().filter(|(_, feed)| feed.id == id) {
                feed.named.get_or_insert_with(|| known.as_str().into());
                (feed.spec.url, feed.moved) = (address.to_owned(), None);
                address.clone_into(known);
            }
            self.ask_again(address);
        }
        for spec in specs.iter().filter(|spec| spec.enabled) {
            let mut known = self.feeds.iter();
            if known.any(|(address, feed)| *address == spec.url && !feed.spec.enabled) {
                self.ask_again(&spec.url);
            }
        }
        for (address, feed) in &mut self.feeds {
            match specs.iter().rev().find(|spec| spec.url == *address) {
                Some(spec) => {
                    let told = std::mem::take(&mut feed.spec.title);
                    feed.spec = FeedSpec { access: None, ..spec.clone() };
                    if feed.spec.title.is_empty() {
                        feed.spec.title = told;
                    }
                }
                None => feed.spec.enabled = false,
            }
        }
        for spec in specs {
            if !self.feeds.iter().any(|(address, _)| *address == spec.url) {
                let id = FeedId(self.feeds.len() as i64 + 1);
                let spec = FeedSpec { access: None, ..spec.clone() };
                self.feeds.push((spec.url.clone(), new_feed(id, spec)));
            }
        }
        self.revision += u64::from(before != format!("{:?}", self.feeds));
    }

    /// A feed that its publisher had ended is polled again; says whether it was one.
    pub(super) fn ask_again(&mut self, address: &str) -> bool {
        let found = self.feeds.iter_mut().find(|(known, _)| known == address);
        let Some((_, feed)) = found.filter(|(_, feed)| feed.state == FeedState::Gone) else {
            return false;
        };
        feed.state = FeedState::New;
        (feed.error, feed.next_poll, feed.told) = (None, None, false);
        (feed.cadence.failures, feed.validators) = (0, Validators::default());
        self.revision += 1;
        *self.cursors.entry(ASKED_AGAIN.to_owned()).or_default() += 1;
        true
    }
}

fn new_feed(id: FeedId, spec: FeedSpec) -> Feed {
    Feed { id, ..Feed::unpolled(spec) }
}
