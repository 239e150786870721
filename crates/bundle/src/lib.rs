//! Reads support bundles that other tools made: tar (plain, gzip, xz, zstd), zip, HAR and other JSON texts.
//!
//! [`survey()`] goes through a bundle and says whether it is sound. Then [`read()`] drives and a [`Receiver`] receives: one
//! file after the other, each with a path that stays inside, each piece of its content as it comes out of the archive.
//! Archives inside the archive are read one level deep. Of one that is damaged or made to do harm, nothing is read: it is
//! named with its reason, and the rest is read all the same. Of a HAR the receiver gets the cleaned form alone
//! ([`HarFacts`] says what was dropped). Texts in UTF-16 come as UTF-8.
//!
//! [`read_each()`] needs no survey: it reads whatever of an archive is sound, and tells the rest. [`Text`] reads what is no bundle: one text, packed or plain.
//!
//! What always holds:
//! - Nothing is written anywhere: what is refused half-way leaves nothing behind.
//! - Memory stays bounded whatever the archive says of itself ([`Limits`]): some MiB of buffers, the names of the entries,
//!   a decoder's window (130 MiB at most), and a zip inside an archive (64 MiB at most).
//! - Paths are relative, have no `..`, and come once. Links and empty folders are told, never followed.
//! - No input panics.
//!
//! What is absent: knowledge of what is sensitive in a text (but for HAR, whose form says it), network, clocks.

mod decoder;
mod error;
mod handing;
mod har;
mod limits;
mod meter;
mod packing;
mod path;
mod peek;
mod read;
mod receiver;
mod summary;
mod survey;
mod tar_archive;
mod text;
mod tool;
mod unread;
mod utf16;
mod zip_archive;

pub use error::BundleError;
pub use har::{HarFacts, clean};
pub use limits::Limits;
pub use read::{read, read_each};
pub use receiver::{File, Link, Receiver, Unread};
pub use summary::Summary;
pub use survey::{Survey, survey};
pub use text::Text;
pub use tool::{Tool, ToolName};
