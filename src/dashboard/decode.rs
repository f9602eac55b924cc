//! Turns the bytes a terminal sends into keys, mouse events and pastes.
//!
//! Pure: bytes in, messages out; what is incomplete waits for the next bytes. Sequences nobody here
//! understands are swallowed whole, so that they never arrive as keys.

use super::key::{Key, Named};
use super::message::{Message, Mouse, MouseKind};

/// Most bytes kept while a sequence or paste is incomplete.
const HELD: usize = 64 << 10;
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// Bytes that wait for the rest of their sequence.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
}

/// What the beginning of the bytes is.
enum Piece {
    /// So many bytes that mean this, or nothing.
    Whole(usize, Option<Message>),
    /// The rest has not come yet.
    Part,
}

impl Decoder {
    /// Takes bytes and gives what they complete.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Message> {
        self.held.extend_from_slice(bytes);
        let mut messages = Vec::new();
        let mut at = 0;
        while let Some(rest) = self.held.get(at..).filter(|rest| !rest.is_empty()) {
            match piece(rest) {
                Piece::Whole(length, message) => {
                    at += length.max(1);
                    messages.extend(message);
                }
                Piece::Part if rest.len() > HELD => at = self.held.len(),
                Piece::Part => break,
            }
        }
        self.held.drain(..at.min(self.held.len()));
        messages
    }

    /// Whether something waits for its rest.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.held.is_empty()
    }

    /// Nothing more came: a lone escape byte was the key, anything else is dropped.
    pub fn give_up(&mut self) -> Option<Message> {
        let held = std::mem::take(&mut self.held);
        if held.starts_with(PASTE) {
            self.held = held; // a slow paste; its end will come
            return None;
        }
        (held.first() == Some(&0x1b)).then_some(Message::Key(Key::Named(Named::Esc)))
    }
}

fn piece(bytes: &[u8]) -> Piece {
    match bytes {
        [0x1b] => Piece::Part,
        [0x1b, b'[', ..] => control_sequence(bytes),
        [0x1b, b'O'] => Piece::Part,
        [0x1b, b'O', last, ..] => Piece::Whole(3, letter(*last).map(named)),
        [0x1b, 0x1b, ..] => Piece::Whole(1, Some(named(Named::Esc))),
        [0x1b, ..] => match character(bytes.get(1..).unwrap_or_default()) {
            // Alt with a key: nothing is bound to it.
            Some((length, _)) => Piece::Whole(1 + length, None),
            None => Piece::Part,
        },
        _ => match character(bytes) {
            Some((length, key)) => Piece::Whole(length, key.map(Message::Key)),
            None => Piece::Part,
        },
    }
}

fn named(key: Named) -> Message {
    Message::Key(Key::Named(key))
}

/// One character or control byte; `None` when its last bytes have not come.
fn character(bytes: &[u8]) -> Option<(usize, Option<Key>)> {
    let first = *bytes.first()?;
    let key = match first {
        b'\r' | b'\n' => Key::Named(Named::Enter),
        b'\t' => Key::Named(Named::Tab),
        0x7f | 0x08 => Key::Named(Named::Backspace),
        0x01..=0x1a => Key::Ctrl(char::from(first - 1 + b'a')),
        0x00..0x20 => return Some((1, None)),
        0x20..0x80 => Key::Char(char::from(first)),
        0x80.. => return beyond_ascii(bytes, first),
    };
    Some((1, Some(key)))
}

fn beyond_ascii(bytes: &[u8], first: u8) -> Option<(usize, Option<Key>)> {
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Some((1, None)),
    };
    let Some(whole) = bytes.get(..length) else {
        let broken = bytes.iter().skip(1).any(|byte| !(0x80..0xc0).contains(byte));
        return broken.then_some((1, None));
    };
    let text = std::str::from_utf8(whole).ok();
    let key = text.and_then(|text| text.chars().next()).filter(|c| !c.is_control());
    Some((if text.is_some() { length } else { 1 }, key.map(Key::Char)))
}

/// `ESC [ … letter`: keys, mouse reports, pastes.
fn control_sequence(bytes: &[u8]) -> Piece {
    if bytes.starts_with(PASTE) {
        return paste(bytes);
    }
    let body = bytes.get(2..).unwrap_or_default();
    let Some(end) = body.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
        return if body.len() > 64 { Piece::Whole(bytes.len(), None) } else { Piece::Part };
    };
    let (parameters, last) = (body.get(..end).unwrap_or_default(), body.get(end).copied());
    let message = match (parameters, last) {
        ([b'<', report @ ..], Some(b'M')) => mouse(report).map(Message::Mouse),
        ([b'<', ..], _) => None,
        (_, Some(b'~')) => tilde(parameters).map(named),
        (_, Some(last)) => letter(last).map(named),
        (_, None) => None,
    };
    Piece::Whole(2 + end + 1, message)
}

fn paste(bytes: &[u8]) -> Piece {
    let body = bytes.get(PASTE.len()..).unwrap_or_default();
    let Some(end) = body.windows(PASTED.len()).position(|window| window == PASTED) else {
        return Piece::Part;
    };
    let text = String::from_utf8_lossy(body.get(..end).unwrap_or_default()).into_owned();
    Piece::Whole(PASTE.len() + end + PASTED.len(), Some(Message::Paste(text)))
}

fn letter(last: u8) -> Option<Named> {
    Some(match last {
        b'A' => Named::Up,
        b'B' => Named::Down,
        b'C' => Named::Right,
        b'D' => Named::Left,
        b'H' => Named::Home,
        b'F' => Named::End,
        b'Z' => Named::BackTab,
        b'P' => Named::F1,
        _ => return None,
    })
}

fn tilde(parameters: &[u8]) -> Option<Named> {
    let number = parameters.split(|byte| *byte == b';').next()?;
    Some(match number {
        b"1" | b"7" => Named::Home,
        b"4" | b"8" => Named::End,
        b"3" => Named::Delete,
        b"5" => Named::PageUp,
        b"6" => Named::PageDown,
        b"11" => Named::F1,
        _ => return None,
    })
}

/// `button ; column ; row` of the SGR mouse report, counted from 1.
fn mouse(report: &[u8]) -> Option<Mouse> {
    let mut numbers = std::str::from_utf8(report).ok()?.split(';').map(str::parse::<u16>);
    let (button, x, y) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let kind = match button {
        0 => MouseKind::Click,
        64 => MouseKind::WheelUp,
        65 => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, x: x.checked_sub(1)?, y: y.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Message};

    fn told(messages: impl IntoIterator<Item = Message>) -> String {
        let one = |message| match message {
            Message::Key(key) => key.ascii_name(),
            Message::Paste(text) => format!("paste:{text}"),
            Message::Mouse(mouse) => format!("{:?}@{},{}", mouse.kind, mouse.x, mouse.y),
            other => format!("{other:?}"),
        };
        messages.into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    const CASES: &[(&[u8], &str)] = &[
        (b"jk", "j k"),
        (b"\r\t\x7f\x04", "Enter Tab Backspace C-d"),
        (b"\x1b[A\x1b[B\x1bOC\x1b[1;5D", "Up Down Right Left"),
        (b"\x1b[5~\x1b[6~\x1b[3~\x1b[H\x1b[4~\x1b[Z", "PgUp PgDn Delete Home End S-Tab"),
        (b"\x1b[<0;10;3M\x1b[<0;10;3m\x1b[<65;1;1M", "Click@9,2 WheelDown@0,0"),
        (b"\x1b[200~a\nb\x1b[201~q", "paste:a\nb q"),
        ("é火".as_bytes(), "é 火"),
        (b"\xffq\xc3(", "q ("),
        (b"\x1b[?62;1cq\x1b[<9;9;9;9;9Mq", "q q"),
        (b"\x1bxq", "q"),
        (b"\x1b\x1b[A", "Esc Up"),
    ];

    #[test]
    fn bytes_become_keys() {
        for (bytes, expected) in CASES {
            assert_eq!(told(Decoder::default().take(bytes)), *expected, "{bytes:?}");
        }
    }

    #[test]
    fn it_does_not_matter_where_the_bytes_are_cut() {
        for (bytes, expected) in CASES {
            let mut decoder = Decoder::default();
            let messages: Vec<Message> =
                bytes.iter().flat_map(|byte| decoder.take(&[*byte])).collect();
            assert_eq!(told(messages), *expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_lone_escape_is_the_key_once_nothing_follows() {
        let mut decoder = Decoder::default();
        assert!(decoder.take(b"\x1b").is_empty());
        assert!(decoder.is_waiting());
        assert_eq!(told(decoder.give_up()), "Esc");
        assert!(!decoder.is_waiting());
    }

    #[test]
    fn an_endless_paste_is_bounded() {
        let mut decoder = Decoder::default();
        decoder.take(b"\x1b[200~");
        for _ in 0..100 {
            decoder.take(&[b'x'; 4096]);
        }
        assert!(decoder.held.len() <= super::HELD + 4096);
    }
}
