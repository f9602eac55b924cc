//! What comes under a guid, link or headline that is known: a version of the same article, or another one
//! that has taken its place. What names an article is told in `identity`.

use jiff::Timestamp;

use super::identity::{BYTES, beginning, canonical, parts_from, unlike};
use super::words::{folded, head};
use crate::domain::{Finding, KnownArticle};
use crate::feed::link;

/// A finding, and when it was fetched.
pub(super) type Came<'a> = (&'a Finding, Timestamp);

/// Whether what comes under a known guid or link is another article altogether: of a headline with hardly a
/// word of the old one, another link, and another text at a later time two are enough; an edit keeps more.
/// Some publishers number the places of their front page, or have one place for whatever is newest.
pub(super) fn is_another((finding, at): Came<'_>, known: &KnownArticle) -> bool {
    let article = &finding.article;
    let is_linked = finding.alias.is_some() && !known.url.is_empty();
    let is_untied = article.url.is_empty() && known.url.is_empty() && !article.id.is_empty();
    if !is_linked && !is_untied {
        return false;
    }
    let elsewhere = is_linked && canonical(article) != link::canonical(&known.url);
    let unlike = || unlike(&known.title, &article.title);
    match elsewhere {
        true => unlike() || follows((finding, at), known),
        false => unlike() && follows((finding, at), known),
    }
}

/// Whether what has the headline and link of a known article, and a guid or place of its own, is the
/// next notice under them ("Security alert"): another text at a later time. A repost has the same text.
pub(super) fn is_next((finding, at): Came<'_>, known: &KnownArticle) -> bool {
    let article = &finding.article;
    (!article.id.is_empty() || article.url != known.url) && follows((finding, at), known)
}

/// Whether a text begins otherwise than the known one, and was published later; an older poll of which
/// comes after a younger one brings nothing that follows.
fn follows((finding, at): Came<'_>, known: &KnownArticle) -> bool {
    let later = known.first_seen < at
        && finding.article.published.zip(known.published).is_some_and(|(now, then)| now > then);
    let told = !known.beginning.is_empty();
    later
        && told
        && parts_from(&beginning(&finding.article), &folded(head(&known.beginning, BYTES)))
}

#[cfg(test)]
mod tests {
    use super::{is_another, is_next};
    use crate::domain::{Article, ArticleId, FeedId, Finding, Identity, KnownArticle, StoryId};
    use crate::triage::identity::marks;

    fn finding(id: &str, url: &str, title: &str) -> Finding {
        let article =
            Article { id: id.into(), url: url.into(), title: title.into(), ..Article::default() };
        let marks = marks("https://wire.example/rss", &article);
        let article = std::sync::Arc::new(article);
        Finding { identity: marks.identity, alias: marks.alias, article, ..Finding::default() }
    }

    #[test]
    fn a_reused_guid_is_another_article_and_an_edit_is_not() {
        let known = |url: &str, title: &str| KnownArticle {
            id: ArticleId(1),
            identity: Identity::default(),
            feed: FeedId(1),
            content: 0,
            title: title.into(),
            url: url.into(),
            beginning: "Gunmen attacked at dawn".into(),
            published: Some(jiff::Timestamp::UNIX_EPOCH),
            story: StoryId(1),
            watches: Vec::new(),
            first_seen: jiff::Timestamp::UNIX_EPOCH,
        };
        let old = known("https://wire.example/a", "Rocket hits near US Embassy in Baghdad");
        let later = jiff::Timestamp::from_second(600).expect("a good test");
        for (url, title, expected) in [
            ("https://wire.example/b", "Wheat prices fall for a third week", true),
            ("https://wire.example/a", "Wheat prices fall for a third week", false),
            ("https://wire.example/b", "Rocket lands near the embassy in Baghdad", false),
            ("", "Wheat prices fall for a third week", false),
        ] {
            let came = finding("1", url, title);
            assert_eq!(is_another((&came, later), &old), expected, "{url} {title}");
        }
        // Numbered places with headlines of one form, each with a link of its own.
        for (text, another) in [("Futures fell again", true), ("Gunmen attacked at dawn", false)] {
            let mut now = finding("1", "https://wire.example/b", "Rocket hits US Embassy in Kabul");
            let article = std::sync::Arc::make_mut(&mut now.article);
            (article.published, article.summary) = (Some(later), text.into());
            assert_eq!(is_another((&now, later), &old), another, "{text}");
        }
        // One place for whatever is newest; one headline for every notice.
        for (title, text, seconds, another, next) in [
            ("Wheat prices fall for a third week", "Futures fell again", 60, true, true),
            ("Wheat prices fall for a third week", "Futures fell again", 0, false, false),
            (
                "Wheat prices fall for a third week",
                "Gunmen attacked at dawn, he said",
                60,
                false,
                false,
            ),
            ("Rocket hits near the embassy in Baghdad", "Futures fell again", 60, false, true),
        ] {
            let mut now = finding("2", "https://wire.example/a", title);
            let article = std::sync::Arc::make_mut(&mut now.article);
            article.published = jiff::Timestamp::from_second(seconds).ok();
            article.summary = text.into();
            assert_eq!(is_another((&now, later), &old), another, "{title} {text} {seconds}");
            assert_eq!(is_next((&now, later), &old), next, "{title} {text} {seconds}");
        }
    }
}
