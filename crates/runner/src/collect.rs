//! Runs the collectors of a diagnostic, inside the scope and within its limits.

mod budget;
mod endpoint;
mod evidence;
mod host_health;
mod log_search;
mod mail_domain;
mod network;
mod rounded;
mod site;
mod stop;
mod tls;
mod tls_certificate;

pub use evidence::{Evidence, Unwanted};
pub use stop::Stop;

use crate::scope::{OutOfScope, Scope};
use diagnostics::{Collector, CollectorKind, Diagnostic, Facts, InputError, Inputs};
use domain::{Moment, SubscriptionId};
use serde_json::Value;
use site::Site;
use std::thread;

/// The evidence item that holds all facts; findings point into it.
pub const FACTS_ITEM: &str = "facts.json";

/// What is to be collected, and where it may be.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The diagnostic whose collectors run.
    pub diagnostic: &'a Diagnostic,
    /// Its inputs, checked.
    pub inputs: &'a Inputs,
    /// The subscription on whose behalf it runs.
    pub subscription: &'a SubscriptionId,
    /// What may be touched.
    pub scope: &'a Scope,
    /// The time, for expiry and time windows.
    pub now: Moment,
}

/// Why collecting ended without facts.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// Somebody stopped it.
    #[error("collecting was stopped")]
    Stopped,
    /// It would have touched something that the settings do not list.
    #[error(transparent)]
    OutOfScope(#[from] OutOfScope),
    /// An input is not usable.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The evidence is not wanted any more.
    #[error(transparent)]
    Unwanted(#[from] Unwanted),
    /// A collector could not do its work at all.
    #[error("collector `{collector}`: {reason}")]
    Failed {
        /// Which collector.
        collector: String,
        /// What happened.
        reason: String,
    },
}

/// Runs every collector of the order's diagnostic, in order, and returns the facts of each under its name.
///
/// Text for people is handed to `evidence` while it is read; nothing is kept or written to disk. Each collector's
/// facts say in `limits_reached` which limits of the diagnostic (`seconds`, `bytes`, `lines`) ended it early. A
/// stop ends the run within milliseconds, as long as `evidence` returns.
///
/// This blocks until collecting is done, on a thread of its own that can confine itself without confining the
/// rest of the process.
///
/// # Errors
/// [`CollectError`] if the run was stopped, would leave the scope, or cannot do its work. Faults of what is
/// looked at (a refused connection, an expired certificate) are facts.
pub fn run(order: &Order, stop: &Stop, evidence: &mut dyn Evidence) -> Result<Facts, CollectError> {
    let failed =
        |reason: &str| CollectError::Failed { collector: "all".to_owned(), reason: reason.to_owned() };
    thread::scope(|threads| {
        let thread = thread::Builder::new().name("collecting".to_owned());
        let work = || collect_all(order, stop, evidence);
        match thread.spawn_scoped(threads, work) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("ended unexpectedly"))),
            Err(error) => Err(failed(&format!("no thread to run on: {error}"))),
        }
    })
}

fn collect_all(order: &Order, stop: &Stop, evidence: &mut dyn Evidence) -> Result<Facts, CollectError> {
    let mut site = Site::new(order, stop, evidence)?;
    let mut facts = Facts::new();
    for collector in &order.diagnostic.form().collectors {
        site.go_on()?;
        let mut collected = collect(&mut site, collector)?;
        if let Some(fields) = collected.as_object_mut() {
            fields.insert("limits_reached".to_owned(), site.budget.reached());
        }
        facts.insert(collector.name.clone(), collected);
    }
    site.item(FACTS_ITEM)?;
    site.write(format!("{:#}\n", Value::Object(facts.clone())).as_bytes())?;
    Ok(facts)
}

fn collect(site: &mut Site, collector: &Collector) -> Result<Value, CollectError> {
    site.collector.clone_from(&collector.name);
    match &collector.kind {
        CollectorKind::HostHealth(parameters) => host_health::collect(site, parameters),
        CollectorKind::LogSearch(parameters) => log_search::collect(site, parameters),
        CollectorKind::TlsCertificate(parameters) => tls_certificate::collect(site, parameters),
        CollectorKind::MailDomain(parameters) => mail_domain::collect(site, parameters),
        CollectorKind::Endpoint(parameters) => endpoint::collect(site, parameters),
    }
}
