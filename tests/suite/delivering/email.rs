//! Mail: encrypted unless the server is this machine, the same mail at every try, no header made
//! of a headline, and a refused recipient keeps it from none.

use wirewatch::notify::Receipts;

use super::*;
use crate::support::smtp::{Manner, SmtpServer};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/smtp");

/// A section for a server, with more keys.
fn section(server: &SmtpServer, more: &str) -> String {
    format!(
        "name = \"mail\"\nkind = \"email\"\nhost = \"localhost\"\nport = {}\n\
         from = \"wirewatch <watch@desk.example>\"\nto = [\"ana@desk.example\"]\n{more}",
        server.port()
    )
}

fn plain(server: &SmtpServer) -> Way {
    way(&section(server, "security = \"plain\""))
}

fn secure(server: &SmtpServer, more: &str) -> Way {
    build(&section(server, &format!("ca_file = \"authority.pem\"\n{more}")), Path::new(FIXTURES))
        .unwrap()
}

/// The decoded body of a mail (quoted-printable or as it is).
fn body(text: &str) -> String {
    let raw = text.split_once("\r\n\r\n").unwrap().1.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = raw.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let coded = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match coded.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_mail_says_what_where_and_why_under_a_stable_id() {
    let server = SmtpServer::start(Manner::default());
    deliver(&plain(&server), &one()).unwrap();
    deliver(&plain(&server), &one()).unwrap();
    let mails = server.mails();
    assert_eq!(mails[0].text, mails[1].text, "a repeated try is the same mail");
    let mail = &mails[0];
    assert_eq!(mail.to, "ana@desk.example");
    let header = |name: &str| mail.header(name).unwrap_or_default();
    assert_eq!(header("Subject"), "FLASH 96: Rocket hits <near> Embassy & more");
    assert_eq!(header("Message-ID"), "<00000000000000aa-17@desk.example>");
    assert_eq!(header("References"), "<00000000000000aa-1@desk.example>");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("Date"), "Tue, 19 May 2026 04:20:00 +0000");
    assert_eq!(header("Content-Type"), "text/plain; charset=utf-8");
    let body = body(&mail.text);
    for part in ["Example Wire; 2 outlets", "https://example.org/a?b=1&c=2", "An empty house"] {
        assert!(body.contains(part), "{part}: {body}");
    }
}

#[test]
fn no_headline_makes_a_header() {
    let server = SmtpServer::start(Manner::default());
    let evil = notice(1, "flash", r"Взрыв\r\nBcc: spy@evil.example\r\n\r\n.\r\nQUIT");
    deliver(&plain(&server), &Parcel::of([&evil]).unwrap()).unwrap();
    let mail = server.mails().remove(0);
    assert_eq!(mail.header("Bcc"), None, "{}", mail.text);
    let head = mail.text.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc") || line == "."), "{head}");
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn a_digest_is_one_mail_with_a_count() {
    let server = SmtpServer::start(Manner::default());
    deliver(&plain(&server), &three()).unwrap();
    let mail = server.mails().remove(0);
    assert_eq!(mail.header("Subject").unwrap(), "3 alerts, first of all FLASH 96: Second");
    assert!(body(&mail.text).contains("ROUTINE 96: Third"), "{}", mail.text);
}

#[test]
fn it_is_encrypted_or_it_is_not_sent() {
    let login = Some("AGFuYQBzM2NyZXQ=");
    let keys = "user = \"ana\"\npassword = \"s3cret\"";
    let starttls = SmtpServer::start(Manner { starttls: true, login, ..Manner::default() });
    deliver(&secure(&starttls, keys), &one()).unwrap();
    let wrapped = SmtpServer::start(Manner { wrapped: true, login, ..Manner::default() });
    deliver(&secure(&wrapped, &format!("{keys}\nsecurity = \"tls\"")), &one()).unwrap();
    for mail in starttls.mails().iter().chain(&wrapped.mails()) {
        assert!(mail.encrypted);
        assert_eq!(mail.login.as_deref(), login);
    }
    assert_eq!(starttls.mails().len() + wrapped.mails().len(), 2);

    // No STARTTLS offered, or a certificate of nobody we know: nothing is told, not even the name.
    let bare = SmtpServer::start(Manner { login, ..Manner::default() });
    let error = deliver(&secure(&bare, keys), &one()).unwrap_err();
    assert!(matches!(error, DeliveryError::Retry { .. }), "{error}");
    assert!(error.to_string().contains("STARTTLS"), "{error}");
    let unknown = way(&section(&starttls, keys));
    let error = deliver(&unknown, &one()).unwrap_err();
    assert!(matches!(error, DeliveryError::Retry { .. }), "{error}");
    assert!(bare.mails().is_empty() && starttls.mails().len() == 1);
}

#[test]
fn answers_mean_later_or_never_and_none_gets_into_a_message() {
    let retry = |why: &str| DeliveryError::Retry { why: why.into(), after: None };
    let cases: Vec<(Manner, Result<(), DeliveryError>)> = vec![
        (Manner { taken: vec!["451 later: x"], ..Manner::default() }, Err(retry("answered 451"))),
        (
            Manner { taken: vec!["554 spam: secret"], ..Manner::default() },
            Err(retry("answered 554: the server refuses it")),
        ),
        (
            Manner { greeting: Some("554 not you"), ..Manner::default() },
            Err(retry("answered 554: the server refuses it")),
        ),
        (
            Manner { recipients: vec![("ana", "550 5.7.1 not you")], ..Manner::default() },
            Err(retry("answered 550")),
        ),
        (
            Manner { recipients: vec![("ana", "552 5.2.2 full")], ..Manner::default() },
            Err(retry("answered 552: the mailbox is full, or the mail too large")),
        ),
        (
            Manner { recipients: vec![("ana", "550 no such user")], ..Manner::default() },
            Err(DeliveryError::GiveUp("answered 550: an address is refused".into())),
        ),
        (
            Manner { recipients: vec![("ana", "452 full")], ..Manner::default() },
            Err(retry("answered 452")),
        ),
        (
            Manner { taken: vec!["drop"], ..Manner::default() },
            Err(retry("the answer is cut, or no SMTP")),
        ),
        (Manner { greeting: Some("421 busy"), ..Manner::default() }, Err(retry("answered 421"))),
        (
            Manner { greeting: Some("HTTP/1.1 200 OK"), ..Manner::default() },
            Err(retry("the answer is cut, or no SMTP")),
        ),
    ];
    for (manner, expected) in cases {
        let server = SmtpServer::start(manner);
        assert_eq!(deliver(&plain(&server), &one()), expected);
    }
    let gone = SmtpServer::start(Manner::default());
    let nobody = section(&gone, "security = \"plain\"").replace(&gone.port().to_string(), "1");
    let refused = deliver(&way(&nobody), &one());
    assert_eq!(refused, Err(retry("cannot connect, or the connection broke off")));
    let wrong = Manner { starttls: true, login: Some("x"), ..Manner::default() };
    let wrong = SmtpServer::start(wrong);
    let wrong = secure(&wrong, "user = \"ana\"\npassword = \"s3cret\"");
    let words = "answered 535: the login is refused; look at user and password";
    assert_eq!(deliver(&wrong, &one()), Err(retry(words)));
}

#[test]
fn a_server_that_says_nothing_costs_its_time_limit_and_no_more() {
    for manner in [
        Manner { greeting: Some(""), ..Manner::default() },
        Manner { taken: vec!["hang"], ..Manner::default() },
    ] {
        let server = SmtpServer::start(manner);
        let way = way(&section(&server, "security = \"plain\"\ntimeout = \"1s\""));
        let begun = std::time::Instant::now();
        let expected = DeliveryError::Retry { why: "no answer in time".into(), after: None };
        assert_eq!(deliver(&way, &one()), Err(expected));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}

#[test]
fn one_refused_recipient_keeps_it_from_none_and_nobody_gets_it_twice() {
    let manner = Manner {
        recipients: vec![("gone", "550 no such user")],
        taken: vec!["250 ok", "451 later"],
        ..Manner::default()
    };
    let server = SmtpServer::start(manner);
    let to = "[\"gone@desk.example\", \"ana@desk.example\", \"Bo <bo@desk.example>\"]";
    let text = section(&server, "security = \"plain\"").replace("[\"ana@desk.example\"]", to);
    let (fresh, mut taken) = tokio::sync::mpsc::unbounded_channel();
    let mut parcel = one();
    parcel.receipts = Receipts::new([], fresh.clone());
    let first = deliver(&way(&text), &parcel).unwrap_err();
    assert!(matches!(first, DeliveryError::Retry { .. }), "{first}");
    // Another start: what the first try has told is all that is known.
    let had = taken.try_recv().unwrap();
    assert!(taken.try_recv().is_err());
    parcel.receipts = Receipts::new([had], fresh);
    deliver(&way(&text), &parcel).unwrap();
    let refused = "gone@desk.example (answered 550: an address is refused)";
    assert_eq!(parcel.receipts.refused(), Some(refused));
    let to: Vec<String> = server.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ana@desk.example", "bo@desk.example", "bo@desk.example"]);
}

#[test]
fn what_is_wrong_with_a_mail_section_is_said_at_its_key() {
    let base = "name = \"mail\"\nkind = \"email\"\nfrom = \"w@desk.example\"\n";
    let to = "to = [\"ana@desk.example\"]\n";
    for (text, key, part) in [
        (to.to_owned(), None, "needs host"),
        ("host = \"m.example\"".to_owned(), None, "needs to, a list"),
        (format!("host = \"m.example\"\n{to}security = \"plain\""), Some("security"), "encrypted"),
        (format!("host = \"m.example\"\n{to}security = \"ssl\""), Some("security"), "\"ssl\""),
        (format!("host = \"m.example\"\n{to}user = \"a\""), Some("user"), "needs a password"),
        (format!("host = \"m.example\"\n{to}password = \"a\""), None, "needs a user"),
        ("host = \"m.example\"\nto = [\"ana\"]".to_owned(), Some("to"), "\"ana\" is no mail"),
        (format!("host = \"m.example\"\n{to}ca_file = \"x\""), Some("ca_file"), "cannot be read"),
        (format!("host = \"m.example\"\n{to}ca_file = \"server.key\""), Some("ca_file"), "no cert"),
        (format!("host = \"m.example\"\n{to}digest = \"1s\""), Some("digest"), "from 10 s"),
    ] {
        let problem = build(&format!("{base}{text}"), Path::new(FIXTURES)).unwrap_err();
        assert_eq!(problem.key.as_deref(), key, "{text}: {problem}");
        assert!(problem.message.contains(part), "{text}: {problem}");
    }
    for allowed in ["host = \"127.0.0.1\"", "host = \"m.example\"\nallow_plain = true"] {
        build(&format!("{base}{to}security = \"plain\"\n{allowed}"), Path::new(FIXTURES)).unwrap();
    }
}
