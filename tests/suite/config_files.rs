//! Configuration files: what is read, what is refused and how that is said, what edits leave alone.

use std::fs;

use tempfile::TempDir;
use wirewatch::config::{self, Paths};
use wirewatch::domain::{Fetching, Limits, Pace, Scoring, Storying};

/// A configuration folder with some files in it.
struct Home {
    paths: Paths,
    _dir: TempDir,
}

impl Home {
    fn new() -> Home {
        let dir = TempDir::new().unwrap();
        let paths = Paths::inside(dir.path());
        fs::create_dir_all(&paths.config).unwrap();
        Home { paths, _dir: dir }
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Home {
        fs::write(self.paths.config.join(name), text).unwrap();
        self
    }

    fn report(&self) -> String {
        match config::load(&self.paths) {
            Ok(loaded) => config::report(&loaded.warnings),
            Err(problems) => config::report(&problems),
        }
    }
}

#[test]
fn the_documented_file_is_the_default_of_every_setting() {
    let settings = config::defaults().settings;
    assert_eq!(settings.pace, Pace::default());
    assert_eq!(settings.fetching, Fetching::default());
    assert_eq!(settings.limits, Limits::default());
    assert_eq!(settings.storying, Storying::default());
    assert_eq!(settings.scoring, Scoring::default());
    assert_eq!(settings.store, config::StoreSettings::default());
    assert_eq!(settings.dashboard, config::DashboardSettings::default());
    assert!(settings.notify.is_empty());
}

#[test]
fn without_any_file_the_shipped_ones_are_in_force() {
    let home = Home::new();
    let loaded = config::load(&home.paths).unwrap();
    assert_eq!(loaded.feeds, config::defaults().feeds);
    assert!(loaded.warnings.is_empty(), "{}", config::report(&loaded.warnings));
    let names: Vec<&str> = loaded.vocabulary.watches.iter().map(|w| w.name.as_str()).collect();
    assert!(names.starts_with(&["rocket", "embassy", "militia"]), "{names:?}");
}

#[test]
fn a_slip_is_told_with_its_place_and_what_was_meant() {
    let home = Home::new().with("config.toml", "[poll]\nintervall = \"2s\"\n");
    assert_eq!(
        home.report(),
        "config.toml:2:1: unknown key \"intervall\", did you mean \"interval\"?\n  \
         2 | intervall = \"2s\"\n    | ^^^^^^^^^\n"
    );
}
