//! Which start of a machine was the last, by what its journal files say.

use super::{Boot, Journal};
use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};

/// The last start of each machine whose journal files are among `files`. A file that is no journal counts for nothing:
/// reading it says why.
pub(crate) fn last_starts(site: &mut Site, files: &[ScopedFile]) -> Result<BTreeSet<Boot>, CollectError> {
    let mut last: BTreeMap<[u8; 16], (u64, Boot)> = BTreeMap::new();
    for file in files {
        if !site.go_on()? {
            break;
        }
        let Some(mut journal) = file.open().ok().and_then(|file| Journal::open(file).ok()) else { continue };
        if let Ok(Some(entry)) = journal.last()
            && let latest = last.entry(journal.machine).or_default()
            && entry.realtime_micros > latest.0
        {
            *latest = (entry.realtime_micros, entry.boot);
        }
        site.budget.spend(journal.spent());
    }
    Ok(last.into_values().map(|(_, boot)| boot).collect())
}
