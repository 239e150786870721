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
    /// What came out of all decoders, that of archives that were left out included.
    unpacked: Cell<u64>,
    entries: Cell<u64>,
    /// The bundle's own share, then that of each archive inside that is open.
    shares: RefCell<Vec<Share>>,
    /// Where the reading is, for errors.
    place: RefCell<String>,
    /// Why a reader of this meter failed: libraries between it and us may hide it in an error of their own.
    fault: RefCell<Option<BundleError>>,
}

/// What went into an archive and came out of it.
#[derive(Debug, Default)]
struct Share {
    packed: u64,
    unpacked: u64,
}

impl Meter {
    pub(crate) fn new(limits: Limits, size: u64, place: &str) -> Self {
        Self {
            limits,
            size,
            read: Cell::new(0),
            unpacked: Cell::new(0),
            entries: Cell::new(0),
            shares: RefCell::new(vec![Share::default()]),
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

    /// Forgets why a reader failed, since what it read is left out.
    pub(crate) fn forgive(&self) {
        self.fault.borrow_mut().take();
    }

    /// An archive inside begins: what comes out of it is compared with its own size.
    pub(crate) fn begin_inside(&self) {
        self.shares.borrow_mut().push(Share::default());
    }

    /// It has ended. What came out of it counts for the archive around it, unless it is left out.
    pub(crate) fn end_inside(&self, is_kept: bool) -> Result<(), BundleError> {
        let share = self.shares.borrow_mut().pop().unwrap_or_default();
        let level = self.level();
        if is_kept && !self.is_plausible_at(level, share.unpacked) {
            return Err(BundleError::Bomb { place: self.place(), ratio: self.limits.ratio });
        }
        Ok(())
    }

    /// How many archives inside are open.
    fn level(&self) -> usize {
        self.shares.borrow().len().saturating_sub(1)
    }

    /// Counts what is read of the archive that is open.
    fn count_packed(&self, level: usize, more: usize) {
        if let Some(share) = self.shares.borrow_mut().get_mut(level) {
            share.packed = share.packed.saturating_add(more as u64);
        }
    }

    fn count_unpacked(&self, level: usize, more: usize) -> io::Result<()> {
        let unpacked = self.unpacked.get().saturating_add(more as u64);
        self.unpacked.set(unpacked);
        let Limits { bytes, ratio, .. } = self.limits;
        if unpacked > bytes {
            return Err(self.fail(BundleError::TooLarge { place: self.place(), limit: bytes }));
        }
        if !self.is_plausible_at(level, more as u64) {
            return Err(self.fail(BundleError::Bomb { place: self.place(), ratio }));
        }
        Ok(())
    }

    /// Adds to what came out of an archive; false if that is far more than went in.
    fn is_plausible_at(&self, level: usize, more: u64) -> bool {
        let mut shares = self.shares.borrow_mut();
        let Some(share) = shares.get_mut(level) else { return true };
        share.unpacked = share.unpacked.saturating_add(more);
        // Entries of a zip may share bytes: what was read twice counts once.
        let packed = if level == 0 { self.read.get().min(self.size) } else { share.packed };
        let Limits { ratio, ratio_from, .. } = self.limits;
        share.unpacked <= ratio_from || share.unpacked / packed.max(1) <= ratio
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

/// The packed bytes of an archive inside.
pub(crate) struct Inside<'a> {
    source: &'a mut dyn Read,
    meter: &'a Meter,
    level: usize,
    /// Whether the archive around it failed, and not this one.
    pub(crate) has_failed: bool,
}

impl<'a> Inside<'a> {
    /// The bytes of the archive that began last.
    pub(crate) fn new(source: &'a mut dyn Read, meter: &'a Meter) -> Self {
        Self { source, meter, level: meter.level(), has_failed: false }
    }
}

impl Read for Inside<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer);
        match &read {
            Ok(count) => self.meter.count_packed(self.level, *count),
            Err(why) => self.has_failed |= why.kind() != io::ErrorKind::Interrupted,
        }
        read
    }
}

/// What comes out of a decoder.
pub(crate) struct Unpacked<'m, R> {
    inner: R,
    meter: &'m Meter,
    level: usize,
}

impl<'m, R> Unpacked<'m, R> {
    /// What comes out of the archive that began last.
    pub(crate) fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter, level: meter.level() }
    }
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.meter.count_unpacked(self.level, count)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drained(limits: Limits, size: u64, bytes: u64) -> Result<(), BundleError> {
        let meter = Meter::new(limits, size, "x");
        let mut unpacked = Unpacked::new(io::repeat(b'a').take(bytes), &meter);
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
