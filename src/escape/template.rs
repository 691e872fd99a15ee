//! Text into minijinja's templates, where a newsletter's template is made from an archive.

/// Text that a template prints as it is: without an opening brace there is no expression, statement or
/// comment.
pub fn literal(text: &str) -> String {
    text.replace('{', "{{ \"{\" }}")
}
