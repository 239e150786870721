//! Ends the program when whoever started it is gone, however that ended: its end of our standard input closes.

use rustix::process::{Signal, getpid, kill_process};
use std::io::{self, Read as _};
use std::thread;

/// Asks this process to end, as its operator would, once standard input ends.
///
/// # Errors
/// If no thread can be started.
pub(crate) fn end_with_it() -> io::Result<()> {
    thread::Builder::new().name("parent".to_owned()).spawn(|| {
        let (mut stdin, mut bytes) = (io::stdin().lock(), [0; 256]);
        while stdin.read(&mut bytes).is_ok_and(|count| count > 0) {}
        // A process can always signal itself.
        let _ = kill_process(getpid(), Signal::TERM);
    })?;
    Ok(())
}
