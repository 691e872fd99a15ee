//! Secrets from the environment: where they go and where they never stand.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc;

use crate::support::{Newsletter, said};

const SECRET: &str = "hush-0123456789";

/// A server on this machine that answers each request with the next of these; gives the head of each.
fn server(answers: Vec<String>) -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, heads) = mpsc::channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            sender.send(head.join("\n").to_lowercase()).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (port, heads)
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn sources(url: &str) -> String {
    format!(
        "[newsletter]\ntitle = \"T\"\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n[fetch]\nallow_private = true\nretries = 0\n[[source]]\nname = \"api\"\nkind = \"json\"\nurl = \"{url}\"\ntitle = \"t\"\nlink = \"u\"\nheaders = {{ accept = \"application/json\", Authorization = {{ env = \"API_TOKEN\", prefix = \"Bearer \" }} }}\n"
    )
}

const ONE: &str = r#"[{"t":"One","u":"https://a.example/1"}]"#;

/// Every file below a folder, as one text.
fn everything(newsletter: &Newsletter) -> String {
    let files = newsletter::workspace::files_below(&newsletter.path(""), &[""], 10_000);
    files.unwrap().iter().map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect()
}

#[test]
fn a_secret_goes_to_the_first_origin_only_and_is_written_nowhere() {
    let (other, other_heads) = server(vec![ok(ONE)]);
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{other}/on\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let (port, heads) = server(vec![redirect]);
    let newsletter = Newsletter::with(&sources(&format!("http://127.0.0.1:{port}/api")));
    let arguments = ["-vv", "--record", "rec", "--report", "report.json", "collect", "--json"];
    let said = said(newsletter.command(&arguments).env("API_TOKEN", SECRET));
    assert!(said.out.contains("One"), "{said:?}");
    assert!(heads.recv().unwrap().contains(&format!("authorization: bearer {SECRET}")));
    let second = other_heads.recv().unwrap();
    assert!(!second.contains("authorization") && second.contains("accept: application/json"), "{second}");
    let kept = everything(&newsletter) + &said.out + &said.err;
    assert!(kept.contains("One") && !kept.contains(SECRET), "the secret was written down");
}

#[test]
fn without_its_variable_the_run_says_so_and_goes_on() {
    let (port, heads) = server(vec![ok(ONE)]);
    let newsletter = Newsletter::with(&sources(&format!("http://127.0.0.1:{port}/api")));
    let said = newsletter.run(&["collect", "--json"]);
    assert!(said.out.contains("One") && said.code == 0, "{said:?}");
    assert!(said.err.contains("the environment variable API_TOKEN is not set"), "{}", said.err);
    assert!(!heads.recv().unwrap().contains("authorization"));
}

#[test]
fn an_error_does_not_tell_the_secret() {
    let bad = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned();
    let (port, _heads) = server(vec![bad]);
    let newsletter = Newsletter::with(&sources(&format!("http://127.0.0.1:{port}/api")));
    let said = said(newsletter.command(&["-vv", "collect"]).env("API_TOKEN", SECRET));
    assert!(said.err.contains("401") && !said.err.contains(SECRET), "{}", said.err);
}

#[test]
fn a_secret_in_the_file_is_refused() {
    for (line, told) in [
        ("kind = \"github\"\nrepo = \"a/b\"\nwhat = \"pulls\"\ntoken = \"ghp_x\"", "secrets do not stand in this file"),
        (
            "kind = \"json\"\nurl = \"https://a.example/\"\ntitle = \"t\"\nheaders = { x-api-key = \"x\" }",
            "secrets do not stand in this file",
        ),
        (
            "kind = \"github\"\nrepo = \"a/b\"\nwhat = \"releases\"\ntoken = { env = \"T\" }",
            "`token` is for pulls and issues",
        ),
    ] {
        let said = Newsletter::with(&format!("[newsletter]\ntitle = \"T\"\n[[source]]\nname = \"s\"\n{line}\n"))
            .run(&["sources", "list"]);
        assert!(said.code == 3 && said.err.contains(told), "{line}: {}", said.err);
    }
}
