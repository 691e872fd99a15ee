//! Where a post stands on its site: the patterns of Hugo and Jekyll.
//!
//! Sources: Hugo's documentation on permalinks, Jekyll's on permalink placeholders. `:title` is the
//! slug of the title for Hugo and that of the file's name for Jekyll: the file's where it has a date.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::model::cursor::Cursor;
use crate::model::dates::When;

/// The tokens that a pattern may have.
pub const TOKENS: &[&str] = &["filename", "slug", "title", "year", "month", "day", "section", "path"];

/// A pattern such as `/blog/:year/:slug/`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Permalink(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Token(&'static str),
}

/// What the tokens stand for in one post.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The file's name without date, language and ending; of an `index` file its folder's name.
    pub filename: String,
    /// `slug` of the front matter.
    pub slug: Option<String>,
    /// The title.
    pub title: String,
    /// Whether the file's name has a date (Jekyll).
    pub is_dated_file: bool,
    /// The date of the post.
    pub date: Option<When>,
    /// The folders above the file.
    pub folders: Vec<String>,
}

impl Default for Permalink {
    fn default() -> Self {
        Permalink(vec![Piece::Text("/blog/".into()), Piece::Token("filename"), Piece::Text("/".into())])
    }
}

impl Permalink {
    /// Reads a pattern, or says which token is wrong.
    pub fn parse(pattern: &str) -> Result<Permalink, String> {
        let mut pieces = Vec::new();
        let mut parts = pattern.split(':');
        pieces.extend(parts.next().filter(|text| !text.is_empty()).map(|text| Piece::Text(text.to_owned())));
        for part in parts {
            let mut cursor = Cursor::new(part);
            let (name, rest) = (cursor.take_while(|c| c.is_ascii_alphabetic() || c == '_'), cursor.rest());
            let token = TOKENS
                .iter()
                .find(|token| **token == name)
                .ok_or_else(|| format!("`:{name}` is no part of a permalink; there are :{}", TOKENS.join(", :")))?;
            pieces.push(Piece::Token(token));
            pieces.extend(Some(rest).filter(|text| !text.is_empty()).map(|text| Piece::Text(text.to_owned())));
        }
        Ok(Permalink(pieces))
    }

    /// The address of a post on its site. None where a part that the pattern needs is missing.
    pub fn of(&self, parts: &Parts) -> Option<String> {
        let address: Option<String> = self
            .0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Some(text.clone()),
                Piece::Token(token) => parts.value(token),
            })
            .collect();
        let address = address?;
        let mut address = address.replace("//", "/");
        if !address.starts_with('/') {
            address.insert(0, '/');
        }
        Some(address)
    }
}

impl Parts {
    fn value(&self, token: &str) -> Option<String> {
        let day = self.date.map(When::day);
        let value = match token {
            "filename" => self.slug.clone().unwrap_or_else(|| spaceless(&self.filename)),
            "slug" => self.slug.clone().unwrap_or_else(|| self.title_slug()),
            "title" => self.title_slug(),
            "year" => format!("{:04}", day?.year()),
            "month" => format!("{:02}", day?.month()),
            "day" => format!("{:02}", day?.day()),
            "section" => self.folders.first().cloned().unwrap_or_default(),
            "path" => {
                let own = self.slug.clone().unwrap_or_else(|| spaceless(&self.filename));
                self.folders.iter().cloned().chain([own]).collect::<Vec<_>>().join("/")
            }
            _ => return None,
        };
        Some(value).filter(|value| !value.is_empty() || token == "section")
    }

    fn title_slug(&self) -> String {
        if self.is_dated_file { spaceless(&self.filename) } else { slug(&self.title) }
    }
}

fn spaceless(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Lower case, letters and digits of any script, hyphens for the rest.
fn slug(title: &str) -> String {
    let mut out = String::new();
    for character in title.chars() {
        if character.is_alphanumeric() || character == '_' {
            out.extend(character.to_lowercase());
        } else if !out.ends_with('-') && !matches!(character, '\'' | '’' | '.' | ',') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

impl<'de> Deserialize<'de> for Permalink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Permalink::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts {
            filename: "My Post".into(),
            title: "It's 5 o’clock: A «Test»".into(),
            date: "2024-03-05".parse().ok(),
            folders: vec!["blog".into(), "2024".into()],
            ..Parts::default()
        }
    }

    fn address(pattern: &str, parts: &Parts) -> Option<String> {
        Permalink::parse(pattern).ok()?.of(parts)
    }

    #[test]
    fn every_token_has_a_value() {
        for (pattern, expected) in [
            ("/blog/:filename/", "/blog/My-Post/"),
            ("/:year/:month/:day/:title.html", "/2024/03/05/its-5-oclock-a-test.html"),
            ("/:section/:slug", "/blog/its-5-oclock-a-test"),
            (":path/", "/blog/2024/My-Post/"),
        ] {
            assert_eq!(address(pattern, &parts()).as_deref(), Some(expected));
        }
        assert_eq!(Permalink::default().of(&parts()).as_deref(), Some("/blog/My-Post/"));
    }

    #[test]
    fn a_slug_and_a_dated_file_win_over_the_title() {
        let slugged = Parts { slug: Some("mine".into()), ..parts() };
        assert_eq!(address("/blog/:filename/", &slugged).as_deref(), Some("/blog/mine/"));
        let dated = Parts { is_dated_file: true, ..parts() };
        assert_eq!(address("/:title/", &dated).as_deref(), Some("/My-Post/"));
    }

    #[test]
    fn no_date_no_address_with_a_date() {
        assert_eq!(address("/:year/:filename/", &Parts { date: None, ..parts() }), None);
    }

    #[test]
    fn an_unknown_token_is_refused_with_the_known_ones() {
        let error = Permalink::parse("/blog/:name/").err().unwrap_or_default();
        assert!(error.contains(":name") && error.contains(":filename"), "{error}");
    }
}
