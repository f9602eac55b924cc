//! What only a file can show: other handles, damage, migrations, modes, sudden ends.

use std::fs;
use std::path::PathBuf;

use super::*;

pub(super) fn file(home: &TempDir) -> PathBuf {
    home.path().join("wirewatch.db")
}

pub(super) fn open(path: &Path) -> Result<Arc<dyn Store>, StoreError> {
    store::open(path, Duration::from_millis(50))
}

/// A store with three articles and an alert, closed.
pub(super) fn filled(home: &TempDir) -> PathBuf {
    let store = on_disk(home);
    commit(store.as_ref(), at(1), articles((1..=3).map(|n| new(n, "Rocket")).collect()));
    commit(store.as_ref(), at(2), alerts(vec![raise(1, Severity::Flash)]));
    file(home)
}

fn refused(path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let refusal = open(path).err().expect("the store is refused");
    assert!(fs::read(path).unwrap() == before, "the file is as it was");
    refusal
}

#[test]
fn what_is_stored_is_there_after_a_restart() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    let store = open(&path).unwrap();
    assert_eq!(store.counts(at(9)).unwrap().articles, 3);
    assert_eq!(store.last_notice().unwrap(), 1);
    assert_eq!(store.search("rocket", 0, 9).unwrap().len(), 3);
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn two_handles_see_each_other() {
    let home = TempDir::new().unwrap();
    let (one, two) = (on_disk(&home), on_disk(&home));
    let before = two.revision().unwrap();
    commit(one.as_ref(), at(1), alerts(vec![raise(1, Severity::Flash)]));
    assert!(two.revision().unwrap() > before);
    let seen = one.revision().unwrap();
    set_state(&*two, &[AlertId(1)], AlertState::Acknowledged, (None, at(2)));
    assert!(one.revision().unwrap() > seen);
    assert_eq!(one.counts(at(3)).unwrap().open, [0; 4]);
}

#[test]
fn readers_do_not_wait_for_the_writer_and_see_whole_commits() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    let batch = Batch::at(at(1));
    let mut seen = Vec::new();
    store
        .commit(&batch, &mut |_| {
            seen.push(store.counts(at(1)).unwrap().articles);
            articles(vec![new(1, "One")])
        })
        .unwrap();
    assert_eq!(seen, [0]);
    assert_eq!(store.counts(at(1)).unwrap().articles, 1);
}

#[test]
fn many_readers_share_a_few_connections() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    let store = open(&path).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..16 {
            threads.spawn(|| assert_eq!(store.search("rocket", 0, 9).unwrap().len(), 3));
        }
    });
}

#[test]
fn a_second_writer_is_told_that_the_store_is_busy() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    let store = open(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(store.set_cursor("x", 1), Err(StoreError::Busy)));
    assert_eq!(store.counts(at(1)).unwrap().articles, 3);
    other.execute_batch("ROLLBACK").unwrap();
    store.set_cursor("x", 1).unwrap();
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let home = TempDir::new().unwrap();
    let path = filled(&home);
    let other = Connection::open(&path).unwrap();
    other.pragma_update(None, "user_version", 999).unwrap();
    drop(other);
    assert!(matches!(refused(&path), StoreError::Newer { found: 999, known: 18, .. }));
}

#[test]
fn a_damaged_or_foreign_file_is_reported_and_left_alone() {
    type Damage = (&'static str, fn(&mut Vec<u8>));
    let damages: [Damage; 5] = [
        ("cut to 100 bytes", |bytes| bytes.truncate(100)),
        ("cut to half", |bytes| bytes.truncate(bytes.len() / 2)),
        ("no header", |bytes| bytes[..16].fill(0)),
        ("overwritten within", |bytes| bytes[4_096..40_960].fill(0xa5)),
        ("another program's", |bytes| bytes[68..72].fill(0)),
    ];
    for (name, damage) in damages {
        let home = TempDir::new().unwrap();
        let path = filled(&home);
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let refusal = refused(&path);
        assert!(matches!(refusal, StoreError::Damaged { .. }), "{name}: {refusal}");
    }
}

#[test]
fn a_store_whose_file_is_gone_is_not_made_anew_over_its_log() {
    let home = TempDir::new().unwrap();
    let path = file(&home);
    fs::write(home.path().join("wirewatch.db-wal"), b"log").unwrap();
    assert!(matches!(open(&path), Err(StoreError::Damaged { .. })));
    assert!(!path.exists());
}

#[test]
fn no_folder_no_store_but_a_reason() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("plain"), b"a file").unwrap();
    let path = home.path().join("plain/wirewatch.db");
    assert!(matches!(open(&path), Err(StoreError::Open { .. })));
    assert!(matches!(open(home.path()), Err(StoreError::Open { .. } | StoreError::Damaged { .. })));
}

#[test]
fn an_empty_file_is_no_store_and_is_left_alone() {
    let home = TempDir::new().unwrap();
    let path = file(&home);
    fs::write(&path, b"").unwrap();
    let refusal = refused(&path);
    assert!(matches!(refusal, StoreError::Empty { .. }), "{refusal}");
}

#[test]
fn a_backup_is_a_whole_store_and_overwrites_nothing() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    commit(store.as_ref(), at(1), articles(vec![new(1, "One")]));
    let copy = home.path().join("copies").join("monday.db");
    assert!(store.backup(&copy).is_err(), "no folder is made for a mistyped path");
    std::fs::create_dir(home.path().join("copies")).unwrap();
    store.backup(&copy).unwrap();
    let again = store.backup(&copy).unwrap_err().to_string();
    assert!(again.contains("there is a file already") && again.contains("monday.db"), "{again}");
    commit(store.as_ref(), at(2), articles(vec![new(2, "Two")]));
    let copied = open(&copy).unwrap();
    assert_eq!(copied.counts(at(3)).unwrap().articles, 1);
    assert!(copied.check().unwrap().is_empty());
    store.vacuum().unwrap();
    assert_eq!(store.search("two", 0, 9).unwrap().len(), 1);
}

/// A kill while it is made leaves what can be seen here: nothing under its name.
#[test]
fn a_backup_has_its_name_only_when_it_is_whole() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    for number in 1..=40 {
        let text = format!("word{number} ").repeat(20_000);
        let mut one = articles(vec![new(number, "One")]);
        std::sync::Arc::make_mut(&mut one.articles[0].article).body = text;
        commit(store.as_ref(), at(1), one);
    }
    let copy = home.path().join("copy.db");
    std::thread::scope(|scope| {
        let making = scope.spawn(|| store.backup(&copy).unwrap());
        while !copy.exists() && !making.is_finished() {
            std::thread::yield_now();
        }
        let seen = fs::read(&copy).unwrap();
        making.join().unwrap();
        assert!(seen.len() > 1_000_000 && seen == fs::read(&copy).unwrap(), "{}", seen.len());
    });
    let left: Vec<_> =
        fs::read_dir(home.path()).unwrap().map(|each| each.unwrap().path()).collect();
    let drafts = left.iter().filter(|path| path.to_string_lossy().contains(".new-")).count();
    assert_eq!(drafts, 0, "{left:?}");
}

#[test]
fn after_a_sudden_end_commits_are_whole() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    let mut lengths = Vec::new();
    for number in 1..=12 {
        let mut changes = articles(vec![new(number, "Rocket")]);
        changes.alerts.push(raise(number, Severity::Flash));
        commit(store.as_ref(), at(number.cast_signed()), changes);
        lengths.push(fs::metadata(home.path().join("wirewatch.db-wal")).unwrap().len());
    }
    let log = fs::read(home.path().join("wirewatch.db-wal")).unwrap();
    let main = fs::read(file(&home)).unwrap();
    // The file and its log as a power cut leaves them: the log ends anywhere.
    for cut in (0..=log.len()).step_by(7_001).chain([log.len()]) {
        let grave = TempDir::new().unwrap();
        fs::write(file(&grave), &main).unwrap();
        fs::write(grave.path().join("wirewatch.db-wal"), &log[..cut]).unwrap();
        let risen = open(&file(&grave)).unwrap();
        let whole = lengths.iter().filter(|length| **length <= cut as u64).count() as u64;
        assert_eq!(risen.counts(at(0)).unwrap().articles, whole, "cut at {cut}");
        assert_eq!(risen.last_notice().unwrap(), whole);
        assert_eq!(risen.notices_after(0, 99).unwrap().len() as u64, whole);
        assert!(risen.check().unwrap().is_empty());
    }
}

#[test]
fn a_killed_writer_leaves_whole_commits_behind() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    for number in 1..=5 {
        let batch = Batch::at(at(1));
        let mut copied = None;
        // The copy is taken in the middle of a transaction.
        store
            .commit(&batch, &mut |_| {
                let grave = TempDir::new().unwrap();
                for ending in ["", "-wal"] {
                    let name = format!("wirewatch.db{ending}");
                    fs::copy(home.path().join(&name), grave.path().join(&name)).unwrap();
                }
                copied = Some(grave);
                articles(vec![new(number, "Rocket")])
            })
            .unwrap();
        let risen = open(&file(&copied.unwrap())).unwrap();
        assert_eq!(risen.counts(at(0)).unwrap().articles, number - 1);
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_their_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    let folder = home.path().join("a/b");
    let path = folder.join("wirewatch.db");
    let store = open(&path).unwrap();
    commit(store.as_ref(), at(1), articles(vec![new(1, "One")]));
    let lock = store::lock::take(&path).unwrap().unwrap();
    store.backup(&folder.join("copy.db")).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&home.path().join("a")), mode(&folder)), (0o700, 0o700));
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 5, "{files:?}");
    for path in files {
        assert_eq!(mode(&path), 0o600, "{path:?}");
    }
    drop(lock);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_store_is_that_store() {
    let home = TempDir::new().unwrap();
    let (path, link) = (home.path().join("wirewatch.db"), home.path().join("link/other.db"));
    commit(open(&path).unwrap().as_ref(), at(1), articles(vec![new(1, "One")]));
    fs::create_dir(home.path().join("link")).unwrap();
    std::os::unix::fs::symlink("../wirewatch.db", &link).unwrap();
    let held = store::lock::take(&link).unwrap().expect("nobody has it");
    assert!(store::lock::take(&path).unwrap().is_none(), "one poller, whatever the path");
    assert_eq!(store::lock::holder(&link), store::lock::holder(&path));
    drop(held);
    let store = open(&link).unwrap();
    assert_eq!(store.counts(at(1)).unwrap().articles, 1);
    let beside = fs::read_dir(home.path().join("link")).unwrap().count();
    assert_eq!(beside, 1, "nothing but the link");
}

/// Wants a folder on a disk of a few MB: `mount -t tmpfs -o size=6m none DIR`.
#[test]
fn a_full_disk_refuses_the_commit_and_heals() {
    let Some(small) = std::env::var_os("WIREWATCH_SMALL_DISK") else {
        eprintln!("skipped: WIREWATCH_SMALL_DISK names no small disk");
        return;
    };
    let home = TempDir::new_in(small).unwrap();
    let store = on_disk(&home);
    commit(store.as_ref(), at(0), articles(vec![new(1, "One")]));
    let ballast = home.path().join("ballast");
    let (mut free, mut last) = (8 << 20, None);
    while free > 0 && last.is_none() {
        let bytes = fs::read(&ballast).unwrap_or_default().len();
        if fs::write(&ballast, vec![0; bytes + 65_536]).is_err() {
            last = Some(());
        }
        free -= 65_536;
    }
    let revision = store.revision().unwrap();
    let batch = Batch::at(at(1));
    let many = || articles((2..400).map(|n| new(n, &"word ".repeat(100))).collect());
    let refusal = store.commit(&batch, &mut |_| many()).expect_err("the disk is full");
    assert!(matches!(&refusal, StoreError::Full { path } if path.is_absolute()), "{refusal}");
    assert_eq!(store.revision().unwrap(), revision);
    assert_eq!(store.search("one", 0, 9).unwrap().len(), 1);
    fs::remove_file(&ballast).unwrap();
    assert_eq!(store.commit(&batch, &mut |_| many()).unwrap().new_articles, 398);
    assert!(store.check().unwrap().is_empty());
}

/// Wants a folder; makes a store in it when it can be written, reads it when it cannot.
#[test]
fn a_store_that_can_only_be_read_is_read() {
    let Some(folder) = std::env::var_os("WIREWATCH_FROZEN_FOLDER") else {
        eprintln!("skipped: WIREWATCH_FROZEN_FOLDER names no folder");
        return;
    };
    let path = Path::new(&folder).join("wirewatch.db");
    if !path.exists() {
        let store = open(&path).unwrap();
        commit(store.as_ref(), at(1), articles((1..=3).map(|n| new(n, "Rocket")).collect()));
        return;
    }
    let store = open(&path).unwrap();
    assert_eq!(store.search("rocket", 0, 9).unwrap().len(), 3);
    assert!(matches!(store.set_cursor("x", 1), Err(StoreError::ReadOnly)));
}
