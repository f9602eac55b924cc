//! What people wrote down about an alert, and what was done with it.

use super::{Composed, Look};
use crate::domain::{Event, What};

/// Events shown: the latest.
const SHOWN: usize = 16;

/// The notes, the latest last: they stand above the text.
pub(super) fn notes(composed: &mut Composed, look: &Look<'_>, history: &[Event]) {
    let theme = &look.shared.theme;
    let is_note = |event: &&Event| event.what == What::Note && !event.undone;
    for event in history.iter().filter(is_note) {
        let mark = look.shared.glyphs.pick("✎ ", "> ");
        let by = format!("{} {}Z  ", name(event), look.shared.clock(event.at));
        let pieces =
            [(mark.to_owned(), theme.key), (by, theme.dim), (event.text.clone(), theme.text)];
        composed.flow(&pieces, look.columns);
    }
}

fn name(event: &Event) -> &str {
    if event.who.is_empty() { "wirewatch" } else { &event.who }
}

/// Everything that was done, where somebody did something.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, history: &[Event]) {
    let theme = &look.shared.theme;
    let by_people = |event: &Event| event.what.is_state() || event.what == What::Note;
    if !history.iter().any(by_people) {
        return;
    }
    composed.blank();
    composed.say(vec![("What was done".to_owned(), theme.strong)]);
    let from = history.len().saturating_sub(SHOWN);
    for event in history.iter().skip(from) {
        let at = format!("  {}Z ", look.shared.clock(event.at));
        let mut told = event.what.to_string();
        if !event.who.is_empty() {
            told = format!("{told} by {}", event.who);
        }
        if let Some(until) = event.until {
            told = format!("{told} until {}Z", look.shared.clock(until));
        }
        if event.undone {
            told.push_str(", undone");
        }
        let mut pieces = vec![(at, theme.faint), (told, theme.dim)];
        if !event.text.is_empty() {
            pieces.push((format!(": {}", event.text), theme.dim));
        }
        composed.flow(&pieces, look.columns);
    }
}
