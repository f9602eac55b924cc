//! The mouse where a key works: clicks in, contexts and effects out.

use super::{answer, model, open, press, sent, update};
use crate::dashboard::keymap::Context;
use crate::dashboard::load::Page;
use crate::dashboard::message::{Effect, Message, Mouse, MouseKind};
use crate::dashboard::model::Model;
use crate::dashboard::view::draw;
use crate::domain::{AlertId, Severity};
use crate::engine::Command;

/// Clicks the first place of the screen that shows a text.
fn click(model: &mut Model, text: &str) -> Vec<Effect> {
    let (columns, rows) = model.size;
    let area = ratatui::layout::Rect::new(0, 0, columns, rows);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    draw(model, &mut buffer);
    let mut lines = buffer.content.chunks(usize::from(columns)).zip(0..);
    let found = lines.find_map(|(cells, y)| {
        let line: Vec<&str> = cells.iter().map(|cell| cell.symbol()).collect();
        let x = (0..line.len()).find(|at| line[*at..].concat().starts_with(text))?;
        Some((u16::try_from(x).unwrap(), y))
    });
    let (x, y) = found.unwrap_or_else(|| panic!("{text:?} is not on the screen"));
    update(model, Message::Mouse(Mouse { kind: MouseKind::Click, x, y }))
}

#[test]
fn a_click_does_what_the_key_does() {
    let cases: &[(&str, &str, Context)] = &[
        ("", "feeds", Context::Feeds),
        ("", "duty", Context::Handover),
        ("", "snooze", Context::Menu),
        ("", "? help", Context::Help),
        ("?", "Esc close", Context::Alerts),
        ("?", "wirewatch", Context::Alerts),
        ("z", "wirewatch", Context::Alerts),
        ("F", "state  ", Context::Filter),
        (":", "poll ", Context::Command),
        (":ack all<enter>", "n no", Context::Alerts),
        ("4a", "query", Context::Form),
        ("4a", "leave", Context::Watches),
    ];
    for (keys, text, context) in cases {
        let mut model = model();
        answer(&mut model, Page::Alerts(open(&[1, 2])));
        press(&mut model, keys);
        click(&mut model, text);
        assert_eq!(model.context(), *context, "{text:?} after {keys:?}");
    }
}

#[test]
fn a_click_chooses_acknowledges_and_filters() {
    let mut model = model();
    answer(&mut model, Page::Alerts(open(&[1, 2])));
    click(&mut model, "headline 2");
    assert_eq!(model.alerts.table.list.selected, Some(AlertId(2)));
    let effects = click(&mut model, "acknowledge");
    assert!(matches!(sent(&effects)[..], [Command::Acknowledge(_)]), "{effects:?}");
    press(&mut model, "z");
    let effects = click(&mut model, "1 hour");
    assert!(matches!(sent(&effects)[..], [Command::Snooze(..)]));
    press(&mut model, "F");
    click(&mut model, "routine and above");
    assert_eq!(model.alerts.filter.min, Severity::Flash);
}
