//! The XML of a programme, streamed: `<schedule><conference>…</conference><day date><room><event id>…`.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::collect::ParseError;

const EXPECTED: &str = "a conference schedule (Pentabarf, frab or pretalx XML)";
/// Deepest nesting that is followed.
const DEPTH_CAP: usize = 64;
/// Most talks that are kept.
const TALK_CAP: usize = 2000;
/// Longest text of one element, in bytes.
const TEXT_CAP: usize = 100_000;

/// The texts of an element's children, by name; the first of equal ones, none empty.
pub type Words = BTreeMap<String, String>;

/// What was read of a file.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    /// Children of `<conference>`.
    pub conference: Words,
    /// The talks that were wanted.
    pub talks: Vec<Talk>,
    /// Where the file ends too early or goes wrong.
    pub damage: Option<String>,
}

/// One `<event>`.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// `guid`, else `id`.
    pub id: Option<String>,
    /// The `date` of its `<day>`.
    pub day: Option<String>,
    /// Its children.
    pub words: Words,
    /// Who speaks.
    pub persons: Vec<String>,
}

/// Reads the conference, and where `with_talks` the talks whose title `is_wanted`.
///
/// # Errors
/// Where there is no `<conference>`.
pub fn read(text: &str, is_wanted: impl Fn(&str) -> bool, with_talks: bool) -> Result<Schedule, ParseError> {
    let mut reader = Reader::from_str(text);
    let mut state = State::default();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => state.take(&event, &is_wanted),
            Err(error) => {
                let at = reader.buffer_position();
                state.schedule.damage =
                    Some(format!("the file goes wrong at byte {at}: {error}; the rest was left out"));
                break;
            }
        }
        if (state.has_conference && !with_talks) || state.path.len() > DEPTH_CAP {
            break;
        }
    }
    if state.has_conference {
        return Ok(state.schedule);
    }
    Err(match state.schedule.damage {
        Some(detail) if state.saw_schedule => ParseError::Malformed { what: "the schedule", detail },
        _ => ParseError::NotExpected { expected: EXPECTED, found: state.found() },
    })
}

#[derive(Debug, Default)]
struct State {
    schedule: Schedule,
    /// The elements that are open.
    path: Vec<String>,
    /// The text of the innermost element so far.
    text: String,
    day: Option<String>,
    talk: Option<Talk>,
    root: Option<String>,
    saw_schedule: bool,
    has_conference: bool,
}

impl State {
    fn take(&mut self, event: &Event<'_>, is_wanted: &impl Fn(&str) -> bool) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(_) => self.close(is_wanted),
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(reference) => self.add(&resolved(reference)),
            _ => {}
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name().0.to_owned();
        self.root.get_or_insert_with(|| name.clone());
        self.text.clear();
        match name.as_str() {
            "schedule" => self.saw_schedule = true,
            "day" => self.day = attribute(tag, "date"),
            "event" => {
                let id = attribute(tag, "guid").or_else(|| attribute(tag, "id"));
                self.talk = Some(Talk { id, day: self.day.clone(), ..Talk::default() });
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn add(&mut self, text: &str) {
        if self.text.len() + text.len() <= TEXT_CAP {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, is_wanted: &impl Fn(&str) -> bool) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text).trim().to_owned();
        match (self.path.last().map(String::as_str), name.as_str()) {
            (Some("schedule"), "conference") => self.has_conference = true,
            (Some("conference"), _) if !text.is_empty() => {
                self.schedule.conference.entry(name).or_insert(text);
            }
            (_, "event") => self.keep_talk(is_wanted),
            (Some("event"), _) if !text.is_empty() => {
                if let Some(talk) = &mut self.talk {
                    talk.words.entry(name).or_insert(text);
                }
            }
            (Some("persons"), "person") => self.talk.iter_mut().for_each(|talk| talk.persons.push(text.clone())),
            _ => {}
        }
    }

    fn keep_talk(&mut self, is_wanted: &impl Fn(&str) -> bool) {
        let Some(talk) = self.talk.take() else { return };
        if self.schedule.talks.len() < TALK_CAP && talk.words.get("title").is_some_and(|title| is_wanted(title)) {
            self.schedule.talks.push(talk);
        }
    }

    /// What came instead of a schedule.
    fn found(&self) -> String {
        match self.root.as_deref() {
            Some("schedule") => "a schedule without <conference>".into(),
            Some(root) => format!("a document of <{}>", crate::model::text::line(root, 40)),
            None => "no XML".into(),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// `&amp;` and its like, `&#8217;`; anything else as it stands.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}
