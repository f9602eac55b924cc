//! The one test binary: every behaviour that crosses a folder.

mod architecture;
mod config_files;
mod delivering;
mod demo_day;
mod exit_statuses;
mod feed_documents;
mod fetching;
mod filtering;
mod pipeline;
mod screens;
mod store_contract;
mod support;
mod watch_language;
