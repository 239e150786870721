//! A disk that is full, and has room again.

use crate::desk::{decide, say, tenant, with_a_case};
use domain::Moment;
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};
use std::fs;
use std::path::Path;
use store::{Location, Options, Store};
use tempfile::TempDir;

/// A small file system in memory; unmounted when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// Nothing where this user may not mount.
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        if mount(c"tmpfs", folder.path(), c"tmpfs", MountFlags::empty(), Some(c"size=8m")).is_err() {
            eprintln!("skipped: mounting a file system needs root");
            return None;
        }
        Some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let block = vec![0_u8; 4_096];
        let mut filler = fs::File::create(self.path().join("filler")).unwrap();
        while std::io::Write::write_all(&mut filler, &block).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount(self.path(), UnmountFlags::DETACH).unwrap_or_default();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_what_does_not_fit_and_nothing_more_once_there_is_room() {
    let Some(disk) = SmallDisk::mount() else { return };
    let options = Options::new(|| Moment::from_unix_seconds(1_767_225_600).unwrap());
    let store = Store::open(&Location::Sqlite(disk.path().join("desk.db")), options).await.unwrap();
    with_a_case(&store, &tenant()).await;
    disk.fill();
    let mut refused = 0;
    for number in 0..200 {
        refused += usize::from(
            store.append(&tenant(), None, decide(say("A", &format!("full-{number}")))).await.is_err(),
        );
    }
    assert!(refused > 0, "the disk was not full");
    disk.make_room();
    for number in 0..20 {
        let said = store.append(&tenant(), None, decide(say("A", &format!("again-{number}")))).await;
        assert!(said.is_ok(), "message {number}: {said:?}");
    }
}
