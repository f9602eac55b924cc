//! The commands of the line `:`: one table, from which help and completion are made.

use super::{VIEWS, alerts, export, feeds};
use crate::config::{FeedKey, suggest};
use crate::dashboard::action::Action;
use crate::dashboard::duty;
use crate::dashboard::message::{Effect, Paper};
use crate::dashboard::model::Model;
use crate::dashboard::screen::picture;
use crate::dashboard::theme::ThemeName;
use crate::dashboard::update::{act as do_action, set_theme};
use crate::domain::Severity;
use crate::store::AlertOrder;

/// A command: its name, what may follow, and what it does with that.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// What may follow, `|` between alternatives.
    pub takes: &'static str,
    /// What it does.
    pub help: &'static str,
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
        takes: "alerts|stories|feeds|watches|search|log|duty",
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
    Entry {
        name: "note",
        takes: "TEXT",
        help: "write a note about the selected alert",
        run: duty::note,
    },
    Entry {
        name: "open",
        takes: "NUMBER",
        help: "open a link of the story in the browser",
        run: open,
    },
    Entry {
        name: "export",
        takes: "",
        help: "write the selection or the view into a file",
        run: |model, _| {
            export::ask(model);
            Vec::new()
        },
    },
    Entry {
        name: "sort",
        takes: "urgency|newest",
        help: "put the alerts in this order",
        run: sort,
    },
    Entry {
        name: "feed",
        takes: "interval|title|outlet|language|tags",
        help: "change the selected feed: feed interval 10m",
        run: feed,
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

fn open(model: &mut Model, number: &str) -> Vec<Effect> {
    let links = model.story.links();
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    match place.and_then(|place| links.get(place)) {
        Some(link) => duty::browse(model, link),
        None => {
            model.say(format!("this story has {} links: write open and a number", links.len()));
            Vec::new()
        }
    }
}

fn sort(model: &mut Model, name: &str) -> Vec<Effect> {
    let order = match name {
        "urgency" => AlertOrder::Urgency,
        "newest" => AlertOrder::Newest,
        _ => {
            model.say("write sort urgency or sort newest");
            return Vec::new();
        }
    };
    alerts::sort(model, order)
}

fn feed(model: &mut Model, rest: &str) -> Vec<Effect> {
    let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
    match FeedKey::from_name(name) {
        Some(key) => feeds::change(model, key, value.trim()),
        None => {
            let known: Vec<&str> = FeedKey::NAMES.iter().map(|(_, name, _)| *name).collect();
            unknown(model, ("key of a feed", name), &known)
        }
    }
}

/// Says of a word that it is none of those known, with the one that may be meant.
fn unknown(model: &mut Model, (what, word): (&str, &str), known: &[&str]) -> Vec<Effect> {
    let hint = suggest::hint(word, known.iter().copied());
    model.say(format!("\"{word}\" is no {what}, {hint}"));
    Vec::new()
}

fn theme(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(theme) = ThemeName::from_name(name) else {
        let known: Vec<&str> = ThemeName::NAMES.iter().map(|(_, name)| *name).collect();
        return unknown(model, ("theme", name), &known);
    };
    set_theme(model, theme);
    Vec::new()
}

fn filter(model: &mut Model, name: &str) -> Vec<Effect> {
    match name.parse::<Severity>() {
        Ok(min) => duty::only(model, min),
        Err(_) => unknown(model, ("severity", name), &Severity::ALL.map(Severity::name)),
    }
}

fn view(model: &mut Model, name: &str) -> Vec<Effect> {
    match VIEWS.iter().find(|view| view.title == name) {
        Some(view) => do_action(model, view.action),
        None => {
            let known: Vec<&str> = VIEWS.iter().map(|view| view.title).collect();
            unknown(model, ("view", name), &known)
        }
    }
}

/// Runs a line.
pub fn run(model: &mut Model, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return Vec::new();
    }
    #[cfg(debug_assertions)]
    fall_over(line);
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
            model.say(format!("\"{line}\" is no command{}", instead(line)));
            Vec::new()
        }
    }
}

/// What to do in the place of a command that is none: the one that was meant, if one is near.
fn instead(line: &str) -> String {
    let word = line.split(' ').next().unwrap_or_default();
    if word == "silence" {
        return ": in another shell, `wirewatch alert silence` makes one".to_owned();
    }
    let names = COMMANDS.iter().map(|entry| entry.name);
    match suggest::nearest(word, names) {
        Some(name) => format!(", did you mean \"{name}\"?"),
        None => "; Tab completes, ? shows every key".to_owned(),
    }
}

/// A defect to order, in builds for testing: what it leaves of the terminal is tested.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "the defect")]
fn fall_over(line: &str) {
    if line == "fall over" {
        panic!("ordered");
    }
}

/// The lines that a beginning can become.
#[must_use]
pub fn completions(line: &str) -> Vec<String> {
    let line = line.trim_start();
    let mut all = Vec::new();
    for entry in COMMANDS {
        if entry.takes.is_empty() {
            all.push(entry.name.to_owned());
        } else if line.len() <= entry.name.len() {
            all.push(format!("{} ", entry.name));
        } else {
            // What is written in capitals stands for something else.
            let words = entry.takes.split('|').filter(|word| !word.starts_with(char::is_uppercase));
            all.extend(words.map(|word| format!("{} {word}", entry.name)));
        }
    }
    all.retain(|full| full.starts_with(line) && full != line);
    all
}

/// The commands that a line may be the beginning of, or is one of.
#[must_use]
pub fn matching(line: &str) -> Vec<&'static Entry> {
    let fits = |entry: &&Entry| entry.name.starts_with(line.trim()) || line.starts_with(entry.name);
    COMMANDS.iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::{completions, instead};

    #[test]
    fn commands_complete_from_their_beginning() {
        assert_eq!(completions("q"), ["quit"]);
        assert_eq!(completions("th"), ["theme "]);
        assert_eq!(completions("theme l"), ["theme light"]);
        assert_eq!(completions("zzz"), Vec::<String>::new());
    }

    #[test]
    fn a_slip_is_answered_with_the_command_that_was_meant() {
        for (line, said) in [
            ("thme light", ", did you mean \"theme\"?"),
            ("screnshot x.svg", ", did you mean \"screenshot\"?"),
            ("silence drills", ": in another shell, `wirewatch alert silence` makes one"),
            ("make coffee", "; Tab completes, ? shows every key"),
        ] {
            assert_eq!(instead(line), said, "{line}");
        }
    }
}
