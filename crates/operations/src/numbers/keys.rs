//! The state of the keys that an operator answers for: what signs the logs, and what seals evidence. Public parts, times
//! and counts alone.

use crate::audit::log_key;
use crate::deliveries::hour_start;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Moment, Span};
use ledger::Rotation;

/// How long after its hour a key that sealed nothing may be there: tidying goes by every hour.
const TIDYING: Span = Span::from_hours(1);

/// The keys of an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The key that signs the checkpoints of all logs.
    pub log: LogKeyState,
    /// The keys of hours, which seal evidence until they come.
    pub sealing: SealingKeys,
}

/// The key that signs the checkpoints of all logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogKeyState {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Since when it signs; none before the first start.
    pub since: Option<Moment>,
    /// The keys before it, the first one first.
    pub rotations: Vec<Rotated>,
}

/// A key that another one took the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The fingerprint of the key that signed until then.
    pub fingerprint: String,
    /// When, in RFC 3339, as the statement has it that both keys signed.
    pub until: String,
}

/// The keys of hours, of all organisations together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SealingKeys {
    /// How many there are.
    pub standing: usize,
    /// When the next one is destroyed.
    pub next: Option<Moment>,
    /// When the last one is.
    pub last: Option<Moment>,
    /// Those which are there an hour after theirs came. None is the promise.
    pub overdue: usize,
}

/// The state of the keys.
pub(super) async fn show_keys(desk: &Desk) -> Result<Keys, Refusal> {
    Ok(Keys { log: signing(desk).await?, sealing: sealing(desk).await? })
}

async fn signing(desk: &Desk) -> Result<LogKeyState, Refusal> {
    // One key signs every log; it is shown as the vendor's own log has it.
    let key = log_key(desk, desk.support_tenant())?;
    let notes = desk.log_settings().rotations.iter();
    let opened: Result<Vec<_>, _> = notes.map(|note| Rotation::open(note)).collect();
    let opened = opened.map_err(|why| Refusal::failed("read how the log's key was changed", &why))?;
    let since = match opened.last() {
        Some(last) => last.time.parse().ok(),
        // Made at the first start, as the vendor's log was.
        None => desk.store().events(desk.support_tenant(), 0, 1).await?.first().map(|first| first.record.at),
    };
    let rotated = |rotation: Rotation| Rotated {
        fingerprint: rotation.old_key(key.origin()).fingerprint(),
        until: rotation.time,
    };
    Ok(LogKeyState {
        fingerprint: key.fingerprint(),
        since,
        rotations: opened.into_iter().map(rotated).collect(),
    })
}

async fn sealing(desk: &Desk) -> Result<SealingKeys, Refusal> {
    let vault = desk.vault().clone();
    let keys = tokio::task::spawn_blocking(move || vault.hour_keys()).await;
    let keys = keys.map_err(|why| Refusal::failed("list the keys of hours", &why))??;
    let (now, mut hours) = (desk.now(), keys.iter().map(|(_, due)| hour_start(due.0)).collect::<Vec<_>>());
    hours.sort_unstable();
    Ok(SealingKeys {
        standing: hours.len(),
        next: hours.first().copied(),
        last: hours.last().copied(),
        overdue: hours.iter().filter(|hour| hour.plus(TIDYING) < now).count(),
    })
}
