//! Fetches the full text of an article because somebody asked for it: one request for its page,
//! under every limit and guard of feeds, and the text of it into the store.
//!
//! What is text on a page is told in `feed::readable`.

use jiff::Timestamp;
use tokio::task::{JoinSet, spawn_blocking};
use url::Url;

use super::{Progress, Reading, Shared};
use crate::domain::{ArticleId, Document, FullText};
use crate::feed::readable;
use crate::fetch::{Client, Private};
use crate::store::FeedScope;

/// Pages fetched at once.
const AT_ONCE: usize = 2;

/// Begins to fetch a text, unless enough are on their way.
pub(super) fn begin(shared: &Shared, article: ArticleId, tasks: &mut JoinSet<()>) {
    if tasks.len() >= AT_ONCE {
        let why = "two articles are still being fetched: try again in a moment".to_owned();
        return say(shared, article, Progress::Failed(why));
    }
    say(shared, article, Progress::Asking);
    let shared = shared.clone();
    tasks.spawn(async move {
        let progress = match read(&shared, article).await {
            Ok(()) => Progress::Kept,
            Err(why) => Progress::Failed(why),
        };
        say(&shared, article, progress);
    });
}

fn say(shared: &Shared, article: ArticleId, progress: Progress) {
    shared.status.send_modify(|status| status.reading = Some(Reading { article, progress }));
}

/// Fetches and keeps; the reason in a line where that fails.
async fn read(shared: &Shared, article: ArticleId) -> Result<(), String> {
    let (link, private) = place(shared, article).await?;
    let settings = shared.rules.borrow().settings.clone();
    let client = Client::with_body_limit(&settings.fetching, settings.limits.body)
        .map_err(|error| error.to_string())?;
    let document = client.get(&link, private).await.map_err(|failure| failure.message)?;
    let (store, limit) = (shared.store.clone(), settings.limits.text);
    let kept = spawn_blocking(move || {
        let full = text_of(&document, limit)?;
        let kept = store.keep_text(article, &full).map_err(|error| error.to_string())?;
        if !kept {
            return Err("the article is no longer in the store".to_owned());
        }
        store.revision().map_err(|error| error.to_string())
    });
    let revision = kept.await.map_err(|_| "its page could not be read".to_owned())??;
    shared.revision.send_replace(revision);
    Ok(())
}

/// The article's link, and whether its page may be on a private address: only where its feed may,
/// and only at the feed's own server.
async fn place(shared: &Shared, article: ArticleId) -> Result<(String, Private), String> {
    let store = shared.store.clone();
    let found = spawn_blocking(move || {
        let Some((link, feed)) = store.link(article)? else { return Ok(None) };
        let feeds = store.feeds(FeedScope::All)?;
        let feed = feeds.into_iter().find(|known| known.id == feed);
        Ok(Some((link, feed)))
    });
    let found = found.await.map_err(|_| "the store could not be read".to_owned())?;
    let found = found.map_err(|error: crate::store::StoreError| error.to_string())?;
    let (link, feed) = found.ok_or("the article is no longer in the store")?;
    let url = Url::parse(&link).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or("the article has no link to a page")?;
    let own = feed.is_some_and(|feed| {
        let home = Url::parse(&feed.spec.url).ok();
        feed.spec.allow_private && home.is_some_and(|home| home.origin() == url.origin())
    });
    Ok((url.into(), if own { Private::Own } else { Private::ByRule }))
}

/// The text of a page.
fn text_of(document: &Document, limit: usize) -> Result<FullText, String> {
    let kind = document.content_type.as_deref().unwrap_or("text/html");
    let name = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if !matches!(name.as_str(), "text/html" | "application/xhtml+xml" | "text/plain" | "") {
        return Err(format!("its link leads to no page but to {name}"));
    }
    let text = readable::text(&document.body, Some(kind), limit)
        .ok_or("its page holds no running text: o opens it in the browser")?;
    Ok(FullText { fetched: Timestamp::now(), url: document.url.clone(), text })
}
