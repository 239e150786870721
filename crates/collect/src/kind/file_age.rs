//! How old files are, by the time of their last change. Their contents are not read.

use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use diagnostics::collector::FileAge;
use domain::Moment;
use serde_json::{Value, json};
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// The most files that are told one by one.
const TOLD_MAX: usize = 100;

/// Measures each file, the youngest first.
pub(super) fn collect(site: &mut Site, parameters: &FileAge) -> Result<Value, CollectError> {
    let glob = parameters.files.get(site.inputs)?;
    let stop = site.stop;
    let found = site.scope.files(site.subscription, &glob, false, &|| !stop.is_stopped())?;
    let mut files = Vec::new();
    for file in &found.files {
        if !site.go_on()? {
            break;
        }
        files.extend(measured(file, site.now));
    }
    files.sort_by_key(|(age, _)| *age);
    let told: Vec<&Value> = files.iter().take(TOLD_MAX).map(|(_, fact)| fact).collect();
    Ok(json!({
        "files_found": found.files.len(),
        "measured": files.len(),
        "empty": files.iter().filter(|(_, fact)| fact["bytes"] == 0).count(),
        "youngest": files.first().map(|(_, fact)| fact),
        "oldest": files.last().map(|(_, fact)| fact),
        "youngest_age_seconds": files.first().map_or(0, |(age, _)| *age),
        "files": told,
    }))
}

/// Its age in seconds, negative if it was changed after the run's time, and what is told of it.
fn measured(file: &ScopedFile, now: Moment) -> Option<(i64, Value)> {
    let metadata = file.open().ok()?.metadata().ok()?;
    let age = now.unix_seconds().saturating_sub(changed(&metadata)?);
    Some((
        age,
        json!({"path": file.path().display().to_string(), "age_seconds": age, "bytes": metadata.len()}),
    ))
}

fn changed(metadata: &Metadata) -> Option<i64> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}
