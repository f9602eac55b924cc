//! The rows of the key table: which keys mean what, where, and how the hint line calls it there.
//!
//! What keys pressed mean is worked out in `keymap`, what an action does is told elsewhere.

use super::Context;
use crate::dashboard::action::Action;

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
    /// What it is called here, and what it does here, where the action's own words do not say it.
    pub says: Option<(&'static str, &'static str)>,
}

impl Row {
    /// What the hint line calls it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.says.map_or(self.action.words().name, |(word, _)| word)
    }

    /// What the help says of it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        self.says.map_or(self.action.words().help, |(_, help)| help)
    }

    const fn says(mut self, word: &'static str, help: &'static str) -> Row {
        self.says = Some((word, help));
        self
    }
}

const fn bind(context: Context, keys: &'static str, action: Action) -> Row {
    Row { context, keys, action, hint: Hint::None, says: None }
}

const fn hint(context: Context, keys: &'static str, action: Action, at: u8) -> Row {
    Row { context, keys, action, hint: Hint::At(at), says: None }
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
    hint(Context::Global, "n", Action::NextOpen, 40)
        .says("next alert", "to the next unacknowledged alert"),
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
    hint(Context::Alerts, "<enter> l <right>", Action::Open, 5).says("read", "read the story"),
    hint(Context::Alerts, "o", Action::Browse, 6),
    hint(Context::Alerts, "F", Action::Filter, 51),
    bind(Context::Alerts, "A", Action::AcknowledgeAll),
    hint(Context::Alerts, "s", Action::Sort, 52),
    hint(Context::Story, "]", Action::NextHit, 1).says("next hit", "to the next hit in the text"),
    hint(Context::Story, "J }", Action::NextArticle, 2)
        .says("next article", "the next article of the story"),
    hint(Context::Story, "a", Action::Acknowledge, 3),
    hint(Context::Story, "f", Action::Fetch, 4)
        .says("full text", "fetch the full article: one request for its page"),
    bind(Context::Story, "z", Action::Snooze),
    bind(Context::Story, "x", Action::Resolve),
    hint(Context::Story, "o", Action::Browse, 4),
    hint(Context::Story, "y", Action::CopyLink, 5).says("copy link", "copy the article's link"),
    hint(Context::Story, "O", Action::OpenLink, 6)
        .says("links", "open one of the story's links by its number"),
    hint(Context::Story, "<esc> h <left>", Action::Back, 7).says("to the list", "back to the list"),
    hint(Context::Stories, "<enter> l <right>", Action::Open, 1).says("read", "read the story"),
    hint(Context::Stories, "o", Action::Browse, 2),
    hint(Context::Feeds, "r", Action::PollFeed, 1).says("poll now", "poll this feed now"),
    hint(Context::Feeds, "R", Action::PollAll, 2).says("poll all", "poll every feed now"),
    hint(Context::Feeds, "<space>", Action::SwitchFeed, 3)
        .says("on/off", "switch this feed on or off"),
    hint(Context::Feeds, "e", Action::EditFeed, 4)
        .says("edit feed", "change interval, title, outlet, language or tags of this feed"),
    hint(Context::Feeds, "y", Action::CopyLink, 5).says("copy link", "copy the feed's address"),
    hint(Context::Watches, "<enter> l <right>", Action::Open, 1)
        .says("its alerts", "show the alerts of this watch"),
    hint(Context::Watches, "a", Action::AddWatch, 2)
        .says("add watch", "add a watch, tried on the stored articles as you type"),
    hint(Context::Watches, "e", Action::EditWatch, 3)
        .says("edit watch", "change the query of this watch, tried as you type"),
    hint(Context::Watches, "<space>", Action::SwitchWatch, 4)
        .says("on/off", "switch this watch on or off"),
    hint(Context::Found, "<enter> l <right>", Action::Open, 1).says("read", "read the story"),
    hint(Context::Found, "o", Action::Browse, 2),
    hint(Context::Log, "<enter> l <right>", Action::Open, 1).says("read", "read the story"),
    hint(Context::Handover, "t", Action::TakeOver, 1)
        .says("take over", "take over: the hand-over begins anew"),
    hint(Context::Handover, "c", Action::Note, 2),
    hint(Context::Handover, "e E", Action::Export, 3),
    bind(Context::Handover, "a", Action::Acknowledge),
    bind(Context::Handover, "z", Action::Snooze),
    bind(Context::Handover, "x", Action::Resolve),
    hint(Context::Handover, "<enter> l <right>", Action::Open, 4).says("read", "read the story"),
    hint(Context::Help, "j <down>", Action::Down, 1),
    hint(Context::Help, "k <up>", Action::Up, 2),
    bind(Context::Help, "<C-d>", Action::HalfDown),
    bind(Context::Help, "<C-u>", Action::HalfUp),
    bind(Context::Help, "<pgdn> <space>", Action::PageDown),
    bind(Context::Help, "<pgup>", Action::PageUp),
    bind(Context::Help, "gg <home>", Action::Top),
    bind(Context::Help, "G <end>", Action::Bottom),
    hint(Context::Help, "/", Action::Search, 4).says("search", "search the keys"),
    hint(Context::Help, "<esc> ? q <enter> <f1> <C-c>", Action::Back, 3)
        .says("close", "close the help"),
    hint(Context::Filter, "<down> <tab>", Action::Down, 1),
    bind(Context::Filter, "<up> <s-tab>", Action::Up),
    hint(Context::Filter, "<right>", Action::Right, 2).says("next value", "the next value"),
    bind(Context::Filter, "<left>", Action::Left),
    hint(Context::Filter, "<enter>", Action::Open, 3)
        .says("done", "close the form: the list stays filtered"),
    hint(Context::Filter, "<C-x>", Action::ClearFilter, 4)
        .says("show all", "show everything again"),
    hint(Context::Filter, "<esc> <C-c>", Action::Back, 5)
        .says("close", "close the form: the list stays filtered"),
    hint(Context::Menu, "j <down> <tab>", Action::Down, 1),
    hint(Context::Menu, "k <up> <s-tab>", Action::Up, 2),
    hint(Context::Menu, "<enter> l <right>", Action::Open, 3)
        .says("choose", "choose it; its digit does the same"),
    hint(Context::Menu, "<esc> q h <left> <C-c>", Action::Back, 4)
        .says("close", "close the list: nothing is done"),
    hint(Context::Question, "y <enter>", Action::Yes, 1),
    hint(Context::Question, "n <esc> q <C-c>", Action::Back, 2).says("no", "no, leave it"),
    hint(Context::Typing, "<enter>", Action::Open, 1)
        .says("to the results", "leave the line, go to what was found"),
    hint(Context::Typing, "<esc> <C-c>", Action::Back, 2).says("leave", "leave the line"),
    bind(Context::Typing, "<tab>", Action::Complete),
    bind(Context::Typing, "<down>", Action::Down),
    bind(Context::Typing, "<up>", Action::Up),
    hint(Context::Command, "<enter>", Action::Open, 1).says("do it", "carry the command out"),
    hint(Context::Command, "<tab>", Action::Complete, 2),
    hint(Context::Command, "<up>", Action::Up, 3).says("history", "the command before"),
    bind(Context::Command, "<down>", Action::Down).says("history", "the command after"),
    hint(Context::Command, "<esc> <C-c>", Action::Back, 4).says("leave", "leave the line"),
    hint(Context::Form, "<enter>", Action::Open, 1).says("keep", "write the watch to watches.toml"),
    hint(Context::Form, "<tab> <down>", Action::Complete, 2)
        .says("name/query", "to the other line: name, query"),
    bind(Context::Form, "<up>", Action::Up).says("name/query", "to the other line: name, query"),
    hint(Context::Form, "<esc> <C-c>", Action::Back, 3).says("leave", "leave: nothing is kept"),
];
