//! Bytes of a file at any offset, through a cache of fixed size.

use super::Broken;
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io;

/// How much is read at once.
const PAGE_BYTES: usize = 16 << 10;
/// How much is kept: 4 MiB. Fields that many entries share lie far before them.
const PAGES_MAX: usize = 256;

/// What can be read at an offset.
pub(in crate::logs) trait Source {
    /// Fills `buffer` from `offset` on; how far, which is less at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

impl Source for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }
}

/// The pages of a source that were read lately.
pub(super) struct Pages<S> {
    source: S,
    kept: HashMap<u64, Vec<u8>>,
    /// The numbers of the pages that are kept, the oldest first.
    order: VecDeque<u64>,
    spent: usize,
}

impl<S: Source> Pages<S> {
    pub(super) fn new(source: S) -> Self {
        Self { source, kept: HashMap::new(), order: VecDeque::new(), spent: 0 }
    }

    /// The `N` bytes at `offset`.
    pub(super) fn array<const N: usize>(&mut self, offset: u64) -> Result<[u8; N], Broken> {
        let mut bytes = [0; N];
        self.fill(offset, &mut bytes)?;
        Ok(bytes)
    }

    /// The `length` bytes at `offset`; the caller bounds `length`.
    pub(super) fn bytes(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, Broken> {
        let mut bytes = vec![0; length];
        self.fill(offset, &mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, offset: u64, wanted: &mut [u8]) -> Result<(), Broken> {
        let mut at = offset;
        let mut rest = wanted;
        while !rest.is_empty() {
            let size = PAGE_BYTES as u64;
            let page = self.page(at / size)?;
            let inside = usize::try_from(at % size).unwrap_or(PAGE_BYTES);
            let there = page.get(inside..).filter(|there| !there.is_empty()).ok_or(Broken::Short(at))?;
            let taken = there.len().min(rest.len());
            let (front, behind) = rest.split_at_mut(taken);
            front.copy_from_slice(there.get(..taken).unwrap_or_default());
            rest = behind;
            at = at.checked_add(taken as u64).ok_or(Broken::Short(at))?;
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> Result<&[u8], Broken> {
        if !self.kept.contains_key(&number) {
            let page = self.read(number)?;
            if self.order.len() >= PAGES_MAX
                && let Some(oldest) = self.order.pop_front()
            {
                self.kept.remove(&oldest);
            }
            self.order.push_back(number);
            self.kept.insert(number, page);
        }
        Ok(self.kept.get(&number).map(Vec::as_slice).unwrap_or_default())
    }

    fn read(&mut self, number: u64) -> Result<Vec<u8>, Broken> {
        let start = number.saturating_mul(PAGE_BYTES as u64);
        let mut page = vec![0; PAGE_BYTES];
        let mut filled = 0;
        while let Some(room) = page.get_mut(filled..).filter(|room| !room.is_empty()) {
            let at = start.checked_add(filled as u64).filter(|at| i64::try_from(*at).is_ok());
            let at = at.ok_or(Broken::Short(start))?;
            match self.source.read_at(room, at) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        page.truncate(filled);
        self.spent = self.spent.saturating_add(filled.max(1));
        Ok(page)
    }

    /// Notes that so many bytes came into being.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.spent = self.spent.saturating_add(bytes);
    }

    /// How many bytes were read since this was last asked.
    pub(super) fn spent(&mut self) -> usize {
        std::mem::take(&mut self.spent)
    }
}
