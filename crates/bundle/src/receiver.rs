//! Who gets what a bundle holds.

use std::io;

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies: parts joined by `/`, relative. An archive inside is a folder of its own name. Bytes that are no
    /// UTF-8 are written as `\xff`.
    pub path: String,
    /// When it was last changed, in seconds since 1970, where the archive says so. A zip knows no zone: as if in UTC.
    pub modified: Option<i64>,
    /// Whether it is a HAR, of which only the cleaned form comes.
    pub is_har: bool,
    /// The encoding that it had, if it comes as UTF-8 instead: `UTF-16LE` or `UTF-16BE`.
    pub encoding: Option<&'static str>,
}

/// An archive or a HAR inside the bundle of which nothing is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where it lies.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

/// A link, which is told and not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it lies.
    pub path: String,
    /// Where it leads, as it is written.
    pub target: String,
}

/// Takes the files of a bundle in their order. An error of its own ends the reading, as
/// [`BundleError::Taken`](crate::BundleError::Taken).
pub trait Receiver {
    /// A file begins; its bytes follow.
    ///
    /// # Errors
    /// If it cannot be taken.
    fn begin(&mut self, file: &File) -> io::Result<()>;

    /// The next bytes of the file that began.
    ///
    /// # Errors
    /// If they cannot be taken.
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// The file is whole.
    ///
    /// # Errors
    /// If it cannot be taken.
    fn end(&mut self) -> io::Result<()>;

    /// Something of which nothing is read.
    ///
    /// # Errors
    /// If it cannot be noted.
    fn unread(&mut self, unread: &Unread) -> io::Result<()>;

    /// A link between files.
    ///
    /// # Errors
    /// If it cannot be taken.
    fn link(&mut self, link: &Link) -> io::Result<()>;
}
