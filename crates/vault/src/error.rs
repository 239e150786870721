//! Why the vault cannot do what it was asked.

use crate::DueHour;
use std::io;
use std::path::{Path, PathBuf};

/// Why the vault cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A name could lead outside its folder.
    #[error("{what} in the vault is 1 to 128 letters, digits, `-` and `_`, not `{}`", text.escape_debug())]
    BadName {
        /// Whether a tenant or a collection is named.
        what: &'static str,
        /// The beginning of what was given.
        text: String,
    },
    /// The folders are not apart.
    #[error("the folders `{}` and `{}` must not lie one in the other: copying one would copy both", objects.display(), keyring.display())]
    Nested {
        /// The folder of objects.
        objects: PathBuf,
        /// The folder of keys.
        keyring: PathBuf,
    },
    /// The hour key of a collection is gone, and with it the collection.
    #[error("the collection `{collection}` was deleted: the key of its hour ({due}) is destroyed")]
    KeyDestroyed {
        /// The collection.
        collection: String,
        /// The hour in which it was due.
        due: DueHour,
    },
    /// There is no such collection, or it was destroyed.
    #[error("there is no collection `{collection}`")]
    NoCollection {
        /// The collection.
        collection: String,
    },
    /// The collection's upload has not been committed.
    #[error("the collection `{collection}` is not complete: its upload was not committed")]
    NotCommitted {
        /// The collection.
        collection: String,
    },
    /// The collection exists with another hour.
    #[error("the collection `{collection}` exists already and is due at {due}")]
    Exists {
        /// The collection.
        collection: String,
        /// When the existing one is due.
        due: DueHour,
    },
    /// Bytes before a part are missing.
    #[error(
        "the part at byte {offset} of `{collection}` cannot be added: only {have} bytes have arrived, go on from there"
    )]
    Gap {
        /// The collection.
        collection: String,
        /// Where the part begins.
        offset: u64,
        /// How many bytes have arrived.
        have: u64,
    },
    /// A repeated part differs from what arrived first.
    #[error(
        "the part at byte {offset} of `{collection}` differs from what arrived before: discard the upload and begin again"
    )]
    OtherBytes {
        /// The collection.
        collection: String,
        /// Where the part begins.
        offset: u64,
    },
    /// An upload is shorter or longer than announced.
    #[error("the upload of `{collection}` has {have} bytes instead of {expected}")]
    OtherLength {
        /// The collection.
        collection: String,
        /// The announced length.
        expected: u64,
        /// The bytes that arrived.
        have: u64,
    },
    /// An upload's digest is not the announced one.
    #[error("the upload of `{collection}` does not have the announced digest: discard it and begin again")]
    OtherDigest {
        /// The collection.
        collection: String,
    },
    /// An upload is not sealed to the collection's identity.
    #[error("the upload of `{collection}` is not sealed to the recipient that was given for it")]
    OtherRecipient {
        /// The collection.
        collection: String,
    },
    /// A file of the vault does not hold what it should.
    #[error("{what} in `{}` is damaged or was exchanged", path.display())]
    Damaged {
        /// What the file should hold.
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// Sealed text cannot be opened.
    #[error("the sealed text of tenant `{tenant}` cannot be opened: it was changed, or belongs elsewhere")]
    TextRefused {
        /// The tenant.
        tenant: String,
    },
    /// The key of a tenant's text is gone.
    #[error("the text of tenant `{tenant}` was erased: its key is destroyed")]
    TextKeyDestroyed {
        /// The tenant.
        tenant: String,
    },
    /// The cryptographic library failed.
    #[error("the cryptographic library could not {doing}")]
    Cryptography {
        /// What it was to do.
        doing: &'static str,
    },
    /// The file system failed.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    File {
        /// What was to be done.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl VaultError {
    /// Tells what was being done to which path when the system failed.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { doing, path, source }
    }
}
