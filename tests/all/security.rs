//! SECURITY.md names the tests that hold its promises: they exist.

use std::path::{Path, PathBuf};

use regex::Regex;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_test_that_a_promise_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    ["src", "tests"].iter().for_each(|folder| sources(&root.join(folder), &mut files));
    let code: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let promises = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let names = Regex::new("`([a-z0-9]+(?:_[a-z0-9]+){2,})`").unwrap();
    let named: Vec<&str> = names.captures_iter(&promises).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(named.len() > 25, "{named:?}");
    let missing: Vec<&&str> = named.iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "no such test: {missing:?}");
}
