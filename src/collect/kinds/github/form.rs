//! Issue forms: the body of an issue as fields of an item.
//!
//! A form writes its answers as Markdown: `### Label`, then the answer; an optional one that was left
//! out reads `_No response_`, a box that was ticked `- [X] …`
//! (docs.github.com, "Syntax for issue forms"). Labels are the form's own: what they mean is looked up
//! in [`MEANINGS`]; answers to others go into the note for the editors. The item is made by the `inbox`
//! kind, so that the same rules hold for what is sent in by hand.

use serde_json::{Map, Value};

use super::super::inbox::item;
use super::super::inbox::submission::Submission;
use crate::collect::{Context, html, json, markdown_text};
use crate::model::item::{Item, ItemType};
use crate::model::text;

/// Most bytes of a body that are read; GitHub allows 65,536 characters.
const BODY_CAP: usize = 262_144;

/// What labels of forms mean, in lower case without punctuation.
const MEANINGS: &[(&str, &[&str])] = &[
    ("type", &["type", "kind", "category", "what is it"]),
    ("url", &["url", "link", "address", "website", "web page"]),
    ("title", &["title", "name", "headline", "job title", "event name", "event title"]),
    ("organisation", &["organisation", "organization", "employer", "company"]),
    ("location", &["location", "where", "place"]),
    ("venue", &["venue"]),
    ("city", &["city"]),
    ("region", &["region", "state"]),
    ("country", &["country"]),
    ("workplace", &["workplace"]),
    ("remote", &["remote"]),
    ("online", &["online"]),
    ("closes", &["closes", "deadline", "application deadline", "closing date", "apply until"]),
    ("start", &["start", "start date", "starts", "begins", "first day", "event date", "when"]),
    ("end", &["end", "end date", "ends", "last day"]),
    ("timezone", &["timezone", "time zone"]),
    ("cfp_opens", &["cfp opens", "cfp start"]),
    ("cfp_closes", &["cfp closes", "cfp deadline", "cfp end", "call for papers closes", "call for papers deadline"]),
    ("cfp_url", &["cfp url", "cfp link", "call for papers link", "call for papers"]),
    ("published", &["published", "publication date", "date of publication"]),
    ("summary", &["summary", "description"]),
    ("authors", &["authors", "author"]),
    ("tags", &["tags", "topics"]),
    ("language", &["language"]),
    ("image", &["image", "picture"]),
    ("note", &["note", "notes", "comment", "comments", "anything else"]),
];

/// What answers to the question for the type mean: a word of it.
const TYPES: &[(&str, ItemType)] = &[
    ("job", ItemType::Job),
    ("position", ItemType::Job),
    ("event", ItemType::Event),
    ("conference", ItemType::Event),
    ("call for papers", ItemType::Event),
    ("article", ItemType::Article),
    ("news", ItemType::Article),
    ("blog", ItemType::Article),
    ("report", ItemType::Article),
];

/// The item of an issue, or what is wrong with it.
///
/// # Errors
/// Sentences for the person who looks after the form, one for each field.
pub fn item(issue: &Value, context: &Context) -> Result<Item, Vec<String>> {
    let fields = fields(issue, context);
    if !fields.contains_key("url") {
        return Err(vec!["no answer to a form with a link".to_owned()]);
    }
    let submission = Submission { fields, is_untyped: true, ..Submission::default() };
    let outcome = item::make(&submission, None, context);
    outcome.item.ok_or_else(|| outcome.problems.into_iter().map(|problem| problem.text).collect())
}

/// The fields of an item that the answers give.
fn fields(issue: &Value, context: &Context) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut notes = Vec::new();
    for (label, answer) in answers(json::text(issue, "body").unwrap_or_default()) {
        match meaning(&label) {
            Some("note") => notes.push(text::line(&answer, usize::MAX)),
            Some(field) if !fields.contains_key(field) => {
                fields.insert(field.to_owned(), Value::String(value(field, &answer)));
            }
            Some(_) => {}
            None => notes.push(text::line(&format!("{label}: {answer}"), usize::MAX)),
        }
    }
    if !notes.is_empty() {
        fields.insert("note".to_owned(), Value::String(notes.join("; ")));
    }
    if let (false, Some(takes)) = (fields.contains_key("type"), context.takes) {
        fields.insert("type".to_owned(), Value::String(takes.as_str().to_owned()));
    }
    if !fields.contains_key("title") {
        let title = without_mark(json::text(issue, "title").unwrap_or_default());
        fields.insert("title".to_owned(), Value::String(title.to_owned()));
    }
    fields
}

/// Labels and answers, those that were left out skipped.
fn answers(body: &str) -> Vec<(String, String)> {
    let mut answers: Vec<(String, String)> = Vec::new();
    for line in text::head(body, BODY_CAP).lines() {
        match (line.strip_prefix("### "), answers.last_mut()) {
            (Some(label), _) => answers.push((text::line(label, text::NAME_CAP), String::new())),
            (None, Some((_, answer))) if !line.starts_with("```") => {
                answer.push_str(line);
                answer.push('\n');
            }
            _ => {}
        }
    }
    let plain = answers.into_iter().map(|(label, answer)| (label, html::to_text(&ticked(&answer))));
    plain.filter(|(_, answer)| !answer.is_empty() && answer != "_No response_").collect()
}

/// Of a list of boxes those that are ticked; any other answer as it is.
fn ticked(answer: &str) -> String {
    let answer = answer.trim();
    let lines = || answer.lines().map(str::trim).filter(|line| !line.is_empty());
    if answer.is_empty() || !lines().all(|line| line.starts_with("- [")) {
        return answer.to_owned();
    }
    let marked = |line: &'_ str| {
        let line = line.strip_prefix("- [x]").or_else(|| line.strip_prefix("- [X]"))?;
        Some(line.trim().to_owned())
    };
    lines().filter_map(marked).collect::<Vec<_>>().join(", ")
}

/// The field that a label stands for.
fn meaning(label: &str) -> Option<&'static str> {
    let label = label.split(['(', ':']).next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let label = words.join(" ");
    MEANINGS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(field, _)| *field)
}

/// An answer as the field wants it.
fn value(field: &str, answer: &str) -> String {
    match field {
        "type" => item_type(answer).map_or_else(|| answer.to_owned(), |kind| kind.as_str().to_owned()),
        "url" | "cfp_url" | "image" => bare_address(answer).to_owned(),
        "remote" | "online" if answer.eq_ignore_ascii_case(field) => "yes".to_owned(),
        "title" | "summary" => markdown_text::plain(answer),
        _ => text::line(answer, usize::MAX),
    }
}

fn item_type(answer: &str) -> Option<ItemType> {
    let answer = answer.to_lowercase();
    TYPES.iter().find(|(word, _)| answer.contains(word)).map(|(_, item_type)| *item_type)
}

/// The address of `<https://…>` and `[text](https://…)`.
fn bare_address(answer: &str) -> &str {
    let answer = answer.trim();
    let target = answer.split_once("](").and_then(|(_, rest)| rest.split_once(')')).map(|(target, _)| target);
    target.unwrap_or(answer).trim_matches(['<', '>'])
}

/// A title without the mark that forms put before it: `[Job]: Head of OSPO`.
fn without_mark(title: &str) -> &str {
    let rest = title.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(_, rest)| rest);
    rest.map(|rest| rest.trim_start_matches(':').trim()).filter(|rest| !rest.is_empty()).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_understood_without_their_punctuation() {
        assert_eq!(meaning("Anything else?"), Some("note"));
        assert_eq!(meaning("🔗 Link (https)"), Some("url"));
        assert_eq!(meaning("CfP deadline: last day"), Some("cfp_closes"));
        assert_eq!(meaning("Favourite colour"), None);
    }

    #[test]
    fn boxes_answers_and_omissions_are_told_apart() {
        let body = "intro\n### Kind\n\nJob\n\n### Employer\n\n_No response_\n\n### Remote\n\n- [X] Remote\n- [ ] Hybrid\n\n### Text\n\n```text\na\nb\n```\n";
        let told: Vec<String> = answers(body).into_iter().map(|(label, answer)| format!("{label}={answer}")).collect();
        assert_eq!(told, ["Kind=Job", "Remote=Remote", "Text=a b"]);
    }

    #[test]
    fn addresses_come_out_of_their_markdown() {
        assert_eq!(bare_address("<https://a.example/x>"), "https://a.example/x");
        assert_eq!(bare_address("[here](https://a.example/x)"), "https://a.example/x");
        assert_eq!(without_mark("[Job]: Head"), "Head");
        assert_eq!(without_mark("[Job]"), "[Job]");
    }
}
