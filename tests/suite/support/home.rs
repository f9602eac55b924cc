//! A throw-away home: its own configuration and store, and the real program run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A home folder that is gone with the test.
pub struct Home {
    folder: TempDir,
}

/// A program that is killed with its test, should it still run then.
pub struct Running(pub std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Err: it has ended, as it should have.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a run of the program gave.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Standard output as JSON values, one a line.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: no JSON line: {line}"))
            })
            .collect()
    }

    /// Asserts the exit status, showing both outputs when it is another.
    #[track_caller]
    pub fn expect_status(self, status: i32) -> Ran {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Home {
    pub fn new() -> Home {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("config")).expect("a folder for the configuration");
        Home { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn config(&self) -> PathBuf {
        self.path().join("config")
    }

    pub fn store(&self) -> PathBuf {
        self.path().join("wirewatch.db")
    }

    /// Writes a configuration file.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.config().join(name);
        fs::write(&path, text).expect("the configuration is written");
        path
    }

    /// Reads a configuration file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.config().join(name)).expect("the configuration is readable")
    }

    /// Only these feeds, polled fast, on loopback.
    pub fn with_feeds(self, urls: &[String]) -> Home {
        let mut feeds = String::from("defaults = false\n");
        for url in urls {
            feeds.push_str(&format!(
                "\n[[feed]]\nurl = \"{url}\"\noutlet = \"Outlet\"\nallow_private = true\n"
            ));
        }
        self.write("feeds.toml", &feeds);
        self.write("config.toml", "[poll]\ninterval = \"1s\"\n");
        self
    }

    /// The program, in this home, with nothing of the caller's environment that it reads.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wirewatch"));
        command
            .args(args)
            .env("HOME", self.path())
            .env("WIREWATCH_CONFIG", self.config())
            .env("WIREWATCH_STORE", self.store())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME")
            .env_remove("NO_COLOR")
            .env_remove("http_proxy")
            .env_remove("https_proxy")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().expect("the program starts").into()
    }

    /// Runs the program to its end with this standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut child =
            self.command(args).stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe was asked for");
        let text = input.to_owned();
        let feeder = std::thread::spawn(move || {
            // The program may end before it has read everything.
            let _ = stdin.write_all(text.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        feeder.join().expect("the feeding thread ends");
        output.into()
    }
}
