//! Stories made anew: articles move, stories and alerts are written, choices are kept.

use jiff::Timestamp;
use rusqlite::{Connection, Result};

use super::convert::signed;
use super::indexing::Indexing;
use super::{alert_change, articles, duty, numbers, parts, stories};
use crate::domain::{AlertState, ArticleId, Bond, Changes, Choice, Merge, Regrouping, StoryId};
use crate::store::{FLAGGED, REGROUPED, Step, VOID, ends_void, tell_stories};

/// Whether stories were made anew as often as somebody knows.
pub(super) fn is_current(connection: &Connection, known: Option<u64>) -> Result<bool> {
    known.map_or(Ok(true), |known| Ok(count(connection)? == known))
}

fn count(connection: &Connection) -> Result<u64> {
    Ok(numbers::cursor(connection, REGROUPED)?.unwrap_or(0))
}

/// Whether stories still stand as they were read.
pub(super) fn stand(connection: &Connection, regrouping: &Regrouping) -> Result<bool> {
    let stood = regrouping.stood.iter().map(|story| (story.id, Some(story)));
    for (id, story) in stood.chain(regrouping.fresh.iter().map(|id| (*id, None))) {
        if stories::one(connection, id)?.as_ref() != story {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Does all of a regrouping inside the transaction it is given.
pub(super) fn write(
    connection: &Connection,
    regrouping: &Regrouping,
    now: Timestamp,
) -> Result<u64> {
    let mut put = connection.prepare_cached("UPDATE articles SET story = ?2 WHERE id = ?1")?;
    for (article, story) in &regrouping.moves {
        put.execute((article.0, signed(story.0)))?;
    }
    let mut rematch =
        connection.prepare_cached("UPDATE articles SET matches = ?2 WHERE id = ?1")?;
    for (article, matches) in &regrouping.matches {
        rematch.execute((article.0, articles::matches_json(matches)?))?;
    }
    remark(connection, &regrouping.back, now)?;
    let mut changes = Changes {
        stories: regrouping.stories.clone(),
        alerts: regrouping.alerts.clone(),
        ..Changes::default()
    };
    let mut indexing = Indexing::default();
    let known = parts::known(connection, &regrouping.merges)?;
    let notices = tell_stories(&mut changes, |alerts| {
        alert_change::write(connection, alerts, now, &mut indexing)
    })?;
    numbers::tell_last(connection, &notices)?;
    stories::write(connection, (&changes.stories, &changes.alerts), None)?;
    parts::join(connection, &regrouping.merges, &known, now)?;
    void(connection, &regrouping.void, now)?;
    keep(connection, &regrouping.choices)?;
    numbers::set_cursor(connection, REGROUPED, count(connection)? + 1)?;
    let revision = numbers::bump_revision(connection)?;
    indexing.write(connection)?;
    Ok(revision)
}

/// Moves the articles of stories that went into others.
pub(super) fn merge(connection: &Connection, merges: &[Merge]) -> Result<()> {
    if merges.is_empty() {
        return Ok(());
    }
    let mut put = connection.prepare_cached("UPDATE articles SET story = ?2 WHERE story = ?1")?;
    for Merge { from, into } in merges {
        put.execute((signed(from.0), signed(into.0)))?;
    }
    Ok(())
}

/// Resolves the alerts of stories that no watch flags any more, or remarks on them.
fn void(connection: &Connection, stories: &[StoryId], now: Timestamp) -> Result<()> {
    for story in stories {
        let Some(alert) = parts::of_story(connection, *story)? else { continue };
        let state = parts::state(connection, alert)?;
        if ends_void(state) {
            let step = Step::own(AlertState::Resolved, VOID);
            alert_change::set_state(connection, alert, &step, now)?;
        } else if state != AlertState::Resolved {
            duty::note(connection, alert, (0, "", VOID), now)?;
        }
    }
    Ok(())
}

/// Remarks on alerts that nobody had taken when no watch flagged them: watches do again.
fn remark(connection: &Connection, stories: &[StoryId], now: Timestamp) -> Result<()> {
    for story in stories {
        let Some(alert) = parts::of_story(connection, *story)? else { continue };
        if parts::state(connection, alert)? != AlertState::Resolved {
            duty::note(connection, alert, (0, "", FLAGGED), now)?;
        }
    }
    Ok(())
}

fn keep(connection: &Connection, choices: &[Choice]) -> Result<()> {
    // The latest word on two articles counts, whichever is named first.
    let mut forget =
        connection.prepare_cached("DELETE FROM story_choices WHERE article = ?1 AND other = ?2")?;
    let mut put = connection.prepare_cached("INSERT INTO story_choices VALUES (?1, ?2, ?3)")?;
    for Choice { bond, article, other } in choices {
        forget.execute((article.0, other.0))?;
        forget.execute((other.0, article.0))?;
        put.execute((article.0, other.0, i64::from(*bond == Bond::Together)))?;
    }
    Ok(())
}

/// Every choice that is kept.
pub(super) fn choices(connection: &Connection) -> Result<Vec<Choice>> {
    let mut find = connection
        .prepare_cached("SELECT article, other, bond FROM story_choices ORDER BY article, other")?;
    let rows = find.query_map([], |row| {
        let bond = if row.get::<_, i64>(2)? == 0 { Bond::Apart } else { Bond::Together };
        Ok(Choice { bond, article: ArticleId(row.get(0)?), other: ArticleId(row.get(1)?) })
    })?;
    rows.collect()
}
