//! The user's own colours: which roles there are, and how a colour is written. Checked before the
//! terminal is taken, so that a slip is an ordinary error message.

use ratatui::style::{Color, Style};

use super::theme::Theme;
use crate::config::At;

/// A role's place in a theme.
#[derive(Clone, Copy)]
enum Part {
    Ink(fn(&mut Theme) -> &mut Style),
    Ground(fn(&mut Theme) -> &mut Style),
}

/// A role: its name, and what takes its colour.
struct Role {
    name: &'static str,
    part: Part,
}

const fn ink(name: &'static str, style: fn(&mut Theme) -> &mut Style) -> Role {
    Role { name, part: Part::Ink(style) }
}

const fn ground(name: &'static str, style: fn(&mut Theme) -> &mut Style) -> Role {
    Role { name, part: Part::Ground(style) }
}

const ROLES: &[Role] = &[
    ink("text", |theme| &mut theme.text),
    ground("ground", |theme| &mut theme.base),
    ink("dim", |theme| &mut theme.dim),
    ink("faint", |theme| &mut theme.faint),
    ink("border", |theme| &mut theme.border),
    ink("focus", |theme| &mut theme.border_focus),
    ink("key", |theme| &mut theme.key),
    ground("selected", |theme| &mut theme.selected),
    ground("bar", |theme| &mut theme.bar),
    ink("good", |theme| &mut theme.good),
    ink("warn", |theme| &mut theme.warn),
    ink("bad", |theme| &mut theme.bad),
    ink("flash", |theme| &mut theme.severity[0]),
    ink("immediate", |theme| &mut theme.severity[1]),
    ink("priority", |theme| &mut theme.severity[2]),
    ink("routine", |theme| &mut theme.severity[3]),
];

/// Names of colours, by their numbers in the palette of 256.
const NAMES: &[(&str, u8)] = &[
    ("black", 16),
    ("red", 203),
    ("orange", 215),
    ("yellow", 222),
    ("green", 108),
    ("cyan", 116),
    ("blue", 75),
    ("magenta", 176),
    ("white", 231),
    ("gray", 246),
    ("grey", 246),
];

/// Why an own colour cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ColourProblem {
    /// There is no such role.
    #[error("\"{name}\" is no part of the screen; there are {}", roles())]
    Role {
        /// As written.
        name: String,
    },
    /// There is no such colour.
    #[error(
        "\"{text}\" (for \"{role}\") is no colour: write a name such as red, a number to 255 or #rrggbb"
    )]
    Colour {
        /// The role.
        role: String,
        /// As written.
        text: String,
    },
}

impl ColourProblem {
    /// The role whose colour is at fault, and what of it.
    #[must_use]
    pub fn place(&self) -> (&str, At) {
        match self {
            ColourProblem::Role { name } => (name, At::Name),
            ColourProblem::Colour { role, .. } => (role, At::Value),
        }
    }
}

fn roles() -> String {
    ROLES.iter().map(|role| role.name).collect::<Vec<_>>().join(", ")
}

/// Checked colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colours(Vec<(usize, Color)>);

impl Colours {
    /// Checks roles and colours as written.
    ///
    /// # Errors
    /// With the first that is wrong.
    pub fn of(own: &[(String, String)]) -> Result<Colours, ColourProblem> {
        let one = |(name, text): &(String, String)| {
            let role = ROLES.iter().position(|role| role.name == name);
            let role = role.ok_or_else(|| ColourProblem::Role { name: name.clone() })?;
            let wrong = || ColourProblem::Colour { role: name.clone(), text: text.clone() };
            Ok((role, colour(text).ok_or_else(wrong)?))
        };
        own.iter().map(one).collect::<Result<_, _>>().map(Colours)
    }

    /// Puts them into a theme.
    pub fn paint(&self, theme: &mut Theme) {
        for (role, colour) in &self.0 {
            match ROLES.get(*role).map(|role| role.part) {
                Some(Part::Ink(style)) => *style(theme) = style(theme).fg(*colour),
                Some(Part::Ground(style)) => *style(theme) = style(theme).bg(*colour),
                None => {}
            }
        }
        // What is set in the text's colour follows it.
        if let Some(colour) = theme.text.fg {
            theme.base = theme.base.fg(colour);
            theme.title = theme.title.fg(colour);
        }
    }
}

fn colour(text: &str) -> Option<Color> {
    if let Some(hex) = text.strip_prefix('#').filter(|hex| hex.len() == 6) {
        let [_, red, green, blue] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    let named = NAMES.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
    named.or_else(|| text.parse().ok()).map(Color::Indexed)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::{ColourProblem, Colours};
    use crate::dashboard::theme::{Theme, ThemeName};
    use crate::domain::Severity;

    fn own(role: &str, colour: &str) -> Result<Colours, ColourProblem> {
        Colours::of(&[(role.to_owned(), colour.to_owned())])
    }

    #[test]
    fn own_colours_are_names_numbers_and_hexadecimal() {
        for (text, wanted) in [
            ("red", Color::Indexed(203)),
            ("17", Color::Indexed(17)),
            ("#0a0b0c", Color::Rgb(10, 11, 12)),
        ] {
            let theme = Theme::of(ThemeName::Dark).with(&own("flash", text).unwrap());
            assert_eq!(theme.severity(Severity::Flash).fg, Some(wanted), "{text}");
        }
        let theme = Theme::of(ThemeName::Dark).with(&own("ground", "16").unwrap());
        assert_eq!(theme.base.bg, Some(Color::Indexed(16)));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(matches!(own("flsh", "red"), Err(ColourProblem::Role { .. })));
        for text in ["rot", "256", "#12", "#gggggg", ""] {
            assert!(matches!(own("flash", text), Err(ColourProblem::Colour { .. })), "{text}");
        }
    }

    #[test]
    fn a_theme_without_colours_stays_without() {
        let theme = Theme::of(ThemeName::Plain).with(&own("text", "red").unwrap());
        assert_eq!(theme.text.fg, None);
    }
}
