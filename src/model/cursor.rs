//! Reading a text from its head without counting bytes: a scanner asks for what comes next, and what
//! is left is always a text. Start with [`Cursor`].
//!
//! Where one piece up to one mark is wanted, `split_once` does it; what a standard iterator walks
//! (`char_indices`, `split`, `lines`) needs no cursor either.

/// A text that is being read: what is left of it, and where that begins.
///
/// It is a copy: a scanner that looks ahead reads on with a copy and takes its place, or drops it.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    rest: &'a str,
    position: usize,
}

impl<'a> Cursor<'a> {
    /// At the head of a text.
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { rest: text, position: 0 }
    }

    /// What is left to read.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Where the rest begins, in bytes from the head of the text.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// What was read since `start`, which is this cursor as it was; None where it is not.
    pub fn since(&self, start: Cursor<'a>) -> Option<&'a str> {
        start.rest.get(..self.position.checked_sub(start.position)?)
    }

    /// Passes the next character if it is one of these.
    pub fn next_if(&mut self, belongs: impl FnOnce(char) -> bool) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next().filter(|next| belongs(*next))?;
        self.move_to(characters.as_str());
        Some(next)
    }

    /// Passes `piece`, and says whether it was there to pass.
    pub fn eat(&mut self, piece: &str) -> bool {
        let after = self.rest.strip_prefix(piece);
        self.move_to(after.unwrap_or(self.rest));
        after.is_some()
    }

    /// The characters up to the first that does not belong; all of them where each does.
    pub fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|next| !belongs(next)).unwrap_or(self.rest.len());
        self.take(length).unwrap_or_default()
    }

    /// What stands before `mark`, which comes next then. None, and nothing is read, where it does not follow.
    pub fn take_before(&mut self, mark: &str) -> Option<&'a str> {
        let (before, _) = self.rest.split_once(mark)?;
        self.take(before.len())
    }

    /// The next bytes: as many as a part of the rest has that was looked at. None, and nothing is
    /// read, where these are not whole characters.
    pub fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.move_to(rest);
        Some(taken)
    }

    /// All that is left.
    pub fn take_rest(&mut self) -> &'a str {
        let rest = self.rest;
        self.move_to("");
        rest
    }

    /// Goes on at `rest`, a tail of what is left.
    fn move_to(&mut self, rest: &'a str) {
        self.position += self.rest.len() - rest.len();
        self.rest = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_and_what_is_left_make_up_the_text() {
        let text = "één = 2; drei";
        let mut cursor = Cursor::new(text);
        assert_eq!(cursor.take_while(char::is_alphabetic), "één");
        assert_eq!((cursor.position(), cursor.rest()), (5, " = 2; drei"));
        assert_eq!(cursor.next_if(|next| next == '='), None);
        assert_eq!(cursor.next_if(char::is_whitespace), Some(' '));
        assert!(cursor.eat("= ") && !cursor.eat("= "));
        let number = cursor;
        assert_eq!((cursor.take_before(";"), cursor.take_before("é")), (Some("2"), None));
        assert_eq!((cursor.since(number), number.since(cursor)), (Some("2"), None));
        assert_eq!((cursor.take(100), cursor.take(2)), (None, Some("; ")));
        assert_eq!((cursor.take_rest(), cursor.is_at_end(), cursor.position()), ("drei", true, text.len()));
        assert_eq!((cursor.next_if(|_| true), cursor.take_while(|_| true)), (None, ""));
    }

    #[test]
    fn nothing_is_read_up_to_the_middle_of_a_character() {
        let mut cursor = Cursor::new("é");
        assert_eq!((cursor.take(1), cursor.rest()), (None, "é"));
    }
}
