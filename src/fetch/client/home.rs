//! A feed that moved is asked at its own address again now and then: a permanent redirect may have been a mistake.

use super::{Answer, Deadline, Inner, Way};
use crate::domain::{CacheHints, Failure, Outcome, Validators};
use crate::fetch::request::{LooksHome, Request};

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
        // An old address may be dead, or a parked page: that is why the feed moved.
        let answer = self.walk_from(&home, deadline, way).await.ok();
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
}
