//! What a key press can mean, each with the word for the hint line and the sentence for the help.
//!
//! Which key means it where stands in the key map; what happens then, in the panes and `update`.

/// A meaning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // ACTIONS below says what each does
pub enum Action {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    Left,
    Right,
    Open,
    Back,
    NextPane,
    PreviousPane,
    ViewAlerts,
    ViewStories,
    ViewFeeds,
    ViewWatches,
    ViewSearch,
    ViewLog,
    NextOpen,
    PreviousOpen,
    Acknowledge,
    Snooze,
    Resolve,
    Undo,
    Browse,
    CopyLink,
    NextHit,
    PreviousHit,
    NextArticle,
    PreviousArticle,
    Search,
    Filter,
    ClearFilter,
    PollFeed,
    PollAll,
    Mute,
    NextTheme,
    Zoom,
    CommandLine,
    Complete,
    Help,
    Redraw,
    Suspend,
    Quit,
    Yes,
    AddWatch,
    EditWatch,
    SwitchWatch,
    Export,
    OpenLink,
    Sort,
    AcknowledgeAll,
    EditFeed,
    SwitchFeed,
    ViewHandover,
    TakeOver,
    Note,
    Fetch,
}

/// An action with its words.
pub struct Words {
    /// The action.
    pub action: Action,
    /// What the hint line and key overrides call it.
    pub name: &'static str,
    /// What it does, for the help.
    pub help: &'static str,
}

const fn says(action: Action, name: &'static str, help: &'static str) -> Words {
    Words { action, name, help }
}

/// Every action.
pub const ACTIONS: &[Words] = &[
    says(Action::Down, "down", "one down"),
    says(Action::Up, "up", "one up"),
    says(Action::HalfDown, "half-down", "half a page down"),
    says(Action::HalfUp, "half-up", "half a page up"),
    says(Action::PageDown, "page-down", "a page down"),
    says(Action::PageUp, "page-up", "a page up"),
    says(Action::Top, "top", "to the top; an untouched list follows the newest alert there"),
    says(Action::Bottom, "bottom", "to the end"),
    says(Action::Left, "previous-value", "the value before"),
    says(Action::Right, "next-value", "the next value"),
    says(Action::Open, "open", "open what is selected"),
    says(Action::Back, "back", "back; closes what is on top"),
    says(Action::NextPane, "next-pane", "to the next pane"),
    says(Action::PreviousPane, "previous-pane", "to the pane before"),
    says(Action::ViewAlerts, "alerts", "the alerts"),
    says(Action::ViewStories, "stories", "every story of the last day, flagged or not"),
    says(Action::ViewFeeds, "feeds", "the feeds and how they fare"),
    says(Action::ViewWatches, "watches", "the watches in force"),
    says(Action::ViewSearch, "search-view", "the last search"),
    says(Action::ViewLog, "log", "the notices sent so far"),
    says(Action::NextOpen, "next", "to the next unacknowledged alert"),
    says(Action::PreviousOpen, "previous", "to the unacknowledged alert before"),
    says(Action::Acknowledge, "acknowledge", "acknowledge: you have seen it"),
    says(Action::Snooze, "snooze", "snooze it: a menu asks how long"),
    says(Action::Resolve, "resolve", "resolve: it is dealt with"),
    says(Action::Undo, "undo", "undo the last acknowledge, snooze or resolve"),
    says(Action::Browse, "browser", "open the article in the browser"),
    says(Action::CopyLink, "copy", "copy the article's link"),
    says(Action::NextHit, "next-hit", "to the next hit in the text"),
    says(Action::PreviousHit, "previous-hit", "to the hit before"),
    says(Action::NextArticle, "next-article", "the next article of the story"),
    says(Action::PreviousArticle, "previous-article", "the article before"),
    says(Action::Search, "search", "search every stored article"),
    says(Action::Filter, "filter", "filter the alerts"),
    says(Action::ClearFilter, "clear", "show everything again"),
    says(Action::PollFeed, "poll", "poll this feed now"),
    says(Action::PollAll, "poll-all", "poll every feed now"),
    says(Action::Mute, "mute", "mute the bell, or let it ring again"),
    says(Action::NextTheme, "theme", "the next theme"),
    says(Action::Zoom, "zoom", "give this pane the whole screen, or take it back"),
    says(Action::CommandLine, "command", "write a command"),
    says(Action::Complete, "complete", "complete the word"),
    says(Action::Help, "help", "show every key"),
    says(Action::Redraw, "redraw", "draw the screen afresh"),
    says(Action::Suspend, "suspend", "back to the shell; fg returns"),
    says(Action::Quit, "quit", "quit"),
    says(Action::Yes, "yes", "yes, do it"),
    says(Action::AddWatch, "add", "add a watch, tried on the stored articles as you type"),
    says(Action::EditWatch, "edit", "change the query of this watch, tried as you type"),
    says(Action::SwitchWatch, "on-off", "switch this watch on or off"),
    says(Action::Export, "export", "write the selection or the view: Markdown, CSV, JSON"),
    says(Action::OpenLink, "link", "open one of the story's links by its number"),
    says(Action::Sort, "sort", "sort the alerts by urgency, or by time with their days"),
    says(
        Action::AcknowledgeAll,
        "acknowledge-all",
        "acknowledge every listed alert, after a question",
    ),
    says(
        Action::EditFeed,
        "edit-feed",
        "change interval, title, outlet, language or tags of this feed",
    ),
    says(Action::ViewHandover, "duty", "the hand-over: what happened since you took over"),
    says(Action::TakeOver, "take-over", "take over: the hand-over begins anew"),
    says(Action::Note, "note", "write a note about the alert"),
    says(Action::Fetch, "full-text", "fetch the full article: one request for its page"),
    says(Action::SwitchFeed, "feed-on-off", "switch this feed on or off"),
];

impl Action {
    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static Words {
        const NONE: Words = says(Action::Redraw, "?", "?");
        ACTIONS.iter().find(|words| words.action == self).unwrap_or(&NONE)
    }

    /// The action of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|words| words.name == name).map(|words| words.action)
    }
}
