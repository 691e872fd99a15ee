//! How the siblings of an issue are named: `2026-11-24.ja.md` is the issue of that day in Japanese. A
//! sibling is no further issue: it has the number of its original and no row in the index.

use jiff::civil::Date;

/// The day and the language of a sibling by the name of its file; none for any other file.
pub fn name(path: &str) -> Option<(Date, &str)> {
    let name = path.rsplit(['/', '\\']).next()?.strip_suffix(".md")?;
    let (day, tag) = name.split_once('.')?;
    Some((day.parse().ok()?, tag)).filter(|(_, tag)| is_tag(tag))
}

/// The name of the file of a sibling.
pub fn file(day: Date, tag: &str) -> String {
    format!("{day}.{tag}.md")
}

/// Whether a text has the form of a BCP 47 tag of a language, with which a file can be named.
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn siblings_are_known_by_their_names() {
        let day = date(2026, 11, 24);
        assert_eq!(name("issues/2026-11-24.ja.md"), Some((day, "ja")));
        assert_eq!(name(&file(day, "pt-BR")), Some((day, "pt-BR")));
        for other in ["2026-11-24.md", "ja.md", "2026-11-24.base.md", "2026-11-24.ja.txt", "2026-11-31.ja.md"] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
