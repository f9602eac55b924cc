//! The command line `:`: a table of commands, completion by prefix, and the question box.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};

use super::VIEWS;
use super::help::clear;
use crate::dashboard::action::Action;
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::duty;
use crate::dashboard::key::{Key, Named};
use crate::dashboard::message::{Effect, Paper};
use crate::dashboard::model::{Model, Overlay};
use crate::dashboard::screen::picture;
use crate::dashboard::theme::ThemeName;
use crate::dashboard::update::{act as do_action, set_theme};
use crate::domain::Severity;

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct State {
    input: Input,
}

/// A command: its name, what may follow, and what it does with that.
struct Entry {
    name: &'static str,
    takes: &'static str,
    help: &'static str,
    run: fn(&mut Model, &str) -> Vec<Effect>,
}

/// Every command.
const COMMANDS: &[Entry] = &[
    Entry { name: "quit", takes: "", help: "end", run: |_, _| vec![Effect::Quit] },
    Entry {
        name: "ack all",
        takes: "",
        help: "acknowledge every listed alert",
        run: acknowledge_all,
    },
    Entry {
        name: "theme",
        takes: "dark|light|high-contrast|plain",
        help: "change the theme",
        run: theme,
    },
    Entry {
        name: "filter",
        takes: "flash|immediate|priority|routine",
        help: "this severity and above",
        run: filter,
    },
    Entry {
        name: "view",
        takes: "alerts|stories|feeds|watches|search|log",
        help: "show a view",
        run: view,
    },
    Entry {
        name: "poll",
        takes: "",
        help: "poll every feed now",
        run: |model, _| duty::poll(model, None),
    },
    Entry {
        name: "screenshot",
        takes: "FILE.svg",
        help: "save the screen as a picture",
        run: screenshot,
    },
    Entry { name: "mute", takes: "", help: "mute the bell, or let it ring", run: mute },
    Entry {
        name: "help",
        takes: "",
        help: "every key",
        run: |model, _| do_action(model, Action::Help),
    },
];

fn acknowledge_all(model: &mut Model, _: &str) -> Vec<Effect> {
    duty::acknowledge_all(model);
    Vec::new()
}

fn mute(model: &mut Model, _: &str) -> Vec<Effect> {
    duty::mute(model);
    Vec::new()
}

fn screenshot(model: &mut Model, path: &str) -> Vec<Effect> {
    if path.is_empty() {
        model.say("name a file: screenshot FILE.svg");
        return Vec::new();
    }
    vec![Effect::Save(Paper { path: path.to_owned(), text: picture(model) })]
}

fn theme(model: &mut Model, name: &str) -> Vec<Effect> {
    match name.parse::<ThemeName>() {
        Ok(name) => set_theme(model, name),
        Err(why) => model.say(why),
    }
    Vec::new()
}

fn filter(model: &mut Model, name: &str) -> Vec<Effect> {
    match name.parse::<Severity>() {
        Ok(min) => duty::only(model, min),
        Err(why) => {
            model.say(why);
            Vec::new()
        }
    }
}

fn view(model: &mut Model, name: &str) -> Vec<Effect> {
    match VIEWS.iter().find(|view| view.title == name) {
        Some(view) => do_action(model, view.action),
        None => {
            model.say(format!("there is no view \"{name}\""));
            Vec::new()
        }
    }
}

/// Takes a key that is text.
pub fn typed(state: &mut State, key: Key) {
    if let Some(request) = request(key) {
        state.input.handle(request);
    }
}

/// What a key does to a line of text.
pub fn request(key: Key) -> Option<InputRequest> {
    Some(match key {
        Key::Char(c) => InputRequest::InsertChar(c),
        Key::Ctrl('a') | Key::Named(Named::Home) => InputRequest::GoToStart,
        Key::Ctrl('e') | Key::Named(Named::End) => InputRequest::GoToEnd,
        Key::Ctrl('w') => InputRequest::DeletePrevWord,
        Key::Ctrl('u') => InputRequest::DeleteFromStart,
        Key::Ctrl('k') => InputRequest::DeleteTillEnd,
        Key::Named(Named::Backspace) | Key::Ctrl('h') => InputRequest::DeletePrevChar,
        Key::Named(Named::Delete) => InputRequest::DeleteNextChar,
        Key::Named(Named::Left) => InputRequest::GoToPrevChar,
        Key::Named(Named::Right) => InputRequest::GoToNextChar,
        Key::Ctrl(_) | Key::Named(_) => return None,
    })
}

/// Does what a key means here.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => {
            model.overlays.pop();
        }
        Action::Complete => {
            if let Some(Overlay::Prompt(state)) = model.overlays.last_mut()
                && let Some(line) = completions(state.input.value()).first()
            {
                state.input = Input::new(line.clone());
            }
        }
        Action::Open => {
            if let Some(Overlay::Prompt(state)) = model.overlays.pop() {
                return run(model, state.input.value().trim());
            }
        }
        _ => {}
    }
    Vec::new()
}

fn run(model: &mut Model, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return Vec::new();
    }
    let full = match line {
        "q" | "q!" | "qa" => "quit",
        line => line,
    };
    let found = COMMANDS.iter().find_map(|entry| {
        let rest = full.strip_prefix(entry.name)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some((entry, rest.trim()))
    });
    match found {
        Some((entry, rest)) => (entry.run)(model, rest),
        None => {
            model.say(format!("\"{line}\" is no command; Tab completes, ? shows every key"));
            Vec::new()
        }
    }
}

/// The lines that a beginning can become.
fn completions(line: &str) -> Vec<String> {
    let line = line.trim_start();
    let mut all = Vec::new();
    for entry in COMMANDS {
        if entry.takes.is_empty() {
            all.push(entry.name.to_owned());
        } else if line.len() <= entry.name.len() {
            all.push(format!("{} ", entry.name));
        } else {
            all.extend(entry.takes.split('|').map(|word| format!("{} {word}", entry.name)));
        }
    }
    all.retain(|full| full.starts_with(line) && full != line);
    all
}

/// Draws the command line over the footer, what it can become above it.
pub fn draw(model: &Model, state: &State, buffer: &mut Buffer) {
    let shared = &model.shared;
    let theme = &shared.theme;
    let (columns, rows) = model.size;
    let value = state.input.value();
    let known: Vec<&Entry> = COMMANDS
        .iter()
        .filter(|entry| entry.name.starts_with(value.trim()) || value.starts_with(entry.name))
        .collect();
    let height = u16::try_from(known.len()).unwrap_or(0) + 2;
    let area = Rect {
        x: 0,
        y: rows.saturating_sub(1 + height),
        width: 76.min(columns),
        height: height.min(rows.saturating_sub(1)),
    };
    clear(shared, area, buffer);
    for (entry, y) in known.iter().zip(area.y + 1..area.bottom().saturating_sub(1)) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + 2, y), area.width - 4);
        pen.text(entry.name, theme.key).skip(1);
        let used = u16::try_from(entry.name.len()).unwrap_or(0);
        pen.skip(10_u16.saturating_sub(used)).text(entry.help, theme.text).skip(2);
        pen.text(entry.takes, theme.faint);
    }
    let line = Rect { x: 0, y: rows.saturating_sub(1), width: columns, height: 1 };
    type_line(model, (":", &state.input), line, buffer);
}

/// Draws a line being typed with its cursor.
pub fn type_line(model: &Model, (mark, input): (&str, &Input), area: Rect, buffer: &mut Buffer) {
    let shared = &model.shared;
    let blank = " ".repeat(usize::from(area.width));
    Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width)
        .text(&blank, shared.theme.base.patch(shared.theme.bar));
    let room = usize::from(area.width.saturating_sub(4));
    let value = input.value();
    let before: String = value.chars().take(input.cursor()).collect();
    let start = line_start(input, room);
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width.saturating_sub(1));
    pen.text(mark, shared.theme.key)
        .skip(1)
        .text(value.get(start..).unwrap_or(""), shared.theme.text);
    let at = width(before.get(start..).unwrap_or("")) + width(mark) + 1;
    let x =
        area.x.saturating_add(u16::try_from(at).unwrap_or(0)).min(area.right().saturating_sub(1));
    if let Some(cell) = buffer.cell_mut((x, area.y)) {
        cell.set_style(
            ratatui::style::Style::new().add_modifier(ratatui::style::Modifier::REVERSED),
        );
    }
}

/// Where the part of a line begins that is shown: the end of a long one while its cursor is there.
pub fn line_start(input: &Input, room: usize) -> usize {
    let before: String = input.value().chars().take(input.cursor()).collect();
    before
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| width(before.get(*at..).unwrap_or("")) < room)
        .unwrap_or(before.len())
}

/// Draws a question in the middle of the screen.
pub fn draw_question(model: &Model, text: &str, buffer: &mut Buffer) {
    let shared = &model.shared;
    let (columns, rows) = model.size;
    let wanted = u16::try_from(width(text)).unwrap_or(columns).saturating_add(6);
    let columns_of_box = wanted.max(30).min(columns.saturating_sub(4));
    let area = Rect {
        x: (columns - columns_of_box) / 2,
        y: rows / 2 - 2,
        width: columns_of_box,
        height: 4,
    };
    clear(shared, area, buffer);
    let room = area.width - 6;
    Pen::new(buffer, shared.glyphs, (area.x + 3, area.y + 1), room).text(text, shared.theme.title);
    Pen::new(buffer, shared.glyphs, (area.x + 3, area.y + 2), room)
        .text("y", shared.theme.key)
        .text(" yes   ", shared.theme.dim)
        .text("n", shared.theme.key)
        .text(" no", shared.theme.dim);
}

#[cfg(test)]
mod tests {
    use super::completions;

    #[test]
    fn commands_complete_from_their_beginning() {
        assert_eq!(completions("q"), ["quit"]);
        assert_eq!(completions("th"), ["theme "]);
        assert_eq!(completions("theme l"), ["theme light"]);
        assert_eq!(completions("zzz"), Vec::<String>::new());
    }
}
