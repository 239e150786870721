//! Finds `PostgreSQL`'s server programs.

use crate::process::on_path;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian keeps the server programs of each major version in a folder of its own here, outside `PATH`.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";

const NEEDED: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// The folder that holds the server programs of one version.
pub(crate) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The programs on `PATH`, because somebody put them there on purpose; else the newest that Debian installed.
    pub(crate) fn find() -> Option<Self> {
        let on_path =
            on_path("initdb").and_then(|initdb| initdb.canonicalize().ok()?.parent().map(Path::to_owned));
        on_path.into_iter().chain(newest_first(Path::new(DEBIAN_VERSIONS))).find_map(Self::complete)
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        Command::new(self.folder.join(program))
    }

    fn complete(folder: PathBuf) -> Option<Self> {
        NEEDED.iter().all(|program| folder.join(program).is_file()).then_some(Self { folder })
    }
}

/// The `bin` folders of all major versions below `versions`.
fn newest_first(versions: &Path) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir(versions)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?;
            let version = folder.file_name().to_str()?.parse().ok()?;
            Some((version, folder.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::newest_first;

    #[test]
    fn versions_are_compared_as_numbers() {
        let versions = std::env::temp_dir().join(format!("glasscase-versions-{}", std::process::id()));
        for name in ["9", "15", "notes"] {
            std::fs::create_dir_all(versions.join(name)).unwrap();
        }
        let found = newest_first(&versions);
        std::fs::remove_dir_all(&versions).unwrap();
        assert_eq!(found, [versions.join("15/bin"), versions.join("9/bin")]);
    }
}
