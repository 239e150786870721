//! Entries of a tar archive.

use crate::error::BundleError;
use crate::meter::{Meter, Unpacked};
use crate::path;
use crate::read::Walk;
use std::cell::Cell;
use std::io::{self, Read};
use tar::{Archive, Entry, EntryType};

/// How much may be read between two entries: the headers, with names that are longer than a header allows.
const HEADER_BYTES_MAX: u64 = 1 << 20;

impl Walk<'_> {
    /// Reads the entries of a tar, below `folder`.
    pub(crate) fn tar(&mut self, source: &mut dyn Read, folder: &str, depth: u32) -> Result<(), BundleError> {
        self.check_depth(folder, depth)?;
        let meter = self.meter;
        let gate = State::default();
        let mut archive = Archive::new(Gate { source, state: &gate, meter });
        let mut entries = archive.entries().map_err(|why| meter.fault(&why))?;
        loop {
            gate.left.set(HEADER_BYTES_MAX);
            let next = entries.next().transpose().map_err(|why| gate.fault(&why, meter))?;
            gate.left.set(u64::MAX);
            let Some(entry) = next else { break };
            let done = self.tar_entry(entry, folder, depth);
            self.entry_done(done)?;
        }
        meter.at(&self.place(folder));
        if gate.ended.get() {
            // The end is marked by a block of zeros; without it, entries may be missing.
            return Err(BundleError::Truncated { place: meter.place() });
        }
        // What is behind belongs to nobody, but the check sum around it does.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|why| meter.fault(&why))?;
        Ok(())
    }

    fn tar_entry<R: Read>(
        &mut self,
        mut entry: Entry<'_, R>,
        folder: &str,
        depth: u32,
    ) -> Result<(), BundleError> {
        self.meter.entry()?;
        let path = path::inside(folder, &entry.path_bytes())?;
        self.meter.at(&path);
        let is_folder =
            matches!(entry.header().entry_type(), EntryType::Directory | EntryType::XGlobalHeader);
        if is_folder {
            return Ok(());
        }
        self.check_name(&path, folder)?;
        let modified = entry.header().mtime().ok().and_then(|seconds| i64::try_from(seconds).ok());
        let what = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let size = entry.size();
                // A sparse file is longer than what stands of it in the archive.
                let mut content = Unpacked::new(&mut entry, self.meter);
                let counted = self.entry(path.clone(), modified, &mut content, depth)?;
                return if counted < size { Err(BundleError::Truncated { place: path }) } else { Ok(()) };
            }
            EntryType::Symlink => {
                let target = entry.link_name_bytes().unwrap_or_default();
                return self.link(&path, path::check_link(&path, &target)?);
            }
            EntryType::Link => {
                let target = entry.link_name_bytes().unwrap_or_default();
                let target = path::inside(folder, &target).map_err(|_| BundleError::LinkOutside {
                    place: path.clone(),
                    target: path::text(&target),
                })?;
                return self.link(&path, target);
            }
            EntryType::Char => "a character device",
            EntryType::Block => "a block device",
            EntryType::Fifo => "a named pipe",
            _ => "of an unknown kind",
        };
        Err(BundleError::Special { place: path, what })
    }
}

/// What the archive's reader and its driver share.
struct State {
    /// How many bytes may be read.
    left: Cell<u64>,
    /// Whether the source has ended.
    ended: Cell<bool>,
}

impl Default for State {
    fn default() -> Self {
        Self { left: Cell::new(u64::MAX), ended: Cell::new(false) }
    }
}

impl State {
    /// The library does not say whether a header is wrong or missing.
    fn fault(&self, why: &io::Error, meter: &Meter) -> BundleError {
        match meter.fault(why) {
            BundleError::Damaged { place, .. } if self.ended.get() => BundleError::Truncated { place },
            fault => fault,
        }
    }
}

/// The way to the archive's bytes.
struct Gate<'a> {
    source: &'a mut dyn Read,
    state: &'a State,
    meter: &'a Meter,
}

impl Read for Gate<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.state.left.get();
        if left == 0 {
            let place = self.meter.place();
            let what = "a header";
            return Err(self.meter.fail(BundleError::Unbounded { place, what, limit: HEADER_BYTES_MAX }));
        }
        let room = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = self.source.read(buffer.get_mut(..room).unwrap_or_default())?;
        self.state.ended.set(count == 0 && room > 0);
        self.state.left.set(left - count as u64);
        Ok(count)
    }
}
