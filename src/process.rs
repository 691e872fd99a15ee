//! The one room that starts other programs: for sources of the kind `command`.
//!
//! A program gets its arguments as they are (no shell), the newsletter's folder to work in, an empty
//! standard input and a minimal environment. What it prints is bounded in size and time. It leads a
//! process group of its own (on Unix), which is killed as a whole when it ends, when its time is over,
//! when it prints too much, and when the run is given up (Ctrl-C): nothing that it started stays behind.
//! On other systems only the program itself is killed.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::model::exchange::CommandRequest;
use crate::model::text;
use crate::secret;

/// Most bytes that a program may print.
pub const OUTPUT_CAP: u64 = 20_000_000;
/// How much of the end of its standard error is kept, in bytes.
const ERROR_CAP: usize = 4_000;
/// Longest quotation of its standard error, in characters.
const QUOTE_CAP: usize = 300;
/// How long a program that was stopped may take to be gone.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Variables that every program gets, where they are set. The rest a source names.
const VARIABLES: &[&str] = &["PATH", "HOME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT"];

/// Why a program gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// There is no such program.
    #[error("there is no program {program}")]
    NotFound {
        /// As it stands in the configuration.
        program: String,
    },
    /// It cannot be started.
    #[error("{program} cannot be started: {detail}")]
    NotStarted {
        /// As it stands in the configuration.
        program: String,
        /// What the system says.
        detail: String,
    },
    /// It ended with an error.
    #[error("the program ended with {how}{}", said(.words))]
    Failed {
        /// "exit status: 1".
        how: String,
        /// The end of its standard error, one line.
        words: String,
    },
    /// It took too long and was killed.
    #[error("the program was stopped after {} s{}", .after.as_secs(), said(.words))]
    Slow {
        /// The limit.
        after: Duration,
        /// The end of its standard error, one line.
        words: String,
    },
    /// It printed too much and was killed.
    #[error("the program printed more than {} MB and was stopped", OUTPUT_CAP / 1_000_000)]
    TooMuch,
}

fn said(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(": {words}") }
}

/// Runs a program in a folder to its end and gives what it printed. Dropped before that, it kills the
/// program. Must be called inside a tokio runtime.
///
/// # Errors
/// When it cannot be started, fails, is too slow or prints too much.
pub async fn run(command: &CommandRequest, folder: &Path) -> Result<Vec<u8>, ProcessError> {
    let child = start(command, folder)?;
    let group = Group::of(&child);
    let guard = Guard(group.clone());
    let mut ending = tokio::task::spawn_blocking(move || watch(child, &group));
    let ended = match tokio::time::timeout(command.timeout, &mut ending).await {
        Ok(ended) => ended,
        Err(_) => {
            drop(guard);
            let words = tokio::time::timeout(LAST_WORDS, ending).await.ok().and_then(Result::ok);
            let words = words.and_then(Result::ok).map(|ended| ended.words).unwrap_or_default();
            return Err(ProcessError::Slow { after: command.timeout, words });
        }
    };
    match ended {
        Ok(Ok(ended)) => ended.judged(),
        Ok(Err(error)) => Err(not_started(command, &error.to_string())),
        Err(error) => Err(not_started(command, &error.to_string())),
    }
}

/// How a program ended.
struct Ended {
    status: ExitStatus,
    /// None where it was too much.
    output: Option<Vec<u8>>,
    /// The end of its standard error, one line.
    words: String,
}

impl Ended {
    fn judged(self) -> Result<Vec<u8>, ProcessError> {
        match self.output {
            None => Err(ProcessError::TooMuch),
            Some(output) if self.status.success() => Ok(output),
            Some(_) => Err(ProcessError::Failed { how: self.status.to_string(), words: self.words }),
        }
    }
}

/// Waits for the end of a program while both its outputs are read. Whoever it leaves behind is killed
/// before the outputs are waited for: they might be held open for ever.
fn watch(mut child: Child, group: &Group) -> std::io::Result<Ended> {
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        let output = scope.spawn(|| bounded(output, group));
        let words = scope.spawn(|| tail(errors));
        let status = group.wait(&mut child)?;
        Ok(Ended { status, output: output.join().unwrap_or_default(), words: words.join().unwrap_or_default() })
    })
}

fn start(command: &CommandRequest, folder: &Path) -> Result<Child, ProcessError> {
    let mut program = Command::new(located(&command.program, folder));
    program.args(&command.arguments).current_dir(folder);
    program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program.env_clear();
    program.envs(VARIABLES.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    program.envs(command.variables.iter().filter_map(|name| Some((name, secret::value(name)?))));
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut program, 0);
    program.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ProcessError::NotFound { program: shown(command) },
        _ => not_started(command, &error.to_string()),
    })
}

fn not_started(command: &CommandRequest, detail: &str) -> ProcessError {
    ProcessError::NotStarted { program: shown(command), detail: text::line(detail, QUOTE_CAP) }
}

fn shown(command: &CommandRequest) -> String {
    text::line(&command.program, QUOTE_CAP)
}

/// A name alone is looked for by the system; a path is one below the newsletter's folder.
fn located(program: &str, folder: &Path) -> PathBuf {
    if !program.contains(['/', '\\']) {
        return PathBuf::from(program);
    }
    let path = folder.join(program);
    std::path::absolute(&path).unwrap_or(path)
}

/// What a program prints, or nothing where that is too much: then it is killed.
fn bounded(output: Option<impl Read>, group: &Group) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // A pipe that breaks ends like one that is closed: how the program ended says why.
    let _ = output.map(|output| output.take(OUTPUT_CAP + 1).read_to_end(&mut bytes));
    let is_bounded = u64::try_from(bytes.len()).is_ok_and(|read| read <= OUTPUT_CAP);
    if is_bounded {
        return Some(bytes);
    }
    group.kill();
    None
}

/// The end of what a program says on its standard error, as one line.
fn tail(errors: Option<impl Read>) -> String {
    let (mut kept, mut buffer) = (Vec::new(), [0; 4096]);
    let Some(mut errors) = errors else { return String::new() };
    while let Ok(read @ 1..) = errors.read(&mut buffer) {
        kept.extend_from_slice(buffer.get(..read).unwrap_or_default());
        kept.drain(..kept.len().saturating_sub(ERROR_CAP));
    }
    let words = String::from_utf8_lossy(&kept);
    let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    text::line(last, QUOTE_CAP)
}

/// A program and all that it started. The number is valid until the program has been waited for.
#[derive(Clone, Debug)]
struct Group(Arc<Mutex<Option<u32>>>);

impl Group {
    fn of(child: &Child) -> Group {
        Group(Arc::new(Mutex::new(Some(child.id()))))
    }

    /// Kills the group, unless it has been waited for: its number may be somebody else's by then.
    #[cfg(unix)]
    fn kill(&self) {
        use rustix::process::{Pid, Signal, kill_process_group};
        let leader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pid = leader.and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        // It fails where all have gone already.
        let _ = pid.map(|pid| kill_process_group(pid, Signal::KILL));
    }

    #[cfg(not(unix))]
    fn kill(&self) {
        let leader = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = *leader {
            // Without a handle of the system's own there is only its own program for this.
            let _ = Command::new("taskkill").args(["/F", "/T", "/PID", &id.to_string()]).output();
        }
    }

    /// Waits for the program, then kills what it left behind, before its number can be another's.
    fn wait(&self, child: &mut Child) -> std::io::Result<ExitStatus> {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
            let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            let _ = pid.map(|pid| waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT));
            self.kill();
        }
        let status = child.wait();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        status
    }
}

/// Kills a group when the run that waits for it is given up.
struct Guard(Group);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.kill();
    }
}
