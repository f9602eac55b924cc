//! Pure text work: markup to text, terminal-safe scrubbing, folding with its offset map, differences,
//! cells of sheets.

pub mod diff;
pub mod fold;
pub mod markup;
pub mod scrub;
pub mod sheet;
