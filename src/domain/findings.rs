//! Findings: what `triage::examine` reads out of one document, before anything known is consulted.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Article, FeedId, Identity, Match, OutletClass, Rhythm};

/// One article of a document with all that can be told of it alone.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// What makes it the same article in another poll.
    pub identity: Identity,
    /// The same title and link under another guid have the same alias, and so has the same title and text
    /// where there is a guid and no link.
    pub alias: Option<Identity>,
    /// What it says and when, whatever it is called and wherever it links to.
    pub wording: Option<Identity>,
    /// How it stands to others that have its link, or its link and title.
    pub kin: Kin,
    /// Hash of title, summary, body and link: differs when the publisher edits.
    pub content: u64,
    /// The article.
    pub article: Arc<Article>,
    /// The watches it satisfies; empty for most.
    pub matches: Vec<Match>,
    /// What clustering needs of it (hashed words, shingles, marks), written by `triage`.
    pub features: Features,
    /// Whether it is old and says nothing to a watch: kept and searched, of no story. It has no features then.
    pub only_kept: bool,
}

/// How sure the link of an article, or its link and title, is to name it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kin {
    /// Nothing is known against it.
    #[default]
    None,
    /// It has no guid; its link is its own in its document.
    Alone {
        /// Known once articles stood side by side under its link: the link names none of them then.
        shared: Identity,
        /// Its title, link and text in one.
        exact: Identity,
    },
    /// It has no guid, and others of its document have its link: its alias is its identity.
    Among {
        /// The key by which this is remembered of the link.
        shared: Identity,
        /// What its link alone would be called.
        link: Identity,
    },
    /// Others of its document have its guid, or its title and link, and are other articles.
    Twin {
        /// What they have in common: names it only where the text is the same, too.
        common: Identity,
    },
}

impl Kin {
    fn keys(self) -> [Option<Identity>; 2] {
        match self {
            Kin::None => [None, None],
            Kin::Alone { shared, exact } => [Some(shared), Some(exact)],
            Kin::Among { shared, link } => [Some(shared), Some(link)],
            Kin::Twin { common } => [Some(common), None],
        }
    }
}

impl Finding {
    /// Every key under which the store may know it.
    pub fn keys(&self) -> impl Iterator<Item = Identity> {
        let [one, other] = self.kin.keys();
        [Some(self.identity), self.alias, self.wording, one, other].into_iter().flatten()
    }

    /// The key that is kept of it beside its identity.
    #[must_use]
    pub fn second_key(&self) -> Option<Identity> {
        match self.kin {
            Kin::Among { shared, .. } => Some(shared),
            Kin::None | Kin::Alone { .. } | Kin::Twin { .. } => self.alias,
        }
    }
}

/// What clustering, origins and scoring take from one article's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Distinct words of title (counted twice) and start of the summary: (hash, count).
    pub words: Vec<(u32, u16)>,
    /// Hashes of its 4-word shingles, sorted: the smallest of them, enough to tell copies.
    pub shingles: Vec<u32>,
    /// The agency whose copy it is, by its own marks.
    pub agency: Option<String>,
    /// Countries it names, ISO 3166 alpha-2, sorted.
    pub countries: Vec<String>,
}

/// What a document says of its feed as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedFacts {
    /// The feed's own title.
    pub title: String,
    /// Its web site, or empty.
    pub link: String,
    /// Its declared language, or empty.
    pub language: String,
    /// What it says of its pace.
    pub rhythm: Rhythm,
    /// Dates of its articles that were not believed, as they are to come: by days, as of a clock that is wrong.
    pub ahead: Vec<Timestamp>,
    /// Whether the document broke off before its end.
    pub truncated: bool,
}

/// That the dates of a feed lag behind what is new in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// By so many seconds at least.
    pub seconds: u32,
    /// The latest date that it bore before.
    pub newest: Timestamp,
}

/// All that one document yields.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The feed.
    pub feed: FeedId,
    /// Kind of publisher, from the configuration.
    pub class: OutletClass,
    /// When the document was fetched.
    pub fetched: Timestamp,
    /// Whether this is the first document of this feed.
    pub first_poll: bool,
    /// When this feed answered last before.
    pub answered: Option<Timestamp>,
    /// That the dates of this feed lag, where its polls showed it.
    pub behind: Option<Behind>,
    /// Its articles, newest first as the feed gave them.
    pub items: Vec<Finding>,
    /// What it says of the feed.
    pub facts: FeedFacts,
    /// What had to be repaired before it could be read.
    pub repaired: Option<String>,
    /// How many items beyond the limit were left out.
    pub cut: usize,
}
