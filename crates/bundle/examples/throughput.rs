//! Reads a bundle and prints MB/s of what comes out of it, beside what parsing it as JSON takes where it is one:
//! `throughput FILE`.

use bundle::{File, Limits, Link, Receiver, Unread, read, survey};
use std::io::{self, BufReader, Write as _};
use std::time::{Duration, Instant};

/// Counts what it is given.
#[derive(Default)]
struct Count(u64);

impl Receiver for Count {
    fn begin(&mut self, _: &File) -> io::Result<()> {
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0 += bytes.len() as u64;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn unread(&mut self, _: &Unread) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, _: &Link) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, path] = arguments.as_slice() else { return Err("usage: throughput FILE".into()) };
    let (mut count, limits) = (Count::default(), Limits::default());
    let survey = survey(std::fs::File::open(path)?, path, &limits)?;
    let started = Instant::now();
    let summary = read(std::fs::File::open(path)?, path, &limits, &survey, &mut count)?;
    let elapsed = started.elapsed();
    let mut out = io::stdout();
    writeln!(out, "{}: {} bytes in, {} out, in {elapsed:.2?}", summary.form, summary.packed_bytes, count.0)?;
    writeln!(out, "{} MB/s in", rate(summary.packed_bytes, elapsed))?;
    if summary.har.is_some() {
        let started = Instant::now();
        let text = BufReader::new(std::fs::File::open(path)?);
        let _: serde::de::IgnoredAny = serde_json::from_reader(text)?;
        writeln!(
            out,
            "{} MB/s where the same parser reads over all of it",
            rate(summary.packed_bytes, started.elapsed())
        )?;
    }
    Ok(())
}

fn rate(bytes: u64, elapsed: Duration) -> u128 {
    u128::from(bytes) / elapsed.as_micros().max(1)
}
