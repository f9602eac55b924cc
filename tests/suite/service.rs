//! wirewatch as a service: its pages over HTTP, its signals, and what it hands on.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::home::{Home, Running};
use crate::support::server::{FeedServer, Response};

fn home(server: &FeedServer) -> Home {
    let feed = "<rss version=\"2.0\"><channel><title>Wire</title><item>\
        <title>=Zeppelin | lands in [Alexandria]</title><guid>1</guid>\
        <link>https://example.org/1?a=1&amp;b=2</link></item></channel></rss>";
    server.feed("/feed.xml", Response::ok(feed));
    let home = Home::new().with_feeds(&[server.url("/feed.xml")]);
    home.write("config.toml", "[poll]\ninterval = \"1s\"\n[stories]\ngroup_wait = \"0s\"\n");
    home.write(
        "watches.toml",
        "defaults = false\n[[watch]]\nname = \"z\"\nsay = \"Zeppelins\"\nmatch = \"zeppelin\"\nweight = 60\n",
    );
    home
}

fn get(port: u16, path: &str, header: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn figures_health_and_alerts_are_answered_to_whoever_shows_the_token() {
    let server = FeedServer::start();
    let home = home(&server);
    let token = home.write("token", "t0ken\n");
    // Given back just before it is taken: nothing else here takes ports by number.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (address, token) = (format!("127.0.0.1:{port}"), token.display().to_string());
    let args = ["run", "--since", "all", "--listen", &address, "--listen-token-file", &token];
    let mut running = Running(home.command(&args).spawn().unwrap());
    let child = &mut running.0;
    // The first line on standard output: the alert is in the store.
    let mut line = [0; 1];
    child.stdout.as_mut().unwrap().read_exact(&mut line).unwrap();

    let shown = "Authorization: Bearer t0ken\r\n";
    for (path, header, status, holds) in [
        ("/metrics", "", "401", "not for you"),
        ("/metrics", shown, "200", "wirewatch_alerts_open{severity=\"immediate\"} 1\n"),
        ("/healthz", shown, "200", "ok\n"),
        ("/alerts.json", shown, "200", "\"schema\":\"wirewatch.alert/1\""),
        ("/alerts.atom", shown, "200", "<link href=\"https://example.org/1?a=1&amp;b=2\"/>"),
        ("/../etc/passwd", shown, "404", "/metrics"),
    ] {
        let answer = get(port, path, header);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
        assert!(answer.contains(holds), "{path}: {answer}");
    }

    // The only feed is polled each second: how punctually is known from its second poll on.
    let begun = Instant::now();
    loop {
        let figures = get(port, "/metrics", shown);
        let value = |name: &str| figures.lines().find_map(|line| line.strip_prefix(name));
        let polls = value("wirewatch_polls_total ").unwrap().parse::<u64>().unwrap();
        let late = value("wirewatch_poll_lateness_seconds{quantile=\"0.99\"} ");
        assert!(polls > 0 || late.is_none(), "nothing was measured and 0 is told: {figures}");
        if late.is_some() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(12), "not told within 12 s: {figures}");
        std::thread::yield_now();
    }

    let id = Pid::from_raw(child.id().cast_signed()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    assert!(get(port, "/healthz", shown).contains("200 OK"), "SIGHUP ended it");
    let asked = Instant::now();
    kill_process(id, Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(asked.elapsed() < Duration::from_secs(3));
}

/// A file that was never in force is no loss when it goes; one that was goes when somebody says so.
#[cfg(unix)]
#[test]
fn a_configuration_that_came_and_went_leaves_nothing_behind() {
    let server = FeedServer::start();
    let home = home(&server);
    std::fs::remove_file(home.config().join("config.toml")).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let args = ["run", "--since", "all", "--listen", &address];
    let running = Running(home.command(&args).spawn().unwrap());
    let begun = Instant::now();
    let wait = |sound: u8| {
        let figure = format!("wirewatch_config_last_reload_successful {sound}\n");
        // Refused until it listens.
        while TcpStream::connect(&address).is_err() || !get(port, "/metrics", "").contains(&figure)
        {
            assert!(begun.elapsed() < Duration::from_secs(30), "never {figure}");
            std::thread::yield_now();
        }
    };
    wait(1);
    let file = home.write("config.toml", "[poll\n");
    wait(0);
    std::fs::remove_file(&file).unwrap();
    wait(1);
    home.write("config.toml", "[poll\n");
    wait(0);
    home.write("config.toml", "[poll]\ninterval = \"2m\"\n");
    wait(1);
    std::fs::remove_file(&file).unwrap();
    wait(0);
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    wait(1);
}

/// A broken configuration that is mended again while it runs, with nobody to hear of it.
#[cfg(unix)]
fn alerts_without_a_log(log: impl Into<std::process::Stdio>) {
    let server = FeedServer::start();
    let home = home(&server);
    let mut command = home.command(&["run", "-v", "--since", "all"]);
    let mut running = Running(command.stderr(log).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("Zeppelin"));
    let sound = home.read("config.toml");
    home.write("config.toml", "[pol]\n");
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    home.write("config.toml", &sound);
    kill_process(id, Signal::HUP).unwrap();
    let feed = "<rss version=\"2.0\"><channel><title>Wire</title><item>\
        <title>Court frees zeppelin pilot accused of smuggling pearls</title><guid>2</guid></item></channel></rss>";
    server.feed("/feed.xml", Response::ok(feed));
    assert!(lines.next().unwrap().unwrap().contains("\"seq\":2,"));
    kill_process(id, Signal::TERM).unwrap();
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_on_a_full_disk_costs_no_alert() {
    alerts_without_a_log(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
}

#[cfg(unix)]
#[test]
fn a_log_that_nobody_reads_costs_no_alert() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    alerts_without_a_log(writer);
}

#[test]
fn nothing_listens_beyond_this_machine_without_a_token() {
    let server = FeedServer::start();
    let ran = home(&server).run(&["run", "--listen", "0.0.0.0:1"]).expect_status(2);
    assert!(
        ran.stderr.contains("listening on 0.0.0.0:1 needs --listen-token-file"),
        "{}",
        ran.stderr
    );
}

#[test]
fn alerts_are_exported_without_formulas_and_markup_and_handed_over() {
    let server = FeedServer::start();
    let home = home(&server);
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let csv = home.run(&["alert", "export", "--format", "csv"]).expect_status(0).stdout;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("number,seq,id,state,"), "{csv}");
    assert!(lines[1].contains(",\"'=Zeppelin | lands in [Alexandria]\","), "{csv}");
    let table = home.run(&["alert", "export", "--format", "markdown"]).expect_status(0).stdout;
    assert!(
        table.contains(r"[=Zeppelin \| lands in \[Alexandria\]](<https://example.org/1?a=1&b=2>)"),
        "{table}"
    );
    let jsonl = home.run(&["alert", "export"]).expect_status(0);
    assert_eq!(jsonl.json_lines().len(), 1);

    home.run(&["alert", "ack", "1"]).expect_status(0);
    let log = home.run(&["alert", "log", "--since", "1h"]).expect_status(0).stdout;
    assert!(log.contains("Still open: 0") && log.contains("Acknowledged: 1"), "{log}");
    let log = home.run(&["alert", "log", "--format", "json"]).expect_status(0).json_lines();
    assert_eq!(log[0]["acknowledged"].as_array().unwrap().len(), 1);
}

/// What the service manager hears, one word after the other.
#[cfg(target_os = "linux")]
struct Manager(std::os::unix::net::UnixDatagram);

#[cfg(target_os = "linux")]
impl Manager {
    fn listen(home: &Home) -> Manager {
        let socket = std::os::unix::net::UnixDatagram::bind(home.path().join("notify")).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Manager(socket)
    }

    /// The next word that is no sign of life.
    fn hears(&self) -> String {
        let mut buffer = [0; 500];
        loop {
            let length = self.0.recv(&mut buffer).unwrap();
            let said = String::from_utf8_lossy(&buffer[..length]).into_owned();
            if said != "WATCHDOG=1" {
                return said;
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_service_manager_hears_of_start_life_reload_and_end() {
    let server = FeedServer::start();
    let home = home(&server);
    let manager = Manager::listen(&home);
    let mut command = home.command(&["run"]);
    command.env("NOTIFY_SOCKET", home.path().join("notify")).env("WATCHDOG_USEC", "3000000");
    let mut running = Running(command.spawn().unwrap());
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    assert_eq!(manager.hears(), "READY=1\nSTATUS=running");
    let mut buffer = [0; 500];
    let length = manager.0.recv(&mut buffer).unwrap();
    assert_eq!(&buffer[..length], b"WATCHDOG=1");

    let sound = home.read("config.toml");
    // Keys are the dashboard's: with them the service could not start again.
    let keys = "[dashboard]\nkeys = { acknowlege = \"e\" }\n";
    let refused = "the old configuration stays in force: ";
    for (file, text, standing) in [
        ("watches.toml", "[[watch]]\nname = \"z\"\nmatch = \"AND\"\n", refused.to_owned()),
        ("watches.toml", "defaults = false\n", "running".to_owned()),
        ("config.toml", keys, format!("{refused}config.toml:2:10: [dashboard] keys: ")),
        ("config.toml", &sound, "running".to_owned()),
    ] {
        home.write(file, text);
        kill_process(id, Signal::HUP).unwrap();
        let reloading = manager.hears();
        let micros = reloading.strip_prefix("RELOADING=1\nMONOTONIC_USEC=").unwrap();
        assert!(micros.parse::<u64>().is_ok_and(|micros| micros > 0), "{reloading}");
        let ready = manager.hears();
        assert!(ready.starts_with(&format!("READY=1\nSTATUS={standing}")), "{ready}");
    }
    kill_process(id, Signal::TERM).unwrap();
    assert_eq!(manager.hears(), "STOPPING=1");
    assert!(running.0.wait().unwrap().success());
}

#[test]
fn a_changed_file_that_is_taken_is_told_without_being_asked() {
    let server = FeedServer::start();
    let home = home(&server);
    let mut running = Running(home.command(&["run"]).spawn().unwrap());
    let stderr = running.0.stderr.take().unwrap();
    let (said, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::BufRead::lines(std::io::BufReader::new(stderr)).map_while(Result::ok) {
            let _ = said.send(line);
        }
    });
    server.wait_for_hits("/feed.xml", 1);
    home.write("watches.toml", "defaults = false\n[[watch]]\nname = \"z\"\nmatch = 'siren'\n");
    let told = loop {
        let line = heard.recv_timeout(Duration::from_secs(60)).expect("the reload is told");
        if line.contains("configuration") {
            break line;
        }
    };
    assert!(
        told.contains("INFO the changed configuration is in force watches=1 feeds=1"),
        "{told}"
    );
}

#[test]
fn the_log_goes_to_a_file_as_json_if_asked() {
    let server = FeedServer::start();
    let home = home(&server);
    server.feed("/feed.xml", Response::status(500));
    let file = home.path().join("logs/run.log").display().to_string();
    let ran = home.run(&["run", "--once", "--log-file", &file, "--log-format", "json"]);
    let ran = ran.expect_status(3);
    assert_eq!(ran.stderr.lines().count(), 1, "the reason alone: {}", ran.stderr);
    let log = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let one = lines.iter().find(|line| line["message"] == "one round").unwrap();
    assert_eq!((&one["polled"], &one["level"]), (&1.into(), &"INFO".into()), "{log}");
    assert!(one["timestamp"].is_string());
    let nowhere = home.run(&["run", "--once", "--log-file", "/dev/null/x"]).expect_status(3);
    assert!(nowhere.stderr.contains("the log cannot be written"), "{}", nowhere.stderr);
}

#[cfg(unix)]
#[test]
fn a_store_that_leaves_its_place_is_told_and_work_goes_on_when_it_is_back() {
    let server = FeedServer::start();
    let home = home(&server);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut running =
        Running(home.command(&["run", "--since", "all", "--listen", &address]).spawn().unwrap());
    let child = &mut running.0;
    let mut line = [0; 1];
    child.stdout.as_mut().unwrap().read_exact(&mut line).unwrap();
    let health = |wanted: &str| {
        let begun = Instant::now();
        loop {
            let answer = get(port, "/healthz", "");
            if answer.contains(wanted) || begun.elapsed() > Duration::from_secs(180) {
                break assert!(answer.contains(wanted), "{answer}");
            }
            std::thread::yield_now();
        }
    };
    health("200 OK");
    let aside = home.path().join("aside.db");
    std::fs::rename(home.store(), &aside).unwrap();
    health("was moved, deleted or replaced: put it back");
    health(" 503 ");
    std::fs::rename(&aside, home.store()).unwrap();
    health("200 OK");
    std::fs::remove_file(home.store()).unwrap();
    health(" 503 ");
    kill_process(Pid::from_raw(child.id().cast_signed()).unwrap(), Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success(), "it runs until it is told to stop");
    let mut log = String::new();
    child.stderr.as_mut().unwrap().read_to_string(&mut log).unwrap();
    // Once each time; once more where a notice that fell due was written meanwhile, on a machine that is slow.
    let told = log.matches("put it back").count();
    assert!((2..=4).contains(&told), "{told} times: {log}");
}

#[test]
fn a_new_store_is_never_made_without_a_word() {
    let server = FeedServer::start();
    let home = home(&server);
    let made = home.run(&["run", "--once"]).expect_status(0).stderr;
    assert!(made.contains("there was no store yet: made"), "{made}");
    assert!(!home.run(&["run", "--once"]).expect_status(0).stderr.contains("made"));
    std::fs::remove_file(home.store()).unwrap();
    let gone = home.run(&["run", "--once"]).expect_status(0).stderr;
    assert!(gone.contains("is gone: a new one was made"), "{gone}");
}
