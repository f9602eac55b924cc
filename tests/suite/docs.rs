//! What the README and the pages in `docs/` say is true: every fenced command is run, every piece
//! of configuration is checked, every metric of the dashboards exists.
//!
//! A `sh` block runs as it stands, block after block in one throw-away home, against a feed server
//! on loopback in the place of `https://example.org`. A comment above a block says what else:
//! `<!-- test: until "TEXT" -->` ends an endless command when it has printed the text,
//! `<!-- test: screen "TEXT" -->` shows it on a terminal and presses `q`, and
//! `<!-- test: not run, REASON -->` leaves it out, for one of the reasons in [`REASONS`].

mod page;
mod runner;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::home::Home;
use page::{Block, Page, Run};
use runner::Desk;

/// Why a block may be left out.
const REASONS: &[&str] =
    &["builds for minutes", "this is that test", "needs root and systemd", "needs nightly Rust"];

/// What a block may be: commands, configuration, what a picture or a grammar is, and what another
/// program reads.
const LANGUAGES: &[&str] = &["sh", "toml", "text", "yaml"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The README, CONTRIBUTING and every page in `docs/`.
fn pages() -> Vec<Page> {
    let mut files = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    files.extend(docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    files.sort();
    files.iter().map(|file| Page::read(file)).collect()
}

/// Runs the blocks of one page; what went wrong.
fn faults_of(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let desk = Desk::new();
    for block in page.blocks.iter().filter(|block| block.language == "sh") {
        let ran = match &block.run {
            Run::Not(reason) if REASONS.contains(&reason.as_str()) => Ok(()),
            Run::Not(reason) => Err(format!("\"{reason}\" is none of the reasons to leave it out")),
            Run::Whole => desk.run(&block.text),
            Run::Until(text) => desk.run_until(&block.text, text),
            Run::Screen(text) => {
                desk.show(&block.text, text);
                Ok(())
            }
            Run::Unknown(comment) => Err(format!("no such mark: {comment}")),
        };
        if let Err(fault) = ran {
            faults.push(format!("{}:{}: {fault}", page.name, block.line));
        }
    }
    faults
}

#[test]
fn every_command_of_the_readme_and_the_docs_runs() {
    let pages = pages();
    let faults: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = pages.iter().map(|page| scope.spawn(|| faults_of(page))).collect();
        running.into_iter().flat_map(|page| page.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    let run = pages.iter().flat_map(|page| &page.blocks).filter(|block| block.language == "sh");
    assert!(run.count() > 30, "the blocks are not found any more");
}

#[test]
fn no_block_is_left_out_by_its_name_and_no_reason_without_need() {
    let pages = pages();
    let all = || pages.iter().flat_map(|page| page.blocks.iter().map(move |block| (page, block)));
    let unknown: Vec<String> = all()
        .filter(|(_, block)| !LANGUAGES.contains(&block.language.as_str()))
        .map(|(page, block)| format!("{}:{}: \"{}\"", page.name, block.line, block.language))
        .collect();
    assert!(unknown.is_empty(), "blocks of no known language:\n{}", unknown.join("\n"));
    let told: BTreeSet<&str> = all()
        .filter_map(|(_, block)| match &block.run {
            Run::Not(reason) => Some(reason.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(told, REASONS.iter().copied().collect());
}

#[test]
fn every_piece_of_configuration_is_sound() {
    let mut faults = Vec::new();
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.language == "toml") {
            if let Err(fault) = sound(block) {
                faults.push(format!("{}:{}: {fault}", page.name, block.line));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The first line of a block says which file it is from.
fn sound(block: &Block) -> Result<(), String> {
    let files = ["config.toml", "watches.toml", "feeds.toml"];
    let first = block.text.lines().next().unwrap_or_default();
    let file = files.iter().find(|file| first.contains(*file));
    let file = file.ok_or("its first line does not say which file it is from")?;
    let home = Home::new();
    home.write(file, &block.text);
    for (key, name) in block.text.lines().filter_map(secret) {
        let text = match key {
            "url_file" => "https://example.org/hook",
            "secret_file" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            _ => "token",
        };
        home.write(name, text);
    }
    let ran = home.run(&["config", "check"]);
    if ran.status != 0 {
        return Err(ran.stderr);
    }
    let lint = home.run(&["watch", "lint"]).stdout;
    if lint.contains("nothing to remark") { Ok(()) } else { Err(lint) }
}

#[test]
fn a_store_that_is_lost_comes_back_from_its_copy() {
    let pages = pages();
    let page = pages.iter().find(|page| page.name == "operating.md").unwrap();
    let block = |words: &str| &page.blocks.iter().find(|b| b.text.contains(words)).unwrap().text;
    let desk = Desk::new();
    desk.run(block("wirewatch store backup")).unwrap();
    desk.lose_the_store();
    desk.run(block("store=$(wirewatch config path")).unwrap();
    assert!(desk.has_a_store(), "the copy went to another place");
}

/// Key and file of a line that names a file with a secret beside the configuration.
fn secret(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    let name = value.split('"').nth(1)?;
    (key.trim().ends_with("_file") && !name.starts_with('/')).then_some((key.trim(), name))
}

#[test]
fn links_to_files_lead_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let folder = page.file.parent().unwrap();
        for link in page.links() {
            let file = link.split('#').next().unwrap_or_default();
            let outside = link.contains("://") || file.is_empty();
            if !outside && !folder.join(file).exists() {
                faults.push(format!("{}: {link} is not there", page.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Words of a text that begin with a prefix.
fn words(text: &str, prefix: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).filter(|word| word.starts_with(prefix)).map(str::to_owned).collect()
}

#[test]
fn dashboards_and_rules_name_metrics_that_there_are() {
    let desk = Desk::new();
    let there = words(&desk.metrics(), "wirewatch_");
    for file in ["config/grafana.json", "config/prometheus-rules.yml", "docs/operating.md"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let named = words(&text, "wirewatch_");
        assert!(!named.is_empty(), "{file}");
        let unknown: Vec<_> = named.difference(&there).collect();
        assert!(unknown.is_empty(), "{file}: {unknown:?}");
    }
    let text = fs::read_to_string(root().join("config/grafana.json")).unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(dashboard["panels"].as_array().unwrap().len() >= 8);
}

#[test]
fn each_rule_holds_for_each_machine_and_names_it() {
    let text = fs::read_to_string(root().join("config/prometheus-rules.yml")).unwrap();
    let lines = |start: &str| -> Vec<&str> {
        text.lines().filter_map(|line| line.trim().strip_prefix(start)).collect()
    };
    let (rules, summaries) = (lines("expr: "), lines("summary: "));
    assert!(rules.len() >= 10 && rules.len() == summaries.len(), "{text}");
    for rule in rules {
        // `max(…)` over all machines lets one that polls hide one that does not.
        let bare = ["sum(", "max(", "min(", "avg(", "count("];
        assert!(!bare.iter().any(|name| rule.contains(name)), "{rule}");
    }
    for summary in summaries {
        assert!(summary.starts_with("\"{{ $labels.instance }}: "), "{summary}");
    }
}

#[test]
fn places_are_counted_as_the_pages_say() {
    let there = wirewatch::domain::gazetteer::places().count();
    for file in ["README.md", "docs/watch-language.md"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let said = text.split("some ").find_map(|rest| {
            let (number, rest) = rest.split_once(' ')?;
            let is_places = rest.starts_with("places") || rest.starts_with("cities");
            number.parse::<usize>().ok().filter(|_| is_places)
        });
        assert_eq!(said, Some((there + 5) / 10 * 10), "{file}: there are {there}");
    }
}

#[test]
fn what_is_packed_leaves_tests_out_and_has_all_that_the_pages_link() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let excluded = manifest.lines().find(|line| line.starts_with("exclude = ")).unwrap();
    for left_out in [".ci", "fuzz", "tests", "benches"] {
        assert!(excluded.contains(&format!("\"/{left_out}\"")), "Cargo.toml packs {left_out}");
    }
    for Page { name, file, .. } in pages() {
        let text = fs::read_to_string(&file).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.is_empty() && !link.contains("://")) {
            let target = file.parent().unwrap().join(link).canonicalize();
            let target = target.unwrap_or_else(|_| panic!("{name} links {link}: no such file"));
            let inside = target.strip_prefix(root().canonicalize().unwrap()).unwrap().to_owned();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
            assert!(
                !excluded.contains(&format!("\"/{first}\"")),
                "{name} links {link}: not packed"
            );
        }
    }
}
