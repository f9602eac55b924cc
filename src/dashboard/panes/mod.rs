//! The panes and the views they make up: one table each.
//!
//! A pane is one file here and one row of [`PANES`]; a view is one row of [`VIEWS`].

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::Action;
use super::keymap::Context;
use super::message::Effect;
use super::model::Model;

pub mod alerts;
pub mod commands;
pub mod export;
pub mod feeds;
pub mod filter;
pub mod footer;
pub mod found;
pub mod frame;
pub mod handover;
pub mod header;
pub mod help;
pub mod log;
pub mod menu;
pub mod prompt;
pub mod stories;
pub mod story;
pub mod timeline;
pub mod watch_form;
pub mod watches;
mod why;

mod alert_list;
mod alert_row;
mod compose;
mod listing;
mod no_alerts;
mod phrases;

/// The panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // PANES below says what each is
pub enum PaneId {
    Alerts,
    Story,
    Stories,
    Feeds,
    Watches,
    Found,
    Log,
    Handover,
}

/// A pane: what it is called, where its keys are, and its functions.
pub struct Pane {
    /// Which.
    pub id: PaneId,
    /// Where its keys stand.
    pub context: Context,
    /// Draws it into its frame.
    pub draw: fn(&Model, Rect, &mut Buffer),
    /// Does what a key means here; `None` when it means nothing here.
    pub act: fn(&mut Model, Action) -> Option<Vec<Effect>>,
    /// Takes the size of its inside.
    pub fit: fn(&mut Model, Rect),
    /// Takes a click on a line of its inside.
    pub click: fn(&mut Model, usize) -> Vec<Effect>,
}

/// Every pane.
pub const PANES: &[Pane] = &[
    Pane {
        id: PaneId::Alerts,
        context: Context::Alerts,
        draw: alerts::draw,
        act: alerts::act,
        fit: alerts::fit,
        click: alerts::click,
    },
    Pane {
        id: PaneId::Story,
        context: Context::Story,
        draw: story::draw,
        act: story::act,
        fit: story::fit,
        click: story::click,
    },
    Pane {
        id: PaneId::Stories,
        context: Context::Stories,
        draw: stories::draw,
        act: stories::act,
        fit: stories::fit,
        click: stories::click,
    },
    Pane {
        id: PaneId::Feeds,
        context: Context::Feeds,
        draw: feeds::draw,
        act: feeds::act,
        fit: feeds::fit,
        click: feeds::click,
    },
    Pane {
        id: PaneId::Watches,
        context: Context::Watches,
        draw: watches::draw,
        act: watches::act,
        fit: watches::fit,
        click: watches::click,
    },
    Pane {
        id: PaneId::Found,
        context: Context::Found,
        draw: found::draw,
        act: found::act,
        fit: found::fit,
        click: found::click,
    },
    Pane {
        id: PaneId::Log,
        context: Context::Log,
        draw: log::draw,
        act: log::act,
        fit: log::fit,
        click: log::click,
    },
    Pane {
        id: PaneId::Handover,
        context: Context::Handover,
        draw: handover::draw,
        act: handover::act,
        fit: handover::fit,
        click: handover::click,
    },
];

/// A view: a list, and what stands beside it.
#[derive(Debug)]
pub struct View {
    /// The action that shows it.
    pub action: Action,
    /// Its digit and name in the header.
    pub title: &'static str,
    /// The list.
    pub list: PaneId,
    /// What stands beside it.
    pub beside: Option<PaneId>,
}

/// Every view, in the order of their digits.
pub const VIEWS: &[View] = &[
    View {
        action: Action::ViewAlerts,
        title: "alerts",
        list: PaneId::Alerts,
        beside: Some(PaneId::Story),
    },
    View {
        action: Action::ViewStories,
        title: "stories",
        list: PaneId::Stories,
        beside: Some(PaneId::Story),
    },
    View { action: Action::ViewFeeds, title: "feeds", list: PaneId::Feeds, beside: None },
    View { action: Action::ViewWatches, title: "watches", list: PaneId::Watches, beside: None },
    View {
        action: Action::ViewSearch,
        title: "search",
        list: PaneId::Found,
        beside: Some(PaneId::Story),
    },
    View { action: Action::ViewLog, title: "log", list: PaneId::Log, beside: Some(PaneId::Story) },
    View {
        action: Action::ViewHandover,
        title: "duty",
        list: PaneId::Handover,
        beside: Some(PaneId::Story),
    },
];

impl PaneId {
    /// Its row of the table.
    #[must_use]
    pub fn pane(self) -> &'static Pane {
        const FIRST: &Pane = match PANES {
            [first, ..] => first,
            [] => panic!("there are panes"),
        };
        PANES.iter().find(|pane| pane.id == self).unwrap_or(FIRST)
    }
}
