//! What JSON-LD and microdata are read into before anyone asks what it means: things with types and
//! properties. Readers of events, jobs and articles see only this.

use std::collections::BTreeMap;
use std::rc::Rc;

/// Most properties of one thing; schema.org's largest types have about 150.
const PROPERTY_CAP: usize = 500;

/// How the page wrote a thing down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// `<script type="application/ld+json">`
    JsonLd,
    /// `itemscope`, `itemtype`, `itemprop`
    Microdata,
}

/// A thing: an event, a person, an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// `@id` or `itemid`, as written.
    pub id: Option<String>,
    /// Type names without the vocabulary: `Event`, `NewsArticle`.
    pub types: Vec<String>,
    properties: Vec<(String, Vec<Value>)>,
}

/// The value of a property: plain text (entities decoded, no markup) or a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Never empty, white space collapsed.
    Text(String),
    /// A nested thing, or a mere reference: an id and nothing else.
    Thing(Rc<Thing>),
}

impl Thing {
    /// A thing of these types, of which nothing else is known.
    pub fn new<'a>(id: Option<&str>, types: impl IntoIterator<Item = &'a str>) -> Thing {
        let id = id.map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
        Thing { id, types: types.into_iter().map(|name| bare_name(name).to_owned()).collect(), properties: Vec::new() }
    }

    /// Adds a value to a property. Properties beyond the cap are left out.
    pub fn add(&mut self, name: &str, value: Value) {
        let name = bare_name(name);
        if let Some((_, values)) = self.properties.iter_mut().find(|(known, _)| known == name) {
            values.push(value);
        } else if self.properties.len() < PROPERTY_CAP {
            self.properties.push((name.to_owned(), vec![value]));
        }
    }

    /// Whether it is of this type.
    pub fn is(&self, name: &str) -> bool {
        self.types.iter().any(|known| known == name)
    }

    /// All values of a property.
    pub fn all(&self, name: &str) -> &[Value] {
        self.properties.iter().find(|(known, _)| known == name).map_or(&[], |(_, values)| values)
    }

    /// The first text among the values of a property.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).iter().find_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::Thing(_) => None,
        })
    }

    /// Whether it says nothing but which thing it is.
    pub fn is_reference(&self) -> bool {
        self.id.is_some() && self.properties.is_empty()
    }

    /// Every value of every property.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.properties.iter().flat_map(|(_, values)| values)
    }
}

/// Everything a page says in schema.org's vocabulary.
#[derive(Debug, Default)]
pub struct Graph {
    roots: Vec<(Syntax, Rc<Thing>)>,
    by_id: BTreeMap<String, Rc<Thing>>,
}

impl Graph {
    /// Adds a thing that stands on its own.
    pub fn add(&mut self, syntax: Syntax, thing: Thing) {
        let thing = Rc::new(thing);
        self.remember(&thing);
        self.roots.push((syntax, thing));
    }

    /// The things that stand on their own, in document order, JSON-LD first.
    pub fn roots(&self) -> impl Iterator<Item = (Syntax, &Thing)> {
        self.roots.iter().map(|(syntax, thing)| (*syntax, &**thing))
    }

    /// Whether the page says nothing.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The thing itself, where `thing` merely refers to it.
    pub fn follow<'a>(&'a self, thing: &'a Thing) -> &'a Thing {
        match &thing.id {
            Some(id) if thing.is_reference() => self.by_id.get(id).map_or(thing, |known| known),
            _ => thing,
        }
    }

    /// The things among the values of a property, references followed.
    pub fn things<'a>(&'a self, thing: &'a Thing, property: &str) -> Vec<&'a Thing> {
        let things = thing.all(property).iter().filter_map(|value| match value {
            Value::Thing(nested) => Some(self.follow(nested)),
            Value::Text(_) => None,
        });
        things.collect()
    }

    /// The texts of a property; of things their name.
    pub fn names<'a>(&'a self, thing: &'a Thing, property: &str) -> Vec<&'a str> {
        let names = thing.all(property).iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::Thing(nested) => self.follow(nested).text("name"),
        });
        names.collect()
    }

    /// Remembers things with ids: the first that says something wins.
    fn remember(&mut self, thing: &Rc<Thing>) {
        if let Some(id) = &thing.id
            && !thing.is_reference()
            && !self.by_id.contains_key(id)
        {
            self.by_id.insert(id.clone(), Rc::clone(thing));
        }
        for value in thing.values() {
            if let Value::Thing(nested) = value {
                self.remember(nested);
            }
        }
    }
}

/// A type or property without the vocabulary that it comes from:
/// `https://schema.org/Event` and `schema:Event` are `Event`.
pub fn bare_name(name: &str) -> &str {
    let name = name.trim();
    let name = name.rsplit(['/', '#']).next().unwrap_or(name);
    name.strip_prefix("schema:").unwrap_or(name)
}
