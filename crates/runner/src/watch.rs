//! The thread that ends runs when the lease is lost or somebody on this machine stops the runner. It needs nothing of
//! the async runtime, so whatever hangs there does not hold it up.

use crate::clock;
use crate::halt::Cause;
use crate::runner::{Runner, StartError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often the lease is looked at.
const LOOK: Duration = Duration::from_millis(25);
/// The file `stop` is looked for at every this-manieth look: each 0.2 s.
const LOOKS_PER_STOP: u32 = 8;

/// Starts the thread. It ends with the runner. When the runner is stopped on its machine, `stopped` is cancelled.
pub(crate) fn watch(runner: &Arc<Runner>, stopped: CancellationToken) -> Result<(), StartError> {
    let runner = Arc::downgrade(runner);
    let spawned = thread::Builder::new().name("watching".to_owned()).spawn(move || look(&runner, &stopped));
    spawned.map(|_| ()).map_err(StartError::Thread)
}

fn look(runner: &Weak<Runner>, stopped: &CancellationToken) {
    for count in 0_u32.. {
        let Some(runner) = runner.upgrade() else { return };
        if !runner.lease.holds(clock::since_boot()) {
            runner.held.halt_all(Cause::LeaseLost);
        }
        if count.is_multiple_of(LOOKS_PER_STOP) && runner.data.is_stopped() {
            runner.held.halt_all(Cause::StoppedHere);
            stopped.cancel();
        }
        drop(runner);
        thread::sleep(LOOK);
    }
}
