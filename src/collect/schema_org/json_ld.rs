//! JSON-LD as pages really have it: wrapped in comments, concatenated, with trailing commas.
//!
//! Contexts are not resolved: everything is taken as schema.org's vocabulary, which is what search
//! engines do (<https://developers.google.com/search/docs/appearance/structured-data>).

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::graph::{Graph, Syntax, Thing, Value};
use super::repair::repaired;
use crate::collect::document::Document;
use crate::collect::{Warning, html};
use crate::model::cursor::Cursor;
use crate::model::text;

/// Most JSON-LD that is read of one page, in bytes.
const SIZE_CAP: usize = 4_000_000;

/// Reads every JSON-LD script of a page into the graph.
pub fn read(document: &Document, graph: &mut Graph) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut left = SIZE_CAP;
    for (number, script) in document.named("script").filter(is_json_ld).enumerate() {
        let source: String = script.text().collect();
        let Some(rest) = left.checked_sub(source.len()) else {
            warnings.push(Warning(format!("more than {SIZE_CAP} bytes of JSON-LD: the rest was not read")));
            break;
        };
        left = rest;
        let (values, problem) = values(&source);
        values.iter().for_each(|value| add_roots(value, graph));
        if let Some(problem) = problem {
            warnings.push(Warning(format!("JSON-LD block {} could not be read: {problem}", number + 1)));
        }
    }
    warnings
}

fn is_json_ld(script: &scraper::ElementRef<'_>) -> bool {
    let media_type = script.attr("type").unwrap_or_default();
    media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/ld+json")
}

/// The JSON values of one script, and what is wrong where not all could be read. Repaired once.
fn values(source: &str) -> (Vec<Json>, Option<serde_json::Error>) {
    let source = unwrapped(source);
    match concatenated(&source) {
        (values, None) => (values, None),
        (values, Some(problem)) => match concatenated(&repaired(&source)) {
            (repaired, None) => (repaired, None),
            (repaired, Some(_)) if repaired.len() > values.len() => (repaired, Some(problem)),
            _ => (values, Some(problem)),
        },
    }
}

/// The JSON of a script without comments or CDATA around it; decoded where it was escaped as HTML.
fn unwrapped(source: &str) -> Cow<'_, str> {
    const OPEN: &[&str] = &["\u{feff}", "<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "// <![CDATA[", "//"];
    const CLOSE: &[&str] = &["-->", "//]]>", "/*]]>*/", "]]>", "// ]]>", "//", ";"];
    let mut inner = source.trim();
    while let Some(rest) = OPEN.iter().find_map(|open| inner.strip_prefix(open)) {
        inner = rest.trim_start();
    }
    while let Some(rest) = CLOSE.iter().find_map(|close| inner.strip_suffix(close)) {
        inner = rest.trim_end();
    }
    match inner.trim_start_matches(['[', '{', ' ', '\n', '\r', '\t']).starts_with("&quot;") {
        true => Cow::Owned(html::to_text(inner)),
        false => Cow::Borrowed(inner),
    }
}

/// One JSON value after another, with or without commas between them.
fn concatenated(source: &str) -> (Vec<Json>, Option<serde_json::Error>) {
    let mut values = Vec::new();
    let mut rest = source.trim();
    while !rest.is_empty() {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
        match stream.next() {
            Some(Ok(value)) => values.push(value),
            Some(Err(problem)) => return (values, Some(problem)),
            None => break,
        }
        let read = stream.byte_offset();
        rest = rest
            .get(read..)
            .unwrap_or_default()
            .trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == ';');
    }
    (values, None)
}

/// A top-level value: a thing, or a list or `@graph` of things.
fn add_roots(value: &Json, graph: &mut Graph) {
    match value {
        Json::Array(values) => values.iter().for_each(|value| add_roots(value, graph)),
        Json::Object(object) => {
            for key in ["@graph", "@included"] {
                object.get(key).into_iter().for_each(|nested| add_roots(nested, graph));
            }
            let thing = thing(object);
            if !thing.types.is_empty() || thing.values().next().is_some() {
                graph.add(Syntax::JsonLd, thing);
            }
        }
        _ => {}
    }
}

fn thing(object: &Map<String, Json>) -> Thing {
    let key = |name: &str| object.get(&format!("@{name}")).or_else(|| object.get(name));
    let types = match key("type") {
        Some(Json::String(name)) => vec![name.as_str()],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let mut thing = Thing::new(key("id").and_then(Json::as_str), types);
    for (name, value) in object.iter().filter(|(name, _)| !name.starts_with('@')) {
        add_values(&mut thing, name, value);
    }
    thing
}

fn add_values(thing: &mut Thing, name: &str, value: &Json) {
    match value {
        Json::Null => {}
        Json::Bool(value) => thing.add(name, Value::Text(value.to_string())),
        Json::Number(value) => thing.add(name, Value::Text(value.to_string())),
        Json::String(value) => {
            let plain = plain(value);
            if !plain.is_empty() {
                thing.add(name, Value::Text(plain));
            }
        }
        Json::Array(values) => values.iter().for_each(|value| add_values(thing, name, value)),
        Json::Object(object) => {
            match object.get("@value").or_else(|| object.get("@list")).or_else(|| object.get("@set")) {
                Some(value) => add_values(thing, name, value),
                None => thing.add(name, Value::Thing(Rc::new(self::thing(object)))),
            }
        }
    }
}

/// A JSON string as plain text: sites put HTML into their JSON, or at least its entities.
pub fn plain(value: &str) -> String {
    let decoded: Cow<'_, str> = if has_markup(value) {
        Cow::Owned(html::to_text(value))
    } else if value.contains('&') {
        Cow::Owned(html::to_text(&value.replace('<', "&lt;")))
    } else {
        Cow::Borrowed(value)
    };
    text::line(&decoded, usize::MAX)
}

/// Whether a text has HTML elements in it, rather than a stray `<` (as in `a < b` or `Vec<T>`).
pub fn has_markup(value: &str) -> bool {
    const NAMES: &str = "p br a b i em strong span div ul ol li h1 h2 h3 h4 img u section article table blockquote \
        code pre sup sub font hr small";
    value.split('<').skip(1).any(|rest| {
        let mut tag = Cursor::new(rest);
        tag.eat("/");
        let name = tag.take_while(|next| next.is_ascii_alphanumeric());
        let closes = tag.rest().starts_with(['>', ' ', '/', '\n', '\t']) && tag.rest().contains('>');
        closes && NAMES.split_whitespace().any(|known| name.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        let mut graph = Graph::default();
        let (values, problem) = values(source);
        assert!(problem.is_none(), "{problem:?} in {source}");
        values.iter().for_each(|value| add_roots(value, &mut graph));
        graph.roots().filter_map(|(_, thing)| thing.text("name")).map(str::to_owned).collect()
    }

    #[test]
    fn wrappings_are_taken_off() {
        for source in [
            r#"<!-- {"name":"A"} -->"#,
            "//<![CDATA[\n{\"name\":\"A\"}\n//]]>",
            r#"/*<![CDATA[*/{"name":"A"}/*]]>*/"#,
            r#"{"name":"A"};"#,
            r#"{&quot;name&quot;:&quot;A&quot;}"#,
        ] {
            assert_eq!(names(source), ["A"], "{source}");
        }
    }

    #[test]
    fn several_objects_lists_and_graphs_are_all_read() {
        assert_eq!(names(r#"{"name":"A"}{"name":"B"}"#), ["A", "B"]);
        assert_eq!(names(r#"{"name":"A"}, {"name":"B"}"#), ["A", "B"]);
        assert_eq!(names(r#"[{"name":"A"},[{"name":"B"}]]"#), ["A", "B"]);
        assert_eq!(names(r#"{"@graph":[{"name":"A"},{"name":"B"}]}"#), ["A", "B"]);
    }

    #[test]
    fn damage_is_repaired_once() {
        assert_eq!(names("{\"name\":\"A\",}"), ["A"]);
        assert_eq!(names("{\"name\":\"A\n B\"}"), ["A B"]);
        assert_eq!(names(r#"{"name":"It\'s"}"#), ["It's"]);
        assert_eq!(names("{/* note */\"name\":\"A\" // end\n}"), ["A"]);
    }

    #[test]
    fn what_was_read_before_the_damage_is_kept() {
        let (values, problem) = values(r#"{"name":"A"}{"name": B}"#);
        assert_eq!((values.len(), problem.is_some()), (1, true));
    }

    #[test]
    fn html_in_json_becomes_text_and_code_stays() {
        assert_eq!(plain("MIX &amp; MINGLE"), "MIX & MINGLE");
        assert_eq!(plain("<p>One</p><p>two <b>three</b></p>"), "One two three");
        assert_eq!(plain("Vec<T> &amp; a < b"), "Vec<T> & a < b");
    }
}
