//! Paging: where the answer says what comes next, or by counting pages or items.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::path::Path;
use crate::collect::document;
use crate::model::exchange::{Request, Response};

/// How the next page is found.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum Next {
    /// The path of its address in the answer.
    At(Path),
    /// An address with the number of the page in it.
    Counted {
        /// What stands before the number.
        before: String,
        /// What is counted.
        unit: Unit,
        /// What stands after it.
        after: String,
    },
}

/// What a template counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `{page}`: pages from 0, so that the second is 1.
    Page,
    /// `{page+1}`: pages from 1, so that the second is 2.
    PageFromOne,
    /// `{offset}`: the items before the page.
    Offset,
}

const UNITS: [(&str, Unit); 3] = [("{page}", Unit::Page), ("{page+1}", Unit::PageFromOne), ("{offset}", Unit::Offset)];

impl Next {
    fn read(text: &str) -> Result<Next, String> {
        for (placeholder, unit) in UNITS {
            if let Some((before, after)) = text.split_once(placeholder) {
                return match after.contains('{') || before.contains('{') {
                    true => Err(format!("`{text}` has more than one placeholder")),
                    false => Ok(Next::Counted { before: before.to_owned(), unit, after: after.to_owned() }),
                };
            }
        }
        if text.contains("://") || text.contains('{') {
            return Err(format!("`{text}` counts nothing: write {{page}}, {{page+1}} or {{offset}} into the address"));
        }
        Path::read(text).map(Next::At)
    }

    /// The address of the page after page `number` (from 0), which had `items` items.
    pub fn after(&self, answer: &Value, number: u32, items: usize, response: &Response) -> Option<Url> {
        let base = response.url.as_ref();
        let url = match self {
            Next::At(path) => document::resolve(base, path.find(answer).first()?.as_str()?),
            Next::Counted { before, unit, after } => {
                let count = match unit {
                    Unit::Page => u64::from(number) + 1,
                    Unit::PageFromOne => u64::from(number) + 2,
                    Unit::Offset => self.offset_of(response) + items as u64,
                };
                document::resolve(base, &format!("{before}{count}{after}")).filter(|_| items > 0)
            }
        };
        url.filter(|url| base != Some(url) && asked(response) != Some(url))
    }

    /// The offset that was asked for: 0 on the first page, whose address is not made here.
    fn offset_of(&self, response: &Response) -> u64 {
        let Next::Counted { before, after, .. } = self else { return 0 };
        let Some(asked) = asked(response) else { return 0 };
        // Both ends as they look inside a whole address.
        let whole = |count: &str| document::resolve(Some(asked), &format!("{before}{count}{after}")).map(String::from);
        let (Some(zero), Some(one)) = (whole("0"), whole("1")) else { return 0 };
        let same = zero.bytes().zip(one.bytes()).take_while(|(a, b)| a == b).count();
        let (head, tail) = (zero.get(..same), zero.get(same + 1..));
        let number = asked.as_str().strip_prefix(head.unwrap_or_default());
        number.and_then(|rest| rest.strip_suffix(tail.unwrap_or_default())).and_then(|n| n.parse().ok()).unwrap_or(0)
    }
}

fn asked(response: &Response) -> Option<&Url> {
    match &response.ask.request {
        Request::Http(request) => Some(&request.url),
        _ => None,
    }
}

impl<'de> Deserialize<'de> for Next {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Next::read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::exchange::{Ask, Body, HttpRequest};

    fn next(setting: &str, asked: &str, number: u32, items: usize) -> Option<String> {
        let url: Url = asked.parse().expect("an address");
        let ask = Ask::start(Request::Http(HttpRequest::get(url.clone())));
        let response = Response { ask, url: Some(url), content_type: None, body: Body::Bytes(Vec::new()) };
        let answer = json!({ "links": { "next": "/list?after=x" }, "same": asked });
        Next::read(setting).expect("next").after(&answer, number, items, &response).map(String::from)
    }

    #[test]
    fn pages_are_counted_from_nought_or_one() {
        let at = |setting, number| next(setting, "https://e.example/list", number, 5);
        assert_eq!(at("https://e.example/list?p={page}", 0).as_deref(), Some("https://e.example/list?p=1"));
        assert_eq!(at("?p={page+1}", 1).as_deref(), Some("https://e.example/list?p=3"));
    }

    #[test]
    fn offsets_grow_by_what_came() {
        let setting = "https://e.example/list?offset={offset}&n=20";
        assert_eq!(
            next(setting, "https://e.example/list", 0, 20).as_deref(),
            Some("https://e.example/list?offset=20&n=20")
        );
        assert_eq!(
            next(setting, "https://e.example/list?offset=120&n=20", 6, 7).as_deref(),
            Some("https://e.example/list?offset=127&n=20")
        );
        assert_eq!(next(setting, "https://e.example/list?offset=127&n=20", 7, 0), None);
    }

    #[test]
    fn the_answer_may_say_what_is_next_but_not_itself() {
        let url = "https://e.example/list";
        assert_eq!(next("links.next", url, 0, 1).as_deref(), Some("https://e.example/list?after=x"));
        assert_eq!(next("same", url, 0, 1), None);
        assert_eq!(next("nowhere", url, 0, 1), None);
    }

    #[test]
    fn what_counts_nothing_is_refused() {
        for setting in ["https://e.example/", "https://e.example/{x}", "?a={page}&b={offset}", "a..b"] {
            assert!(Next::read(setting).is_err(), "{setting}");
        }
    }
}
