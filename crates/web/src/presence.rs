//! Which runners hold an event stream of this server open.

use domain::{RunnerId, TenantId};
use operations::RunnerCaller;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

type Streams = HashMap<(TenantId, RunnerId), usize>;

/// How many streams each runner holds open. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence(Arc<Mutex<Streams>>);

impl Presence {
    /// Counts a runner as connected until the answer is dropped.
    pub(crate) fn enter(&self, runner: &RunnerCaller) -> Entered {
        let key = (runner.tenant.clone(), runner.runner.clone());
        if let Ok(mut streams) = self.0.lock() {
            *streams.entry(key.clone()).or_default() += 1;
        }
        Entered { presence: self.clone(), key }
    }

    /// How many of the tenant's runners are connected.
    pub(crate) fn of(&self, tenant: &TenantId) -> usize {
        self.0.lock().map_or(0, |streams| streams.keys().filter(|(of, _)| of == tenant).count())
    }

    /// Whether the runner is connected.
    pub(crate) fn holds(&self, tenant: &TenantId, runner: &RunnerId) -> bool {
        self.0.lock().is_ok_and(|streams| streams.contains_key(&(tenant.clone(), runner.clone())))
    }
}

/// A runner's open stream.
pub(crate) struct Entered {
    presence: Presence,
    key: (TenantId, RunnerId),
}

impl Drop for Entered {
    fn drop(&mut self) {
        let Ok(mut streams) = self.presence.0.lock() else { return };
        if let Some(count) = streams.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                streams.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_is_connected_until_its_last_stream_ends() {
        let presence = Presence::default();
        let runner = RunnerCaller { tenant: "t".parse().unwrap(), runner: "n1".parse().unwrap() };
        let is_there = || presence.holds(&runner.tenant, &runner.runner);
        let (first, second) = (presence.enter(&runner), presence.enter(&runner));
        drop(first);
        assert!(is_there());
        drop(second);
        assert!(!is_there());
    }
}
