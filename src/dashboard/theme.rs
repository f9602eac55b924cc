//! Styles by role: what a flash, a border, a selected row look like in each theme.
//!
//! Colours are of the 256-colour palette, which every terminal of today has; `plain` uses none.

use ratatui::style::{Color, Modifier, Style};

use super::colours::Colours;
use crate::domain::Severity;

/// The themes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
    /// White on black, strong colours only.
    HighContrast,
    /// No colour at all (`NO_COLOR`): bold, reverse and underline say it.
    Plain,
}

impl ThemeName {
    /// Every theme with its name in configuration.
    pub const NAMES: &'static [(ThemeName, &'static str)] = &[
        (ThemeName::Dark, "dark"),
        (ThemeName::Light, "light"),
        (ThemeName::HighContrast, "high-contrast"),
        (ThemeName::Plain, "plain"),
    ];

    /// The name in configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(theme, _)| *theme == self).map_or("dark", |(_, name)| name)
    }

    /// The theme of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<ThemeName> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(theme, _)| *theme)
    }

    /// The theme after this one.
    #[must_use]
    pub fn next(self) -> ThemeName {
        let at = Self::NAMES.iter().position(|(theme, _)| *theme == self).unwrap_or(0);
        Self::NAMES.iter().cycle().nth(at + 1).map_or(self, |(theme, _)| *theme)
    }
}

/// The colours of a theme, as numbers of the 256-colour palette.
struct Palette {
    text: u8,
    ground: u8,
    dim: u8,
    faint: u8,
    border: u8,
    focus: u8,
    selected: u8,
    bar: u8,
    severity: [u8; 4],
    block: [(u8, u8); 2],
    good: u8,
    warn: u8,
    bad: u8,
    watches: [u8; 8],
}

const DARK: Palette = Palette {
    text: 252,
    ground: 233,
    dim: 246,
    faint: 243,
    border: 238,
    focus: 109,
    selected: 236,
    bar: 235,
    severity: [203, 215, 222, 109],
    block: [(231, 160), (232, 215)],
    good: 108,
    warn: 179,
    bad: 203,
    watches: [210, 117, 186, 183, 150, 216, 152, 175],
};

const LIGHT: Palette = Palette {
    text: 235,
    ground: 231,
    dim: 241,
    faint: 243,
    border: 250,
    focus: 25,
    selected: 254,
    bar: 255,
    severity: [160, 130, 94, 24],
    block: [(231, 160), (231, 130)],
    good: 28,
    warn: 130,
    bad: 160,
    watches: [160, 25, 94, 91, 22, 130, 30, 125],
};

const HIGH_CONTRAST: Palette = Palette {
    text: 231,
    ground: 16,
    dim: 253,
    faint: 250,
    border: 250,
    focus: 226,
    selected: 19,
    bar: 17,
    severity: [203, 214, 226, 123],
    block: [(231, 160), (16, 214)],
    good: 46,
    warn: 226,
    bad: 203,
    watches: [217, 123, 226, 219, 120, 214, 159, 213],
};

/// Styles by role.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // each is the role it names
pub struct Theme {
    pub name: ThemeName,
    pub base: Style,
    pub text: Style,
    pub dim: Style,
    pub faint: Style,
    pub border: Style,
    pub border_focus: Style,
    pub title: Style,
    pub strong: Style,
    pub selected: Style,
    pub bar: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    pub key: Style,
    pub severity: [Style; 4],
    block: [Style; 2],
    watches: [Style; 8],
}

impl Theme {
    /// The theme of a name.
    #[must_use]
    pub fn of(name: ThemeName) -> Theme {
        match name {
            ThemeName::Dark => Self::coloured(name, &DARK),
            ThemeName::Light => Self::coloured(name, &LIGHT),
            ThemeName::HighContrast => Self::coloured(name, &HIGH_CONTRAST),
            ThemeName::Plain => Self::plain(),
        }
    }

    /// The same with the user's own colours, unless it is one without colours.
    #[must_use]
    pub fn with(mut self, colours: &Colours) -> Theme {
        if self.name != ThemeName::Plain {
            colours.paint(&mut self);
        }
        self
    }

    fn coloured(name: ThemeName, palette: &Palette) -> Theme {
        let ink = |colour: u8| Style::new().fg(Color::Indexed(colour));
        let block = |(text, ground): (u8, u8)| {
            ink(text).bg(Color::Indexed(ground)).add_modifier(Modifier::BOLD)
        };
        Theme {
            name,
            base: ink(palette.text).bg(Color::Indexed(palette.ground)),
            text: ink(palette.text),
            dim: ink(palette.dim),
            faint: ink(palette.faint),
            border: ink(palette.border),
            border_focus: ink(palette.focus),
            title: ink(palette.text).add_modifier(Modifier::BOLD),
            strong: Style::new().add_modifier(Modifier::BOLD),
            selected: Style::new().bg(Color::Indexed(palette.selected)),
            bar: Style::new().bg(Color::Indexed(palette.bar)),
            good: ink(palette.good),
            warn: ink(palette.warn),
            bad: ink(palette.bad),
            key: ink(palette.focus).add_modifier(Modifier::BOLD),
            severity: palette.severity.map(ink),
            block: palette.block.map(block),
            watches: palette.watches.map(ink),
        }
    }

    fn plain() -> Theme {
        let none = Style::new();
        let bold = none.add_modifier(Modifier::BOLD);
        let dim = none.add_modifier(Modifier::DIM);
        let block = bold.add_modifier(Modifier::REVERSED);
        Theme {
            name: ThemeName::Plain,
            base: none,
            text: none,
            dim: none,
            faint: dim,
            border: dim,
            border_focus: none,
            title: bold,
            strong: bold,
            selected: none.add_modifier(Modifier::REVERSED),
            bar: none,
            good: none,
            warn: bold,
            bad: bold,
            key: bold,
            severity: [bold, bold, none, none],
            block: [block, block],
            watches: [none; 8],
        }
    }

    /// The style of a severity's mark and word.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Style {
        let [flash, immediate, priority, routine] = self.severity;
        match severity {
            Severity::Flash => flash.add_modifier(Modifier::BOLD),
            Severity::Immediate => immediate.add_modifier(Modifier::BOLD),
            Severity::Priority => priority,
            Severity::Routine => routine,
        }
    }

    /// The style of a severity where it must be seen across the room.
    #[must_use]
    pub fn block(&self, severity: Severity) -> Style {
        let [flash, immediate] = self.block;
        match severity {
            Severity::Flash => flash,
            Severity::Immediate => immediate,
            Severity::Priority | Severity::Routine => self.severity(severity),
        }
    }

    /// The style of a watch: its configured colour, else one by its place in the file.
    #[must_use]
    pub fn watch(&self, place: usize, colour: Option<&str>) -> Style {
        if self.name == ThemeName::Plain {
            return Style::new();
        }
        if let Some(own) = colour.and_then(|colour| self.own_colour(colour)) {
            return Style::new().fg(own);
        }
        self.watches.iter().cycle().nth(place % self.watches.len()).copied().unwrap_or_default()
    }

    fn own_colour(&self, text: &str) -> Option<Color> {
        if let Some(hex) = text.strip_prefix('#').filter(|hex| hex.len() == 6) {
            return u32::from_str_radix(hex, 16).ok().map(cube);
        }
        let (_, dark, light) = COLOURS.iter().find(|(name, _, _)| *name == text)?;
        Some(Color::Indexed(if self.name == ThemeName::Light { *light } else { *dark }))
    }
}

/// Colour names a watch may use: on dark ground, on light ground.
const COLOURS: &[(&str, u8, u8)] = &[
    ("red", 210, 160),
    ("orange", 216, 130),
    ("yellow", 186, 94),
    ("green", 150, 22),
    ("cyan", 152, 30),
    ("blue", 117, 25),
    ("magenta", 183, 91),
    ("purple", 183, 91),
    ("pink", 175, 125),
    ("white", 252, 235),
    ("gray", 246, 241),
    ("grey", 246, 241),
];

/// The nearest colour of the palette's 6×6×6 cube.
fn cube(rgb: u32) -> Color {
    let level = |shift: u32| {
        let value = (rgb >> shift) & 0xff;
        if value < 48 {
            0
        } else if value < 115 {
            1
        } else {
            (value - 35) / 40
        }
    };
    let index = 16 + 36 * level(16) + 6 * level(8) + level(0);
    Color::Indexed(u8::try_from(index).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Color, Theme, ThemeName, cube};

    #[test]
    fn themes_go_round() {
        let mut name = ThemeName::Dark;
        for _ in ThemeName::NAMES {
            name = name.next();
        }
        assert_eq!(name, ThemeName::Dark);
    }

    #[test]
    fn a_watch_has_its_own_colour_or_one_by_its_place() {
        let theme = Theme::of(ThemeName::Dark);
        assert_eq!(theme.watch(0, Some("red")).fg, Some(Color::Indexed(210)));
        assert_eq!(theme.watch(0, Some("#ff0000")).fg, Some(Color::Indexed(196)));
        assert_eq!(theme.watch(8, Some("nonsense")).fg, theme.watch(0, None).fg);
        assert_eq!(Theme::of(ThemeName::Plain).watch(1, Some("red")).fg, None);
        assert_eq!(cube(0xffffff), Color::Indexed(231));
        assert_eq!(cube(0), Color::Indexed(16));
    }
}
