//! The root of a system: the machine's own, or one that a folder of the scope holds (a container, an image).

use super::folders::Fence;
use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The most that is read of one text, in bytes.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// Where a system begins. Files of a system in a folder are judged after symlinks, like all files of the scope.
pub(crate) struct Root {
    path: PathBuf,
    fence: Option<Fence>,
}

impl Scope {
    /// The root that `folder` holds, or the machine's own, whose state may be read if `host_facts` is on.
    ///
    /// # Errors
    /// [`OutOfScope`] if the folder is not in the scope.
    pub(crate) fn root(
        &self,
        subscription: &SubscriptionId,
        folder: Option<&str>,
    ) -> Result<Root, OutOfScope> {
        let Some(folder) = folder else {
            self.host_facts(subscription)?;
            return Ok(Root { path: PathBuf::from("/"), fence: None });
        };
        let fence = self.fence(subscription)?;
        let path = Path::new(folder);
        match path.canonicalize() {
            Ok(real) if path.is_absolute() && fence.admits(&real) => {
                Ok(Root { path: real, fence: Some(fence) })
            }
            _ => Err(fence.refusal(&path.join("*"))),
        }
    }
}

impl Root {
    /// Whether it is the machine's own.
    pub(crate) fn is_own(&self) -> bool {
        self.fence.is_none()
    }

    /// A path of the system, `etc/os-release`, as it is seen from here.
    pub(crate) fn join(&self, inner: impl AsRef<Path>) -> PathBuf {
        self.path.join(inner)
    }

    /// Where a symlink of the system leads, as it is seen from here; `path` itself if it is none.
    pub(crate) fn followed(&self, path: &Path) -> PathBuf {
        match fs::read_link(path) {
            Ok(target) if target.is_absolute() => self.path.join(target.strip_prefix("/").unwrap_or(&target)),
            Ok(target) => path.with_file_name(target),
            Err(_) => path.to_owned(),
        }
    }

    /// Opens a file of the system; none if it is not there or leads out of the scope.
    pub(crate) fn open(&self, path: &Path) -> Option<File> {
        self.admitted(path).filter(|real| real.is_file()).and_then(|real| File::open(real).ok())
    }

    /// The beginning of a text file.
    pub(crate) fn text(&self, path: &Path) -> Option<String> {
        let mut bytes = Vec::new();
        self.open(path)?.take(TEXT_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What a folder holds, sorted.
    pub(crate) fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = self.admitted(folder).and_then(|real| fs::read_dir(real).ok());
        let entries = entries.into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| folder.join(entry.file_name())).collect();
        paths.sort();
        paths
    }

    fn admitted(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        let inside = |fence: &Fence| fence.admits(&real) && real.starts_with(&self.path);
        self.fence.as_ref().is_none_or(inside).then_some(real)
    }
}
