//! A place outside memory for what is seldom asked for, and for one process only: whoever reads it put it
//! there. What lies there is known from elsewhere too, so that it may be lost.

/// Where bytes lie that were put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spilled {
    /// The place, as the spill counts places.
    pub place: u32,
    /// How many bytes.
    pub length: u32,
}

/// A place outside memory.
pub trait Spill: std::fmt::Debug + Send + Sync {
    /// Puts bytes away; `None`: there is no room for them.
    fn put(&mut self, bytes: &[u8]) -> Option<Spilled>;

    /// What was put away; `None`: it cannot be read any more, or not as it was.
    fn get(&self, what: Spilled) -> Option<Vec<u8>>;

    /// Gives back the room of what was put away.
    fn free(&mut self, what: Spilled);
}
