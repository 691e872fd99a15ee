//! Answers of status 200 that are not the page that was asked for.

use url::Url;

use super::asked;
use super::metadata::raw_title;
use crate::collect::ParseError;
use crate::collect::document::Document;
use crate::model::exchange::Response;
use crate::model::text;

/// How much of an answer is looked at to see what it is, in bytes.
const HEAD: usize = 2_000;

/// Refuses what is no HTML: pictures, PDF, JSON, feeds, plain text.
///
/// # Errors
/// [`ParseError::NotExpected`] that names what came instead.
pub fn is_html(response: &Response, text: &str) -> Result<(), ParseError> {
    let found = |found: &str| Err(ParseError::NotExpected { expected: "an HTML page", found: found.to_owned() });
    let head = text::head(text, HEAD).trim_start().to_ascii_lowercase();
    match response.bytes() {
        [] => return found("an empty answer"),
        [b'%', b'P', b'D', b'F', ..] => return found("a PDF file"),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            return found("a picture");
        }
        [b'P', b'K', 3, 4, ..] => return found("a ZIP file"),
        bytes if bytes.iter().take(HEAD).any(|byte| *byte == 0) => return found("binary data"),
        _ => {}
    }
    let is_xml = head.starts_with("<?xml") && !head.contains("<html") && !head.contains("<!doctype html");
    match head.chars().next() {
        None => found("an empty answer"),
        Some('{' | '[') => found("JSON"),
        _ if head.starts_with("begin:vcalendar") => found("a calendar"),
        _ if ["<rss", "<feed", "<rdf"].iter().any(|root| head.contains(root)) && !head.contains("<html") => {
            found("a feed")
        }
        _ if is_xml => found("XML"),
        _ if !text.contains('<') => found("plain text"),
        _ => Ok(()),
    }
}

/// Refuses pages that stand in the way: sign-in, consent, "are you a robot".
///
/// # Errors
/// [`ParseError::NotExpected`] with the page's title.
pub fn is_open(response: &Response, document: &Document) -> Result<(), ParseError> {
    let title = raw_title(document).unwrap_or_default();
    let asks_password = document
        .named("input")
        .any(|input| input.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password")));
    let was_sent_to_sign_in = asked(response).is_some_and(|asked| !leads_to_sign_in(asked))
        && response.url.as_ref().is_some_and(leads_to_sign_in);
    let signs_in = says_sign_in(&title) && (asks_password || was_sent_to_sign_in);
    if signs_in || (was_sent_to_sign_in && asks_password) || says(&title, GATES) {
        let found = format!("an HTML page titled “{}”", text::line(&title, 80));
        return Err(ParseError::NotExpected { expected: "the page itself", found });
    }
    Ok(())
}

/// Whether a page's title is that of one that stands in the way: sign-in, consent, "are you a robot".
pub fn is_gate(title: &str) -> bool {
    says_sign_in(title) || says(title, GATES)
}

/// Words that titles of sign-in pages are, or begin with.
const SIGN_IN: &str = "sign in|sign-in|signin|log in|login|log on|anmelden|anmeldung|einloggen|connexion|se connecter|\
    identification|iniciar sesión|acceder|accedi|entrar|inloggen|zaloguj|logga in|log ind|logg inn|kirjaudu|\
    přihlášení|войти|ログイン|登录|로그인";

/// Titles of other gates.
const GATES: &str = "just a moment|attention required|access denied|are you a robot|are you human|\
    verify you are human|security check|captcha|before you continue|bevor sie fortfahren|avant de continuer|\
    before you continue to google search|before you continue to youtube";

/// Whether a part of a title ("Sign in | Acme") is one of these.
fn says(title: &str, words: &str) -> bool {
    let title = title.to_lowercase();
    let parts = title.split(" | ").flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let mut parts = parts.map(|part| part.trim().trim_end_matches(['.', '…', '!', '?']));
    parts.any(|part| words.split('|').any(|word| part == word))
}

/// Whether a title is, or begins like, the one of a sign-in page ("Sign in to Acme").
fn says_sign_in(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let begins = |word: &str| lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    says(title, SIGN_IN) || SIGN_IN.split('|').any(begins)
}

fn leads_to_sign_in(url: &Url) -> bool {
    const PARTS: &[&str] = &["login", "log-in", "signin", "sign-in", "sign_in", "sso", "authwall", "auth", "consent"];
    url.path().split('/').any(|part| PARTS.contains(&part.to_ascii_lowercase().as_str()))
}

/// Refuses an answer that came, by redirect, from a page above the one that was asked for: a job
/// board sends the addresses of closed jobs to its front page.
///
/// # Errors
/// [`ParseError::NotExpected`] that names the page.
pub fn not_redirected_away(response: &Response) -> Result<(), ParseError> {
    let (Some(asked), Some(came)) = (asked(response), response.url.as_ref()) else { return Ok(()) };
    let parts =
        |url: &Url| url.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (mut asked_parts, came_parts) = (parts(asked), parts(came));
    if asked_parts.last().is_some_and(|last| is_form_of_page(last)) {
        asked_parts.pop();
    }
    let is_above = asked_parts.starts_with(&came_parts) && came_parts.len() < asked_parts.len();
    if asked.host_str() == came.host_str() && is_above {
        let found = format!("a redirect up to {}: it is probably gone", came.path());
        return Err(ParseError::NotExpected { expected: "the page of one thing", found });
    }
    Ok(())
}

/// Whether the last part of a path only says in which form the page is wanted.
fn is_form_of_page(part: &str) -> bool {
    part.starts_with("index.") || part.starts_with("default.") || matches!(part, "amp" | "apply" | "print" | "feed")
}
