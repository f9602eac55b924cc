//! The marks and bars on screen, in Unicode and in plain ASCII.

use std::borrow::Cow;

use ratatui::symbols::border;

use crate::domain::{AlertState, Severity};
use crate::text::ascii;

/// Which characters may be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// Marks, round corners, bars.
    #[default]
    Unicode,
    /// Nothing of ours beyond ASCII; feed text is shown as it is.
    Ascii,
    /// Nothing at all beyond ASCII: the locale carries no more.
    AsciiOnly,
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Glyphs {
    /// One of two spellings.
    #[must_use]
    pub fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii | Glyphs::AsciiOnly => ascii,
        }
    }

    /// The mark of a severity.
    #[must_use]
    pub fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Flash => self.pick("▲", "!"),
            Severity::Immediate => self.pick("◆", "#"),
            Severity::Priority => self.pick("●", "*"),
            Severity::Routine => self.pick("·", "."),
        }
    }

    /// The mark of a state that somebody chose.
    #[must_use]
    pub fn state(self, state: AlertState) -> &'static str {
        match state {
            AlertState::Open => self.pick("○", "o"),
            AlertState::Acknowledged => self.pick("✓", "v"),
            AlertState::Snoozed => self.pick("◔", "z"),
            AlertState::Resolved => self.pick("■", "x"),
        }
    }

    /// The frame of a pane.
    #[must_use]
    pub fn border(self) -> border::Set<'static> {
        match self {
            Glyphs::Unicode => border::ROUNDED,
            Glyphs::Ascii | Glyphs::AsciiOnly => ASCII_BORDER,
        }
    }

    /// Eight heights of a bar, the lowest first.
    #[must_use]
    pub fn bars(self) -> [&'static str; 8] {
        match self {
            Glyphs::Unicode => ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
            Glyphs::Ascii | Glyphs::AsciiOnly => ["_", ".", ":", "-", "=", "+", "#", "@"],
        }
    }

    /// The bar of a value, where `most` is the full height.
    #[must_use]
    pub fn bar(self, value: u64, most: u64) -> &'static str {
        let steps = self.bars();
        let height = match (value, most) {
            (0, _) | (_, 0) => 0,
            (value, most) => 1 + (value.saturating_mul(6) / most).min(6),
        };
        let height = usize::try_from(height).unwrap_or(7);
        steps.get(height).copied().unwrap_or(" ")
    }

    /// A text as far as it can be written at all.
    #[must_use]
    pub fn carried(self, text: &str) -> Cow<'_, str> {
        match self {
            Glyphs::Unicode | Glyphs::Ascii => Cow::Borrowed(text),
            Glyphs::AsciiOnly => ascii::carried(text),
        }
    }

    /// What stands where text was cut.
    #[must_use]
    pub fn cut(self) -> &'static str {
        self.pick("…", "~")
    }
}
