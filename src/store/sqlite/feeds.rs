//! Feeds: what the configuration says of them, and how they fare.
//!
//! The configuration's columns are written by [`sync`] alone, the others by [`after_poll`]: a poll
//! that was under way when a feed was switched off does not switch it on again.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::types::FromSql;
use rusqlite::{Connection, Error, Result, Row, Statement, named_params};

use super::convert::{from_json, json, micros_opt, signed, time_opt, unsigned};
use super::numbers;
use crate::domain::{
    Cadence, Delay, ErrorKind, Feed, FeedError, FeedId, FeedSpec, FeedState, Lag, OutletClass,
    Rhythm, Validators,
};
use crate::store::renamed::Fresh;
use crate::store::{ASKED_AGAIN, EachFeed, FeedScope};

/// Articles that came in with a batch: how many and when, by feed.
pub(super) type Arrived = HashMap<FeedId, (u64, Timestamp)>;

/// Makes the stored feeds those of the configuration; says whether anything changed.
pub(super) fn sync(connection: &Connection, specs: &[FeedSpec]) -> Result<bool> {
    let mut put = connection.prepare(PUT)?;
    let mut changed = rename(connection, specs)?;
    let ended = ended(connection)?;
    for spec in specs.iter().filter(|spec| spec.enabled && ended.contains(&spec.url)) {
        ask_again(connection, &spec.url)?;
    }
    for spec in specs {
        changed += put.execute(named_params! {
            ":address": spec.url,
            ":title": spec.title,
            ":outlet": spec.outlet,
            ":class": spec.class.name(),
            ":language": spec.language,
            ":tags": json(&spec.tags)?,
            ":fixed": spec.interval,
            ":allow_private": spec.allow_private,
            ":enabled": spec.enabled,
        })?;
    }
    let named: HashSet<&str> = specs.iter().map(|spec| spec.url.as_str()).collect();
    let mut find = connection.prepare("SELECT id, address FROM feeds WHERE +enabled")?;
    let enabled: Vec<(i64, String)> =
        find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_>>()?;
    let mut disable = connection.prepare("UPDATE feeds SET enabled = 0 WHERE id = ?1")?;
    for (id, _) in enabled.iter().filter(|(_, address)| !named.contains(address.as_str())) {
        changed += disable.execute([id])?;
    }
    Ok(changed > 0)
}

/// What was taken out and is put in under the address that it has now stays the same feed: its articles are
/// called by the address they became known under. Returns how many are.
fn rename(connection: &Connection, specs: &[FeedSpec]) -> Result<usize> {
    let mut find = connection.prepare("SELECT address FROM feeds")?;
    let known = find.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    let Some(mut fresh) = Fresh::of(specs, &known) else { return Ok(0) };
    let mut moved = Vec::new();
    each(connection, FeedScope::All, &mut |feed| moved.extend(fresh.take(&feed)))?;
    let mut put = connection.prepare(
        "UPDATE feeds SET address = ?2, url = ?2, named = coalesce(named, address) WHERE id = ?1",
    )?;
    let mut renamed = 0;
    for (id, address) in moved {
        renamed += put.execute((id.0, address))?;
        ask_again(connection, address)?;
    }
    Ok(renamed)
}

/// Feeds that their publishers ended and people took out: put in again, they are asked again.
fn ended(connection: &Connection) -> Result<HashSet<String>> {
    let mut find =
        connection.prepare("SELECT address FROM feeds WHERE state = 'gone' AND NOT enabled")?;
    find.query_map([], |row| row.get(0))?.collect()
}

const PUT: &str = "
INSERT INTO feeds (address, url, title, outlet, class, language, tags, fixed, allow_private, enabled)
VALUES (:address, :address, :title, :outlet, :class, :language, :tags, :fixed, :allow_private, :enabled)
ON CONFLICT (address) DO UPDATE SET
  title = CASE WHEN :title = '' THEN title ELSE :title END,
  outlet = :outlet, class = :class, language = :language, tags = :tags, fixed = :fixed,
  allow_private = :allow_private, enabled = :enabled
WHERE title <> :title AND :title <> '' OR outlet <> :outlet OR class <> :class
  OR language <> :language OR tags <> :tags OR fixed IS NOT :fixed
  OR allow_private <> :allow_private OR enabled <> :enabled";

/// Writes how polled feeds stand.
pub(super) fn after_poll(connection: &Connection, feeds: &[Feed], new: &Arrived) -> Result<()> {
    let mut put = connection.prepare_cached(AFTER_POLL)?;
    for feed in feeds {
        let cadence = &feed.cadence;
        put.execute(named_params! {
            ":id": feed.id.0,
            ":url": feed.asked(),
            ":title": feed.spec.title,
            ":state": feed.state.name(),
            ":error_kind": feed.error.as_ref().map(|error| error.kind.name()),
            ":error_message": feed.error.as_ref().map(|error| error.message.as_str()),
            ":polls": signed(feed.polls),
            ":not_modified": signed(feed.not_modified),
            ":last_success": micros_opt(feed.last_success),
            ":last_poll": micros_opt(feed.last_poll),
            ":next_poll": micros_opt(feed.next_poll),
            ":failures": cadence.failures,
            ":interval": cadence.interval,
            ":gap": cadence.gap,
            ":pause": cadence.pause,
            ":paused": micros_opt(cadence.paused),
            ":span": cadence.span,
            ":wish": cadence.wish,
            ":newest": micros_opt(cadence.newest),
            ":missed": micros_opt(cadence.missed),
            ":again": cadence.again,
            ":long": cadence.long.map(|(pause, _)| pause),
            ":long_ended": micros_opt(cadence.long.map(|(_, ended)| ended)),
            ":late": cadence.late.0,
            ":late_least": cadence.late.1,
            ":lag_polls": cadence.lag.polls,
            ":lag_least": cadence.lag.least,
            ":lag_newest": micros_opt(cadence.lag.newest),
            ":empty": cadence.empty,
            ":whole": micros_opt(cadence.whole),
            ":bare": micros_opt(cadence.bare),
            ":ttl": cadence.rhythm.ttl,
            ":skip_hours": cadence.rhythm.skip_hours,
            ":skip_days": cadence.rhythm.skip_days,
            ":etag": feed.validators.etag,
            ":last_modified": feed.validators.last_modified,
            ":delay_p50": feed.delay.map(|delay| delay.p50),
            ":delay_p99": feed.delay.map(|delay| delay.p99),
            ":repaired": feed.repaired,
            ":held": feed.held,
            ":told": feed.told,
        })?;
    }
    let mut count = connection.prepare_cached(
        "UPDATE feeds SET articles = articles + ?2,
         last_article = max(coalesce(last_article, ?3), ?3) WHERE id = ?1",
    )?;
    for (feed, (articles, last)) in new {
        count.execute((feed.0, signed(*articles), last.as_microsecond()))?;
    }
    Ok(())
}

const AFTER_POLL: &str = "
UPDATE feeds SET url = :url, title = CASE WHEN title = '' THEN :title ELSE title END,
  state = :state, error_kind = :error_kind, error_message = :error_message, polls = :polls,
  not_modified = :not_modified, last_success = :last_success, last_poll = :last_poll,
  next_poll = :next_poll, failures = :failures, interval = :interval, gap = :gap, ttl = :ttl,
  pause = :pause, paused = :paused, span = :span, wish = :wish, newest = :newest, missed = :missed,
  again = :again, long = :long, long_ended = :long_ended, late = :late, late_least = :late_least,
  lag_polls = :lag_polls, lag_least = :lag_least, lag_newest = :lag_newest, empty = :empty,
  whole = :whole, bare = :bare,
  skip_hours = :skip_hours, skip_days = :skip_days, etag = :etag,
  last_modified = :last_modified, delay_p50 = :delay_p50, delay_p99 = :delay_p99,
  repaired = :repaired, held = :held, told = :told
WHERE id = :id";

/// A feed that its publisher had ended is polled again; says whether it was one.
pub(super) fn ask_again(connection: &Connection, address: &str) -> Result<bool> {
    let mut ask = connection.prepare_cached(ASK_AGAIN)?;
    let asked = ask.execute([address])? > 0;
    if asked {
        let times = numbers::cursor(connection, ASKED_AGAIN)?.unwrap_or(0);
        numbers::set_cursor(connection, ASKED_AGAIN, times + 1)?;
    }
    Ok(asked)
}

const ASK_AGAIN: &str = "
UPDATE feeds SET state = 'new', error_kind = NULL, error_message = NULL, next_poll = NULL,
  failures = 0, told = 0, etag = NULL, last_modified = NULL
WHERE address = ?1 AND state = 'gone'";

/// Shows feeds by row.
pub(super) fn each(connection: &Connection, scope: FeedScope, each: EachFeed<'_>) -> Result<()> {
    let mut find = connection.prepare_cached(match scope {
        FeedScope::Enabled => "SELECT * FROM feeds WHERE +enabled ORDER BY id",
        FeedScope::All => "SELECT * FROM feeds ORDER BY id",
    })?;
    let places = Places::of(&find);
    let mut rows = find.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        each(feed(&Named { row, places: &places })?);
        count += 1;
    }
    drop(rows);
    // Their pages, 2 MiB of them, are asked for once.
    if count > LONG_LIST { connection.release_memory() } else { Ok(()) }
}

/// A list of feeds that fills the pages that a reader keeps.
const LONG_LIST: usize = 2_000;

/// Where the columns of a query stand, by name: looked for once, and not for each column of each row, which
/// took a twentieth of the time of a round in which nothing is new.
struct Places(HashMap<String, usize>);

impl Places {
    fn of(statement: &Statement<'_>) -> Places {
        let names = statement.column_names().map(str::to_owned);
        Places(names.zip(0..).collect())
    }
}

/// A row of such a query.
struct Named<'a> {
    row: &'a Row<'a>,
    places: &'a Places,
}

impl Named<'_> {
    fn place(&self, name: &str) -> Result<usize> {
        let place = self.places.0.get(name).copied();
        place.ok_or_else(|| Error::InvalidColumnName(name.to_owned()))
    }

    fn get<T: FromSql>(&self, name: &str) -> Result<T> {
        self.row.get(self.place(name)?)
    }

    fn time(&self, name: &str) -> Result<Option<Timestamp>> {
        time_opt(self.row, self.place(name)?)
    }
}

fn feed(row: &Named<'_>) -> Result<Feed> {
    let state: String = row.get("state")?;
    Ok(Feed {
        id: FeedId(row.get("id")?),
        spec: spec(row)?,
        state: FeedState::from_name(&state).unwrap_or_default(),
        error: error(row)?,
        articles: row.get::<i64>("articles").map(unsigned)?,
        polls: row.get::<i64>("polls").map(unsigned)?,
        not_modified: row.get::<i64>("not_modified").map(unsigned)?,
        last_success: row.time("last_success")?,
        last_poll: row.time("last_poll")?,
        next_poll: row.time("next_poll")?,
        last_article: row.time("last_article")?,
        cadence: cadence(row)?,
        validators: Validators { etag: row.get("etag")?, last_modified: row.get("last_modified")? },
        delay: delay(row)?,
        repaired: row.get("repaired")?,
        moved: moved(row)?,
        named: row.get::<Option<String>>("named")?.map(String::into_boxed_str),
        held: row.get("held")?,
        told: row.get("told")?,
    })
}

fn cadence(row: &Named<'_>) -> Result<Cadence> {
    let long: Option<u32> = row.get("long")?;
    Ok(Cadence {
        failures: row.get("failures")?,
        interval: row.get("interval")?,
        gap: row.get("gap")?,
        newest: row.time("newest")?,
        missed: row.time("missed")?,
        pause: row.get("pause")?,
        paused: row.time("paused")?,
        again: row.get("again")?,
        long: long.zip(row.time("long_ended")?),
        late: (row.get("late")?, row.get("late_least")?),
        lag: Lag {
            polls: row.get("lag_polls")?,
            least: row.get("lag_least")?,
            newest: row.time("lag_newest")?,
        },
        empty: row.get("empty")?,
        whole: row.time("whole")?,
        bare: row.time("bare")?,
        span: row.get("span")?,
        wish: row.get("wish")?,
        rhythm: Rhythm {
            ttl: row.get("ttl")?,
            skip_hours: row.get("skip_hours")?,
            skip_days: row.get("skip_days")?,
        },
    })
}

fn spec(row: &Named<'_>) -> Result<FeedSpec> {
    let class: String = row.get("class")?;
    let tags: String = row.get("tags")?;
    Ok(FeedSpec {
        url: row.get("address")?,
        title: row.get("title")?,
        outlet: row.get("outlet")?,
        class: OutletClass::from_name(&class).unwrap_or_default(),
        language: row.get("language")?,
        tags: from_json(&tags)?,
        interval: row.get("fixed")?,
        allow_private: row.get("allow_private")?,
        enabled: row.get("enabled")?,
        access: None,
    })
}

fn moved(row: &Named<'_>) -> Result<Option<String>> {
    let (address, url): (String, String) = (row.get("address")?, row.get("url")?);
    Ok(Some(url).filter(|url| *url != address))
}

fn error(row: &Named<'_>) -> Result<Option<FeedError>> {
    let Some(kind) = row.get::<Option<String>>("error_kind")? else {
        return Ok(None);
    };
    let kind = ErrorKind::from_name(&kind).unwrap_or(ErrorKind::Parse);
    let message = row.get::<Option<String>>("error_message")?.unwrap_or_default();
    Ok(Some(FeedError { kind, message }))
}

fn delay(row: &Named<'_>) -> Result<Option<Delay>> {
    let (p50, p99): (Option<i64>, Option<i64>) = (row.get("delay_p50")?, row.get("delay_p99")?);
    Ok(p50.zip(p99).map(|(p50, p99)| Delay { p50, p99 }))
}
