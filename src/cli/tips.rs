//! "Did you mean" for what clap refuses: the nearest command or value first, and one where clap
//! finds none.

use clap::Command;
use clap::error::{ContextKind, ContextValue};

use crate::config::suggest::nearest;

/// The error with the nearest word beside the one that nobody knows.
pub(super) fn suggested(mut error: clap::Error, commands: &Command) -> clap::Error {
    let tips = [value(&error), command(&error, commands)];
    for (kind, tip) in tips.into_iter().flatten() {
        error.insert(kind, tip);
    }
    error
}

/// For the value of an option, where clap has found none.
fn value(error: &clap::Error) -> Option<(ContextKind, ContextValue)> {
    let (Some(ContextValue::String(typed)), Some(ContextValue::Strings(known)), None) = (
        error.get(ContextKind::InvalidValue),
        error.get(ContextKind::ValidValue),
        error.get(ContextKind::SuggestedValue),
    ) else {
        return None;
    };
    let near = nearest(typed, known.iter().map(String::as_str))?;
    Some((ContextKind::SuggestedValue, ContextValue::String(near.to_owned())))
}

/// Words that other programs have as commands, and what does it here.
const OTHERS: &[(&str, &str)] =
    &[("status", "doctor"), ("version", "--version"), ("tail", "run"), ("start", "run")];

/// What was meant by a word that is no command of the first level, but one below it or elsewhere:
/// `watch backtest`.
fn elsewhere(typed: &str, commands: &Command) -> Option<Vec<String>> {
    let levels = |name: &str| commands.get_subcommands().any(|command| command.get_name() == name);
    let below: Vec<String> = commands
        .get_subcommands()
        .filter(|command| command.get_subcommands().any(|below| below.get_name() == typed))
        .map(|command| format!("{} {typed}", command.get_name()))
        .collect();
    let other = OTHERS.iter().find(|(theirs, _)| *theirs == typed);
    let other = other.map(|(_, ours)| (*ours).to_owned());
    let meant: Vec<String> = other.map_or(below, |ours| vec![ours]);
    (!meant.is_empty() && !levels(typed)).then_some(meant)
}

/// For a command. What clap has found it lists worst first.
fn command(error: &clap::Error, commands: &Command) -> Option<(ContextKind, ContextValue)> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    if let Some(meant) = elsewhere(typed, commands) {
        return Some((ContextKind::SuggestedSubcommand, ContextValue::Strings(meant)));
    }
    let tips = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(found)) => {
            match nearest(typed, found.iter().map(String::as_str)) {
                Some(near) => vec![near.to_owned()],
                None => found.iter().rev().cloned().collect(),
            }
        }
        Some(_) => return None,
        // `help` knows no slips.
        None => vec![nearest(typed, commands.get_subcommands().map(Command::get_name))?.to_owned()],
    };
    Some((ContextKind::SuggestedSubcommand, ContextValue::Strings(tips)))
}
