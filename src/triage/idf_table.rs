//! Placeholder.
pub(super) const SEED: &[u64] = &[];
