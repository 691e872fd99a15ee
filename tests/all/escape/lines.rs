//! Text in the smaller syntaxes: TOML, logs, GitHub's runner, XML, addresses, templates, code spans.

use comrak::nodes::NodeValue;
use newsletter::config::opml;
use newsletter::escape::{ci, log, template, toml as written, uri, xml};
use newsletter::markdown::{gfm, write};
use newsletter::model::text;
use proptest::prelude::*;
use quick_xml::events::Event;

use super::{holds, texts};

#[test]
fn any_text_in_toml_is_one_value_or_one_comment() {
    holds(1_500, (texts::raw(), texts::raw()), |(value, comment)| {
        let (string, comment) = (written::string(&value), written::comment(&comment));
        let file =
            format!("first = 1 # {comment}\nvalue = {string}\n# {comment}\n[table]\nlast = {string} # {comment}\n");
        let read: toml::Table = file.parse().map_err(|error| TestCaseError::fail(format!("{error}\n{file}")))?;
        prop_assert_eq!(read.keys().collect::<Vec<_>>(), ["first", "value", "table"], "{}", file);
        prop_assert_eq!(read["value"].as_str(), Some(&*value));
        prop_assert_eq!(
            read["table"].as_table().map(|table| (table.len(), table["last"].as_str())),
            Some((1, Some(&*value)))
        );
        Ok(())
    });
}

/// Whether a terminal or a CI does something on this line.
fn is_obeyed(line: &str) -> bool {
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let old_form = line
        .split("##")
        .skip(1)
        .any(|after| after.trim_start_matches(|next: char| next.is_ascii_alphabetic()).starts_with('['));
    line.trim_start().starts_with("::") || old_form || line.contains(hidden)
}

/// What of a text anybody sees in a log.
fn seen(text: &str) -> String {
    text.chars()
        .filter(|next| *next != '\u{2060}' && (*next == '\n' || !is_obeyed(next.encode_utf8(&mut [0; 4]))))
        .collect()
}

#[test]
fn any_text_in_a_log_is_seen_and_obeyed_by_nobody() {
    holds(1_500, texts::raw(), |raw| {
        let line = log::plain(&raw);
        prop_assert!(!line.split('\n').any(is_obeyed), "{:?}", line);
        prop_assert_eq!(seen(&line), seen(&raw));
        prop_assert_eq!(log::plain(&line), line);
        prop_assert_eq!(log::plain(&text::title(&raw)).lines().count() <= 1, true);
        prop_assert!(!log::visible(&raw).replace('\n', "").contains(char::is_control));
        prop_assert_eq!(log::without_c1(&raw).len(), raw.len());
        Ok(())
    });
}

/// The name of a workflow command, its properties and its message.
type Command = (String, Vec<(String, String)>, String);

/// A workflow command as GitHub's runner reads it (`ActionCommand.TryParseV2`).
fn runner_reads(line: &str) -> Option<Command> {
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let property = |text: &str| unescaped(&text.replace("%3A", ":").replace("%2C", ","));
    let properties = properties.trim().split(',').filter_map(|one| one.split_once('='));
    let properties = properties.map(|(name, value)| (name.to_owned(), property(value))).collect();
    Some((name.to_owned(), properties, unescaped(message)))
}

#[test]
fn any_text_in_a_workflow_command_is_one_command_with_this_text() {
    holds(1_500, (texts::raw(), texts::raw()), |(file, message)| {
        let command = ci::command("error", &[("file", &file), ("line", "3")], &message);
        prop_assert!(!command.contains(char::is_control), "{:?}", command);
        let shown = |text: &str| {
            text.chars()
                .filter(|next| *next == '\n' || !seen(&next.to_string()).is_empty() || *next == '\u{2060}')
                .collect::<String>()
        };
        let properties = vec![("file".to_owned(), shown(&file)), ("line".to_owned(), "3".to_owned())];
        prop_assert_eq!(runner_reads(&command), Some(("error".to_owned(), properties, shown(&message))));

        let masked: Vec<String> =
            ci::mask(&message).iter().filter_map(|line| runner_reads(line)).map(|read| read.2).collect();
        prop_assert_eq!(masked, message.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>());

        let output = ci::output("title", &message);
        prop_assert!(
            output.starts_with("title=") && output.ends_with('\n') && output.lines().count() == 1,
            "{:?}",
            output
        );
        prop_assert!(!output.trim_end_matches('\n').contains(['\n', '\r']), "{:?}", output);
        Ok(())
    });
}

/// The attributes and texts of a document, as quick-xml reads them.
fn xml_reads(document: &str) -> Result<Vec<String>, TestCaseError> {
    let fail = |error: &dyn std::fmt::Display| TestCaseError::fail(format!("{error}\n{document}"));
    let mut reader = quick_xml::Reader::from_str(document);
    let (mut seen, mut text) = (Vec::new(), String::new());
    loop {
        let event = reader.read_event().map_err(|error| fail(&error))?;
        match &event {
            Event::Text(part) => text.push_str(part),
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", &**reference);
                text.push_str(&quick_xml::escape::unescape(&whole).map_err(|error| fail(&error))?);
                continue;
            }
            _ if !text.trim().is_empty() => seen.push(std::mem::take(&mut text)),
            _ => text.clear(),
        }
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                seen.push(format!("<{}", tag.name().as_ref()));
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|error| fail(&error))?;
                    let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| fail(&error))?;
                    seen.push(format!("{}={value}", attribute.key.as_ref()));
                }
            }
            Event::Eof => return Ok(seen),
            Event::Text(_) => {}
            Event::End(_) | Event::Decl(_) => {}
            other => return Err(TestCaseError::fail(format!("{other:?} in {document}"))),
        }
    }
}

#[test]
fn any_text_in_xml_is_one_text_or_one_attribute() {
    holds(1_000, (texts::raw(), texts::raw()), |(one, other)| {
        let kept = |text: &str| -> String {
            let spaced = text.replace(['\n', '\r', '\t'], " ");
            spaced.chars().filter(|next| !next.is_control() && !"\u{FFFE}\u{FFFF}".contains(*next)).collect()
        };
        let read = xml_reads(&format!("<a b=\"{0}\" c='{0}'>.{1}.</a>", xml::text(&one), xml::text(&other)))?;
        let (one_kept, other_kept) = (kept(&one), kept(&other));
        prop_assert_eq!(
            read,
            ["<a".to_owned(), format!("b={one_kept}"), format!("c={one_kept}"), format!(".{other_kept}.")]
        );

        let feed = opml::Feed { name: Some(one), address: other, within: Vec::new() };
        let list = xml_reads(&opml::write("T", &[(Some("group"), vec![feed])]))?;
        let expected = ["<outline", "type=rss"].map(str::to_owned).into_iter();
        let expected: Vec<String> = expected
            .chain([format!("text={one_kept}"), format!("title={one_kept}"), format!("xmlUrl={other_kept}")])
            .collect();
        prop_assert!(list.ends_with(&expected), "{:?}", list);
        Ok(())
    });
}

#[test]
fn any_path_is_a_path_below_its_base() {
    holds(1_000, texts::raw(), |raw| {
        // A URL knows no empty path and no step upwards; neither is a file's name.
        let path = format!("a{}", raw.replace("..", "").replace("/.", ""));
        let base = url::Url::parse("https://example.org/root/").unwrap();
        let url = base.join(&uri::path(&path)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!((url.host_str(), url.query(), url.fragment()), (Some("example.org"), None, None));
        let read = percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
        prop_assert_eq!(read.strip_prefix("/root/"), Some(&*path));
        Ok(())
    });
}

#[test]
fn any_text_in_a_template_prints_itself() {
    holds(1_000, texts::raw(), |raw| {
        let source = format!("{}.", template::literal(&raw));
        let printed = minijinja::Environment::new().render_str(&source, ());
        let printed = printed.map_err(|error| TestCaseError::fail(error.to_string()))?;
        // The engine reads line ends as "\n"; headings, which this is for, are one line.
        prop_assert_eq!(printed.replace("\r\n", "\n"), format!("{raw}.").replace("\r\n", "\n"));
        Ok(())
    });
}

#[test]
fn any_line_in_a_code_span_is_one_span() {
    holds(1_000, texts::title(), |title| {
        let markdown = format!("- **a** ({}): b\n", write::code_for_github(&title));
        let arena = comrak::Arena::new();
        let document = comrak::parse_document(&arena, &markdown, &gfm());
        let spans: Vec<String> = document
            .descendants()
            .filter_map(|node| match &node.data().value {
                NodeValue::Code(code) => Some(code.literal.clone()),
                _ => None,
            })
            .collect();
        prop_assert_eq!(spans, [title.replace('`', "'")], "{}", markdown);
        Ok(())
    });
}
