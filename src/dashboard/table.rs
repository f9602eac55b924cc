//! Loaded rows with the list that stands on them: what every list pane is made of.

use ratatui::layout::Rect;

use super::action::Action;
use super::list::{Items, List, Step};

/// A row with a name that outlives reloading.
pub trait Keyed {
    /// The name.
    type Key: Copy + PartialEq + std::fmt::Debug;
    /// This row's name.
    fn key(&self) -> Self::Key;
}

/// Rows and where the cursor stands in them.
#[derive(Clone, Debug)]
pub struct Table<R: Keyed> {
    /// The rows as last loaded.
    pub rows: Vec<R>,
    /// Where the list stands.
    pub list: List<R::Key>,
    /// Whether anything was ever loaded.
    pub loaded: bool,
    tall: fn(&[R], usize) -> usize,
}

impl<R: Keyed> Table<R> {
    /// An empty table whose rows take `tall` lines each.
    #[must_use]
    pub fn new(tall: fn(&[R], usize) -> usize) -> Table<R> {
        Table { rows: Vec::new(), list: List::default(), loaded: false, tall }
    }

    fn with<T>(&mut self, what: impl FnOnce(&mut List<R::Key>, Items<'_, R::Key>) -> T) -> T {
        let keys: Vec<R::Key> = self.rows.iter().map(Keyed::key).collect();
        let (rows, tall) = (&self.rows, self.tall);
        what(&mut self.list, Items { keys: &keys, tall: &|index| tall(rows, index) })
    }

    /// Takes newly loaded rows; the cursor stays where it was.
    pub fn take(&mut self, rows: Vec<R>) {
        let old = std::mem::replace(&mut self.rows, rows);
        let tall = self.tall;
        let before: Vec<R::Key> = old.iter().map(Keyed::key).collect();
        self.with(|list, after| {
            let tall_before = |index| tall(&old, index);
            list.settle(Items { keys: &before, tall: &tall_before }, after);
        });
        self.loaded = true;
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&R> {
        let selected = self.list.selected?;
        self.rows.iter().find(|row| row.key() == selected)
    }

    /// Its index.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        let selected = self.list.selected?;
        self.rows.iter().position(|row| row.key() == selected)
    }

    /// Moves the cursor.
    pub fn go(&mut self, step: Step) {
        self.with(|list, items| list.go(items, step));
    }

    /// Puts the cursor on a row.
    pub fn select(&mut self, index: usize) {
        self.with(|list, items| list.select(items, index));
    }

    /// Puts the cursor on the first row and shows the top.
    pub fn home(&mut self) {
        self.with(|list, items| list.home(items));
    }

    /// Puts the cursor on what was clicked; whether there is something.
    pub fn click(&mut self, line: usize) -> Option<usize> {
        self.with(|list, items| {
            let index = list.at_line(items, line)?;
            list.select(items, index);
            Some(index)
        })
    }

    /// Takes the number of lines there are.
    pub fn fit(&mut self, height: u16) {
        self.list.height = usize::from(height);
        self.with(|list, items| list.reveal(items));
    }

    /// The rows from the first visible one on, with their index, lines and whether the cursor is
    /// there.
    pub fn visible(&self) -> impl Iterator<Item = Shown<'_, R>> {
        let selected = self.list.selected;
        let mut line = 0;
        self.rows.iter().enumerate().skip(self.list.top).map_while(move |(index, row)| {
            if line >= self.list.height {
                return None;
            }
            let tall = (self.tall)(&self.rows, index);
            let shown = Shown { row, line, tall, selected: selected == Some(row.key()) };
            line += tall;
            Some(shown)
        })
    }
}

/// A visible row.
pub struct Shown<'a, R> {
    /// The row.
    pub row: &'a R,
    /// Line of the list on which it begins.
    pub line: usize,
    /// Lines it takes.
    pub tall: usize,
    /// Whether the cursor is there.
    pub selected: bool,
}

impl<R> Shown<'_, R> {
    /// Where the row stands in the list's area, as far as there is room.
    #[must_use]
    pub fn place(&self, list: Rect) -> Rect {
        let y = list.y.saturating_add(u16::try_from(self.line).unwrap_or(u16::MAX));
        let y = y.min(list.bottom());
        let height = u16::try_from(self.tall).unwrap_or(u16::MAX).min(list.bottom() - y);
        Rect { y, height, ..list }
    }
}

/// The step that an action is, if it is one.
#[must_use]
pub fn step(action: Action) -> Option<Step> {
    const STEPS: &[(Action, Step)] = &[
        (Action::Down, Step::Items(1)),
        (Action::Up, Step::Items(-1)),
        (Action::HalfDown, Step::Half(1)),
        (Action::HalfUp, Step::Half(-1)),
        (Action::PageDown, Step::Page(1)),
        (Action::PageUp, Step::Page(-1)),
        (Action::Top, Step::First),
        (Action::Bottom, Step::Last),
    ];
    STEPS.iter().find(|(known, _)| *known == action).map(|(_, step)| *step)
}
