//! The XML of schedules, token by token: the conference, and the talks where they are wanted.

use crate::collect::ParseError;
use crate::collect::html::{self, Tag, Token, Tokens};
use crate::model::text;

/// Most talks of a schedule.
pub const TALK_CAP: usize = 5_000;
/// Most fields of one element.
const FIELD_CAP: usize = 200;
/// Most tags before the root.
const HEAD: usize = 50;

/// A schedule taken apart.
#[derive(Debug, Default)]
pub struct Schedule {
    /// What stands in `<conference>`.
    pub conference: Fields,
    /// Each talk with the day of its `<day>`.
    pub talks: Vec<(Option<String>, Fields)>,
    /// Whether there were more talks than are read.
    pub is_capped: bool,
}

/// The elements inside one element, by name, and the people among them.
#[derive(Debug, Default)]
pub struct Fields {
    fields: Vec<(String, String)>,
    /// `<person>` elements.
    pub persons: Vec<String>,
}

impl Fields {
    /// The text of the first element (or attribute) of this name, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str())
    }
}

impl Schedule {
    /// Reads a schedule; without talks only to the end of `<conference>`.
    ///
    /// # Errors
    /// [`ParseError::NotExpected`] where the root is another.
    pub fn read(source: &str, wants_talks: bool) -> Result<Schedule, ParseError> {
        let mut tokens = root(source)?;
        let mut schedule = Schedule::default();
        let mut day = None;
        while let Some(token) = tokens.next() {
            let Token::Open(tag) = token else { continue };
            if tag.is("conference") {
                schedule.conference = fields(&mut tokens, &tag);
                if !wants_talks {
                    break;
                }
            } else if tag.is("day") {
                day = tag.attribute("date").map(str::to_owned);
            } else if tag.is("event") && schedule.talks.len() < TALK_CAP {
                schedule.talks.push((day.clone(), fields(&mut tokens, &tag)));
            } else if tag.is("event") {
                schedule.is_capped = true;
                break;
            }
        }
        Ok(schedule)
    }
}

/// The tokens behind `<schedule>`.
fn root(source: &str) -> Result<Tokens<'_>, ParseError> {
    let mut tokens = Tokens::xml(source);
    let mut first = None;
    for _ in 0..HEAD {
        match tokens.next() {
            Some(Token::Open(tag)) if tag.is("schedule") => return Ok(tokens),
            Some(Token::Open(tag)) => {
                first = first.or_else(|| Some(tag.name.to_owned()));
            }
            Some(_) => {}
            None => break,
        }
    }
    let found = match (html::page_title(source), first) {
        (Some(title), _) => format!("an HTML page titled “{}”", text::line(&title, 80)),
        (None, Some(root)) => format!("a document that starts with <{}>", text::line(&root, 40)),
        (None, None) => "no XML".to_owned(),
    };
    Err(ParseError::NotExpected { expected: "a schedule (Pentabarf, frab or pretalx XML)", found })
}

/// What stands in an element, to its end tag; its attributes count as elements.
fn fields(tokens: &mut Tokens<'_>, element: &Tag<'_>) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in element.attributes() {
        fields.add(&name.to_ascii_lowercase(), &html::decode_entities(value));
    }
    if element.is_self_closing() {
        return fields;
    }
    let mut content = String::new();
    for token in tokens {
        match token {
            Token::Open(_) => content.clear(),
            Token::Text(text) => content.push_str(&html::decode_entities(text)),
            Token::Raw(text) => content.push_str(text),
            Token::Close(tag) if tag.is(element.name) => break,
            Token::Close(tag) => {
                fields.add(&tag.name.to_ascii_lowercase(), &content);
                content.clear();
            }
            Token::Comment(_) => {}
        }
    }
    fields
}

impl Fields {
    fn add(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() || self.fields.len() + self.persons.len() >= FIELD_CAP {
            return;
        }
        match name {
            "person" => self.persons.push(value.to_owned()),
            name => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }
}
