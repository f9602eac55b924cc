//! What becomes of an article that is only kept: it has a name of its own, by which it is shown, and no story.

use super::super::batch::Item;
use super::super::identity::outlet;
use super::super::origin::alone;
use super::{Desk, written};
use crate::domain::ArticleFate;

impl Desk<'_> {
    /// Writes an article that joins no story.
    pub(super) fn keep(&mut self, item: &Item<'_>) {
        let article = &item.finding.article;
        let id = self.free_name(item.identity.story(outlet(article), item.at));
        let agency = item.finding.features.agency.as_deref();
        let origin = alone(article, agency, &self.policy.owners);
        self.articles.push(written(item, ArticleFate::New, id, origin));
    }
}
