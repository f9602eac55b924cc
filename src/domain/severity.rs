//! Severity: the precedence ladder of diplomatic and military telegrams.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How urgently a person should look. Ordered: `Routine < Priority < Immediate < Flash`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Listed; nobody is interrupted.
    #[default]
    Routine,
    /// 40 points and more.
    Priority,
    /// 60 points and more.
    Immediate,
    /// 80 points and more: goes out at once.
    Flash,
}

impl Severity {
    /// Every rung, the highest first.
    pub const ALL: [Severity; 4] =
        [Severity::Flash, Severity::Immediate, Severity::Priority, Severity::Routine];

    /// The word used in configuration, output and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Flash => "flash",
            Severity::Immediate => "immediate",
            Severity::Priority => "priority",
            Severity::Routine => "routine",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Severity::ALL.into_iter().find(|s| s.name() == text).ok_or_else(|| {
            format!("\"{text}\" is no severity: write flash, immediate, priority or routine")
        })
    }
}
