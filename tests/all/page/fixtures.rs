//! Every page in `tests/fixtures/page` with its settings gives what stands beside it.
//!
//! `NAME.html` is the page, `NAME.toml` (optional) the settings of the source, `NAME.expected.json`
//! what comes out. After a wanted change: `UPDATE_FIXTURES=1 cargo test --test all page::fixtures`,
//! then read the difference.

use std::path::{Path, PathBuf};

use newsletter::collect::{Collector, Kind, Page};
use newsletter::model::exchange::Request;
use serde_json::{Value, json};

use super::{answer, context};

const ADDRESS: &str = "https://site.example/page";

#[test]
fn pages_give_what_is_expected_of_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/page");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.sort();
    assert!(!pages.is_empty(), "no pages in {}", folder.display());
    let different: Vec<String> = pages.iter().filter_map(|page| difference(page)).collect();
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}

/// What is different from what is expected; or the new expectation is written.
fn difference(page: &Path) -> Option<String> {
    let found = serde_json::to_string_pretty(&outcome(page)).unwrap() + "\n";
    let path = page.with_extension("expected.json");
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if found == expected {
        return None;
    }
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, found).unwrap();
        return None;
    }
    Some(format!("{} expected:\n{expected}\nfound:\n{found}", page.file_name().unwrap().display()))
}

fn outcome(page: &Path) -> Value {
    let html = std::fs::read_to_string(page).unwrap();
    let settings = std::fs::read_to_string(page.with_extension("toml")).unwrap_or_default();
    let source = collector(&settings);
    let address = source.address().unwrap();
    match source.parse(&answer(address.as_str(), &html), &context()) {
        Ok(Page { items, warnings, next }) => json!({
            "items": items,
            "warnings": warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "next": next.iter().map(|ask| address_of(&ask.request)).collect::<Vec<_>>(),
        }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

/// A source with these settings; without an address it gets one.
pub fn collector(settings: &str) -> Box<dyn Collector> {
    let mut table: toml::Table = toml::from_str(settings).unwrap();
    table.entry("url").or_insert_with(|| ADDRESS.into());
    let text = toml::Value::Table(table).to_string();
    let source = (Kind::named("page").unwrap().read)(toml::de::ValueDeserializer::parse(&text).unwrap()).unwrap();
    assert_eq!(source.problems(), [], "{settings}");
    source
}

fn address_of(request: &Request) -> String {
    match request {
        Request::Http(request) => request.url.to_string(),
        other => format!("{other:?}"),
    }
}
