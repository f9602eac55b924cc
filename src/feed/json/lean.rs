//! A JSON document as far as a feed can use it: members that mean something, items that are items,
//! lists up to their limits. All else is read past and costs no memory, however much of it there is.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// Members that a feed or item may have.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "version", "title", "feed_url", "home_page_url", "language", "authors", "author", "name",
    "items", "rss", "channel", "item", "id", "guid", "url", "external_url", "link", "summary",
    "description", "content_html", "content_text", "date_published", "pubDate", "date_modified",
    "tags", "attachments", "published", "updated",
];

/// Most tags, authors or files of one item that are kept.
const INNER: usize = 64;

/// From here on a number is no longer exact.
const EXACT: f64 = 18_446_744_073_709_551_615.0;

/// A value of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Node {
    /// Neither text nor number, or something that means nothing.
    #[default]
    Nothing,
    /// A text, or a number as it is written.
    Text(String),
    /// What is kept of a list, and how many more there are.
    List(Vec<Node>, usize),
    /// The members that mean something, each once.
    Map(Vec<(&'static str, Node)>),
}

impl Node {
    /// Whether the member is there.
    pub fn has(&self, key: &str) -> bool {
        matches!(self, Node::Map(members) if members.iter().any(|(known, _)| *known == key))
    }

    /// Takes a member out.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let Node::Map(members) = self else { return None };
        let (_, node) = members.iter_mut().find(|(known, _)| *known == key)?;
        Some(std::mem::take(node))
    }

    /// How many items there are: it is their list, or has it.
    pub fn items(&self) -> usize {
        match self {
            Node::List(items, _) => items.len(),
            Node::Map(members) => members
                .iter()
                .find(|(key, _)| *key == "items")
                .map_or(0, |(_, items)| items.items()),
            Node::Nothing | Node::Text(_) => 0,
        }
    }

    /// Takes the first text out that says anything.
    pub fn text(&mut self, keys: &[&str]) -> String {
        let texts = keys.iter().filter_map(|key| self.take(key)).map(Node::into_text);
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The text of a text or number.
    pub fn into_text(self) -> String {
        match self {
            Node::Text(text) => text,
            Node::Nothing | Node::List(..) | Node::Map(_) => String::new(),
        }
    }

    /// Whether a member is a text that says anything.
    pub fn says(&self, keys: &[&str]) -> bool {
        let Node::Map(members) = self else { return false };
        members.iter().any(|(key, node)| keys.contains(key) && matches!(node, Node::Text(_)))
    }

    /// The items of a list, or the one value as a list, and how many more there are.
    pub fn into_list(self) -> (Vec<Node>, usize) {
        match self {
            Node::List(nodes, beyond) => (nodes, beyond),
            Node::Nothing => (Vec::new(), 0),
            one => (vec![one], 0),
        }
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is the document, or leads to the items.
    Outside,
    /// It is the items: a list of them, or all by names of their own.
    Items,
    /// It belongs to an item or to the feed.
    Inside,
    /// It is one of several.
    Among,
}

impl Place {
    /// The place of a member; `None` where it means nothing.
    fn of(self, key: &str) -> Option<Place> {
        match (self, key) {
            (Place::Outside, "items") => Some(Place::Items),
            (Place::Outside, "item" | "rss" | "channel") => Some(Place::Outside),
            (_, "items" | "item" | "rss" | "channel") => None,
            _ => Some(Place::Inside),
        }
    }
}

/// Reads a value, keeping at most `most` items.
#[derive(Clone, Copy)]
struct Reader<'a> {
    most: usize,
    place: Place,
    inexact: &'a Cell<bool>,
}

/// Reads the first value of a text, whatever follows it; `inexact` is set where a number in it was
/// too long to be kept as it is written.
pub(super) fn read(text: &str, most: usize, inexact: &Cell<bool>) -> serde_json::Result<Node> {
    let reader = Reader { most, place: Place::Outside, inexact };
    reader.deserialize(&mut serde_json::Deserializer::from_str(text))
}

impl Reader<'_> {
    fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        if number.abs() >= EXACT {
            self.inexact.set(true);
        }
        Ok(Node::Text(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let (most, place) = match self.place {
            Place::Outside | Place::Items => (self.most, Place::Inside),
            Place::Inside => (INNER, Place::Among),
            Place::Among => (0, Place::Among),
        };
        let (mut kept, mut beyond) = (Vec::new(), 0);
        while kept.len() < most {
            match list.next_element_seed(self.at(place))? {
                // Items are maps.
                Some(node @ Node::Map(_)) => kept.push(node),
                Some(node @ Node::Text(_)) if place == Place::Among => kept.push(node),
                Some(_) => {}
                None => return Ok(Node::List(kept, beyond)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            beyond += 1;
        }
        Ok(Node::List(kept, beyond))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        if self.place == Place::Items {
            return self.named(map);
        }
        let mut members: Vec<(&'static str, Node)> = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            let Some((key, place)) = key.and_then(|key| Some((key, self.place.of(key)?))) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let node = map.next_value_seed(self.at(place))?;
            match members.iter_mut().find(|(known, _)| *known == key) {
                Some((_, old)) => *old = node,
                None => members.push((key, node)),
            }
        }
        Ok(Node::Map(members))
    }
}

impl Reader<'_> {
    /// Items by names of their own, as a list; or one item that stands there alone.
    fn named<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let (mut kept, mut beyond) = (Vec::new(), 0);
        let mut alone: Vec<(&'static str, Node)> = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            if kept.len() >= self.most {
                map.next_value::<IgnoredAny>()?;
                beyond += 1;
                continue;
            }
            match (map.next_value_seed(self.at(Place::Inside))?, key) {
                (node, Some(key)) if alone.len() < KEYS.len() => alone.push((key, node)),
                (node @ Node::Map(_), _) => kept.push(node),
                _ => {}
            }
        }
        let says = |(_, node): &(&str, Node)| matches!(node, Node::Text(_));
        if kept.is_empty() && alone.iter().any(says) {
            kept.push(Node::Map(alone));
        } else {
            let named = alone.into_iter().map(|(_, node)| node);
            kept.extend(named.filter(|node| matches!(node, Node::Map(_))));
        }
        Ok(Node::List(kept, beyond))
    }
}

/// A member's name, if it means something.
struct Key(Option<&'static str>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        struct Known;
        impl Visitor<'_> for Known {
            type Value = Key;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key(KEYS.iter().find(|key| **key == name).copied()))
            }
        }
        deserializer.deserialize_identifier(Known)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Node, read};

    fn kept(text: &str, most: usize) -> Node {
        read(text, most, &Cell::new(false)).expect("JSON")
    }

    #[test]
    fn what_means_nothing_is_not_kept() {
        let junk = "0,{\"id\":0},[0,[0]],null,".repeat(100);
        let text = format!(
            r#"{{"x":[{junk}0],"title":"t","items":[{junk}{{"id":1,"tags":[{junk}"a"]}}]}}"#
        );
        let mut node = kept(&text, 4);
        assert!(!node.has("x"));
        let (items, beyond) = node.take("items").unwrap_or_default().into_list();
        // Of what comes behind the fourth item nobody looks what it is.
        assert_eq!((items.len(), beyond), (4, 400 - 14 + 1));
        let mut one = kept(&format!(r#"[{{"tags":[{junk}"a"]}}]"#), 4).into_list().0;
        let tags = one.pop().and_then(|mut item| item.take("tags")).unwrap_or_default();
        assert_eq!(tags.into_list().0.len(), 64);
        assert_eq!(
            kept(r#"{"author":{"items":[{}],"name":"a"}}"#, 4)
                .take("author")
                .map(|a| a.has("items")),
            Some(false)
        );
    }

    #[test]
    fn of_a_member_that_is_said_twice_the_last_counts() {
        assert_eq!(kept(r#"{"title":"a","title":"b"}"#, 4).text(&["title"]), "b");
        assert_eq!(kept(r#"{"url":"","link":7}"#, 4).text(&["url", "link"]), "7");
    }
}
