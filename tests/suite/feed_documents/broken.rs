//! Arbitrary and mutated bytes: `feed::read` always comes back.
