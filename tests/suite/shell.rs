//! Man pages and completions, made from the arguments themselves.

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

#[test]
fn bash_offers_the_names_that_are_meant_and_no_files_for_them() {
    let home = Home::new();
    home.write("watches.toml", "[[watch]]\nname = \"rockfall\"\nmatch = 'rockfall'\n");
    let script = home.path().join("completion.bash");
    let made = home.run(&["completions", "bash"]).expect_status(0).stdout;
    std::fs::write(&script, made).unwrap();
    std::fs::write(home.path().join("rocks.txt"), "").unwrap();
    let program = env!("CARGO_BIN_EXE_wirewatch");
    for (typed, offered) in [
        (&["watch", "show", "rock"][..], "rocket rockfall"),
        (&["watch", "edit", "rockf"], "rockfall"),
        (&["notify", "kinds", "webh"], "webhook"),
        (&["watch", "li"], "list lint"),
        (&["feed", "import", "rocks"], ""),
        (&["run", "--watch", "rock"], "rocket rockfall"),
        (&["run", "--min-severity", "fl"], "flash"),
    ] {
        let last = typed.last().unwrap();
        let before = typed.iter().rev().nth(1).unwrap();
        let asked = format!(
            ". {}; compopt() {{ :; }}; COMP_WORDS=({program} {}); COMP_CWORD={}; \
             _wirewatch_mended {program} {last} {before}; echo \"${{COMPREPLY[*]}}\"",
            script.display(),
            typed.join(" "),
            typed.len(),
        );
        let like = home.command(&[]);
        let mut bash = std::process::Command::new("bash");
        bash.args(["--norc", "-c", &asked]).current_dir(home.path());
        for (name, value) in like.get_envs() {
            if let Some(value) = value {
                bash.env(name, value);
            }
        }
        let Ok(ran) = bash.output() else {
            println!("skipped: there is no bash here");
            return;
        };
        let words = String::from_utf8(ran.stdout).unwrap();
        assert_eq!(words.trim(), offered, "{typed:?}: {}", String::from_utf8_lossy(&ran.stderr));
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
