//! `wirewatch` alone: the live dashboard. Polls, or views what another process polls.

use std::io::{self, IsTerminal};

use tokio_util::sync::CancellationToken;

use super::args::{Global, LineFormat, ScreenArgs};
use super::run::{GRACE, on_runtime};
use super::{Ending, Failure, Status, log, place};
use crate::config::{Loaded, Settings};
use crate::dashboard::{self, Attention, Glyphs, Look, Popups, Sound, ThemeName};
use crate::engine::{self, Engine, Mode, WhenTaken};

/// Opens the dashboard on the configured store.
pub(super) fn run(global: &Global, screen: &ScreenArgs) -> Ending {
    require_terminal("`wirewatch run` prints alerts without one")?;
    let (paths, loaded) = place::load(global)?;
    let log_file = paths.log_dir().join("wirewatch.log");
    if let Err(error) = log::to_file(&log_file, global.verbose, LineFormat::Text) {
        let shown = log_file.display();
        return Err(Failure::CannotRun(format!("{shown}: the log cannot be written: {error}")));
    }
    // In the log, and before the screen is taken: there it stands when the dashboard is left.
    for warning in &loaded.warnings {
        tracing::warn!("{}", warning.one_line());
        eprintln!("warning: {}", warning.one_line());
    }
    let options = engine::Options {
        store: paths.store_file(&loaded.settings.store),
        source: engine::Source::Files(paths, dashboard::check),
        mode: Mode::Live(WhenTaken::View),
        first_notice: None,
    };
    let look = look(&loaded.settings, screen, None);
    on_runtime(watched(options, loaded, look, CancellationToken::new()))
}

/// Engine and dashboard, until the user leaves or `stop`.
pub(super) async fn watched(
    options: engine::Options,
    loaded: Loaded,
    look: Look,
    stop: CancellationToken,
) -> Ending {
    let engine = Engine::start(options, loaded).await?;
    let shown = dashboard::run(engine.handle(), look, stop).await;
    // The terminal is given back before the engine's last work is waited for.
    let _ = tokio::time::timeout(GRACE, engine.stop()).await;
    shown.map_err(|error| Failure::CannotRun(error.to_string()))?;
    Ok(Status::Done)
}

/// How the screen looks: as the command line says, else the environment, else the settings.
pub(super) fn look(settings: &Settings, screen: &ScreenArgs, banner: Option<String>) -> Look {
    let wanted = &settings.dashboard;
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = screen.theme.or(colourless.then_some(ThemeName::Plain));
    let plain = screen.ascii || wanted.ascii || !speaks_unicode();
    Look {
        theme: theme.or_else(|| ThemeName::from_name(&wanted.theme)).unwrap_or_default(),
        glyphs: match (carries_unicode(), plain) {
            (false, _) => Glyphs::AsciiOnly,
            (true, true) => Glyphs::Ascii,
            (true, false) => Glyphs::Unicode,
        },
        sound: if wanted.sound { Sound::On } else { Sound::Muted },
        zone: wanted.zone.clone(),
        banner,
        keys: wanted.keys.clone().into_iter().collect(),
        colours: wanted.colours.clone().into_iter().collect(),
        attention: Attention {
            bell: wanted.bell.parse().ok(),
            flash: wanted.flash.parse().ok(),
            notify: wanted.notify.parse().ok(),
        },
        popups: popups(&wanted.popups),
    }
}

/// Terminals that say who they are, by the variable in which they do and its beginning.
const TERMINALS: &[(&str, &str, Popups)] = &[
    ("TMUX", "", Popups::Off),
    ("STY", "", Popups::Off),
    ("TERM_PROGRAM", "iTerm.app", Popups::Osc9),
    ("TERM_PROGRAM", "WezTerm", Popups::Osc9),
    ("TERM_PROGRAM", "ghostty", Popups::Osc9),
    ("KITTY_WINDOW_ID", "", Popups::Osc9),
    ("TERM", "xterm-kitty", Popups::Osc9),
    ("TERM", "foot", Popups::Osc777),
    ("TERM", "rxvt", Popups::Osc777),
    ("VTE_VERSION", "", Popups::Osc777),
];

/// How the terminal is asked for a notification: as configured, or as it is known to understand.
fn popups(wanted: &str) -> Popups {
    match wanted {
        "osc9" => return Popups::Osc9,
        "osc777" => return Popups::Osc777,
        "off" => return Popups::Off,
        _ => {}
    }
    let says = |(name, begins, _): &&(&str, &str, Popups)| {
        std::env::var(name).is_ok_and(|value| !value.is_empty() && value.starts_with(begins))
    };
    TERMINALS.iter().find(says).map_or(Popups::Off, |(.., popups)| *popups)
}

/// Whether the terminal shows more than ASCII, by its type and the locale's charset.
pub(super) fn speaks_unicode() -> bool {
    let terminal = variable("TERM").unwrap_or_default();
    terminal != "dumb" && terminal != "linux" && carries_unicode()
}

/// Whether the locale's charset carries more than ASCII. Where it does not, the bytes of UTF-8 are no
/// letters to a terminal: some are commands.
pub(super) fn carries_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Refuses to draw on what is no terminal.
pub(super) fn require_terminal(instead: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() && io::stdin().is_terminal() {
        return Ok(());
    }
    Err(Failure::Usage(format!("the dashboard needs a terminal; {instead}")))
}
