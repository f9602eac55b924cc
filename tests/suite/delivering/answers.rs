//! What answers mean, and what is wrong with a section: said without giving a secret away.

use std::time::Duration;

use super::*;

#[test]
fn an_answer_means_done_later_never_or_no_more() {
    let server = FeedServer::start();
    let answers = [
        (Response::ok("anything"), "done"),
        (Response::status(202), "done"),
        (Response::ok("short").short(9), "done"),
        (Response::status(500), "later: answered 500 Internal Server Error"),
        (
            Response::status(503).header("Retry-After", "30"),
            "later in 30 s: answered 503 Service Unavailable",
        ),
        (
            Response::status(429).header("Retry-After", "7"),
            "later in 7 s: answered 429 Too Many Requests",
        ),
        (Response::redirect(307, &server.url("/canary")), "later: answered 307 Temporary Redirect"),
        (Response::closed(), "later: the connection broke off with 127.0.0.1"),
        (Response::status(400), "never: answered 400 Bad Request"),
        (Response::status(401), "later: answered 401 Unauthorized"),
        (Response::status(403), "later: answered 403 Forbidden"),
        (Response::status(404), "later: answered 404 Not Found"),
        (Response::status(413), "later: answered 413 Payload Too Large"),
        (Response::status(410), "no more: answered 410 Gone"),
    ];
    let hook = way(&format!("kind = \"webhook\"\nurl = \"{}\"", server.url("/hook?key=SECRET")));
    for (answer, meaning) in answers {
        server.feed("/hook?key=SECRET", answer.clone());
        let said = match deliver(&hook, &one()) {
            Ok(()) => "done".to_owned(),
            Err(DeliveryError::Retry { why, after: None }) => format!("later: {why}"),
            Err(DeliveryError::Retry { why, after: Some(wait) }) => {
                format!("later in {} s: {why}", wait.as_secs())
            }
            Err(DeliveryError::GiveUp(why)) => format!("never: {why}"),
            Err(DeliveryError::Stop(why)) => format!("no more: {why}"),
        };
        assert_eq!(said, meaning, "{answer:?}");
    }
    assert_eq!(server.hits("/canary"), 0);
    let nobody = way("kind = \"webhook\"\nurl = \"http://127.0.0.1:1/SECRET\"");
    let refused = deliver(&nobody, &one()).unwrap_err();
    assert_eq!(refused.to_string(), "cannot connect to 127.0.0.1");
    // Too long a name for any name server: nobody is asked.
    let unknown = format!("{}.example", "a".repeat(64));
    let lost = way(&format!("kind = \"webhook\"\nurl = \"http://{unknown}/SECRET\""));
    let lost = deliver(&lost, &one()).unwrap_err();
    assert_eq!(lost.to_string(), format!("no address found (DNS) for {unknown}"));
    assert!(!format!("{refused:?} {nobody:?}").contains("SECRET"));
}

#[test]
fn a_file_with_a_secret_is_a_short_file_of_one_line() {
    let home = tempfile::TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
    write("good", "  T0KEN\n");
    write("two", "T0KEN\nT1KEN\n");
    write("large", &"T".repeat(2 << 20));
    std::fs::create_dir(home.path().join("folder")).unwrap();
    let section = |more: &str| format!("kind = \"webhook\"\nurl = \"http://a.example\"\n{more}\n");
    for (more, why) in [
        ("token_file = \"good\"", None),
        ("token_file = \"two\"", Some("a secret is one line")),
        ("token_file = \"large\"", Some("larger than 1 MiB")),
        ("token_file = \"folder\"", Some("it is no file")),
        ("token_file = \"/dev/zero\"", Some("it is no file")),
        ("token = \"T0KEN\\r\\nX-Evil: 1\"", Some("a secret is one line")),
    ] {
        let said = build(&section(more), home.path()).err().map(|problem| problem.message);
        match (said, why) {
            (None, None) => {}
            (Some(said), Some(why)) => {
                assert!(said.contains(why) && !said.contains("KEN"), "{more}: {said}");
            }
            (said, _) => panic!("{more}: {said:?}"),
        }
    }
}

#[test]
fn telegram_says_the_wait_in_its_body() {
    let server = FeedServer::start();
    let busy = Response::ok(r#"{"ok":false,"parameters":{"retry_after":3}}"#).with_status(429);
    server.feed("/bot1:AA/sendMessage", busy);
    let section = format!(
        "kind = \"telegram\"\nurl = \"{}\"\ntoken = \"1:AA\"\nchat = \"5\"",
        server.url("")
    );
    let Err(DeliveryError::Retry { after, .. }) = deliver(&way(&section), &one()) else {
        panic!("it was told to wait");
    };
    assert_eq!(after, Some(Duration::from_secs(3)));
}

#[test]
fn what_is_wrong_with_a_section_is_said_at_its_key() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty"), "\n").unwrap();
    for (section, key, message) in [
        ("kind = \"webhok\"", Some("kind"), "no kind of notifier is called \"webhok\""),
        (
            "kind = \"webhook\"",
            None,
            "a notifier of kind \"webhook\" needs url, url_file or url_env",
        ),
        (
            "kind = \"webhook\"\nurl = \"https://x.example\"\nsecrett = \"s\"",
            Some("secrett"),
            "a notifier of kind \"webhook\" has no key \"secrett\"",
        ),
        (
            "kind = \"webhook\"\nurl = \"ftp://x.example\"",
            Some("url"),
            "expected an http or https address",
        ),
        ("kind = \"webhook\"\nurl = 5", Some("url"), "expected a string in quotes"),
        (
            "kind = \"webhook\"\nurl = \"https://x.example\"\nsecret = \"whsec_?\"",
            Some("secret"),
            "what follows whsec_ is no base64; `echo \"whsec_$(head -c 32 /dev/urandom | base64)\"` makes one",
        ),
        ("kind = \"slack\"\nurl_env = \"UNSET\"", Some("url_env"), "the variable UNSET is not set"),
        (
            "kind = \"pagerduty\"\nkey = \"a\"\nkey_file = \"b\"",
            Some("key"),
            "only one of key, key_file, key_env",
        ),
        ("kind = \"file\"", None, "a notifier of kind \"file\" needs path"),
        (
            "kind = \"command\"\ncommand = \"/bin/true\"",
            Some("command"),
            "expected a list of strings",
        ),
        (
            "kind = \"file\"\npath = \"a\"\nquiet = \"22-6\"",
            Some("quiet"),
            "expected two times such as \"22:00-06:00\"",
        ),
        (
            "kind = \"file\"\npath = \"a\"\nzone = \"Mars/Olympus\"",
            Some("zone"),
            "no time zone is called \"Mars/Olympus\"",
        ),
        (
            "kind = \"file\"\npath = \"a\"\nmin_severity = \"high\"",
            Some("min_severity"),
            "\"high\" is no severity",
        ),
        (
            "kind = \"file\"\npath = \"a\"\nper = \"0s\"",
            Some("per"),
            "expected a time such as \"30s\", from 1 s to 86400 s",
        ),
    ] {
        let problem = build(section, folder.path()).unwrap_err();
        assert_eq!((problem.key.as_deref(), problem.message.as_str()), (key, message), "{section}");
    }
    let unread = build("kind = \"slack\"\nurl_file = \"empty\"", folder.path()).unwrap_err();
    assert!(unread.message.contains("cannot be read: it is empty; "), "{}", unread.message);
}
