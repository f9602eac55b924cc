//! Which addresses are refused.

use super::*;

fn guard(rules: &[PrivateRule]) -> Guard {
    Guard::new(rules, vec!["proxy.corp".to_owned()])
}

fn check(guard: &Guard, url: &str, standing: Standing) -> Result<Reach, Refusal> {
    guard.check(&Url::parse(url).unwrap(), standing)
}

#[test]
fn every_spelling_of_a_private_address_is_refused() {
    let guard = guard(&[]);
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "0.0.0.0",
        "0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001::1]",
        "[fc00::1]",
        "[fdff::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[::7f00:1]",
        "[100::1]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "proxy.corp",
        "１２７.0.0.1",
        "127。0。0。1",
    ] {
        for standing in [Standing::Configured, Standing::Inside, Standing::Outside] {
            let url = format!("http://{host}:8080/feed");
            assert_eq!(check(&guard, &url, standing), Err(Refusal::Private), "{host} {standing:?}");
        }
    }
}

#[test]
fn public_addresses_and_names_pass() {
    let guard = guard(&[]);
    for host in [
        "example.org",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "[2606:4700::1111]",
        "[64:ff9b::8.8.8.8]",
        "[::ffff:8.8.8.8]",
        "[2002:808:808::1]",
        "localhost.example.org",
    ] {
        let url = format!("https://{host}/feed");
        assert_eq!(check(&guard, &url, Standing::Outside), Ok(Reach::Public), "{host}");
    }
}

#[test]
fn only_http_and_https_are_fetched() {
    let guard = guard(&[]);
    for url in [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "unix:/run/x",
    ] {
        assert_eq!(check(&guard, url, Standing::Own), Err(Refusal::Scheme), "{url}");
    }
}

#[test]
fn a_rule_allows_its_host_and_port_and_nothing_else() {
    let guard = guard(&[
        PrivateRule::Host("127.0.0.1".into(), Some(8099)),
        PrivateRule::Host("intranet".into(), None),
        PrivateRule::Host("[::1]".into(), Some(80)),
        PrivateRule::Network("10.20.0.0".parse().unwrap(), 16),
    ]);
    for (url, expected) in [
        ("http://127.0.0.1:8099/", Ok(Reach::Any)),
        ("http://2130706433:8099/", Ok(Reach::Any)),
        ("http://127.0.0.1:8098/", Err(Refusal::Private)),
        ("http://127.0.0.2:8099/", Err(Refusal::Private)),
        ("http://[::ffff:127.0.0.1]:8099/", Err(Refusal::Private)),
        ("http://INTRANET:1/", Ok(Reach::Any)),
        ("http://[::1]/", Ok(Reach::Any)),
        ("http://[::1]:81/", Err(Refusal::Private)),
        ("http://10.20.255.1/", Ok(Reach::Networks)),
        ("http://[::ffff:10.20.0.1]/", Ok(Reach::Networks)),
        ("http://10.21.0.1/", Err(Refusal::Private)),
        ("http://example.org/", Ok(Reach::Networks)),
    ] {
        assert_eq!(check(&guard, url, Standing::Configured), expected, "{url}");
    }
}

#[test]
fn no_rule_lets_a_redirect_from_outside_in() {
    let guard = guard(&[
        PrivateRule::Host("127.0.0.1".into(), None),
        PrivateRule::Network("10.0.0.0".parse().unwrap(), 8),
    ]);
    for url in ["http://127.0.0.1/", "http://10.1.1.1/"] {
        assert_eq!(check(&guard, url, Standing::Outside), Err(Refusal::Private), "{url}");
        assert!(check(&guard, url, Standing::Inside).is_ok(), "{url}");
    }
    assert!(!guard.permits("10.1.1.1".parse().unwrap(), Reach::Public));
    assert!(guard.permits("10.1.1.1".parse().unwrap(), Reach::Networks));
}

#[test]
fn a_network_of_length_zero_or_too_long_is_no_trap() {
    let all = guard(&[PrivateRule::Network("0.0.0.0".parse().unwrap(), 0)]);
    assert!(all.permits("127.0.0.1".parse().unwrap(), Reach::Networks));
    let one = guard(&[PrivateRule::Network("10.0.0.1".parse().unwrap(), 200)]);
    assert!(one.permits("10.0.0.1".parse().unwrap(), Reach::Networks));
    assert!(!one.permits("10.0.0.2".parse().unwrap(), Reach::Networks));
}
