//! Files in which the kernel tells the state of the machine.

use crate::CollectError;
use crate::site::Site;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

/// The most that is read of one file, in bytes.
pub(crate) const FILE_BYTES_MAX: u64 = 4 << 20;
/// The longest that a kind may watch, in seconds.
const WATCH_SECONDS_MAX: u64 = 60;

/// The text of a file, as far as it is readable; none if it is not.
pub(crate) fn text(path: impl AsRef<Path>) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(FILE_BYTES_MAX).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The number that a file consists of, or begins with.
pub(crate) fn number(path: impl AsRef<Path>) -> Option<u64> {
    text(path)?.split_whitespace().next()?.parse().ok()
}

/// The number behind `name` at the start of a line, as in `oom_kill 3` or `VmRSS: 512 kB`.
pub(crate) fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix([':', ' ', '\t']))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Seconds since the machine was started.
pub(crate) fn uptime_seconds() -> Option<f64> {
    text("/proc/uptime")?.split_whitespace().next()?.parse().ok()
}

/// Lets `duration` pass, or less if the run has less time left.
pub(crate) fn pass(site: &mut Site, duration: Duration) -> Result<(), CollectError> {
    // The timer begins inside the runtime.
    site.wait(async { tokio::time::sleep(duration).await }).map(drop)
}

/// So many seconds, as far as a kind may watch.
pub(crate) fn watch(seconds: u64) -> Duration {
    Duration::from_secs(seconds.min(WATCH_SECONDS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text = "oom_kill_x 9\noom_kill 3\nVmRSS:\t  512 kB\n";
        assert_eq!(field(text, "oom_kill"), Some(3));
        assert_eq!(field(text, "VmRSS"), Some(512));
        assert_eq!(field(text, "none"), None);
    }
}
