//! Text in HTML, read by html5ever; and whole pages of issues that hostile things were drafted into.

use newsletter::escape::html;
use newsletter::render::{Format, IssueText, PageOptions, Templates, render};
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node, Selector};

use super::entries::{Said, issue, said, three};
use super::{holds, same, texts, with_texts};

/// What HTML can hold of a text.
fn kept(text: &str) -> String {
    text.chars().filter(|character| !character.is_control() || "\t\n\r".contains(*character)).collect()
}

/// Elements and attributes in order, texts beside each other as one.
fn structure(root: ElementRef<'_>) -> Vec<String> {
    fn walk(node: ego_tree::NodeRef<'_, Node>, seen: &mut Vec<String>, text: &mut String) {
        if let Node::Text(part) = node.value() {
            text.push_str(part);
            return;
        }
        // What looks like a label is set apart on a page; its words stay where they are.
        if node.value().as_element().is_some_and(|element| element.attr("class") == Some("label")) {
            return node.children().for_each(|child| walk(child, seen, text));
        }
        if !text.is_empty() {
            seen.push(format!("text {}", std::mem::take(text)));
        }
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<String> =
                    element.attrs().map(|(name, value)| format!("{name}={value}")).collect();
                attributes.sort();
                seen.push(format!("<{} {}>", element.name(), attributes.join(" | ")));
            }
            other => seen.push(format!("{other:?}")),
        }
        node.children().for_each(|child| walk(child, seen, text));
        if !text.is_empty() {
            seen.push(format!("text {}", std::mem::take(text)));
        }
        seen.push("end".into());
    }
    let (mut seen, mut text) = (Vec::new(), String::new());
    walk(*root, &mut seen, &mut text);
    seen
}

#[test]
fn any_text_in_html_is_one_text_one_title_and_one_attribute() {
    holds(1_500, texts::raw(), |raw| {
        let (written, text) = (html::text(&raw), kept(&raw));
        let page = format!(
            "<!DOCTYPE html><html><head><title>.{written}</title></head><body><p title=\"{written}\">.{written}</p>\
             <b title='{written}'>.{written}</b></body></html>"
        );
        let seen = structure(Html::parse_document(&page).root_element());
        let expected = [
            "<html >".to_owned(),
            "<head >".into(),
            "<title >".into(),
            format!("text .{text}"),
            "end".into(),
            "end".into(),
            "<body >".into(),
            format!("<p title={text}>"),
            format!("text .{text}"),
            "end".into(),
            format!("<b title={text}>"),
            format!("text .{text}"),
            "end".into(),
            "end".into(),
            "end".into(),
        ];
        prop_assert_eq!(seen, expected, "{}", page);
        Ok(())
    });
}

#[test]
fn json_in_a_page_stays_in_its_element() {
    holds(1_000, texts::raw(), |raw| {
        let json = html::in_script(&serde_json::json!({ "headline": raw }).to_string());
        let page = Html::parse_document(&format!("<script type=\"application/ld+json\">{json}</script><p>after</p>"));
        let script = page.select(&Selector::parse("script").unwrap()).next().unwrap();
        let inside: String = script.text().collect();
        let read: serde_json::Value =
            serde_json::from_str(&inside).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(read["headline"].as_str(), Some(&*raw));
        prop_assert_eq!(page.select(&Selector::parse("p").unwrap()).count(), 1);
        Ok(())
    });
}

#[test]
fn what_a_template_prints_is_escaped_whatever_prints_it() {
    let template = "<p title=\"{{ issue.title }}\">.{{ issue.title }}</p><p>.{{ issue.title|e }}</p>\
                    <p>.{{ issue.title ~ '' }}</p><p>.{{ [issue.title]|join('') }}</p>\
                    {% macro shown(text) %}<p>.{{ text }}</p>{% endmacro %}{{ shown(issue.title) }}\
                    {% set kept %}<p>.{{ issue.title }}</p>{% endset %}{{ kept }}";
    let templates = Templates::new([("page.html.j2", template)]).unwrap();
    holds(400, texts::title(), |title| {
        let issue = IssueText { markdown: "# x\n".into(), title: Some(title.clone()), ..IssueText::default() };
        let page = render(Format::Html, &issue, &PageOptions::default(), &templates);
        let page = page.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let parsed = Html::parse_document(&page);
        let paragraphs: Vec<ElementRef<'_>> = parsed.select(&Selector::parse("body *").unwrap()).collect();
        prop_assert_eq!(paragraphs.len(), 6, "{}", page);
        for paragraph in &paragraphs {
            prop_assert_eq!(paragraph.text().collect::<String>(), format!(".{title}"), "{}", page);
        }
        prop_assert_eq!(paragraphs[0].attr("title"), Some(&*title));
        Ok(())
    });
}

fn page(markdown: &str) -> Result<String, TestCaseError> {
    let issue = IssueText {
        markdown: markdown.to_owned(),
        path: "issues/2026-11-24.md".into(),
        number: Some(47),
        date: "2026-11-24".parse().ok(),
        language: Some("en".into()),
        ..IssueText::default()
    };
    let options = PageOptions { newsletter: Some("News".into()), ..PageOptions::default() };
    let page = render(Format::Html, &issue, &options, &Templates::new::<&str, &str>([]).unwrap());
    page.map_err(|error| TestCaseError::fail(error.to_string()))
}

fn content(page: &str) -> Vec<String> {
    let parsed = Html::parse_document(page);
    structure(parsed.select(&Selector::parse("html").unwrap()).next().unwrap())
}

#[test]
fn a_page_reads_as_the_same_page_over_harmless_words() {
    holds(10, [said(), said(), said()], |said: [Said; 3]| {
        let (harmless, stands) = three(&said);
        let page_of = |said: &[Said; 3]| issue(said).and_then(|markdown| page(&markdown));
        let hostile = page_of(&said)?;
        crate::render::safety::assert_inert(&hostile, "hostile");
        same(&content(&hostile), &with_texts(content(&page_of(&harmless)?), &stands), &issue(&said)?)
    });
}
