//! `wirewatch config …`: makes, finds, shows and checks the configuration files.

use std::io::Write;

use super::args::{ConfigCommand, Global};
use super::{Ending, Failure, Status, out, place};
use crate::config;

pub(super) fn run(global: &Global, command: &ConfigCommand) -> Ending {
    let paths = place::paths(global)?;
    let mut stdout = out::stdout();
    match command {
        ConfigCommand::Init => {
            for made in config::init(&paths)? {
                writeln!(stdout, "{made}")?;
            }
        }
        ConfigCommand::Path => {
            let (_, loaded) = place::load(global)?;
            for file in [paths.config_file(), paths.watches_file(), paths.feeds_file()] {
                let note = if file.exists() { "" } else { "  (not there: the defaults hold)" };
                writeln!(stdout, "{}{note}", file.display())?;
            }
            writeln!(stdout, "{}", paths.store_file(&loaded.settings.store).display())?;
            writeln!(stdout, "{}", paths.log_dir().display())?;
        }
        ConfigCommand::Show => {
            let (_, loaded) = place::load(global)?;
            write!(stdout, "{}", config::show(&loaded))?;
        }
        ConfigCommand::Check => {
            let loaded = config::load(&paths).map_err(Failure::from)?;
            for warning in &loaded.warnings {
                writeln!(stdout, "warning: {warning}")?;
            }
            let on = loaded.vocabulary.watches.iter().filter(|watch| watch.enabled).count();
            let feeds = loaded.feeds.iter().filter(|feed| feed.enabled).count();
            writeln!(stdout, "sound: {on} watches and {feeds} feeds are on")?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}
