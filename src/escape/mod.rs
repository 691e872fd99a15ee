//! Plain text into syntax: one function for each syntax that the program writes, and this table of them.
//!
//! Text from outside is made plain at the door (`model::text`, `collect::html`) and stays plain until a
//! writer puts it somewhere. Only then is it escaped, once, by the function for that place. A new
//! format means a row here; a second function for a syntax that has one is a mistake.
//!
//! | where text lands | function | what it keeps text from becoming | rule |
//! |---|---|---|---|
//! | Markdown: list item, paragraph, heading | [`escape_inline`] | blocks, emphasis, links, HTML, shortcodes | CommonMark 0.31, GFM 0.29 |
//! | Markdown: text of a link | [`escape_link_text`] | the end of the link, another link | the same |
//! | Markdown: target of a link | [`link_target`] | the end of the target | the same, RFC 3986 |
//! | Markdown: cell of a table | [`escape_table_cell`] | the end of the cell | GFM 0.29, 4.10 |
//! | Markdown on GitHub | [`escape_for_github`], [`escape_link_text_for_github`], [`code_for_github`], [`fenced`] | mentions, references, closed issues | GitHub Docs |
//! | HTML: text, quoted attribute | [`html::text`] | elements, comments, attributes | HTML, 13.1.2 and 13.3 |
//! | HTML: JSON in a `script` | [`html::in_script`] | the end of the element, a comment | HTML, 4.12.1.3 |
//! | XML (OPML): text, quoted attribute | [`xml::text`] | elements, attributes; what XML cannot hold | XML 1.0, 2.2 and 2.4 |
//! | mail: header | [`mail::text`], [`mail::mailbox`] | further headers, the body, encoded words | RFC 5322, RFC 2047 |
//! | terminal and log | [`log::plain`] | terminal control, turned direction, CI commands | ECMA-48, GitHub's runner |
//! | GitHub: workflow command | [`ci::command`], [`ci::mask`] | another command or property | `actions/toolkit` |
//! | GitHub: output of a step | [`ci::output`] | another output | GitHub Docs |
//! | TOML: value | [`toml::string`] | the end of the value | TOML 1.1, by `toml_edit` |
//! | TOML: comment | [`toml::comment`] | the end of the comment | TOML 1.1 |
//! | URI: path | [`uri::path`] | query, fragment, scheme | RFC 3986 |
//! | template of an issue | [`template::literal`] | an expression, a statement | minijinja |
//! | JSON, JSONL, SARIF | `serde_json` | (the library's) | RFC 8259 |
//!
//! What of an item an entry's template writes is escaped in `issue::resolve`, which chooses among the
//! functions for Markdown by where the text landed and compares the outcome with what was meant. Web
//! pages are filled by minijinja, whose printing `render::templates` replaces with [`html::text`].
//! Links lead to http, https and mailto only ([`crate::model::link::SCHEMES`]).
//!
//! `tests/all/escape` reads back what each of them writes, with a reader that is not ours.
//!
//! [`escape_inline`]: crate::markdown::write::escape_inline
//! [`escape_link_text`]: crate::markdown::write::escape_link_text
//! [`link_target`]: fn@crate::markdown::write::link_target
//! [`escape_table_cell`]: crate::markdown::write::escape_table_cell
//! [`escape_for_github`]: crate::markdown::write::escape_for_github
//! [`escape_link_text_for_github`]: crate::markdown::write::escape_link_text_for_github
//! [`code_for_github`]: crate::markdown::write::code_for_github
//! [`fenced`]: crate::markdown::write::fenced

pub mod ci;
pub mod html;
pub mod log;
pub mod mail;
pub mod template;
pub mod toml;
pub mod uri;
pub mod xml;
