//! Which runners hold an event stream of this server open, and what is known of those that do not any more.

use domain::{Moment, RunnerId, TenantId};
use operations::{Desk, RunnerCaller};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The most characters of a program's name that are kept.
const PROGRAM_CHARS_MAX: usize = 60;

/// A runner as this server saw it since it started.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    streams: usize,
    /// The program and its version, as it says of itself.
    pub(crate) program: String,
    /// When it came last, or left.
    pub(crate) at: Moment,
}

impl Seen {
    /// Whether it is connected.
    pub(crate) const fn is_connected(&self) -> bool {
        self.streams > 0
    }
}

/// How a runner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// It is invited and has not enrolled.
    Invited,
    /// It is connected to this server.
    Connected,
    /// It was, since this server started, and is not.
    Away,
    /// This server did not see it since it started.
    Unseen,
}

impl Health {
    /// How a runner is that this server saw last as `seen`.
    pub(crate) const fn of(is_enrolled: bool, seen: Option<&Seen>) -> Self {
        match seen {
            _ if !is_enrolled => Self::Invited,
            None => Self::Unseen,
            Some(seen) if seen.is_connected() => Self::Connected,
            Some(_) => Self::Away,
        }
    }

    /// The word used over HTTP.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Connected => "connected",
            Self::Away => "away",
            Self::Unseen => "unseen",
        }
    }
}

type Runners = HashMap<(TenantId, RunnerId), Seen>;

/// Every runner that this server saw. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence(Arc<Mutex<Runners>>);

impl Presence {
    /// Counts a runner as connected until the answer is dropped. `program` is what it calls itself.
    pub(crate) fn enter(&self, desk: &Desk, runner: &RunnerCaller, program: &str) -> Entered {
        let key = (runner.tenant.clone(), runner.runner.clone());
        let program = program.chars().filter(|c| !c.is_control()).take(PROGRAM_CHARS_MAX).collect();
        if let Ok(mut runners) = self.0.lock() {
            let streams = runners.get(&key).map_or(0, |seen| seen.streams) + 1;
            runners.insert(key.clone(), Seen { streams, program, at: desk.now() });
        }
        Entered { presence: self.clone(), desk: desk.clone(), key }
    }

    /// How many of the tenant's runners are connected.
    pub(crate) fn of(&self, tenant: &TenantId) -> usize {
        let is_here = |((of, _), seen): &(&(TenantId, RunnerId), &Seen)| of == tenant && seen.is_connected();
        self.0.lock().map_or(0, |runners| runners.iter().filter(is_here).count())
    }

    /// The runner, if it came since the server started.
    pub(crate) fn seen(&self, tenant: &TenantId, runner: &RunnerId) -> Option<Seen> {
        self.0.lock().ok()?.get(&(tenant.clone(), runner.clone())).cloned()
    }
}

/// A runner's open stream.
pub(crate) struct Entered {
    presence: Presence,
    desk: Desk,
    key: (TenantId, RunnerId),
}

impl Drop for Entered {
    fn drop(&mut self) {
        let Ok(mut runners) = self.presence.0.lock() else { return };
        if let Some(seen) = runners.get_mut(&self.key) {
            seen.streams = seen.streams.saturating_sub(1);
            seen.at = self.desk.now();
        }
    }
}
