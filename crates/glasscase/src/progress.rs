//! Progress of long work, on standard error, while somebody watches a terminal there.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _, Read, Seek, SeekFrom};
use std::time::Duration;

/// How often a waiting sign moves.
const TICK: Duration = Duration::from_millis(120);

/// Work whose end is not known: a moving sign and a word on where it stands.
pub(crate) fn waiting(message: String) -> ProgressBar {
    let bar = on_terminal(ProgressBar::new_spinner());
    bar.set_message(message);
    bar.enable_steady_tick(TICK);
    bar
}

/// Bytes of a file, of `total` if that is known.
pub(crate) fn bytes(message: &'static str, total: Option<u64>) -> ProgressBar {
    let template = match total {
        Some(_) => "{msg} {bar:30} {bytes} of {total_bytes}",
        None => "{spinner} {msg} {bytes}",
    };
    let bar = on_terminal(total.map_or_else(ProgressBar::new_spinner, ProgressBar::new));
    bar.set_message(message);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Bytes on their way, how fast they are, and how long the rest of `total` takes if that is known; nothing if `is_quiet`.
pub(crate) fn rate(total: Option<u64>, is_quiet: bool) -> ProgressBar {
    if is_quiet {
        return ProgressBar::hidden();
    }
    let template = match total {
        Some(_) => "{bar:30} {decimal_bytes} of {decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left",
        None => "{spinner} {decimal_bytes}, {decimal_bytes_per_sec}",
    };
    let bar = on_terminal(total.map_or_else(ProgressBar::new_spinner, ProgressBar::new));
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn on_terminal(bar: ProgressBar) -> ProgressBar {
    if !io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// A reader that moves a bar.
pub(crate) struct Watched<R> {
    reader: R,
    bar: ProgressBar,
}

impl<R> Watched<R> {
    pub(crate) fn new(reader: R, bar: ProgressBar) -> Self {
        Self { reader, bar }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.bar.inc(count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}
