//! Edits by command: other bytes stay, broken results are not written, readers never see a part.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use wirewatch::config::edit_watches::{self, WatchDraft};
use wirewatch::config::{self, EditError, FeedKey, Switch, commands, edit_feeds};
use wirewatch::domain::FeedSpec;

use super::Home;

const OWN: &str = "\
# Desk file, kept by hand.
defaults = true   # shipped ones too

[list]
  ports = [\"harbour\", # both spellings
           \"harbor\"]

# Above ports: asked for by the night shift.
[[watch]]
name = \"ports\" # the first
match = '''
  @ports NEAR/8 attack*
'''
weight   =   33

# -- floods --------------------------------

# Belongs to floods.
[[watch]]
name = \"floods\"
match = \"flood(s)\"
# the end
";

fn query(query: &str) -> WatchDraft {
    WatchDraft { query: Some(query.to_owned()), ..WatchDraft::default() }
}

fn feed(url: &str) -> FeedSpec {
    FeedSpec { url: url.to_owned(), enabled: true, ..FeedSpec::default() }
}

#[test]
fn an_added_watch_leaves_every_byte_before_it() {
    for own in [OWN.to_owned(), OWN.replace('\n', "\r\n"), format!("\u{feff}{OWN}")] {
        let home = Home::new().with("watches.toml", &own);
        let draft = WatchDraft { weight: Some(40), ..query("title:\"green zone\" OR siren(s)") };
        edit_watches::add(&home.paths, "zone", &draft).unwrap();
        let text = home.text("watches.toml");
        let added = text.strip_prefix(own.as_str()).expect("unchanged before");
        let end = if own.contains('\r') { "\r\n" } else { "\n" };
        let block = "\n[[watch]]\nname = \"zone\"\nmatch = 'title:\"green zone\" OR siren(s)'\nweight = 40\n";
        assert_eq!(added, block.replace('\n', end));
        let watches = home.loaded().vocabulary.watches;
        assert!(watches.iter().any(|w| w.name == "zone" && w.weight == 40));
    }
}

#[test]
fn switching_changes_one_line() {
    let home = Home::new().with("watches.toml", OWN);
    edit_watches::set_enabled(&home.paths, "ports", Switch::Off).unwrap();
    let expected = OWN.replace("# the first\n", "# the first\nenabled = false\n");
    assert_eq!(home.text("watches.toml"), expected);
    edit_watches::set_enabled(&home.paths, "ports", Switch::On).unwrap();
    assert_eq!(home.text("watches.toml"), expected.replace("= false", "= true"));
    let heavier = WatchDraft { weight: Some(7), ..WatchDraft::default() };
    edit_watches::change(&home.paths, "ports", &heavier).unwrap();
    assert!(home.text("watches.toml").contains("\nweight   =   7\n"));
}

#[test]
fn a_removed_watch_takes_only_the_comment_that_touches_it() {
    let home = Home::new().with("watches.toml", OWN);
    edit_watches::remove(&home.paths, "ports").unwrap();
    let start = OWN.find("# Above ports").unwrap();
    let end = OWN.find("# -- floods").unwrap();
    assert_eq!(home.text("watches.toml"), format!("{}{}", &OWN[..start], &OWN[end..]));
    edit_watches::remove(&home.paths, "floods").unwrap();
    let text = home.text("watches.toml");
    assert!(text.contains("# -- floods") && text.ends_with("# the end\n"), "{text}");
    assert!(!text.contains("[[watch]]"));
}

#[test]
fn shipped_entries_are_switched_off_by_an_entry_of_the_user_s() {
    let home = Home::new();
    let edited = edit_watches::remove(&home.paths, "militia").unwrap();
    let note = "\"militia\" is shipped with wirewatch: it is switched off, not removed";
    assert_eq!(edited.note.as_deref(), Some(note));
    let text = home.text("watches.toml");
    assert!(text.starts_with("# Your watches."), "{text}");
    assert!(text.ends_with("\n[[watch]]\nname = \"militia\"\nenabled = false\n"), "{text}");
    let enabled = |name: &str| {
        let watches = home.loaded().vocabulary.watches;
        watches.iter().find(|watch| watch.name == name).map(|watch| watch.enabled)
    };
    assert_eq!(enabled("militia"), Some(false));
    edit_watches::set_enabled(&home.paths, "militia", Switch::On).unwrap();
    edit_watches::set_enabled(&home.paths, "missile-test", Switch::On).unwrap();
    assert_eq!((enabled("militia"), enabled("missile-test")), (Some(true), Some(true)));
    let url = config::defaults().feeds[0].url.clone();
    edit_feeds::remove(&home.paths, &url).unwrap();
    let off = home.loaded().feeds.into_iter().find(|feed| feed.url == url).unwrap();
    assert!(!off.enabled && !off.outlet.is_empty());
}

#[test]
fn a_wrong_edit_writes_nothing_and_says_why() {
    let home = Home::new().with("watches.toml", OWN);
    for (name, draft) in [
        ("odd", WatchDraft { colour: Some("pnik".to_owned()), ..query("a") }),
        ("odd", WatchDraft { weight: Some(1_000), ..query("a") }),
        ("two\nlines", query("a")),
        ("empty", WatchDraft::default()),
    ] {
        let error = edit_watches::add(&home.paths, name, &draft).unwrap_err();
        assert!(matches!(error, EditError::WouldBreak(_)), "{error}");
        assert!(error.to_string().starts_with("not written:\nwatches.toml:"), "{error}");
    }
    let taken = edit_watches::add(&home.paths, "rocket", &query("a")).unwrap_err();
    assert_eq!(
        taken.to_string(),
        "the watch \"rocket\" exists already; `wirewatch watch edit` changes it"
    );
    let lost = edit_watches::remove(&home.paths, "floodss").unwrap_err();
    assert_eq!(lost.to_string(), "no watch is named \"floodss\", did you mean \"floods\"?");
    assert_eq!(home.text("watches.toml"), OWN);
    let broken = Home::new().with("watches.toml", "[[watch]\n");
    let refused = edit_watches::add(&broken.paths, "x", &query("a")).unwrap_err();
    assert!(matches!(refused, EditError::Broken(_)), "{refused}");
    assert_eq!(broken.text("watches.toml"), "[[watch]\n");
    assert_eq!(fs::read_dir(&home.paths.config).unwrap().count(), 1);
}

#[test]
fn a_list_adds_its_tags_and_titles_to_feeds_that_are_shipped() {
    let home = Home::new()
        .with("feeds.toml", "[[feed]]\nurl = \"https://a.example/\"\ntitle = \"Mine\"\n");
    let shipped = config::defaults().feeds[0].clone();
    let told = |url: &str| FeedSpec {
        title: "Theirs".to_owned(),
        tags: vec!["desk".to_owned()],
        ..feed(url)
    };
    let all = [told("https://a.example/"), told(&shipped.url), told("https://b.example/")];
    let edited = edit_feeds::add_many(&home.paths, &all).unwrap();
    let note = "2 already there, 2 of these with tags or a title from the list";
    assert_eq!((edited.changed, edited.note.as_deref()), (1, Some(note)));
    let found = |url: &str| home.loaded().feeds.into_iter().find(|feed| feed.url == url).unwrap();
    let own = found("https://a.example/");
    assert_eq!((own.title.as_str(), own.tags), ("Mine", vec!["desk".to_owned()]));
    let now = found(&shipped.url);
    let tags = [shipped.tags, vec!["desk".to_owned()]].concat();
    assert_eq!((now.title.as_str(), now.tags), ("Theirs", tags));
    assert_eq!(now.outlet, shipped.outlet, "the rest is as shipped");
    let text = home.text("feeds.toml");
    let again = edit_feeds::add_many(&home.paths, &all).unwrap();
    assert_eq!((again.changed, again.note.as_deref()), (0, Some("3 already there")));
    assert_eq!(home.text("feeds.toml"), text);
}

#[test]
fn imported_feeds_are_added_once() {
    let home = Home::new().with("feeds.toml", "[[feed]]\nurl = \"https://a.example/\"");
    let shipped = config::defaults().feeds[0].url.clone();
    let odd = FeedSpec {
        title: "two\nlines \"quoted\" \\ ok".to_owned(),
        language: "no tag".to_owned(),
        interval: Some(90),
        allow_private: true,
        ..feed("http://B.example:80/x#part")
    };
    let all = [
        feed("https://a.example"),
        odd,
        feed("http://b.example/x"),
        feed(&shipped),
        feed("file:///x"),
    ];
    let edited = edit_feeds::add_many(&home.paths, &all).unwrap();
    assert_eq!(edited.changed, 1);
    let note = "3 already there, 1 left out: not an http or https address";
    assert_eq!(edited.note.as_deref(), Some(note));
    let text = home.text("feeds.toml");
    assert!(text.starts_with("[[feed]]\nurl = \"https://a.example/\"\n\n[[feed]]\n"), "{text}");
    let added = home.loaded().feeds.pop().unwrap();
    assert_eq!(added.url, "http://b.example/x");
    assert_eq!(added.title, "two lines \"quoted\" \\ ok");
    assert_eq!((added.interval, added.allow_private), (Some(90), true));
    assert!(matches!(
        edit_feeds::add(&home.paths, &feed("https://a.example/")),
        Err(EditError::Exists { .. })
    ));
    assert!(matches!(
        edit_feeds::add(&home.paths, &feed("gopher://x/")),
        Err(EditError::WouldBreak(_))
    ));
    edit_feeds::remove(&home.paths, "http://b.example/x").unwrap();
    assert_eq!(home.text("feeds.toml").matches("[[feed]]").count(), 1);
    edit_feeds::set_enabled(&home.paths, "https://a.example/", Switch::Off).unwrap();
    assert!(home.text("feeds.toml").contains("url = \"https://a.example/\"\nenabled = false\n"));
}

#[test]
fn a_key_of_a_feed_takes_another_value() {
    let own = "[[feed]] # mine\nurl = \"https://a.example/\"\n";
    let home = Home::new().with("feeds.toml", own);
    let set = |key, value| edit_feeds::set(&home.paths, "https://a.example/", (key, value));
    set(FeedKey::Interval, "10m").unwrap();
    set(FeedKey::Tags, "iraq  wire").unwrap();
    let text = home.text("feeds.toml");
    assert!(text.starts_with("[[feed]] # mine\n"), "{text}");
    assert!(text.contains("interval = \"10m\"") && text.contains("[\"iraq\", \"wire\"]"), "{text}");
    assert!(set(FeedKey::Interval, "soon").is_err());
    assert_eq!(home.text("feeds.toml"), text, "a wrong value is not written");
    assert_eq!(home.loaded().feeds.pop().unwrap().interval, Some(600));
}

#[test]
fn inline_entries_are_edited_too() {
    let own = "feed = [ {url = \"https://a.example/\"}, {url = \"https://b.example/\"} ] # kept\n";
    let home = Home::new().with("feeds.toml", own);
    edit_feeds::set_enabled(&home.paths, "https://b.example/", Switch::Off).unwrap();
    let off = own.replace("b.example/\"", "b.example/\", enabled = false");
    assert_eq!(home.text("feeds.toml"), off);
    edit_feeds::remove(&home.paths, "https://a.example/").unwrap();
    assert!(home.text("feeds.toml").ends_with("# kept\n"));
    assert_eq!(home.loaded().feeds.len(), config::defaults().feeds.len() + 1);
}

#[test]
fn fifty_saves_in_a_row_are_each_whole_for_a_reader() {
    // Without the shipped vocabulary a check takes no time worth naming.
    let home = Home::new().with("watches.toml", OWN.replace("= true", "= false"));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(Ordering::Relaxed) || reads == 0 {
                home.loaded();
                reads += 1;
            }
        });
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let paths = &home.paths;
                scope.spawn(move || {
                    for n in 0..25 {
                        let name = format!("w{writer}-{n}");
                        edit_watches::add(paths, &name, &query("flood(s)")).unwrap();
                    }
                })
            })
            .collect();
        let ends: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
        assert!(ends.iter().all(Result::is_ok));
    });
    let own = home.text("watches.toml").matches("[[watch]]").count();
    assert_eq!(own, 52, "no edit of either writer is lost");
    assert_eq!(fs::read_dir(&home.paths.config).unwrap().count(), 1, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_survive_an_edit() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = Home::new();
    let real = home.dir.path().join("dotfiles.toml");
    fs::write(&real, OWN).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../dotfiles.toml", home.paths.watches_file()).unwrap();
    symlink("../later.toml", home.paths.feeds_file()).unwrap();
    edit_watches::set_enabled(&home.paths, "ports", Switch::Off).unwrap();
    edit_feeds::add(&home.paths, &feed("https://a.example/")).unwrap();
    for file in [home.paths.watches_file(), home.paths.feeds_file()] {
        assert!(fs::symlink_metadata(file).unwrap().is_symlink());
    }
    assert!(fs::read_to_string(&real).unwrap().contains("enabled = false"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let new = home.dir.path().join("later.toml");
    assert_eq!(fs::metadata(&new).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn init_writes_what_changes_nothing_and_never_overwrites() {
    let home = Home::new().with("feeds.toml", "# mine\n");
    let wrote = commands::init(&home.paths).unwrap();
    assert_eq!(wrote[2], commands::Init::Kept(home.paths.feeds_file()));
    assert_eq!(wrote[0], commands::Init::Written(home.paths.config_file()));
    assert_eq!(home.text("feeds.toml"), "# mine\n");
    let loaded = home.loaded();
    assert_eq!(loaded.feeds, config::defaults().feeds);
    assert_eq!(loaded.vocabulary, config::defaults().vocabulary);
    assert_eq!(commands::show(&loaded.settings), commands::show(&config::defaults().settings));
    let again = commands::init(&home.paths).unwrap();
    assert!(again.iter().all(|file| matches!(file, commands::Init::Kept(_))));
    assert!(commands::check(&home.paths).summary.starts_with("3 of 4 watches on, "));
}

/// Taking every `#` off the commented examples of the start files gives files that are right.
#[test]
fn the_examples_of_the_start_files_are_right() {
    let home = Home::new();
    commands::init(&home.paths).unwrap();
    for name in ["watches.toml", "feeds.toml"] {
        let example = |line: &str| {
            let code = line.strip_prefix("# ")?;
            let starts = code.starts_with('[')
                || code.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
            starts.then(|| format!("{code}\n"))
        };
        let text: String = home.text(name).lines().filter_map(example).collect();
        assert!(text.contains("defaults = false"), "{text}");
        let text = text.replace("defaults = false", "defaults = true");
        fs::write(home.paths.config.join(name), text).unwrap();
    }
    let loaded = home.loaded();
    assert!(loaded.vocabulary.watches.iter().any(|watch| watch.name == "ports"));
}

#[test]
fn secrets_are_not_shown() {
    let home = Home::new().with(
        "config.toml",
        "[[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"https://u:p@hooks.example:8443/T00/abc\"\n\
         secret = \"whsec_abc\"\ntoken_file = \"/run/token\"\nheaders = { Authorization = \"Bearer abc\" }\n\
         to = [\"desk@example.org\"]\nport = 25\n",
    );
    let shown = commands::show(&home.loaded().settings);
    let (_, notify) = shown.split_once("[[notify]]\n").unwrap();
    assert_eq!(
        notify,
        "name = \"desk\"\nkind = \"webhook\"\nurl = \"https://hooks.example:8443/***\"\nsecret = \"***\"\n\
         token_file = \"/run/token\"\nheaders = \"***\"\nto = [\"desk@example.org\"]\nport = 25\n"
    );
}
