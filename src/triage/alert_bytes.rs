//! A story's alert line and what is remembered beside it, as bytes: a third of what they take in
//! memory, where thousands wait until their story changes. The bytes do not outlive the process, so
//! they have no version and no care for names.

use jiff::Timestamp;

use crate::domain::bytes::{Reader, put_count, put_text, put_time};
use crate::domain::{
    AlertLine, Article, Change, Evidence, Field, Harm, Hit, LineStory, LineTimes, Note, Part,
    Pending, Reason, Severity, SilenceId, Silenced, Spare, StoryId, StoryMemo, Told, Toll,
    WatchHit,
};

/// What is written as bytes and read back. An error is the byte at which reading ended.
pub(super) trait Bytes: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn read(from: &mut Reader<'_>) -> Result<Self, usize>;
}

/// Structures: their fields, one behind the other.
macro_rules! fields {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Bytes for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($field.put(out);)*
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
                Ok($name { $($field: Bytes::read(from)?),* })
            }
        }
    )*};
}

/// Kinds: the number of each in its row.
macro_rules! kinds {
    ($($name:ident: $($kind:ident)*;)*) => {$(
        impl Bytes for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let number = match self { $($name::$kind => $name::$kind as u8),* };
                out.push(number);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
                let [number] = from.array()?;
                let kinds = [$($name::$kind),*];
                kinds.into_iter().find(|kind| *kind as u8 == number).ok_or(from.at())
            }
        }
    )*};
}

fields! {
    AlertLine {
        schema, seq, id, change, note, severity, score, reason, watches, article, hits, story,
        times, silenced
    }
    Article {
        title, summary, body, url, id, outlet, feed, author, language, published, updated,
        categories
    }
    WatchHit { watch, hit }
    Hit { term, field, start, end, text, first_word, last_word }
    LineStory { id, articles, outlets, origins, first_seen, last_seen, toll }
    Toll { killed, hurt, outlet, title, url, at, corrects }
    LineTimes { published, fetched, raised }
    Silenced { silence, reason, who, until }
    StoryMemo {
        evidence, spare, harm, toll, told, stood, pending, last_flagged, taken_back, denied, talk,
        talkers, worded, behind
    }
    Evidence { parts, names_only, harm, age, alone }
    Part { label, points }
    Spare { article, hits, evidence, fetched }
    Harm { killed, hurt }
    Told { severity, watches, origins, harm, named }
    Pending { due, change, notes }
    Note { reason, text }
}

kinds! {
    Change: Raised Updated Escalated Corrected Resolved;
    Severity: Routine Priority Immediate Flash;
    Field: Title Summary Body Outlet Feed Tag Lang Place Country;
    Reason: Correction Severity Watches Origins Harm Silence Edit Lag;
}

impl Bytes for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(out, *self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.count()
    }
}

impl Bytes for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(out, u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.small()
    }
}

impl Bytes for usize {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(out, *self as u64);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        usize::try_from(from.count()?).map_err(|_| from.at())
    }
}

impl Bytes for i64 {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(out, ((*self << 1) ^ (*self >> 63)).cast_unsigned());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        let folded = from.count()?;
        Ok((folded >> 1).cast_signed() ^ -((folded & 1).cast_signed()))
    }
}

impl Bytes for i32 {
    fn put(&self, out: &mut Vec<u8>) {
        i64::from(*self).put(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        i32::try_from(i64::read(from)?).map_err(|_| from.at())
    }
}

impl Bytes for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.array().map(|[byte]| byte != 0)
    }
}

impl Bytes for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(out, self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.text().map(str::to_owned)
    }
}

impl Bytes for Timestamp {
    fn put(&self, out: &mut Vec<u8>) {
        put_time(out, Some(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.time()?.ok_or(from.at())
    }
}

impl Bytes for StoryId {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        u64::read(from).map(StoryId)
    }
}

impl Bytes for SilenceId {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        i64::read(from).map(SilenceId)
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        self.iter().for_each(|value| value.put(out));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Bytes> Bytes for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        from.list(T::read)
    }
}

impl<T: Bytes> Bytes for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_ref().put(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        T::read(from).map(Box::new)
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, usize> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn hits() -> Vec<WatchHit> {
        let fields = [
            Field::Title,
            Field::Summary,
            Field::Body,
            Field::Outlet,
            Field::Feed,
            Field::Tag,
            Field::Lang,
            Field::Place,
            Field::Country,
        ];
        let hit = |(start, field)| Hit {
            term: "rocket(s)".into(),
            field,
            start,
            end: start + 7,
            text: "rockets".into(),
            first_word: 3,
            last_word: 300,
        };
        let hits = fields.into_iter().enumerate().map(hit);
        hits.map(|hit| WatchHit { watch: "rocket".into(), hit }).collect()
    }

    fn article() -> Article {
        Article {
            title: "Raketen über Arbil".into(),
            published: Some(time(1_674_806_400)),
            categories: vec!["world".into(), String::new()],
            ..Article::default()
        }
    }

    fn line(change: Change, severity: Severity) -> AlertLine {
        AlertLine {
            schema: crate::domain::SCHEMA.into(),
            seq: 1 << 40,
            id: "x-1".into(),
            change,
            note: "second origin".into(),
            severity,
            score: -7,
            reason: "rocket 30".into(),
            watches: vec!["rocket".into()],
            article: article(),
            hits: hits(),
            story: LineStory {
                id: StoryId(u64::MAX),
                articles: 2,
                outlets: vec!["Wire".into()],
                origins: vec!["AP".into()],
                first_seen: time(5),
                last_seen: time(-5),
                toll: Some(Box::new(Toll {
                    killed: 3,
                    outlet: "b.example".into(),
                    ..Toll::default()
                })),
            },
            times: LineTimes { published: None, fetched: time(6), raised: time(7) },
            silenced: Some(Silenced {
                silence: SilenceId(4),
                reason: "drill".into(),
                who: "ana".into(),
                until: time(8),
            }),
        }
    }

    fn memo() -> StoryMemo {
        let evidence = Evidence {
            parts: vec![Part { label: "age".into(), points: -80 }],
            names_only: true,
            harm: Harm { killed: 2, hurt: 9 },
            age: -3,
            alone: 41,
        };
        let reasons = [
            Reason::Correction,
            Reason::Severity,
            Reason::Watches,
            Reason::Origins,
            Reason::Harm,
            Reason::Silence,
            Reason::Edit,
            Reason::Lag,
        ];
        let notes = reasons.map(|reason| Note { reason, text: "0 → 6".into() }).to_vec();
        let spare = Spare {
            article: article(),
            hits: hits(),
            evidence: evidence.clone(),
            fetched: time(9),
        };
        StoryMemo {
            evidence,
            spare: Some(Box::new(spare)),
            harm: Harm { killed: 6, hurt: 4_000_000_000 },
            toll: Some(Box::new(Toll { hurt: 7, ..Toll::default() })),
            told: Told { severity: Severity::Flash, origins: 2, ..Told::default() },
            stood: Some(Severity::Immediate),
            pending: Some(Pending { due: time(10), change: Change::Updated, notes }),
            last_flagged: Some(time(11)),
            taken_back: vec![("AP".into(), time(12))],
            denied: Some("the ministry".into()),
            talk: true,
            talkers: vec!["Wire".into()],
            worded: vec![u64::MAX, 0],
            behind: true,
        }
    }

    fn comes_back<T: Bytes + PartialEq + std::fmt::Debug>(value: &T) {
        let mut out = Vec::new();
        value.put(&mut out);
        let mut from = Reader::new(&out);
        assert_eq!(T::read(&mut from).as_ref(), Ok(value));
        assert_eq!(from.left(), 0);
        for len in 0..out.len() {
            assert!(T::read(&mut Reader::new(&out[..len])).is_err(), "cut at {len}");
        }
    }

    #[test]
    fn lines_and_memos_come_back_as_they_were() {
        let changes = [
            Change::Raised,
            Change::Updated,
            Change::Escalated,
            Change::Corrected,
            Change::Resolved,
        ];
        let severities =
            [Severity::Routine, Severity::Priority, Severity::Immediate, Severity::Flash];
        for (change, severity) in changes.into_iter().zip(severities.into_iter().cycle()) {
            comes_back(&line(change, severity));
        }
        comes_back(&AlertLine { silenced: None, ..line(Change::Raised, Severity::Routine) });
        comes_back(&memo());
        comes_back(&StoryMemo::default());
    }
}
