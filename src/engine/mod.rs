//! Starts and joins the running pipeline: poll, examine, decide, commit, tell.
//!
//! Front ends hold a [`Handle`]: they read the store, watch its revision and send commands.

mod handle;

pub use handle::{Command, Handle, Role, Status, WatchLook};
