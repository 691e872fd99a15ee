//! What every board does alike.

use serde_json::{Value, json};

use super::{BOARDS, board, context, first, fixture_board, fixtures, job, line, read, warnings};

#[test]
fn one_damaged_posting_does_not_lose_the_others() {
    let jobs = json!({"jobs": [
        {"id": 1, "title": "First", "absolute_url": "https://example.org/1"},
        {"id": 2, "title": "  ", "absolute_url": "https://example.org/2"},
        "not a posting",
        {"id": 4, "title": "Last", "absolute_url": "https://example.org/4", "location": 7, "offices": {}, "content": []},
    ]});
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), jobs.to_string());
    let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["First", "Last"]);
    assert_eq!(warnings(&page), ["2 of 4 postings lack a title, a link or an id: skipped"]);
}

#[test]
fn trap_2_a_board_without_postings_is_a_warning() {
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), "{\"jobs\": []}");
    assert_eq!(warnings(&page), ["the board answered without any posting: it may be empty, or renamed"]);
}

#[test]
fn what_the_board_says_about_an_error_is_quoted() {
    let board = board("greenhouse", "{ board = 'acme' }");
    let error = board.parse(&first("{\"status\":404,\"error\":\"Job not found\"}"), &context()).unwrap_err();
    assert!(error.to_string().ends_with("got JSON that says “Job not found”"), "{error}");
}

#[test]
fn trap_24_a_closing_date_that_is_over_is_kept_for_the_rules() {
    let offer = json!({"id": 1, "title": "T", "careers_url": "https://acme.example/o/t", "close_at": "2026-01-31 22:59:00 UTC"});
    let page = read(board("recruitee", "{ tenant = 'acme' }").as_ref(), json!({ "offers": [offer] }).to_string());
    assert_eq!(job(&page.items[0]).closes.unwrap().to_string(), "2026-01-31");
    let valid = json!({"id": "a", "title": "T", "url": "https://career.acme.example/jobs/1",
        "_jobposting": {"validThrough": "2026-02-28T00:00:00+01:00"}});
    let page = read(board("teamtailor", "{ tenant = 'acme' }").as_ref(), json!({ "items": [valid] }).to_string());
    assert_eq!(job(&page.items[0]).expires.unwrap().to_string(), "2026-02-28");
}

#[test]
fn career_sites_are_found_at_a_tenant_or_a_domain_of_their_own() {
    let asked = |kind: &str, settings: &str| line(&board(kind, settings).start(&context())[0]);
    assert_eq!(asked("recruitee", "{ tenant = 'acme' }"), "GET https://acme.recruitee.com/api/offers/");
    assert_eq!(
        asked("recruitee", "{ url = 'https://jobs.acme.example/o/x' }"),
        "GET https://jobs.acme.example/api/offers/"
    );
    assert_eq!(asked("teamtailor", "{ tenant = 'acme' }"), "GET https://acme.teamtailor.com/jobs.json");
    let problems = |settings: &str| {
        let value = toml::de::ValueDeserializer::parse(settings).unwrap();
        let kind = newsletter::collect::Kind::named("teamtailor").unwrap();
        (kind.read)(value).unwrap().problems().len()
    };
    assert_eq!(problems("{}"), 1);
    assert_eq!(problems("{ tenant = 'a', url = 'https://a.example' }"), 1);
    assert_eq!(problems("{ tenant = 'a b' }"), 1);
}

/// Every place in a JSON value, as pointers.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| pointers(value, &format!("{at}/{key}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn a_field_of_the_wrong_type_or_missing_never_ends_a_run() {
    let wrong = [json!(null), json!(-7.5), json!("\u{202E}x<b>&amp;"), json!([[]]), json!({"a": {}}), json!(true)];
    let mut tried = 0;
    for kind in BOARDS {
        for input in fixtures(kind).iter().filter(|input| input.extension().unwrap() == "json") {
            let board = fixture_board(kind, input);
            let whole: Value = serde_json::from_slice(&std::fs::read(input).unwrap()).unwrap();
            let mut places = Vec::new();
            pointers(&whole, "", &mut places);
            for (place, wrong) in places.iter().flat_map(|place| wrong.iter().map(move |wrong| (place, wrong))) {
                let mut damaged = whole.clone();
                *damaged.pointer_mut(place).unwrap() = wrong.clone();
                if let Ok(page) = board.parse(&first(damaged.to_string()), &context()) {
                    assert!(
                        page.items.iter().all(|item| !item.title.is_empty() && item.uid.is_some()),
                        "{kind} {place}"
                    );
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 2000, "only {tried}");
}

#[test]
fn an_answer_that_breaks_off_is_an_error_or_a_shorter_list() {
    for kind in BOARDS {
        for input in fixtures(kind) {
            let board = fixture_board(kind, &input);
            let bytes = std::fs::read(&input).unwrap();
            let whole = board.parse(&first(bytes.clone()), &context()).unwrap();
            for end in (0..bytes.len()).step_by(7) {
                if let Ok(page) = board.parse(&first(&bytes[..end]), &context()) {
                    assert!(page.items.len() <= whole.items.len() + whole.next.len(), "{kind} at {end}");
                }
            }
        }
    }
}

#[test]
fn half_a_character_in_one_posting_does_not_lose_the_others() {
    let jobs = r#"{"jobs": [{"id": 1, "title": "Cut \ud83d", "absolute_url": "https://example.org/1"},
        {"id": 2, "title": "Whole", "absolute_url": "https://example.org/2"}]}"#;
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), jobs);
    let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Cut \u{FFFD}", "Whole"]);
}

#[test]
fn trap_22_titles_are_one_line_without_hidden_characters_and_keep_their_marks() {
    let jobs = json!({"jobs": [{"id": 1, "title": "Lead\u{202E} | [OSPO] *(全角)* `x` 🇪🇺\n", "absolute_url": "https://example.org/1"},
        {"id": 2, "title": "word ".repeat(1000), "absolute_url": "https://example.org/2"}]});
    let page = read(board("greenhouse", "{ board = 'acme' }").as_ref(), jobs.to_string());
    assert_eq!(page.items[0].title, "Lead | [OSPO] *(全角)* `x` 🇪🇺");
    assert!(page.items[1].title.chars().count() <= 300);
}

#[test]
fn trap_21_a_declared_character_set_is_read() {
    let xml =
        b"<?xml version='1.0' encoding='ISO-8859-1'?><workzag-jobs><position><id>1</id><name>\xDCbersetzer</name>\
        <office>K\xF6ln</office></position></workzag-jobs>";
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), xml.to_vec());
    assert_eq!(page.items[0].title, "Übersetzer");
    assert_eq!(job(&page.items[0]).locations[0].city.as_deref(), Some("Köln"));
}

#[test]
fn every_setting_is_described_and_unknown_ones_are_refused() {
    for kind in BOARDS {
        let kind = newsletter::collect::Kind::named(kind).unwrap();
        let mut generator = schemars::SchemaGenerator::default();
        (kind.schema)(&mut generator);
        let settings = generator.definitions().values().filter_map(|schema| schema.get("properties")?.as_object());
        let fields: Vec<(&String, &Value)> = settings.flatten().collect();
        assert!(!fields.is_empty(), "{}", kind.name);
        for (name, schema) in fields {
            assert!(schema.get("description").is_some(), "{}: {name}", kind.name);
        }
        let unknown = toml::de::ValueDeserializer::parse("{ nonsense = 1 }").unwrap();
        assert!((kind.read)(unknown).unwrap_err().to_string().contains("nonsense"), "{}", kind.name);
    }
}
