//! What happens when something happens: routes messages to overlay, focused pane, everything else.
//!
//! Changes the model and says what is to be done outside; does nothing outside itself.

use super::action::Action;
use super::key::Key;
use super::keymap::Meaning;
use super::layout::Zoom;
use super::message::{Effect, Message};
use super::model::{Model, Overlay};
use super::panes::{PaneId, VIEWS, export, filter, found, help, menu, prompt, watch_form};
use super::{duty, refresh};

/// Takes a message into the model.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) => {
            touch(model);
            pressed(model, key)
        }
        Message::Paste(text) => {
            touch(model);
            pasted(model, &text)
        }
        Message::Mouse(mouse) => {
            touch(model);
            super::mouse::moved(model, mouse)
        }
        Message::Resize(width, height) => {
            model.size = (width, height);
            model.dirty = true;
            model.fit();
            Vec::new()
        }
        Message::Tick(now) => refresh::tick(model, now),
        Message::StoreChanged => {
            model.stale = true;
            model.feeds_stale = true;
            refresh::reload_if_due(model)
        }
        Message::StatusChanged(status) => {
            super::panes::story::told(model, status.reading.as_ref());
            duty::undone(model, status.undone.as_ref());
            model.shared.status = *status;
            model.dirty = true;
            model.fit();
            Vec::new()
        }
        Message::Loaded(reply) => refresh::loaded(model, reply),
        Message::Refused(command, why) => {
            duty::refused(model, &command);
            model.say(why);
            Vec::new()
        }
        Message::Kept(result) => {
            watch_form::kept(model, result);
            Vec::new()
        }
        Message::Told(text) => {
            model.say(text);
            Vec::new()
        }
    };
    effects.extend(refresh::follow(model));
    effects
}

fn touch(model: &mut Model) {
    model.touched = Some(model.shared.now);
    model.dirty = true;
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    model.keys.push(key);
    let mut meaning = model.keymap.resolve(context, &model.keys);
    if meaning == Meaning::Nothing && model.keys.len() > 1 {
        model.keys = vec![key];
        meaning = model.keymap.resolve(context, &model.keys);
    }
    match meaning {
        Meaning::Beginning => Vec::new(),
        Meaning::Action(action) => {
            model.keys.clear();
            act(model, action)
        }
        Meaning::Nothing => {
            model.keys.clear();
            typed(model, key)
        }
    }
}

/// A key that means nothing is text where text is being typed.
fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    if model.is_typing() && model.overlays.is_empty() {
        return found::typed(model, key);
    }
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(state)) => prompt::typed(state, key),
        Some(Overlay::Filter(_)) => return filter::typed(model, key),
        Some(Overlay::Watch(_)) => watch_form::typed(model, key),
        Some(Overlay::Menu(_)) => return menu::typed(model, key),
        Some(Overlay::Help(state)) => help::typed(state, key),
        Some(Overlay::Question(..)) | None => {}
    }
    Vec::new()
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.context().takes_text() {
        return Vec::new();
    }
    let text = text.chars().filter(|c| !c.is_control()).take(500);
    text.flat_map(|c| typed(model, Key::Char(c))).collect()
}

/// Does an action: in the overlay, else in the focused pane, else everywhere.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.overlays.last() {
        Some(Overlay::Help(_)) => return help::act(model, action),
        Some(Overlay::Filter(_)) => return filter::act(model, action),
        Some(Overlay::Prompt(_)) => return prompt::act(model, action),
        Some(Overlay::Watch(_)) => return watch_form::act(model, action),
        Some(Overlay::Menu(_)) => return menu::act(model, action),
        Some(Overlay::Question(..)) => return answer(model, action),
        None => {}
    }
    if let Some(effects) = (model.focus.pane().act)(model, action) {
        return effects;
    }
    everywhere(model, action)
}

fn answer(model: &mut Model, action: Action) -> Vec<Effect> {
    match (model.overlays.pop(), action) {
        (Some(Overlay::Question(_, command)), Action::Yes) => duty::send(model, command),
        _ => Vec::new(),
    }
}

fn everywhere(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::ViewSearch && model.found.words().is_empty() {
        return found::begin(model);
    }
    if let Some(view) = VIEWS.iter().find(|view| view.action == action) {
        return show(model, view.list);
    }
    match action {
        Action::Open | Action::NextPane | Action::PreviousPane => focus_other(model),
        Action::Back => back(model),
        Action::NextOpen | Action::PreviousOpen => duty::to_open(model, action),
        Action::Acknowledge | Action::Snooze | Action::Resolve => return duty::set(model, action),
        Action::Undo => return duty::undo(model),
        Action::Browse | Action::CopyLink => return duty::link(model, action),
        Action::NextHit | Action::PreviousHit | Action::NextArticle | Action::PreviousArticle => {
            super::panes::story::jump(model, action);
        }
        Action::Search => return found::begin(model),
        Action::Filter => model.overlays.push(Overlay::Filter(filter::State::default())),
        Action::PollAll => return duty::poll(model, None),
        Action::Mute => duty::mute(model),
        Action::NextTheme => set_theme(model, model.shared.theme.name.next()),
        Action::Zoom => zoom(model),
        Action::CommandLine => prompt::begin(model, ""),
        Action::OpenLink if export::has_story(model) => prompt::begin(model, "open "),
        Action::Export => export::ask(model),
        Action::Note => duty::begin_note(model),
        Action::Fetch => return super::panes::story::fetch(model),
        Action::AcknowledgeAll => duty::acknowledge_all(model),
        Action::Help => model.overlays.push(Overlay::Help(help::State::default())),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Quit],
        _ => {}
    }
    Vec::new()
}

/// Shows the view of a list.
pub fn show(model: &mut Model, list: PaneId) -> Vec<Effect> {
    let Some(view) = VIEWS.iter().find(|view| view.list == list) else { return Vec::new() };
    model.view = view;
    model.focus = view.list;
    model.zoom = Zoom::Shared;
    model.dirty = true;
    model.fit();
    refresh::reload_view(model)
}

/// Changes the theme.
pub fn set_theme(model: &mut Model, name: super::theme::ThemeName) {
    model.shared.theme = super::theme::Theme::of(name).with(&model.shared.colours);
    super::panes::story::compose(model);
    model.say(format!("theme: {}", name.name()));
}

fn focus_other(model: &mut Model) {
    let Some(beside) = model.view.beside else { return };
    model.focus = if model.focus == beside { model.view.list } else { beside };
    model.fit();
}

fn back(model: &mut Model) {
    if model.zoom == Zoom::Alone {
        model.zoom = Zoom::Shared;
    } else if model.focus != model.view.list {
        model.focus = model.view.list;
    } else if let [first, ..] = VIEWS {
        model.view = first;
        model.focus = first.list;
    }
    model.fit();
}

fn zoom(model: &mut Model) {
    model.zoom = match model.zoom {
        Zoom::Shared => Zoom::Alone,
        Zoom::Alone => Zoom::Shared,
    };
    model.fit();
}
