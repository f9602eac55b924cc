//! Holds the import table of the house, the walls of its rooms, and that every room says what it
//! is for. Reads `src/` as text: no compiler needed.

use std::fs;
use std::path::{Path, PathBuf};

/// Folder, and the folders it may import (`*`: all).
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("watch", &["domain", "text"]),
    ("feed", &["domain", "text"]),
    ("triage", &["domain", "text", "feed", "watch"]),
    ("fetch", &["domain"]),
    ("store", &["domain"]),
    ("notify", &["domain"]),
    ("config", &["domain", "watch"]),
    (
        "engine",
        &["domain", "text", "watch", "feed", "triage", "fetch", "store", "notify", "config"],
    ),
    ("headless", &["domain", "text", "store", "engine", "config"]),
    ("dashboard", &["domain", "text", "store", "engine", "config"]),
    ("demo", &["domain", "config", "engine"]),
    ("cli", &["*"]),
];

/// Folders that know no IO and no clock.
const PURE: &[&str] = &["domain", "text", "watch", "feed", "triage"];

/// Words that pure folders do not say.
const IMPURE_WORDS: &[&str] = &[
    "tokio",
    "reqwest",
    "rusqlite",
    "ratatui",
    "crossterm",
    "std::fs",
    "std::env",
    "std::net::Tcp",
    "Timestamp::now",
    "SystemTime::now",
    "Instant::now",
    "Zoned::now",
];

/// A crate, and the only places that may name it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/sqlite"]),
    ("reqwest", &["fetch/", "notify/"]),
    ("lettre", &["notify/email"]),
    ("ratatui", &["dashboard/"]),
    ("crossterm", &["dashboard/"]),
];

/// Most lines of a file and of a function.
const FILE_WALL: usize = 400;

/// Files that pass the wall, and why.
const LARGE_FILES: &[(&str, &str)] =
    &[("triage/gazetteer.rs", "a table: a row for each place, its names in many languages")];

struct Room {
    /// Path below `src/`, with forward slashes.
    path: String,
    text: String,
}

impl Room {
    fn folder(&self) -> &str {
        self.path.split('/').next().filter(|_| self.path.contains('/')).unwrap_or("")
    }

    /// The code without its comments and its tests, so that prose may name what it likes.
    fn code(&self) -> String {
        let body = self.text.split("#[cfg(test)]").next().unwrap_or_default();
        body.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

fn rooms() -> Vec<Room> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    found
        .into_iter()
        .map(|path| Room {
            text: fs::read_to_string(&path).expect("a source file is readable"),
            path: path
                .strip_prefix(&src)
                .expect("found below src")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("an entry is readable").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn imports(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .map(|(at, word)| {
            let rest = &code[at + word.len()..];
            rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

fn fail_on(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn folders_import_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for room in rooms().iter().filter(|r| !r.folder().is_empty() && !r.is_test()) {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(f, _)| *f == room.folder()) else {
            faults.push(format!("{}: its folder is not in the table", room.path));
            continue;
        };
        for name in imports(&room.code()) {
            let known = MAY_IMPORT.iter().any(|(f, _)| *f == name);
            if known && name != room.folder() && !allowed.contains(&name) && allowed != &["*"] {
                faults.push(format!("{} imports {name}", room.path));
            }
        }
    }
    fail_on(&faults);
}

#[test]
fn pure_folders_know_no_io_and_no_clock() {
    let mut faults = Vec::new();
    for room in rooms().iter().filter(|r| PURE.contains(&r.folder()) && !r.is_test()) {
        let code = room.code();
        for word in IMPURE_WORDS.iter().filter(|word| code.contains(*word)) {
            faults.push(format!("{} says {word}", room.path));
        }
    }
    fail_on(&faults);
}

#[test]
fn heavy_crates_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for room in rooms().iter().filter(|r| !r.is_test()) {
        let code = room.code();
        for (name, places) in ONLY_IN {
            let named = code.contains(&format!("{name}::"));
            if named && !places.iter().any(|place| room.path.starts_with(place)) {
                faults.push(format!("{} names {name}", room.path));
            }
        }
    }
    fail_on(&faults);
}

#[test]
fn every_room_says_what_it_is_for_and_keeps_its_wall() {
    let mut faults = Vec::new();
    for room in rooms() {
        if !room.text.starts_with("//!") {
            faults.push(format!("{} does not open with //!", room.path));
        }
        let lines = room.text.lines().count();
        let excused = LARGE_FILES.iter().any(|(path, _)| *path == room.path);
        if lines > FILE_WALL && !excused && !room.is_test() {
            faults.push(format!("{} has {lines} lines; the wall is {FILE_WALL}", room.path));
        }
        if room.code().contains("use crate::*") {
            faults.push(format!("{} imports everything", room.path));
        }
    }
    fail_on(&faults);
}

#[test]
fn the_test_binary_leaves_no_file_out() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let main = fs::read_to_string(suite.join("main.rs")).expect("main.rs is readable");
    let mut faults = Vec::new();
    for entry in fs::read_dir(&suite).expect("the suite is readable") {
        let path = entry.expect("an entry is readable").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_module = path.is_dir() || path.extension().is_some_and(|e| e == "rs");
        if is_module
            && !["main", "snapshots"].contains(&name.as_str())
            && !main.contains(&format!("mod {name};"))
        {
            faults.push(format!("tests/suite/{name} is not in main.rs"));
        }
    }
    fail_on(&faults);
}

#[test]
fn every_dependency_says_why_it_is_here() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .expect("Cargo.toml is readable");
    let mut faults = Vec::new();
    let mut section = "";
    let mut before = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.contains("dependencies]")
            && line.contains('=')
            && !before.starts_with('#')
        {
            faults.push(format!("no reason above: {line}"));
        }
        before = line;
    }
    fail_on(&faults);
}
