//! The end of a run before its time: who wants it, and how everything that works for the run hears of it.

use collect::Stop;
use std::fmt;
use std::sync::OnceLock;

/// Who or what ends a run early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The server said so; it knows already.
    Server,
    /// The server was not heard of for the lease.
    LeaseLost,
    /// Somebody stopped the runner on its machine.
    StoppedHere,
    /// The runner shuts down.
    ShuttingDown,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "the server said so",
            Self::LeaseLost => "the server was not heard of for the lease",
            Self::StoppedHere => "somebody stopped the runner on its machine",
            Self::ShuttingDown => "the runner shuts down",
        })
    }
}

/// A run's switch. It goes from on to off once; the first cause stays.
#[derive(Debug, Default)]
pub(crate) struct Halt {
    cause: OnceLock<Cause>,
    stop: Stop,
}

impl Halt {
    /// Ends the run, unless it was ended already.
    pub(crate) fn now(&self, cause: Cause) {
        // The cause is set first: whoever sees the flag finds it.
        self.cause.get_or_init(|| cause);
        self.stop.stop();
    }

    /// Why the run was ended, if it was.
    pub(crate) fn cause(&self) -> Option<Cause> {
        self.cause.get().copied()
    }

    /// Returns once the run is ended.
    pub(crate) async fn ended(&self) -> Cause {
        self.stop.stopped().await;
        self.cause().unwrap_or(Cause::Server)
    }

    /// The flag for the collectors.
    pub(crate) fn stop(&self) -> &Stop {
        &self.stop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_cause_stays() {
        let halt = Halt::default();
        assert_eq!(halt.cause(), None);
        halt.now(Cause::LeaseLost);
        halt.now(Cause::Server);
        assert_eq!(halt.ended().await, Cause::LeaseLost);
    }
}
