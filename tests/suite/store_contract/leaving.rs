//! A store whose file is moved, deleted or replaced while it is open.

use std::fs;

use super::*;

#[test]
fn nothing_is_written_to_a_file_that_left_its_place_nor_read_from_another_there() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("wirewatch.db");
    let store = on_disk(&home);
    let aside = home.path().join("aside.db");
    let moved = |result: Result<Committed, StoreError>| match result {
        Err(error @ StoreError::Moved { .. }) => error.to_string().contains("put it back"),
        _ => false,
    };
    let batch = Batch::at(at(9));
    let try_one = || store.commit(&batch, &mut |_| articles(vec![new(9, "Rocket nine")]));
    fs::rename(&path, &aside).unwrap();
    assert!(matches!(store.in_place(), Err(StoreError::Moved { .. })));
    assert!(moved(try_one()));
    assert!(matches!(store.due("desk", at(9), 9), Err(StoreError::Moved { .. })), "none is sent");
    fs::copy(&aside, &path).unwrap();
    assert!(moved(try_one()), "a copy is another file");
    fs::rename(&aside, &path).unwrap();
    assert_eq!(try_one().unwrap().new_articles, 1);
    fs::remove_file(&path).unwrap();
    assert!(moved(try_one()));
}
