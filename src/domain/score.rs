//! The score of an alert: whole points, each with its evidence, that sum up exactly.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One reason for points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What earned the points, in a word or three ("rocket", "title", "no injuries").
    pub label: String,
    /// Points, negative where it speaks against.
    pub points: i32,
}

/// The sum and what it is made of. The parts always add up to `total`: a cap is a part too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 99.
    pub total: i32,
    /// In the order in which they are printed.
    pub parts: Vec<Part>,
}

impl fmt::Display for Score {
    /// One line that sums up exactly: `rocket 30 + title 15 − no injuries 4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.parts.iter().enumerate() {
            let sign = match (i, part.points < 0) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => " + ",
                (_, true) => " − ",
            };
            write!(f, "{sign}{} {}", part.label, part.points.unsigned_abs())?;
        }
        Ok(())
    }
}
