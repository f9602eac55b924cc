//! `wirewatch config …`: makes, finds, shows and checks the configuration files.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::{ConfigCommand, Global};
use super::{Ending, Failure, Status, doctor, out, place};
use crate::config::commands::{self, Init};
use crate::config::{self, ConfigError, Loaded};
use crate::fetch;

pub(super) fn run(global: &Global, command: &ConfigCommand) -> Ending {
    let paths = place::paths(global)?;
    let mut stdout = out::stdout();
    match command {
        ConfigCommand::Init => {
            let made = commands::init(&paths).map_err(|error| {
                let folder = paths.config.display();
                Failure::CannotRun(format!("{folder}: the files cannot be written: {error}"))
            })?;
            for made in made {
                match made {
                    Init::Written(path) => writeln!(stdout, "wrote {}", path.display())?,
                    Init::Kept(path) => writeln!(stdout, "kept {}", path.display())?,
                }
            }
        }
        ConfigCommand::Path => {
            // Asked most often when something is broken: the places are known all the same.
            let settings = config::load(&paths).map(|loaded| loaded.settings).unwrap_or_default();
            // A script that cuts a path out gets nothing but the path.
            let people = std::io::stdout().is_terminal();
            for (name, path) in commands::places(&paths, &settings) {
                let mark = if people && !path.exists() { "  (not there)" } else { "" };
                writeln!(stdout, "{name:<8}{}{mark}", path.display())?;
            }
        }
        ConfigCommand::Show => {
            let (_, loaded) = place::load(global)?;
            write!(stdout, "{}", commands::show(&loaded.settings))?;
        }
        ConfigCommand::Check => {
            let check = commands::check(&paths);
            if !check.problems.is_empty() {
                return Err(check.problems.into());
            }
            let (_, loaded) = place::load(global)?;
            // Who checks need not be who polls: a service's secrets are there for it alone.
            let mut absent = super::notify::ways(global)?.absent;
            absent.extend(without_credentials(&loaded, &paths.feeds_file())?);
            absent.extend(doctor::alike(&loaded, &paths.feeds_file()));
            absent.extend(doctor::open_files(&loaded, &paths));
            absent.extend(doctor::missing(&loaded, &paths.config));
            for warning in check.warnings.iter().chain(&absent) {
                writeln!(stdout, "warning: {warning}")?;
            }
            writeln!(stdout, "sound: {}", check.summary)?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// The feeds that are polled and whose credentials are not where their entry says.
fn without_credentials(loaded: &Loaded, file: &Path) -> Result<Vec<ConfigError>, Failure> {
    let runtime = super::run::runtime()?;
    let asked = loaded.feeds.iter().filter(|feed| feed.enabled);
    let asked = asked.filter_map(|feed| Some((&feed.url, feed.access.as_ref()?)));
    let absent = asked.filter_map(|(url, access)| {
        let absent = runtime.block_on(fetch::absent(access))?;
        Some(ConfigError::whole(file, format!("{url} is {}", absent.message)))
    });
    Ok(absent.collect())
}
