//! The folder that screened texts are written to, each at the path that it was read from.

use super::inputs::mirrored;
use super::texts::Place;
use crate::commands::whole_file::WholeFile;
use crate::failure::Failure;
use anyhow::Result;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that was new or empty, so that nothing in it leads elsewhere and nothing is overwritten.
pub(super) struct OutputFolder {
    folder: PathBuf,
    written: HashSet<PathBuf>,
}

impl OutputFolder {
    /// Makes the folder.
    ///
    /// # Errors
    /// If it cannot be made, or there is something in it.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let name = folder.display();
        let cannot = |why| Failure::failed(format!("cannot make the folder `{name}`: {why}"));
        fs::create_dir_all(folder).map_err(cannot)?;
        if fs::read_dir(folder).map_err(cannot)?.next().is_some() {
            let what = format!("the folder `{name}` is not empty");
            return Err(Failure::bad_input(what).advise("name a new one: nothing is overwritten").into());
        }
        Ok(Self { folder: folder.to_owned(), written: HashSet::new() })
    }

    /// A file for the screened form of a text; it appears when it is whole.
    ///
    /// # Errors
    /// If it cannot be made, or another text has its path.
    pub(super) fn file(&mut self, place: &Place<'_>) -> Result<WholeFile> {
        let mut path = mirrored(place.file);
        let is_ending =
            |ending: &OsStr| ["gz", "zst", "zstd"].iter().any(|of| ending.eq_ignore_ascii_case(of));
        if place.is_unpacked && path.extension().is_some_and(is_ending) {
            path.set_extension("");
        }
        if let Some(inside) = &place.inside {
            path.push(mirrored(Path::new(inside)));
        }
        if !self.written.insert(path.clone()) {
            let what =
                format!("`{}` and another text would both be written to `{}`", place.name, path.display());
            return Err(Failure::bad_input(what).advise("screen one of them by itself").into());
        }
        let to = self.folder.join(path);
        if let Some(parent) = to.parent() {
            let cannot = |why| Failure::failed(format!("cannot make `{}`: {why}", parent.display()));
            fs::create_dir_all(parent).map_err(cannot)?;
        }
        WholeFile::create(&to)
    }
}
