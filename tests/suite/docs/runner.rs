//! A desk at which the commands of a page are typed: a home with a polled store, files to import,
//! a notifier, and a server in the place of the outside world.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::home::{Home, Ran, Running};
use crate::support::screen::Screen;
use crate::support::server::{FeedServer, Response};

/// The end of every wait: a test that gets here has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The articles that the server has to tell.
const FEED: &str = "<rss version=\"2.0\"><channel><title>Example Wire</title>
<item><title>Rockets hit near the embassy in Baghdad</title><guid>1</guid>
<link>https://example.org/1</link><description>Two rockets landed in the Green Zone, two people were
wounded, the militia Kataib Hezbollah was blamed.</description></item>
<item><title>Drone shuts down the airport of Erbil</title><guid>2</guid>
<link>https://example.org/2</link><description>Flights were halted after a drone attack near the
airport.</description></item>
<item><title>Port of Aden reopens</title><guid>3</guid><link>https://example.org/3</link>
<description>Ships are let in again.</description></item></channel></rss>";

const PAGE: &str = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" \
    href=\"/found.xml\"></head><body>Example</body></html>";

const OPML: &str = "<opml version=\"2.0\"><body><outline text=\"Middle East\">\
    <outline type=\"rss\" text=\"Port news\" xmlUrl=\"https://ports.example/rss\"/>\
    </outline></body></opml>";

/// Files that people bring along.
const FILES: &[(&str, &str)] = &[
    ("feed.xml", FEED),
    ("subscriptions.opml", OPML),
    ("keywords.txt", "# clients\nAcme Shipping\nport of aden\nkidnap*\n=ACME\n"),
    (".newsboat/urls", "https://ports.example/rss ports \"~Port news\"\n"),
    (
        ".newsboat/config",
        "highlight articlelist \"(rockets?|missile strike)\" red default\n\
         ignore-article \"*\" \"title =~ \\\"Houston Rockets\\\"\"\n",
    ),
];

/// A desk.
pub struct Desk {
    home: Home,
    server: FeedServer,
}

impl Desk {
    pub fn new() -> Desk {
        let server = FeedServer::start();
        let page = Response::ok(PAGE).header("Content-Type", "text/html");
        server.feed("/", page).feed("/hook", Response::status(204));
        for path in ["/wire.xml", "/found.xml", "/rss.xml"] {
            server.feed(path, Response::ok(FEED));
        }
        let home = Home::new().with_feeds(&[server.url("/wire.xml")]);
        home.write(
            "config.toml",
            &format!(
                "[poll]\ninterval = \"1s\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\n\
                 [stories]\ngroup_wait = \"0s\"\n\
                 [[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"{}\"\n",
                server.url("/hook")
            ),
        );
        for (name, text) in FILES {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let bin = home.path().join("bin");
        fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_wirewatch"), bin.join("wirewatch")).unwrap();
        // Everybody is the right user already.
        fs::write(bin.join("sudo"), "#!/bin/sh\nshift 2\nexec \"$@\"\n").unwrap();
        fs::set_permissions(bin.join("sudo"), fs::Permissions::from_mode(0o755)).unwrap();
        home.run(&["run", "--once", "--since", "all"]).expect_status(0);
        Desk { home, server }
    }

    /// What is typed in the place of what a page says.
    fn typed(&self, text: &str) -> String {
        let mut text = text
            .replace("cargo run --release --", "wirewatch")
            .replace("https://example.org", self.server.url("").trim_end_matches('/'));
        // What a service has where root puts it is at home here.
        for (place, here) in [
            ("/usr/local/bin", self.home.path().join("bin")),
            ("/etc/wirewatch", self.home.config()),
            ("/var/lib/wirewatch/wirewatch.db", self.home.store()),
        ] {
            text = text.replace(place, &here.display().to_string());
        }
        for (word, index) in [("STORY", 0), ("OTHER", 1)] {
            if text.contains(word) {
                text = text.replace(word, &self.story(index));
            }
        }
        text
    }

    /// The name of a stored story.
    fn story(&self, index: usize) -> String {
        let ran = self.home.run(&["story", "list", "--since", "all", "--format", "json"]);
        ran.expect_status(0).json_lines()[index]["id"].as_str().unwrap().to_owned()
    }

    /// Takes the store away, with what SQLite keeps beside it.
    pub fn lose_the_store(&self) {
        let store = self.home.store().display().to_string();
        for ending in ["", "-wal", "-shm"] {
            // Err: there was none.
            let _ = fs::remove_file(format!("{store}{ending}"));
        }
        assert!(!self.has_a_store());
    }

    pub fn has_a_store(&self) -> bool {
        self.home.store().exists()
    }

    fn shell(&self, text: &str) -> Command {
        let path =
            format!("{}:/usr/local/bin:/usr/bin:/bin", self.home.path().join("bin").display());
        let like = self.home.command(&[]);
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &self.typed(text)]);
        for (name, value) in like.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell
            .current_dir(self.home.path())
            .env("PATH", path)
            .env("EDITOR", "true")
            .env_remove("VISUAL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        shell
    }

    /// Runs a block to its end.
    pub fn run(&self, text: &str) -> Result<(), String> {
        let ran: Ran = self.shell(text).output().unwrap().into();
        if ran.status == 0 {
            return Ok(());
        }
        Err(format!("status {}\n{text}{}{}", ran.status, ran.stdout, ran.stderr))
    }

    /// Runs an endless block, on a store of its own, until it has printed something; then asks it
    /// to end.
    pub fn run_until(&self, text: &str, wanted: &str) -> Result<(), String> {
        // The shell makes way for its last command, so that the signal reaches that.
        let mut shell = self.shell(&format!("exec {text}"));
        shell.env("WIREWATCH_STORE", self.home.path().join("endless.db"));
        let mut running = Running(shell.spawn().unwrap());
        let output = BufReader::new(running.0.stdout.take().unwrap());
        let (seen_in, seen) = mpsc::channel();
        let reading = std::thread::spawn(move || {
            // Err: what was wanted has been seen.
            output.lines().map_while(Result::ok).all(|line| seen_in.send(line).is_ok())
        });
        let deadline = Instant::now() + PATIENCE;
        let next = || seen.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        let found = std::iter::from_fn(|| next().ok()).any(|line| line.contains(wanted));
        let (status, complaint) = stop(&mut running.0);
        let _ = reading.join();
        match (found, status) {
            (true, 0) => Ok(()),
            (true, status) => Err(format!("status {status} after SIGTERM: {complaint}")),
            (false, _) => Err(format!("never printed {wanted:?}:\n{text}{complaint}")),
        }
    }

    /// Shows a command on a terminal, waits for a text there, and leaves with `q`.
    pub fn show(&self, text: &str, wanted: &str) {
        let typed = self.typed(text);
        let line = typed.lines().find(|line| line.starts_with("wirewatch")).unwrap();
        let line = line.split('#').next().unwrap_or_default();
        let args: Vec<&str> = line.split_whitespace().skip(1).collect();
        let mut screen = Screen::start(&self.home, &args, 120, 40);
        screen.wait_for(wanted);
        screen.press("q");
        screen.end();
    }

    /// The figures of a running service.
    pub fn metrics(&self) -> String {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let args = ["run", "--since", "all", "--listen", &address];
        let mut running = Running(self.home.command(&args).spawn().unwrap());
        // The port is open before the store is: at most a moment later it answers.
        let mut stream = loop {
            assert!(running.0.try_wait().unwrap().is_none(), "it ended");
            match TcpStream::connect(&address) {
                Ok(stream) => break stream,
                Err(_) => std::thread::yield_now(),
            }
        };
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Asks a program to end; its status and what it complained of.
fn stop(child: &mut Child) -> (i32, String) {
    let id = Pid::from_raw(child.id().cast_signed()).unwrap();
    // Err: it has ended by itself.
    let _ = kill_process(id, Signal::TERM);
    let status = child.wait().unwrap().code().unwrap_or(-1);
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    (status, complaint)
}
