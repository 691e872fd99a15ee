//! `newsletter init`: a working newsletter repository. Never overwrites; says what stands already.

use super::Session;
use super::starter;
use crate::cli::InitArgs;
use crate::report::{Exit, Failure, GOOD, painted, plain};
use crate::workspace;

pub(super) fn run(session: &Session, args: &InitArgs) -> Result<Exit, Failure> {
    let root = session.given(&args.dir);
    let config = root.join("sources.toml");
    if config.exists() {
        return Err(Failure::new(
            format!("{} exists: this is a newsletter already", config.display()),
            "edit it, or give another folder",
        ));
    }
    for (name, text) in starter::files(&args.title) {
        let path = root.join(name);
        if path.exists() {
            session.say(&format!("  kept {} (it exists)", plain(name)));
            continue;
        }
        workspace::write(&path, text.as_bytes())?;
        session.say(&format!("  {} {}", painted(GOOD, "new"), plain(name)));
    }
    let there = args.dir.display();
    session
        .say(&format!("now edit sources.toml, then: newsletter -C {there} sources check, newsletter -C {there} draft"));
    Ok(Exit::Done)
}
