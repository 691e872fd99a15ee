//! `robots.txt` after RFC 9309: which addresses of a host may be asked by a program.
//!
//! Reading and matching only; when the file is fetched and what its absence means is decided in
//! `online`. Our own reader, because those at hand miss a byte order mark, percent-encoded or
//! non-ASCII paths.

use std::time::Duration;

/// Most of a file that is read, in bytes; the RFC asks for at least this (section 2.5).
pub(crate) const ROBOTS_CAP: u64 = 500 * 1024;

/// The rules of one file for one program.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// Normalised; see [`normalise`].
    pattern: String,
}

/// A run of `User-agent` lines and what follows it.
#[derive(Debug, Default)]
struct Group {
    agents: Vec<String>,
    robots: Robots,
}

impl Robots {
    /// Reads the rules for the program of this product token (compared without case).
    pub(super) fn parse(file: &[u8], agent: &str) -> Robots {
        let groups = groups(file);
        let named = |name: &str| -> Option<Robots> {
            let mut meant = groups.iter().filter(|group| group.agents.iter().any(|agent| agent == name)).peekable();
            meant.peek()?;
            Some(meant.fold(Robots::default(), |all, group| all.with(&group.robots)))
        };
        named(&agent.to_ascii_lowercase()).or_else(|| named("*")).unwrap_or_default()
    }

    /// Whether a path (with its query) may be asked: the longest matching rule decides, and of two
    /// equally long ones the one that allows (section 2.2.2).
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = normalise(path, false);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        path == "/robots.txt"
            || matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// `Crawl-delay`, which is not in the RFC but widely meant.
    pub(super) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    fn with(mut self, other: &Robots) -> Robots {
        self.rules.extend(other.rules.iter().cloned());
        self.delay = self.delay.max(other.delay);
        self
    }
}

fn groups(file: &[u8]) -> Vec<Group> {
    let text = String::from_utf8_lossy(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file));
    let mut groups: Vec<Group> = Vec::new();
    let mut has_rules = true;
    for line in text.split(['\r', '\n']) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                if has_rules {
                    groups.push(Group::default());
                    has_rules = false;
                }
                if let Some(group) = groups.last_mut() {
                    group.agents.push(product(value));
                }
            }
            key @ ("allow" | "disallow") => {
                has_rules = true;
                if let Some(group) = groups.last_mut().filter(|_| !value.is_empty()) {
                    group.robots.rules.push(Rule { allow: key == "allow", pattern: normalise(value, true) });
                }
            }
            "crawl-delay" => {
                let delay = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                if let Some(group) = groups.last_mut() {
                    group.robots.delay = delay.or(group.robots.delay);
                }
            }
            _ => {}
        }
    }
    groups
}

/// The product token at the start of a name, in lower case (section 2.2.1); or the star.
fn product(value: &str) -> String {
    if value.starts_with('*') {
        return "*".to_owned();
    }
    let is_token = |character: &char| character.is_ascii_alphabetic() || matches!(character, '-' | '_');
    value.chars().take_while(is_token).collect::<String>().to_ascii_lowercase()
}

/// One spelling for one path (section 2.2.2): what needs no percent-encoding is decoded, what needs
/// it is encoded, in upper case. In paths a literal `*` or `$` is encoded, so that it matches only
/// a pattern that spells it so; in patterns `*` stays special, and `$` at the end.
fn normalise(text: &str, is_pattern: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(hexadecimal);
        let is_last = at + 1 == bytes.len();
        match (encoded, byte) {
            (Some(byte), _) if is_unreserved(byte) => out.push(char::from(byte)),
            (Some(byte), _) => push_encoded(&mut out, byte),
            (None, b'*') if is_pattern => {
                if !out.ends_with('*') {
                    out.push('*');
                }
            }
            (None, b'$') if is_pattern && is_last => out.push('$'),
            (None, b'*' | b'$') => push_encoded(&mut out, byte),
            (None, byte) if byte.is_ascii_graphic() => out.push(char::from(byte)),
            (None, byte) => push_encoded(&mut out, byte),
        }
        at += if encoded.is_some() { 3 } else { 1 };
    }
    out
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

fn push_encoded(out: &mut String, byte: u8) {
    out.push_str(percent_encoding::percent_encode_byte(byte));
}

/// RFC 3986, section 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a pattern matches the start of a path: each piece between stars is looked for once, from
/// left to right, in time linear in the path.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if to_the_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece).and_then(|at| rest.get(at + piece.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::worked;

    fn allowed(file: &str, path: &str) -> bool {
        Robots::parse(file.as_bytes(), "newsletter").allows(path)
    }

    /// One rule that forbids, for everybody.
    fn forbidden(rule: &str, path: &str) -> bool {
        !allowed(&format!("User-agent: *\nDisallow: {rule}\n"), path)
    }

    #[test]
    fn patterns_match_as_the_standard_says() {
        for (rule, path, expected) in [
            ("/", "/", true),
            ("", "/", false),
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish", "/catfish", false),
            ("/fish/", "/fish", false),
            ("/fish*", "/fishheads/yummy.html", true),
            ("/*.php", "/folder/any.php.file.html", true),
            ("/*.php", "/windows.PHP", false),
            ("/*.php$", "/a.php", true),
            ("/*.php$", "/a.php?x", false),
            ("/*.php$", "/a.php/b.php", true),
            ("/fish*.php", "/fishheads/cat.php?p", true),
            ("/a**b*c$", "/aXbYc", true),
            ("/a*b*c$", "/aXcYb", false),
            ("*/private", "/x/private", true),
            ("/x$", "/x", true),
            ("/x$", "/xy", false),
            ("/$", "/", true),
            ("/$", "/a", false),
            ("/a$b", "/a$b", true),
            ("/%2A", "/*", true),
            ("/%24", "/$", true),
            ("/?q=", "/?q=1", true),
            ("private", "/private", false),
        ] {
            assert_eq!(forbidden(rule, path), expected, "{rule} on {path}");
        }
    }

    #[test]
    fn one_path_has_one_spelling() {
        for (rule, path, expected) in [
            ("/日本", "/%E6%97%A5%E6%9C%AC/x", true),
            ("/%e6%97%a5", "/日", true),
            ("/%7Ejoe/é", "/~joe/%C3%A9x", true),
            ("/~joe", "/%7ejoe", true),
            ("/a%3cd", "/a%3Cd", true),
            ("/a%2fb", "/a/b", false),
            ("/a%2fb", "/a%2Fb", true),
            ("/%zz", "/%zz", true),
            ("/100%", "/100%", true),
        ] {
            assert_eq!(forbidden(rule, path), expected, "{rule} on {path}");
        }
    }

    #[test]
    fn the_longest_rule_wins_and_allowing_wins_a_tie() {
        let file = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /x\nDisallow: /x\n";
        assert!(!allowed(file, "/a/x") && allowed(file, "/a/b/x") && !allowed(file, "/a/b/c") && allowed(file, "/x"));
        assert!(allowed("User-agent: *\nDisallow: /\n", "/robots.txt"));
    }

    #[test]
    fn the_most_specific_group_counts_alone() {
        let file = "User-agent: *\nDisallow: /\n\nUser-Agent: NewsLetter/2.0 (x)\nDisallow: /private\n\n\
                    user-agent: other\nuser-agent: newsletter # again\nDisallow: /tmp\n";
        assert!(allowed(file, "/x") && !allowed(file, "/private") && !allowed(file, "/tmp"));
        assert!(allowed("User-agent: newsletter-pro\nDisallow: /\n", "/"));
        assert!(!allowed("User-agent: a\nUser-agent: newsletter\nUser-agent: b\nDisallow: /\n", "/"));
        assert!(allowed("User-agent: newsletter\nAllow: /\nUser-agent: b\nDisallow: /\n", "/"));
    }

    #[test]
    fn odd_files_are_read_as_far_as_they_go() {
        assert!(!allowed("\u{feff}User-agent: *\r\nDisallow: /x\r\n", "/x"));
        assert!(!allowed("USER-AGENT : *\rDISALLOW:/x#y\r", "/x"));
        assert!(allowed("Disallow: /\n", "/x"));
        assert!(!allowed("Sitemap: https://example.org/s.xml\nUser-agent: *\nnonsense\nDisallow: /x", "/x"));
        assert!(allowed("<!DOCTYPE html><title>Not found</title>", "/x"));
        assert!(allowed("", "/x"));
        let latin = b"User-agent: *\nDisallow: /caf\xe9\nDisallow: /x\n";
        assert!(!Robots::parse(latin, "newsletter").allows("/x"));
    }

    #[test]
    fn crawl_delay_is_read_where_it_is_a_time() {
        let delay = |file: &str| Robots::parse(file.as_bytes(), "newsletter").delay();
        assert_eq!(delay("User-agent: *\nCrawl-delay: 1.5\nDisallow: /x\n"), Some(Duration::from_millis(1500)));
        for odd in ["-1", "soon", "NaN", "inf", ""] {
            assert_eq!(delay(&format!("User-agent: *\nCrawl-delay: {odd}\n")), None, "{odd}");
        }
    }

    #[test]
    fn hostile_patterns_take_no_time() {
        let rules: String = (0..20_000).map(|_| "Disallow: /*a*a*a*a*a*b\n").collect();
        let file = format!("User-agent: *\n{rules}");
        let before = worked();
        assert!(allowed(&file, &format!("/{}", "a".repeat(2_000))));
        let work = worked() - before;
        assert!(work < Duration::from_secs(2), "{work:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_and_any_path_is_judged(file: Vec<u8>, lines: Vec<String>, path: String) {
            Robots::parse(&file, "newsletter").allows(&path);
            let rules: String = lines.iter().map(|line| format!("Disallow: {line}\n")).collect();
            Robots::parse(format!("User-agent: *\n{rules}").as_bytes(), "newsletter").allows(&path);
        }

        #[test]
        fn a_rule_matches_its_own_path(path in "/[ -#%-)+-~é日]{0,40}") {
            proptest::prop_assert!(matches(&normalise(&path, true), &normalise(&path, false)));
        }
    }
}
