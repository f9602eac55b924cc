//! Full texts of articles, fetched because somebody asked. Part of what every backend promises.
//!
//! How they are fetched is the engine's work.

use super::StoreError;
use crate::domain::{ArticleId, FeedId, FullText};

/// A store's shelf of full texts. Every method blocks.
pub trait Texts {
    /// The link of an article and the feed it came from; `None`: there is no such article.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn link(&self, article: ArticleId) -> Result<Option<(String, FeedId)>, StoreError>;

    /// Keeps the full text of an article, in the place of an older one, and makes its words
    /// findable; whether the article is there.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn keep_text(&self, article: ArticleId, full: &FullText) -> Result<bool, StoreError>;
}
