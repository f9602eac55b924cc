//! A feed that moved is asked at its own address again now and then: a permanent redirect may have been a mistake.

use std::sync::Arc;

use super::{Answer, Deadline, Inner, Way};
use crate::domain::{CacheHints, Failure, Outcome, Validators};
use crate::fetch::request::{LooksHome, Request};
use crate::fetch::rest::{Rest, host_of};

impl Inner {
    /// Goes where a feed is, by its own address where that is asked first or alone.
    pub(super) async fn walk(
        &self,
        request: &Request,
        deadline: &Deadline,
        way: &mut Way,
    ) -> Result<Answer, Failure> {
        if request.moved.is_none() || request.looks_home == LooksHome::No {
            return self.walk_from(request, deadline, way).await;
        }
        let alone = request.looks_home == LooksHome::Alone;
        let mut home = Request { moved: None, ..request.clone() };
        if alone {
            // They are those of the other feed.
            home.validators = Validators::default();
        }
        way.aside = !alone;
        // An old address may be dead, or a parked page: that is why the feed moved.
        let answer = self.walk_from(&home, deadline, way).await.ok();
        way.aside = false;
        way.rest = answer.as_ref().and_then(|answer| self.rest(answer, &home.url));
        let answer = answer.filter(|answer| answer.is_of_a_feed());
        if !alone {
            return match answer {
                Some(answer) => Ok(answer),
                None => self.walk_from(request, deadline, way).await,
            };
        }
        Ok(answer.unwrap_or_else(|| Answer {
            outcome: Outcome::NotModified(request.validators.clone()),
            hints: CacheHints::default(),
            moved: request.moved.clone(),
            host: None,
        }))
    }

    /// What the host of an address, or one that it redirects to, asks for.
    fn rest(&self, answer: &Answer, address: &str) -> Option<Rest> {
        let host = answer.host.as_deref().map_or_else(|| host_of(address), Arc::from);
        Rest::asked((&answer.outcome, answer.hints), host, (self.clock)())
    }
}
