//! The key table: which keys mean what, where. Help, hint line and overrides are made from it.
//!
//! Resolves key sequences (`gg`) in a context; what an action does is told elsewhere.

mod table;

use super::action::Action;
use super::key::Key;
use crate::config::suggest;
pub use table::{BINDINGS, Hint, Row};

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Anywhere but in an overlay or a line of text.
    Global,
    /// The list of alerts.
    Alerts,
    /// The story beside it.
    Story,
    /// The list of stories.
    Stories,
    /// The feeds.
    Feeds,
    /// The watches.
    Watches,
    /// The articles found.
    Found,
    /// The notices.
    Log,
    /// The hand-over.
    Handover,
    /// The help.
    Help,
    /// The filter form.
    Filter,
    /// A list of choices.
    Menu,
    /// A question.
    Question,
    /// A search being typed.
    Typing,
    /// A command being typed.
    Command,
    /// The form of a watch.
    Form,
}

impl Context {
    /// Every context with its heading in the help, in the help's order.
    pub const NAMES: &'static [(Context, &'static str)] = &[
        (Context::Global, "Everywhere"),
        (Context::Alerts, "Alerts"),
        (Context::Story, "Story"),
        (Context::Stories, "Stories"),
        (Context::Feeds, "Feeds"),
        (Context::Watches, "Watches"),
        (Context::Found, "Search results"),
        (Context::Log, "Log"),
        (Context::Handover, "Hand-over"),
        (Context::Typing, "Typing a search"),
        (Context::Command, "Command line"),
        (Context::Form, "Form of a watch"),
        (Context::Filter, "Filter"),
        (Context::Menu, "List of choices"),
        (Context::Question, "Question"),
        (Context::Help, "This help"),
    ];
}

impl Context {
    /// Whether letters are text there.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(self, Context::Typing | Context::Command | Context::Form | Context::Filter)
    }
}

/// Why a key override cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyProblem {
    /// There is no such action.
    #[error("\"{name}\" is no action{}", hint_of(.near))]
    Action {
        /// As written.
        name: String,
        /// The nearest name there is.
        near: Option<&'static str>,
    },
    /// There is no such key.
    #[error("\"{keys}\" (for \"{action}\"): \"{name}\" is no key; write j, gg, <C-d>, <Enter>")]
    Key {
        /// The action.
        action: String,
        /// As written.
        keys: String,
        /// The part that is no key.
        name: String,
    },
    /// Two actions have one key.
    #[error("\"{keys}\" is given to \"{first}\" and to \"{second}\": give one of them another key")]
    Twice {
        /// The key.
        keys: String,
        /// An action.
        first: &'static str,
        /// Another one.
        second: &'static str,
    },
}

fn hint_of(near: &Option<&'static str>) -> String {
    near.map_or_else(String::new, |name| format!(": did you mean \"{name}\"?"))
}

/// A binding in force.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The keys, one after the other.
    pub keys: Vec<Key>,
    /// Its row of the table: where, what, and how it is called.
    pub row: &'static Row,
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of a longer sequence.
    Beginning,
    /// Nothing.
    Nothing,
}

/// The bindings in force: the table with the user's own keys.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the table's order.
    pub bindings: Vec<Binding>,
}

impl Keymap {
    /// The table with overrides: an action's name and its keys, blank between alternatives. They
    /// replace the action's keys in every context where it has some, but where text is typed.
    ///
    /// # Errors
    /// With the first override that names no action or no key.
    pub fn with(overrides: &[(String, String)]) -> Result<Keymap, KeyProblem> {
        let mut own = Vec::new();
        for (name, keys) in overrides {
            let action = Action::from_name(name)
                .ok_or_else(|| KeyProblem::Action { name: name.clone(), near: nearest(name) })?;
            own.push((action, parse(name, keys)?));
        }
        let mut bindings = Vec::new();
        for row in BINDINGS {
            let keys = match own.iter().rev().find(|(action, _)| *action == row.action) {
                _ if row.context.takes_text() => parse(row.action.words().name, row.keys)?,
                Some((_, keys)) => keys.clone(),
                None => {
                    let keys = parse(row.action.words().name, row.keys)?;
                    keys.into_iter().filter(|keys| !is_taken(&own, row.context, keys)).collect()
                }
            };
            bindings.extend(keys.into_iter().map(|keys| Binding { keys, row }));
        }
        let keymap = Keymap { bindings };
        match keymap.doubled() {
            Some(problem) => Err(problem),
            None => Ok(keymap),
        }
    }

    /// A key that means two things in one place.
    fn doubled(&self) -> Option<KeyProblem> {
        self.bindings.iter().enumerate().find_map(|(at, binding)| {
            let earlier = self.bindings.iter().take(at).find(|earlier| {
                earlier.keys == binding.keys
                    && earlier.row.context == binding.row.context
                    && earlier.row.action != binding.row.action
            })?;
            let name = |binding: &Binding| binding.row.action.words().name;
            let keys = binding.keys.iter().map(ToString::to_string).collect();
            Some(KeyProblem::Twice { keys, first: name(earlier), second: name(binding) })
        })
    }

    /// What a sequence means in a context.
    #[must_use]
    pub fn resolve(&self, context: Context, keys: &[Key]) -> Meaning {
        let mut beginning = false;
        for place in places(context) {
            for binding in self.bindings.iter().filter(|binding| binding.row.context == *place) {
                if binding.keys == keys {
                    return Meaning::Action(binding.row.action);
                }
                beginning |= binding.keys.starts_with(keys);
            }
        }
        if beginning { Meaning::Beginning } else { Meaning::Nothing }
    }

    /// The hint line of a context: the first key of each named action, in order.
    #[must_use]
    pub fn hints(&self, context: Context) -> Vec<&Binding> {
        let mut hints: Vec<&Binding> = Vec::new();
        for place in places(context) {
            for binding in self.bindings.iter().filter(|binding| binding.row.context == *place) {
                if binding.row.hint != Hint::None
                    && !hints.iter().any(|known| known.row.action == binding.row.action)
                {
                    hints.push(binding);
                }
            }
        }
        hints.sort_by_key(|binding| binding.row.hint);
        hints
    }
}

/// Whether own keys of an action that means something in a context hold these.
fn is_taken(own: &[(Action, Vec<Vec<Key>>)], context: Context, keys: &Vec<Key>) -> bool {
    let means = |action: Action| {
        let mut rows = BINDINGS.iter().filter(|row| row.action == action);
        rows.any(|row| places(context).contains(&row.context))
    };
    own.iter().any(|(action, all)| all.contains(keys) && means(*action))
}

fn places(context: Context) -> &'static [Context] {
    match context {
        Context::Global => &[Context::Global],
        Context::Alerts => &[Context::Alerts, Context::Global],
        Context::Story => &[Context::Story, Context::Global],
        Context::Stories => &[Context::Stories, Context::Global],
        Context::Feeds => &[Context::Feeds, Context::Global],
        Context::Watches => &[Context::Watches, Context::Global],
        Context::Found => &[Context::Found, Context::Global],
        Context::Log => &[Context::Log, Context::Global],
        Context::Handover => &[Context::Handover, Context::Global],
        Context::Help => &[Context::Help],
        Context::Filter => &[Context::Filter],
        Context::Menu => &[Context::Menu],
        Context::Question => &[Context::Question],
        Context::Typing => &[Context::Typing],
        Context::Command => &[Context::Command],
        Context::Form => &[Context::Form],
    }
}

fn parse(action: &str, keys: &str) -> Result<Vec<Vec<Key>>, KeyProblem> {
    keys.split_whitespace()
        .map(|one| {
            Key::parse_all(one).map_err(|name| KeyProblem::Key {
                action: action.to_owned(),
                keys: keys.to_owned(),
                name,
            })
        })
        .collect()
}

fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, super::action::ACTIONS.iter().map(|words| words.name))
}

#[cfg(test)]
mod tests;
