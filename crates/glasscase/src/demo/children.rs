//! The processes that the demo starts. Each ends by itself once the demo is gone, however that ended: it watches the
//! pipe that is its standard input.

use super::shell::Shell;
use anyhow::{Context as _, Result, anyhow};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout};
use tokio::time::{sleep, timeout};

/// How long a process may take to say that it is ready, and to end.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often the processes are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// The processes that run, in the order in which they were started.
#[derive(Default)]
pub(super) struct Children(Vec<Running>);

/// A process of the demo's.
struct Running {
    name: &'static str,
    child: Child,
    log: PathBuf,
    /// Kept open: a process that cannot print would fail.
    out: BufReader<ChildStdout>,
}

impl Children {
    /// Starts a process of this program; what it logs goes to a file.
    ///
    /// # Errors
    /// If it cannot be started.
    pub(super) fn start(
        &mut self,
        name: &'static str,
        shell: &Shell,
        log: &Path,
        arguments: &[&str],
    ) -> Result<()> {
        let to = File::options().create(true).append(true).open(log);
        let to = to.with_context(|| format!("cannot write `{}`", log.display()))?;
        let mut command = shell.program(&[arguments, &["--until-stdin-ends"]].concat());
        // In a group of its own, so that Ctrl-C reaches the demo alone, which ends the others in order.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(to);
        let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let out = child.stdout.take().context("a process without its pipe")?;
        self.0.push(Running { name, child, log: log.to_owned(), out: BufReader::new(out) });
        Ok(())
    }

    /// The first line that the process started last prints, and its id.
    ///
    /// # Errors
    /// If it ends before, or takes too long.
    pub(super) async fn first_line(&mut self) -> Result<(String, u32)> {
        let running = self.0.last_mut().context("no process was started")?;
        let mut line = String::new();
        let read = timeout(PATIENCE, running.out.read_line(&mut line)).await;
        match read {
            Ok(Ok(count)) if count > 0 => Ok((line, running.child.id().unwrap_or_default())),
            Ok(_) => Err(running.told()),
            Err(_) => Err(anyhow!("{} was not ready after {} s", running.name, PATIENCE.as_secs())),
        }
    }

    /// Fails if some process ended by itself.
    ///
    /// # Errors
    /// What it said last.
    pub(super) fn check(&mut self) -> Result<()> {
        let is_over = |running: &mut Running| !matches!(running.child.try_wait(), Ok(None));
        match self.0.iter_mut().find_map(|running| is_over(running).then_some(running)) {
            Some(running) => Err(running.told()),
            None => Ok(()),
        }
    }

    /// Waits until some process ends by itself.
    pub(super) async fn broken(&mut self) -> anyhow::Error {
        loop {
            if let Err(why) = self.check() {
                return why;
            }
            sleep(LOOK).await;
        }
    }

    /// Ends the processes of this name and waits for them.
    pub(super) async fn end_one(&mut self, name: &str) {
        let (ending, staying) =
            std::mem::take(&mut self.0).into_iter().partition(|running| running.name == name);
        self.0 = staying;
        Self(ending).end().await;
    }

    /// Ends all of them, the latest first, and waits.
    pub(super) async fn end(&mut self) {
        while let Some(mut running) = self.0.pop() {
            // It reads to the end of this pipe, and asks itself to end.
            drop(running.child.stdin.take());
            if timeout(PATIENCE, running.child.wait()).await.is_err() {
                // Nothing more can be done about a process that cannot be killed.
                let _ = running.child.kill().await;
            }
        }
    }
}

impl Running {
    /// That it ended, with the last line of its log that tells why.
    fn told(&self) -> anyhow::Error {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let why = log.lines().rev().find(|line| line.starts_with("error: ")).or(log.lines().last());
        anyhow!("{} ended: {}", self.name, why.unwrap_or("it did not say why"))
    }
}
