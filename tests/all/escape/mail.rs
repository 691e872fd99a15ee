//! Headers of a mail, read by mail-parser.

use mail_parser::MessageParser;
use newsletter::escape::mail;
use newsletter::model::text;
use proptest::prelude::*;

use super::{holds, texts};

const ADDRESS: &str = "editors@news.example";

/// The header between two others: they stay as they are, and lines and words have their length. Gives
/// what the reader takes for the header's text.
fn read<T>(header: &str, found: impl Fn(&mail_parser::Message<'_>) -> T) -> Result<T, TestCaseError> {
    prop_assert!(header.ends_with("\r\n") && !header.ends_with("\r\n\r\n"), "{:?}", header);
    for line in header.trim_end_matches("\r\n").split("\r\n") {
        // An address cannot be folded.
        let is_address = line.starts_with(" <") && !line[1..].contains(' ');
        prop_assert!((line.len() <= 78 || is_address) && !line.trim().is_empty(), "{:?}", line);
        prop_assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{:?}", line);
        let words = line.split(' ').filter(|word| word.starts_with("=?") && word.ends_with("?="));
        prop_assert!(words.clone().all(|word| word.len() <= 75), "{:?}", line);
    }
    let whole = format!("X-Before: before\r\n{header}X-After: after\r\n\r\nbody\r\n");
    let message = MessageParser::new().parse(whole.as_bytes()).ok_or_else(|| TestCaseError::fail("no message"))?;
    prop_assert_eq!(message.headers().len(), 3, "{}", whole);
    prop_assert_eq!(message.header_raw("X-Before").map(str::trim), Some("before"));
    prop_assert_eq!(message.header_raw("X-After").map(str::trim), Some("after"));
    let body = message.body_text(0).map(String::from);
    prop_assert_eq!(body.as_deref(), Some("body\r\n"));
    Ok(found(&message))
}

fn subject_holds(text: &str) -> Result<(), TestCaseError> {
    let read = read(&mail::text("Subject", text), |message| message.subject().unwrap_or_default().to_owned())?;
    prop_assert_eq!(read, text::line(text, usize::MAX));
    Ok(())
}

fn name_holds(name: &str) -> Result<(), TestCaseError> {
    let header = mail::mailbox("From", name, ADDRESS).unwrap();
    let (people, person, address) = read(&header, |message| {
        let people = message.from().map(|from| from.iter().count()).unwrap_or_default();
        let first = message.from().and_then(|from| from.first());
        let name = first.and_then(|first| first.name()).unwrap_or_default().to_owned();
        (people, name, first.and_then(|first| first.address()).unwrap_or_default().to_owned())
    })?;
    prop_assert_eq!((people, person.as_str(), address.as_str()), (1, &*text::line(name, usize::MAX), ADDRESS));
    Ok(())
}

#[test]
fn any_text_in_a_mail_header_stays_one_header_with_this_text() {
    holds(3_000, texts::raw(), |raw| subject_holds(&raw).and_then(|()| name_holds(&raw)));
}

#[test]
fn every_length_folds() {
    for length in 0..400 {
        for text in ["x".repeat(length), "é".repeat(length), "xx ".repeat(length / 2), "日 a".repeat(length / 3)] {
            subject_holds(&text).and_then(|()| name_holds(&text)).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
    }
}

#[test]
fn any_address_is_one_mailbox_or_refused() {
    let address = prop_oneof![texts::raw(), (texts::raw(), texts::raw()).prop_map(|(a, b)| format!("{a}@{b}"))];
    holds(2_000, address, |address| {
        let Some(header) = mail::mailbox("From", "Ada", &address) else { return Ok(()) };
        let read = read(&header, |message| {
            let from = message.from().map(|from| from.iter().filter_map(|one| one.address()).map(str::to_owned));
            from.map(Iterator::collect::<Vec<_>>).unwrap_or_default()
        })?;
        prop_assert_eq!(read, [address]);
        Ok(())
    });
}
