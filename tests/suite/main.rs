//! The one test binary: every behaviour that crosses a folder.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod alerting;
mod architecture;
mod config_files;
mod default_watches;
mod delivering;
mod demo_day;
mod docs;
mod doctor;
mod exit_statuses;
mod feed_commands;
mod feed_documents;
mod feeds;
mod fetching;
mod filtering;
mod first_hour;
mod headless_run;
mod hostile;
mod pipeline;
mod screens;
mod service;
mod shell;
mod store_contract;
mod story_commands;
mod support;
mod terminal;
mod turns;
mod watch_language;
mod watching;
