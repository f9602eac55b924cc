//! wirewatch watches the world's news wires from a terminal and tells you first, once, and why.
//!
//! Data flows one way: `fetch` brings documents, `feed` reads articles out of them, `watch` finds
//! matches, `triage` decides on stories and alerts, `store` keeps the truth, and the two front
//! ends, `dashboard` and `headless`, read it. `engine` joins them all.

pub mod cli;
pub mod config;
pub mod dashboard;
pub mod demo;
pub mod domain;
pub mod engine;
pub mod feed;
pub mod fetch;
pub mod headless;
pub mod notify;
pub mod store;
pub mod text;
pub mod triage;
pub mod watch;
