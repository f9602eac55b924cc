//! What several tests share.

pub mod home;
pub mod screen;
pub mod server;
