//! Stories that grow commit by commit: a file keeps what they gained in steps, and they come back as they
//! stand whenever they are read, by whoever opens the file.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// What happens to a story in a commit.
#[derive(Clone, Debug)]
enum Happening {
    Family(u32),
    FamilyGiven(String),
    Outlet(String),
    Origin(String, i64),
    Centroid(u32),
    Title(String),
    Memo(u64),
    NoMemo,
    Line(u64),
    Gone,
}

/// What is done to the store.
#[derive(Clone, Debug)]
enum Deed {
    Commit(Vec<(u64, Happening)>),
    /// A commit that fails.
    Panic,
    Reopen,
    Regroup,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => any::<u32>().prop_map(Happening::Family),
        1 => "[a-c]{0,3}".prop_map(Happening::FamilyGiven),
        3 => "[a-z]{1,5}".prop_map(Happening::Outlet),
        3 => ("[a-e]", 0..99_i64).prop_map(|(origin, at)| Happening::Origin(origin, at)),
        2 => any::<u32>().prop_map(Happening::Centroid),
        1 => "[a-z]{0,9}".prop_map(Happening::Title),
        2 => any::<u64>().prop_map(Happening::Memo),
        1 => Just(Happening::NoMemo),
        1 => (0..9_u64).prop_map(Happening::Line),
        1 => Just(Happening::Gone),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        12 => vec((0..4_u64, happening()), 1..5).prop_map(Deed::Commit),
        1 => Just(Deed::Panic),
        1 => Just(Deed::Reopen),
        1 => Just(Deed::Regroup),
    ]
}

fn happen(story: &mut StoryChange, what: &Happening) {
    story.last_seen = story.last_seen.max(at(i64::from(story.state.articles)));
    let state = &mut story.state;
    state.articles += 1;
    match what {
        Happening::Family(word) => state.families.push("wire", [*word, word ^ 1]),
        Happening::FamilyGiven(name) => state.families.give(0, name),
        Happening::Outlet(name) => state.outlets.push(name.clone()),
        Happening::Origin(name, time) => {
            match state.origins.iter_mut().find(|(origin, _)| origin == name) {
                Some((_, first)) => *first = (*first).min(at(*time)),
                None => state.origins.push((name.clone(), at(*time))),
            }
        }
        Happening::Centroid(word) => state.centroid = vec![(*word, 7)],
        Happening::Title(title) => story.title.clone_from(title),
        Happening::Memo(wording) => {
            let worded = vec![*wording];
            state.memo = Some(Box::new(StoryMemo { worded, ..StoryMemo::default() }));
        }
        Happening::NoMemo => (state.memo, state.line) = (None, None),
        Happening::Line(number) => {
            state.line = Some(Arc::new(line(*number, Severity::Priority, &["rocket"])));
            state.memo.get_or_insert_default();
        }
        Happening::Gone => state.merged = Some("00000000000000aa".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn stories_come_back_as_they_stand(deeds in vec(deed(), 1..40)) {
        let home = TempDir::new().unwrap();
        let mut store = on_disk(&home);
        let mut stand: Vec<StoryChange> = Vec::new();
        for (number, deed) in deeds.iter().enumerate() {
            match deed {
                Deed::Commit(happenings) => {
                    let mut stories: Vec<StoryChange> = Vec::new();
                    for (number, what) in happenings {
                        let id = identity(*number).story(0, at(0));
                        let known = |list: &[StoryChange]| list.iter().find(|s| s.id == id).cloned();
                        let mut story = known(&stories)
                            .or_else(|| known(&stand))
                            .unwrap_or_else(|| story(*number, StoryState::default()));
                        happen(&mut story, what);
                        stories.retain(|other| other.id != id);
                        stories.push(story);
                    }
                    stand.retain(|old| stories.iter().all(|new| new.id != old.id));
                    stand.extend(stories.iter().cloned());
                    let load = if number % 3 == 0 { Load::Calm } else { Load::Backlog };
                    let mut changes = Some(Changes { stories, ..Changes::default() });
                    let batch = Batch { load, ..Batch::at(at(1)) };
                    store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
                }
                Deed::Panic => {
                    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                        store.commit(&Batch::at(at(1)), &mut |_| panic!("while deciding"))
                    }));
                    prop_assert!(failed.is_err());
                }
                Deed::Reopen => {
                    drop(store);
                    store = on_disk(&home);
                }
                Deed::Regroup => _ = store.regroup(&Regrouping::default(), at(1)).unwrap(),
            }
        }
        stand.sort_by_key(|story| (story.last_seen, story.id.0.cast_signed()));
        prop_assert_eq!(&store.stories_since(Timestamp::MIN).unwrap(), &stand);
        for story in &stand {
            prop_assert_eq!(store.standing(story.id).unwrap(), Some(story.clone()));
            let lately = store.stories_since(story.last_seen).unwrap();
            prop_assert!(lately.iter().any(|one| one.id == story.id));
        }
    }
}
