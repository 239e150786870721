//! Counts what goes in and what comes out, and says when it is too much.

use crate::error::BundleError;
use crate::limits::Limits;
use std::cell::{Cell, RefCell};
use std::io::{self, Read, Seek, SeekFrom};

/// What one bundle has used of its limits.
#[derive(Debug)]
pub(crate) struct Meter {
    limits: Limits,
    /// The bundle's own size.
    size: u64,
    read: Cell<u64>,
    unpacked: Cell<u64>,
    entries: Cell<u64>,
    /// Where the reading is, for errors.
    place: RefCell<String>,
    /// Why a reader of this meter failed: libraries between it and us may hide it in an error of their own.
    fault: RefCell<Option<BundleError>>,
}

impl Meter {
    pub(crate) fn new(limits: Limits, size: u64, place: &str) -> Self {
        Self {
            limits,
            size,
            read: Cell::new(0),
            unpacked: Cell::new(0),
            entries: Cell::new(0),
            place: RefCell::new(place.to_owned()),
            fault: RefCell::new(None),
        }
    }

    /// Notes what is read now.
    pub(crate) fn at(&self, place: &str) {
        place.clone_into(&mut self.place.borrow_mut());
    }

    pub(crate) fn place(&self) -> String {
        self.place.borrow().clone()
    }

    /// Counts one more entry.
    pub(crate) fn entry(&self) -> Result<(), BundleError> {
        self.entries.set(self.entries.get() + 1);
        let limit = self.limits.entries;
        if self.entries.get() > limit { Err(BundleError::TooMany { limit }) } else { Ok(()) }
    }

    /// An error that ends the reading, from inside a reader.
    pub(crate) fn fail(&self, fault: BundleError) -> io::Error {
        self.fault.borrow_mut().get_or_insert(fault);
        io::Error::other("the bundle is refused")
    }

    /// What a failed read came from: our own refusal, the end of the data, or damage.
    pub(crate) fn fault(&self, why: &io::Error) -> BundleError {
        let place = self.place();
        match self.fault.borrow_mut().take() {
            Some(fault) => fault,
            None if why.kind() == io::ErrorKind::UnexpectedEof => BundleError::Truncated { place },
            None => BundleError::Damaged { place, reason: one_line(&why.to_string()) },
        }
    }

    fn count_unpacked(&self, more: usize) -> io::Result<()> {
        let unpacked = self.unpacked.get().saturating_add(more as u64);
        self.unpacked.set(unpacked);
        let Limits { bytes, ratio, ratio_from, .. } = self.limits;
        if unpacked > bytes {
            return Err(self.fail(BundleError::TooLarge { place: self.place(), limit: bytes }));
        }
        // Entries of a zip may share bytes: what was read twice counts once.
        let packed = self.read.get().min(self.size).max(1);
        if unpacked > ratio_from && unpacked / packed > ratio {
            return Err(self.fail(BundleError::Bomb { place: self.place(), ratio }));
        }
        Ok(())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bundle's own bytes.
pub(crate) struct Source<'m, R> {
    pub(crate) inner: R,
    pub(crate) meter: &'m Meter,
}

impl<R: Read> Read for Source<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Ok(count) => {
                self.meter.read.set(self.meter.read.get().saturating_add(count as u64));
                Ok(count)
            }
            Err(why) if why.kind() == io::ErrorKind::Interrupted => Err(why),
            Err(why) => {
                let place = self.meter.place();
                Err(self.meter.fail(BundleError::Unreadable { place, why }))
            }
        }
    }
}

impl<R: Seek> Seek for Source<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// What comes out of a decoder.
pub(crate) struct Unpacked<'m, R> {
    pub(crate) inner: R,
    pub(crate) meter: &'m Meter,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.count_unpacked(count)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(limits: Limits, size: u64, bytes: u64) -> Result<(), BundleError> {
        let meter = Meter::new(limits, size, "x");
        let mut unpacked = Unpacked { inner: io::repeat(b'a').take(bytes), meter: &meter };
        io::copy(&mut unpacked, &mut io::sink()).map(drop).map_err(|why| meter.fault(&why))
    }

    #[test]
    fn both_limits_hold_to_the_byte() {
        let limits = Limits { bytes: 100_000, ratio: 10, ratio_from: 50_000, ..Limits::default() };
        assert!(drained(limits, 1 << 20, 50_000).is_ok(), "the ratio says nothing of so little");
        assert!(matches!(drained(limits, 1 << 20, 50_001), Err(BundleError::Bomb { .. })));
        let limits = Limits { ratio: u64::MAX, ..limits };
        assert!(drained(limits, 1 << 20, 100_000).is_ok());
        assert!(matches!(drained(limits, 1 << 20, 100_001), Err(BundleError::TooLarge { .. })));
    }
}
