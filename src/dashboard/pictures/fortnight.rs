//! Two weeks of a watch in a line: what is usual is quiet, what lies above it has the watch's
//! colour, and a burst is marked below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Hours, hours};
use crate::dashboard::draw::{Pen, width};
use crate::dashboard::shared::Shared;

/// Its hours.
const FORTNIGHT: usize = 14 * 24;
/// How many standard deviations of a Poisson count still are usual.
const USUAL: f64 = 2.0;

/// Columns of a span of hours each: as many as there is room for.
#[must_use]
pub fn steps(room: usize) -> usize {
    const STEPS: &[usize] = &[56, 42, 28, 14];
    STEPS.iter().copied().find(|steps| *steps <= room).unwrap_or(14)
}

/// A watch's two weeks in steps, the oldest first, and up to how many of a step are usual.
#[must_use]
pub fn band(hours: &[u64], steps: usize) -> (Vec<u64>, u64) {
    let each = FORTNIGHT / steps.max(1);
    let lived = hours.split_at(hours.len().saturating_sub(FORTNIGHT)).1;
    let mut sums = vec![0; steps];
    for (ago, count) in lived.iter().rev().enumerate() {
        if let Some(sum) = (steps - 1).checked_sub(ago / each).and_then(|at| sums.get_mut(at)) {
            *sum += count;
        }
    }
    // The last step is the one in question: it does not say what is usual.
    let before = sums.split_last().map_or(&[][..], |(_, before)| before);
    let total: u64 = before.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let mean = total as f64 / before.len().max(1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, positive")]
    let usual = (mean + USUAL * mean.sqrt()).floor() as u64;
    (sums, usual)
}

/// Draws the line, and below it where bursts began and what is usual. Two lines.
pub fn draw(shared: &Shared, (name, hours, rate): Hours<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = &shared.theme;
    let steps = steps(usize::from(area.width));
    let each = FORTNIGHT / steps;
    let (sums, usual) = band(hours, steps);
    let most = sums.iter().copied().max().unwrap_or(0);
    let known = rate.usual.is_some();
    let mut pen = Pen::new(buffer, shared.glyphs, (area.x, area.y), area.width);
    for sum in &sums {
        let style = match *sum {
            0 => theme.border,
            sum if known && sum <= usual => theme.dim,
            _ => shared.watch(name),
        };
        pen.text(shared.glyphs.bar(*sum, most), style);
    }
    if area.height < 2 {
        return;
    }
    let below = area.y + 1;
    let began = rate.began.iter().filter_map(|ago| (steps - 1).checked_sub(ago / each));
    let marks: Vec<u16> = began.filter_map(|step| u16::try_from(step).ok()).collect();
    for step in &marks {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + step, below), 1);
        pen.text(mark(shared), shared.watch(name));
    }
    let day = if usual == 0 { "none".to_owned() } else { format!("up to {usual}") };
    let forms = match known {
        false => ["learning what is usual", "learning", ""].map(str::to_owned),
        true => [format!("usually {day} in {each} h"), format!("usually {day}"), day],
    };
    if let Some((from, told)) = between(&marks, area.width, &forms) {
        let mut pen = Pen::new(buffer, shared.glyphs, (area.x + from, below), area.width - from);
        pen.text(told, theme.faint);
    }
}

fn mark(shared: &Shared) -> &'static str {
    shared.glyphs.pick("▲", "^")
}

/// What stands over the lines of all watches: what the mark means, if there is one.
#[must_use]
pub fn title(shared: &Shared) -> String {
    if hours(shared).iter().any(|(.., rate)| !rate.began.is_empty()) {
        format!("Last 14 days, {} a burst", mark(shared))
    } else {
        "Last 14 days".to_owned()
    }
}

/// The first of several ways to say it that has room between the marks, and the column where.
fn between<'a>(marks: &[u16], columns: u16, forms: &'a [String]) -> Option<(u16, &'a str)> {
    let mut marks = marks.to_vec();
    marks.sort_unstable();
    let mut from = 0;
    let mut gaps = Vec::new();
    for mark in marks {
        gaps.push((from, mark.saturating_sub(1)));
        from = mark + 2;
    }
    gaps.push((from, columns));
    forms.iter().find_map(|form| {
        let has_room =
            |(from, end): &&(u16, u16)| width(form) <= usize::from(end.saturating_sub(*from));
        gaps.iter().find(has_room).map(|(from, _)| (*from, form.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::{band, between, steps};

    #[test]
    fn steps_add_up_and_the_last_one_does_not_say_what_is_usual() {
        let mut hours = vec![0; 14 * 24];
        for at in (0..hours.len()).step_by(12) {
            hours[at] = 1;
        }
        *hours.last_mut().unwrap() = 40;
        let (sums, usual) = band(&hours, 28);
        assert_eq!(sums.len(), 28);
        assert_eq!(sums.iter().sum::<u64>(), hours.iter().sum::<u64>());
        assert_eq!((sums[27], usual), (41, 3));
        assert_eq!(band(&[], 14), (vec![0; 14], 0));
    }

    #[test]
    fn what_is_said_stands_between_the_marks() {
        let forms = ["usually none in 12 h", "usually none", "none"].map(str::to_owned);
        let cases: &[(&[u16], &str)] = &[
            (&[], "0 usually none in 12 h"),
            (&[27], "0 usually none in 12 h"),
            (&[21], "0 usually none in 12 h"),
            (&[20], "0 usually none"),
            (&[3], "5 usually none in 12 h"),
            (&[20, 10], "0 none"),
            (&[1, 5, 9, 13, 17, 21, 25], ""),
        ];
        for (marks, expected) in cases {
            let told = between(marks, 28, &forms).map(|(from, told)| format!("{from} {told}"));
            assert_eq!(told.unwrap_or_default(), *expected, "{marks:?}");
        }
    }

    #[test]
    fn there_are_as_many_steps_as_fit() {
        assert_eq!([100, 56, 40, 30, 5].map(steps), [56, 56, 28, 28, 14]);
    }
}
