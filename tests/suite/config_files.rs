//! Configuration files: what is read, what is refused and how that is said. Edits are in `edits`,
//! the shipped lists in `shipped`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod edits;
mod shipped;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use wirewatch::config::{self, Given, Loaded, Paths};
use wirewatch::domain::{PrivateRule, Severity};

/// A configuration folder with some files in it.
pub struct Home {
    pub paths: Paths,
    pub dir: TempDir,
}

impl Home {
    pub fn new() -> Home {
        let dir = TempDir::new().unwrap();
        let paths = Paths::inside(dir.path());
        fs::create_dir_all(&paths.config).unwrap();
        Home { paths, dir }
    }

    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Home {
        fs::write(self.paths.config.join(name), text).unwrap();
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.paths.config.join(name)).unwrap()
    }

    pub fn loaded(&self) -> Loaded {
        config::load(&self.paths).unwrap_or_else(|problems| panic!("{}", config::report(&problems)))
    }

    /// Problems, else warnings, as people see them.
    pub fn report(&self) -> String {
        match config::load(&self.paths) {
            Ok(loaded) => config::report(&loaded.warnings),
            Err(problems) => config::report(&problems),
        }
    }
}

/// (file, its text, the whole report).
const REPORTS: &[(&str, &str, &str)] = &[
    (
        "config.toml",
        "[poll]\nintervall = \"2s\"\n",
        "config.toml:2:1: unknown key \"intervall\", did you mean \"interval\"?\n  2 | intervall = \"2s\"\n    | ^^^^^^^^^\n",
    ),
    (
        "config.toml",
        "[pol]\n",
        "config.toml:1:2: unknown key \"pol\", did you mean \"poll\"?\n  1 | [pol]\n    |  ^^^\n",
    ),
    (
        "config.toml",
        "poll = 3\n",
        "config.toml:1:8: expected the section [poll], found a whole number\n  1 | poll = 3\n    |        ^\n",
    ),
    (
        "config.toml",
        "[poll]\ninterval = 30\n[fetch]\nredirects = \"many\"\nper_host = 900\n",
        "config.toml:2:12: interval: expected a time in quotes, for example \"30s\" or \"5m\", found a whole number\n  2 | interval = 30\n    |            ^^\n\
         config.toml:4:13: redirects: expected a whole number, found a string\n  4 | redirects = \"many\"\n    |             ^^^^^^\n\
         config.toml:5:12: per_host: 900 is out of range: 1 to 64\n  5 | per_host = 900\n    |            ^^^\n",
    ),
    (
        "config.toml",
        "[fetch]\nallow_private = [\"127.0.0.1:8097\", \"10.0.0.0/99\"]\n",
        "config.toml:2:36: allow_private: \"10.0.0.0/99\" has no such prefix, write a host, host:port or a network such as \"127.10.0.0/16\"\n  2 | allow_private = [\"127.0.0.1:8097\", \"10.0.0.0/99\"]\n    |                                    ^^^^^^^^^^^^^\n",
    ),
    (
        "config.toml",
        "[limits]\nbody = \"10 megs\"\n",
        "config.toml:2:8: body: this is not a size, write a number and B, KiB, MiB or GiB, for example \"10MiB\"\n  2 | body = \"10 megs\"\n    |        ^^^^^^^^^\n",
    ),
    (
        "config.toml",
        "[severity]\nflash = 50\n",
        "config.toml:2:1: priority < immediate < flash must hold\n  2 | flash = 50\n    | ^^^^^\n",
    ),
    (
        "config.toml",
        "[dashboard]\nzone = \"Asia/Bagdad\"\ntheme = \"drak\"\n",
        "config.toml:2:8: zone: no time zone is called \"Asia/Bagdad\", did you mean \"Asia/Baghdad\"?\n  2 | zone = \"Asia/Bagdad\"\n    |        ^^^^^^^^^^^^^\n\
         config.toml:3:9: theme: \"drak\" is not one of them, did you mean \"dark\"?\n  3 | theme = \"drak\"\n    |         ^^^^^^\n",
    ),
    (
        "config.toml",
        "[poll]\ninterval = \"2s\"\n",
        "config.toml:2:1: every feed is polled every 2 s: publishers may block you\n  2 | interval = \"2s\"\n    | ^^^^^^^^\n",
    ),
    (
        "config.toml",
        "[[notify]]\nkind = \"webhook\"\n",
        "config.toml:1:1: [[notify]] needs a name\n  1 | [[notify]]\n    | ^^^^^^^^^^\n",
    ),
    (
        "watches.toml",
        "[[watch]]\nname = \"x\"\nmatch = \"a\"\nprioritty = 3\n",
        "watches.toml:4:1: unknown key \"prioritty\", known here: name, say, match, mask, weight, colour, severity, enabled\n  4 | prioritty = 3\n    | ^^^^^^^^^\n",
    ),
    (
        "watches.toml",
        "[[watch]]\nname = \"x\"\nmatch = \"a\"\nseverity = \"flsh\"\ncolour = \"pnik\"\n",
        "watches.toml:4:12: severity: \"flsh\" is not one of them, did you mean \"flash\"?\n  4 | severity = \"flsh\"\n    |            ^^^^^^\n\
         watches.toml:5:10: colour: \"pnik\" is no colour: write a name or \"#rrggbb\", did you mean \"pink\"?\n  5 | colour = \"pnik\"\n    |          ^^^^^^\n",
    ),
    (
        "watches.toml",
        "[[watch]]\nname = \"x\"\n",
        "watches.toml:2:8: the watch \"x\" has no match, write match = 'rocket(s) NEAR/8 embass(y|ies)'\n  2 | name = \"x\"\n    |        ^^^\n",
    ),
    (
        "watches.toml",
        "[[watch]]\nname = \"rokcet\"\nenabled = false\n",
        "watches.toml:2:8: the watch \"rokcet\" has no match, did you mean \"rocket\"? A watch of your own needs match = '…'\n  2 | name = \"rokcet\"\n    |        ^^^^^^^^\n",
    ),
    (
        "watches.toml",
        "[[watch]]\nname = \"x\"\nmatch = \"a\"\n[[watch]]\nname = \"x\"\n",
        "watches.toml:5:8: there are two watches called \"x\"\n  5 | name = \"x\"\n    |        ^^^\n",
    ),
    (
        "watches.toml",
        "[list]\nports = [\"harbour\", 7]\n",
        "watches.toml:2:21: ports: expected a string in quotes, found a whole number\n  2 | ports = [\"harbour\", 7]\n    |                     ^\n",
    ),
    (
        "feeds.toml",
        "[[feed]]\nurl = \"ftp://example.org/x\"\n[[feed]]\ntitle = \"no address\"\n",
        "feeds.toml:2:7: url: \"ftp:\" is not fetched: only http and https are, write the full address, with https://\n  2 | url = \"ftp://example.org/x\"\n    |       ^^^^^^^^^^^^^^^^^^^^^\n\
         feeds.toml:3:1: this feed has no url\n  3 | [[feed]]\n    | ^^^^^^^^\n",
    ),
    (
        "feeds.toml",
        "[[feed]]\nurl = \"https://example.org/x\"\nclass = \"wires\"\nlanguage = \"english language\"\n",
        "feeds.toml:3:9: class: \"wires\" is not one of them, did you mean \"wire\"?\n  3 | class = \"wires\"\n    |         ^^^^^^^\n\
         feeds.toml:4:12: language: \"english language\" is no language tag, write \"en\" or \"pt-BR\"\n  4 | language = \"english language\"\n    |            ^^^^^^^^^^^^^^^^^^\n",
    ),
    (
        "feeds.toml",
        "[[feed]]\nurl = \"https://example.org/x\"\n[[feed]]\nurl = \"https://EXAMPLE.org:443/x\"\n",
        "feeds.toml:4:7: \"https://example.org/x\" is listed twice; the later entry counts\n  4 | url = \"https://EXAMPLE.org:443/x\"\n    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
    ),
    (
        "feeds.toml",
        "[owners]\n\"A\" = [\"a.example\"]\n\"B\" = [\"A.example\"]\n\"C\" = [\"https://www.c.example/rss\"]\n\"D\" = \"d\"\n",
        "feeds.toml:3:7: B: \"A.example\" is already with \"A\", an outlet has one owner\n  3 | \"B\" = [\"A.example\"]\n    |       ^^^^^^^^^^^^^\n\
         feeds.toml:4:7: C: \"https://www.c.example/rss\" is an address, write the site alone: \"c.example\"\n  4 | \"C\" = [\"https://www.c.example/rss\"]\n    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\
         feeds.toml:5:7: D: expected a list of strings, found a string\n  5 | \"D\" = \"d\"\n    |       ^^^\n",
    ),
];

#[test]
fn every_kind_of_mistake_is_told_with_its_line_and_what_to_write() {
    for (file, text, expected) in REPORTS {
        let home = Home::new().with(file, text);
        assert_eq!(home.report(), *expected, "{file}:\n{text}");
    }
}

/// Feeds whose sections take four lines each.
fn many_feeds(count: usize) -> String {
    let feed = |n: usize| {
        format!("[[feed]]\nurl = \"https://n{n}.example/feed.xml\"\ntitle = \"Number {n}\"\n\n")
    };
    (0..count).map(feed).collect()
}

#[test]
fn a_long_list_of_feeds_is_read_and_told_of_like_a_short_one() {
    let count = 4_000;
    let text = format!("defaults = false\n\n\n\n{}", many_feeds(count));
    let loaded = Home::new().with("feeds.toml", &text).loaded();
    assert_eq!((loaded.feeds.len(), loaded.warnings.len()), (count, 0));
    assert!(loaded.feeds.iter().enumerate().all(|(n, feed)| feed.title == format!("Number {n}")));
    // Far from each other, in parts of their own.
    let twice = text.replace("https://n3999.example", "https://n7.example");
    let report = Home::new().with("feeds.toml", twice).report();
    assert!(
        report.starts_with("feeds.toml:16002:7: \"https://n7.example/feed.xml\" is listed twice")
    );
    let owners = "[owners]\n\"A\" = [\"a.example\"]\n";
    let loaded = Home::new().with("feeds.toml", format!("{text}{owners}")).loaded();
    assert!(loaded.owners.iter().any(|owner| owner.name == "A"));
    for (fault, told) in [
        (format!("{owners}{text}{owners}"), "feeds.toml:16007:"),
        (text.replace("Number 3000", "Number \\q"), "feeds.toml:12007:"),
        (
            text.replace("title = \"Number 3999\"", "titel = \"x\""),
            "feeds.toml:16003:1: unknown key",
        ),
        (
            text.replace("\"Number 2000\"", "\"\"\"\nNumber\n[[feed]]\n\"\"\""),
            "title: one line only",
        ),
    ] {
        let report = Home::new().with("feeds.toml", &fault).report();
        assert!(report.contains(told), "{told}:\n{report}");
    }
}

#[test]
fn syntax_errors_and_foreign_encodings_are_told_with_their_place() {
    let cases: &[(&[u8], &str)] = &[
        (b"[poll]\ninterval = \n", "config.toml:2:"),
        (b"[poll]\ninterval = \"2m\"\ninterval = \"3m\"\n", "config.toml:3:1: duplicate key"),
        (b"[poll]\n# caf\xe9\n", "config.toml:2:6: the file is not UTF-8, save it as UTF-8 text"),
        (b"\xff\xfe[\0p\0", "config.toml:1:1: the file is not UTF-8"),
        (b"x = \"\x1b[2J\"\n", "config.toml:1:"),
    ];
    for (bytes, start) in cases {
        let report = Home::new().with("config.toml", bytes).report();
        assert!(report.starts_with(start), "{report}");
        assert!(!report.contains('\u{1b}'), "{report:?}");
    }
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_read() {
    let home = Home::new().with("config.toml", "\u{feff}[poll]\r\ninterval = \"2m\"\r\n[x]\r\n");
    assert_eq!(
        home.report().lines().next(),
        Some(
            "config.toml:3:2: unknown key \"x\", known here: poll, fetch, limits, stories, severity, store, dashboard, duty, notify"
        )
    );
    let home = Home::new().with("config.toml", "\u{feff}[poll]\r\ninterval = \"2m\"\r\n");
    assert_eq!(home.loaded().settings.pace.interval, Some(120));
}

#[test]
fn a_caret_stands_under_its_place_in_long_and_wide_lines() {
    let long = format!("[list]\nmany = [{}7]\n", "\"word\", ".repeat(60));
    let report = Home::new().with("watches.toml", long).report();
    let lines: Vec<&str> = report.lines().collect();
    assert!(lines[0].starts_with("watches.toml:2:489: many:"), "{report}");
    let caret = lines[2].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[1].chars().nth(caret), Some('7'), "{report}");
    assert!(lines[1].chars().count() < 120);
    let wide = Home::new().with("watches.toml", "[list]\nx = [\"火箭\", 7]\n").report();
    assert!(wide.ends_with("  2 | x = [\"火箭\", 7]\n    |              ^\n"), "{wide}");
}

#[test]
fn the_user_s_values_are_laid_over_the_shipped_ones() {
    let home = Home::new().with(
        "config.toml",
        "poll.interval = \"2m\"\n[fetch]\nallow_private = [\"127.10.0.0/16\", \"Desk:8097\"]\n\
         [store]\npath = \"here.db\"\n[dashboard.keys]\nacknowledge = \"a <C-a>\"\n\
         [[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl = \"https://example.org/hook\"\n",
    );
    let settings = home.loaded().settings;
    assert_eq!(settings.pace.interval, Some(120));
    assert_eq!(settings.pace.floor, 300);
    let rules = settings.fetching.allow_private;
    assert_eq!(rules[0], PrivateRule::Network("127.10.0.0".parse().unwrap(), 16));
    assert_eq!(rules[1], PrivateRule::Host("desk".to_owned(), Some(8097)));
    assert_eq!(settings.dashboard.keys["acknowledge"], "a <C-a>");
    assert_eq!(settings.notify[0].kind, "webhook");
    let problem = settings.notify[0].problem(Some("url"), "cannot be reached");
    assert_eq!(problem.one_line(), "config.toml:11:7: cannot be reached");
    assert_eq!(home.paths.store_file(&settings.store), home.paths.config.join("here.db"));
}

#[test]
fn watches_and_lists_add_to_or_change_the_shipped_ones_by_name() {
    let home = Home::new().with(
        "watches.toml",
        "[list]\nfire_sure = [\"@fire_sure\", \"loitering munition(s)\"]\nmine = [\"harbour\"]\n\
         [[watch]]\nname = \"rocket\"\nweight = 50\nseverity = \"priority\"\n\
         [[watch]]\nname = \"ports\"\nmatch = '@mine'\n",
    );
    let (own, shipped) = (home.loaded(), config::defaults());
    let list = |loaded: &Loaded, name: &str| {
        loaded.vocabulary.lists.iter().find(|list| list.name == name).unwrap().terms.clone()
    };
    let mut longer = list(&shipped, "fire_sure");
    longer.push("loitering munition(s)".to_owned());
    assert_eq!(list(&own, "fire_sure"), longer);
    let rocket = &own.vocabulary.watches[0];
    assert_eq!((rocket.weight, rocket.severity), (50, Some(Severity::Priority)));
    assert_eq!(rocket.query, shipped.vocabulary.watches[0].query);
    assert_eq!(own.vocabulary.watches.len(), shipped.vocabulary.watches.len() + 1);
}

#[test]
fn defaults_false_leaves_the_shipped_lists_out() {
    let home = Home::new()
        .with("watches.toml", "defaults = false\n[[watch]]\nname = \"x\"\nmatch = 'flood(s)'\n")
        .with("feeds.toml", "defaults = false\n[[feed]]\nurl = \"https://example.org/a\"\n");
    let loaded = home.loaded();
    assert_eq!(loaded.vocabulary.watches.len(), 1);
    assert!(loaded.vocabulary.lists.is_empty());
    assert_eq!(loaded.feeds.len(), 1);
    assert!(loaded.feeds[0].enabled);
}

#[test]
fn owners_add_to_the_shipped_ones_and_take_outlets_from_them() {
    let home = Home::new().with(
        "feeds.toml",
        "defaults = false\n[owners]\n\"BBC\" = []\n\"Mine\" = [\"apnews.com\", \"Desk\"]\n",
    );
    let owners = home.loaded().owners;
    let of = |name: &str| owners.iter().find(|o| o.name == name).map(|o| o.outlets.join(" "));
    assert_eq!(of("BBC").as_deref(), Some(""));
    assert_eq!(of("Mine").as_deref(), Some("apnews.com Desk"));
    assert_eq!(of("AP").as_deref(), Some(""));
    assert_eq!(of("Reuters").as_deref(), Some("reuters.com"));
    assert!(home.loaded().feeds.is_empty());
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_an_empty_configuration() {
    let home = Home::new();
    fs::create_dir(home.paths.feeds_file()).unwrap();
    assert!(home.report().contains("is not a file"), "{}", home.report());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let home = Home::new().with("watches.toml", "");
        let file = home.paths.watches_file();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
        // The superuser may read everything.
        if fs::read(&file).is_err() {
            assert!(home.report().contains("watches.toml cannot be read: "), "{}", home.report());
        }
    }
}

#[test]
fn the_stamp_changes_with_every_kind_of_change() {
    let home = Home::new();
    let file = home.paths.watches_file();
    let mut seen = vec![config::stamp(&home.paths)];
    fs::write(&file, "# one\n").unwrap();
    seen.push(config::stamp(&home.paths));
    assert_eq!(seen[1], config::stamp(&home.paths));
    fs::write(&file, "# longer\n").unwrap();
    seen.push(config::stamp(&home.paths));
    let other = home.paths.config.join("other");
    fs::write(&other, "# longer\n").unwrap();
    fs::rename(&other, &file).unwrap();
    seen.push(config::stamp(&home.paths));
    fs::remove_file(&file).unwrap();
    assert_eq!(seen[0], config::stamp(&home.paths));
    assert_eq!(home.loaded().stamp, seen[0]);
    for pair in seen.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[test]
fn places_come_from_flags_then_xdg_then_home() {
    let mut given = Given { home: Some(PathBuf::from("/home/desk")), ..Given::default() };
    let paths = Paths::find(&given).unwrap();
    assert_eq!(paths.watches_file(), PathBuf::from("/home/desk/.config/wirewatch/watches.toml"));
    let store = paths.store_file(&config::StoreSettings::default());
    assert_eq!(store, PathBuf::from("/home/desk/.local/share/wirewatch/wirewatch.db"));
    assert_eq!(paths.log_dir(), PathBuf::from("/home/desk/.local/state/wirewatch/log"));
    given.xdg_config_home = Some("relative".into());
    given.xdg_data_home = Some("/data".into());
    let paths = Paths::find(&given).unwrap();
    assert_eq!(paths.config, PathBuf::from("/home/desk/.config/wirewatch"));
    assert_eq!(paths.data, PathBuf::from("/data/wirewatch"));
    given.config = Some("/etc/wirewatch".into());
    given.store = Some("/srv/wire.db".into());
    let paths = Paths::find(&given).unwrap();
    assert_eq!(paths.config_file(), PathBuf::from("/etc/wirewatch/config.toml"));
    assert_eq!(paths.store_file(&config::StoreSettings::default()), PathBuf::from("/srv/wire.db"));
    let lost = Paths::find(&Given::default()).unwrap_err();
    assert_eq!(
        lost.to_string(),
        "no home folder is known: set HOME, or XDG_CONFIG_HOME to a full path, or use --config"
    );
}

#[test]
fn problems_in_queries_are_told_at_their_place_in_the_file() {
    let head =
        "defaults = false\n[list]\nfire = [\"rocket(s)\", \"mor tar(\"]\n[[watch]]\nname = \"x\"\n";
    for (query, place) in [
        ("match = '''\n  @fire\n  OR @fyre\n'''\n", "watches.toml:8:6: "),
        ("match = '''\r\n  @fire\r\n  OR @fyre\r\n'''\r\n", "watches.toml:8:6: "),
        ("match = \"\\\"green zone\\\" OR @fyre\"\n", "watches.toml:6:28: "),
        ("mask = '@fyre'\nmatch = 'flood(s)'\n", "watches.toml:6:9: "),
    ] {
        let text = format!("{head}{query}").replace(", \"mor tar(\"", "");
        let report = Home::new().with("watches.toml", text).report();
        assert!(report.starts_with(place), "{query}\n{report}");
        assert!(report.contains("@fire"), "{report}");
    }
    let report = Home::new().with("watches.toml", format!("{head}match = '@fire'\n")).report();
    assert!(report.starts_with("watches.toml:3:"), "{report}");
}
