//! TEMP
pub mod write {
    //! TEMP
    /// x
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Place {
        /** x */
        pub line_start: bool,
        /** x */
        pub link_text: bool,
        /** x */
        pub next: Option<char>,
    }
    /// x
    pub fn escape(text: &str, place: Place) -> String {
        let mut t = text.replace('*', "\\*").replace('[', "\\[").replace('<', "\\<");
        if place.next == Some('[') && t.ends_with('!') {
            t.pop();
            t.push_str("\\!");
        }
        t
    }
    /// x
    pub fn escape_all(text: &str) -> String {
        text.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
    }
    /// x
    pub fn link_target(text: &str) -> String {
        text.to_owned()
    }
}
