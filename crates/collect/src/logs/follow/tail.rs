//! The end of one file, wherever it goes.

use crate::CollectError;
use crate::logs::lines::READ_BYTES;
use crate::logs::packing::Form;
use crate::scope::ScopedFile;
use crate::site::Site;
use rustix::fs::SeekFrom;
use rustix::io::Errno;
use serde::Serialize;
use std::collections::HashSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

/// How many bytes before the end are compared to tell whether a file was written anew.
const SEEN_BYTES: usize = 64;

/// What a file is, whatever it is called: its file system and its number there. While it is open, no other has the same.
pub(super) type Identity = (u64, u64);

/// What became of one file.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Facts {
    pub(crate) path: String,
    /// Whether it came into being while somebody watched.
    pub(crate) is_new: bool,
    /// Bytes that were appended.
    pub(crate) bytes: u64,
    pub(crate) lines: u64,
    /// Lines of which only the first 64 KiB were looked at.
    pub(crate) cut_lines: u64,
    /// Whether another file took its name.
    pub(crate) rotated: bool,
    /// How often it was emptied and written anew.
    pub(crate) truncations: u64,
    /// Why it is not read any more.
    pub(crate) error: Option<String>,
}

/// An open file, and what of it was not told yet.
pub(super) struct Tail {
    path: PathBuf,
    file: File,
    identity: Identity,
    offset: u64,
    /// The last bytes before `offset`.
    seen: Vec<u8>,
    /// The beginning of a line that is not ended yet.
    partial: Vec<u8>,
    /// How much of it was there before the watch.
    old: usize,
    /// Whether more came of the line than is kept.
    is_cut: bool,
    /// Whether it was emptied, and who writes may go on at the old place: zeros stand before it then.
    may_be_hollow: bool,
    /// Lines that are ended and not taken yet.
    ready: Vec<Vec<u8>>,
    facts: Facts,
}

impl Tail {
    /// Opens a file at its end, or at its beginning; none if it is one of `known`. The error says why it is not followed.
    pub(super) fn open(
        scoped: &ScopedFile,
        at_end: bool,
        known: &HashSet<Identity>,
    ) -> Result<Option<Self>, String> {
        let mut file = scoped.open().map_err(|error| error.to_string())?;
        let metadata = file.metadata().map_err(|error| error.to_string())?;
        if known.contains(&identity(&metadata)) {
            return Ok(None);
        }
        match Form::of(&mut file).map_err(|error| error.to_string())? {
            Form::Plain => {}
            Form::Packed(_) => return Err("it is packed, so nobody appends to it".to_owned()),
            Form::Journal => return Err("a journal of systemd is not followed".to_owned()),
        }
        let mut tail = Self {
            path: scoped.path().to_owned(),
            identity: identity(&metadata),
            file,
            offset: 0,
            seen: Vec::new(),
            partial: Vec::new(),
            old: 0,
            is_cut: false,
            may_be_hollow: false,
            ready: Vec::new(),
            facts: Facts { path: scoped.path().display().to_string(), is_new: !at_end, ..Facts::default() },
        };
        if at_end {
            tail.go_to(metadata.len()).map_err(|error| error.to_string())?;
        }
        Ok(Some(tail))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn name(&self) -> &str {
        &self.facts.path
    }

    pub(super) const fn identity(&self) -> Identity {
        self.identity
    }

    pub(super) fn facts(&self) -> Facts {
        self.facts.clone()
    }

    /// Whether its name stands for another file by now.
    pub(super) fn is_replaced(&self) -> bool {
        !self.facts.rotated && fs::metadata(&self.path).is_ok_and(|now| identity(&now) != self.identity)
    }

    /// Notes that another file has its name.
    pub(super) fn rotate(&mut self) {
        self.facts.rotated = true;
    }

    /// Reads on, within the run's limits; whether there may be more.
    pub(super) fn read(&mut self, site: &mut Site) -> Result<bool, CollectError> {
        let readable = site.budget.readable(READ_BYTES);
        if self.facts.error.is_some() || readable == 0 || !site.go_on()? {
            return Ok(false);
        }
        match self.advance(readable) {
            Ok(read) => {
                site.budget.spend(read);
                Ok(read > 0)
            }
            Err(error) => {
                self.facts.error = Some(error.to_string());
                Ok(false)
            }
        }
    }

    /// The lines that were ended since this was last asked.
    pub(super) fn lines(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.ready)
    }

    /// The path, and what was appended of a line that nobody ended, at the end of the watch.
    pub(super) fn end(&mut self) -> Option<(String, Vec<u8>)> {
        if self.partial.len() <= self.old {
            return None;
        }
        self.end_line();
        self.ready.pop().map(|line| (self.facts.path.clone(), line))
    }

    /// Goes to the present end. A line that is not ended there is kept, so that it is told as a whole.
    fn go_to(&mut self, end: u64) -> io::Result<()> {
        let start = end.saturating_sub(READ_BYTES as u64);
        let before = self.bytes(start, READ_BYTES.min(usize::try_from(end).unwrap_or(READ_BYTES)))?;
        if before.contains(&0) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a text file"));
        }
        let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |feed| feed + 1);
        self.partial = before.get(line..).unwrap_or_default().to_vec();
        self.old = self.partial.len();
        self.note(&before);
        self.offset = start + before.len() as u64;
        Ok(())
    }

    /// Reads up to `readable` bytes more; returns how many.
    fn advance(&mut self, readable: usize) -> io::Result<usize> {
        if self.is_written_anew()? {
            self.facts.truncations += 1;
            self.offset = 0;
            self.seen.clear();
            // Its end is gone; what is there of it is told.
            if self.partial.len() > self.old {
                self.end_line();
            }
            self.partial.clear();
            self.old = 0;
            self.may_be_hollow = true;
        }
        if self.may_be_hollow {
            self.skip_hole()?;
        }
        let bytes = self.bytes(self.offset, readable)?;
        self.offset += bytes.len() as u64;
        self.facts.bytes += bytes.len() as u64;
        self.note(&bytes);
        let zeros = bytes.iter().take_while(|byte| self.may_be_hollow && **byte == 0).count();
        let text = bytes.get(zeros..).unwrap_or_default();
        self.may_be_hollow &= text.is_empty();
        // Text has no zero bytes; what is not text could be anything, and is never passed on.
        if memchr::memchr(0, text).is_some() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a text file any more"));
        }
        self.cut_to_lines(text);
        Ok(bytes.len())
    }

    /// Goes to where something stands: before it, nothing was ever written.
    fn skip_hole(&mut self) -> io::Result<()> {
        match rustix::fs::seek(&self.file, SeekFrom::Data(self.offset)) {
            Ok(data) => self.offset = data.max(self.offset),
            // Nothing there yet, or a file system that does not know of holes.
            Err(Errno::NXIO | Errno::INVAL | Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn is_written_anew(&self) -> io::Result<bool> {
        if self.file.metadata()?.len() < self.offset {
            return Ok(true);
        }
        let start = self.offset.saturating_sub(self.seen.len() as u64);
        Ok(self.bytes(start, self.seen.len())? != self.seen)
    }

    fn bytes(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut filled = 0;
        while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.file.read_at(room, offset + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }

    /// Keeps the last bytes that were read.
    fn note(&mut self, bytes: &[u8]) {
        self.seen.extend_from_slice(bytes.get(bytes.len().saturating_sub(SEEN_BYTES)..).unwrap_or_default());
        self.seen.drain(..self.seen.len().saturating_sub(SEEN_BYTES));
    }

    fn cut_to_lines(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(feed) = memchr::memchr(b'\n', rest) {
            let (line, behind) = rest.split_at(feed);
            self.keep(line);
            self.end_line();
            rest = behind.get(1..).unwrap_or_default();
        }
        self.keep(rest);
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = READ_BYTES.saturating_sub(self.partial.len());
        self.is_cut |= bytes.len() > room;
        self.partial.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.partial);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        self.old = 0;
        self.facts.lines += 1;
        self.facts.cut_lines += u64::from(std::mem::take(&mut self.is_cut));
        self.ready.push(line);
    }
}

fn identity(metadata: &Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}
