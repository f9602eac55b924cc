//! Programs and files as receivers.

use std::fs;

use super::*;

#[cfg(unix)]
#[test]
fn a_program_gets_the_alert_and_no_shell_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let script = format!(
        "cat > {0}; printf '%s\\n' \"$1\" \"$WIREWATCH_TITLE\" \"$WIREWATCH_COUNT\" \"${{CARGO:-none}}\" >> {0}",
        out.display()
    );
    let section = format!(
        "kind = \"command\"\ncommand = ['/bin/sh', '-c', '''{script}''', 'sh', '$(id) `id`']"
    );
    let hostile = notice(17, "flash", "$(touch /tmp/x) `id` '; rm -rf / #");
    let parcel = Parcel::of([&hostile]).unwrap();
    deliver(&way(&section), &parcel).unwrap();
    let written = fs::read_to_string(out).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], hostile.json);
    assert_eq!(lines[1..], ["$(id) `id`", "$(touch /tmp/x) `id` '; rm -rf / #", "1", "none"]);
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_hangs_or_is_missing_is_tried_again() {
    for (command, why) in [
        ("['/bin/false']", "ended with exit status: 1"),
        (
            "['/no/such/program']",
            "\"/no/such/program\" cannot be started: No such file or directory (os error 2)",
        ),
        ("['/bin/sh', '-c', 'sleep 600 & wait']", "took longer than 1 s; it was killed"),
        ("['/bin/sh', '-c', 'exec <&-; exit 0']", ""),
    ] {
        let section = format!("kind = \"command\"\ntimeout = \"1s\"\ncommand = {command}");
        let result = deliver(&way(&section), &three());
        let said = result.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(said, why, "{command}");
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let script = format!("sleep 600 & echo $! > {}; wait", pid.display());
    let way = |timeout: &str| {
        let section = format!("kind = \"command\"\ntimeout = \"{timeout}\"\n");
        super::way(&format!("{section}command = ['/bin/sh', '-c', '{script}']"))
    };
    let is_alive = || {
        let number = fs::read_to_string(&pid).unwrap();
        let stat = fs::read_to_string(format!("/proc/{}/stat", number.trim())).unwrap_or_default();
        // A zombie is dead, only not yet taken note of.
        !stat.is_empty() && !stat.contains(") Z ")
    };
    let dies = || {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while is_alive() {
            assert!(std::time::Instant::now() < deadline, "it lives on");
            std::thread::yield_now();
        }
    };
    assert!(deliver(&way("1s"), &one()).is_err());
    dies();
    // The engine stops while it runs: the try is dropped.
    fs::remove_file(&pid).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (way, parcel) = (way("60s"), one());
        let written = async {
            while !fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n')) {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = way.deliver(&parcel) => unreachable!("it waits for its child"),
            () = written => {}
        }
    });
    dies();
}

#[cfg(unix)]
#[test]
fn the_desktop_gets_plain_arguments() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("notify");
    let out = folder.path().join("out");
    fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > {}\n", out.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let way = way(&format!("kind = \"desktop\"\nprogram = '{}'", program.display()));
    // Another test may just be starting a program while our script is still open for writing.
    let delivered = (0..50).any(|_| deliver(&way, &one()).is_ok());
    assert!(delivered);
    let written = fs::read_to_string(out).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[..4], ["--app-name=wirewatch", "--urgency", "critical", "--"]);
    assert_eq!(lines[4], "FLASH 96: Rocket hits <near> Embassy & more");
    assert!(written.contains("https://example.org/a?b=1&amp;c=2"));
}

#[test]
fn a_file_gets_a_line_for_each_alert_even_of_a_digest() {
    let folder = tempfile::tempdir().unwrap();
    let way = build("kind = \"file\"\npath = \"alerts.jsonl\"", folder.path()).unwrap();
    deliver(&way, &one()).unwrap();
    deliver(&way, &three()).unwrap();
    deliver(&way, &three()).unwrap();
    let text = fs::read_to_string(folder.path().join("alerts.jsonl")).unwrap();
    let seqs: Vec<i64> = text
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["seq"].as_i64().unwrap()
        })
        .collect();
    assert_eq!(seqs, [17, 17, 18, 19]);
}
