//! The colours of a cell as a picture needs them: palette numbers become red, green and blue.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Where the theme leaves the colour to the terminal.
const TEXT: (u8, u8, u8) = (0xd0, 0xd0, 0xd0);
const GROUND: (u8, u8, u8) = (0x12, 0x12, 0x12);

/// The sixteen named colours, as xterm has them.
const NAMED: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// How a cell is painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    /// Colour of its text.
    pub text: String,
    /// Colour behind it.
    pub ground: String,
    /// Bold, underlined and so on.
    pub modifier: Modifier,
}

/// The ink of a cell; reversed colours are already exchanged.
pub(super) fn ink(cell: &Cell) -> Ink {
    let text = rgb(cell.fg).unwrap_or(TEXT);
    let ground = rgb(cell.bg).unwrap_or(GROUND);
    let (text, ground) =
        if cell.modifier.contains(Modifier::REVERSED) { (ground, text) } else { (text, ground) };
    Ink { text: hex(text), ground: hex(ground), modifier: cell.modifier - Modifier::REVERSED }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Red, green and blue of a colour; `None` where it is the terminal's own.
fn rgb(colour: Color) -> Option<(u8, u8, u8)> {
    match colour {
        Color::Rgb(red, green, blue) => Some((red, green, blue)),
        Color::Indexed(number) => Some(of_palette(number)),
        _ => None,
    }
}

/// The palette of 256: sixteen names, a cube of six steps each, a row of greys.
fn of_palette(number: u8) -> (u8, u8, u8) {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |at: u8| STEPS.get(usize::from(at % 6)).copied().unwrap_or(0);
    match number {
        0..16 => NAMED.get(usize::from(number)).copied().unwrap_or(TEXT),
        16..232 => (step((number - 16) / 36), step((number - 16) / 6), step(number - 16)),
        232.. => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_palette;

    #[test]
    fn palette_numbers_are_those_of_xterm() {
        for (number, wanted) in [
            (16, (0, 0, 0)),
            (196, (255, 0, 0)),
            (231, (255, 255, 255)),
            (109, (135, 175, 175)),
            (232, (8, 8, 8)),
            (255, (238, 238, 238)),
        ] {
            assert_eq!(of_palette(number), wanted, "{number}");
        }
    }
}
