//! What the mouse means: a click where a key would work, the wheel where there is more to see.

use ratatui::layout::Rect;

use super::action::Action;
use super::layout::inside;
use super::message::{Effect, Mouse, MouseKind};
use super::model::{Model, Overlay};
use super::panes::{filter, footer, header, help, menu, prompt, watch_form};
use super::update::act;

/// Takes what the mouse did.
pub fn moved(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(layout) = model.layout() else { return Vec::new() };
    let position = (mouse.x, mouse.y).into();
    if mouse.kind == MouseKind::Click && layout.footer.contains(position) {
        let action = footer::hint_at(model, mouse.x);
        return action.map_or_else(Vec::new, |action| act(model, action));
    }
    if let Some(area) = model.overlays.last().map(|overlay| place(model, overlay)) {
        return on_overlay(model, mouse, area);
    }
    if mouse.kind == MouseKind::Click && layout.header.contains(position) {
        let action = header::tab_at(model, mouse.x, mouse.y);
        return action.map_or_else(Vec::new, |action| act(model, action));
    }
    let Some((id, frame)) = layout.panes.iter().find(|(_, frame)| frame.contains(position)) else {
        return Vec::new();
    };
    model.focus = *id;
    let pane = id.pane();
    match mouse.kind {
        MouseKind::WheelDown => (pane.act)(model, Action::Down).unwrap_or_default(),
        MouseKind::WheelUp => (pane.act)(model, Action::Up).unwrap_or_default(),
        MouseKind::Click if inside(*frame).contains(position) => {
            (pane.click)(model, usize::from(mouse.y - inside(*frame).y))
        }
        MouseKind::Click => Vec::new(),
    }
}

/// Where an overlay stands.
fn place(model: &Model, overlay: &Overlay) -> Rect {
    match overlay {
        Overlay::Help(_) => help::area(model.size),
        Overlay::Filter(_) => filter::area(model.size),
        Overlay::Prompt(state) => prompt::area(model.size, state),
        Overlay::Watch(_) => watch_form::area(model.size),
        Overlay::Menu(state) => menu::area(model.size, state),
        Overlay::Question(text, _) => prompt::question_area(model.size, text),
    }
}

/// The wheel goes through an overlay, a click chooses in it, and a click beside it leaves it.
fn on_overlay(model: &mut Model, mouse: Mouse, area: Rect) -> Vec<Effect> {
    match mouse.kind {
        MouseKind::WheelDown => return act(model, Action::Down),
        MouseKind::WheelUp => return act(model, Action::Up),
        MouseKind::Click if !area.contains((mouse.x, mouse.y).into()) => {
            return act(model, Action::Back);
        }
        MouseKind::Click => {}
    }
    let Some(line) = mouse.y.checked_sub(area.y + 1).map(usize::from) else { return Vec::new() };
    match model.overlays.last() {
        Some(Overlay::Menu(_)) => menu::choose(model, line),
        Some(Overlay::Filter(_)) => filter::click(model, line),
        Some(Overlay::Prompt(_)) => prompt::click(model, line),
        Some(Overlay::Watch(_)) => watch_form::click(model, line),
        Some(Overlay::Question(..)) => {
            let answer = prompt::answer_at(area, (mouse.x, mouse.y));
            answer.map_or_else(Vec::new, |action| act(model, action))
        }
        Some(Overlay::Help(_)) | None => Vec::new(),
    }
}
