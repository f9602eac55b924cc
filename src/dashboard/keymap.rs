//! The key table: which keys mean what, where. Help, hint line and overrides are made from it.
//!
//! Resolves key sequences (`gg`) in a context; what an action does is told elsewhere.

mod table;

use super::action::Action;
use super::key::Key;
use crate::config::{At, suggest};
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
    /// Another action has the key without being asked.
    #[error(
        "\"{keys}\" is given to \"{action}\", but \"{other}\" has it: take another key, or give \"{other}\" one too"
    )]
    Held {
        /// The key.
        keys: String,
        /// The action that is to have it.
        action: &'static str,
        /// The action that has it by the table.
        other: &'static str,
    },
}

impl KeyProblem {
    /// The action whose override is at fault, and what of it.
    #[must_use]
    pub fn place(&self) -> (&str, At) {
        match self {
            KeyProblem::Action { name, .. } => (name, At::Name),
            KeyProblem::Key { action, .. } => (action, At::Value),
            KeyProblem::Twice { second: action, .. } | KeyProblem::Held { action, .. } => {
                (action, At::Value)
            }
        }
    }
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

impl Binding {
    /// Whether its row has these keys without being asked.
    fn is_usual(&self) -> bool {
        self.row.keys.split(' ').any(|keys| Key::parse_all(keys).is_ok_and(|all| all == self.keys))
    }

    /// Whether another action's keys, or their beginning, are these where both mean something.
    fn is_in_the_way_of(&self, other: &Binding) -> bool {
        let (here, there) = (self.row.context, other.row.context);
        let together = places(here).contains(&there) || places(there).contains(&here);
        let alike = self.keys.starts_with(&other.keys) || other.keys.starts_with(&self.keys);
        together && alike && self.row.action != other.row.action
    }
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
                None => parse(row.action.words().name, row.keys)?,
            };
            bindings.extend(keys.into_iter().map(|keys| Binding { keys, row }));
        }
        let keymap = Keymap { bindings };
        let owned: Vec<Action> = own.iter().map(|(action, _)| *action).collect();
        keymap.doubled(&owned).map_or(Ok(keymap), Err)
    }

    /// A key given to an action of these that means another one in the same place.
    fn doubled(&self, owned: &[Action]) -> Option<KeyProblem> {
        let name = |binding: &Binding| binding.row.action.words().name;
        let given = |binding: &&Binding| owned.contains(&binding.row.action) && !binding.is_usual();
        self.bindings.iter().filter(given).find_map(|binding| {
            let other = self.bindings.iter().find(|other| binding.is_in_the_way_of(other))?;
            let keys = binding.keys.iter().map(ToString::to_string).collect();
            let (first, second) = (name(binding), name(other));
            Some(if owned.contains(&other.row.action) {
                KeyProblem::Twice { keys, first, second }
            } else {
                KeyProblem::Held { keys, action: first, other: second }
            })
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
