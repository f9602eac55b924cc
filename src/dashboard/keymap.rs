//! The key table: which keys mean what, where. Help, hint line and overrides are made from it.
//!
//! Resolves key sequences (`gg`) in a context; what an action does is told elsewhere.

use super::action::Action;
use super::key::Key;

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
    /// A line being typed.
    Typing,
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
        (Context::Typing, "While typing"),
        (Context::Filter, "Filter"),
        (Context::Menu, "List of choices"),
        (Context::Question, "Question"),
        (Context::Help, "This help"),
    ];
}

/// Whether a binding is named in the hint line, and how early: lower is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// At this place.
    At(u8),
    /// Only in the help.
    None,
}

/// One row of the table: keys that mean an action in a context.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where.
    pub context: Context,
    /// Spellings, blank between them: `j <down>`.
    pub keys: &'static str,
    /// What.
    pub action: Action,
    /// Whether the hint line names it.
    pub hint: Hint,
}

const fn bind(context: Context, keys: &'static str, action: Action) -> Row {
    Row { context, keys, action, hint: Hint::None }
}

const fn hint(context: Context, keys: &'static str, action: Action, at: u8) -> Row {
    Row { context, keys, action, hint: Hint::At(at) }
}

/// The table.
pub const BINDINGS: &[Row] = &[
    bind(Context::Global, "j <down>", Action::Down),
    bind(Context::Global, "k <up>", Action::Up),
    bind(Context::Global, "<C-d>", Action::HalfDown),
    bind(Context::Global, "<C-u>", Action::HalfUp),
    bind(Context::Global, "<pgdn> <space> <C-f>", Action::PageDown),
    bind(Context::Global, "<pgup> <C-b>", Action::PageUp),
    bind(Context::Global, "gg <home>", Action::Top),
    bind(Context::Global, "G <end>", Action::Bottom),
    bind(Context::Global, "<enter> l <right>", Action::Open),
    bind(Context::Global, "<esc> h <left>", Action::Back),
    bind(Context::Global, "<tab>", Action::NextPane),
    bind(Context::Global, "<s-tab>", Action::PreviousPane),
    bind(Context::Global, "1", Action::ViewAlerts),
    bind(Context::Global, "2", Action::ViewStories),
    bind(Context::Global, "3", Action::ViewFeeds),
    bind(Context::Global, "4 w", Action::ViewWatches),
    bind(Context::Global, "5", Action::ViewSearch),
    bind(Context::Global, "6", Action::ViewLog),
    bind(Context::Global, "7", Action::ViewHandover),
    bind(Context::Global, "c", Action::Note),
    bind(Context::Global, "f", Action::Fetch),
    hint(Context::Global, "n", Action::NextOpen, 40),
    bind(Context::Global, "N", Action::PreviousOpen),
    bind(Context::Global, "u", Action::Undo),
    bind(Context::Global, "o", Action::Browse),
    bind(Context::Global, "O", Action::OpenLink),
    bind(Context::Global, "y", Action::CopyLink),
    bind(Context::Global, "e E", Action::Export),
    bind(Context::Global, "]", Action::NextHit),
    bind(Context::Global, "[", Action::PreviousHit),
    bind(Context::Global, "J }", Action::NextArticle),
    bind(Context::Global, "K {", Action::PreviousArticle),
    hint(Context::Global, "/", Action::Search, 50),
    bind(Context::Global, "F", Action::Filter),
    bind(Context::Global, "R", Action::PollAll),
    bind(Context::Global, "m", Action::Mute),
    bind(Context::Global, "T", Action::NextTheme),
    bind(Context::Global, "Z", Action::Zoom),
    bind(Context::Global, ":", Action::CommandLine),
    hint(Context::Global, "? <f1>", Action::Help, 90),
    bind(Context::Global, "<C-l>", Action::Redraw),
    bind(Context::Global, "<C-z>", Action::Suspend),
    hint(Context::Global, "q <C-c>", Action::Quit, 95),
    hint(Context::Alerts, "a", Action::Acknowledge, 1),
    hint(Context::Alerts, "z", Action::Snooze, 2),
    hint(Context::Alerts, "x", Action::Resolve, 3),
    hint(Context::Alerts, "c", Action::Note, 7),
    hint(Context::Alerts, "u", Action::Undo, 4),
    hint(Context::Alerts, "<enter> l <right>", Action::Open, 5),
    hint(Context::Alerts, "o", Action::Browse, 6),
    hint(Context::Alerts, "F", Action::Filter, 51),
    bind(Context::Alerts, "A", Action::AcknowledgeAll),
    hint(Context::Alerts, "s", Action::Sort, 52),
    hint(Context::Story, "]", Action::NextHit, 1),
    hint(Context::Story, "J }", Action::NextArticle, 2),
    hint(Context::Story, "a", Action::Acknowledge, 3),
    hint(Context::Story, "f", Action::Fetch, 4),
    bind(Context::Story, "z", Action::Snooze),
    bind(Context::Story, "x", Action::Resolve),
    hint(Context::Story, "o", Action::Browse, 4),
    hint(Context::Story, "y", Action::CopyLink, 5),
    hint(Context::Story, "O", Action::OpenLink, 6),
    hint(Context::Story, "<esc> h <left>", Action::Back, 7),
    hint(Context::Stories, "<enter> l <right>", Action::Open, 1),
    hint(Context::Stories, "o", Action::Browse, 2),
    hint(Context::Feeds, "r", Action::PollFeed, 1),
    hint(Context::Feeds, "R", Action::PollAll, 2),
    hint(Context::Feeds, "<space>", Action::SwitchFeed, 3),
    hint(Context::Feeds, "e", Action::EditFeed, 4),
    hint(Context::Feeds, "y", Action::CopyLink, 5),
    hint(Context::Watches, "<enter> l <right>", Action::Open, 1),
    hint(Context::Watches, "a", Action::AddWatch, 2),
    hint(Context::Watches, "e", Action::EditWatch, 3),
    hint(Context::Watches, "<space>", Action::SwitchWatch, 4),
    hint(Context::Found, "<enter> l <right>", Action::Open, 1),
    hint(Context::Found, "o", Action::Browse, 2),
    hint(Context::Log, "<enter> l <right>", Action::Open, 1),
    hint(Context::Handover, "t", Action::TakeOver, 1),
    hint(Context::Handover, "c", Action::Note, 2),
    hint(Context::Handover, "e E", Action::Export, 3),
    bind(Context::Handover, "a", Action::Acknowledge),
    bind(Context::Handover, "z", Action::Snooze),
    bind(Context::Handover, "x", Action::Resolve),
    hint(Context::Handover, "<enter> l <right>", Action::Open, 4),
    hint(Context::Help, "j <down>", Action::Down, 1),
    hint(Context::Help, "k <up>", Action::Up, 2),
    bind(Context::Help, "<C-d>", Action::HalfDown),
    bind(Context::Help, "<C-u>", Action::HalfUp),
    bind(Context::Help, "<pgdn> <space>", Action::PageDown),
    bind(Context::Help, "<pgup>", Action::PageUp),
    bind(Context::Help, "gg <home>", Action::Top),
    bind(Context::Help, "G <end>", Action::Bottom),
    hint(Context::Help, "/", Action::Search, 4),
    hint(Context::Help, "<esc> ? q <enter> <f1> <C-c>", Action::Back, 3),
    hint(Context::Filter, "<down> <tab>", Action::Down, 1),
    bind(Context::Filter, "<up> <s-tab>", Action::Up),
    hint(Context::Filter, "<right>", Action::Right, 2),
    bind(Context::Filter, "<left>", Action::Left),
    hint(Context::Filter, "<enter>", Action::Open, 3),
    hint(Context::Filter, "<C-x>", Action::ClearFilter, 4),
    hint(Context::Filter, "<esc> <C-c>", Action::Back, 5),
    hint(Context::Menu, "j <down> <tab>", Action::Down, 1),
    hint(Context::Menu, "k <up> <s-tab>", Action::Up, 2),
    hint(Context::Menu, "<enter> l <right>", Action::Open, 3),
    hint(Context::Menu, "<esc> q h <left> <C-c>", Action::Back, 4),
    hint(Context::Question, "y <enter>", Action::Yes, 1),
    hint(Context::Question, "n <esc> q <C-c>", Action::Back, 2),
    hint(Context::Typing, "<enter>", Action::Open, 1),
    hint(Context::Typing, "<esc> <C-c>", Action::Back, 2),
    hint(Context::Typing, "<tab>", Action::Complete, 3),
    bind(Context::Typing, "<down>", Action::Down),
    bind(Context::Typing, "<up>", Action::Up),
];

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
}

fn hint_of(near: &Option<&'static str>) -> String {
    near.map_or_else(String::new, |name| format!(": did you mean \"{name}\"?"))
}

/// A binding in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, one after the other.
    pub keys: Vec<Key>,
    /// What.
    pub action: Action,
    /// Whether the hint line names it.
    pub hint: Hint,
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
    /// replace the action's keys in every context where it has some.
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
        let taken: Vec<&Vec<Key>> = own.iter().flat_map(|(_, keys)| keys).collect();
        let mut bindings = Vec::new();
        for row in BINDINGS {
            let keys = match own.iter().rev().find(|(action, _)| *action == row.action) {
                Some((_, keys)) => keys.clone(),
                None => {
                    let keys = parse(row.action.words().name, row.keys)?;
                    keys.into_iter().filter(|keys| !taken.contains(&keys)).collect()
                }
            };
            bindings.extend(keys.into_iter().map(|keys| Binding {
                context: row.context,
                keys,
                action: row.action,
                hint: row.hint,
            }));
        }
        Ok(Keymap { bindings })
    }

    /// What a sequence means in a context.
    #[must_use]
    pub fn resolve(&self, context: Context, keys: &[Key]) -> Meaning {
        let mut beginning = false;
        for place in places(context) {
            for binding in self.bindings.iter().filter(|binding| binding.context == *place) {
                if binding.keys == keys {
                    return Meaning::Action(binding.action);
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
            for binding in self.bindings.iter().filter(|binding| binding.context == *place) {
                if binding.hint != Hint::None
                    && !hints.iter().any(|known| known.action == binding.action)
                {
                    hints.push(binding);
                }
            }
        }
        hints.sort_by_key(|binding| binding.hint);
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
    super::action::ACTIONS
        .iter()
        .map(|words| words.name)
        .find(|known| known.starts_with(name.get(..2).unwrap_or(name)))
}

#[cfg(test)]
mod tests;
