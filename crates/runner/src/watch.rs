//! The thread that ends runs when the lease is lost or somebody on this machine stops the runner. It needs nothing of
//! the async runtime, so whatever hangs there does not hold it up.

use crate::clock;
use crate::halt::Cause;
use crate::runner::{Runner, StartError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often the file `stop` is looked for, and how late the end of a lease is seen after the machine slept.
const LOOK: Duration = Duration::from_millis(200);
/// The shortest pause, so that a lease about to end is not looked at without rest.
const PAUSE_MIN: Duration = Duration::from_millis(1);

/// Starts the thread. It ends with the runner. When the runner is stopped on its machine, `stopped` is cancelled.
pub(crate) fn watch(runner: &Arc<Runner>, stopped: CancellationToken) -> Result<(), StartError> {
    let runner = Arc::downgrade(runner);
    let spawned = thread::Builder::new().name("watching".to_owned()).spawn(move || {
        while let Some(pause) = look(&runner, &stopped) {
            thread::sleep(pause);
        }
    });
    spawned.map(|_| ()).map_err(StartError::Thread)
}

/// Looks once, and gives the pause until the next look; none if the runner is gone.
fn look(runner: &Weak<Runner>, stopped: &CancellationToken) -> Option<Duration> {
    let runner = runner.upgrade()?;
    if runner.data.is_stopped() {
        runner.held.halt_all(Cause::StoppedHere);
        stopped.cancel();
    }
    let left = runner.lease.left(clock::since_boot());
    if left.is_zero() {
        runner.held.halt_all(Cause::LeaseLost);
        return Some(LOOK);
    }
    // The last pause of a lease ends with it.
    Some(left.clamp(PAUSE_MIN, LOOK))
}
