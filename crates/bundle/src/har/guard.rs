//! Bounds what a JSON parser can be made to hold, and says how far it read.

use crate::error::BundleError;
use crate::meter::Meter;
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// The longest text that is kept, in bytes as it is written. Pictures inside addresses (`data:…`) are long.
const TEXT_BYTES_MAX: u64 = 16 << 20;
/// How deep objects and lists may be nested.
const DEPTH_MAX: u32 = 100;

/// What the reader and those who ask the parser share.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Bytes handed to the parser, which looks at most one byte ahead.
    position: Cell<u64>,
    /// Whether what is read now is passed over, so that a text of any length needs no memory.
    dropping: Cell<bool>,
}

impl State {
    pub(super) fn position(&self) -> u64 {
        self.position.get()
    }

    pub(super) fn set_dropping(&self, dropping: bool) {
        self.dropping.set(dropping);
    }
}

/// A reader that follows brackets and quotes.
pub(super) struct Guard<'a> {
    source: BufReader<&'a mut dyn Read>,
    meter: &'a Meter,
    state: Rc<State>,
    depth: u32,
    /// The length of the text that is open.
    text: Option<u64>,
    escaped: bool,
}

impl<'a> Guard<'a> {
    pub(super) fn new(source: &'a mut dyn Read, meter: &'a Meter) -> Self {
        let source = BufReader::with_capacity(64 << 10, source);
        Self { source, meter, state: Rc::default(), depth: 0, text: None, escaped: false }
    }

    pub(super) fn state(&self) -> Rc<State> {
        Rc::clone(&self.state)
    }

    fn follow(&mut self, byte: u8) -> io::Result<()> {
        match (&mut self.text, byte) {
            (Some(_), _) if self.escaped => self.escaped = false,
            (Some(_), b'\\') => self.escaped = true,
            (Some(_), b'"') => self.text = None,
            (Some(length), _) => {
                *length += 1;
                if *length > TEXT_BYTES_MAX && !self.state.dropping.get() {
                    return Err(self.unbounded("a text", TEXT_BYTES_MAX));
                }
            }
            (None, b'"') => self.text = Some(0),
            (None, b'{' | b'[') => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err(self.unbounded("its nesting", DEPTH_MAX.into()));
                }
            }
            (None, b'}' | b']') => self.depth = self.depth.saturating_sub(1),
            (None, _) => {}
        }
        Ok(())
    }

    fn unbounded(&self, what: &'static str, limit: u64) -> io::Error {
        self.meter.fail(BundleError::Unbounded { place: self.meter.place(), what, limit })
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        for byte in buffer.iter().take(count) {
            self.follow(*byte)?;
        }
        self.state.position.set(self.state.position.get() + count as u64);
        Ok(count)
    }
}
