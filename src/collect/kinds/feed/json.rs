//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>), with values of the wrong type
//! forgiven one by one: a number as id is an id, a single author stands for a list.

use serde_json::{Map, Value};

use super::entry::{Address, Channel, Entry, is_http};
use super::sniff::not_expected;
use super::{ITEMS_CAP, content, excerpt};
use crate::collect::json::parse;
use crate::collect::{ParseError, html};
use crate::model::text;

/// Reads a JSON Feed.
///
/// # Errors
/// [`ParseError::NotExpected`] where it is JSON of another kind, [`ParseError::Malformed`] where it is
/// no JSON at all.
pub fn read(text: &str) -> Result<Channel, ParseError> {
    let mut channel = Channel::default();
    let parsed = parse(text).map_err(|detail| ParseError::Malformed { what: "the JSON", detail })?;
    if parsed.is_mended {
        channel.defects.push("halves of characters (lone surrogates)".to_owned());
    }
    let value = parsed.value;
    let Some(feed) = value.as_object().filter(|feed| is_feed(feed)) else {
        return Err(not_expected(other_json(&value)));
    };
    channel.link = string(feed, "home_page_url").map(Address::new);
    channel.authors = authors(feed);
    channel.language = string(feed, "language");
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for item in items.iter().take(ITEMS_CAP) {
        match item.as_object() {
            Some(item) => channel.entries.push(entry(item)),
            None => channel.lost += 1,
        }
    }
    channel.is_capped = items.len() > ITEMS_CAP;
    Ok(channel)
}

/// Whether this is a JSON Feed: it says so, or its items have what only those of feeds have.
fn is_feed(feed: &Map<String, Value>) -> bool {
    let own_key = |item: &Value| {
        ["content_text", "content_html", "date_published", "external_url"].iter().any(|key| item.get(key).is_some())
    };
    string(feed, "version").is_some_and(|version| version.contains("jsonfeed.org"))
        || list(feed, "items").iter().any(own_key)
}

fn other_json(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let keys: Vec<String> = object.keys().take(5).map(|key| text::line(key, 30)).collect();
            format!("JSON that is no feed (an object with {})", keys.join(", "))
        }
        _ => "JSON that is no feed (a list)".to_owned(),
    }
}

fn entry(item: &Map<String, Value>) -> Entry {
    let plain = |key: &str| string(item, key).map(content::plain);
    let id = string(item, "id");
    let address = string(item, "external_url").or_else(|| string(item, "url"));
    let images = ["image", "banner_image"].iter().filter_map(|key| string(item, key));
    Entry {
        title: plain("title"),
        text: plain("summary")
            .or_else(|| string(item, "content_text"))
            .or_else(|| string(item, "content_html").map(|html| html::to_prose(&html)))
            .map(excerpt::start),
        address: address.or_else(|| id.clone().filter(|id| is_http(id))).map(Address::new),
        uid: id,
        published: string(item, "date_published"),
        updated: string(item, "date_modified"),
        authors: authors(item),
        tags: list(item, "tags").iter().filter_map(scalar).collect(),
        language: string(item, "language"),
        images: images.map(Address::new).collect(),
    }
}

/// The names in `authors`, or in the `author` of version 1.0.
fn authors(object: &Map<String, Value>) -> Vec<String> {
    let name = |author: &Value| match author {
        Value::Object(author) => string(author, "name"),
        other => scalar(other),
    };
    let names: Vec<String> = list(object, "authors").iter().filter_map(name).collect();
    if names.is_empty() { object.get("author").and_then(name).into_iter().collect() } else { names }
}

fn list<'a>(object: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A string or number, trimmed; None where it is empty or of another type.
fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(scalar)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
