//! One run of a diagnostic's collectors.

use crate::kind;
use crate::network::Network;
use crate::scope::{OutOfScope, Scope};
use crate::site::Site;
use crate::{Evidence, Stop, Unwanted};
use classify::Channel;
use diagnostics::{Diagnostic, Facts, InputError, Inputs};
use domain::{Moment, SubscriptionId};
use serde_json::Value;
use std::sync::Arc;
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
    #[error("{reason}")]
    Input {
        /// Which one of the diagnostic's, where it is known.
        input: Option<String>,
        /// What stands against it.
        reason: String,
    },
    /// The evidence is not wanted any more.
    #[error(transparent)]
    Unwanted(#[from] Unwanted),
    /// The machine cannot confine the process that would collect.
    #[error("{0}")]
    Unconfined(String),
    /// A collector could not do its work at all.
    #[error("collector `{collector}`: {reason}")]
    Failed {
        /// Which collector.
        collector: String,
        /// What happened.
        reason: String,
    },
}

impl From<InputError> for CollectError {
    fn from(error: InputError) -> Self {
        Self::Input { input: error.input().map(str::to_owned), reason: error.to_string() }
    }
}

/// Runs every collector of the order's diagnostic, in order, with sockets from `network`, and returns the facts of each
/// under its name.
///
/// Text for people is handed to `evidence` while it is read; nothing is kept or written to disk. Each collector's
/// facts say in `limits_reached` which limits of the diagnostic (`seconds`, `bytes`, `rows`) ended it early. A
/// stop ends the run within milliseconds, as long as `evidence` returns. Blocks, on a thread of its own: a collector
/// that fails unexpectedly ends no more than its run.
///
/// # Errors
/// [`CollectError`] if the run was stopped, would leave the scope, or cannot do its work. Faults of what is
/// looked at (a refused connection, an expired certificate) are facts.
pub(crate) fn run(
    network: Arc<dyn Network>,
    order: &Order,
    stop: &Stop,
    evidence: &mut dyn Evidence,
) -> Result<Facts, CollectError> {
    let failed =
        |reason: &str| CollectError::Failed { collector: "all".to_owned(), reason: reason.to_owned() };
    thread::scope(|threads| {
        let thread = thread::Builder::new().name("collecting".to_owned());
        let work = || collect_all(network, order, stop, evidence);
        match thread.spawn_scoped(threads, work) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("ended unexpectedly"))),
            Err(error) => Err(failed(&format!("no thread to run on: {error}"))),
        }
    })
}

fn collect_all(
    network: Arc<dyn Network>,
    order: &Order,
    stop: &Stop,
    evidence: &mut dyn Evidence,
) -> Result<Facts, CollectError> {
    let mut site = Site::new(order, stop, network, evidence)?;
    let mut facts = Facts::new();
    for collector in &order.diagnostic.form().collectors {
        site.go_on()?;
        let mut collected = kind::collect(&mut site, collector)?;
        if let Some(fields) = collected.as_object_mut() {
            fields.insert("limits_reached".to_owned(), site.budget.reached());
        }
        facts.insert(collector.name.clone(), collected);
    }
    // They quote what programs say to people, and findings quote them: both are screened as sentences.
    site.item(FACTS_ITEM, Channel::Prose)?;
    site.write(format!("{:#}\n", Value::Object(facts.clone())).as_bytes())?;
    Ok(facts)
}
