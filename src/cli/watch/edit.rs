//! `wirewatch watch edit`: the user's `watches.toml` in the user's editor. A copy is edited, checked,
//! and only then taken; what is not taken stays in a file that is named.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::{editor, lint};
use crate::cli::args::{Global, WatchEdit, WatchKeys};
use crate::cli::feed::tell;
use crate::cli::{Ending, Failure, Status, out, place};
use crate::config::edit_watches::{self, WatchDraft};
use crate::config::edit_whole::{self, Opened};
use crate::config::{self, Paths};

pub(super) fn run(global: &Global, args: &WatchEdit) -> Ending {
    let paths = place::paths(global)?;
    let draft = draft(args.query.clone(), &args.keys);
    match &args.name {
        Some(name) if draft != WatchDraft::default() => {
            let changed = edit_watches::change(&paths, name, &draft)?;
            let status = tell(changed, &format!("changed {name}"))?;
            lint::remark(&paths, name)?;
            Ok(status)
        }
        None if draft != WatchDraft::default() => {
            Err(Failure::Usage("name the watch that is to change".to_owned()))
        }
        name => in_editor(&paths, name.as_deref()),
    }
}

/// What the arguments say of a watch.
pub(super) fn draft(query: Option<String>, keys: &WatchKeys) -> WatchDraft {
    WatchDraft {
        say: keys.say.clone(),
        query,
        mask: keys.mask.clone(),
        weight: keys.weight,
        colour: keys.colour.clone(),
        severity: keys.severity,
        enabled: None,
    }
}

fn in_editor(paths: &Paths, name: Option<&str>) -> Ending {
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let editor = editor::chosen(
        |name| std::env::var(name).ok(),
        if terminal { Some(editor::FALLBACK) } else { None },
    );
    let editor = editor.map_err(Failure::Usage)?;
    let opened = edit_whole::open(paths, name)?;
    let copy = Copy::write(paths, &opened)?;
    loop {
        if let Err(why) = editor::run(&editor, &copy.file, opened.line) {
            return Err(copy.keep_if_changed(&opened, &why));
        }
        let text = copy.read()?;
        if text == opened.text {
            copy.remove();
            println("nothing was changed")?;
            return Ok(Status::Done);
        }
        if text.trim().is_empty() {
            return Err(copy.empty(paths));
        }
        let problems = edit_whole::problems(paths, &text);
        if problems.is_empty() {
            return match edit_whole::take(paths, &opened, &text) {
                Ok(edited) => {
                    copy.remove();
                    tell(edited, "changed")
                }
                Err(error) => Err(copy.keep(&error.to_string())),
            };
        }
        let report = config::report(&problems);
        match ask(report.trim_end())? {
            Answer::Again => {}
            Answer::Discard => {
                copy.remove();
                println("nothing was changed")?;
                return Ok(Status::Done);
            }
            Answer::Nobody => return Err(copy.keep(report.trim_end())),
        }
    }
}

fn println(text: &str) -> io::Result<()> {
    let mut stdout = out::stdout();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// The copy that is edited.
struct Copy {
    file: PathBuf,
}

impl Copy {
    /// Writes the copy beside the file: the disk that holds the one has room for the other, and
    /// nobody else can read it.
    fn write(paths: &Paths, opened: &Opened) -> Result<Copy, Failure> {
        let file = paths.config.join(format!("watches.edit-{}.toml", std::process::id()));
        let failed = |error: io::Error| cannot(&file, &error);
        fs::create_dir_all(&paths.config).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut copy = options.open(&file).map_err(failed)?;
        copy.write_all(opened.text.as_bytes()).map_err(failed)?;
        Ok(Copy { file })
    }

    fn read(&self) -> Result<String, Failure> {
        let bytes = fs::read(&self.file).map_err(|error| cannot(&self.file, &error))?;
        String::from_utf8(bytes).map_err(|_| self.keep("the text is not UTF-8"))
    }

    /// An editor that was left half-way writes nothing: that is not the wish to have no watches.
    fn empty(&self, paths: &Paths) -> Failure {
        self.remove();
        let file = paths.watches_file();
        let kept = if file.exists() { "; your text is as it was in " } else { "" };
        let named = if kept.is_empty() { String::new() } else { file.display().to_string() };
        Failure::Usage(format!("what came back is empty; nothing was changed{kept}{named}"))
    }

    fn remove(&self) {
        // A copy that stays behind harms nothing.
        let _ = fs::remove_file(&self.file);
    }

    /// The failure that says what is wrong and where the text is.
    fn keep(&self, why: &str) -> Failure {
        Failure::Usage(format!(
            "{why}\nnothing was changed; your text is in {}",
            self.file.display()
        ))
    }

    fn keep_if_changed(&self, opened: &Opened, why: &str) -> Failure {
        if self.read().is_ok_and(|text| text == opened.text) {
            self.remove();
            return Failure::Usage(format!("{why}; nothing was changed"));
        }
        self.keep(why)
    }
}

fn cannot(file: &Path, error: &io::Error) -> Failure {
    Failure::CannotRun(format!("{}: {error}", file.display()))
}

enum Answer {
    Again,
    Discard,
    /// There is no terminal, or it has gone.
    Nobody,
}

/// Shows what is wrong and asks what to do.
fn ask(report: &str) -> io::Result<Answer> {
    let input = io::stdin();
    if !input.is_terminal() || !io::stderr().is_terminal() {
        return Ok(Answer::Nobody);
    }
    let mut stderr = out::stderr();
    writeln!(stderr, "{report}")?;
    loop {
        write!(stderr, "edit again, or discard what you wrote? [e/d] ")?;
        stderr.flush()?;
        let mut line = String::new();
        if input.lock().read_line(&mut line)? == 0 {
            return Ok(Answer::Nobody);
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "" | "e" | "edit" | "y" => return Ok(Answer::Again),
            "d" | "discard" => return Ok(Answer::Discard),
            _ => {}
        }
    }
}
