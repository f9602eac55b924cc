//! What must be seen from afar: the header while it flashes, a message beside the keys, the way into
//! an empty search.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::{later, model, open, press, update};
use crate::dashboard::load::Page;
use crate::dashboard::message::{Effect, Message, Mouse, MouseKind};
use crate::dashboard::model::Model;
use crate::dashboard::panes::PaneId;
use crate::dashboard::theme::ThemeName;
use crate::dashboard::view::draw;
use crate::domain::Severity;

fn drawn(model: &Model) -> Buffer {
    let (columns, rows) = model.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    draw(model, &mut buffer);
    buffer
}

fn line(buffer: &Buffer, y: u16) -> String {
    let columns = buffer.area.left()..buffer.area.right();
    columns.filter_map(|x| buffer.cell((x, y))).map(|cell| cell.symbol()).collect()
}

#[test]
fn all_of_a_flashing_header_is_in_the_ink_of_its_ground() {
    for (theme, _) in ThemeName::NAMES.iter().filter(|(theme, _)| *theme != ThemeName::Plain) {
        let mut model = model();
        crate::dashboard::update::set_theme(&mut model, *theme);
        for severity in [Severity::Flash, Severity::Immediate] {
            model.shared.flashing = Some((severity, later(2)));
            let block = model.shared.theme.block(severity);
            let buffer = drawn(&model);
            let header = buffer.content.iter().take(2 * usize::from(model.size.0));
            let words: Vec<_> = header.filter(|cell| !cell.symbol().trim().is_empty()).collect();
            assert!(words.len() > 40, "{theme:?}: there is a header");
            for cell in words {
                assert_eq!((Some(cell.fg), Some(cell.bg)), (block.fg, block.bg), "{theme:?}");
            }
        }
        model.shared.flashing = None;
        let calm = drawn(&model).cell((1, 0)).map_or(Color::Reset, |cell| cell.bg);
        assert_eq!(Some(calm), model.shared.theme.bar.bg, "and it ends");
    }
}

#[test]
fn a_message_leaves_the_keys_that_have_room_beside_it() {
    let mut model = model();
    super::answer(&mut model, Page::Alerts(open(&[1, 2])));
    let bottom = model.size.1 - 1;
    model.say("filter: nothing is hidden");
    let footer = line(&drawn(&model), bottom);
    assert!(footer.starts_with(" filter: nothing is hidden    "), "{footer}");
    assert!(footer.contains("a acknowledge"), "{footer}");
    assert!(footer.trim_end().ends_with("q quit"), "{footer}");
    model.say("x".repeat(150));
    assert!(!line(&drawn(&model), bottom).contains("quit"), "no room, no halves of hints");
}

#[test]
fn a_hint_beside_a_message_can_be_clicked() {
    let mut model = model();
    model.say("filter: nothing is hidden");
    let y = model.size.1 - 1;
    let footer = line(&drawn(&model), y);
    let x = footer.split("? help").next().map_or(0, |before| before.chars().count());
    let x = u16::try_from(x).unwrap();
    update(&mut model, Message::Mouse(Mouse { kind: MouseKind::Click, x, y }));
    assert!(matches!(model.overlays.last(), Some(crate::dashboard::model::Overlay::Help(_))));
}

#[test]
fn an_empty_search_is_ready_to_be_typed_into() {
    let mut model = model();
    let effects = press(&mut model, "5iraq");
    assert_eq!(model.view.list, PaneId::Found);
    assert_eq!(model.found.words(), "iraq");
    let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit));
    assert!(!quits, "q is a letter here");
    press(&mut model, "<enter>15");
    assert!(!model.found.typing, "what was found is gone back to, not typed over");
}
