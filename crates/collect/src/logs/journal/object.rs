//! The objects that a journal file consists of.

use super::pages::{Pages, Source};
use super::payload::Compression;
use super::{Broken, Entry};

const DATA: u8 = 1;
const ENTRY: u8 = 3;
const ENTRY_ARRAY: u8 = 6;

const HEADER_BYTES: u64 = 16;
const ENTRY_BYTES: u64 = 64;
const ARRAY_BYTES: u64 = 24;
/// The most fields of one entry: as many as journald takes.
const FIELDS_MAX: u64 = 1_024;

/// How lists are written: with offsets of four bytes, or of eight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) is_compact: bool,
}

impl Layout {
    const fn array_item_bytes(self) -> u64 {
        if self.is_compact { 4 } else { 8 }
    }

    const fn entry_item_bytes(self) -> u64 {
        if self.is_compact { 4 } else { 16 }
    }

    const fn data_bytes(self) -> u64 {
        if self.is_compact { 72 } else { 64 }
    }
}

/// A list of entries: where its items begin, how many it has room for, and where the next one stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Array {
    pub(super) items: u64,
    pub(super) count: u64,
    pub(super) next: u64,
}

/// One field as it is stored: `NAME=value`, perhaps compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    pub(super) compression: Option<Compression>,
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// Reads objects, each only where one can stand.
pub(super) struct Objects<S> {
    pages: Pages<S>,
    layout: Layout,
    header_bytes: u64,
}

impl<S: Source> Objects<S> {
    pub(super) fn new(pages: Pages<S>, layout: Layout, header_bytes: u64) -> Self {
        Self { pages, layout, header_bytes }
    }

    pub(super) fn pages(&mut self) -> &mut Pages<S> {
        &mut self.pages
    }

    pub(super) fn spent(&mut self) -> usize {
        self.pages.spent()
    }

    pub(super) fn array(&mut self, offset: u64) -> Result<Array, Broken> {
        let (_, size) = self.object(offset, ENTRY_ARRAY, ARRAY_BYTES)?;
        Ok(Array {
            items: offset + ARRAY_BYTES,
            count: (size - ARRAY_BYTES) / self.layout.array_item_bytes(),
            next: u64::from_le_bytes(self.pages.array(offset + HEADER_BYTES)?),
        })
    }

    /// Item `index` of a list of entries.
    pub(super) fn array_item(&mut self, items: u64, index: u64) -> Result<u64, Broken> {
        self.item(items, index, self.layout.array_item_bytes())
    }

    pub(super) fn entry(&mut self, offset: u64) -> Result<Entry, Broken> {
        let (_, size) = self.object(offset, ENTRY, ENTRY_BYTES)?;
        let count = (size - ENTRY_BYTES) / self.layout.entry_item_bytes();
        if count > FIELDS_MAX {
            return Err(Broken::Damaged { at: offset, what: "an entry has too many fields" });
        }
        Ok(Entry {
            realtime_micros: u64::from_le_bytes(self.pages.array(offset + 24)?),
            boot: self.pages.array(offset + 40)?,
            items: offset + ENTRY_BYTES,
            count,
        })
    }

    /// Where field `index` of an entry is stored.
    pub(super) fn entry_item(&mut self, items: u64, index: u64) -> Result<u64, Broken> {
        self.item(items, index, self.layout.entry_item_bytes())
    }

    pub(super) fn data(&mut self, offset: u64) -> Result<Stored, Broken> {
        let before = self.layout.data_bytes();
        let (flags, size) = self.object(offset, DATA, before)?;
        let compression = Compression::of(flags).ok_or(Broken::Damaged {
            at: offset,
            what: "a field is compressed in a way that is not known",
        })?;
        Ok(Stored { compression, offset: offset + before, length: size - before })
    }

    fn item(&mut self, items: u64, index: u64, item_bytes: u64) -> Result<u64, Broken> {
        let at = index.checked_mul(item_bytes).and_then(|behind| items.checked_add(behind));
        let at = at.ok_or(Broken::Short(items))?;
        Ok(if self.layout.is_compact {
            u32::from_le_bytes(self.pages.array(at)?).into()
        } else {
            u64::from_le_bytes(self.pages.array(at)?)
        })
    }

    /// The flags and the size of the object at `offset`, which must be of kind `kind` and have at least `bytes_min`.
    fn object(&mut self, offset: u64, kind: u8, bytes_min: u64) -> Result<(u8, u64), Broken> {
        let damaged = |what| Broken::Damaged { at: offset, what };
        // Half of what a number can say is far more than any file has, and adding to it never overflows.
        if offset < self.header_bytes || !offset.is_multiple_of(8) || offset > u64::MAX / 2 {
            return Err(damaged("no object can stand there"));
        }
        let [found, flags, ..] = self.pages.array::<8>(offset)?;
        if found != kind {
            return Err(damaged("another kind of object stands there"));
        }
        let size = u64::from_le_bytes(self.pages.array(offset + 8)?);
        if size < bytes_min {
            return Err(damaged("an object is too short"));
        }
        Ok((flags, size))
    }
}
