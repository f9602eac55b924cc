//! The operators: one table for lexer, parser, printer, help and evaluation.
//!
//! Adding an operator is a row here with its function in `evaluate`.

use super::evaluate::{self, Found, Paired, Spot};

/// Greatest distance.
pub const FARTHEST: u32 = 50;

/// One operator of the watch language.
pub struct Operator {
    /// How it is written.
    pub word: &'static str,
    /// Other spellings that pasted searches use.
    pub synonyms: &'static [&'static str],
    /// How tightly it binds: a higher number binds first.
    pub binds: u8,
    /// Whether it takes a distance.
    pub distance: Distance,
    /// What both sides must be.
    pub sides: Sides,
    /// Which sides must be there for it to be true.
    pub(super) needs: Needs,
    /// What it means.
    pub help: &'static str,
    /// An example of its use.
    pub example: &'static str,
    pub(super) evaluate: Evaluate,
}

/// Whether an operator takes a distance (`/n`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// It takes none.
    None,
    /// It needs one.
    Required,
}

/// What an operator joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Anything; the result is true or false.
    Truths,
    /// Anything; the result is places in the text if all sides are.
    Any,
    /// Places in the text only; so is the result.
    Places,
}

/// Which sides must be there for a join to be true; the others only speak against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    All,
    Any,
    First,
}

/// How an operator is evaluated.
#[derive(Clone, Copy)]
pub(super) enum Evaluate {
    /// From what its two sides found.
    Join(fn(&Found, &Found, u32, &[Spot]) -> Found),
    /// From the hits of each side that have a partner on the other.
    Pairs(fn(&Found, &Found, u32, &[Spot]) -> Paired),
    /// Written before its operand or its list: evaluated by its own kind of node.
    Before,
}

/// Every operator, the loosest first.
pub static OPERATORS: &[Operator] = &[
    Operator {
        word: "OR",
        synonyms: &[],
        binds: 10,
        distance: Distance::None,
        sides: Sides::Any,
        needs: Needs::Any,
        help: "at least one side",
        example: "rocket(s) OR missile(s)",
        evaluate: Evaluate::Join(evaluate::or),
    },
    Operator {
        word: "AND",
        synonyms: &[],
        binds: 20,
        distance: Distance::None,
        sides: Sides::Truths,
        needs: Needs::All,
        help: "both sides, anywhere in the article",
        example: "rocket(s) AND embass(y|ies)",
        evaluate: Evaluate::Join(evaluate::and),
    },
    Operator {
        word: "NOT",
        synonyms: &[],
        binds: 20,
        distance: Distance::None,
        sides: Sides::Truths,
        needs: Needs::First,
        help: "the article has none of it (A NOT B is A AND NOT B)",
        example: "rocket(s) NOT cricket",
        evaluate: Evaluate::Before,
    },
    Operator {
        word: "NEAR",
        synonyms: &[],
        binds: 30,
        distance: Distance::Required,
        sides: Sides::Places,
        needs: Needs::All,
        help: "at most n words between, either order, same field",
        example: "rocket(s) NEAR/8 struck",
        evaluate: Evaluate::Pairs(evaluate::near),
    },
    Operator {
        word: "BEFORE",
        synonyms: &["ONEAR"],
        binds: 30,
        distance: Distance::Required,
        sides: Sides::Places,
        needs: Needs::All,
        help: "the same, left side first",
        example: "fired BEFORE/4 rocket(s)",
        evaluate: Evaluate::Pairs(evaluate::before),
    },
    Operator {
        word: "NOT NEAR",
        synonyms: &[],
        binds: 30,
        distance: Distance::Required,
        sides: Sides::Places,
        needs: Needs::First,
        help: "left side where no right side is that close",
        example: "rocket(s) NOT NEAR/8 nasa",
        evaluate: Evaluate::Join(evaluate::not_near),
    },
    Operator {
        word: "OF",
        synonyms: &[],
        binds: 40,
        distance: Distance::None,
        sides: Sides::Truths,
        needs: Needs::Any,
        help: "at least n of the queries in the brackets",
        example: "2 OF (rocket(s), siren(s), shelter(s))",
        evaluate: Evaluate::Before,
    },
];

/// Every operator, the loosest first.
#[must_use]
pub fn operators() -> &'static [Operator] {
    OPERATORS
}

/// The operator of a word, synonyms included.
pub(super) fn find(word: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|op| op.word == word || op.synonyms.contains(&word))
}

impl Operator {
    /// Those of its parts that can speak for it.
    pub(super) fn speaking<'a, T>(&self, parts: &'a [T]) -> &'a [T] {
        let (first, _) = parts.split_at(parts.len().min(1));
        if self.needs == Needs::First { first } else { parts }
    }

    /// The word with its distance, as the language writes it.
    #[must_use]
    pub fn written(&self, distance: u32) -> String {
        match self.distance {
            Distance::None => self.word.to_owned(),
            Distance::Required => format!("{}/{distance}", self.word),
        }
    }
}

impl PartialEq for Operator {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl std::fmt::Debug for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}
