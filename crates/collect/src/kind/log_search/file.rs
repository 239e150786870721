//! The search of one file.

use super::Query;
use super::lines::{Line, Lines, READ_BYTES, Step};
use super::timestamp;
use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use domain::Moment;
use flate2::read::MultiGzDecoder;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

/// How a gzip file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What one file held.
#[derive(Debug, Default, Serialize)]
pub(super) struct Searched {
    pub(super) path: String,
    pub(super) gzip: bool,
    /// Bytes, after decompression.
    pub(super) bytes: u64,
    pub(super) lines: u64,
    pub(super) matches: u64,
    /// Lines before the first timestamp, whose time is not known.
    pub(super) undated_lines: u64,
    /// Lines of which only the first 64 KiB were looked at.
    pub(super) cut_lines: u64,
    pub(super) first_match: Option<Moment>,
    pub(super) last_match: Option<Moment>,
    /// What ended the search of this file early.
    pub(super) error: Option<String>,
}

/// A file that was not searched.
#[derive(Debug, Serialize)]
pub(super) struct Skipped {
    pub(super) path: String,
    pub(super) reason: String,
}

/// Searches `file` and hands its matching lines over; or says why it cannot be searched.
pub(super) fn search(
    site: &mut Site,
    file: &ScopedFile,
    query: &Query,
) -> Result<Result<Searched, String>, CollectError> {
    let (source, gzip) = match opened(file) {
        Ok(opened) => opened,
        Err(reason) => return Ok(Err(reason)),
    };
    let path = file.path().display().to_string();
    let search =
        Search { query, time: None, begun: false, outcome: Searched { path, gzip, ..Searched::default() } };
    search.stream(site, Lines::new(source))
}

fn opened(file: &ScopedFile) -> Result<(Box<dyn Read>, bool), String> {
    let mut opened = file.open().map_err(|error| error.to_string())?;
    let gzip = begins_with(&mut opened, &GZIP).map_err(|error| error.to_string())?;
    let source: Box<dyn Read> =
        if gzip { Box::new(MultiGzDecoder::new(BufReader::new(opened))) } else { Box::new(opened) };
    Ok((source, gzip))
}

fn begins_with(file: &mut File, magic: &[u8]) -> io::Result<bool> {
    let mut head = Vec::with_capacity(magic.len());
    file.take(magic.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == magic)
}

struct Search<'a> {
    query: &'a Query,
    /// The time of the latest line that had one.
    time: Option<Moment>,
    begun: bool,
    outcome: Searched,
}

impl Search<'_> {
    fn stream(
        mut self,
        site: &mut Site,
        mut lines: Lines<Box<dyn Read>>,
    ) -> Result<Result<Searched, String>, CollectError> {
        loop {
            match lines.next() {
                Step::End => return Ok(Ok(self.outcome)),
                Step::Line(line) => self.line(site, &line)?,
                Step::Starved => {
                    if !self.read(site, &mut lines)? {
                        return Ok(Ok(self.outcome));
                    }
                    // Text has no zero bytes; what is not text could be anything, and is never passed on.
                    if self.outcome.lines == 0 && lines.pending().contains(&0) {
                        return Ok(Err("it is not a text file".to_owned()));
                    }
                }
            }
        }
    }

    /// Reads on; false once the limits or the file allow no more.
    fn read(&mut self, site: &mut Site, lines: &mut Lines<Box<dyn Read>>) -> Result<bool, CollectError> {
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
                self.outcome.bytes += read as u64;
                Ok(true)
            }
            Err(error) => {
                self.outcome.error = Some(error.to_string());
                Ok(false)
            }
        }
    }

    /// Counts one line, and hands it over if it matches. Past the limit of rows, matches are still counted.
    fn line(&mut self, site: &mut Site, line: &Line) -> Result<(), CollectError> {
        self.outcome.lines += 1;
        self.outcome.cut_lines += u64::from(line.cut);
        let own = timestamp::of_line(line.bytes, &self.query.window);
        self.time = own.or(self.time);
        self.outcome.undated_lines += u64::from(self.time.is_none());
        if !self.query.window.admits(self.time) || !self.query.pattern.is_match(line.bytes) {
            return Ok(());
        }
        self.outcome.matches += 1;
        self.outcome.first_match = self.outcome.first_match.into_iter().chain(self.time).min();
        self.outcome.last_match = self.outcome.last_match.into_iter().chain(self.time).max();
        if !site.budget.take_row() {
            return Ok(());
        }
        if !self.begun {
            self.begun = true;
            let path = self.outcome.path.clone();
            site.item(&path)?;
        }
        site.write(line.bytes)?;
        site.write(b"\n")
    }
}
