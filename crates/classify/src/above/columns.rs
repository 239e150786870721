//! The header of a table, for the rows on lines below it.

use crate::account;
use crate::case;
use crate::channel::Channel;
use crate::field::table::{self, Header};
use crate::key;
use std::ops::Range;

/// What the columns of a table are called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    line: Box<[u8]>,
    separator: &'static [u8],
    /// Of each, whether its name says what stands in it.
    known: Box<[bool]>,
}

/// A header of more bytes is no header.
const HEADER_BYTES_MAX: usize = 2048;

impl Columns {
    /// Reads the header in `line`, if it has a column that is known. Amid other lines it has to say that it is one.
    pub(super) fn read(line: &[u8], channel: Channel, is_amid: bool) -> Option<Self> {
        let may_be = line.len() <= HEADER_BYTES_MAX && (!is_amid || table::names_columns(line));
        let header = may_be.then(|| Header::read(line)).flatten()?;
        let known: Box<[bool]> = header.names().map(|name| is_known(name, channel)).collect();
        let separator = header.separator();
        known.contains(&true).then(|| Self { line: line.into(), separator, known })
    }

    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }

    /// The known cells of a row; none if `line` has not as many cells as the header.
    pub(super) fn cells(&self, line: &[u8]) -> Option<Vec<Range<usize>>> {
        let cells = table::cells(line, 0..line.len(), self.separator);
        let known =
            || cells.iter().zip(&self.known).filter(|(_, known)| **known).map(|(cell, _)| cell.clone());
        (cells.len() == self.known.len()).then(|| known().collect())
    }
}

fn is_known(name: &[u8], channel: Channel) -> bool {
    key::lookup(b"", name).is_some()
        || match channel {
            Channel::Account => account::is_key(name),
            Channel::Case => case::is_key(name),
            Channel::Log | Channel::Prose => false,
        }
}
