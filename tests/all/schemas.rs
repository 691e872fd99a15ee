//! Everything that is printed for other programs has the form that `newsletter schema NAME` says.

use clap::ValueEnum as _;
use newsletter::cli::SchemaName;
use serde_json::{Value, json};

use crate::support::Newsletter;

const RUN: [&str; 4] = ["--replay", "examples/recording", "--today", "2026-11-20"];

/// What is printed, by the name of its schema: the run that prints it.
const PRINTED: [(&str, &[&str]); 10] = [
    ("item", &["collect", "--json"]),
    ("report", &["collect", "--quiet", "--report", "report.json"]),
    ("report", &["draft", "--quiet", "--report", "report.json"]),
    ("issue", &["inspect", "--json", "issues/2026-11-24.md"]),
    ("explain", &["explain", "--json", "office"]),
    ("explain", &["explain", "--json", "gitlab"]),
    ("check", &["check", "--format", "json"]),
    ("sources-list", &["sources", "list", "--json"]),
    ("sources-check", &["sources", "check", "--json"]),
    ("sources-coverage", &["sources", "coverage", "--json"]),
];

fn schema(newsletter: &Newsletter, name: &str) -> Value {
    serde_json::from_str(&newsletter.run(&["schema", name]).out).unwrap()
}

/// What a run prints or writes: one document, or one a line.
fn documents(newsletter: &Newsletter, arguments: &[&str]) -> Vec<Value> {
    let said = newsletter.run(&[&RUN, arguments].concat());
    let text = if arguments.contains(&"--report") { newsletter.read("report.json") } else { said.out };
    let read = serde_json::Deserializer::from_str(&text).into_iter();
    read.map(|document| document.unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", said.err))).collect()
}

/// Every mistake of a document, and every key of an object that its schema does not name.
fn mistakes(name: &str, schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let told = |error: jsonschema::ValidationError<'_>| format!("{name}{}: {error}", error.instance_path());
    validator.iter_errors(document).map(told).collect()
}

/// The schema with nothing allowed in an object that it does not name; flattened parts excepted,
/// which say themselves what they have.
fn closed(mut schema: Value) -> Value {
    schema["unevaluatedProperties"] = json!(false);
    schema
}

#[test]
fn what_is_printed_has_the_form_of_its_schema() {
    let newsletter = Newsletter::of_this_repository();
    newsletter.run(&[&RUN[..], &["draft"]].concat());
    for (name, arguments) in PRINTED {
        let schema = schema(&newsletter, name);
        let schema = if schema["properties"].is_object() { closed(schema) } else { schema };
        let documents = documents(&newsletter, arguments);
        assert!(!documents.is_empty(), "{arguments:?} prints nothing");
        let mistakes: Vec<String> =
            documents.iter().flat_map(|document| mistakes(name, &schema, document)).take(5).collect();
        assert!(mistakes.is_empty(), "{arguments:?}: {mistakes:#?}");
    }
}

#[test]
fn a_backtest_has_the_form_of_its_schema() {
    let newsletter = Newsletter::of_this_repository();
    let documents = documents(&newsletter, &["backtest", "--json"]);
    let schema = closed(schema(&newsletter, "backtest"));
    assert_eq!(mistakes("backtest", &schema, &documents[0]), [""; 0]);
}

#[test]
fn every_schema_has_a_name_and_a_version_and_explains_what_it_is() {
    let newsletter = Newsletter::of_this_repository();
    for value in SchemaName::value_variants().iter().filter_map(SchemaName::to_possible_value) {
        let name = value.get_name();
        let schema = schema(&newsletter, name);
        assert_eq!(schema["$id"], format!("urn:newsletter:{name}:1"));
        assert!(jsonschema::meta::is_valid(&schema), "{name} is no JSON Schema");
        let is_shown = ["sources", "backtest"].contains(&name) || PRINTED.iter().any(|(shown, _)| shown == &name);
        assert!(is_shown, "no run shows {name}");
    }
}
