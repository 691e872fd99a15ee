//! Templates: a text with `{path}` for values of an item (and `{}` for what the field found).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::path::Path;

/// What stays as it is in an address: the unreserved characters of RFC 3986 and `/`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A template, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    /// Whether values are percent-encoded: the template is an address that begins with its own words.
    is_address: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Found,
    At(Path),
}

impl Template {
    /// Reads a template, or says what is wrong with it.
    ///
    /// # Errors
    /// A brace without its partner, or a placeholder that is no path.
    pub fn read(text: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, behind) = after.split_once('}').ok_or_else(|| format!("`{text}`: a `{{` is not closed"))?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(if inside.trim().is_empty() { Part::Found } else { Part::At(Path::read(inside)?) });
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        if parts.len() == 1 {
            return Err(format!("`{text}` has no placeholder: write `{{path}}`, or a constant as `value`"));
        }
        let is_address = ["https://", "http://", "/"].iter().any(|start| text.starts_with(start));
        Ok(Template { parts, is_address })
    }

    /// Whether it wants the value that the field found.
    pub fn wants_found(&self) -> bool {
        self.parts.contains(&Part::Found)
    }

    /// The text with everything filled in; none where a value is missing.
    pub fn fill(&self, found: Option<&str>, at: impl Fn(&Path) -> Option<String>) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Found => out.push_str(&self.encoded(found?)),
                Part::At(path) => out.push_str(&self.encoded(&at(path)?)),
            }
        }
        Some(out)
    }

    fn encoded(&self, value: &str) -> String {
        if self.is_address { utf8_percent_encode(value, ENCODED).to_string() } else { value.to_owned() }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_for_addresses_only() {
        let fill = |text: &str| {
            Template::read(text).expect("a template").fill(Some("a b"), |_| Some("x?y#z/ü".to_owned())).expect("filled")
        };
        assert_eq!(fill("https://e.example/{id}?q={}"), "https://e.example/x%3Fy%23z/%C3%BC?q=a%20b");
        assert_eq!(fill("{id}, {}"), "x?y#z/ü, a b");
    }

    #[test]
    fn a_missing_value_makes_no_text() {
        let template = Template::read("https://e.example/{id}").expect("a template");
        assert_eq!(template.fill(None, |_| None), None);
    }

    #[test]
    fn what_is_no_template_is_told() {
        assert!(Template::read("https://e.example/{id").is_err_and(|told| told.contains("not closed")));
        assert!(Template::read("https://e.example/").is_err_and(|told| told.contains("no placeholder")));
        assert!(Template::read("{a..b}").is_err_and(|told| told.contains("no path")));
    }
}
