//! A runner with its server and its files.

use super::desk::{Desk, PATIENCE};
use super::papers;
use consent::SigningKey;
use diagnostics::Catalogue;
use runner::{DataFolder, Ended, Settings, StartError};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire::{Claimed, SignedDocument};

/// The one-time code that the desk takes.
pub(crate) const CODE: &str = "one-time-code";

/// A runner with its server and its files.
pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) folder: TempDir,
    pub(crate) settings: Settings,
    shutdown: CancellationToken,
    running: Option<JoinHandle<Result<Ended, StartError>>>,
}

impl World {
    /// An enrolled runner that does not run yet. `more` is added to its settings.
    pub(crate) async fn enrolled(more: &str) -> Self {
        let world = Self::bare(more);
        runner::enrol(&world.settings, CODE, None).await.unwrap();
        world
    }

    /// A runner at work.
    pub(crate) async fn working(more: &str) -> Self {
        let mut world = Self::enrolled(more).await;
        world.run().await;
        world
    }

    /// A runner at work on whose machine this key is pinned.
    pub(crate) async fn trusting(key: &SigningKey) -> Self {
        Self::trusting_text(&key.public().text()).await
    }

    /// A runner at work on whose machine the key with this text is pinned.
    pub(crate) async fn trusting_text(key: &str) -> Self {
        let mut world = Self::enrolled("").await;
        world.data().trust(key).unwrap();
        world.run().await;
        world
    }

    /// A runner at work whose scope holds everything of its own too.
    pub(crate) async fn working_in_itself() -> Self {
        let mut world = Self::scoped("", "");
        runner::enrol(&world.settings, CODE, None).await.unwrap();
        world.run().await;
        world
    }

    /// A machine on which no runner is enrolled.
    pub(crate) fn bare(more: &str) -> Self {
        Self::scoped(more, "logs")
    }

    fn scoped(more: &str, scope: &str) -> Self {
        let (desk, folder) = (Desk::start(), TempDir::new().unwrap());
        fs::create_dir(folder.path().join("logs")).unwrap();
        let path = folder.path().join("runner.yaml");
        let text = format!(
            "server: {}\nname: test\ndata: data\n{more}\nscope:\n  {}:\n    folders: [{}]\n    hosts: ['127.0.0.1:*']\n    host_facts: true\n",
            desk.url(),
            papers::SUBSCRIPTION,
            folder.path().join(scope).display(),
        );
        fs::write(&path, text).unwrap();
        let settings = Settings::read(&path).unwrap();
        Self { desk, folder, settings, shutdown: CancellationToken::new(), running: None }
    }

    /// Starts the runner, and waits until it is connected.
    pub(crate) async fn run(&mut self) {
        let opened = self.desk.read(|book| book.opened);
        self.begin();
        self.desk.until("the runner is connected", |book| book.opened > opened).await;
    }

    /// Starts the runner.
    pub(crate) fn begin(&mut self) {
        let (settings, shutdown) = (self.settings.clone(), CancellationToken::new());
        self.shutdown = shutdown.clone();
        self.running = Some(tokio::spawn(async move {
            runner::run(&settings, Catalogue::built_in(), crate::collecting::program(), shutdown).await
        }));
    }

    /// Asks the runner to end.
    pub(crate) fn shut_down(&self) {
        self.shutdown.cancel();
    }

    /// How the runner ended.
    pub(crate) async fn ended(&mut self) -> Result<Ended, StartError> {
        let running = self.running.take().unwrap();
        tokio::time::timeout(PATIENCE, running).await.expect("the runner ends").unwrap()
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.as_ref().is_some_and(|running| !running.is_finished())
    }

    pub(crate) fn data(&self) -> DataFolder {
        DataFolder::open(&self.settings.data).unwrap()
    }

    /// Writes a log in the runner's scope.
    pub(crate) fn log(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join("logs").join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// The inputs of a log search that finds every line of the log called `name`, whatever its dates.
    pub(crate) fn search(&self, name: &str) -> Value {
        json!({"files": self.folder.path().join("logs").join(name), "pattern": ""})
    }

    /// A claim of a log search under `consent`.
    pub(crate) fn search_run(&self, run: &str, consent: SignedDocument) -> Claimed {
        papers::claimed(run, "log-search", self.search("app.log"), consent)
    }

    /// Offers a run, and waits until it ended; gives how it was stopped, or nothing if it was shipped.
    pub(crate) async fn outcome(&self, claimed: &Claimed) -> Option<(String, String)> {
        self.desk.offer(claimed);
        self.end_of(claimed.run.as_str()).await
    }

    /// Waits until a run ended; gives how it was stopped, or nothing if it was shipped.
    pub(crate) async fn end_of(&self, run: &str) -> Option<(String, String)> {
        let ended =
            |book: &super::desk::Book| book.finished.contains_key(run) || book.stopped.contains_key(run);
        self.desk.until(&format!("the run {run} ended"), ended).await;
        self.desk
            .read(|book| book.stopped.get(run).map(|stopped| (stopped.why.clone(), stopped.code.clone())))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}
