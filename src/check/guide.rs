//! `docs/checks.md`: the rules in their own words. A test compares; `newsletter check --list` prints it.

use super::{CHECKS, Check, Example};

const OPENING: &str = "\
# What `newsletter check` looks for

Made from the rules themselves: `newsletter check --list`. Do not edit.

A rule can be silenced where it is wrong, on the line above, with a reason:

    <!-- newsletter-check: ignore seen-before — still hiring -->

or for the whole newsletter, in `sources.toml`:

    [check]
    levels = { link-text = \"note\", date-style = \"off\" }
    allow = [\"https://example.org/calendar/\"]
    words = [\"copyleft-ish\"]

`--fix` repairs what has one right answer and changes nothing else. An error ends the run with 4.

| rule | level | `--fix` |
|---|---|---|
";

/// The whole page.
pub fn page() -> String {
    let rows = CHECKS.iter().map(|check| {
        let fix = if can_fix(check) { "yes" } else { "" };
        format!("| [`{id}`](#{id}) | {} | {fix} |\n", check.level.word(), id = check.id)
    });
    let rules = CHECKS.iter().map(|check| section(check));
    format!("{OPENING}{}{}", rows.collect::<String>(), rules.collect::<String>())
}

fn section(check: &Check) -> String {
    format!(
        "\n## {}\n\n{}\n\nWrong:\n\n{}\nRight:\n\n{}",
        check.id,
        check.about,
        shown(&check.wrong),
        shown(&check.right)
    )
}

/// An example as indented code, each file under its name where there are several.
fn shown(example: &Example) -> String {
    let is_alone = example.beside.is_empty() && example.path == "2026-11-24.md";
    let own = if is_alone { indented(example.text) } else { file(example.path, example.text) };
    own + &example.beside.iter().map(|(path, text)| file(path, text)).collect::<String>()
}

fn file(path: &str, text: &str) -> String {
    format!("`{path}`\n\n{}\n", indented(text))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// Whether `--fix` repairs what the rule finds in its own example.
pub fn can_fix(check: &Check) -> bool {
    let newsletter = newsletter(&check.wrong);
    super::run(&newsletter, check.wrong.path, check.wrong.text).iter().any(|finding| finding.fix.is_some())
}

/// The small newsletter of an example.
pub fn newsletter(example: &Example) -> super::Newsletter {
    let others = example.beside.iter().filter(|(path, _)| path.starts_with('2'));
    let template = example.beside.iter().find(|(path, _)| path.contains("template"));
    let index = example.beside.iter().find(|(path, _)| *path == "README.md");
    let answers = example.beside.iter().filter(|(path, _)| path.starts_with("https://"));
    super::Newsletter {
        archive: crate::archive::Archive::read(others.copied().chain([(example.path, example.text)])),
        index: index.and_then(|(path, text)| crate::series::index::Index::read(path, text)),
        examples: template.map(|(_, text)| super::Newsletter::examples_of(text)).unwrap_or_default(),
        dead: answers.map(|(url, why)| ((*url).to_owned(), (*why).to_owned())).collect(),
        ..super::Newsletter::default()
    }
}
