//! `wirewatch feed …`: the feeds of the configuration, how they fare, and documents by hand.

mod add;
mod check;
mod pick;
mod spaced;
mod typed;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};

use jiff::Timestamp;
use serde_json::json;

use super::args::{FeedCommand, Global, ListFormat, ParseFormat};
use super::table::{Table, age};
use super::{Ending, Failure, Status, articles, out, place, run};
use crate::config::{self, Switch, edit_feeds, shown_address};
use crate::domain::{Access, Document, Feed, FeedLine, FeedSpec, Fetching, Limits, Secret, many};
use crate::feed;
use crate::feed::import::spelling;
use crate::fetch::{Client, Private, Resting};
use crate::store::FeedScope;

pub(super) fn run(global: &Global, command: &FeedCommand) -> Ending {
    match command {
        FeedCommand::List { format } => list(global, *format),
        FeedCommand::Add(args) => add::run(global, args),
        FeedCommand::Check(args) => check::run(global, args),
        FeedCommand::Remove { url } => remove(global, url),
        FeedCommand::Enable { url } => switch(global, url, Switch::On),
        FeedCommand::Disable { url } => switch(global, url, Switch::Off),
        FeedCommand::Import { file, own } => import(global, file, *own),
        FeedCommand::Export => export(global),
        FeedCommand::Parse { source, format, allow_private } => {
            let reading =
                read(global, source, if *allow_private { Private::Own } else { Private::ByRule })?;
            print(&reading, *format)
        }
    }
}

/// The configured feeds, with the health of those that the store knows.
pub(super) fn feeds(global: &Global) -> Result<Vec<Feed>, Failure> {
    let (paths, loaded) = place::load(global)?;
    let path = paths.store_file(&loaded.settings.store);
    let mut known: HashMap<String, Feed> = HashMap::new();
    // Before the first poll there is no health to show.
    if let Some(store) = place::store_if_there(&path)? {
        let stored = store.feeds(FeedScope::All)?;
        known.extend(stored.into_iter().map(|feed| (feed.spec.url.clone(), feed)));
    }
    let one = |spec: &FeedSpec| match known.remove(&spec.url) {
        Some(feed) => Feed { spec: FeedSpec { title: title(spec, &feed), ..spec.clone() }, ..feed },
        None => Feed::unpolled(spec.clone()),
    };
    Ok(loaded.feeds.iter().map(one).collect())
}

/// The configured title, else what the feed said of itself.
fn title(spec: &FeedSpec, feed: &Feed) -> String {
    if spec.title.is_empty() { feed.spec.title.clone() } else { spec.title.clone() }
}

fn list(global: &Global, format: ListFormat) -> Ending {
    let feeds = feeds(global)?;
    let now = Timestamp::now();
    let resting = Resting::of(&feeds, now);
    let mut stdout = out::stdout();
    if format == ListFormat::Json {
        let next = |feed: &Feed| resting.puts_off(feed).or(feed.next_poll);
        let lines: Vec<_> =
            feeds.iter().map(|feed| FeedLine { next_poll: next(feed), ..feed.line() }).collect();
        out::json_line(&mut stdout, &lines)?;
        stdout.flush()?;
        return Ok(Status::Done);
    }
    let addresses: HashSet<&str> = feeds.iter().map(|feed| feed.spec.url.as_str()).collect();
    let is_there = |to: &str| addresses.contains(to);
    let mut table =
        Table::new(&["STATE", "ARTICLES", "POLLED", "NEXT", "OUTLET", "WHAT TO KNOW", "FEED"]);
    for feed in &feeds {
        let held = resting.puts_off(feed);
        table.row(vec![
            if feed.spec.enabled { feed.state.to_string() } else { "disabled".to_owned() },
            feed.articles.to_string(),
            age(feed.last_poll, now),
            age(held.or(feed.next_poll).filter(|_| feed.spec.enabled), now),
            feed.spec.outlet.clone(),
            match feed.moved.as_deref().is_some_and(is_there) {
                true => format!("{}, another of your feeds: polled there", feed.note()),
                false => match held {
                    Some(until) => {
                        let wait =
                            format!("its host asked for a wait: asked {}", age(Some(until), now));
                        let note = feed.note();
                        if note.is_empty() { wait } else { format!("{wait}; {note}") }
                    }
                    None => feed.note(),
                },
            },
            feed.spec.url.clone(),
        ]);
    }
    table.print(&mut stdout)?;
    stdout.flush()?;
    Ok(Status::Done)
}

fn remove(global: &Global, url: &str) -> Ending {
    let paths = place::paths(global)?;
    tell(edit_feeds::remove(&paths, url)?, &format!("removed {}", shown_address(url)))
}

fn switch(global: &Global, url: &str, state: Switch) -> Ending {
    let paths = place::paths(global)?;
    let shown = shown_address(url);
    let edited = edit_feeds::set_enabled(&paths, url, state)?;
    let said = match state {
        Switch::On => format!("enabled {shown}{}", place::ask_again(global, url)?),
        Switch::Off => format!("disabled {shown}"),
    };
    tell(edited, &said)
}

/// Says what an edit did, and in which file.
pub(super) fn tell(edited: config::Edited, said: &str) -> Ending {
    let mut stdout = out::stdout();
    writeln!(stdout, "{said} in {}", edited.file.display())?;
    if let Some(note) = edited.note {
        writeln!(stdout, "{note}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// What went wrong, without what becomes of a feed that is polled: this was one poll by hand.
fn of_now(message: &str) -> &str {
    const LATER: [&str; 2] =
        ["; it is tried again", "; it is not polled again until `wirewatch feed enable`"];
    LATER.iter().find_map(|later| message.strip_suffix(later)).unwrap_or(message)
}

fn import(global: &Global, file: &std::path::Path, own: bool) -> Ending {
    let (paths, loaded) = place::load(global)?;
    let mut input = articles::open(Some(file))?;
    let bytes = take(&mut input.reader, &input.name)?;
    let text = feed::text(&bytes);
    let mut imported = match feed::opml::read(&bytes) {
        Some(import) => import,
        None if feed::newsboat::is_table(&text) => {
            let hint = "a table, not a list of feeds; keep the column of addresses, one a line";
            return Err(Failure::Usage(format!("{}: {hint}", input.name)));
        }
        None => feed::newsboat::read(&text),
    };
    let mut stderr = out::stderr();
    for skipped in &imported.skipped {
        let entry = shown_address(&skipped.entry);
        writeln!(stderr, "left out: {entry}: {}", skipped.reason)?;
    }
    for lessened in &imported.lessened {
        let entry = shown_address(&lessened.entry);
        writeln!(stderr, "wirewatch: {entry}: {}", lessened.reason)?;
    }
    let broken = if imported.breaks_off { ", and it breaks off before its end" } else { "" };
    if imported.feeds.is_empty() {
        return Err(Failure::Usage(format!("{}: no feeds in it{broken}", input.name)));
    }
    respell(&mut imported.feeds, &loaded.feeds);
    if !own {
        let left = strip(&mut imported.feeds);
        if left > 0 {
            let told = "where credentials are kept, or a private address allowed: left out; a list of your own \
                is taken whole with --own";
            writeln!(stderr, "wirewatch: {}: {} {told}", input.name, many(left, "feed"))?;
        }
    }
    let edited = edit_feeds::add_many(&paths, &imported.feeds)?;
    let mut said = format!("added {} of {}", edited.changed, many(imported.feeds.len(), "feed"));
    if !imported.skipped.is_empty() {
        said = format!("{} left out; {said}", imported.skipped.len());
    }
    if imported.breaks_off {
        let told = "breaks off before its end (no </opml>): feeds may be missing; export it again, then \
            import it once more";
        writeln!(stderr, "wirewatch: {}: {told}", input.name)?;
    }
    tell(edited, &said)
}

/// Calls the feeds of a list by the addresses under which they are there already, but for those that the list itself
/// has under several.
fn respell(feeds: &mut [FeedSpec], known: &[FeedSpec]) {
    let spelt = known.iter().map(|feed| (spelling(&feed.url), &feed.url));
    let spelt: HashMap<String, &String> = spelt.collect();
    let mut times: HashMap<String, usize> = HashMap::new();
    feeds.iter().for_each(|feed| *times.entry(spelling(&feed.url)).or_default() += 1);
    for feed in feeds {
        let spelling = spelling(&feed.url);
        if times.get(&spelling) == Some(&1)
            && let Some(url) = spelt.get(&spelling)
        {
            feed.url.clone_from(url);
        }
    }
}

/// Takes out of a list what only its owner may say: a stranger's could send a file of ours to a server of his,
/// or ask what only this machine can reach. Returns how many feeds said such a thing.
fn strip(feeds: &mut [FeedSpec]) -> usize {
    let says = |feed: &&mut FeedSpec| feed.access.is_some() || feed.allow_private;
    let said = feeds.iter_mut().filter(says);
    said.map(|feed| (feed.access, feed.allow_private) = (None, false)).count()
}

/// Everything of an input, as far as a feed document may be long.
pub(super) fn take(reader: &mut impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let most = Limits::default().body as u64;
    let mut bytes = Vec::new();
    reader
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Usage(format!("{name}: cannot be read: {error}")))?;
    if bytes.len() as u64 > most {
        return Err(Failure::Usage(format!("{name}: larger than {} MiB", most >> 20)));
    }
    Ok(bytes)
}

fn export(global: &Global) -> Ending {
    let (_, loaded) = place::load(global)?;
    let mut stdout = out::stdout();
    stdout.write_all(feed::opml::write("wirewatch", &loaded.feeds, Timestamp::now()).as_bytes())?;
    stdout.flush()?;
    let given = |feed: &&FeedSpec| {
        matches!(feed.access.as_deref(), Some(Access::Basic { password: Secret::Given(_), .. }))
    };
    let given = loaded.feeds.iter().filter(given).count();
    if given > 0 {
        let told = "with a password in the address: printed without it";
        writeln!(out::stderr(), "wirewatch: {} {told}", many(given, "feed"))?;
    }
    Ok(Status::Done)
}

fn read(global: &Global, source: &str, private: Private) -> Result<feed::Reading, Failure> {
    let limits = Limits::default();
    if source.starts_with("http://") || source.starts_with("https://") {
        let (_, loaded) = place::load(global)?;
        // A feed that is configured may be where its entry says.
        let own = |feed: &FeedSpec| feed.url == source && feed.allow_private;
        let private = if loaded.feeds.iter().any(own) { Private::Own } else { private };
        let document = get(source, &loaded.settings.fetching, private)?;
        return feed::read(&document, &feed::Context::default(), &limits, Timestamp::now())
            .map_err(|failure| {
                let shown = shown_address(source);
                Failure::Usage(format!("{shown}: {} ({})", failure.message, failure.kind))
            });
    }
    let mut input = articles::open(Some(std::path::Path::new(source)))?;
    let body = take(&mut input.reader, &input.name)?;
    articles::document(&input.name, body, &limits)
}

fn get(url: &str, fetching: &Fetching, private: Private) -> Result<Document, Failure> {
    let client = Client::new(fetching).map_err(|error| Failure::CannotRun(error.to_string()))?;
    let got = run::runtime()?.block_on(client.get(url, private));
    got.map_err(|failure| {
        let shown = shown_address(url);
        Failure::CannotRun(format!("{shown}: {} ({})", failure.message, failure.kind))
    })
}

fn print(reading: &feed::Reading, format: ParseFormat) -> Ending {
    let mut stdout = out::stdout();
    match format {
        ParseFormat::Jsonl => {
            for article in &reading.articles {
                out::json_line(&mut stdout, article)?;
            }
        }
        ParseFormat::Json => {
            let facts = &reading.facts;
            let object = json!({
                "title": facts.title,
                "link": facts.link,
                "language": facts.language,
                "repaired": reading.repaired,
                "articles": reading.articles,
            });
            out::json_line(&mut stdout, &object)?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// How far long work has got, in one line of standard error; silent where that is no terminal.
struct Progress {
    of: usize,
    done: std::cell::Cell<usize>,
    shown: bool,
}

impl Progress {
    fn new(of: usize) -> Progress {
        let shown = of > 1 && std::io::IsTerminal::is_terminal(&std::io::stderr());
        Progress { of, done: std::cell::Cell::new(0), shown }
    }

    /// Says what is done next.
    fn step(&self, what: &str) {
        self.done.set(self.done.get() + 1);
        self.wait(what);
    }

    /// Says what is waited for.
    fn wait(&self, what: &str) {
        let done = self.done.get();
        if self.shown {
            let what: String = what.chars().take(60).collect();
            // Nobody is the worse for a line that cannot be shown.
            let _ = write!(out::stderr(), "\r\x1b[2K{done}/{} {what}", self.of);
        }
    }

    /// Takes the line away, for others to write there.
    fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
