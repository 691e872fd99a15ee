//! Microdata into the graph, as the HTML standard reads it
//! (<https://html.spec.whatwg.org/multipage/microdata.html>), `itemref` included. One liberty that
//! search engines take too: a `content` attribute counts on every element.

use std::collections::BTreeMap;
use std::rc::Rc;

use scraper::ElementRef;

use super::graph::{Graph, Syntax, Thing, Value};
use crate::collect::document::{self, Document};
use crate::model::text;

/// Most elements that are looked at: `itemref` can lead many items through the same elements.
const VISIT_CAP: usize = 400_000;
/// Deepest nesting of items, `itemref` included.
const NESTING_CAP: usize = 32;

/// Reads every top-level item of a page into the graph.
pub fn read(document: &Document, graph: &mut Graph) {
    let with_ids = document.elements().filter_map(|element| Some((element.attr("id")?, element)));
    let mut reader = Reader { by_id: with_ids.collect(), open: Vec::new(), left: VISIT_CAP };
    let items = document.elements().filter(|element| element.attr("itemscope").is_some());
    for item in items.filter(|item| item.attr("itemprop").is_none()) {
        let thing = reader.thing(item);
        graph.add(Syntax::Microdata, thing);
    }
}

struct Reader<'a> {
    by_id: BTreeMap<&'a str, ElementRef<'a>>,
    /// The items being read, so that an `itemref` cannot lead in circles.
    open: Vec<ElementRef<'a>>,
    left: usize,
}

impl<'a> Reader<'a> {
    fn thing(&mut self, item: ElementRef<'a>) -> Thing {
        let types = item.attr("itemtype").unwrap_or_default().split_whitespace();
        let mut thing = Thing::new(item.attr("itemid"), types);
        self.open.push(item);
        for property in self.properties(item) {
            self.add(&mut thing, property);
        }
        self.open.pop();
        thing
    }

    /// The elements with the properties of an item: below it and below the elements that `itemref`
    /// names, without those of items inside it.
    fn properties(&mut self, item: ElementRef<'a>) -> Vec<ElementRef<'a>> {
        let mut found = Vec::new();
        for id in item.attr("itemref").unwrap_or_default().split_whitespace().take(NESTING_CAP) {
            let root = self.by_id.get(id).copied().filter(|root| !self.open.contains(root));
            root.into_iter().for_each(|root| self.collect(root, &mut found));
        }
        for child in item.child_elements() {
            self.collect(child, &mut found);
        }
        found
    }

    /// Adds an element and those below it that have properties of the same item. Recursion is as
    /// deep as the tree, which is capped.
    fn collect(&mut self, element: ElementRef<'a>, found: &mut Vec<ElementRef<'a>>) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if element.attr("itemprop").is_some() {
            found.push(element);
        }
        if element.attr("itemscope").is_none() {
            for child in element.child_elements() {
                self.collect(child, found);
            }
        }
    }

    fn add(&mut self, thing: &mut Thing, property: ElementRef<'a>) {
        let nested = property.attr("itemscope").is_some() && !self.open.contains(&property);
        if nested && self.open.len() >= NESTING_CAP {
            return;
        }
        let value = match nested {
            true => Some(Value::Thing(Rc::new(self.thing(property)))),
            false => Some(value_of(property)).filter(|text| !text.is_empty()).map(Value::Text),
        };
        for name in property.attr("itemprop").unwrap_or_default().split_whitespace() {
            value.iter().for_each(|value| thing.add(name, value.clone()));
        }
    }
}

/// The text or address of a property. Addresses stay as written.
pub fn value_of(element: ElementRef<'_>) -> String {
    let attribute = match element.value().name() {
        "audio" | "embed" | "iframe" | "img" | "source" | "track" | "video" => Some("src"),
        "a" | "area" | "link" => Some("href"),
        "object" => Some("data"),
        "data" | "meter" => Some("value"),
        "time" => Some("datetime"),
        _ => None,
    };
    let value = element.attr("content").or_else(|| attribute.and_then(|name| element.attr(name)));
    match value {
        Some(value) => text::line(value, usize::MAX),
        None => text::line(&document::text_of(element), usize::MAX),
    }
}
