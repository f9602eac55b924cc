//! Keys of articles: what leads to one, and what becomes of its keys when it goes.

use super::*;

/// What is known of keys.
fn known(store: &dyn Store, keys: &[Identity]) -> Known {
    let mut found = Known::new();
    let batch = Batch { lookups: keys, ..Batch::at(at(9)) };
    let look = |known: &Known, found: &mut Known| {
        found.clone_from(known);
        Changes::default()
    };
    store.commit(&batch, &mut |known| look(known, &mut found)).unwrap();
    found
}

#[test]
fn a_key_that_an_edit_added_is_free_when_the_article_is_gone() {
    each(|store| {
        let alias = |key| Some(identity(key));
        let first = ArticleChange { alias: alias(101), ..new(1, "Rocket one") };
        commit(store, at(0), articles(vec![first.clone()]));
        let id = known(store, &[identity(1)])[&identity(1)].id;
        let edit =
            ArticleChange { fate: ArticleFate::Edited(id), alias: alias(102), content: 7, ..first };
        commit(store, at(1), articles(vec![edit]));
        assert_eq!(known(store, &[identity(102)])[&identity(102)].id, id);
        let keep = Retention { keep_at_most: Some(0), ..Retention::default() };
        assert_eq!(store.prune(&keep).unwrap().articles, 1);
        let keys = [identity(2), identity(102)];
        assert!(known(store, &keys).is_empty());
        let next = ArticleChange { alias: alias(102), ..new(2, "Rocket two") };
        let batch = Batch { lookups: &keys, ..Batch::at(at(2)) };
        let done = store.commit(&batch, &mut |_| articles(vec![next.clone()])).unwrap();
        assert_eq!(done.new_articles, 1);
        assert_eq!(known(store, &keys).len(), 2);
    });
}
