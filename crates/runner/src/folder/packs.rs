//! The packs of diagnostics that were taken here: the latest of each publisher, as it was signed.

use super::error::FolderError;
use super::{DataFolder, durable};
use consent::Digest;
use diagnostics::{Catalogue, CatalogueError, Pack, PackError, Trusted};

const FOLDER: &str = "packs";
const EXTENSION: &str = "pack";

/// Why a pack is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The pack itself.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The publisher's later pack is here.
    #[error(
        "version {offered} of `{publisher}`'s pack is older than version {taken}, which this runner has; an older pack may hold a fault that was mended"
    )]
    Older {
        /// Whose.
        publisher: String,
        /// The version that was refused.
        offered: u64,
        /// The version that is here.
        taken: u64,
    },
    /// Another pack with the same version.
    #[error(
        "`{publisher}` signed another pack with the same version {version}; ask them for one with a higher version"
    )]
    SameVersion {
        /// Whose.
        publisher: String,
        /// The version of both.
        version: u64,
    },
    /// One of its ids is another diagnostic's.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl DataFolder {
    /// Takes a pack that a trusted publisher signed, in place of their earlier one. Its diagnostics run here from the next
    /// start on, beside those of `built_in`.
    ///
    /// # Errors
    /// [`TakeError`] if it is unsigned, changed, older than the one that is here, or repeats an id.
    pub fn take_pack(
        &self,
        pack: &[u8],
        trusted: &[Trusted],
        built_in: &Catalogue,
    ) -> Result<Pack, TakeError> {
        let opened = Pack::open(pack, trusted)?;
        let (publisher, version) = (opened.publisher().to_owned(), opened.version());
        let mut all = built_in.clone();
        for (other, text) in self.packs(trusted)? {
            match other.version() {
                _ if other.publisher() != publisher => all.add(other.catalogue())?,
                taken if taken > version => {
                    return Err(TakeError::Older { publisher, offered: version, taken });
                }
                taken if taken == version && text != pack => {
                    return Err(TakeError::SameVersion { publisher, version });
                }
                _ => {}
            }
        }
        all.add(opened.catalogue())?;
        let path = self.file(FOLDER).join(format!("{}.{EXTENSION}", Digest::of(publisher.as_bytes())));
        durable::open_folder(&self.file(FOLDER))?;
        durable::write_whole(&path, pack)?;
        Ok(opened)
    }

    /// The packs that are here and whose publishers are still trusted, with their bytes. Others are left aside.
    ///
    /// # Errors
    /// [`FolderError`] if one cannot be read, or was changed.
    pub fn packs(&self, trusted: &[Trusted]) -> Result<Vec<(Pack, Vec<u8>)>, FolderError> {
        let mut packs = Vec::new();
        for path in durable::files(&self.file(FOLDER), EXTENSION)? {
            let bytes = durable::read_if_there(&path)?.unwrap_or_default().to_vec();
            match Pack::open(&bytes, trusted) {
                Ok(pack) => packs.push((pack, bytes)),
                Err(PackError::Unsigned { publisher }) => {
                    tracing::warn!(
                        publisher,
                        "a pack is left aside, since its publisher is not trusted here"
                    );
                }
                Err(why) => return Err(FolderError::damaged(&path, why)),
            }
        }
        Ok(packs)
    }

    /// The diagnostics that run here: those of `built_in` and those of the packs.
    ///
    /// # Errors
    /// [`TakeError`] if a pack cannot be read, or repeats an id that the program has by now.
    pub(crate) fn catalogue(&self, built_in: Catalogue, trusted: &[Trusted]) -> Result<Catalogue, TakeError> {
        let mut all = built_in;
        for (pack, _) in self.packs(trusted)? {
            all.add(pack.catalogue())?;
        }
        Ok(all)
    }
}
