//! The process that works in a data folder, and how somebody on its machine ends it without the server.
//!
//! A working runner holds a lock on `runner.lock`, in which its process id stands. [`stop`] makes the file `stop`: the
//! runner looks for it every 0.2 s on a thread of its own, ends its runs and itself, and does not start again while
//! the file is there. A process that does not end in time is killed.

use super::error::FolderError;
use super::{DataFolder, durable};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

const LOCK: &str = "runner.lock";
const STOP: &str = "stop";
/// How often a stopping process is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// How long a killed process may take to be gone.
const KILLED: Duration = Duration::from_secs(2);

/// Held by the one process that works in a folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Presence {
    _lock: File,
}

/// What stopping a runner came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopOutcome {
    /// None was running; it cannot be started until it is resumed.
    NotRunning,
    /// The runner ended its runs and itself.
    Ended,
    /// The runner did not answer in time, and its process was killed.
    Killed,
}

impl DataFolder {
    /// Takes the folder for this process.
    pub(crate) fn enter(&self) -> Result<Presence, FolderError> {
        self.check_closed()?;
        let path = self.file(LOCK);
        let mut lock = self.try_lock()?.ok_or_else(|| FolderError::Busy { path: self.path().to_owned() })?;
        let write = |lock: &mut File| {
            lock.set_len(0)?;
            write!(lock, "{}", std::process::id())
        };
        write(&mut lock).map_err(FolderError::file("write", &path))?;
        Ok(Presence { _lock: lock })
    }

    /// Refuses a folder in which others could exchange the pinned keys.
    fn check_closed(&self) -> Result<(), FolderError> {
        let metadata = fs::metadata(self.path()).map_err(FolderError::file("look at", self.path()))?;
        let is_open = metadata.mode() & 0o022 != 0;
        if is_open { Err(FolderError::Exposed { path: self.path().to_owned() }) } else { Ok(()) }
    }

    /// Whether somebody wants the runner to stand still. If that cannot be seen, it does.
    pub(crate) fn is_stopped(&self) -> bool {
        self.file(STOP).try_exists().unwrap_or(true)
    }

    /// The locked file, or none if another process has it.
    fn try_lock(&self) -> Result<Option<File>, FolderError> {
        let path = self.file(LOCK);
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = open.map_err(FolderError::file("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(why)) => Err(FolderError::file("lock", &path)(why)),
        }
    }

    fn is_running(&self) -> Result<bool, FolderError> {
        Ok(self.try_lock()?.is_none())
    }

    /// Waits until no process works in the folder; false if one still does after `patience`.
    fn wait_for_end(&self, patience: Duration) -> Result<bool, FolderError> {
        let looks = patience.as_millis() / LOOK.as_millis();
        for _ in 0..looks {
            if !self.is_running()? {
                return Ok(true);
            }
            thread::sleep(LOOK);
        }
        Ok(!self.is_running()?)
    }

    /// Kills the process that holds the lock.
    fn kill(&self) -> Result<(), FolderError> {
        let path = self.file(LOCK);
        let mut text = String::new();
        let lock = File::open(&path).map_err(FolderError::file("open", &path))?;
        (&lock).take(32).read_to_string(&mut text).map_err(FolderError::file("read", &path))?;
        let id = text.trim().parse::<i32>().ok().filter(|id| *id > 1).and_then(Pid::from_raw);
        let id = id.ok_or_else(|| FolderError::damaged(&path, "it holds no process id"))?;
        let process = id.as_raw_nonzero().get().unsigned_abs();
        let failed = |why: String| FolderError::Unstoppable { process, why };
        // A number alone may be another process's: of another container, or of one that came after.
        if !has_open(process, &lock).map_err(|why| failed(why.to_string()))? {
            return Err(failed("that process does not have the folder's lock open".to_owned()));
        }
        kill_process(id, Signal::KILL).map_err(|why| failed(why.to_string()))?;
        if self.wait_for_end(KILLED)? {
            Ok(())
        } else {
            Err(failed("it was killed and is still there".to_owned()))
        }
    }
}

/// Whether a process has this very file open.
fn has_open(process: u32, file: &File) -> io::Result<bool> {
    let wanted = file.metadata()?;
    for entry in fs::read_dir(format!("/proc/{process}/fd"))? {
        // What was closed meanwhile is not the lock, which is held until the end.
        let Ok(found) = fs::metadata(entry?.path()) else { continue };
        if (found.dev(), found.ino()) == (wanted.dev(), wanted.ino()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Stops the runner of a data folder from its own machine, whatever the server says or does. Waits up to `patience`
/// for it to end by itself, then kills it. It stays stopped until [`resume`].
///
/// # Errors
/// [`FolderError`] if the folder cannot be written (a running process is killed all the same), or the process cannot be
/// ended.
pub fn stop(data: &Path, patience: Duration) -> Result<StopOutcome, FolderError> {
    let folder = DataFolder::open(data)?;
    let marked = durable::write_whole(&folder.file(STOP), b"");
    if !folder.is_running()? {
        return marked.map(|()| StopOutcome::NotRunning);
    }
    // A runner that cannot see the file `stop` does not end by itself.
    if marked.is_ok() && folder.wait_for_end(patience)? {
        return Ok(StopOutcome::Ended);
    }
    folder.kill()?;
    marked.map(|()| StopOutcome::Killed)
}

/// Lets a stopped runner work again once it is started; false if it was not stopped.
///
/// # Errors
/// [`FolderError`] if the folder cannot be written.
pub fn resume(data: &Path) -> Result<bool, FolderError> {
    let folder = DataFolder::open(data)?;
    let was_stopped = folder.is_stopped();
    durable::remove_if_there(&folder.file(STOP)).map(|()| was_stopped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::create(folder.path()).unwrap();
        (folder, data)
    }

    fn enrolled() -> (tempfile::TempDir, DataFolder) {
        let (folder, data) = folder();
        fs::write(folder.path().join("runner.json"), "{}").unwrap();
        (folder, data)
    }

    #[test]
    fn one_process_works_in_a_folder() {
        let (_folder, data) = folder();
        let presence = data.enter().unwrap();
        assert!(matches!(data.enter(), Err(FolderError::Busy { .. })));
        drop(presence);
        assert!(data.enter().is_ok());
    }

    #[test]
    fn nobody_works_in_a_folder_that_others_can_write() {
        let (folder, data) = folder();
        for (mode, is_refused) in [(0o700, false), (0o755, false), (0o770, true), (0o777, true)] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(matches!(data.enter(), Err(FolderError::Exposed { .. })), is_refused, "{mode:o}");
        }
    }

    #[test]
    fn a_stopped_runner_stays_stopped_until_it_is_resumed() {
        let (folder, data) = enrolled();
        assert_eq!(stop(folder.path(), Duration::ZERO).unwrap(), StopOutcome::NotRunning);
        assert!(data.is_stopped());
        assert!(resume(folder.path()).unwrap());
        assert!(!data.is_stopped() && !resume(folder.path()).unwrap());
    }

    #[test]
    fn a_folder_without_a_runner_cannot_be_taken_for_a_stopped_one() {
        let (folder, _) = folder();
        for path in [folder.path().to_owned(), folder.path().join("mistyped")] {
            assert!(matches!(stop(&path, Duration::ZERO), Err(FolderError::NotEnrolled { .. })), "{path:?}");
        }
    }

    /// A process that never looks for the file `stop`.
    fn deaf(lock: File) -> std::process::Child {
        // It inherits the lock by holding the same open file.
        std::process::Command::new("sleep").arg("60").stdin(lock).spawn().unwrap()
    }

    #[test]
    fn a_runner_that_does_not_end_is_killed() {
        let (folder, data) = enrolled();
        let mut process = deaf(data.try_lock().unwrap().unwrap());
        fs::write(data.file(LOCK), process.id().to_string()).unwrap();
        // Reaped as it dies, as a service manager would.
        let reaper = thread::spawn(move || process.wait().unwrap());
        assert_eq!(stop(folder.path(), Duration::from_millis(100)).unwrap(), StopOutcome::Killed);
        assert!(!reaper.join().unwrap().success());
    }

    #[test]
    fn a_process_that_is_not_the_runner_is_left_alone() {
        let (folder, data) = enrolled();
        let mut stranger = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let mut runner = deaf(data.try_lock().unwrap().unwrap());
        fs::write(data.file(LOCK), stranger.id().to_string()).unwrap();
        let stopped = stop(folder.path(), Duration::ZERO);
        assert!(matches!(stopped, Err(FolderError::Unstoppable { .. })), "{stopped:?}");
        for process in [&mut stranger, &mut runner] {
            assert_eq!(process.try_wait().unwrap(), None);
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}
