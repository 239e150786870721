//! Installed Debian packages, pending updates, and whether the machine must be restarted.

mod lists;
mod reboot;
mod status;
mod version;

use crate::CollectError;
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::Packages;
use lists::Lists;
use serde_json::{Value, json};
use status::Installed;

/// The most packages that are told one by one.
const TOLD_MAX: usize = 100;

/// Compares what is installed with what the package lists offer.
pub(super) fn collect(site: &mut Site, parameters: &Packages) -> Result<Value, CollectError> {
    let root = site.scope.root(site.subscription, parameters.root.find(site.inputs)?.as_deref())?;
    let Some(installed) = Installed::read(site, &root)? else {
        return Ok(absent());
    };
    let lists = Lists::read(site, &root, &installed)?;
    let (security, others): (Vec<_>, Vec<_>) = lists.pending.values().partition(|update| update.security);
    let pending = security.iter().chain(&others).take(TOLD_MAX).map(|update| update.facts());
    let restart = reboot::read(&root, &installed);
    Ok(json!({
        "dpkg": true,
        "installed": installed.count(),
        "broken": installed.broken.iter().take(TOLD_MAX).collect::<Vec<_>>(),
        "held": installed.held.iter().take(TOLD_MAX).collect::<Vec<_>>(),
        "lists": lists.read,
        "lists_unread": lists.unread,
        "lists_age_seconds": lists.age_seconds(site.now).unwrap_or(0),
        "lists_dated": lists.changed.is_some(),
        "pending": lists.pending.len(),
        "pending_security": security.len(),
        "updates": pending.collect::<Vec<_>>(),
        "restart_required": restart.marked || restart.newer_kernel.is_some(),
        "restart_for": restart.packages,
        "running_kernel": restart.running_kernel,
        "newer_kernel": restart.newer_kernel,
    }))
}

fn absent() -> Value {
    json!({
        "dpkg": false, "installed": 0, "broken": [], "held": [], "lists": 0, "lists_unread": [], "lists_age_seconds": 0,
        "lists_dated": false, "pending": 0, "pending_security": 0, "updates": [], "restart_required": false,
        "restart_for": [], "running_kernel": null, "newer_kernel": null,
    })
}
