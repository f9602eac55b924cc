//! Keeps the model in step with the store and the clock: what to ask when, and what an answer does.

use jiff::{SignedDuration, Timestamp};

use super::load::{Page, Query, Subject};
use super::message::{Effect, Reply};
use super::model::{Model, RELOAD_EVERY};
use super::panes::{PaneId, alerts, feeds, handover, story, watch_form};
use super::{attention, duty};

/// The pictures move with time alone, if slowly.
const PICTURES_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// How late alerts came is a picture of a day.
const DELAYS_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// The feeds are many; their health strip may be a little old.
const FEEDS_EVERY: SignedDuration = SignedDuration::from_secs(4);

/// Takes the time.
pub fn tick(model: &mut Model, now: Timestamp) -> Vec<Effect> {
    let before = model.shared.now;
    model.shared.now = now;
    model.dirty |= attention::settle(&mut model.shared, now);
    if before.as_second() != now.as_second() {
        model.dirty = true;
        if model.note.as_ref().is_some_and(|note| note.until <= now) {
            model.note = None;
        }
        duty::forget_pending(model);
        alerts::settle_home(model);
    }
    if model.reloaded.is_some_and(|last| now.duration_since(last) >= PICTURES_EVERY) {
        model.stale = true;
    }
    let mut effects = reload_if_due(model);
    effects.extend(reload_feeds(model));
    effects.extend(watch_form::ask_if_due(model));
    effects
}

/// Asks again for what is on screen, if the store changed and the last time is long enough ago.
pub fn reload_if_due(model: &mut Model) -> Vec<Effect> {
    let now = model.shared.now;
    let early = model.reloaded.is_some_and(|last| now.duration_since(last) < RELOAD_EVERY);
    if !model.stale || early {
        return Vec::new();
    }
    model.stale = false;
    model.reloaded = Some(now);
    let mut effects = vec![model.ask(Query::Overview)];
    if model.delays_due.is_none_or(|due| due <= now) {
        let known = model.shared.delays.as_ref().is_some_and(|delays| delays.half.is_some());
        let every = if known { DELAYS_EVERY } else { FEEDS_EVERY };
        model.delays_due = now.checked_add(every).ok();
        effects.push(model.ask(Query::Delays));
    }
    let query = model.alerts.query(model.shared.now);
    effects.push(model.ask(Query::Alerts(query)));
    if let Some(subject) = model.story.subject {
        effects.push(model.ask(Query::Story(subject)));
    }
    if model.view.list != PaneId::Alerts && model.view.list != PaneId::Feeds {
        effects.extend(reload_view(model));
    }
    effects.extend(reload_feeds(model));
    effects
}

fn reload_feeds(model: &mut Model) -> Option<Effect> {
    let now = model.shared.now;
    let early = model.feeds_reloaded.is_some_and(|last| now.duration_since(last) < FEEDS_EVERY);
    if early || !model.feeds_stale {
        return None;
    }
    model.feeds_stale = false;
    model.feeds_reloaded = Some(now);
    Some(model.ask(Query::Feeds))
}

/// Asks for what the view lists beside the alerts.
pub fn reload_view(model: &mut Model) -> Vec<Effect> {
    let query = match model.view.list {
        PaneId::Stories => Query::Stories,
        PaneId::Log => Query::Log,
        PaneId::Handover => Query::Handover,
        PaneId::Feeds => {
            model.feeds_reloaded = Some(model.shared.now);
            Query::Feeds
        }
        PaneId::Found => match model.found.words() {
            "" => return Vec::new(),
            words => Query::Found(words.to_owned()),
        },
        PaneId::Alerts | PaneId::Story | PaneId::Watches => return Vec::new(),
    };
    vec![model.ask(query)]
}

/// Takes an answer.
pub fn loaded(model: &mut Model, reply: Reply) -> Vec<Effect> {
    if !model.is_newest(reply.slot, reply.serial) {
        return Vec::new();
    }
    model.dirty = true;
    let page = match reply.result {
        Ok(page) => page,
        Err(why) => {
            let had = !model.shared.banner_parts().is_empty();
            model.shared.store_trouble = Some(why);
            if !had {
                model.fit();
            }
            return Vec::new();
        }
    };
    if model.shared.store_trouble.take().is_some() {
        model.fit();
    }
    match page {
        Page::Alerts(rows) => return alerts::take(model, rows),
        Page::Story(page) => {
            story::take(model, page);
            // The foot of the list takes the rows that this one's reason needs.
            model.fit();
        }
        Page::Overview(overview) => model.shared.overview = Some(overview),
        Page::Feeds(rows) => feeds::take(model, rows),
        Page::Found(rows) => model.found.table.take(rows),
        Page::Stories(rows) => model.stories.table.take(rows),
        Page::Trial(page) => watch_form::take(model, page),
        Page::Log(rows) => model.log.table.take(rows),
        Page::Handover(page) => handover::take(model, page),
        Page::Sheet(paper) => return vec![Effect::Save(paper)],
        Page::Delays(delays) => model.shared.delays = Some(delays),
    }
    Vec::new()
}

/// Keeps the story pane on what the list points at.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if model.alerts.wants_more() {
        let query = model.alerts.query(model.shared.now);
        effects.push(model.ask(Query::Alerts(query)));
    }
    if model.view.beside.is_none() {
        return effects;
    }
    let subject = model.subject();
    if subject == model.story.subject {
        story::prefer(model);
        return effects;
    }
    story::turn_to(model, subject);
    effects.extend(subject.map(|subject| model.ask(Query::Story(subject))));
    effects
}

/// The alert the story pane is about, if it is about one.
#[must_use]
pub fn alert_of(subject: Option<Subject>) -> Option<crate::domain::AlertId> {
    match subject {
        Some(Subject::Alert(id)) => Some(id),
        Some(Subject::Story(_)) | None => None,
    }
}
