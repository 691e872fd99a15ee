//! HTML to plain text, in linear time whatever the nesting: a tokenizer, no tree.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// The text that a reader would see: no script or style, block ends as spaces, entities decoded.
/// Not yet one line: `model::text` makes it so.
pub fn to_text(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.text.into_inner()
}

#[derive(Default)]
struct Seen {
    text: RefCell<String>,
    skipping: RefCell<bool>,
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !*self.skipping.borrow() => self.text.borrow_mut().push_str(&text),
            Token::TagToken(tag) => {
                let raw = matches!(&*tag.name, "script" | "style");
                *self.skipping.borrow_mut() = raw && tag.kind == TagKind::StartTag;
                if !matches!(&*tag.name, "a" | "b" | "i" | "em" | "strong" | "span" | "u" | "code" | "sup" | "sub") {
                    self.text.borrow_mut().push(' ');
                }
                if raw && tag.kind == TagKind::StartTag {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
