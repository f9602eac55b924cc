//! What several tests share.

pub mod home;
pub mod hostile;
pub mod rss;
pub mod screen;
pub mod server;
pub mod smtp;
