//! `docs/sources.reference.toml` is complete and true: a test, so that nobody has to remember.

use newsletter::check::settings::CheckTable;
use newsletter::collect::{KINDS, Kind, guide};
use newsletter::config::language::LanguageTable;
use newsletter::config::read::{keys_of, keys_of_kind};
use newsletter::config::tables::{CurateTable, FetchTable, NewsletterTable, SectionTable, SourceTable};
use newsletter::config::{Config, schema};

const REFERENCE: &str = include_str!("../../docs/sources.reference.toml");

#[test]
fn the_reference_is_a_valid_configuration() {
    if let Err(error) = Config::parse(REFERENCE, "docs/sources.reference.toml") {
        panic!("{}", newsletter::report::config_error(&error));
    }
}

#[test]
fn no_key_of_any_kind_is_missing() {
    let mut missing = Vec::new();
    for kind in KINDS {
        let text = blocks(&format!("kind = \"{}\"", kind.name));
        missing.extend(absent(&text, &keys_of_kind(kind)).map(|key| format!("{}: {key}", kind.name)));
    }
    let everywhere = blocks("[[source]]");
    missing.extend(absent(&everywhere, &keys_of::<SourceTable>()).map(|key| format!("[[source]]: {key}")));
    missing.extend(absent(&blocks("[[section]]"), &keys_of::<SectionTable>()).map(|key| format!("[[section]]: {key}")));
    missing.extend(
        absent(&blocks("[newsletter]"), &keys_of::<NewsletterTable>()).map(|key| format!("[newsletter]: {key}")),
    );
    missing.extend(absent(&blocks("[curate]"), &keys_of::<CurateTable>()).map(|key| format!("[curate]: {key}")));
    missing.extend(absent(&blocks("[fetch]"), &keys_of::<FetchTable>()).map(|key| format!("[fetch]: {key}")));
    missing.extend(absent(&blocks("[check]"), &keys_of::<CheckTable>()).map(|key| format!("[check]: {key}")));
    missing.extend(
        absent(&blocks("[language.ja]"), &keys_of::<LanguageTable>()).map(|key| format!("[language.XX]: {key}")),
    );
    assert!(missing.is_empty(), "add to docs/sources.reference.toml: {missing:#?}");
}

#[test]
fn the_page_of_the_kinds_is_the_committed_one() {
    let committed = include_str!("../../docs/kinds.md").replace("\r\n", "\n");
    assert_eq!(guide::page(), committed, "write it anew: newsletter sources kinds > docs/kinds.md");
}

#[test]
fn every_kind_says_how_it_was_verified_and_what_it_cannot_do_in_one_cell() {
    for kind in KINDS {
        for fact in [kind.about, kind.verified, kind.cannot] {
            assert!(fact.len() > 10 && !fact.contains(['|', '\n']), "{}: {fact:?}", kind.name);
        }
        assert!(!kind.supplies.is_empty(), "{}", kind.name);
    }
}

#[test]
fn every_key_of_the_schema_is_explained() {
    let schema = schema::whole();
    let kinds = schema["properties"]["source"]["items"]["anyOf"].as_array().unwrap();
    for kind in kinds {
        for (key, value) in kind["properties"].as_object().unwrap() {
            assert!(
                value["description"].is_string() || value["const"].is_string(),
                "{}: {key} has no description",
                kind["title"]
            );
        }
    }
    assert!(KINDS.iter().all(|kind| Kind::named(kind.name).is_some()));
}

#[test]
fn no_kind_has_a_key_that_every_source_has() {
    let shared = keys_of::<SourceTable>();
    for kind in KINDS {
        let taken: Vec<_> = keys_of_kind(kind).into_iter().filter(|key| shared.contains(key)).collect();
        assert!(taken.is_empty(), "{}: {taken:?} would never reach the kind", kind.name);
    }
}

/// The tables of the reference that contain a line, comments included, as one text.
fn blocks(line: &str) -> String {
    let mut tables = vec![String::new()];
    for text in REFERENCE.lines() {
        if text.starts_with('[') {
            tables.push(String::new());
        }
        let table = tables.last_mut().unwrap();
        table.push_str(text);
        table.push('\n');
    }
    tables.into_iter().filter(|table| table.lines().any(|text| text.starts_with(line))).collect()
}

/// The keys that stand in no line of their own; a commented example counts.
fn absent<'a>(text: &'a str, keys: &'a [String]) -> impl Iterator<Item = &'a String> {
    let stands = |key: &str| {
        text.lines()
            .any(|line| line.trim_start_matches("# ").split_once('=').is_some_and(|(name, _)| name.trim() == key))
    };
    keys.iter().filter(move |key| !stands(key))
}
