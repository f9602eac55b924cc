//! The real program in a pseudo-terminal, with a screen at the other end. Waits for text with a
//! deadline; never sleeps blindly.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::home::Home;

/// Longest wait for anything on the screen: generous, the machines are shared.
const PATIENCE: Duration = Duration::from_secs(30);

struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
    over: bool,
}

/// A running program and what it shows.
pub struct Screen {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    found: String,
}

impl Screen {
    /// Starts the program with these arguments on a screen of this size.
    pub fn start(home: &Home, args: &[&str], columns: u16, rows: u16) -> Screen {
        Screen::start_with(home, args, (columns, rows), &[])
    }

    /// The same with more variables in its environment.
    pub fn start_with(
        home: &Home,
        args: &[&str],
        (columns, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Screen {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wirewatch"));
        command.args(args);
        Screen::launch(home, command, (columns, rows), variables)
    }

    /// Starts a shell with job control instead, in which the program can be started by its path.
    pub fn shell(home: &Home, size: (u16, u16)) -> Screen {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-i", "-m"]);
        Screen::launch(home, command, size, &[("PS1", "desk> ")])
    }

    fn launch(
        home: &Home,
        mut command: CommandBuilder,
        (columns, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Screen {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        command.env_clear();
        command.env("HOME", home.path());
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("WIREWATCH_CONFIG", home.config());
        command.env("WIREWATCH_STORE", home.store());
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(home.path());
        let found = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let parser = vt100::Parser::new(rows, columns, 0);
        let state = Shown { parser, raw: Vec::new(), over: false };
        let shown = Arc::new((Mutex::new(state), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("a reader of the terminal");
        let filled = shown.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut state = filled.0.lock().expect("no test panics while reading");
                state.parser.process(&buffer[..read]);
                state.raw.extend_from_slice(&buffer[..read]);
                state.over = read == 0;
                filled.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer to the terminal");
        Screen { shown, writer, master: pair.master, child, found }
    }

    /// Waits until the screen satisfies `wanted`; panics with the screen when it never does.
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        match self.wait_at_most(PATIENCE, wanted) {
            Ok(text) => text,
            Err(text) => panic!("never saw {what}; the screen:\n{text}"),
        }
    }

    /// Presses keys, again and again, until the screen satisfies `wanted`.
    #[track_caller]
    pub fn press_until(&mut self, keys: &str, what: &str, wanted: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.press(keys);
            match self.wait_at_most(Duration::from_secs(2), &wanted) {
                Ok(_) => return,
                Err(text) => assert!(Instant::now() < deadline, "never saw {what}:\n{text}"),
            }
        }
    }

    /// Waits until the screen satisfies `wanted`; the screen as it is then, or as it is at last.
    fn wait_at_most(
        &self,
        patience: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<String, String> {
        let deadline = Instant::now() + patience;
        let mut state = self.shown.0.lock().expect("the reading thread does not panic");
        loop {
            let text = state.parser.screen().contents();
            if wanted(&text) {
                return Ok(text);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.over {
                return Err(text);
            }
            state = self.shown.1.wait_timeout(state, left).expect("no poison").0;
        }
    }

    /// Waits until nothing has been written for a moment: what was pressed is on the screen.
    pub fn settle(&self) {
        const MOMENT: Duration = Duration::from_millis(40);
        let mut state = self.shown.0.lock().expect("the reading thread does not panic");
        loop {
            let before = state.raw.len();
            state = self.shown.1.wait_timeout(state, MOMENT).expect("no poison").0;
            if state.raw.len() == before || state.over {
                return;
            }
        }
    }

    /// The screen as it is.
    pub fn text(&self) -> String {
        self.shown.0.lock().expect("the reading thread does not panic").parser.screen().contents()
    }

    /// The cells of a column, from the top.
    pub fn column(&self, column: u16) -> Vec<String> {
        let state = self.shown.0.lock().expect("the reading thread does not panic");
        let screen = state.parser.screen();
        let cell = |row| screen.cell(row, column).map(|cell| cell.contents().to_owned());
        (0..screen.size().0).map(|row| cell(row).unwrap_or_default()).collect()
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?}"), |screen| screen.contains(text))
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.writer.flush().expect("the terminal takes keys");
    }

    /// Changes the size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal changes its size");
        let mut state = self.shown.0.lock().expect("the reading thread does not panic");
        state.parser.screen_mut().set_size(rows, columns);
    }

    /// Sends a signal to the program.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("the program runs").to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for the program's end and gives its exit status with every byte it wrote. The modes of
    /// the terminal must be those that were found.
    #[track_caller]
    pub fn end(mut self) -> (u32, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.shown.0.lock().expect("the reading thread does not panic");
        while !state.over {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "the program does not end:\n{}",
                state.parser.screen().contents()
            );
            state = self.shown.1.wait_timeout(state, left).expect("no poison").0;
        }
        let raw = std::mem::take(&mut state.raw);
        drop(state);
        let status = self.child.wait().expect("the program has ended");
        assert_eq!(modes(self.master.as_ref()), self.found, "the modes of the terminal");
        (status.exit_code(), raw)
    }
}

/// The modes of a terminal: echo, lines, signals and what else `stty` shows.
fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().expect("a terminal has modes"))
}
