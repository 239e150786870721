//! Screens a stream on several threads: blocks of whole lines, each screened by itself, written in the order in which
//! they came.

use classify::{Redacted, Redaction, Revealed, Screener, separable};
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A block is handed out when it has this many bytes, or at once while nobody works.
const BLOCK_BYTES: usize = 256 * 1024;
/// A block without a place to cut it, such as a line of a hundred megabytes, is screened by one thread as it comes.
const UNCUT_BYTES_MAX: usize = 1024 * 1024;

/// A block and where its screened form is awaited.
struct Job {
    block: Vec<u8>,
    to: SyncSender<io::Result<Screened>>,
}

struct Screened {
    text: Vec<u8>,
    redaction: Redaction,
    values: Vec<Revealed>,
}

/// Screens `input` into `output` on `threads` threads, as `screener` would. The output is the same for any number of threads.
///
/// # Errors
/// The first error of reading or writing; `output` then holds only screened bytes.
pub(super) fn redact_on(
    threads: usize,
    input: impl Read,
    output: impl Write,
    screener: &Screener,
    reveal: impl FnMut(Vec<Revealed>),
) -> io::Result<Redaction> {
    let (jobs, waiting) = sync_channel::<Job>(threads);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (waiting, screener) = (&waiting, screener.another());
            scope.spawn(move || work(waiting, screener));
        }
        let mut line = Line {
            jobs,
            ahead: 2 * threads,
            done: VecDeque::new(),
            output,
            reveal,
            sum: Redaction::default(),
        };
        let ended = line.read(input, screener);
        // The threads end when no job can come any more.
        let Line { jobs, sum, .. } = line;
        drop(jobs);
        ended.map(|()| sum)
    })
}

fn work(waiting: &Mutex<Receiver<Job>>, mut screener: Screener) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { block, to }) = next else { return };
        // Nobody waits for it any more when the output has failed.
        drop(to.send(screen(&block, &mut screener)));
    }
}

fn screen(block: &[u8], screener: &mut Screener) -> io::Result<Screened> {
    let mut text = Vec::with_capacity(block.len() + block.len() / 4);
    let mut written = Redacted::new(&mut text);
    written.push(block, screener)?;
    let redaction = written.end_stream(screener)?;
    Ok(Screened { text, redaction, values: screener.take_values() })
}

/// The work in hand: blocks that were given out and not yet written.
struct Line<W, R> {
    jobs: SyncSender<Job>,
    ahead: usize,
    done: VecDeque<Receiver<io::Result<Screened>>>,
    output: W,
    /// Takes which tokens stand for which values.
    reveal: R,
    sum: Redaction,
}

impl<W: Write, R: FnMut(Vec<Revealed>)> Line<W, R> {
    fn read(&mut self, mut input: impl Read, screener: &Screener) -> io::Result<()> {
        let mut pending = Vec::new();
        loop {
            let before = pending.len();
            pending.resize(before + BLOCK_BYTES, 0);
            let read = read_some(&mut input, &mut pending[before..])?;
            pending.truncate(before + read);
            if read == 0 {
                break;
            }
            if pending.len() >= BLOCK_BYTES || self.done.is_empty() {
                pending = self.give_out(pending)?;
            }
            if pending.len() > UNCUT_BYTES_MAX {
                self.finish()?;
                pending = self.read_uncut(pending, &mut input, screener.another())?;
            }
        }
        self.send(pending)?;
        self.finish()
    }

    /// Gives out what can be screened apart; the rest comes back.
    fn give_out(&mut self, mut block: Vec<u8>) -> io::Result<Vec<u8>> {
        let rest = block.split_off(separable(&block));
        self.send(block)?;
        Ok(rest)
    }

    fn send(&mut self, block: Vec<u8>) -> io::Result<()> {
        if block.is_empty() {
            return Ok(());
        }
        let (to, screened) = sync_channel(1);
        self.jobs.send(Job { block, to }).map_err(|_| io::Error::other("no thread is left to screen"))?;
        self.done.push_back(screened);
        while self.done.len() > self.ahead {
            self.write_next()?;
        }
        Ok(())
    }

    fn write_next(&mut self) -> io::Result<()> {
        let Some(next) = self.done.pop_front() else { return Ok(()) };
        let Screened { text, redaction, values } =
            next.recv().map_err(|_| io::Error::other("a thread that screened has ended early"))??;
        self.output.write_all(&text)?;
        (self.reveal)(values);
        self.sum += redaction;
        if self.done.is_empty() { self.output.flush() } else { Ok(()) }
    }

    /// Writes everything that was given out.
    fn finish(&mut self) -> io::Result<()> {
        while !self.done.is_empty() {
            self.write_next()?;
        }
        self.output.flush()
    }

    /// Screens what has no place to cut it as it comes, up to the next such place; gives what was read behind it.
    fn read_uncut(
        &mut self,
        begun: Vec<u8>,
        input: &mut impl Read,
        mut screener: Screener,
    ) -> io::Result<Vec<u8>> {
        let mut written = Redacted::new(&mut self.output);
        let mut chunk = begun;
        loop {
            let mut rest = chunk.as_slice();
            while let Some(end) = memchr::memchr(b'\n', rest) {
                let (line, behind) = rest.split_at(end + 1);
                written.push(line, &mut screener)?;
                rest = behind;
                if screener.is_between_streams() {
                    self.sum += written.end_stream(&mut screener)?;
                    (self.reveal)(screener.take_values());
                    return Ok(rest.to_vec());
                }
            }
            written.push(rest, &mut screener)?;
            (self.reveal)(screener.take_values());
            chunk.resize(BLOCK_BYTES, 0);
            let read = read_some(input, &mut chunk)?;
            chunk.truncate(read);
            if read == 0 {
                self.sum += written.end_stream(&mut screener)?;
                (self.reveal)(screener.take_values());
                return Ok(Vec::new());
            }
        }
    }
}

/// Reads what is there, or waits for it; 0 at the end.
fn read_some(source: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(to) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classify::{Channel, CompiledContext, Policy, Pseudonyms, TenantContext};
    use std::sync::Arc;

    /// Gives a few bytes at a time, as a pipe does.
    struct Dripping<'t>(&'t [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(to.len());
            to[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn screened(text: &str, threads: usize, step: usize) -> (String, Redaction) {
        let context = Arc::new(CompiledContext::new(&TenantContext::default()).unwrap());
        let screener = Screener::new(context, Channel::Log, Policy::default(), Pseudonyms::new([7; 32]));
        let mut output = Vec::new();
        let redaction =
            redact_on(threads, Dripping(text.as_bytes(), step), &mut output, &screener, drop).unwrap();
        (String::from_utf8(output).unwrap(), redaction)
    }

    #[test]
    fn the_output_is_the_same_for_any_number_of_threads() {
        let key =
            "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEAsecretsecret\nab==\n-----END PRIVATE KEY-----\n";
        let long = format!("{}password=hunter22 {}\n", "x ".repeat(550_000), "user=joe ".repeat(10));
        let lines = "login user=joe from 192.0.2.7\n".repeat(9_000);
        let text = [&lines, key, &long, key, &lines, "user=last"].concat();
        let one = screened(&text, 1, usize::MAX);
        assert!(!one.0.contains("secret") && !one.0.contains("hunter22") && !one.0.contains("last"));
        assert_eq!(one.1.bytes_read, text.len() as u64);
        for (threads, step) in [(2, usize::MAX), (3, 100_000), (4, 7_001)] {
            assert!(screened(&text, threads, step) == one, "{threads} threads, {step} bytes at a time");
        }
    }

    #[test]
    fn an_output_that_fails_ends_the_work() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let context = Arc::new(CompiledContext::new(&TenantContext::default()).unwrap());
        let screener = Screener::new(context, Channel::Log, Policy::default(), Pseudonyms::new([7; 32]));
        let text = "user=joe\n".repeat(500_000);
        let ended = redact_on(3, text.as_bytes(), Full, &screener, drop);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
