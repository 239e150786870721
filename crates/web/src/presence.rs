//! Which runners hold an event stream of this server open, and what is known of those that do not any more. When one was
//! seen last is kept too, about once a minute, so that it is known after a restart.

use domain::{Moment, RunnerId, Span, TenantId};
use operations::{Desk, RunnerCaller, RunnerSeen};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// How often at most it is kept when a runner was seen.
const KEPT_EVERY: Span = Span::from_seconds(60);

/// The most characters of a program's name that are kept.
const PROGRAM_CHARS_MAX: usize = 60;

/// A runner as it was seen last.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// How many streams of this server it holds open.
    streams: usize,
    /// When it was kept last that it was seen.
    kept_at: Option<Moment>,
    /// The program and its version, as it says of itself.
    pub(crate) program: String,
    /// When it came last, or left.
    pub(crate) at: Moment,
}

impl Seen {
    fn kept(seen: &RunnerSeen) -> Self {
        Self { streams: 0, kept_at: Some(seen.at), program: seen.program.clone(), at: seen.at }
    }

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
    /// It was, and is not.
    Away,
    /// It never was, as far as is known.
    Unseen,
}

impl Health {
    /// How a runner is that was seen last as `seen`.
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
            let (streams, kept_at) = runners.get(&key).map_or((0, None), |seen| (seen.streams, seen.kept_at));
            runners.insert(key.clone(), Seen { streams: streams + 1, kept_at, program, at: desk.now() });
        }
        Entered { presence: self.clone(), desk: desk.clone(), caller: runner.clone(), key }
    }

    /// How many of the tenant's runners are connected.
    pub(crate) fn of(&self, tenant: &TenantId) -> usize {
        let is_here = |((of, _), seen): &(&(TenantId, RunnerId), &Seen)| of == tenant && seen.is_connected();
        self.0.lock().map_or(0, |runners| runners.iter().filter(is_here).count())
    }

    /// The runner, as this server saw it since it started, or else as it was kept.
    pub(crate) fn seen(
        &self,
        tenant: &TenantId,
        runner: &RunnerId,
        kept: Option<&RunnerSeen>,
    ) -> Option<Seen> {
        let key = (tenant.clone(), runner.clone());
        let seen = self.0.lock().ok().and_then(|runners| runners.get(&key).cloned());
        seen.or_else(|| kept.map(Seen::kept))
    }
}

/// A runner's open stream.
pub(crate) struct Entered {
    presence: Presence,
    desk: Desk,
    caller: RunnerCaller,
    key: (TenantId, RunnerId),
}

impl Entered {
    /// Keeps that the runner is there, unless that was kept a short while ago. Nobody waits for it.
    pub(crate) fn stay(&self) {
        let now = self.desk.now();
        let Some(program) = self.program_to_keep(now) else { return };
        let (desk, caller) = (self.desk.clone(), self.caller.clone());
        tokio::spawn(async move {
            if let Err(why) = operations::keep_runner_seen(&desk, &caller, &program, now).await {
                tracing::warn!(runner = %caller.runner, error = %why, "it could not be kept that a runner was seen");
            }
        });
    }

    fn program_to_keep(&self, now: Moment) -> Option<String> {
        let mut runners = self.presence.0.lock().ok()?;
        let seen = runners.get_mut(&self.key)?;
        if seen.kept_at.is_some_and(|kept| now < kept.plus(KEPT_EVERY)) {
            return None;
        }
        seen.kept_at = Some(now);
        Some(seen.program.clone())
    }
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
