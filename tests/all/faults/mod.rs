//! Every fault of a server that can be served on this machine, each a source of one run beside healthy
//! ones: the run ends in time, names each fault with its reason, leaves the healthy sources whole, and
//! its sums add up. The faults are in `rows`, by area; those of names in `names`; readers that crash in
//! `panics`. Each run writes the list of its faults with their outcomes below `target/tmp`.

mod judge;
mod names;
mod panics;
mod rows;

use std::sync::Arc;
use std::time::{Duration, Instant};

use self::judge::{Ran, assert_all_as_expected, assert_sound};
use self::rows::{Doors, Place, Row};
use crate::fetch::server::{Reaction, Seen, Server, answer, ok};
use crate::support::{Newsletter, Said, said};

/// In the query of every address: it must show nowhere.
const SECRET: &str = "hunter2-S3CR3T";
/// The longest that the answers of the network take; those of the content are large, and read by a debug
/// build on a machine that may be busy.
const NETWORK: &str = "8 s";
const CONTENT: &str = "600 s";
const DAY: [&str; 4] = ["--today", "2026-11-20", "--report", "report.json"];
const ISSUE: &str = "issues/2026-11-24.md";

const HEALTHY: &str = "<rss version=\"2.0\"><channel><title>Healthy</title>\
    <item><title>Sound one</title><link>https://healthy.example/1</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>One.</description></item>\
    <item><title>Sound two</title><link>https://healthy.example/2</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>Two.</description></item>\
    </channel></rss>";

/// The servers of a run and its newsletter.
struct Scene {
    rows: Arc<Vec<Row>>,
    shared: Server,
    /// By row.
    own: Vec<Option<Server>>,
    newsletter: Newsletter,
}

impl Scene {
    async fn of(rows: Vec<Row>, timeout: &str, allowed: Vec<String>) -> Scene {
        let rows = Arc::new(rows);
        let served = rows.clone();
        let shared = Server::serve(move |seen| react(&served, seen)).await;
        let mut own = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let served = rows.clone();
            own.push(match row.place {
                Place::Own => Some(Server::serve(move |seen| (served[number].reaction)(seen)).await),
                _ => None,
            });
        }
        let sources = sources(&rows, &shared, &own, timeout, allowed);
        Scene { rows, shared, own, newsletter: Newsletter::with(&sources) }
    }

    /// Runs the program; it sees these variables.
    async fn run(self, arguments: &[&str], variables: &[(&str, String)]) -> (Scene, Ran) {
        let mut command = self.newsletter.command(arguments);
        command.args(DAY).envs(variables.iter().map(|(name, value)| (name, value)));
        let begun = Instant::now();
        let said = tokio::task::spawn_blocking(move || said(&mut command)).await.unwrap();
        let ran = Ran::new(&self, said, begun.elapsed());
        (self, ran)
    }

    /// What was asked for one row.
    fn asked(&self, number: usize) -> Vec<Seen> {
        let start = format!("/{number}/");
        match &self.own[number] {
            Some(server) => server.seen(),
            None => self.shared.seen().into_iter().filter(|seen| seen.path.starts_with(&start)).collect(),
        }
    }
}

fn react(rows: &[Row], seen: &Seen) -> Reaction {
    let number = seen.path[1..].split('/').next().and_then(|number| number.parse::<usize>().ok());
    match number.and_then(|number| rows.get(number)) {
        Some(row) => (row.reaction)(seen),
        None if seen.path.starts_with("/healthy") => ok(HEALTHY),
        None => answer(404, &[], b"nothing here"),
    }
}

fn sources(rows: &[Row], shared: &Server, own: &[Option<Server>], timeout: &str, mut allowed: Vec<String>) -> String {
    allowed.extend(own.iter().flatten().chain([shared]).map(|server| server.address.to_string()));
    let mut text = format!(
        "[newsletter]\ntitle = \"Faults\"\n\
         [[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\
         [[section]]\nname = \"events\"\nheading = \"Events\"\ntakes = \"event\"\n\
         [fetch]\nallow_private = {allowed:?}\nper_host = 64\nin_flight = 64\ntimeout = \"{timeout}\"\n\
         connect_timeout = \"2 s\"\ndetail_limit = 5\n"
    );
    let mut source = |name: &str, kind: &str, url: &str, settings: &str| {
        let secret = if url.contains('?') { String::new() } else { format!("?token={SECRET}") };
        text.push_str(&format!(
            "[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\nurl = '{url}{secret}'\n{settings}\n"
        ));
    };
    source("healthy-first", "feed", &shared.url("/healthy/1"), "");
    for (number, row) in rows.iter().enumerate() {
        let url = match (&row.place, &own[number]) {
            (Place::At(address), _) => address.replace("//SHARED/", &format!("//{}/", shared.address)),
            (_, Some(server)) => server.url("/"),
            _ => shared.url(&format!("/{number}/")),
        };
        source(&format!("f{number}"), row.kind, &url, row.settings);
    }
    source("healthy-last", "feed", &shared.url("/healthy/2"), "");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_network_end_in_time_are_named_and_leave_the_healthy_sources_whole() {
    let doors = Doors::open().await;
    let trust = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(trust.path(), &doors.trusted).unwrap();
    let trusting = [("SSL_CERT_FILE", trust.path().display().to_string())];
    let scene = Scene::of(rows::of_the_network(&doors), NETWORK, doors.allowed()).await;

    let (scene, drafted) = scene.run(&["draft", "--date", "2026-11-24"], &trusting).await;
    assert_all_as_expected(&scene, &drafted, "network");
    assert_sound(&scene, &drafted, true);
    for number in 0..scene.rows.len() {
        assert_polite(&scene, number);
    }
    assert!(drafted.took < Duration::from_secs(30), "{:?}", drafted.took);

    // Warm: what was kept is compared, and says the same.
    let mut again =
        vec!["collect".to_owned(), "--json".to_owned(), "healthy-first".to_owned(), "healthy-last".to_owned()];
    let is_quick = |row: &Row| matches!(row.area, "status" | "redirect");
    again.extend(
        (0..scene.rows.len()).filter(|&number| is_quick(&scene.rows[number])).map(|number| format!("f{number}")),
    );
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    let (scene, collected) = scene.run(&again, &trusting).await;
    assert_all_as_expected(&scene, &collected, "network, again");
    assert_sound(&scene, &collected, false);
    assert_eq!(doors.knocks(), 0, "somebody knocked at the forbidden door");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_content_are_named_and_leave_the_healthy_sources_whole() {
    let scene = Scene::of(rows::of_the_content().await, CONTENT, Vec::new()).await;
    let (scene, drafted) = scene.run(&["draft", "--date", "2026-11-24"], &[]).await;
    assert_all_as_expected(&scene, &drafted, "content");
    assert_sound(&scene, &drafted, true);
}

/// At most four requests (eleven where each is sent on), and after a wait that was asked for none sooner.
fn assert_polite(scene: &Scene, number: usize) {
    let row = &scene.rows[number];
    let asked = scene.asked(number);
    let most = if row.area == "redirect" { 11 } else { 4 };
    assert!(asked.len() <= most, "{}: {} requests", row.fault, asked.len());
    if row.fault.contains("patient") {
        let pause = asked[1].at.duration_since(asked[0].at);
        assert!(asked.len() == 2 && pause >= rows::ASKED, "{}: asked again after {pause:?}", row.fault);
    }
}

/// What `--strict` makes of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_with_faults_is_done_and_strictly_partial() {
    let rows = || vec![rows::missing()];
    let codes = async |arguments: &[&str]| {
        let (_, Ran { said: Said { code, .. }, .. }) =
            Scene::of(rows(), NETWORK, Vec::new()).await.run(arguments, &[]).await;
        code
    };
    assert_eq!(codes(&["draft", "--date", "2026-11-24"]).await, 0);
    assert_eq!(codes(&["draft", "--date", "2026-11-24", "--strict"]).await, 5);
}
