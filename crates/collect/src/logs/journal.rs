//! Files of the systemd journal, as <https://systemd.io/JOURNAL_FILE_FORMAT> describes them: read from the first entry to
//! the last, while journald may be writing them.
//!
//! What always holds: nothing that a file says of itself is believed. Every offset, length and count is checked where it
//! is used; what goes on, goes forward, so that no file makes reading run in circles; every byte that is read or unpacked
//! is told to whoever counts. A file is read, never mapped: journald cuts old files off while others look at them.
//!
//! Absent: hash tables and seals. Entries are found by walking, so no hash is needed.

mod boots;
mod entries;
mod error;
mod header;
mod line;
mod object;
mod pages;
mod payload;
mod record;
#[cfg(test)]
mod tests;

pub(crate) use boots::last_starts;
pub(super) use error::Broken;
pub(crate) use record::Record;

use entries::Entries;
use header::Header;
use object::{Layout, Objects};
use pages::Source;
use record::Known;

/// How every journal file begins.
pub(super) const SIGNATURE: [u8; 8] = *b"LPKSHHRH";

/// The identity of one start of a machine.
pub(crate) type Boot = [u8; 16];

/// One journal file, read from its beginning.
pub(super) struct Journal<S> {
    objects: Objects<S>,
    entries: Entries,
    known: Known,
    machine: [u8; 16],
    first_array: u64,
}

/// An entry whose fields are not read yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Microseconds since 1970, as its sender's clock had it.
    pub(super) realtime_micros: u64,
    pub(super) boot: Boot,
    /// Where its fields are listed, and how many there are.
    items: u64,
    count: u64,
}

impl<S: Source> Journal<S> {
    /// A journal of the bytes of `source`.
    pub(super) fn open(source: S) -> Result<Self, Broken> {
        let mut pages = pages::Pages::new(source);
        let header = Header::read(&mut pages)?;
        let layout = Layout { is_compact: header.is_compact };
        Ok(Self {
            objects: Objects::new(pages, layout, header.length),
            entries: Entries::from(header.first_array),
            known: Known::default(),
            machine: header.machine,
            first_array: header.first_array,
        })
    }

    /// The next entry; none behind the last. An entry that cannot be read is an error, and those behind it follow.
    /// Once [`Broken::ends_the_file`], nothing follows.
    pub(super) fn next(&mut self) -> Result<Option<Entry>, Broken> {
        let Some(offset) = self.entries.next(&mut self.objects)? else { return Ok(None) };
        let entry = self.objects.entry(offset).map_err(|why| why.of_one(offset))?;
        self.entries.found(offset);
        Ok(Some(entry))
    }

    /// The last entry; none if there is none. Reading on begins where it was.
    pub(super) fn last(&mut self) -> Result<Option<Entry>, Broken> {
        let Some(offset) = Entries::from(self.first_array).last(&mut self.objects)? else { return Ok(None) };
        self.objects.entry(offset).map(Some)
    }

    /// What `entry` says.
    pub(super) fn record(&mut self, entry: Entry) -> Result<Record, Broken> {
        record::read(&mut self.objects, &mut self.known, entry).map_err(|why| why.of_one(entry.items))
    }

    /// How many bytes were read or unpacked since this was last asked.
    pub(super) fn spent(&mut self) -> usize {
        self.objects.spent()
    }
}
