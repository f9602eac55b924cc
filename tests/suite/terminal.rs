//! The dashboard in a pseudo-terminal: the real program, a local feed server, a screen at the
//! other end. What a person sees, presses and gets back.

use crate::support::home::{Home, Running};
use crate::support::screen::Screen;
use crate::support::server::{FeedServer, Response};

/// Leaves the alternate screen and shows the cursor: the last things a restored terminal gets.
const LEAVE: &[u8] = b"\x1b[?1049l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";

fn rss(items: &[(&str, &str, &str)]) -> String {
    let now = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    let items: String = items
        .iter()
        .map(|(id, title, text)| {
            format!(
                "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title>\
                 <pubDate>{now}</pubDate><description>{text}</description></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>")
}

const FLASH: (&str, &str, &str) = (
    "1",
    "Rocket attack near the embassy in the capital",
    "Militia fighters fired rockets at the embassy, killing two guards.",
);

fn live(items: &[(&str, &str, &str)]) -> (FeedServer, Home) {
    let server = FeedServer::start();
    server.feed("/a.xml", Response::ok(rss(items)));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    (server, home)
}

fn is_restored(raw: &[u8]) -> bool {
    let has = |wanted: &[u8]| raw.windows(wanted.len()).any(|window| window == wanted);
    has(LEAVE) && has(SHOW_CURSOR)
}

#[test]
fn a_flash_arrives_is_acknowledged_and_taken_back() {
    let (_server, home) = live(&[FLASH]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("FLASH");
    screen.wait_for("Rocket attack near the embassy");
    // The reason stands in the story pane.
    screen.wait_for("rocket 30");
    // A key that acts on an alert is refused for a moment after the list has moved.
    screen.press_until("a", "the acknowledged state", |text| text.contains("acknowledged"));
    let list = || home.run(&["alert", "list", "--state", "acknowledged"]).stdout;
    assert!(list().contains("Rocket attack"), "the store says so too");
    screen.press("u");
    screen.wait_until("the alert open again", |_| list().is_empty());
    screen.press("q");
    let (status, raw) = screen.end();
    assert_eq!(status, 0);
    assert!(is_restored(&raw));
}

#[test]
fn undo_brings_an_old_snooze_back_with_its_old_end() {
    let (_server, home) = live(&[FLASH]);
    home.run(&["run", "--once"]).expect_status(0);
    home.run(&["alert", "snooze", "1", "--until", "2099-05-19T04:20:00Z"]).expect_status(0);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("Rocket attack near the embassy");
    screen.press_until("x", "the resolved state", |text| text.contains("resolved"));
    let shown = || home.run(&["alert", "show", "1", "--format", "text"]).stdout;
    screen.wait_until("the store to say so", |_| shown().contains("state     resolved"));
    screen.press("u");
    screen.wait_until("the old snooze", |_| shown().contains("until 2099-05-19 04:20Z\n"));
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn search_finds_a_stored_article_as_it_is_typed() {
    let (_server, home) = live(&[FLASH, ("2", "Bakers meet in the old town", "Bread is dearer.")]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("FLASH");
    screen.press("/bread");
    screen.wait_for("Bakers meet in the old town");
    // A `q` would be one more letter of the search.
    screen.signal("TERM");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn help_shows_the_key_table() {
    let (_server, home) = live(&[]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("quit");
    screen.press("?");
    screen.wait_until("the help", |text| text.contains("a menu asks how long"));
    screen.press("\x1b");
    screen.wait_until("the list again", |text| !text.contains("a menu asks how long"));
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn a_storm_of_resizes_ends_in_a_whole_screen() {
    let (_server, home) = live(&[FLASH]);
    let mut screen = Screen::start(&home, &[], 160, 48);
    screen.wait_for("FLASH");
    for step in 0..60 {
        screen.resize(20 + step * 7 % 180, 5 + step * 3 % 50);
    }
    screen.resize(50, 12);
    screen.wait_until("the polite line of a small terminal", |text| text.contains("60"));
    screen.resize(120, 40);
    screen.wait_for("Rocket attack near the embassy");
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn every_end_gives_the_terminal_back() {
    for signal in ["TERM", "INT", "HUP"] {
        let (_server, home) = live(&[]);
        let screen = Screen::start(&home, &[], 100, 30);
        screen.wait_for("quit");
        screen.signal(signal);
        let (_, raw) = screen.end();
        assert!(is_restored(&raw), "after SIG{signal}");
    }
}

#[test]
fn a_defect_gives_the_terminal_back_and_says_so() {
    let (_server, home) = live(&[FLASH]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("FLASH");
    screen.press(":fall over\r");
    let (status, raw) = screen.end();
    assert_eq!(status, 101);
    let text = String::from_utf8_lossy(&raw).into_owned();
    let (before, behind) = text.rsplit_once("\x1b[?1049l").expect("it leaves its screen");
    assert!(behind.contains("\x1b[?25h"), "the cursor is shown");
    assert!(
        behind.contains("wirewatch stopped by a defect of its own: ") && behind.contains("ordered")
    );
    assert!(!before.contains("ordered"), "not a word of it on the screen");
    let log = std::fs::read_to_string(home.path().join(".local/state/wirewatch/log/wirewatch.log"));
    assert!(log.is_ok_and(|log| log.contains("ordered")), "the log has it");
}

#[test]
fn escape_sequences_of_a_title_never_reach_the_terminal() {
    let hostile = "Rocket attack &#x1b;]52;c;aGk=&#x7; near \u{202e}the embassy";
    let (_server, home) = live(&[("1", hostile, "Rockets were fired.")]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("Rocket attack");
    screen.press("q");
    let (_, raw) = screen.end();
    let has = |wanted: &[u8]| raw.windows(wanted.len()).any(|window| window == wanted);
    assert!(!has(b"\x1b]52;c;aGk="));
    assert!(!has("\u{202e}".as_bytes()));
}

#[test]
fn a_viewer_without_the_service_s_secrets_takes_over_and_what_it_cannot_send_waits() {
    const SIREN: (&str, &str, &str) = (
        "2",
        "Drones strike the consulate in Erbil",
        "Two drones hit the consulate; the militia claimed it.",
    );
    let (server, home) = live(&[FLASH]);
    server.feed("/hook", Response::ok("ok"));
    home.write(
        "config.toml",
        "[poll]\ninterval = \"1s\"\n[stories]\ngroup_wait = \"0s\"\n[[notify]]\nname = \"desk\"\n\
         kind = \"webhook\"\nurl_env = \"DESK_HOOK\"\n",
    );
    let hook = server.url("/hook");
    let mut service = home.command(&["run", "--since", "all"]);
    let mut service = Running(service.env("DESK_HOOK", &hook).spawn().unwrap());
    server.wait_for_hits("/hook", 1);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("viewer");
    screen.wait_for("Rocket attack near the embassy");
    service.0.kill().unwrap();
    service.0.wait().unwrap();
    screen.wait_for("poller");
    server.feed("/a.xml", Response::ok(rss(&[FLASH, SIREN])));
    screen.wait_for("Drones strike the consulate");
    let waiting = || {
        let mut list = home.command(&["notify", "list"]);
        String::from_utf8(list.env("DESK_HOOK", &hook).output().unwrap().stdout).unwrap()
    };
    screen.wait_until("the notice that waits", |_| waiting().contains("retrying"));
    screen.wait_for("DESK_HOOK");
    screen.press("q");
    assert_eq!(screen.end().0, 0);
    assert_eq!(server.hits("/hook"), 1, "what was sent before is not sent again");

    home.run(&["notify", "retry", "desk"]).expect_status(0);
    let mut service = home.command(&["run", "--once"]);
    assert!(service.env("DESK_HOOK", &hook).output().unwrap().status.success());
    assert_eq!(server.hits("/hook"), 2);
    assert!(waiting().contains("ok"), "{}", waiting());
}

#[test]
fn a_second_dashboard_is_a_viewer() {
    let (_server, home) = live(&[FLASH]);
    let mut first = Screen::start(&home, &[], 120, 40);
    first.wait_for("FLASH");
    let mut second = Screen::start(&home, &[], 120, 40);
    second.wait_for("viewer");
    second.wait_for("Rocket attack near the embassy");
    first.press("q");
    assert_eq!(first.end().0, 0);
    second.wait_for("poller");
    second.press("q");
    assert_eq!(second.end().0, 0);
}

#[test]
fn the_demo_shows_a_flash_and_its_reason() {
    let home = Home::new();
    let mut screen = Screen::start(&home, &["demo"], 160, 48);
    screen.wait_for("FLASH");
    screen.wait_for("rocket 30");
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn a_picture_of_the_demo_needs_no_terminal() {
    let home = Home::new();
    let file = home.path().join("dashboard.svg");
    let path = file.to_str().expect("a plain path");
    home.run(&["demo", "--screenshot", path, "--size", "120x40"]).expect_status(0);
    let picture = std::fs::read_to_string(&file).expect("the picture");
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    for text in ["width=\"1100\" height=\"820\"", "FLASH", "Rocket", "rocket 30", "Baghdad"] {
        assert!(picture.contains(text), "{text}");
    }
    home.run(&["demo", "--screenshot", path, "--size", "10x10"]).expect_status(2);
}

#[test]
fn control_c_leaves_and_gives_the_terminal_back() {
    let (_server, home) = live(&[FLASH]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("FLASH");
    screen.press("\x03");
    let (status, raw) = screen.end();
    assert_eq!(status, 0);
    assert!(is_restored(&raw));
}

#[test]
fn control_z_goes_back_to_the_shell_and_fg_returns() {
    let (_server, home) = live(&[FLASH]);
    let mut screen = Screen::shell(&home, (120, 40));
    screen.wait_for("desk> ");
    screen.press(&format!("{}\r", env!("CARGO_BIN_EXE_wirewatch")));
    screen.wait_for("FLASH");
    screen.press("\x1a");
    // The first prompt stands behind the program: what is typed before the second is not the shell's.
    let prompts = |text: &str| text.matches("desk> ").count();
    screen.wait_until("the shell", |text| prompts(text) == 2 && !text.contains("FLASH"));
    screen.press("fg\r");
    screen.wait_for("Rocket attack near the embassy");
    screen.press("q");
    screen.wait_until("the shell again", |text| prompts(text) == 3 && !text.contains("FLASH"));
    screen.press("exit\r");
    let (_, raw) = screen.end();
    assert!(is_restored(&raw));
}

#[test]
fn a_keyword_added_on_the_screen_flags_what_comes_next() {
    let (server, home) = live(&[("2", "Bakers meet in the old town", "Bread is dearer.")]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("quit");
    screen.press("4a");
    screen.wait_for("Add a watch");
    screen.press("bread\tbread AND dearer");
    screen.wait_for("articles of the last 7 days");
    screen.press("\r");
    // In force only when the list shows it.
    screen.wait_for("(no description)");
    server
        .feed("/a.xml", Response::ok(rss(&[("3", "Millers meet too", "Bread is dearer still.")])));
    screen.press("1");
    screen.wait_for("Millers meet too");
    screen.press("q");
    assert_eq!(screen.end().0, 0);
}

#[test]
fn the_full_article_is_fetched_once_and_its_words_are_found() {
    let server = FeedServer::start();
    let text = "A witness saw a turquoise lorry leave the square just before the rockets came down, \
                and told two officers who wrote it down and sent men to look for it at once.";
    let page =
        format!("<nav><a href=/>Home</a></nav><article><p>{text}</p><p>{text}</p></article>");
    server.feed("/story.html", Response::page(page));
    let (id, title, summary) = FLASH;
    let feed = rss(&[(id, title, summary)]);
    let link = format!("<link>{}</link><pubDate>", server.url("/story.html"));
    server.feed("/a.xml", Response::ok(feed.replace("<pubDate>", &link)));
    let home = Home::new().with_feeds(&[server.url("/a.xml")]);
    let mut screen = Screen::start(&home, &[], 120, 40);
    screen.wait_for("killing two guards");
    assert_eq!(server.hits("/story.html"), 0, "a preview asks for nothing");
    screen.press("f");
    screen.wait_for("Full article, fetched");
    screen.wait_for("turquoise lorry");
    assert_eq!(server.hits("/story.html"), 1);
    screen.signal("TERM");
    assert_eq!(screen.end().0, 0);
    assert!(home.run(&["search", "turquoise"]).stdout.contains("Rocket attack"));
}
