//! `command`: runs a program, by argument vector and never through a shell, with the alert as JSON
//! on its standard input and its main facts in the environment.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use super::kinds::Key;
use super::section::{Problem, Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel};

pub(super) const KEYS: &[Key] = &[
    ("command", "the program and its arguments, a list"),
    ("timeout", "how long it may take before it is killed (default \"30s\")"),
];

/// Variables of our own environment that the program gets; not those that hold secrets.
const PASSED: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
];

pub(super) struct Program {
    pub program: String,
    pub arguments: Vec<String>,
    pub timeout: Duration,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let mut words = raw.texts("command")?.into_iter();
    let program = words.next().filter(|program| !program.trim().is_empty());
    let program = program.ok_or_else(|| {
        Problem::whole(
            "a notifier of kind \"command\" needs command, a list of the program and its arguments",
        )
    })?;
    let timeout = raw.span("timeout", 1..=300)?.unwrap_or(Duration::from_secs(30));
    Ok(Box::new(Program { program, arguments: words.collect(), timeout }))
}

impl Notifier for Program {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            let lines: String = parcel.told.iter().map(|each| format!("{}\n", each.json)).collect();
            self.run(&self.arguments, &facts(parcel), lines.into_bytes()).await
        })
    }
}

impl Program {
    /// Runs it to its end, at most so long, and everything that it started with it.
    pub async fn run(
        &self,
        arguments: &[String],
        facts: &[(&str, String)],
        input: Vec<u8>,
    ) -> Result<(), DeliveryError> {
        let mut command = Command::new(&self.program);
        command.args(arguments.iter().map(|argument| argument.replace('\0', "")));
        command.env_clear();
        let passed = PASSED.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)));
        command.envs(passed);
        command.envs(facts.iter().map(|(name, value)| (*name, value.replace('\0', ""))));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| {
            DeliveryError::retry(format!("\"{}\" cannot be started: {error}", self.program))
        })?;
        let group = Group::of(&child);
        let ended = tokio::time::timeout(self.timeout, talk(&mut child, input)).await;
        if ended.is_ok() {
            group.leave();
        }
        match ended {
            Err(_) => {
                drop(group);
                let _ = child.kill().await;
                let seconds = self.timeout.as_secs();
                Err(DeliveryError::retry(format!("took longer than {seconds} s; it was killed")))
            }
            Ok(Err(error)) => Err(DeliveryError::retry(format!("did not run: {error}"))),
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(DeliveryError::retry(format!("ended with {status}"))),
        }
    }
}

/// Writes the input while the program runs: it may end without having read it.
async fn talk(child: &mut Child, input: Vec<u8>) -> std::io::Result<std::process::ExitStatus> {
    let stdin = child.stdin.take();
    let feed = async move {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(&input).await;
        }
    };
    let (status, ()) = tokio::join!(child.wait(), feed);
    status
}

/// The program and everything that it started: ended with its try, however that ends, also when
/// the engine stops meanwhile.
struct Group {
    #[cfg(unix)]
    leader: std::cell::Cell<Option<rustix::process::Pid>>,
}

impl Group {
    fn of(child: &Child) -> Group {
        let number = child.id().map(u32::cast_signed);
        Group {
            #[cfg(unix)]
            leader: std::cell::Cell::new(number.and_then(rustix::process::Pid::from_raw)),
        }
    }

    /// It ended by itself: its number may be another's by now.
    fn leave(&self) {
        #[cfg(unix)]
        self.leader.set(None);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader.get() {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
    }
}

/// What scripts want without reading JSON. Of a digest: the most urgent alert, and how many.
fn facts(parcel: &Parcel) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("WIREWATCH_ALERT_ID", parcel.id.clone()),
        ("WIREWATCH_COUNT", parcel.told.len().to_string()),
    ];
    if let Some(line) = parcel.top() {
        facts.extend([
            ("WIREWATCH_SEQ", line.seq.to_string()),
            ("WIREWATCH_CHANGE", line.change.to_string()),
            ("WIREWATCH_SEVERITY", line.severity.to_string()),
            ("WIREWATCH_SCORE", line.score.to_string()),
            ("WIREWATCH_REASON", line.reason.clone()),
            ("WIREWATCH_WATCHES", line.watches.join(",")),
            ("WIREWATCH_TITLE", line.article.title.clone()),
            ("WIREWATCH_URL", line.article.url.clone()),
            ("WIREWATCH_OUTLET", line.article.outlet.clone()),
            ("WIREWATCH_STORY", line.story.id.to_string()),
        ]);
    }
    facts
}
