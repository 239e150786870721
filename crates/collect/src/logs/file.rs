//! The lines of one file.

use super::entries;
use super::journal::{self, Journal};
use super::lines::{Line, Lines, READ_BYTES, Step};
use super::packing::{Form, Packing};
use super::timestamp;
use super::window::Window;
use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use domain::Moment;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read};

/// One line and where it stands in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) path: &'a str,
    /// The line without its line feed.
    pub(crate) line: &'a [u8],
    /// Its own time, or that of the latest line before it that had one.
    pub(crate) time: Option<Moment>,
    /// Whether the time is its own.
    pub(crate) dated: bool,
}

/// What takes the lines of files.
pub(crate) trait Reader {
    /// What it notes of each file.
    type File: Default + Serialize;
    /// Whether it takes files of text; if not, only journals of systemd are read.
    const TAKES_TEXT: bool = true;

    /// Takes the next line of a file.
    fn line(&mut self, site: &mut Site, file: &mut Self::File, entry: Entry) -> Result<(), CollectError>;

    /// Takes the next entry of a journal; as lines, unless it knows better.
    fn record(
        &mut self,
        site: &mut Site,
        file: &mut Self::File,
        path: &str,
        record: &journal::Record,
    ) -> Result<(), CollectError> {
        let mut first = Vec::new();
        record.write_first_line(&mut first);
        let entry = |line, dated| Entry { path, line, time: record.time, dated };
        self.line(site, file, entry(&first, true))?;
        record.message_lines().skip(1).try_for_each(|line| self.line(site, file, entry(line, false)))
    }

    /// Notes that a file has no more lines.
    fn end(&mut self, _site: &mut Site, _file: &mut Self::File) -> Result<(), CollectError> {
        Ok(())
    }
}

/// For readers that note nothing of single files.
#[derive(Debug, Default, Serialize)]
pub(crate) struct NoFacts {}

/// What one file held.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FileRead<F> {
    pub(super) path: String,
    /// How it is packed; null if it is not.
    packed: Option<Packing>,
    /// How many entries a journal of systemd held within the time window; null for other files.
    pub(super) entries: Option<u64>,
    /// Entries or fields of a journal that are damaged, and were left out.
    pub(super) damaged: u64,
    /// Bytes, after decompression.
    pub(super) bytes: u64,
    pub(super) lines: u64,
    /// Lines before the first timestamp, whose time is not known.
    pub(super) undated_lines: u64,
    /// Lines of which only the first 64 KiB were looked at.
    pub(super) cut_lines: u64,
    /// What ended the reading of this file early.
    pub(super) error: Option<String>,
    /// What the reader noted.
    #[serde(flatten)]
    pub(crate) noted: F,
}

impl FileRead<NoFacts> {
    /// A file of which nothing is read yet.
    pub(super) fn of(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }
}

/// Reads `file` to its end or a limit; or says why it cannot be read.
pub(super) fn read<R: Reader>(
    site: &mut Site,
    file: &ScopedFile,
    window: Window,
    reader: &mut R,
) -> Result<Result<FileRead<R::File>, String>, CollectError> {
    let path = file.path().display().to_string();
    let mut read = FileRead { path, ..FileRead::default() };
    let outcome = match opened(file) {
        Err(reason) => return Ok(Err(reason)),
        Ok(Opened::Journal(journal)) => {
            entries::read(site, *journal, window, reader, &mut read)?;
            Ok(())
        }
        Ok(Opened::Text(..)) if !R::TAKES_TEXT => {
            return Ok(Err("it is no journal of systemd".to_owned()));
        }
        Ok(Opened::Text(source, packed)) => {
            read.packed = packed;
            Stream { reader, window, time: None, read: &mut read }.run(site, Lines::new(source))?
        }
    };
    reader.end(site, &mut read.noted)?;
    Ok(outcome.map(|()| read))
}

/// A file and what it turned out to be.
enum Opened {
    Text(Box<dyn Read>, Option<Packing>),
    Journal(Box<Journal<File>>),
}

fn opened(file: &ScopedFile) -> Result<Opened, String> {
    let said = |error: io::Error| error.to_string();
    let mut opened = file.open().map_err(|error| error.to_string())?;
    Ok(match Form::of(&mut opened).map_err(said)? {
        Form::Journal => Opened::Journal(Box::new(Journal::open(opened).map_err(|error| error.to_string())?)),
        Form::Packed(packing) => Opened::Text(packing.open(opened).map_err(said)?, Some(packing)),
        Form::Plain => Opened::Text(Box::new(opened), None),
    })
}

struct Stream<'a, R: Reader> {
    reader: &'a mut R,
    window: Window,
    /// The time of the latest line that had one.
    time: Option<Moment>,
    read: &'a mut FileRead<R::File>,
}

impl<R: Reader> Stream<'_, R> {
    /// The inner error says why the file is no log.
    fn run(
        &mut self,
        site: &mut Site,
        mut lines: Lines<Box<dyn Read>>,
    ) -> Result<Result<(), String>, CollectError> {
        loop {
            match lines.next() {
                Step::End => return Ok(Ok(())),
                Step::Line(line) => self.line(site, &line)?,
                Step::Starved => {
                    if !self.fill(site, &mut lines)? {
                        return Ok(Ok(()));
                    }
                    // Text has no zero bytes; what is not text could be anything, and is never passed on.
                    if self.read.lines == 0 && lines.pending().contains(&0) {
                        return Ok(Err("it is not a text file".to_owned()));
                    }
                }
            }
        }
    }

    /// Reads on; false once the limits or the file allow no more.
    fn fill(&mut self, site: &mut Site, lines: &mut Lines<Box<dyn Read>>) -> Result<bool, CollectError> {
        if !site.go_on()? {
            return Ok(false);
        }
        let readable = site.budget.readable(READ_BYTES);
        if readable == 0 {
            return Ok(false);
        }
        match lines.read(readable) {
            Ok(read) => {
                site.budget.spend(read);
                self.read.bytes += read as u64;
                Ok(true)
            }
            Err(error) => {
                self.read.error = Some(error.to_string());
                Ok(false)
            }
        }
    }

    fn line(&mut self, site: &mut Site, line: &Line) -> Result<(), CollectError> {
        self.read.lines += 1;
        self.read.cut_lines += u64::from(line.cut);
        let own = timestamp::of_line(line.bytes, &self.window);
        self.time = own.or(self.time);
        self.read.undated_lines += u64::from(self.time.is_none());
        let entry = Entry { path: &self.read.path, line: line.bytes, time: self.time, dated: own.is_some() };
        self.reader.line(site, &mut self.read.noted, entry)
    }
}
