//! Images that load late and shrink, tables that scroll, alignment without obsolete attributes, and
//! lists of entries.

use ego_tree::NodeId;

use super::Image;
use super::dom::{Dom, is_one_of, name_of, text_of};
use super::links::may_be_followed;

/// Smaller than this, in CSS pixels, an image decorates and stands for nothing.
const SMALLEST_PICTURE: u32 = 100;
/// Longest tag at an entry's start (`[Announcement]`), in bytes with its brackets.
const LABEL_CAP: usize = 40;

/// Images: an alternative text (empty where there is none), sizes that are numbers, loaded when they
/// come into view. An image without an address becomes its alternative text.
pub fn mend_images(dom: &mut Dom) {
    for image in dom.elements(&["img"]) {
        let alt = dom.attribute(image, "alt").unwrap_or_default().to_owned();
        let source = dom.attribute(image, "src").unwrap_or_default().trim().to_owned();
        if source.is_empty() || !may_be_followed(&source) {
            dom.replace_with_text(image, &alt);
            continue;
        }
        for size in ["width", "height"] {
            if let Some(written) = dom.remove_attribute(image, size)
                && let Some(pixels) = pixels(&written)
            {
                dom.set_attribute(image, size, &pixels.to_string());
            }
        }
        dom.set_attribute(image, "src", &source);
        dom.set_attribute(image, "alt", &alt);
        dom.set_attribute(image, "loading", "lazy");
        dom.set_attribute(image, "decoding", "async");
    }
    for paragraph in dom.elements(&["p"]) {
        if holds_only_images(dom, paragraph) {
            dom.add_class(paragraph, "pictures");
        }
    }
}

/// "300" and "300px"; a percentage is left to the page's own style.
fn pixels(size: &str) -> Option<u32> {
    size.trim().trim_end_matches("px").parse().ok().filter(|pixels| *pixels > 0)
}

fn holds_only_images(dom: &Dom, paragraph: NodeId) -> bool {
    dom.text(paragraph).trim().is_empty() && !dom.elements_in(paragraph, &["img"]).is_empty()
}

/// The first image that is large enough to stand for the issue.
pub fn first_image(dom: &Dom) -> Option<Image> {
    let images = dom.elements(&["img"]).into_iter();
    let shows = |image: &NodeId| {
        ["width", "height"]
            .iter()
            .all(|size| dom.attribute(*image, size).and_then(pixels).is_none_or(|pixels| pixels >= SMALLEST_PICTURE))
    };
    let image =
        images.filter(shows).find(|image| dom.attribute(*image, "src").is_some_and(|src| !src.starts_with('#')))?;
    let value = |name| dom.attribute(image, name).unwrap_or_default().to_owned();
    Some(Image { address: value("src"), alt: value("alt") })
}

/// Tables: one that only places images is told so to assistive technology; one with data gets heads
/// that say what they head, and a box that scrolls when the page is narrow, named "Table 1" and so on.
pub fn mend_tables(dom: &mut Dom, label: &str) {
    let mut boxes = 0;
    for table in dom.elements(&["table"]) {
        let heads = dom.elements_in(table, &["th"]);
        if heads.is_empty() && !dom.elements_in(table, &["img"]).is_empty() {
            dom.add_class(table, "layout");
            dom.set_attribute(table, "role", "presentation");
            continue;
        }
        for head in heads {
            name_head(dom, head);
        }
        if dom.enclosing(table, &["table"]).is_none() {
            boxes += 1;
            let name = format!("{label} {boxes}");
            dom.wrap(table, "section", &[("aria-label", &name), ("class", "wide"), ("tabindex", "0")]);
        }
    }
}

/// An empty head heads nothing; the others head their column, or their row outside the table's head.
fn name_head(dom: &mut Dom, head: NodeId) {
    if dom.text(head).trim().is_empty() && dom.elements_in(head, &["img"]).is_empty() {
        dom.remove_attribute(head, "scope");
        dom.rename(head, "td");
    } else if dom.attribute(head, "scope").is_none() {
        let heads_column = dom.enclosing(head, &["thead"]).is_some();
        dom.set_attribute(head, "scope", if heads_column { "col" } else { "row" });
    }
}

/// `align` and `<center>`, which HTML has no longer, as classes.
pub fn align_by_class(dom: &mut Dom) {
    for center in dom.elements(&["center"]) {
        dom.rename(center, "div");
        dom.set_attribute(center, "align", "center");
    }
    let aligned: Vec<NodeId> = dom
        .nodes()
        .filter(|node| node.value().as_element().is_some_and(|element| element.attr("align").is_some()))
        .map(|node| node.id())
        .collect();
    for element in aligned {
        let side = dom.remove_attribute(element, "align").unwrap_or_default().trim().to_ascii_lowercase();
        if let "left" | "center" | "right" = side.as_str() {
            dom.add_class(element, &format!("align-{side}"));
        }
    }
}

/// Lists in which most items have a link are what a newsletter is made of: they and the tags before
/// their items get classes.
pub fn mark_entries(dom: &mut Dom) {
    for list in dom.elements(&["ul", "ol"]) {
        if dom.enclosing(list, &["li", "td", "th", "blockquote", "section"]).is_some() || !is_of_entries(dom, list) {
            continue;
        }
        dom.add_class(list, "entries");
        for item in items_of(dom, list) {
            mark_label(dom, item);
        }
    }
}

fn is_of_entries(dom: &Dom, list: NodeId) -> bool {
    let items = items_of(dom, list);
    let linked = items.iter().filter(|item| !dom.elements_in(**item, &["a"]).is_empty()).count();
    linked * 2 > items.len()
}

fn items_of(dom: &Dom, list: NodeId) -> Vec<NodeId> {
    let children = dom.node(list).into_iter().flat_map(|node| node.children());
    children.filter(|node| is_one_of(node, &["li"])).map(|node| node.id()).collect()
}

/// `[Blog] Title`: the tag in an element of its own, its words as they are.
fn mark_label(dom: &mut Dom, item: NodeId) {
    let first_words = dom.node(item).and_then(|item| {
        let first = item.descendants().find(|node| text_of(*node).is_some_and(|text| !text.trim().is_empty()))?;
        let in_plain_text = first.parent().is_some_and(|parent| matches!(name_of(parent), "li" | "p"));
        Some((first.id(), label_length(text_of(first)?)?)).filter(|_| in_plain_text)
    });
    if let Some((text, length)) = first_words {
        dom.split_off_start(text, length, "span", &[("class", "label")]);
    }
}

/// Length of a tag in brackets at the start of a text, white space before it included.
pub fn label_length(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let inside = text.get(start..)?.strip_prefix('[')?;
    let length = inside.find(']').filter(|&length| length > 0 && length + 2 <= LABEL_CAP)?;
    let is_words = inside.get(..length)?.chars().any(char::is_alphanumeric);
    is_words.then_some(start + length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(html: &str, edit: impl FnOnce(&mut Dom)) -> String {
        let mut dom = Dom::parse(html);
        edit(&mut dom);
        dom.to_html()
    }

    #[test]
    fn images_have_an_alternative_text_and_sizes_in_numbers() {
        assert_eq!(
            edited(r#"<img src=" a.png " width="300px" height="50%">"#, mend_images),
            r#"<img alt="" decoding="async" loading="lazy" src="a.png" width="300">"#
        );
        assert_eq!(edited(r#"<p><img alt="chart"></p>"#, mend_images), "<p>chart</p>");
    }

    #[test]
    fn decoration_does_not_stand_for_the_issue() {
        let dom = Dom::parse(r#"<img src="dot.png" width="1"><img src="b.png" alt="b" width="300">"#);
        assert_eq!(first_image(&dom), Some(Image { address: "b.png".into(), alt: "b".into() }));
    }

    #[test]
    fn a_table_of_images_is_layout_and_a_table_of_data_scrolls() {
        let layout =
            edited("<table><tbody><tr><td><img src=a></td></tr></tbody></table>", |dom| mend_tables(dom, "Table"));
        assert!(layout.starts_with(r#"<table class="layout" role="presentation">"#), "{layout}");
        let data =
            edited("<table><thead><tr><th></th><th>a</th></tr></thead></table>", |dom| mend_tables(dom, "Table"));
        assert_eq!(
            data,
            r#"<section aria-label="Table 1" class="wide" tabindex="0"><table><thead><tr><td></td><th scope="col">a</th></tr></thead></table></section>"#
        );
    }

    #[test]
    fn alignment_is_a_class() {
        assert_eq!(
            edited(r#"<center>a</center><p align="RIGHT">b</p><p align="top">c</p>"#, align_by_class),
            r#"<div class="align-center">a</div><p class="align-right">b</p><p>c</p>"#
        );
    }

    #[test]
    fn lists_of_links_are_entries_and_their_tags_labels() {
        assert_eq!(
            edited(r#"<ul><li>[Blog] T <a href="/">l</a></li></ul><ul><li>a</li></ul>"#, mark_entries),
            r#"<ul class="entries"><li><span class="label">[Blog]</span> T <a href="/">l</a></li></ul><ul><li>a</li></ul>"#
        );
    }

    #[test]
    fn a_tag_is_short_and_has_words() {
        assert_eq!(label_length(" [Blog] x"), Some(7));
        for no_tag in ["Blog", "[]", "[ ] x", "[…] x", "[a very long remark that somebody put into brackets] x"] {
            assert_eq!(label_length(no_tag), None, "{no_tag}");
        }
    }
}
