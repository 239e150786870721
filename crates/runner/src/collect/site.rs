//! Where a run stands: its order, its stop, what is left of its limits, and where its text goes.

use super::budget::Budget;
use super::{CollectError, Evidence, Order, Stop};
use crate::scope::Scope;
use classify::Channel;
use diagnostics::Inputs;
use domain::{Moment, SubscriptionId};
use std::future::Future;
use tokio::runtime::{Builder, Runtime};

/// What every collector works with.
pub(super) struct Site<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) subscription: &'a SubscriptionId,
    pub(super) scope: &'a Scope,
    pub(super) now: Moment,
    pub(super) stop: &'a Stop,
    pub(super) budget: Budget,
    /// The name of the collector at work.
    pub(super) collector: String,
    evidence: &'a mut dyn Evidence,
    runtime: Runtime,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        order: &Order<'a>,
        stop: &'a Stop,
        evidence: &'a mut dyn Evidence,
    ) -> Result<Self, CollectError> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build().map_err(|error| {
            CollectError::Failed { collector: "all".to_owned(), reason: format!("no network: {error}") }
        })?;
        Ok(Self {
            inputs: order.inputs,
            subscription: order.subscription,
            scope: order.scope,
            now: order.now,
            stop,
            budget: Budget::new(order.diagnostic.form().limits),
            collector: String::new(),
            evidence,
            runtime,
        })
    }

    /// Whether there is time left.
    pub(super) fn go_on(&mut self) -> Result<bool, CollectError> {
        if self.stop.is_stopped() {
            return Err(CollectError::Stopped);
        }
        Ok(!self.budget.time_left().is_zero())
    }

    /// Waits for network work; none if time ran out first.
    pub(super) fn wait<F: Future>(&mut self, work: F) -> Result<Option<F::Output>, CollectError> {
        let left = self.budget.time_left();
        let stop = self.stop;
        let outcome = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = stop.stopped() => Err(CollectError::Stopped),
                outcome = tokio::time::timeout(left, work) => Ok(outcome.ok()),
            }
        })?;
        if outcome.is_none() {
            self.budget.time_left();
        }
        Ok(outcome)
    }

    /// Begins an item of evidence.
    pub(super) fn item(&mut self, name: &str) -> Result<(), CollectError> {
        Ok(self.evidence.item(name, Channel::Log)?)
    }

    /// Adds to the item.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), CollectError> {
        Ok(self.evidence.write(bytes)?)
    }

    pub(super) fn failed(&self, reason: impl Into<String>) -> CollectError {
        CollectError::Failed { collector: self.collector.clone(), reason: reason.into() }
    }
}
