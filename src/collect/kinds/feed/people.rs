//! Names of authors: of people, never their e-mail addresses.

use crate::model::text;

/// What programs write where they do not know who the author is.
const NOBODY: &[&str] = &["unknown", "admin", "administrator", "noreply", "no-reply"];

/// The name in what a feed gives as author: `x@example.org (Name)`, `Name <x@example.org>`, `Name`.
/// None where there is only an e-mail address, or nobody's name.
pub fn name(written: &str) -> Option<String> {
    let written = text::name(written)?;
    let words: Vec<&str> = written.split(' ').filter(|word| !is_email(word)).collect();
    let had_email = words.len() < written.split(' ').count();
    let name = words.join(" ");
    let name = if had_email { unwrapped(&name) } else { &name };
    let is_somebody =
        name.contains(char::is_alphanumeric) && !NOBODY.iter().any(|nobody| name.eq_ignore_ascii_case(nobody));
    is_somebody.then(|| name.to_owned())
}

/// Without the punctuation that stood between name and e-mail address.
fn unwrapped(name: &str) -> &str {
    let name = name.trim_matches(|c: char| c.is_whitespace() || "<>[],;:\"".contains(c));
    name.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(name).trim()
}

fn is_email(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "()<>[],;:\"".contains(c));
    word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !user.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_keep_their_names_and_lose_their_addresses() {
        let table = [
            ("jane@example.org (Jane Doe)", Some("Jane Doe")),
            ("Jane Doe <jane@example.org>", Some("Jane Doe")),
            ("jane@example.org, Jane Doe", Some("Jane Doe")),
            ("mailto:jane@example.org (Jane)", Some("Jane")),
            ("Jane (she/her) <jane@example.org>", Some("Jane (she/her)")),
            ("Jane (Example Inc.)", Some("Jane (Example Inc.)")),
            ("@jane@example.social", Some("@jane@example.social")),
            ("/u/jane", Some("/u/jane")),
            ("jane@example.org", None),
            ("jane@example.org (jane@example.org)", None),
            ("noreply@blogger.com (Unknown)", None),
            ("admin", None),
            (" - ", None),
        ];
        for (written, expected) in table {
            assert_eq!(name(written).as_deref(), expected, "{written}");
        }
    }
}
