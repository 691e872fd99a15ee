//! Files of the inbox taken apart: fields with the lines they stand on, whatever the format.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::collect::front_matter;

/// Most items of one CSV file.
const ROW_CAP: usize = 5000;

/// One item as it was sent in.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// Path in the inbox, with `/`.
    pub file: String,
    /// The line of the item as a whole (CSV).
    pub line: Option<usize>,
    /// Its fields, flat: `[cfp] closes` is `cfp_closes`, `[place] city` is `city`.
    pub fields: Map<String, Value>,
    /// The line of each field, from 1, where it is known.
    pub lines: BTreeMap<String, usize>,
    /// The text of a Markdown file.
    pub body: Option<String>,
    /// Whether the format knows no types (CSV), or guesses them (YAML): "2024" may be a title.
    pub is_untyped: bool,
}

impl Submission {
    /// The line of a field, else that of the item.
    pub fn line_of(&self, field: &str) -> Option<usize> {
        self.lines.get(field).copied().or(self.line)
    }
}

/// What a file is.
pub enum File {
    /// Items, and what could not be read of it (may begin with `:LINE: `).
    Items(Vec<Submission>, Vec<String>),
    /// No item by itself.
    Loose,
}

/// Takes a file apart by the ending of its name.
pub fn read(path: &str, text: &str) -> File {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "toml" => toml(path, text),
        "md" | "markdown" => markdown(path, text),
        "csv" => csv(path, text),
        _ => File::Loose,
    }
}

fn toml(path: &str, text: &str) -> File {
    let text = text.trim_start_matches('\u{feff}');
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map(|span| format!(":{}", line_at(text, span.start))).unwrap_or_default();
            let reason = error.message().lines().next().unwrap_or_default().to_owned();
            return File::Items(Vec::new(), vec![format!("{line}: not TOML: {reason}")]);
        }
    };
    let fields = table.into_iter().map(|(key, value)| (key, front_matter::json(value))).collect();
    let mut submission = flat(path, fields);
    submission.lines = lines_of_keys(text);
    File::Items(vec![submission], Vec::new())
}

fn markdown(path: &str, text: &str) -> File {
    let Some(matter) = front_matter::split(text) else { return File::Loose };
    let mut submission = flat(path, matter.fields.into_map());
    submission.lines = lines_of_keys(text.get(..text.len() - matter.body.len()).unwrap_or_default());
    submission.body = Some(matter.body.to_owned());
    submission.is_untyped = true;
    File::Items(vec![submission], matter.warning.into_iter().collect())
}

/// Fields with the tables `cfp` and `place` laid flat.
pub fn flat(path: &str, fields: Map<String, Value>) -> Submission {
    let mut flat = Map::new();
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("cfp", Value::Object(table)) => {
                flat.extend(table.into_iter().map(|(key, value)| (format!("cfp_{key}"), value)))
            }
            ("place", Value::Object(table)) => flat.extend(table),
            (_, value) => {
                flat.insert(key, value);
            }
        }
    }
    Submission { file: path.to_owned(), fields: flat, ..Submission::default() }
}

/// The line of every key at the beginning of a line. Keys below `[cfp]` count as `cfp_…`.
fn lines_of_keys(text: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let mut table = "";
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = if name.trim() == "cfp" { "cfp_" } else { "" };
        }
        let Some((key, _)) = trimmed.split_once(['=', ':']) else { continue };
        let key = key.trim().trim_matches('"').to_lowercase();
        if !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
            lines.entry(format!("{table}{}", key.replace('.', "_"))).or_insert(index + 1);
        }
    }
    lines
}

/// The line of a byte, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    text.get(..byte.min(text.len())).map_or(1, |head| head.matches('\n').count() + 1)
}

fn csv(path: &str, text: &str) -> File {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.to_lowercase().replace([' ', '-'], "_")).collect(),
        Err(error) => return File::Items(Vec::new(), vec![format!("not CSV: {error}")]),
    };
    let (mut items, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records().take(ROW_CAP) {
        match record {
            Ok(record) => items.extend(row(path, &header, &record, line_of(&record, text), &mut problems)),
            Err(error) => problems.push(format!("a row could not be read: {error}")),
        }
    }
    if reader.records().next().is_some() {
        problems.push(format!("only the first {ROW_CAP} rows are read"));
    }
    File::Items(items, problems)
}

/// The line on which a row begins. The reader's own position is before the blank lines that it skips.
fn line_of(record: &csv::StringRecord, text: &str) -> Option<usize> {
    let position = record.position()?;
    let rest = text.get(usize::try_from(position.byte()).ok()?..)?;
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    usize::try_from(position.line()).ok().map(|line| line + blank)
}

fn row(
    path: &str,
    header: &[String],
    record: &csv::StringRecord,
    line: Option<usize>,
    problems: &mut Vec<String>,
) -> Option<Submission> {
    if record.iter().all(str::is_empty) {
        return None;
    }
    if record.iter().skip(header.len()).any(|cell| !cell.is_empty()) {
        let mark = line.map(|line| format!(":{line}")).unwrap_or_default();
        problems.push(format!("{mark}: more cells than the header has columns (a comma without quotes?)"));
        return None;
    }
    let cells = header.iter().zip(record).filter(|(_, cell)| !cell.is_empty());
    let fields = cells.map(|(name, cell)| (name.clone(), Value::String(cell.to_owned()))).collect();
    Some(Submission { file: path.to_owned(), line, fields, is_untyped: true, ..Submission::default() })
}

/// Comma, semicolon or tab: what the header has most of, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += u32::from(byte == *delimiter && !is_quoted);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(path: &str, text: &str) -> (Vec<Submission>, Vec<String>) {
        match read(path, text) {
            File::Items(items, problems) => (items, problems),
            File::Loose => (Vec::new(), vec!["loose".into()]),
        }
    }

    #[test]
    fn tables_are_laid_flat_with_their_lines() {
        let (items, _) = items("a.toml", "title = \"x\"\n\n[cfp]\ncloses = 2026-03-01\n\n[place]\ncity = \"Lyon\"\n");
        let item = items.first().cloned().unwrap_or_default();
        assert_eq!(item.fields.get("cfp_closes").and_then(Value::as_str), Some("2026-03-01"));
        assert_eq!(item.fields.get("city").and_then(Value::as_str), Some("Lyon"));
        assert_eq!((item.line_of("cfp_closes"), item.line_of("city"), item.line_of("url")), (Some(4), Some(7), None));
    }

    #[test]
    fn csv_may_have_semicolons_a_mark_and_quotes() {
        let (items, problems) =
            items("a.csv", "\u{feff}type;title;CFP closes\r\n\r\nevent;\"A; \"\"B\"\"\";2026-03-01\r\n;;\r\n");
        assert_eq!((items.len(), problems), (1, vec![]));
        let item = items.first().cloned().unwrap_or_default();
        assert_eq!(item.fields.get("title").and_then(Value::as_str), Some("A; \"B\""));
        assert_eq!(item.fields.get("cfp_closes").and_then(Value::as_str), Some("2026-03-01"));
        assert_eq!(item.line, Some(3));
    }

    #[test]
    fn a_row_with_a_comma_too_many_is_told() {
        let (items, problems) = items("a.csv", "type,title\njob,One, two\njob,Three\n");
        assert_eq!(items.len(), 1);
        assert!(problems.first().is_some_and(|problem| problem.starts_with(":2: more cells")), "{problems:?}");
    }

    #[test]
    fn an_error_in_toml_names_its_line() {
        let (_, problems) = items("a.toml", "title = \"x\"\nurl = nope\n");
        assert!(problems.first().is_some_and(|problem| problem.starts_with(":2: not TOML")), "{problems:?}");
    }
}
