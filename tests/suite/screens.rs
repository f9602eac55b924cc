//! What stands on the screen, at every size, with a fixed clock.

#[path = "screens/world.rs"]
mod world;
