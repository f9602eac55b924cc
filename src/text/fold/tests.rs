//! The folding table, case by case, and what must hold for any text.

use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> String {
    fold(text).text().to_owned()
}

#[test]
fn each_rule_has_its_case() {
    let cases = [
        ("", " "),
        ("Rocket", " rocket "),
        ("rocket-propelled  grenade!", " rocket propelled grenade "),
        ("Kata’ib", " kataib "),
        ("KATA'IB", " kataib "),
        ("Kata`ib", " kataib "),
        ("the embassy’s gate", " the embassy gate "),
        ("EMBASSY'S", " embassy "),
        ("embassies' gates", " embassies gates "),
        ("she'll say", " she ll say "),
        ("don't", " dont "),
        ("l’ambassade", " l ambassade "),
        ("qu'il", " qu il "),
        ("dell'ambasciata", " dell ambasciata "),
        ("Sana'a", " sanaa "),
        ("the U.S. Embassy", " the us embassy "),
        ("U.S.-led", " us led "),
        ("U.S.A.", " usa "),
        ("U.S.'s embassy, the U.S.’s", " us embassy the us "),
        ("Acme Co.'s gate, said.' So", " acme co gate said so "),
        ("quelqu'un presqu’île", " quelqu un presqu ile "),
        ("quell'attacco", " quell attacco "),
        ("J.Smith at 3.5", " j smith at 3 5 "),
        ("São STRASSE Straße", " sao strasse strasse "),
        ("Ｅxplosion", " explosion "),
        ("Ångström e\u{301}te\u{301}", " angstrom ete "),
        ("Æther Łódź øre", " aether lodz ore "),
        ("İstanbul ırak", " istanbul irak "),
        ("roc\u{AD}ket\u{200B}s", " rockets "),
        ("ёлка Йод", " елка иод "),
        ("كَتَائِب", " كتايب "),
        ("كتائب", " كتايب "),
        ("کتائب حزب‌الله", " كتايب حزب الله "),
        ("السفارة", " السفاره "),
        ("أإآٱ", " اااا "),
        ("صـــاروخ", " صاروخ "),
        ("٣ ۴ ५", " 3 4 5 "),
        ("וְהַחֲמוּשִׁים", " והחמושים "),
        ("צה\"ל ארה״ב", " צהל ארהב "),
        ("ロケット弾 ｶﾞｻﾞ", " ロケット弾 ガザ "),
        ("F16戦闘機", " f16 戦闘機 "),
        ("ตะวันออก", " ตะวันออก "),
        ("\u{1112}\u{1161}\u{11AB}국", " 한국 "),
        ("K9자주포 3발", " k9 자주포 3 발 "),
        ("½ ²", " 1 2 2 "),
        ("Rocket™ fire", " rocket fire "),
    ];
    for (source, expected) in cases {
        assert_eq!(folded(source), expected, "{source:?}");
    }
}

/// The source text behind one folded word.
fn behind<'a>(source: &'a str, word: &str) -> &'a str {
    let folded = fold(source);
    let at = folded.text().find(word).expect("the word is in the folded text");
    &source[folded.span(at..at + word.len())]
}

#[test]
fn spans_cover_exactly_what_was_published() {
    let cases = [
        ("the Kata’ib Hezbollah, again", "kataib hezbollah", "Kata’ib Hezbollah"),
        ("at the embassy’s gate", "embassy", "embassy"),
        ("the U.S. Embassy", "us embassy", "U.S. Embassy"),
        ("un blessé grave", "blesse", "blessé"),
        ("un blesse\u{301} grave", "blesse", "blesse\u{301}"),
        ("— ракета!", "ракета", "ракета"),
        ("Straße frei", "strasse", "Straße"),
        ("ﬁre at", "fire", "ﬁre"),
        ("في السفارة، اليوم", "السفاره", "السفارة"),
        ("أبناء البلد", "ابنا", "أبناء"),
        ("l’ambassade", "ambassade", "ambassade"),
        ("昨日ロケット弾が", "ロケット", "ロケット"),
    ];
    for (source, word, expected) in cases {
        assert_eq!(behind(source, word), expected, "{source:?}");
    }
}

#[test]
fn several_texts_share_a_buffer_and_keep_their_own_offsets() {
    let mut both = Folded::default();
    both.append("First: text");
    let second = both.append("“Second” text");
    assert_eq!(both.text(), " first text  second text ");
    let at = both.text().find("second").expect("it is there");
    assert!(second.contains(&at));
    assert_eq!(&"“Second” text"[both.span(at..at + 6)], "Second");
    both.clear();
    assert_eq!(both.text(), "");
}

#[test]
fn every_character_alone_folds_to_what_folds_to_itself() {
    for c in ('\u{1}'..=char::MAX).filter(|c| c.is_alphanumeric()) {
        let once = folded(&format!("{c}"));
        assert_eq!(folded(&once), once, "{c:?}");
    }
    assert_eq!(folded("vir ŉ ruk"), " vir n ruk ");
}

proptest! {
    #[test]
    fn folding_is_idempotent(text in "\\PC{0,60}|[a-zA-Z'’. éüß\u{301}\u{621}0-9\"-]{0,60}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once.clone(), "{:?}", text);
        prop_assert!(once.starts_with(' ') && once.ends_with(' '));
        prop_assert!(!once.contains("  "));
    }

    #[test]
    fn spans_are_monotone_and_on_character_borders(text in any::<String>()) {
        let folded = fold(&text);
        let mut before = 0..0;
        for (at, c) in folded.text().char_indices() {
            let span = folded.span(at..at + c.len_utf8());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(before.start <= span.start && before.end <= span.end);
            prop_assert!(span.end <= text.len());
            before = span;
        }
    }

    #[test]
    fn plain_words_fold_alike_wherever_they_stand(word in "[a-z]{1,12}", tail in "\\PC{0,20}") {
        let all = folded(&format!("{word} {tail}"));
        let expected = format!(" {word} ");
        prop_assert!(all.starts_with(&expected), "{}", all);
    }
}
