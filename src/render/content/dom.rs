//! A tree of sanitised HTML with the few operations that the other files here need.
//!
//! Elements are named by [`NodeId`]s that stay good while the tree is edited, so a caller may first
//! list what it looks for and then change it.

use ego_tree::{NodeId, NodeRef};
use html5ever::{Attribute, LocalName, QualName, ns};
use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node};

/// A fragment of HTML.
pub struct Dom {
    html: Html,
}

impl Dom {
    /// Parses a fragment as the content of a `body`.
    pub fn parse(fragment: &str) -> Dom {
        Dom { html: Html::parse_fragment(fragment) }
    }

    /// The fragment as HTML.
    pub fn to_html(&self) -> String {
        self.root().and_then(ElementRef::wrap).map(|root| root.inner_html()).unwrap_or_default()
    }

    /// The inner HTML of an element.
    pub fn inner_html(&self, id: NodeId) -> String {
        self.html.tree.get(id).and_then(ElementRef::wrap).map(|element| element.inner_html()).unwrap_or_default()
    }

    /// The element that holds the fragment.
    pub fn root(&self) -> Option<NodeRef<'_, Node>> {
        self.html.tree.root().children().find(|child| child.value().is_element())
    }

    /// Whether the element is a child of the fragment itself.
    pub fn is_top_level(&self, id: NodeId) -> bool {
        self.node(id).and_then(|node| node.parent()).map(|parent| parent.id()) == self.root().map(|root| root.id())
    }

    /// Every node in document order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_, Node>> {
        self.root().into_iter().flat_map(|root| root.descendants().skip(1))
    }

    /// The node, while it is in the tree.
    pub fn node(&self, id: NodeId) -> Option<NodeRef<'_, Node>> {
        self.html.tree.get(id)
    }

    /// The elements of these names in document order.
    pub fn elements(&self, names: &[&str]) -> Vec<NodeId> {
        self.nodes().filter(|node| is_one_of(node, names)).map(|node| node.id()).collect()
    }

    /// The elements of these names inside `id`.
    pub fn elements_in(&self, id: NodeId, names: &[&str]) -> Vec<NodeId> {
        let inside = self.node(id).into_iter().flat_map(|node| node.descendants().skip(1));
        inside.filter(|node| is_one_of(node, names)).map(|node| node.id()).collect()
    }

    /// The nearest element of these names around `id`, not itself.
    pub fn enclosing(&self, id: NodeId, names: &[&str]) -> Option<NodeId> {
        self.node(id)?.ancestors().find(|node| is_one_of(node, names)).map(|node| node.id())
    }

    /// The element's name; empty for text.
    pub fn name(&self, id: NodeId) -> &str {
        self.node(id).map(name_of).unwrap_or_default()
    }

    /// The text inside, white space as it stands.
    pub fn text(&self, id: NodeId) -> String {
        self.node(id).into_iter().flat_map(|node| node.descendants()).filter_map(text_of).collect()
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.node(id)?.value().as_element()?.attr(name)
    }

    /// Sets an attribute.
    pub fn set_attribute(&mut self, id: NodeId, name: &str, value: &str) {
        self.edit(id, |element| {
            let name = qualified(name);
            element.attrs.retain(|(other, _)| *other != name);
            element.attrs.push((name, value.into()));
            // Looking an attribute up is a binary search.
            element.attrs.sort_by(|left, right| left.0.cmp(&right.0));
        });
    }

    /// Takes an attribute off, and tells what it was.
    pub fn remove_attribute(&mut self, id: NodeId, name: &str) -> Option<String> {
        let value = self.attribute(id, name)?.to_owned();
        self.edit(id, |element| element.attrs.retain(|(other, _)| *other != qualified(name)));
        Some(value)
    }

    /// Adds a class.
    pub fn add_class(&mut self, id: NodeId, class: &str) {
        let before = self.attribute(id, "class").unwrap_or_default();
        let classes = format!("{before} {class}").trim().to_owned();
        self.set_attribute(id, "class", &classes);
    }

    /// Gives an element another name.
    pub fn rename(&mut self, id: NodeId, name: &str) {
        self.edit(id, |element| element.name = QualName::new(None, ns!(html), LocalName::from(name)));
    }

    /// Puts a new element around a node, and tells its id.
    pub fn wrap(&mut self, id: NodeId, name: &str, attributes: &[(&str, &str)]) -> Option<NodeId> {
        let mut node = self.html.tree.get_mut(id)?;
        let wrapper = node.insert_before(element(name, attributes)).id();
        node.detach();
        self.html.tree.get_mut(wrapper)?.append_id(id);
        Some(wrapper)
    }

    /// Puts the children in the place of their parent.
    pub fn unwrap(&mut self, id: NodeId) {
        let children: Vec<NodeId> =
            self.node(id).into_iter().flat_map(|node| node.children()).map(|node| node.id()).collect();
        if let Some(mut node) = self.html.tree.get_mut(id) {
            for child in children {
                node.insert_id_before(child);
            }
        }
        self.remove(id);
    }

    /// Takes a node and what is in it out of the tree.
    pub fn remove(&mut self, id: NodeId) {
        if let Some(mut node) = self.html.tree.get_mut(id) {
            node.detach();
        }
    }

    /// Puts text in the place of a node.
    pub fn replace_with_text(&mut self, id: NodeId, text: &str) {
        if let Some(mut node) = self.html.tree.get_mut(id) {
            node.insert_before(text_node(text));
            node.detach();
        }
    }

    /// Adds a child element with text as the last one.
    pub fn append_element(&mut self, id: NodeId, name: &str, attributes: &[(&str, &str)], text: &str) {
        if let Some(mut node) = self.html.tree.get_mut(id) {
            node.append(element(name, attributes)).append(text_node(text));
        }
    }

    /// Adds text as the last child.
    pub fn append_text(&mut self, id: NodeId, text: &str) {
        if let Some(mut node) = self.html.tree.get_mut(id) {
            node.append(text_node(text));
        }
    }

    /// Puts an element with the first `length` bytes of a text node before what is left of it.
    pub fn split_off_start(&mut self, id: NodeId, length: usize, name: &str, attributes: &[(&str, &str)]) {
        let Some(text) = self.node(id).and_then(text_of).map(str::to_owned) else { return };
        let Some((start, rest)) = text.split_at_checked(length) else { return };
        if let Some(mut node) = self.html.tree.get_mut(id) {
            node.insert_before(element(name, attributes)).append(text_node(start));
            *node.value() = text_node(rest);
        }
    }

    fn edit(&mut self, id: NodeId, change: impl FnOnce(&mut Element)) {
        if let Some(mut node) = self.html.tree.get_mut(id)
            && let Node::Element(element) = node.value()
        {
            change(element);
        }
    }
}

/// The name of a node that is an element; empty for text.
pub fn name_of(node: NodeRef<'_, Node>) -> &str {
    node.value().as_element().map(|element| element.name.local.as_ref()).unwrap_or_default()
}

/// The text of a node that is text.
pub fn text_of(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_text().map(|text| &**text)
}

/// Whether the node is an element of one of these names.
pub fn is_one_of(node: &NodeRef<'_, Node>, names: &[&str]) -> bool {
    names.contains(&name_of(*node))
}

/// All white space to single spaces, none at the ends.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn qualified(name: &str) -> QualName {
    QualName::new(None, ns!(), LocalName::from(name))
}

fn element(name: &str, attributes: &[(&str, &str)]) -> Node {
    let attributes =
        attributes.iter().map(|(name, value)| Attribute { name: qualified(name), value: (*value).into() }).collect();
    Node::Element(Element::new(QualName::new(None, ns!(html), LocalName::from(name)), attributes))
}

fn text_node(text: &str) -> Node {
    Node::Text(Text { text: text.into() })
}
