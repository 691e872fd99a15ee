//! Personio: nested names, repeated positions, damaged XML.

use super::{board, context, job, line, read, warnings};

#[test]
fn personio_asks_for_english_and_the_name_is_not_that_of_a_paragraph() {
    let board = board("personio", "{ tenant = 'e-mobil-bw-gmbh' }");
    assert_eq!(line(&board.start(&context())[0]), "GET https://e-mobil-bw-gmbh.jobs.personio.de/xml?language=en");
    let xml = "<workzag-jobs><position><id>1</id><jobDescriptions><jobDescription><name>About us</name><value>x</value>\
        </jobDescription></jobDescriptions></position></workzag-jobs>";
    let page = read(board.as_ref(), xml);
    assert_eq!((page.items.len(), page.warnings.len()), (0, 1), "a heading is no title");
}

#[test]
fn trap_13_personio_positions_that_are_repeated_are_one_job() {
    let position = "<position><id>1</id><name>A &amp; B</name><office>Oslo</office></position>";
    let xml = format!("<workzag-jobs>{position}{position}</workzag-jobs>");
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), xml);
    assert_eq!((page.items.len(), job(&page.items[0]).locations.len()), (1, 1));
    assert_eq!(page.items[0].title, "A & B");
}

#[test]
fn personio_xml_that_is_damaged_or_cut_off_gives_what_is_there() {
    let xml = "<workzag-jobs><position><id>1</id><name>R&D <![CDATA[Lead]]></name><office>Oslo</position>\
        <position><id>2</id><name>Second</name><createdAt>2026-11-13";
    let page = read(board("personio", "{ tenant = 'acme' }").as_ref(), xml);
    let titles: Vec<_> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["R&D Lead", "Second"]);
    assert_eq!(warnings(&page), ["the XML breaks off: postings after it are missing"]);
    let empty = read(board("personio", "{ tenant = 'acme' }").as_ref(), "<?xml version=\"1.0\"?><workzag-jobs/>");
    assert_eq!((empty.items.len(), empty.warnings.len()), (0, 1));
}
