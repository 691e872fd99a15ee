//! x
use newsletter::render::*;
#[test]
fn dump() {
    let Some(folder) = crate::support::shared("data/newsletters/issues") else { return };
    let templates = Templates::new::<String, String>([]).unwrap();
    std::fs::create_dir_all("/tmp/out").unwrap();
    let translations = folder.parent().unwrap().join("translations");
    for file in std::fs::read_dir(&folder).unwrap().chain(std::fs::read_dir(translations).unwrap()) {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let issue = IssueText {
            markdown: std::fs::read_to_string(&path).unwrap(),
            path: path.display().to_string(),
            date: name.trim_start_matches("ja-").trim_start_matches("zh-").parse().ok(),
            language: Some(if name.len() > 10 { name[..2].into() } else { "en".into() }),
            ..Default::default()
        };
        let options = PageOptions {
            newsletter: Some("OSPO Newsletter".into()),
            site: "https://news.example.org/".parse().ok(),
            canonical: format!("https://news.example.org/{name}.html").parse().ok(),
            feed: Some("feed.xml".into()),
            previous: Some(html::Neighbour { title: "OSPO Newsletter 38".into(), address: "2025-04-01.html".into() }),
            next: Some(html::Neighbour { title: "OSPO Newsletter 40".into(), address: "2025-07-01.html".into() }),
            ..Default::default()
        };
        std::fs::write(format!("/tmp/out/{name}.html"), render(Format::Html, &issue, &options, &templates).unwrap())
            .unwrap();
    }
}
