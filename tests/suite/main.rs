//! The one test binary: every behaviour that crosses a folder.

mod config_files;
mod default_watches;
mod demo_day;
mod feed_documents;
mod fetching;
mod pipeline;
mod screens;
mod store_contract;
mod support;
mod watch_language;
