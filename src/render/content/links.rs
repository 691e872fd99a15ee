//! Links: targets that may be followed, marked where they leave the site; what is no link becomes text.

use ego_tree::NodeId;
use url::Url;

use super::dom::Dom;
use super::headings::Targets;
use crate::model::link::SCHEMES;

/// `rel` values of people that say something about a link and stay.
const KEPT_REL: &[&str] = &["nofollow", "sponsored", "ugc"];

/// Makes every link one that may be followed; what is no link becomes text.
pub fn mend(dom: &mut Dom, site: Option<&Url>, targets: &Targets) {
    for link in dom.elements(&["a"]) {
        let style = dom.remove_attribute(link, "style");
        let rel = dom.remove_attribute(link, "rel").unwrap_or_default();
        let href = dom.attribute(link, "href").map(|href| href.trim().to_owned()).unwrap_or_default();
        if href.is_empty() || !may_be_followed(&href) {
            make_text(dom, link);
            continue;
        }
        dom.set_attribute(link, "href", &in_page(&href, targets).unwrap_or(href.clone()));
        if let Some(rel) = rel_of(&rel, is_external(&href, site)) {
            dom.set_attribute(link, "rel", &rel);
        }
        if style.is_some_and(|style| style.contains("background")) {
            dom.add_class(link, "button");
        }
    }
}

/// A link without a target is text, or a place that other links lead to.
fn make_text(dom: &mut Dom, link: NodeId) {
    if dom.attribute(link, "id").is_some() {
        dom.remove_attribute(link, "href");
        dom.rename(link, "span");
    } else {
        dom.unwrap(link);
    }
}

/// Whether an address has one of the allowed schemes or none. What could hide a scheme from us but not
/// from a browser (white space, control and invisible characters) makes it an address to refuse.
pub fn may_be_followed(address: &str) -> bool {
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        Some((scheme, _)) => SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
        None => !address.starts_with(|first: char| first.is_control() || !first.is_ascii() && first.is_whitespace()),
    }
}

/// A link to a heading as GitHub names it, as this page names it.
fn in_page(href: &str, targets: &Targets) -> Option<String> {
    let fragment = percent_decoded(href.strip_prefix('#')?);
    targets.resolve(&fragment).map(|id| format!("#{id}"))
}

fn percent_decoded(text: &str) -> String {
    let query = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn is_external(href: &str, site: Option<&Url>) -> bool {
    let absolute = if href.starts_with("//") { Url::parse(&format!("https:{href}")) } else { Url::parse(href) };
    absolute.is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && site.is_none_or(|site| site.host_str() != url.host_str())
    })
}

fn rel_of(rel: &str, external: bool) -> Option<String> {
    let own = KEPT_REL.iter().copied().filter(|kept| rel.split_ascii_whitespace().any(|word| word == *kept));
    let all: Vec<&str> = own.chain(external.then_some("noopener")).collect();
    Some(all.join(" ")).filter(|rel| !rel.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_is_text() {
        for html in [r#"<a href="">here</a>"#, r#"<a href=" ">here</a>"#, "<a>here</a>", r#"<a href="x:y">here</a>"#] {
            let mut dom = Dom::parse(html);
            mend(&mut dom, None, &Targets::default());
            assert_eq!(dom.to_html(), "here", "{html}");
        }
        let mut dom = Dom::parse(r#"<a id="x"></a>"#);
        mend(&mut dom, None, &Targets::default());
        assert_eq!(dom.to_html(), r#"<span id="x"></span>"#);
    }

    #[test]
    fn only_known_schemes_are_followed() {
        for good in [
            "https://a.example/x:y",
            "/a:b",
            "?a:b",
            "#a:b",
            "a/b.html",
            "mailto:a@b.example",
            "HTTP://a.example",
            "//a.example",
        ] {
            assert!(may_be_followed(good), "{good}");
        }
        for bad in [
            "javascript:x",
            "java\tscript:x",
            "\u{2028}javascript:x",
            " data:x",
            "vbscript:x",
            "tel:+1",
            "a:b",
            "\u{1}x",
        ] {
            assert!(!may_be_followed(bad), "{bad}");
        }
    }

    #[test]
    fn links_to_other_hosts_are_marked_and_what_people_say_of_a_link_stays() {
        let site = Url::parse("https://news.example/").ok();
        assert!(is_external("https://a.example/", site.as_ref()) && is_external("//a.example/", site.as_ref()));
        assert!(!is_external("https://news.example/1", site.as_ref()) && !is_external("a.html", site.as_ref()));
        assert_eq!(rel_of("opener sponsored", true).as_deref(), Some("sponsored noopener"));
        assert_eq!(rel_of("opener", false), None);
    }
}
