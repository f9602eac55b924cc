//! The watch language and the matcher: queries in, matches with their evidence out.
//!
//! Pure. Reading watches from files is `config`'s work, deciding what a match is worth `triage`'s.

mod codes;
mod compile;
mod evaluate;
mod expand;
mod explain;
mod gates;
pub mod import;
mod lexer;
mod lint;
mod lists;
mod literals;
mod locate;
mod mask;
mod matcher;
mod nearest;
mod numbering;
mod operators;
mod parser;
mod pasted;
mod places;
mod plan;
mod printer;
mod problem;
pub mod query;
mod rows;
mod show;
mod starts;
mod syntax;
mod term;
mod texts;
mod trie;
mod vocabulary;
mod words;

pub use explain::{Explained, Part};
pub use lint::{Remark, lint};
pub use locate::Scratch;
pub use matcher::{MOST_HITS, Matcher, Meta, Watch};
pub use nearest::nearest;
pub use numbering::number;
pub use operators::{Distance, FARTHEST, Operator, Sides, operators};
pub use problem::{Place, Problem};
pub use query::{Checked, check_query};
pub use show::{Shown, ShownList, show};
pub use syntax::{Kind, Node, Piece, Scope, Term, Word};
pub use vocabulary::{NamedList, Vocabulary, WatchSpec};
