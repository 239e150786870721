//! Runs diagnostics near the data; checks consents and scope itself.
//!
//! A runner enrols once with a one-time code ([`enrol()`]) and then works until it is stopped ([`run`]): notices come down
//! one event stream, a run is claimed, checked, collected, screened, sealed and uploaded, and a record of it is signed.
//!
//! What always holds, whatever the server says:
//! - Nothing is opened, connected to or asked that [`collect::scope::Scope`] does not list; only its own server besides.
//! - What collects is a process of its own that can write no file, start no program and open no socket (see `collect`).
//! - No run begins without a consent that covers it by this machine's clock, and whose number is not below one that was
//!   seen here. Once a consent key is pinned ([`DataFolder::trust`]), one of the pinned keys has signed the consent.
//! - Nothing leaves that was not screened, looked at once more for credentials, and encrypted. Nothing collected is
//!   written to disk.
//! - A run ends the moment the runner hears of its end, and when the server was not heard of for the lease, measured on a
//!   clock that nobody can set. [`stop`] needs neither the server nor the runner's help.
//! - The signed record of a run is on disk here before the server has it.
//!
//! What is absent: any way in. The runner listens on no port.

mod backoff;
mod check;
mod clock;
mod conduct;
mod connection;
mod dry_run;
mod ending;
mod enrol;
mod folder;
mod halt;
mod held;
mod lease;
mod offered;
mod reports;
mod runner;
mod serve;
mod settings;
mod ship;
mod trial;
mod turn;
mod uplink;
mod watch;

pub use enrol::{EnrolError, NewRunner, enrol};
pub use folder::{
    DataFolder, FolderError, Identity, KeptConsent, SignedRecord, StopOutcome, TakeError, TenantSecret,
    TrustError, resume, stop,
};
pub use offered::{OfferedError, offered_packs};
pub use runner::StartError;
pub use serve::{Ended, run};
pub use settings::{Settings, SettingsError};
pub use trial::{Trial, TriedItem, try_out};
