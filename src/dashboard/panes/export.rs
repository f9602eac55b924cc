//! Writes what is selected, or all that the view lists, into a file: Markdown, CSV or JSON.

use jiff::tz::TimeZone;

use super::PaneId;
use super::menu::{self, Deed, Item};
use crate::dashboard::load::{Query, Subject};
use crate::dashboard::message::{Effect, Paper};
use crate::dashboard::model::Model;
use crate::dashboard::sheet::{self, Sheet};

pub use crate::dashboard::sheet::Form;

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What is selected.
    Selection,
    /// All that the view lists.
    View,
}

/// Asks what is to be written.
pub fn ask(model: &mut Model) {
    let one = match model.view.list {
        PaneId::Feeds => "this feed",
        PaneId::Watches => "this watch",
        _ => "this story",
    };
    let all = match model.view.list {
        PaneId::Found => "all that was found".to_owned(),
        PaneId::Log => "the whole log".to_owned(),
        PaneId::Handover => "the whole hand-over".to_owned(),
        _ => format!("all {}", model.view.title),
    };
    let mut items = Vec::new();
    for (scope, what) in [(Scope::Selection, one), (Scope::View, all.as_str())] {
        for (form, name, _) in Form::NAMES {
            let label = format!("{what} as {name}");
            items.push(Item { label, deed: Deed::Export(scope, *form) });
        }
    }
    menu::open(model, "Export", items);
}

/// Writes it, or asks the store for what is to be written.
pub fn write(model: &mut Model, scope: Scope, form: Form) -> Vec<Effect> {
    let list = model.view.list;
    let path = path(model, scope, form);
    let alone = scope == Scope::Selection;
    if alone && !matches!(list, PaneId::Feeds | PaneId::Watches) {
        return selection(model, form, path);
    }
    if list == PaneId::Alerts {
        let query = model.alerts.all(model.shared.now);
        return vec![model.ask(Query::Sheet(query, form, path))];
    }
    let Some(sheet) = sheet_of(model, list) else {
        model.say("there is nothing here to write");
        return Vec::new();
    };
    let at = if alone { selected(model, list) } else { None };
    let sheet = match at {
        Some(at) => sheet.only(at),
        None => sheet,
    };
    vec![Effect::Save(Paper { path, text: sheet.text(form) })]
}

/// `wirewatch-alerts-20200519T143207Z.md` in the folder in which wirewatch was started.
fn path(model: &Model, scope: Scope, form: Form) -> String {
    let what = match scope {
        Scope::View => model.view.title,
        Scope::Selection if model.view.beside.is_some() => "story",
        Scope::Selection => model.view.title.trim_end_matches('s'),
    };
    let now = model.shared.now.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ");
    format!("wirewatch-{what}-{now}.{}", form.ending())
}

fn selection(model: &mut Model, form: Form, path: String) -> Vec<Effect> {
    let Some(page) = model.story.page() else {
        model.say("no story is selected");
        return Vec::new();
    };
    let text = match form {
        Form::Markdown => sheet::markdown_of(page),
        Form::Json => sheet::json_of(page),
        Form::Csv => Sheet::of_story(page).text(form),
    };
    vec![Effect::Save(Paper { path, text })]
}

fn selected(model: &Model, list: PaneId) -> Option<usize> {
    match list {
        PaneId::Feeds => model.feeds.table.index(),
        PaneId::Watches => Some(model.watches.at()),
        _ => None,
    }
}

fn sheet_of(model: &Model, list: PaneId) -> Option<Sheet> {
    let sheet = match list {
        PaneId::Feeds => Sheet::of_feeds(&model.shared.feeds),
        PaneId::Watches => Sheet::of_watches(&model.shared),
        PaneId::Stories => Sheet::of_stories(&model.stories.table.rows),
        PaneId::Found => Sheet::of_found(&model.found.table.rows),
        PaneId::Log => Sheet::of_notices(&model.log.table.rows),
        PaneId::Handover => Sheet::of_handover(&model.handover.table.rows),
        PaneId::Alerts | PaneId::Story => return None,
    };
    (!sheet.rows.is_empty()).then_some(sheet)
}

/// Whether the selection is a story at all.
#[must_use]
pub fn has_story(model: &Model) -> bool {
    matches!(model.subject(), Some(Subject::Alert(_) | Subject::Story(_)))
}
