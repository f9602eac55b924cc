//! `wirewatch feed add`: asks the address first, so that what is added is a feed. Of a page it takes
//! the feed that the page names, and asks which where there are several.

use std::io::Write;

use jiff::Timestamp;
use url::Url;

use super::super::args::{FeedAdd, Global};
use super::super::table::age;
use super::super::{Ending, Failure, Status, out, place, run};
use super::pick::choose;
use super::spaced::{Spaced, wait_of};
use super::typed::full;
use super::{of_now, tell};
use crate::config::{EditError, Edited, Paths, edit_feeds, shown_address};
use crate::domain::{
    Document, ErrorKind, FeedId, FeedSpec, Limits, Outcome, Poll, Validators, many,
};
use crate::feed::discover;
use crate::feed::import::spelling;
use crate::feed::{self, Reading};
use crate::fetch::{Client, LooksHome, Private, Request, is_at};

/// A feed that was found and read.
struct Found {
    url: String,
    reading: Reading,
}

/// What an address turned out to be.
enum Seen {
    Feed(Box<Found>),
    Page(Document),
}

pub(super) fn run(global: &Global, args: &FeedAdd) -> Ending {
    let paths = place::paths(global)?;
    let asked = full(&args.url)?;
    let mut spec = FeedSpec {
        url: asked.clone(),
        title: args.title.clone(),
        outlet: args.outlet.clone(),
        class: args.class,
        language: args.language.clone(),
        tags: args.tags.clone(),
        interval: args.interval,
        allow_private: args.allow_private,
        enabled: true,
        access: args.access.access(),
    };
    let (_, loaded) = place::load(global)?;
    if args.no_check {
        refuse_twin(&spec.url, &loaded.feeds)?;
        let Some(edited) = put(global, &paths, &spec)? else { return Ok(Status::Done) };
        let again = place::ask_again(global, &spec.url)?;
        return tell(edited, &format!("added {} unseen{again}", config_address(&spec.url)));
    }
    let mut asker = Asker::new(&loaded, &paths.config, &spec)?;
    let found = match asker.see_either(&args.url)? {
        Seen::Feed(found) => *found,
        Seen::Page(page) => asker.find(&page, args.pick)?,
    };
    let asked = asker.spec.url;
    spec.url.clone_from(&asked);
    let given = crate::config::credentials_of(&asked).is_some();
    let mut stays = None;
    if found.url != config_address(&asked) {
        let own = same_server(&found.url, &asked);
        if given && own {
            let text = "the feed is at another address; keep the password in a file (--user, --password-file)";
            return Err(Failure::Usage(format!("{text}: {}", found.url)));
        }
        if !own {
            stays = kept(&spec);
            (spec.allow_private, spec.access) = (false, None);
        }
        spec.url.clone_from(&found.url);
    }
    let facts = &found.reading.facts;
    for (mine, told) in [(&mut spec.title, &facts.title), (&mut spec.language, &facts.language)] {
        if mine.is_empty() {
            mine.clone_from(told);
        }
    }
    refuse_twin(&spec.url, &loaded.feeds)?;
    let Some(edited) = put(global, &paths, &spec)? else { return Ok(Status::Done) };
    let again = place::ask_again(global, &spec.url)?;
    if let Some(kept) = stays {
        let server = config_address(&asked);
        let what_to_do =
            "if it is to have them too, remove the feed and add its own address with them";
        let (stderr, feed) = (&mut out::stderr(), &found.url);
        writeln!(
            stderr,
            "wirewatch: {kept} for the server of {server} alone, and {feed} is at another; {what_to_do}"
        )?;
    }
    tell(edited, &format!("added {}{}{again}", found.url, summary(&found.reading)))
}

/// A feed that is polled under another spelling is refused, as it is in a list that is imported: both would be polled.
fn refuse_twin(url: &str, known: &[FeedSpec]) -> Result<(), Failure> {
    let url = config_address(url);
    let spelt = spelling(&url);
    let is_twin = |feed: &&FeedSpec| feed.enabled && spelling(&feed.url) == spelt;
    let twin = known.iter().find(is_twin).filter(|_| known.iter().all(|feed| feed.url != url));
    let Some(FeedSpec { url: there, .. }) = twin else { return Ok(()) };
    Err(Failure::Usage(format!(
        "{url}: exists already as {there}; `wirewatch feed remove {there}` first to have this spelling instead, or \
         write both into feeds.toml if the server tells them apart"
    )))
}

/// Adds a feed; nothing where it is there, had ended and is asked again, which is said.
fn put(global: &Global, paths: &Paths, spec: &FeedSpec) -> Result<Option<Edited>, Failure> {
    let there = match edit_feeds::add(paths, spec) {
        Err(there @ EditError::Exists { .. }) => there,
        edited => return Ok(Some(edited?)),
    };
    let again = place::ask_again(global, &spec.url)?;
    if again.is_empty() {
        return Err(there.into());
    }
    writeln!(out::stdout(), "{} is there{again}", config_address(&spec.url))?;
    Ok(None)
}

/// What was given for the address that was asked and stays with its server, if there is any.
fn kept(spec: &FeedSpec) -> Option<&'static str> {
    let given = crate::config::credentials_of(&spec.url).is_some() || spec.access.is_some();
    match (given, spec.allow_private) {
        (true, true) => Some("the credentials and --allow-private are"),
        (true, false) => Some("the credentials are"),
        (false, true) => Some("--allow-private is"),
        (false, false) => None,
    }
}

/// `: Title, 25 articles, the newest 3 m old`.
fn summary(reading: &Reading) -> String {
    let now = Timestamp::now();
    let newest = reading.articles.iter().filter_map(|article| article.published).max();
    let newest = newest.map(|at| format!(", the newest {} old", age(Some(at.min(now)), now)));
    let articles = many(reading.articles.len(), "article");
    format!(" ({}: {articles}{})", reading.facts.title, newest.unwrap_or_default())
}

fn config_address(url: &str) -> String {
    crate::config::address_of(url).unwrap_or_else(|| shown_address(url))
}

/// Whether what is given for one address may be shown at another.
fn same_server(url: &str, given_for: &str) -> bool {
    let urls = Url::parse(url).ok().zip(Url::parse(given_for).ok());
    urls.is_some_and(|(url, given_for)| is_at(&url, &given_for))
}

/// Asks addresses on the way to a feed.
struct Asker {
    client: Client,
    runtime: tokio::runtime::Runtime,
    limits: Limits,
    spec: FeedSpec,
    spaced: Spaced,
}

impl Asker {
    fn new(
        loaded: &crate::config::Loaded,
        folder: &std::path::Path,
        spec: &FeedSpec,
    ) -> Result<Asker, Failure> {
        let settings = &loaded.settings;
        let client = Client::with_body_limit(&settings.fetching, settings.limits.body)
            .map_err(|error| Failure::CannotRun(error.to_string()))?;
        let access = spec.access.clone().map(|access| Box::new(access.inside(folder)));
        let spec = FeedSpec { access, ..spec.clone() };
        let spaced = Spaced::new(settings.fetching.spacing);
        let (runtime, limits) = (run::runtime()?, settings.limits.clone());
        Ok(Asker { client, runtime, limits, spec, spaced })
    }

    /// What stands at the address that was typed; where its scheme is a guess of ours, at that of plain http if need
    /// be, which then is the address that was asked.
    fn see_either(&mut self, typed: &str) -> Result<Seen, Failure> {
        const UNSEEN: &str = "; --no-check adds it all the same";
        let asked = self.spec.url.clone();
        let seen = self.see(&asked, UNSEEN);
        match (&seen, asked.strip_prefix("https://")) {
            // Secrets go nowhere in the clear.
            (Err(_), Some(rest))
                if !typed.contains("://") && !asked.contains('@') && self.spec.access.is_none() =>
            {
                self.spec.url = format!("http://{rest}");
                self.see(&self.spec.url, UNSEEN).or_else(|_| {
                    self.spec.url = asked;
                    seen
                })
            }
            _ => seen,
        }
    }

    /// What stands at an address, and what to do where nothing does.
    fn see(&self, url: &str, what_to_do: &str) -> Result<Seen, Failure> {
        let own = same_server(url, &self.spec.url);
        let request = Request {
            feed: FeedId(0),
            url: url.to_owned(),
            moved: None,
            looks_home: LooksHome::No,
            access: self.spec.access.clone().filter(|_| own),
            validators: Validators::default(),
            private: if self.spec.allow_private && own { Private::Own } else { Private::ByRule },
        };
        let shown = config_address(url);
        let Poll { outcome, moved, .. } = self.runtime.block_on(async {
            let mut host = self.spaced.turn(url).await;
            if let Some(wait) = &host.wait {
                return Err(Failure::CannotRun(format!("{shown}: not asked: {wait}")));
            }
            let poll = self.client.check(&request).await.poll;
            host.wait = wait_of(&poll);
            Ok(poll)
        })?;
        let document = match outcome {
            Outcome::Document(document) => document,
            Outcome::NotModified(_) => {
                return Err(Failure::CannotRun(format!("{shown}: nothing came back")));
            }
            Outcome::Failed(failure) => {
                let (message, kind) = (of_now(&failure.message), failure.kind);
                // What to do about a private address its message says already.
                let hint = match (kind, kept(&self.spec).filter(|_| !own)) {
                    (_, Some(kept)) => {
                        let server = config_address(&self.spec.url);
                        format!(
                            "; {kept} for the server of {server} alone: add this address itself with them"
                        )
                    }
                    (ErrorKind::Blocked, None) => String::new(),
                    (_, None) => what_to_do.to_owned(),
                };
                return Err(Failure::CannotRun(format!("{shown}: {message} ({kind}){hint}")));
            }
        };
        let context = feed::Context::default();
        match feed::read(&document, &context, &self.limits, Timestamp::now()) {
            Ok(reading) => {
                let url = moved.unwrap_or(shown);
                Ok(Seen::Feed(Box::new(Found { url, reading })))
            }
            Err(failure) if failure.kind == ErrorKind::NotAFeed => Ok(Seen::Page(document)),
            Err(failure) => {
                let (message, kind) = (of_now(&failure.message), failure.kind);
                Err(Failure::Usage(format!("{shown}: {message} ({kind})")))
            }
        }
    }

    /// The feed of a page.
    fn find(&self, page: &Document, pick: Option<usize>) -> Result<Found, Failure> {
        let named = discover::candidates(page.into());
        let chosen = match named.as_slice() {
            [] => return self.guess(page),
            [one] if pick.is_none_or(|pick| pick == 1) => one.clone(),
            several => choose(several, pick, &page.url)?,
        };
        let (url, page) = (&chosen.url, &page.url);
        let what_to_do = format!(
            "; {page} names it as its feed: `wirewatch feed add --no-check {url}` adds it all the same"
        );
        match self.see(url, &what_to_do)? {
            Seen::Feed(found) => Ok(*found),
            Seen::Page(_) => {
                let message = format!("{page} names {url} as its feed, but no feed is there");
                Err(Failure::Usage(message))
            }
        }
    }

    /// Tries where feeds commonly are.
    fn guess(&self, page: &Document) -> Result<Found, Failure> {
        let places = discover::guesses(&page.url);
        let steps = super::Progress::new(places.len());
        for url in &places {
            steps.step(&format!("trying {url}"));
            match self.see(url, "") {
                Ok(Seen::Feed(found)) => return Ok(*found),
                Err(failure) if self.spaced.waits(url) => return Err(failure),
                Ok(Seen::Page(_)) | Err(_) => {}
            }
        }
        let message = format!(
            "{}: a page that names no feed, and none was found in the usual places; look for its \
             feed's own address",
            page.url
        );
        Err(Failure::Usage(message))
    }
}
