//! The working runner: everything that its parts share.

use crate::check::{self, Ground, Order, Papers};
use crate::clock;
use crate::ending::Ending;
use crate::folder::{DataFolder, FolderError, Identity, Presence, SignedRecord, TakeError, TenantSecret};
use crate::held::Held;
use crate::lease::Lease;
use crate::reports::Reports;
use crate::settings::{Settings, SettingsError};
use classify::CompiledContext;
use collect::Program;
use collect::scope::Scope;
use consent::RunnerKey;
use diagnostics::Catalogue;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use wire::{Claimed, Client, ClientError, RunOffer};

/// Why a runner cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The data folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A pack of diagnostics cannot be used.
    #[error(transparent)]
    Pack(#[from] TakeError),
    /// The server's address cannot be used.
    #[error(transparent)]
    Server(#[from] ClientError),
    /// The settings name another server than the one it enrolled with.
    #[error(
        "the settings name the server `{settings}`, and the runner is enrolled with `{enrolled}`; enrol in a new data folder"
    )]
    OtherServer {
        /// What the settings say.
        settings: String,
        /// Where it is enrolled.
        enrolled: String,
    },
    /// No thread could be started.
    #[error("cannot start the thread that watches the lease: {0}")]
    Thread(std::io::Error),
}

/// A runner at work.
pub(crate) struct Runner {
    pub(crate) identity: Identity,
    pub(crate) data: DataFolder,
    pub(crate) client: Client,
    pub(crate) key: RunnerKey,
    pub(crate) secret: TenantSecret,
    pub(crate) context: Arc<CompiledContext>,
    pub(crate) scope: Scope,
    /// How a collecting process is started.
    pub(crate) program: Program,
    pub(crate) lease: Lease,
    pub(crate) held: Held,
    pub(crate) reports: Reports,
    /// One permit for each run that may work at a time.
    pub(crate) turns: Arc<Semaphore>,
    /// What works for runs, or tells the server of their ends.
    pub(crate) tasks: TaskTracker,
    /// The permit to tell the server of runs that it lists and that are not held.
    pub(crate) telling: Arc<Semaphore>,
    pub(crate) advanced: bool,
    /// Whether it may count what a diagnostic would hand over, without a consent.
    pub(crate) dry_runs: bool,
    pub(crate) catalogue: Catalogue,
    /// The number of the connection to the server, from 1.
    connection: AtomicU64,
    /// Held while the data folder is changed: while a consent is compared with the latest one known and takes its
    /// place, and while a record is appended.
    changing: Mutex<()>,
    _presence: Presence,
}

impl Runner {
    /// Opens the data folder of an enrolled runner.
    pub(crate) fn open(
        settings: &Settings,
        catalogue: Catalogue,
        program: Program,
    ) -> Result<Self, StartError> {
        let data = DataFolder::open(&settings.data)?;
        let identity = data.identity()?;
        if identity.server != settings.server {
            let (settings, enrolled) = (settings.server.clone(), identity.server);
            return Err(StartError::OtherServer { settings, enrolled });
        }
        let presence = data.enter()?;
        if data.is_stopped() {
            return Err(FolderError::Stopped.into());
        }
        // A pinned key that cannot be read is found now, and not at the first run.
        data.trusted()?;
        Ok(Self {
            client: Client::new(&settings.server, Some(data.token()?.to_string()))?,
            key: data.runner_key()?,
            secret: data.tenant_secret()?,
            context: Arc::new(settings.compiled_context()?),
            scope: settings.scope(&[data.path().to_owned()])?,
            program: Program { confinement: settings.confinement, ..program },
            lease: Lease::new(settings.lease()),
            held: Held::default(),
            reports: Reports::default(),
            turns: Arc::new(Semaphore::new(usize::try_from(settings.runs_at_once).unwrap_or(1))),
            tasks: TaskTracker::new(),
            telling: Arc::new(Semaphore::new(1)),
            advanced: settings.advanced,
            dry_runs: settings.dry_runs,
            catalogue: data.catalogue(catalogue, &settings.publishers)?,
            connection: AtomicU64::new(0),
            changing: Mutex::new(()),
            _presence: presence,
            identity,
            data,
        })
    }

    /// Whether an offer is worth claiming: the runner's settings list the subscription, and its program has the
    /// diagnostic.
    pub(crate) fn wants(&self, offer: &RunOffer) -> bool {
        self.scope.area(&offer.subscription).is_ok() && self.catalogue.contains(&offer.diagnostic)
    }

    /// The number of the present connection.
    pub(crate) fn connection(&self) -> u64 {
        self.connection.load(Ordering::SeqCst)
    }

    /// Counts a new connection and gives its number.
    pub(crate) fn next_connection(&self) -> u64 {
        self.connection.fetch_add(1, Ordering::SeqCst).saturating_add(1)
    }

    /// Checks a claimed run against what stands on this machine. Consents that hold are kept as the latest ones of
    /// their cases, also if they do not cover the run. Blocks for a few small files.
    pub(crate) fn check(&self, claimed: &Claimed) -> Result<Order, Ending> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let trusted = self.data.trusted()?;
        let ground = Ground {
            tenant: &self.identity.tenant,
            scope: &self.scope,
            advanced: self.advanced,
            catalogue: &self.catalogue,
            trusted: &trusted,
            seen: &|case| self.data.consent(case),
            now: clock::now(),
        };
        let papers = Papers::read(claimed, &ground)?;
        for consent in papers.kept() {
            if self.data.consent(&consent.case)?.as_ref() != Some(consent) {
                self.data.keep_consent(consent)?;
            }
        }
        Ok(check::check(claimed, papers, &ground)?)
    }

    /// Keeps the signed record of a run. Blocks until it is on disk.
    pub(crate) fn keep_record(&self, record: &SignedRecord) -> Result<(), FolderError> {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        self.data.keep_record(record)
    }
}
