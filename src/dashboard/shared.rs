//! What every pane may read: the look, the time, the engine's status, the counters.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::style::Style;

use super::attention::Attention;
use super::colours::Colours;
use super::glyphs::Glyphs;
use super::load::{Delays, Overview};
use super::look::{SecondClock, Sound};
use super::theme::Theme;
use crate::domain::{Feed, Severity, many, span};
use crate::engine::Status;

/// What every pane may read.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Styles by role.
    pub theme: Theme,
    /// Unicode or ASCII.
    pub glyphs: Glyphs,
    /// Whether a flash rings.
    pub sound: Sound,
    /// From which severity on what calls for attention.
    pub attention: Attention,
    /// The severity in whose colour the header flashes, and until when.
    pub flashing: Option<(Severity, Timestamp)>,
    /// The user's own colours.
    pub colours: Colours,
    /// The clock beside UTC.
    pub second: Option<SecondClock>,
    /// A line for everybody.
    pub banner: Option<String>,
    /// The time.
    pub now: Timestamp,
    /// How the engine is.
    pub status: Status,
    /// Counters and alerts per hour, once loaded.
    pub overview: Option<Box<Overview>>,
    /// How late alerts came, once loaded.
    pub delays: Option<Box<Delays>>,
    /// The feeds, failing ones first.
    pub feeds: Vec<Feed>,
    /// Why the store could not be read, while it cannot.
    pub store_trouble: Option<String>,
}

impl Shared {
    /// Place of a watch in the file; one that is gone comes after all.
    #[must_use]
    pub fn place(&self, watch: &str) -> usize {
        let watches = &self.status.watches;
        watches.iter().position(|look| look.name == watch).unwrap_or(watches.len())
    }

    /// The colour of a watch.
    #[must_use]
    pub fn watch(&self, name: &str) -> Style {
        let place = self.place(name);
        let colour = self.status.watches.get(place).and_then(|look| look.colour.as_deref());
        self.theme.watch(place, colour)
    }

    /// How long ago, in at most four columns: `now 4m 2h 3d`.
    #[must_use]
    pub fn age(&self, then: Timestamp) -> String {
        match self.now.duration_since(then).as_secs() {
            ..60 => "now".to_owned(),
            seconds => span(seconds.min(999 * 86_400)),
        }
    }

    /// How long until then: `due`, `40s`, `12m`.
    #[must_use]
    pub fn until(&self, then: Timestamp) -> String {
        match then.duration_since(self.now).as_secs() {
            ..=0 => "due".to_owned(),
            seconds => span(seconds),
        }
    }

    /// The first feed of each state, the worst first, and how many there are.
    pub fn feed_states(&self) -> impl Iterator<Item = (&Feed, usize)> {
        let runs = self.feeds.chunk_by(|a, b| a.state == b.state);
        runs.filter_map(|run| run.first().map(|feed| (feed, run.len())))
    }

    /// What is said before the store knows any feed: how many are configured.
    #[must_use]
    pub fn configured(&self) -> String {
        match self.status.feeds {
            0 => "no feeds".to_owned(),
            feeds => many(feeds, "feed"),
        }
    }

    /// The time of day in UTC, with the day where it is not today.
    #[must_use]
    pub fn clock(&self, then: Timestamp) -> String {
        let day = SignedDuration::from_hours(18);
        let near = self.now.duration_since(then).abs() < day;
        let zoned = then.to_zoned(TimeZone::UTC);
        zoned.strftime(if near { "%H:%M" } else { "%-d %b %H:%M" }).to_string()
    }

    /// What became of a feed in the last minutes.
    fn source_notice(&self) -> Option<&str> {
        const SHOWN: SignedDuration = SignedDuration::from_mins(10);
        let newest = self.status.sources.last()?;
        (self.now.duration_since(newest.at) < SHOWN).then_some(newest.text.as_str())
    }

    /// What stands in the banner line: what this screen is, then trouble first. None of it hides
    /// another: what does not fit is cut at the right.
    #[must_use]
    pub fn banner_parts(&self) -> Vec<(&str, Style)> {
        let theme = &self.theme;
        let trouble = self.store_trouble.as_deref().or(self.status.wrong());
        let parts = [
            (self.banner.as_deref(), theme.dim),
            (trouble, theme.bad),
            (self.status.config_problem.as_deref(), theme.warn),
            (self.source_notice(), theme.warn),
        ];
        parts.into_iter().filter_map(|(text, style)| Some((text?, style))).collect()
    }
}
