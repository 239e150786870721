//! The export file: a tenant's log as text lines that anybody can check offline.
//!
//! ```text
//! glasscase-export/1
//! header {"events":2,"origin":"desk.example/log/contoso","tenant":"contoso"}
//! key desk.example/log/contoso+1a2b3c4d+AV…
//! rotation "glasscase/log-key-rotation/v1\ndesk.example\nold …\n\n— desk.example …\n"
//! event 0 <hash of the leaf, 64 digits> <the leaf's bytes>
//! part title <salt, 64 digits> "Mailbox does not open"
//! event 1 <hash of the leaf, 64 digits> <the leaf's bytes>
//! checkpoint "desk.example/log/contoso\n2\n…\n\n— desk.example/log/contoso …\n"
//! end 7 <SHA-256 of all bytes before this line, 64 digits>
//! ```
//!
//! There is exactly one way to write each line: single spaces, no carriage return or other control character,
//! lower-case digits, numbers without leading zeros, JSON as RFC 8785 writes it, a newline at the end. The personal
//! parts of an event follow it in the order of their fields. A checkpoint follows the last event that it covers; of
//! one size there are several where the log stood still, the older first. Its note holds the cosignatures of witnesses too.
//! Rotations, if the log's key was ever changed, follow the key from the oldest to the one that made it the log's.

mod header;
mod lines;
mod reader;
mod record;
mod writer;

pub use header::Header;
pub use reader::{Entry, EventEntry, ExportReader};
pub use writer::{ExportWriter, WriteError};

use crate::Salt;

/// The first line: the name and version of the format.
pub const FORMAT: &str = "glasscase-export/1";

/// The longest line in bytes, its newline not counted.
pub const LINE_BYTES_MAX: usize = 16 << 20;

/// The longest name of a personal part's field in bytes.
pub const FIELD_BYTES_MAX: usize = 128;

/// A personal part of an event: the value that stands outside the leaf, with the salt that hides it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The field of the event, a printable ASCII word.
    pub field: String,
    /// The salt of its commitment.
    pub salt: Salt,
    /// The value.
    pub value: String,
}

/// Whether a part's field may have this name.
pub(crate) fn is_field(name: &[u8]) -> bool {
    (1..=FIELD_BYTES_MAX).contains(&name.len()) && name.iter().all(u8::is_ascii_graphic)
}

/// Whether no byte is a control character of ASCII. Reads all of them, so that it can be done many at a time.
pub(crate) fn is_one_line(bytes: &[u8]) -> bool {
    bytes.iter().copied().fold(u8::MAX, u8::min) >= 0x20
}
