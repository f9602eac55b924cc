//! The list of alerts as a pane: what it says at its edges, and its rows. What a row looks like is
//! `alert_row`'s, what stands where there is none `no_alerts`'s.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::alert_row::row;
use super::alerts::{Filter, State};
use super::frame::{self, Titles};
use super::{PaneId, no_alerts, why};
use crate::dashboard::model::Model;
use crate::domain::Severity;

/// Draws the pane.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let state = &model.alerts;
    let title = title(&state.filter);
    let [above, below] = state.unseen();
    let above = announce(above, shared.glyphs.pick("↑", "^"));
    let count = count(state);
    let (right, style) = match &above {
        Some((text, severity)) => (text.as_str(), Some(shared.theme.block(*severity))),
        None => (count.as_str(), None),
    };
    let below = announce(below, shared.glyphs.pick("↓", "v")).map(|(text, _)| text);
    let titles =
        Titles { left: &title, right: (right, style), below: below.as_deref().unwrap_or("") };
    let inner = frame::draw(model, (PaneId::Alerts, area), &titles, buffer);
    if state.table.rows.is_empty() {
        return no_alerts::draw(model, inner, buffer);
    }
    let (list, foot) = why::part(model, inner);
    for shown in state.table.visible() {
        row(model, &shown, shown.place(list), buffer);
    }
    if let Some(foot) = foot {
        why::draw(model, foot, buffer);
    }
}

fn title(filter: &Filter) -> String {
    if *filter == Filter::default() {
        return "Alerts".to_owned();
    }
    let mut parts = vec!["Alerts: only".to_owned()];
    if filter.min > Severity::Routine {
        parts.push(format!("{} and above", filter.min));
    }
    parts.extend(filter.state.map(|state| state.to_string()));
    parts.extend(filter.watch.clone());
    for text in [filter.outlet.trim(), filter.text.trim()] {
        if !text.is_empty() {
            parts.push(format!("\"{text}\""));
        }
    }
    let mut title = parts.remove(0);
    title.push(' ');
    title + &parts.join(", ") + " (Esc shows all)"
}

fn count(state: &State) -> String {
    let rows = &state.table.rows;
    let place = state.table.index().map_or(0, |index| index + 1);
    let more = if state.has_more() { "+" } else { "" };
    if rows.is_empty() { String::new() } else { format!("{place} of {}{more}", rows.len()) }
}

fn announce((new, flash): (usize, usize), arrow: &str) -> Option<(String, Severity)> {
    match (new, flash) {
        (0, _) => None,
        (new, 0) => Some((format!("{arrow} {new} new"), Severity::Routine)),
        (new, flash) => Some((format!(" {arrow} {new} new, {flash} flash "), Severity::Flash)),
    }
}
