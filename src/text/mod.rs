//! Pure text work: markup to text, terminal-safe scrubbing, folding with its offset map, differences,
//! cells of sheets, quoted words, what ASCII can say, what XML can hold.

pub mod ascii;
pub mod diff;
pub mod fold;
pub mod markup;
pub mod quoted;
pub mod scrub;
pub mod sheet;
pub mod xml;
