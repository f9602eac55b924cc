//! `wirewatch story …`: stories as they were joined, and what people choose instead.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{Global, LineFormat, ListFormat, StoryCommand, StoryList};
use super::table::{Table, age};
use super::values::back;
use super::{Ending, Failure, Status, out, place, versions};
use crate::domain::{ArticleId, Match, StoryChange, StoryId, many};
use crate::engine::RuleSet;
use crate::engine::stories::{self, Rebuilt, StoryError, Trial};
use crate::store::{Store, StoryArticle, Version};
use crate::triage::Policy;

/// Articles of a story that are shown.
const SHOWN: usize = 1_000;

pub(super) fn run(global: &Global, command: &StoryCommand) -> Ending {
    let now = Timestamp::now();
    let (loaded, store) = place::open(global)?;
    let store = store.as_ref();
    let policy =
        || Ok::<Policy, Failure>(RuleSet::build(loaded, &[]).map_err(Failure::Usage)?.policy);
    match command {
        StoryCommand::List(args) => list(store, args, now),
        StoryCommand::Show { story, format } => show(store, *story, *format),
        StoryCommand::Split { story, articles } => {
            let articles: Vec<ArticleId> = articles.iter().map(|id| ArticleId(*id)).collect();
            let name = stories::split(store, &policy()?, (*story, &articles), now)?;
            let articles = many(articles.len(), "article");
            out::say(&format!("story {name} has {articles} of its own"))
        }
        StoryCommand::Merge { into, stories: others } => {
            stories::merge(store, &policy()?, (*into, others), now)?;
            let are = if others.len() == 1 { "is" } else { "are" };
            out::say(&format!("{} {are} in story {into} now", stories_of(others.len())))
        }
        StoryCommand::Rebuild { since, dry_run } => {
            let trial = if *dry_run { Trial::Yes } else { Trial::No };
            let done = stories::rebuild(store, &policy()?, (before(now, *since), trial), now)?;
            out::say(&rebuilt(&done, trial))
        }
    }
}

fn stories_of(count: usize) -> String {
    if count == 1 { "1 story".to_owned() } else { format!("{count} stories") }
}

/// What a rebuilding did, or would do.
fn rebuilt(done: &Rebuilt, trial: Trial) -> String {
    let [go, join, found] = match trial {
        Trial::Yes => ["would go", "would join", "would be founded"],
        Trial::No => ["went", "joined", "founded"],
    };
    let others = if done.merged == 1 { "another" } else { "others" };
    format!(
        "{} looked at: {} {go} to another story; {} {join} {others}, {} {found}",
        stories_of(done.stories),
        many(done.moved, "article"),
        stories_of(done.merged),
        done.founded
    )
}

impl From<StoryError> for Failure {
    fn from(error: StoryError) -> Failure {
        match error {
            StoryError::Store(error) => error.into(),
            other => Failure::Usage(other.to_string()),
        }
    }
}

fn before(now: Timestamp, seconds: u32) -> Timestamp {
    back(Some(seconds), now).unwrap_or(Timestamp::MIN)
}

fn list(store: &dyn Store, args: &StoryList, now: Timestamp) -> Ending {
    let mut stories = store.stories_since(before(now, args.since))?;
    stories.retain(|s| s.state.merged.is_none() && !(args.flagged && s.state.watches.is_empty()));
    stories.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then(a.id.cmp(&b.id)));
    stories.truncate(args.limit);
    let mut stdout = out::stdout();
    match args.format {
        ListFormat::Json => {
            for story in &stories {
                out::json_line(&mut stdout, &json_of(story))?;
            }
        }
        ListFormat::Table if stories.is_empty() => {
            out::nothing("no story fits; `--since all` lists older ones too")?;
        }
        ListFormat::Table => table_of(&stories, now).print(&mut stdout)?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn table_of(stories: &[StoryChange], now: Timestamp) -> Table {
    let heads = ["STORY", "LAST", "ARTICLES", "ORIGINS", "WATCHES", "HEADLINE"];
    let mut table = Table::new(&heads);
    for story in stories {
        table.row(vec![
            story.id.to_string(),
            age(Some(story.last_seen), now),
            story.state.articles.to_string(),
            story.state.origins.len().to_string(),
            story.state.watches.join(" "),
            story.title.clone(),
        ]);
    }
    table
}

fn json_of(story: &StoryChange) -> Value {
    let state = &story.state;
    let origins: Vec<Value> =
        state.origins.iter().map(|(name, since)| json!({ "name": name, "since": since })).collect();
    json!({
        "id": story.id.to_string(),
        "title": story.title,
        "articles": state.articles,
        "outlets": state.outlets,
        "origins": origins,
        "countries": state.countries,
        "watches": state.watches,
        "first_seen": story.first_seen,
        "last_seen": story.last_seen,
    })
}

fn show(store: &dyn Store, id: StoryId, format: LineFormat) -> Ending {
    let mut articles = store.story(id, SHOWN)?;
    // What watches found that flag the story no more is kept for when they are back.
    if let Some(story) = store.standing(id)? {
        let flags = |found: &Match| story.state.watches.contains(&found.watch);
        articles.iter_mut().for_each(|one| one.matches.retain(flags));
    }
    if articles.is_empty() {
        return match store.standing(id)?.and_then(|story| story.state.merged) {
            Some(into) => Err(StoryError::WentInto(id, into).into()),
            None => Err(StoryError::NoStory(id).into()),
        };
    }
    let mut stdout = out::stdout();
    for (i, one) in articles.iter().enumerate() {
        match format {
            LineFormat::Json => out::json_line(&mut stdout, &article_json(one))?,
            LineFormat::Text => print(one, i == 0, &mut stdout)?,
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn article_json(one: &StoryArticle) -> Value {
    let versions: Vec<Value> = one
        .versions
        .iter()
        .map(|earlier| {
            let Version { replaced, title, summary, body } = earlier;
            json!({ "until": replaced, "title": title, "summary": summary, "body": body })
        })
        .collect();
    let watches: Vec<&str> = one.matches.iter().map(|m| m.watch.as_str()).collect();
    json!({
        "number": one.id,
        "origin": one.origin,
        "watches": watches,
        "first_seen": one.first_seen,
        "versions": versions,
        "article": one.article,
    })
}

/// One article: number, time, outlet, who really reported it, headline, and what it said before.
fn print(one: &StoryArticle, first: bool, out: &mut impl Write) -> Result<(), Failure> {
    let article = &one.article;
    let origin = if first || one.origin != article.outlet { one.origin.as_str() } else { "" };
    let at = article.published.unwrap_or(one.first_seen);
    let watches: Vec<&str> = one.matches.iter().map(|m| m.watch.as_str()).collect();
    let told = [article.outlet.as_str(), origin, &watches.join(" ")];
    let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
    writeln!(
        out,
        "{:>6}  {}  {}",
        one.id.to_string(),
        at.strftime("%Y-%m-%d %H:%M:%SZ"),
        told.join(" · ")
    )?;
    writeln!(out, "        {}", article.title)?;
    versions::print(one, ("        ", |at| at.strftime("%H:%MZ").to_string()), out)
}
