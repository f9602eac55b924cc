//! What the duty officer does with alerts: acknowledge, snooze, resolve, undo, open, copy.
//!
//! Sends commands and marks them pending; an alert changes when the store says so, not before.

use jiff::SignedDuration;
use url::Url;

use super::action::Action;
use super::look::Sound;
use super::message::Effect;
use super::model::{Model, Overlay};
use super::panes::menu::{self, Deed, Item};
use super::panes::{PaneId, alerts, prompt};
use super::refresh::alert_of;
use crate::domain::{AlertId, AlertState, FeedId, SNOOZES};
use crate::engine::{Command, Undoing};

/// How long we wait for the store to confirm a change before we say that it did not.
const CONFIRM: SignedDuration = SignedDuration::from_secs(10);
/// How many steps `u` goes back.
const UNDO_STEPS: usize = 100;

/// Puts the alert under the cursor into the state of an action.
pub fn set(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(id) = alert_of(model.subject().or(model.story.subject)) else {
        model.say("no alert is selected");
        return Vec::new();
    };
    if model.alerts.just_moved(model.shared.now) {
        model.say("the list has just moved: look, then press again");
        return Vec::new();
    }
    let (state, command) = match action {
        Action::Snooze => {
            ask_how_long(model, id);
            return Vec::new();
        }
        Action::Resolve => (AlertState::Resolved, Command::Resolve(vec![id])),
        _ => (AlertState::Acknowledged, Command::Acknowledge(vec![id])),
    };
    if model.alerts.row(id).is_some_and(|row| row.state == state) {
        model.say(format!("already {state}"));
        return Vec::new();
    }
    mark(model, command)
}

/// Marks one alert and goes on to the next open one.
pub fn mark(model: &mut Model, command: Command) -> Vec<Effect> {
    let first = target(&command).and_then(|(ids, _)| ids.first().copied());
    let effects = send(model, command);
    if let Some(id) = first.filter(|_| model.view.list == PaneId::Alerts) {
        model.alerts.leave(id);
    }
    effects
}

/// Opens the menu of the spans that an alert may be put off for.
fn ask_how_long(model: &mut Model, id: AlertId) {
    let now = model.shared.now;
    let spans = SNOOZES.iter().filter_map(|(name, seconds)| {
        let until = now.checked_add(SignedDuration::from_secs(*seconds)).ok()?;
        Some((format!("{name}, until {}Z", model.shared.clock(until)), until))
    });
    let item = |(label, until)| Item { label, deed: Deed::Mark(Command::Snooze(vec![id], until)) };
    let items = spans.chain(morning(model)).map(item).collect();
    menu::open(model, "Snooze it for", items);
}

/// Six in the morning by the clock on the wall: when the next shift begins.
fn morning(model: &Model) -> Option<(String, jiff::Timestamp)> {
    let second = model.shared.second.as_ref();
    let zone = second.map_or(jiff::tz::TimeZone::UTC, |clock| clock.zone.clone());
    let place = second.map_or_else(|| "UTC".to_owned(), |clock| clock.name.clone());
    let now = model.shared.now.to_zoned(zone);
    let six = now.with().hour(6).minute(0).second(0).subsec_nanosecond(0).build().ok()?;
    let six = if six <= now { six.tomorrow().ok()? } else { six };
    Some((format!("until 06:00 {place}"), six.timestamp()))
}

/// Begins a note about the selected alert.
pub fn begin_note(model: &mut Model) {
    if alert_of(model.subject().or(model.story.subject)).is_some() {
        prompt::begin(model, "note ");
    } else {
        model.say("no alert is selected");
    }
}

/// Sends a note.
pub fn note(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(id) = alert_of(model.subject().or(model.story.subject)).filter(|_| !text.is_empty())
    else {
        model.say("write what is to be kept: note TEXT");
        return Vec::new();
    };
    // The engine counts it as a step too.
    model.alerts.undo.push(Vec::new());
    model.say("noted · u undoes it");
    vec![Effect::Send(Command::Note(vec![id], text.to_owned()))]
}

/// Sends a command: what it changes is pending until the store shows it, and can be undone.
pub fn send(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some((ids, state)) = target(&command) else { return vec![Effect::Send(command)] };
    let now = model.shared.now;
    let before: Vec<(AlertId, AlertState)> = ids
        .iter()
        .map(|id| (*id, model.alerts.row(*id).map_or(AlertState::Open, |row| row.state)))
        .collect();
    model.alerts.undo.push(before);
    if model.alerts.undo.len() > UNDO_STEPS {
        model.alerts.undo.remove(0);
    }
    model.alerts.pending.extend(ids.iter().map(|id| (*id, (state, now))));
    if ids.len() > 1 {
        model.say(format!("{} alerts {state} · u undoes it", ids.len()));
    } else {
        model.say(format!("{state} · u undoes it"));
    }
    vec![Effect::Send(command)]
}

/// The alerts a command changes, and the state they come to.
fn target(command: &Command) -> Option<(&[AlertId], AlertState)> {
    match command {
        Command::Acknowledge(ids) => Some((ids, AlertState::Acknowledged)),
        Command::Snooze(ids, _) => Some((ids, AlertState::Snoozed)),
        Command::Resolve(ids) => Some((ids, AlertState::Resolved)),
        Command::Reopen(ids) => Some((ids, AlertState::Open)),
        Command::Note(..)
        | Command::Undo
        | Command::Silence(_)
        | Command::EndSilence(_)
        | Command::TakeOver
        | Command::Read(_)
        | Command::Poll(_) => None,
    }
}

/// Undoes the last change: every alert goes back to the state it had.
pub fn undo(model: &mut Model) -> Vec<Effect> {
    let Some(before) = model.alerts.undo.pop() else {
        model.say("nothing to undo");
        return Vec::new();
    };
    let now = model.shared.now;
    model.alerts.pending.extend(before.iter().map(|(id, state)| (*id, (*state, now))));
    vec![Effect::Send(Command::Undo)]
}

/// Says what came of undoing, once. What was not undone is not pending, and steps that were passed
/// over are gone.
pub fn undone(model: &mut Model, undoing: Option<&Undoing>) {
    let known = model.shared.status.undone.as_ref().map(|known| known.number);
    let Some(undoing) = undoing.filter(|undoing| known != Some(undoing.number)) else { return };
    model.alerts.undo.truncate(undoing.left);
    if undoing.restored.is_empty() {
        model.alerts.pending.clear();
    }
    model.say(undoing.text.clone());
}

/// A command that the engine did not take is not pending.
pub fn refused(model: &mut Model, command: &Command) {
    if let Some((ids, _)) = target(command) {
        for id in ids {
            model.alerts.pending.remove(id);
        }
        // The step of a change that did not happen; an undo has taken its own step already.
        let same = |step: &Vec<(AlertId, AlertState)>| step.iter().map(|(id, _)| id).eq(ids);
        if model.alerts.undo.last().is_some_and(same) {
            model.alerts.undo.pop();
        }
    }
}

/// Stops waiting for what was never confirmed, and says so.
pub fn forget_pending(model: &mut Model) {
    let now = model.shared.now;
    let before = model.alerts.pending.len();
    model.alerts.pending.retain(|_, (_, since)| now.duration_since(*since) < CONFIRM);
    if model.alerts.pending.len() < before {
        model.say("the store has not confirmed the change: look again, then press again");
    }
}

/// Asks before all listed alerts are acknowledged.
pub fn acknowledge_all(model: &mut Model) {
    let rows = model.alerts.table.rows.iter();
    let open: Vec<AlertId> =
        rows.filter(|row| row.state == AlertState::Open).map(|row| row.id).collect();
    if open.is_empty() {
        model.say("nothing here is unacknowledged");
        return;
    }
    let text = format!("Acknowledge all {} listed alerts?", open.len());
    model.overlays.push(Overlay::Question(text, Command::Acknowledge(open)));
}

/// Goes to the next or previous unacknowledged alert, from any view.
pub fn to_open(model: &mut Model, action: Action) {
    if model.view.list != PaneId::Alerts {
        super::update::show(model, PaneId::Alerts);
    }
    let found = model.alerts.go_to_open(if action == Action::NextOpen { 1 } else { -1 });
    if !found {
        model.say("nothing else here is unacknowledged");
    }
}

/// Opens or copies the link of what is selected.
pub fn link(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(link) = selected_link(model) else {
        model.say("there is no link here");
        return Vec::new();
    };
    if action == Action::CopyLink {
        model.say(format!("copied {link}"));
        return vec![Effect::Copy(link)];
    }
    browse(model, &link)
}

/// Opens a link, if it is one for a browser.
pub fn browse(model: &mut Model, link: &str) -> Vec<Effect> {
    match Url::parse(link) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            model.say(format!("opening {url}"));
            vec![Effect::Browse(url.into())]
        }
        _ => {
            model.say("not opened: only http and https links are");
            Vec::new()
        }
    }
}

fn selected_link(model: &Model) -> Option<String> {
    let link = match model.focus {
        PaneId::Feeds => model.feeds.table.selected().map(|feed| feed.0.spec.url.clone()),
        PaneId::Found => model.found.table.selected().map(|row| row.url.clone()),
        _ => model.story.link().or_else(|| {
            let id = alert_of(model.subject())?;
            model.alerts.row(id).map(|row| row.url.clone())
        }),
    };
    link.filter(|link| !link.is_empty())
}

/// Asks the engine to poll.
pub fn poll(model: &mut Model, feed: Option<FeedId>) -> Vec<Effect> {
    model.say(if feed.is_some() { "polling this feed" } else { "polling every feed" });
    vec![Effect::Send(Command::Poll(feed))]
}

/// Mutes the bell or lets it ring.
pub fn mute(model: &mut Model) {
    let (sound, text) = match model.shared.sound {
        Sound::On => (Sound::Muted, "the bell is muted"),
        Sound::Muted => (Sound::On, "the bell rings on flash alerts"),
    };
    model.shared.sound = sound;
    model.say(text);
}

/// Filters the list by severity alone (`:filter flash`).
pub fn only(model: &mut Model, min: crate::domain::Severity) -> Vec<Effect> {
    model.alerts.filter.min = min;
    alerts::refilter(model)
}
