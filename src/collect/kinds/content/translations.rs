//! Languages of posts: `index.ja.md`, `content/ja/…`, `lang: ja`; one translation of each post is kept.

use std::collections::BTreeMap;

use super::Notes;
use super::post::Post;

/// Codes that stand in file and folder names of multilingual sites (ISO 639-1, the larger ones).
const LANGUAGES: &[&str] = &[
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "nb", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th",
    "tr", "uk", "ur", "vi", "zh",
];

/// The language tag that a piece of a path is ("ja", "zh-cn", "pt_BR"), as BCP 47 writes it.
pub fn tag(piece: &str) -> Option<String> {
    let (language, region) = piece.split_once(['-', '_']).map_or((piece, ""), |(language, region)| (language, region));
    let language = language.to_lowercase();
    if !LANGUAGES.contains(&language.as_str()) {
        return None;
    }
    match region.len() {
        0 if !piece.contains(['-', '_']) => Some(language),
        2 => Some(format!("{language}-{}", region.to_uppercase())),
        4 if region.eq_ignore_ascii_case("hans") || region.eq_ignore_ascii_case("hant") => {
            Some(format!("{language}-H{}", region.to_lowercase().trim_start_matches('h')))
        }
        _ => None,
    }
}

/// One post of each group of translations. With a `wanted` language, posts that say another one are
/// left out; without, the one that says none, or the English one, or the first stays.
pub fn one_of_each<'t>(posts: Vec<Post<'t>>, wanted: Option<&str>, notes: &mut Notes) -> Vec<Post<'t>> {
    let mut best: BTreeMap<String, (u8, usize)> = BTreeMap::new();
    for (at, post) in posts.iter().enumerate() {
        let Some(rank) = rank(post.language.as_deref(), wanted) else { continue };
        let entry = best.entry(post.key.clone()).or_insert((rank, at));
        if rank < entry.0 {
            *entry = (rank, at);
        }
    }
    let mut kept = Vec::new();
    for (at, post) in posts.into_iter().enumerate() {
        if best.get(&post.key).is_some_and(|(_, chosen)| *chosen == at) {
            kept.push(post);
        } else {
            notes.other_language.push(post.path.to_owned());
        }
    }
    kept
}

/// How well a post's language fits, the best being 0; none where it does not.
fn rank(language: Option<&str>, wanted: Option<&str>) -> Option<u8> {
    let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    match (language, wanted) {
        (Some(language), Some(wanted)) if language.eq_ignore_ascii_case(wanted) => Some(0),
        (Some(language), Some(wanted)) if main(language) == main(wanted) => Some(1),
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some(2),
        (None, None) => Some(0),
        (Some(language), None) if main(language) == "en" => Some(1),
        (Some(_), None) => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_from_other_words() {
        for (piece, expected) in [
            ("ja", Some("ja")),
            ("zh-cn", Some("zh-CN")),
            ("pt_BR", Some("pt-BR")),
            ("zh-hans", Some("zh-Hans")),
            ("blog", None),
            ("v2", None),
            ("en-", None),
            ("is-it-safe", None),
        ] {
            assert_eq!(tag(piece).as_deref(), expected, "{piece}");
        }
    }
}
