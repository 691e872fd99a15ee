//! Templates of a newsletter: replacing the built-in page, in whole or in part, and what is said of mistakes.

use newsletter::render::{Format, PageOptions, RenderError, Templates, render};

use super::issue;

fn template_error(files: &[(&str, &str)]) -> String {
    let rendered = Templates::new(files.iter().copied())
        .and_then(|templates| render(Format::Html, &issue("# x"), &PageOptions::default(), &templates));
    let error = rendered.unwrap_err();
    assert!(matches!(error, RenderError::Template { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn a_template_of_the_newsletter_replaces_the_built_in_one() {
    let own = "{% include 'mark.html.j2' %} {{ issue.title }} {{ page.canonical }}|";
    let templates = Templates::new([("page.html.j2", own), ("mark.html.j2", "<b>{{ issue.title }}</b>")]).unwrap();
    let page = render(Format::Html, &issue("# A & B"), &PageOptions::default(), &templates).unwrap();
    assert_eq!(page, "<b>A &amp; B</b> A &amp; B |\n");
}

#[test]
fn a_template_may_change_one_block_of_the_built_in_page() {
    let own = "{% extends 'built-in/page.html.j2' %}{% block footer %}<footer>ours</footer>{% endblock %}";
    let page =
        render(Format::Html, &issue("# x"), &PageOptions::default(), &Templates::new([("page.html.j2", own)]).unwrap());
    let page = page.unwrap();
    assert!(page.contains("<footer>ours</footer>") && page.contains("<h1>x</h1>"), "{page}");
}

#[test]
fn a_mistake_in_a_template_is_told_with_file_line_and_name() {
    assert_eq!(
        template_error(&[("page.html.j2", "\n{{ issue.titel }}")]),
        "templates/page.html.j2:2: there is no `issue.titel`"
    );
    assert_eq!(
        template_error(&[("page.html.j2", "{% include 'mark.html.j2' %}"), ("mark.html.j2", "\n\n{{ nmber }}")]),
        "templates/mark.html.j2:3: there is no `nmber`"
    );
    insta::assert_snapshot!(template_error(&[("page.html.j2", "a\n{% if x %}")]), @"templates/page.html.j2:2: unexpected end of input, expected end of block");
    insta::assert_snapshot!(template_error(&[("page.html.j2", "{{ issue.title|uper }}")]), @"templates/page.html.j2:1: filter uper is unknown");
    insta::assert_snapshot!(template_error(&[("page.html.j2", "{% include 'none.html.j2' %}")]), @"templates/page.html.j2:1: tried to include non-existing template 'none.html.j2'");
    insta::assert_snapshot!(template_error(&[("page.html.j2", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}")]), @"templates/page.html.j2:1: the template does not come to an end");
}
