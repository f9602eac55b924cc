//! Man pages and completions, made from the arguments themselves.

use std::path::{Path, PathBuf};

use crate::support::home::Home;

#[test]
fn each_shell_gets_completions_that_know_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = home.run(&["completions", shell]).expect_status(0).stdout;
        for word in ["doctor", "backtest", "min-severity"] {
            assert!(text.contains(word), "{shell} does not know {word}");
        }
    }
    let ran = home.run(&["completions", "tcsh"]).expect_status(2);
    assert!(ran.stderr.contains("elvish"), "{}", ran.stderr);
}

/// What is typed, and what a shell offers for the last word of it.
const OFFERED: &[(&[&str], &str)] = &[
    (&["watch", "show", "rock"], "rocket rockfall"),
    (&["watch", "edit", "rockf"], "rockfall"),
    (&["feed", "disable", "gu"], "gulf.example"),
    (&["notify", "kinds", "webh"], "webhook"),
    (&["notify", "test", "de"], "desk"),
    (&["watch", "li"], "lint list"),
    (&["run", "--watch", "rock"], "rocket rockfall"),
    (&["run", "--min-severity", "fl"], "flash"),
    (&["feed", "list", "--wat"], ""),
];

/// A home with names to offer, and the script of a shell in it.
fn completed(shell: &str) -> (Home, PathBuf) {
    let home = Home::new();
    home.write("watches.toml", "[[watch]]\nname = \"rockfall\"\nmatch = 'rockfall'\n");
    home.write("feeds.toml", "defaults = false\n[[feed]]\nurl = \"https://gulf.example/rss\"\n");
    home.write(
        "config.toml",
        "[[notify]]\nname = \"desk\"\nkind = \"file\"\npath = \"desk.jsonl\"\n",
    );
    let script = home.path().join(format!("completion.{shell}"));
    let made = home.run(&["completions", shell]).expect_status(0).stdout;
    std::fs::write(&script, made).unwrap();
    std::fs::write(home.path().join("rocks.txt"), "").unwrap();
    (home, script)
}

/// What a shell says in that home; `None`, said, where there is no such shell.
fn said(home: &Home, shell: &str, args: &[&str]) -> Option<(String, String)> {
    let mut command = std::process::Command::new(shell);
    command.args(args).current_dir(home.path());
    for (name, value) in home.command(&[]).get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let program = Path::new(env!("CARGO_BIN_EXE_wirewatch")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = command.env("PATH", format!("{}:{path}", program.display())).output();
    let Ok(ran) = ran else {
        println!("skipped: there is no {shell} here");
        return None;
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((text(&ran.stdout), text(&ran.stderr)))
}

/// Words in order, each once, with one blank between them.
fn sorted(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

#[test]
fn bash_offers_the_names_that_are_meant_and_no_files_for_them() {
    let (home, script) = completed("bash");
    let no_file: (&[&str], &str) = (&["feed", "import", "rocks"], "");
    for (typed, offered) in OFFERED.iter().copied().chain([no_file]) {
        let last = typed.last().unwrap();
        let before = typed.iter().rev().nth(1).unwrap();
        let asked = format!(
            ". {}; compopt() {{ :; }}; COMP_WORDS=(wirewatch {}); COMP_CWORD={}; \
             _wirewatch_mended wirewatch {last} {before}; echo \"${{COMPREPLY[*]}}\"",
            script.display(),
            typed.join(" "),
            typed.len(),
        );
        let Some((words, errors)) = said(&home, "bash", &["--norc", "-c", &asked]) else { return };
        assert_eq!(sorted(&words), offered, "{typed:?}: {errors}");
    }
}

#[test]
fn fish_offers_the_names_that_are_meant() {
    let (home, script) = completed("fish");
    let further: &[(&[&str], &str)] = &[
        (&["completions", "po"], "powershell"),
        (&["--theme", "da"], "dark"),
        (&["--color", "al"], "always"),
        (&["feed", "import", "rocks"], "rocks.txt"),
        (&["watch", "list", "rocks"], ""),
        (&["story", "show", "rocks"], ""),
    ];
    for (typed, offered) in OFFERED.iter().chain(further) {
        let asked =
            format!("source {}; complete -C 'wirewatch {}'", script.display(), typed.join(" "));
        let Some((words, errors)) = said(&home, "fish", &["--no-config", "-c", &asked]) else {
            return;
        };
        // Behind a tabulator stands what it is for.
        let names: Vec<&str> = words.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(sorted(&names.join(" ")), *offered, "{typed:?}: {errors}");
    }
}

#[test]
fn zsh_offers_the_names_that_are_meant() {
    let (home, script) = completed("zsh");
    for (typed, offered) in OFFERED {
        // The completion system runs in an editor only: what it would add is printed instead.
        let asked = format!(
            "autoload -U compinit; compinit -u -D; source {}; \
             _call_program() {{ shift; eval \"$*\"; }}; \
             compadd() {{ local -a all; [[ $1 == -a ]] && all=(${{(P)2}}); \
               print -l -- ${{(M)all:#$PREFIX*}}; }}; \
             _wirewatch_made() {{ made=1; }}; \
             words=(wirewatch {}); CURRENT=$#words; PREFIX=$words[-1]; _wirewatch; echo made$made",
            script.display(),
            typed.join(" "),
        );
        let Some((words, errors)) = said(&home, "zsh", &["-f", "-c", &asked]) else { return };
        let (names, made) = words.rsplit_once("made").unwrap();
        let of_claps_own = matches!(typed, ["watch", _] | ["run", "--min-severity", _]);
        let expected = if of_claps_own { "" } else { offered };
        assert_eq!(sorted(names), expected, "{typed:?}: {errors}");
        assert!(made.trim() == "1" || typed.contains(&"--watch"), "{typed:?}: clap's are lost");
    }
}

#[test]
fn elvish_and_powershell_ask_for_the_names_that_are_meant() {
    for (shell, line) in [
        ("elvish", "    &' watch show'=watches\n"),
        ("powershell", "        '* watch show' { 'watches' }\n"),
    ] {
        let made = Home::new().run(&["completions", shell]).expect_status(0).stdout;
        assert!(made.contains(line) && made.contains(" completions --names $"), "{shell}");
    }
}

#[test]
fn the_manual_has_examples_to_copy_and_names_what_it_reads_and_writes() {
    let home = Home::new();
    let page = home.run(&["man"]).expect_status(0).stdout;
    for part in [
        ".SH EXAMPLES\n.EX\n",
        ".SH \"EXIT STATUS\"",
        ".SH ENVIRONMENT",
        "WIREWATCH_STORE",
        ".SH FILES",
        "watches.toml",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("EXTRA"), "{page}");
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let home = Home::new();
    let page = home.run(&["man"]).expect_status(0).stdout;
    assert!(page.contains(".TH wirewatch 1"), "{page}");
    let folder = home.path().join("man1");
    home.run(&["man", "--dir", &folder.display().to_string()]).expect_status(0);
    for name in ["wirewatch.1", "wirewatch-doctor.1", "wirewatch-watch-backtest.1"] {
        let page = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(page.contains("EXAMPLES"), "{name}");
    }
}

#[test]
fn the_version_tells_of_the_build_and_of_no_time() {
    let home = Home::new();
    let short = home.run(&["-V"]).expect_status(0).stdout;
    assert_eq!(short, format!("wirewatch {}\n", env!("CARGO_PKG_VERSION")));
    let long = home.run(&["--version"]).expect_status(0).stdout;
    let facts = long.trim().strip_prefix(short.trim()).unwrap();
    assert_eq!(facts.split(", ").count(), 3, "commit, target, profile: {long}");
}

#[test]
fn a_slip_in_the_name_of_a_watch_to_try_is_remarked() {
    let ran = Home::new().run_with(&["watch", "test", "rokcet"], "{\"title\":\"x\"}\n");
    let ran = ran.expect_status(1);
    assert!(ran.stderr.contains("did you mean \"rocket\"?"), "{}", ran.stderr);
}

#[test]
fn a_slip_in_a_command_names_the_command_that_was_meant() {
    let home = Home::new();
    for (typed, meant) in [
        (&["docter"][..], "doctor"),
        (&["watch", "lst"], "list"),
        (&["watch", "show", "rokcet"], "did you mean \"rocket\"?"),
        (&["watch", "enable", "embasy"], "did you mean \"embassy\"?"),
        (&["run", "--once", "--watch", "militias"], "did you mean \"militia\"?"),
        (&["match", "--watch", "rockets"], "did you mean \"rocket\"?"),
        (&["notify", "kinds", "webhok"], "did you mean \"webhook\"?"),
        (
            &["feed", "remove", "https://tass.com/rss"],
            "did you mean \"https://tass.com/rss/v2.xml\"?",
        ),
        (&["feed", "disable", "tass.com/rss"], "did you mean \"https://tass.com/rss/v2.xml\"?"),
        (&["feed", "disable", "tss.com"], "did you mean \"tass.com\"?"),
    ] {
        let ran = home.run(typed).expect_status(2);
        assert!(ran.stderr.contains(meant), "{typed:?}: {}", ran.stderr);
    }
}
