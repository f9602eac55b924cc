//! `wirewatch watch` as a shell user meets it: test, backtest, show, lint, and edits by command and
//! in an editor.

use serde_json::Value;

use crate::support::home::{Home, Ran};
use crate::support::screen::Screen;
use crate::support::server::{FeedServer, Response};

const LINES: &str = concat!(
    r#"{"title":"Rocket lands near US embassy","summary":"A rocket came down in Baghdad.","outlet":"Desk"}"#,
    "\n",
    r#"{"title":"Houston Rockets win","summary":"A game."}"#,
    "\n",
);

#[test]
fn a_query_is_tried_on_lines_and_every_hit_has_its_span() {
    let ran = Home::new().run_with(&["watch", "test", "rocket(s)"], LINES).expect_status(0);
    assert!(ran.stdout.contains("[Rocket] lands near US embassy"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\"rocket\" in summary at 2..8"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("2 of 2 articles\n"), "{}", ran.stdout);
    let none = Home::new().run_with(&["watch", "test", "zeppelin"], LINES).expect_status(1);
    assert_eq!(none.stdout, "0 of 2 articles\n");
}

#[test]
fn an_explanation_says_yes_or_no_to_every_part() {
    let args = ["watch", "test", "--explain", "(rocket OR zeppelin) AND NOT title:houston"];
    let ran = Home::new().run_with(&args, LINES).expect_status(0);
    let text = ran.stdout;
    assert!(text.contains("yes rocket  (title 0..6 \"Rocket\""), "{text}");
    assert!(text.contains("no  zeppelin"), "{text}");
    assert!(text.contains("yes NOT title:houston"), "{text}");
}

#[test]
fn json_is_the_line_of_match_with_the_explanation_on_request() {
    let home = Home::new();
    let matched = home.run_with(&["match", "--watch", "rocket"], LINES).expect_status(0);
    let tested =
        home.run_with(&["watch", "test", "rocket", "--format", "json"], LINES).expect_status(0);
    let known =
        |line: &Value| (line["matches"].clone(), line["severity"].clone(), line["score"].clone());
    assert_eq!(known(&matched.json_lines()[0]), known(&tested.json_lines()[0]));
    let args = ["watch", "test", "rocket", "--format", "json", "--explain"];
    let explained = home.run_with(&args, LINES).expect_status(0).json_lines();
    assert_eq!(explained.len(), 2);
    assert_eq!(explained[0]["explained"][0]["satisfied"], true);
    assert_eq!(explained[1]["explained"][0]["satisfied"], false);
}

#[test]
fn a_hostile_body_is_one_short_line_of_output() {
    let line = format!("{{\"title\":\"x\",\"body\":\"{}\"}}\n", "rocket attack ".repeat(40_000));
    let ran = Home::new().run_with(&["watch", "test", "rocket(s)", "--format", "json"], &line);
    let matches = &ran.expect_status(0).json_lines()[0]["matches"][0];
    assert_eq!(matches["hits"].as_array().map(Vec::len), Some(200));
    assert_eq!(matches["more"], 39_800);
}

#[test]
fn a_bad_line_is_named_and_the_others_are_tried() {
    let lines = format!("\u{feff}{{\"title\":\n{LINES}not a line\n");
    for args in [&["watch", "test", "rocket(s)"][..], &["match", "--watch", "rocket", "--all"]] {
        let ran = Home::new().run_with(args, &lines).expect_status(2);
        let said = &ran.stderr;
        assert!(said.contains("wirewatch: standard input, line 1: not an article line"), "{said}");
        assert!(said.contains("wirewatch: standard input, line 4: not an article line"), "{said}");
        assert!(said.contains("2 bad lines were left out; all others were read"), "{said}");
        assert!(ran.stdout.contains("Houston"), "{}", ran.stdout);
    }
    let marked = format!("\u{feff}{LINES}");
    for args in [&["watch", "test", "rocket(s)"][..], &["match", "--watch", "rocket"]] {
        let ran = Home::new().run_with(args, &marked).expect_status(0);
        assert_eq!(ran.stderr, "");
    }
}

#[test]
fn a_weight_is_taken_as_the_file_takes_it() {
    let home = Home::new();
    let add =
        |name: &str, weight: &str| home.run(&["watch", "add", name, "port", "--weight", weight]);
    add("low", "0").expect_status(0);
    add("high", "99").expect_status(0);
    add("beyond", "100").expect_status(2);
}

#[test]
fn a_wrong_query_is_shown_with_a_caret() {
    let ran = Home::new().run(&["watch", "test", "rocket attack"]).expect_status(2);
    assert!(ran.stderr.contains("\n  rocket attack\n         ^^^^^^ two words"), "{}", ran.stderr);
}

#[test]
fn show_prints_the_parts_and_the_literals_on_request() {
    let home = Home::new();
    home.write("watches.toml", "defaults = false\n[[watch]]\nname = \"p\"\nsay = \"Ports\"\nmatch = 'port(s) AND (strike OR fire)'\n");
    let brief = home.run(&["watch", "show", "p"]).expect_status(0).stdout;
    assert!(brief.starts_with("p (on, weight 20): Ports\nmatch         port(s)\n"), "{brief}");
    assert!(brief.contains("          AND (strike OR fire)\n"), "{brief}");
    assert!(!brief.contains("  ports\n"), "{brief}");
    let all = home.run(&["watch", "show", "p", "--literals"]).expect_status(0).stdout;
    assert!(all.contains("  ports\n"), "{all}");
    home.run(&["watch", "show", "q"]).expect_status(2);
}

#[test]
fn what_is_added_is_remarked_on_at_once() {
    let home = Home::new();
    let ran = home.run(&["watch", "add", "all", "NOT nasa"]).expect_status(0);
    assert!(ran.stdout.starts_with("added all in "), "{}", ran.stdout);
    assert!(ran.stderr.contains("to consider: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("true for articles without any hit"), "{}", ran.stderr);
    let ran = home.run(&["watch", "edit", "all", "rocket NOT nasa"]).expect_status(0);
    assert!(ran.stderr.contains("NOT hides every article"), "{}", ran.stderr);
    let ran = home.run(&["watch", "add", "one", "rocket NOT NEAR/8 nasa"]).expect_status(0);
    assert_eq!(ran.stderr, "");
    let ran = home.run(&["watch", "add", "rocket", "port"]).expect_status(2);
    assert!(ran.stderr.contains("`wirewatch watch edit` changes it"), "{}", ran.stderr);
}

#[test]
fn only_what_could_be_a_name_is_taken_for_a_mistyped_one() {
    let remark = |query: &str| Home::new().run_with(&["watch", "test", query], LINES).stderr;
    assert!(remark("roket").contains("did you mean \"rocket\""));
    for query in ["(rocket", "*ocket", "rocket~2"] {
        assert!(!remark(query).contains("did you mean"), "{query}");
    }
}

#[test]
fn lint_counts_its_remarks_and_does_not_fail() {
    let home = Home::new();
    home.write(
        "watches.toml",
        "defaults = false\n[[watch]]\nname = \"p\"\nmatch = 'port NOT wine'\n",
    );
    let ran = home.run(&["watch", "lint"]).expect_status(0);
    assert!(ran.stdout.contains("NOT hides every article"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("1 remark\n"), "{}", ran.stdout);
    let rows = home.run(&["watch", "lint", "--format", "json"]).expect_status(0).json_lines();
    assert_eq!(rows[0].as_array().map(Vec::len), Some(1));
    assert_eq!((&rows[0][0]["line"], &rows[0][0]["shipped"]), (&4.into(), &false.into()));
    home.write("watches.toml", "defaults = false\n");
    assert_eq!(home.run(&["watch", "lint"]).expect_status(0).stdout, "nothing to remark\n");
}

#[test]
fn lint_tells_the_users_own_words_from_the_shipped_ones() {
    let home = Home::new();
    home.write(
        "watches.toml",
        "[list]\nfire_sure = [\"@fire_sure\", \"rocket attack(s)\"]\n\
         [[watch]]\nname = \"rocket\"\nmask = 'katyusha(s)'\n",
    );
    let own = home.run(&["watch", "lint"]).expect_status(0).stdout;
    assert!(own.contains("watches.toml:2:29: stands here twice, remove one of the two\n"), "{own}");
    assert!(own.contains("watches.toml:5:9: voids every hit of \"katyusha(s)\""), "{own}");
    assert!(!own.contains("shipped watches.toml"), "{own}");
    let last = own.lines().last().unwrap_or_default();
    assert!(last.starts_with("2 remarks"), "{own}");
    let rows = home.run(&["watch", "lint", "--shipped", "--format", "json"]);
    let rows = &rows.expect_status(0).json_lines()[0];
    let whose = |row: &Value| row["shipped"].as_bool();
    let own = rows.as_array().into_iter().flatten().filter(|row| whose(row) == Some(false));
    assert_eq!(own.count(), 2);
}

#[test]
fn lint_tells_of_a_watch_that_flags_most_of_what_is_stored() {
    let server = FeedServer::start();
    let item = |n: u32| {
        let title = if n.is_multiple_of(3) { "Bakers meet" } else { "Zeppelin lands" };
        format!("<item><guid>{n}</guid><title>{title} in town {n}</title></item>")
    };
    let items: String = (0..60).map(item).collect();
    let feed = format!("<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>");
    server.feed("/a.xml", Response::ok(feed));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.write(
        "watches.toml",
        "defaults = false\n[[watch]]\nname = \"z\"\nmatch = 'zeppelin'\n[[watch]]\nname = \"b\"\nmatch = 'bakers'\n",
    );
    let before = home.run(&["watch", "lint"]).expect_status(0);
    assert!(!before.stdout.contains("flags"), "{}", before.stdout);
    home.run(&["run", "--once"]).expect_status(0);
    let ran = home.run(&["watch", "lint"]).expect_status(0);
    assert!(
        ran.stdout.contains("watch \"z\" flags 40 of the 60 newest stored articles, add"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("watch \"b\""), "{}", ran.stdout);
}

#[test]
fn backtest_counts_stored_alerts_by_day_and_shows_the_newest() {
    let server = FeedServer::start();
    let now = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    let item = |id: u32, title: &str| {
        format!("<item><guid>{id}</guid><title>{title}</title><pubDate>{now}</pubDate></item>")
    };
    let items = [item(1, "Zeppelin over Lakehurst"), item(2, "Bakers meet in Ulm")].concat();
    server.feed(
        "/a.xml",
        Response::ok(format!(
            "<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>"
        )),
    );
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    let empty = home.run(&["watch", "backtest", "zeppelin"]).expect_status(3);
    assert!(empty.stderr.contains("no store yet"), "{}", empty.stderr);
    home.run(&["run", "--once"]).expect_status(0);
    let ran = home.run(&["watch", "backtest", "zeppelin"]).expect_status(0);
    assert!(ran.stdout.contains("1 alert from 1 of 2 articles in 7 days"), "{}", ran.stdout);
    assert!(ran.stdout.contains("[Zeppelin] over Lakehurst  Outlet"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "", "no progress bar in a pipe");
    let coloured =
        home.run(&["--color", "always", "watch", "backtest", "zeppelin"]).expect_status(0);
    assert!(coloured.stdout.contains("\u{1b}[1;33mZeppelin\u{1b}[0m"), "{}", coloured.stdout);
    let json = home.run(&["watch", "backtest", "zeppelin", "--days", "2", "--format", "json"]);
    let object = &json.expect_status(0).json_lines()[0];
    assert_eq!((&object["alerts"], &object["articles"]), (&1.into(), &2.into()));
    assert!(object["a_day"].is_null(), "some seconds of news: {object}");
    assert_eq!(object["newest"][0]["matches"][0]["hits"][0]["text"], "Zeppelin");
    home.run(&["watch", "backtest", "dirigible"]).expect_status(1);
    home.run(&["watch", "backtest", "two words"]).expect_status(2);
}

#[test]
fn a_watch_is_changed_at_once_and_comments_stay() {
    let home = Home::new();
    home.write("watches.toml", "# mine\n[[watch]]\nname = \"port\"\nmatch = 'port' # wide\n");
    let args =
        ["watch", "edit", "port", "port NEAR/8 strike", "--weight", "31", "--severity", "flash"];
    home.run(&args).expect_status(0);
    let text = home.read("watches.toml");
    assert!(text.starts_with("# mine\n"), "{text}");
    assert!(text.contains("match = 'port NEAR/8 strike' # wide\n"), "{text}");
    assert!(text.contains("weight = 31\n") && text.contains("severity = \"flash\"\n"), "{text}");
    home.run(&["watch", "edit", "port", "port strike"]).expect_status(2);
    assert_eq!(home.read("watches.toml"), text);
    home.run(&["watch", "edit", "nothing", "port"]).expect_status(2);
}

#[test]
fn the_colour_of_highlights_is_not_that_of_the_output() {
    let home = Home::new();
    home.run(&["watch", "add", "port", "harbour(s)", "--highlight", "green"]).expect_status(0);
    assert!(home.read("watches.toml").contains("colour = \"green\"\n"));
    for option in ["--color", "--colour"] {
        let edit = ["watch", "edit", "port", "--highlight", "red", option, "never"];
        home.run(&edit).expect_status(0);
        assert!(home.read("watches.toml").contains("colour = \"red\"\n"));
    }
}

/// Runs `watch edit` with an editor, and without a terminal.
#[cfg(unix)]
fn edit(home: &Home, editor: &str, args: &[&str]) -> Ran {
    let args = [&["watch", "edit"], args].concat();
    let mut command = home.command(&args);
    command.env_remove("VISUAL").env("EDITOR", editor);
    command.output().expect("the program starts").into()
}

#[cfg(unix)]
#[test]
fn an_edited_copy_is_taken_when_it_is_right() {
    let home = Home::new();
    let wanted = "defaults = false # only mine\n[[watch]]\nname = \"port\"\nmatch = 'port'\n";
    let new = home.write("new.txt", wanted).display().to_string();
    let ran = edit(&home, &format!("cp '{new}'"), &[]).expect_status(0);
    assert_eq!(home.read("watches.toml"), wanted);
    assert!(ran.stdout.contains("changed"), "{}", ran.stdout);
    let same = edit(&home, "true", &[]).expect_status(0);
    assert_eq!(same.stdout, "nothing was changed\n");
    assert_eq!(copies(&home), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_broken_copy_changes_nothing_and_stays_where_it_is_named() {
    let home = Home::new();
    let old = "# mine\n[[watch]]\nname = \"port\"\nmatch = 'port'\n";
    home.write("watches.toml", old);
    let new = home.write("new.txt", "[[watch]]\nname = \"port\"\nmatch = 'port strike'\n");
    let ran = edit(&home, &format!("cp '{}'", new.display()), &["port"]).expect_status(2);
    assert!(ran.stderr.contains("watches.toml:3:"), "{}", ran.stderr);
    assert!(ran.stderr.contains('^'), "{}", ran.stderr);
    assert_eq!(home.read("watches.toml"), old);
    let copies = copies(&home);
    assert_eq!(copies.len(), 1);
    assert!(ran.stderr.contains(&copies[0]), "{}", ran.stderr);
    assert_eq!(home.read(&copies[0]), home.read("new.txt"));
}

#[cfg(unix)]
#[test]
fn a_shipped_watch_gets_an_entry_of_its_own_to_edit() {
    let home = Home::new();
    let ran = edit(&home, "sed -i s/^weight.*/weight=44/", &["rocket"]).expect_status(0);
    let text = home.read("watches.toml");
    assert!(text.contains("name = \"rocket\"") && text.contains("weight=44"), "{text}");
    assert!(ran.stdout.contains("changed"), "{}", ran.stdout);
    let shown = home.run(&["watch", "show", "rocket"]).expect_status(0).stdout;
    assert!(shown.starts_with("rocket (on, weight 44)"), "{shown}");
    edit(&home, "true", &["rokcet"]).expect_status(2);
}

#[cfg(unix)]
#[test]
fn an_editor_that_fails_or_is_not_there_changes_nothing() {
    let home = Home::new();
    for (editor, said) in
        [("false", "failed"), ("/no/such/editor", "cannot be started"), ("e 'x", "quotation")]
    {
        let ran = edit(&home, editor, &[]).expect_status(2);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    assert_eq!(copies(&home), Vec::<String>::new());
    assert!(!home.config().join("watches.toml").exists());
}

#[cfg(unix)]
#[test]
fn a_copy_that_comes_back_empty_or_as_no_text_changes_nothing() {
    let home = Home::new();
    let old = "[[watch]]\nname = \"port\"\nmatch = 'port'\n";
    home.write("watches.toml", old);
    let ran = edit(&home, "cp /dev/null", &[]).expect_status(2);
    assert!(
        ran.stderr.contains("nothing was changed; your text is as it was in"),
        "{}",
        ran.stderr
    );
    assert_eq!(copies(&home), Vec::<String>::new());
    let latin = home.config().join("latin.txt");
    std::fs::write(&latin, b"# caf\xe9\n").unwrap();
    let ran = edit(&home, &format!("cp '{}'", latin.display()), &[]).expect_status(2);
    let copies = copies(&home);
    assert!(ran.stderr.contains("the text is not UTF-8\nnothing was changed"), "{}", ran.stderr);
    assert!(copies.len() == 1 && ran.stderr.contains(&copies[0]), "{}", ran.stderr);
    assert_eq!(home.read("watches.toml"), old);
}

/// The copies that are left beside the file.
#[cfg(unix)]
fn copies(home: &Home) -> Vec<String> {
    let names = std::fs::read_dir(home.config()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".edit-")).collect()
}

/// An editor that writes something wrong first and mends it when it is started again.
#[cfg(unix)]
fn careless_editor(home: &Home) -> String {
    let bad = home.write("bad.txt", "[[watch]]\nname = \"port\"\nmatch = 'port strike'\n");
    let good = home.write("good.txt", "[[watch]]\nname = \"port\"\nmatch = 'port AND strike'\n");
    let (bad, good) = (bad.display(), good.display());
    let script = format!(
        "if [ -e {bad}.seen ]; then cp {good} \"$1\"; else touch {bad}.seen; cp {bad} \"$1\"; fi\n"
    );
    format!("sh '{}'", home.write("editor.sh", &script).display())
}

#[cfg(unix)]
#[test]
fn on_a_terminal_a_broken_copy_can_be_edited_again_or_discarded() {
    let home = Home::new();
    let editor = careless_editor(&home);
    let start = || Screen::start_with(&home, &["watch", "edit"], (100, 30), &[("EDITOR", &editor)]);
    let mut screen = start();
    screen.wait_for("two words with nothing between them");
    screen.press("d\r");
    let (status, _) = screen.end();
    assert_eq!((status, home.config().join("watches.toml").exists()), (0, false));
    std::fs::remove_file(home.config().join("bad.txt.seen")).unwrap();
    let mut screen = start();
    screen.wait_for("[e/d]");
    screen.press("e\r");
    let (status, _) = screen.end();
    assert_eq!((status, home.read("watches.toml")), (0, home.read("good.txt")));
    assert_eq!(copies(&home), Vec::<String>::new());
}

#[test]
fn a_watch_typed_in_the_dashboard_is_tried_written_and_in_force() {
    let server = FeedServer::start();
    let now = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    let item =
        format!("<item><title>Zeppelin over Lakehurst</title><pubDate>{now}</pubDate></item>");
    server.feed(
        "/a.xml",
        Response::ok(format!(
            "<rss version=\"2.0\"><channel><title>Desk</title>{item}</channel></rss>"
        )),
    );
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    home.write("watches.toml", "# mine\n");
    home.run(&["run", "--once"]).expect_status(0);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("4 watches");
    screen.press("w");
    screen.wait_for("on/off");
    screen.press("aairship");
    screen.press("\t");
    screen.press("zeppelin(s)");
    screen.wait_for("1 of 1 articles of the last 7 days");
    screen.wait_for("Zeppelin over Lakehurst");
    screen.press("\r");
    screen.wait_for("added airship");
    // In force: the engine has read the file and tells the screen.
    screen.wait_for("airship  weight 25");
    let text = home.read("watches.toml");
    assert!(text.starts_with("# mine\n") && text.contains("match = 'zeppelin(s)'"), "{text}");
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}
