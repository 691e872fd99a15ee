//! What several tests need: the folder of real material, and temporary newsletters.

use std::path::PathBuf;

/// A file or folder of the real material that stands beside the checkout (`../shared`, or where
/// `NEWSLETTER_SHARED` says). None where there is no such folder: the test says in one line that it
/// was skipped. Under CI a missing file is a failure.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("NEWSLETTER_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let found = root.join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none(), "CI must have {}", found.display());
    eprintln!("skipped: no {} here", found.display());
    None
}

/// A newsletter in a temporary folder, and the binary to run on it.
pub struct Newsletter {
    folder: tempfile::TempDir,
}

/// What a run of the binary said.
#[derive(Debug)]
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Newsletter {
    /// An empty folder with this `sources.toml`.
    pub fn with(sources: &str) -> Newsletter {
        let newsletter = Newsletter { folder: tempfile::tempdir().unwrap() };
        newsletter.write("sources.toml", sources);
        newsletter
    }

    /// A copy of the newsletter in the repository's root, with its recording.
    pub fn of_this_repository() -> Newsletter {
        let newsletter = Newsletter { folder: tempfile::tempdir().unwrap() };
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(root.join("sources.toml"), newsletter.path("sources.toml")).unwrap();
        for folder in ["inbox", "examples", "templates"] {
            copy(&root.join(folder), &newsletter.path(folder));
        }
        // The archive as committed: a draft that a newcomer made in the checkout is not part of it.
        for issue in ["2026-08-25.md", "2026-09-29.md", "2026-10-27.md"] {
            newsletter
                .write(&format!("issues/{issue}"), &std::fs::read_to_string(root.join("issues").join(issue)).unwrap());
        }
        let index = std::fs::read_to_string(root.join("issues/README.md")).unwrap();
        let committed: String = index.split_inclusive('\n').filter(|line| !line.contains("(2026-11-24.md)")).collect();
        newsletter.write("issues/README.md", &committed);
        newsletter
    }

    /// A path below the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below the folder.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The text of a file below the folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary in this folder, its environment scrubbed.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsletter"));
        command.current_dir(self.folder.path()).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.args(arguments);
        command
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(arguments))
    }
}

/// Runs a command to its end.
pub fn said(command: &mut std::process::Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Copies a folder with everything below it.
pub fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
