//! A desk for tests: a book, what a store would know, and short words for news.

use jiff::{SignedDuration, Timestamp};
use wirewatch::domain::{
    AlertChange, Article, ArticleFate, ArticleId, Behind, Changes, FeedFacts, FeedId, Field,
    Finding, Findings, Hit, Known, KnownArticle, Match, OutletClass,
};
use wirewatch::triage::{self, Book, Policy, WatchWeight};

/// Half past two on an ordinary day.
pub fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

pub fn after(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

pub fn policy() -> Policy {
    let watch = |name: &str, weight| WatchWeight { name: name.into(), weight, floor: None };
    Policy {
        watches: vec![watch("rocket", 30), watch("embassy", 25), watch("militia", 20)],
        names: ["hezbollah".to_owned()].into(),
        ..Policy::default()
    }
}

/// One article of one site, flagged by the words that are watch names or stand in [`TERMS`].
#[derive(Clone, Debug)]
pub struct News {
    pub site: &'static str,
    pub guid: String,
    pub title: String,
    pub summary: String,
    pub published: Option<Timestamp>,
    pub fetched: Timestamp,
    pub first_poll: bool,
    /// Hours by which the dates of its feed lag, and the latest of them before, in minutes after noon.
    pub behind: Option<(u32, i64)>,
    /// When its feed answered before, in minutes after noon.
    pub answered: Option<i64>,
    pub class: OutletClass,
}

/// Words that the test's watches look for.
const TERMS: &[(&str, &str)] = &[
    ("rocket", "rocket"),
    ("missile", "rocket"),
    ("embassy", "embassy"),
    ("militia", "militia"),
    ("hezbollah", "militia"),
];

pub fn news(site: &'static str, title: &str) -> News {
    News {
        site,
        guid: format!("{site} {title}"),
        title: title.into(),
        summary: String::new(),
        published: Some(noon()),
        fetched: noon(),
        first_poll: false,
        behind: None,
        answered: None,
        class: OutletClass::National,
    }
}

impl News {
    pub fn saying(mut self, summary: &str) -> News {
        self.summary = summary.into();
        self
    }

    /// Published and fetched so many minutes after noon.
    pub fn at(mut self, minutes: i64) -> News {
        self.published = Some(after(minutes));
        self.fetched = after(minutes);
        self
    }

    pub fn fetched(mut self, minutes: i64) -> News {
        self.fetched = after(minutes);
        self
    }

    pub fn guid(mut self, guid: &str) -> News {
        self.guid = guid.into();
        self
    }

    pub fn first_poll(mut self) -> News {
        self.first_poll = true;
        self
    }

    /// Dated so many hours before it was fetched, in a feed whose dates lag.
    pub fn dated(mut self, hours: i64, behind: (u32, i64)) -> News {
        self.published = Some(self.fetched - SignedDuration::from_hours(hours));
        self.behind = Some(behind);
        self
    }

    pub fn article(&self) -> Article {
        Article {
            title: self.title.clone(),
            summary: self.summary.clone(),
            url: format!("https://www.{}/{}", self.site, self.guid.replace(' ', "-")),
            id: self.guid.clone(),
            outlet: self.site.into(),
            feed: self.site.into(),
            published: self.published,
            ..Article::default()
        }
    }

    pub fn findings(&self) -> Findings {
        self.found(self.article())
    }

    /// The same of an item without a link.
    pub fn untied(&self) -> Findings {
        self.found(Article { url: String::new(), ..self.article() })
    }

    fn found(&self, article: Article) -> Findings {
        let url = format!("https://{}/rss", self.site);
        let marks = triage::marks(&url, &article);
        let finding = Finding {
            identity: marks.identity,
            alias: marks.alias,
            wording: marks.wording,
            kin: marks.kin,
            content: marks.content,
            features: triage::features(&article),
            matches: matches(&article),
            article: article.into(),
            only_kept: false,
        };
        Findings {
            feed: FeedId(self.site.bytes().map(i64::from).sum()),
            class: self.class,
            fetched: self.fetched,
            first_poll: self.first_poll,
            answered: self.answered.map(after),
            behind: self
                .behind
                .map(|(hours, newest)| Behind { seconds: hours * 3_600, newest: after(newest) }),
            items: vec![finding],
            facts: FeedFacts::default(),
            repaired: None,
            cut: 0,
        }
    }
}

fn matches(article: &Article) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for (field, text) in [(Field::Title, &article.title), (Field::Summary, &article.summary)] {
        let mut at = 0;
        for (place, word) in text.split(' ').enumerate() {
            let start = at;
            at += word.len() + 1;
            let lower = word.to_lowercase();
            let Some((term, watch)) = TERMS.iter().find(|(term, _)| lower.starts_with(term)) else {
                continue;
            };
            let hit = Hit {
                term: (*term).into(),
                field,
                start,
                end: start + word.len(),
                text: word.into(),
                first_word: u32::try_from(place).unwrap(),
                last_word: u32::try_from(place).unwrap(),
            };
            match found.iter_mut().find(|m| m.watch == *watch) {
                Some(one) => one.hits.push(hit),
                None => found.push(Match {
                    watch: (*watch).into(),
                    hits: vec![hit],
                    ..Match::default()
                }),
            }
        }
    }
    found
}

/// A book and what a store would know.
pub struct Desk {
    pub policy: Policy,
    pub book: Book,
    pub known: Known,
    rows: i64,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { policy: policy(), book: Book::new(), known: Known::new(), rows: 0 }
    }

    /// Decides on a batch and writes it.
    pub fn take(&mut self, batch: &[News]) -> Changes {
        let findings: Vec<Findings> = batch.iter().map(News::findings).collect();
        let now = batch.iter().map(|n| n.fetched).max().unwrap();
        self.take_findings(&findings, now)
    }

    pub fn take_findings(&mut self, findings: &[Findings], now: Timestamp) -> Changes {
        let changes = triage::decide(findings, &self.known, &self.book, &self.policy, now);
        self.write(&changes, now);
        changes
    }

    /// The clock moves: what is due goes out.
    pub fn wait(&mut self, minutes: i64) -> Changes {
        let now = after(minutes);
        let changes = triage::due(&self.book, now);
        self.write(&changes, now);
        changes
    }

    fn write(&mut self, changes: &Changes, now: Timestamp) {
        self.book.apply(changes, now);
        for change in &changes.articles {
            self.rows += 1;
            let id = match change.fate {
                ArticleFate::New => ArticleId(self.rows),
                ArticleFate::Edited(id) => id,
            };
            let known = KnownArticle {
                id,
                identity: change.identity,
                feed: change.feed,
                content: change.content,
                guid: change.article.id.clone(),
                title: change.article.title.clone(),
                url: change.article.url.clone(),
                beginning: change.article.text().chars().take(80).collect(),
                published: change.article.published,
                story: change.story,
                watches: change.matches.iter().map(|m| m.watch.clone()).collect(),
                first_seen: change.fetched,
            };
            if let ArticleFate::Edited(id) = change.fate {
                let held = self.known.values_mut().filter(|held| held.id == id);
                held.for_each(|held| held.clone_from(&known));
            }
            // The first that has a key keeps it.
            for key in [Some(change.identity), change.alias, change.wording].into_iter().flatten() {
                self.known.entry(key).or_insert_with(|| known.clone());
            }
        }
    }
}

/// The notices of some changes: why, and the few words.
pub fn notices(changes: &Changes) -> Vec<(String, String)> {
    let told = |alert: &AlertChange| Some((alert.notice?.to_string(), alert.line.note.clone()));
    changes.alerts.iter().filter_map(told).collect()
}
