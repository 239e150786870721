//! Log files whose bytes are handed to us one after the other, by whoever goes through them.

use super::file::{Entry, FileRead, NoFacts};
use super::lines::READ_BYTES;
use super::window::Window;
use super::{Logs, timestamp};
use domain::Moment;
use serde_json::{Map, Value};

/// Cuts what comes into lines, with their times. Of a line longer than 64 KiB only the beginning is looked at.
#[derive(Debug)]
pub(crate) struct Pushed {
    window: Window,
    files: Vec<FileRead<NoFacts>>,
    /// The beginning of the line that is not ended yet.
    line: Vec<u8>,
    /// Whether more came of it than is kept.
    cut: bool,
    /// The time of the latest line that had one.
    time: Option<Moment>,
}

impl Pushed {
    pub(crate) const fn new(window: Window) -> Self {
        Self { window, files: Vec::new(), line: Vec::new(), cut: false, time: None }
    }

    /// A file begins.
    pub(crate) fn begin(&mut self, path: &str) {
        self.files.push(FileRead::of(path));
        self.time = None;
    }

    /// Takes the next bytes of the file, and gives the lines that they end.
    pub(crate) fn bytes(&mut self, bytes: &[u8], take: &mut impl FnMut(Entry)) {
        if let Some(file) = self.files.last_mut() {
            file.bytes += bytes.len() as u64;
        }
        let mut rest = bytes;
        while let Some(feed) = memchr::memchr(b'\n', rest) {
            let (line, behind) = rest.split_at(feed);
            self.keep(line);
            self.end_line(take);
            rest = behind.get(1..).unwrap_or_default();
        }
        self.keep(rest);
    }

    /// The file has ended.
    pub(crate) fn end(&mut self, take: &mut impl FnMut(Entry)) {
        if !self.line.is_empty() {
            self.end_line(take);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = READ_BYTES.saturating_sub(self.line.len());
        self.cut |= bytes.len() > room;
        self.line.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn end_line(&mut self, take: &mut impl FnMut(Entry)) {
        let line = self.line.strip_suffix(b"\r").unwrap_or(&self.line);
        let own = timestamp::of_line(line, &self.window);
        self.time = own.or(self.time);
        if let Some(file) = self.files.last_mut() {
            file.lines += 1;
            file.cut_lines += u64::from(self.cut);
            file.undated_lines += u64::from(self.time.is_none());
            take(Entry { path: &file.path, line, time: self.time, dated: own.is_some() });
        }
        self.line.clear();
        self.cut = false;
    }

    /// What was read, as facts.
    pub(crate) fn facts(self) -> Map<String, Value> {
        let found = self.files.len();
        Logs { files: self.files, skipped: Vec::new(), found, incomplete: false }.facts(self.window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], cut: usize) -> Vec<(usize, bool)> {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let mut pushed = Pushed::new(Window::new(now, 24, 0, now));
        let mut found = Vec::new();
        let mut take = |entry: Entry| found.push((entry.line.len(), entry.dated));
        pushed.begin("x");
        text.chunks(cut).for_each(|piece| pushed.bytes(piece, &mut take));
        pushed.end(&mut take);
        assert_eq!(pushed.files[0].lines, found.len() as u64);
        found
    }

    #[test]
    fn any_cut_gives_the_same_lines() {
        for cut in [1, 2, 3, 7, 100_000] {
            let text = b"2026-11-23T10:00:00Z a\r\n\nxyz";
            assert_eq!(lines(text, cut), [(22, true), (0, false), (3, false)], "{cut}");
            let long = [vec![b'x'; 200_000], b"\nb".to_vec()].concat();
            assert_eq!(lines(&long, cut.max(1_000)), [(READ_BYTES, false), (1, false)], "{cut}");
            assert!(lines(b"", cut).is_empty());
        }
    }
}
