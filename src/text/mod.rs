//! Pure text work: markup to text, terminal-safe scrubbing, folding with its offset map.

pub mod fold;
pub mod markup;
pub mod scrub;
