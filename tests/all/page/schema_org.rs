//! schema.org's own examples: what JSON-LD and microdata say of the same thing must come out equal.

use std::path::Path;

use newsletter::collect::document::Document;
use newsletter::collect::schema_org;
use newsletter::model::item::Item;
use serde_json::Value;
use url::Url;

use super::context;
use crate::support;

/// Where the two files of an example themselves say different things: (example, field, why).
const DIFFERENT: &[(&str, &str, &str)] = &[
    ("eg-0349", "language", "only the microdata has inLanguage"),
    ("eg-0399", "summary", "-- in the JSON-LD, an em dash in the microdata"),
    ("eg-0426", "title", "the microdata's name has the year"),
    ("eg-0426", "url", "only the microdata has a url"),
    ("eg-0426", "original_url", "only the microdata has a url"),
    ("eg-0426", "place", "only the JSON-LD names the place"),
    ("eg-0436", "title", "quotes stand inside the microdata's name"),
];

#[test]
fn json_ld_and_microdata_of_the_same_example_give_equal_items() {
    let Some(folder) = support::shared("data/pages/schema-org") else { return };
    let index: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("index.json")).unwrap()).unwrap();
    let (mut compared, mut with_items) = (0, 0);
    for example in &index {
        let id = example["id"].as_str().unwrap();
        let in_json = folder.join(format!("{id}.json.html"));
        let in_microdata = folder.join(format!("{id}.microdata.html"));
        if !(in_json.exists() && in_microdata.exists()) {
            continue;
        }
        let (json, microdata) = (fields(&in_json), fields(&in_microdata));
        assert_eq!(json.len(), microdata.len(), "{id}");
        for (json, microdata) in json.iter().zip(&microdata) {
            compare(id, json, microdata);
        }
        compared += 1;
        with_items += usize::from(!json.is_empty());
    }
    eprintln!("{compared} examples compared, {with_items} of them with items");
    assert_eq!((compared, with_items), (13, 12));
}

fn compare(id: &str, json: &Value, microdata: &Value) {
    for (field, value) in json.as_object().unwrap() {
        let is_known = DIFFERENT.iter().any(|(example, known, _)| example == &id && known == field);
        assert_eq!(value != &microdata[field], is_known, "{id} {field}: {value} and {}", microdata[field]);
    }
}

#[test]
fn examples_that_exist_only_as_json_ld_give_what_they_say() {
    let Some(folder) = support::shared("data/pages/schema-org") else { return };
    let title = |id: &str| {
        items(&folder.join(format!("{id}.json.html"))).into_iter().map(|item| item.title).collect::<Vec<_>>()
    };
    assert_eq!(title("eg-0174"), ["Typhoon with Radiation City"]);
    assert_eq!(title("eg-0251"), ["Mobile App Developer"]);
    assert_eq!(title("eg-0477").len(), 2);
    // A schedule without a date is no event that can be listed.
    assert!(title("eg-0241").is_empty() && title("eg-0303").is_empty());
}

#[test]
fn extructs_pages_give_their_events() {
    let Some(folder) = support::shared("data/pages/extruct/schema.org") else { return };
    let told = |name: &str| {
        let items = items(&folder.join(name));
        items.iter().map(|item| format!("{} {}", item.event().unwrap().start, item.title)).collect::<Vec<_>>()
    };
    assert_eq!(told("Event.001.html"), ["2016-04-21 Miami Heat at Philadelphia 76ers - Game 3 (Home Game 1)"]);
    assert_eq!(told("Event.002.html"), ["2011-05-20 FedExForum", "2011-05-23 Mid America Center"]);
    assert_eq!(told("Event.003.html"), ["2013-09-14 Typhoon with Radiation City"]);
    assert_eq!(told("Event.004.html"), ["2013-09-14 CANCELLED - Typhoon with Radiation City"]);
    assert_eq!(told("Event.008.html"), ["2014-10-01 Julius Caesar at Shakespeare's Globe"]);
    for name in ["CreativeWork.001.html", "LocalBusiness.002.html", "product-ref.html", "SearchAction.001.html"] {
        assert!(items(&folder.join(name)).is_empty(), "{name} has nothing that a newsletter lists");
    }
}

#[test]
fn microdata_follows_itemref() {
    let Some(folder) = support::shared("data/pages/extruct/schema.org") else { return };
    let document = Document::read(&std::fs::read_to_string(folder.join("product-ref.html")).unwrap(), None).unwrap();
    let (graph, _) = schema_org::read(&document);
    let (_, product) = graph.roots().next().unwrap();
    assert_eq!(product.text("name"), Some("Executive Anvil"));
    // extruct goes on into an item that `itemref` names; the standard stops there.
    assert_eq!(product.text("prop3"), None);
    assert_eq!(graph.things(product, "related_products").len(), 2);
}

fn items(path: &Path) -> Vec<Item> {
    let url = Url::parse("https://example.org/page").unwrap();
    let document = Document::read(&std::fs::read_to_string(path).unwrap(), Some(&url)).unwrap();
    let (graph, warnings) = schema_org::read(&document);
    assert!(warnings.is_empty(), "{}: {warnings:?}", path.display());
    schema_org::items(&graph, &document, "test", context().today).items
}

fn fields(path: &Path) -> Vec<Value> {
    items(path).iter().map(|item| serde_json::to_value(item).unwrap()).collect()
}
