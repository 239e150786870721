//! Screens a stream on several threads: blocks of whole lines, each screened by itself, written in the order in which
//! they came. The thread that reads and writes is one of them, and screens while the others have enough to do.
//!
//! What a block becomes may follow from what stands above it, a table's header or an open private key. That is known when the
//! block before it is screened, and until then guessed, so that nobody waits; a block with a wrong guess is screened again.

// The figures of the classifier take in this file by its path, and then it would look for its parts beside it.
#[path = "parallel/block.rs"]
mod block;

use block::{BLOCK_BYTES, Block};
use classify::{Above, Redacted, Redaction, Revealed, Screener};
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A source that gives less at a time, half of what a pipe holds, has no more just now: what is in hand is written
/// before it is asked again.
const DRY_BYTES: usize = 32 * 1024;
/// A block without a place to cut it, such as a line of a hundred megabytes, is screened by one thread as it comes.
const UNCUT_BYTES_MAX: usize = 1024 * 1024;
/// How many blocks wait for each of the other threads; with fewer they run out of work while this one screens.
const WAITING: usize = 2;
/// How many blocks of each thread are in hand at most.
const IN_HAND: usize = 4;

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
    let others = threads.saturating_sub(1);
    let (jobs, untaken) = sync_channel::<Job>(WAITING * others);
    let untaken = Mutex::new(untaken);
    thread::scope(|scope| {
        for _ in 0..others {
            let (untaken, screener) = (&untaken, screener.another());
            scope.spawn(move || work(untaken, screener));
        }
        let mut line = Line {
            jobs,
            untaken: &untaken,
            above: screener.above().clone(),
            likely_above: screener.above().clone(),
            screener: screener.another(),
            in_hand_max: IN_HAND * threads,
            in_hand: VecDeque::new(),
            spare: Vec::new(),
            output,
            reveal,
            sum: Redaction::default(),
        };
        let ended = line.read(input);
        // The threads end when no job can come any more.
        let Line { jobs, sum, .. } = line;
        drop(jobs);
        ended.map(|()| sum)
    })
}

/// A block, what probably stands above it, room for its screened form, and where that is awaited.
struct Job {
    block: Block,
    above: Above,
    room: Vec<u8>,
    to: SyncSender<io::Result<Screened>>,
}

struct Screened {
    text: Vec<u8>,
    redaction: Redaction,
    values: Vec<Revealed>,
    /// What it was made of, whose room is used again.
    block: Block,
    /// What it was taken to stand below, and what then is above the next block.
    above: Above,
    behind: Above,
}

impl Job {
    fn work(self, screener: &mut Screener) {
        let Self { block, above, room, to } = self;
        // Nobody waits for it any more when the output has failed.
        drop(to.send(screen(block, above, room, screener)));
    }
}

/// Screens a block into `text`, in place of what that had.
fn screen(block: Block, above: Above, mut text: Vec<u8>, screener: &mut Screener) -> io::Result<Screened> {
    text.clear();
    screener.begin_below(above.clone());
    let mut written = Redacted::new(&mut text);
    written.push(block.bytes(), screener)?;
    let behind = screener.above().clone();
    let redaction = written.end_stream(screener)?;
    Ok(Screened { text, redaction, values: screener.take_values(), block, above, behind })
}

fn work(untaken: &Mutex<Receiver<Job>>, mut screener: Screener) {
    loop {
        let next = untaken.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job.work(&mut screener);
    }
}

/// The work of the thread that reads and writes.
struct Line<'j, W, R> {
    jobs: SyncSender<Job>,
    untaken: &'j Mutex<Receiver<Job>>,
    screener: Screener,
    /// What stands above the next block that is written.
    above: Above,
    /// What probably stands above the next block that is given out.
    likely_above: Above,
    in_hand_max: usize,
    /// Blocks that were given out and not yet written.
    in_hand: VecDeque<Receiver<io::Result<Screened>>>,
    /// Blocks and vectors whose room is used again.
    spare: Vec<(Block, Vec<u8>)>,
    output: W,
    /// Takes which tokens stand for which values.
    reveal: R,
    sum: Redaction,
}

impl<W: Write, R: FnMut(Vec<Revealed>)> Line<'_, W, R> {
    fn read(&mut self, mut input: impl Read) -> io::Result<()> {
        let mut pending = Block::default();
        loop {
            let read = pending.read(&mut input)?;
            let is_dry = read < DRY_BYTES;
            if is_dry || pending.length >= BLOCK_BYTES || self.in_hand.is_empty() {
                pending = self.give_out(pending)?;
            }
            if is_dry || pending.length > UNCUT_BYTES_MAX {
                self.finish()?;
            }
            if read == 0 {
                break;
            }
            if pending.length > UNCUT_BYTES_MAX {
                pending = self.read_uncut(pending, &mut input)?;
            }
        }
        self.send(pending, Vec::new())?;
        self.finish()
    }

    /// Gives out what can be screened apart; the rest comes back.
    fn give_out(&mut self, mut block: Block) -> io::Result<Block> {
        let end = memchr::memrchr(b'\n', block.bytes()).map_or(0, |last| last + 1);
        let (other, room) = self.spare.pop().unwrap_or_default();
        let rest = block.split_off(end, other);
        self.send(block, room)?;
        Ok(rest)
    }

    /// Hands a block to the others, or screens the oldest that they have not taken.
    fn send(&mut self, block: Block, room: Vec<u8>) -> io::Result<()> {
        if block.length == 0 {
            return Ok(());
        }
        let above = if self.in_hand.is_empty() { &self.above } else { &self.likely_above }.clone();
        self.likely_above = self.above.likely_behind(block.bytes());
        let (to, screened) = sync_channel(1);
        self.in_hand.push_back(screened);
        let mut job = Job { block, above, room, to };
        while let Err(TrySendError::Full(unsent) | TrySendError::Disconnected(unsent)) =
            self.jobs.try_send(job)
        {
            let Some(oldest) = self.take() else {
                unsent.work(&mut self.screener);
                break;
            };
            oldest.work(&mut self.screener);
            job = unsent;
        }
        self.write_done()
    }

    /// The oldest block that no thread has taken. There is none if a thread waits for it.
    fn take(&self) -> Option<Job> {
        self.untaken.try_lock().ok()?.try_recv().ok()
    }

    /// Writes what is done, and waits for more only if too much is in hand.
    fn write_done(&mut self) -> io::Result<()> {
        while let Some(Ok(done)) = self.in_hand.front().map(Receiver::try_recv) {
            self.in_hand.pop_front();
            self.write(done?)?;
        }
        while self.in_hand.len() > self.in_hand_max {
            self.write_next()?;
        }
        Ok(())
    }

    /// Writes everything that was given out.
    fn finish(&mut self) -> io::Result<()> {
        while !self.in_hand.is_empty() {
            self.write_next()?;
        }
        self.output.flush()
    }

    /// Writes the block whose turn it is, and screens others until it is done.
    fn write_next(&mut self) -> io::Result<()> {
        let Some(next) = self.in_hand.pop_front() else { return Ok(()) };
        let done = loop {
            if let Ok(done) = next.try_recv() {
                break done;
            }
            let Some(job) = self.take() else {
                break next.recv().map_err(|_| io::Error::other("a thread that screened has ended early"))?;
            };
            job.work(&mut self.screener);
        };
        self.write(done?)
    }

    fn write(&mut self, mut done: Screened) -> io::Result<()> {
        if done.above != self.above {
            done = screen(done.block, self.above.clone(), done.text, &mut self.screener)?;
        }
        let Screened { text, redaction, values, block, behind, .. } = done;
        self.above = behind;
        self.output.write_all(&text)?;
        (self.reveal)(values);
        self.sum += redaction;
        self.spare.push((block, text));
        Ok(())
    }

    /// Screens a line that is too long to be kept as it comes; gives what was read behind it.
    fn read_uncut(&mut self, mut chunk: Block, input: &mut impl Read) -> io::Result<Block> {
        let mut written = Redacted::new(&mut self.output);
        let screener = &mut self.screener;
        screener.begin_below(self.above.clone());
        let rest = loop {
            let line_end = memchr::memchr(b'\n', chunk.bytes());
            let end = line_end.map_or(chunk.length, |at| at + 1);
            written.push(chunk.bytes().get(..end).unwrap_or_default(), screener)?;
            (self.reveal)(screener.take_values());
            if line_end.is_some() {
                break chunk.split_off(end, Block::default());
            }
            chunk.length = 0;
            if chunk.read(input)? == 0 {
                break chunk;
            }
        };
        self.above = screener.above().clone();
        self.sum += written.end_stream(screener)?;
        (self.reveal)(screener.take_values());
        Ok(rest)
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
        let table = format!("\n# people\nlogin,password\n{}", "bob7,secret1\n".repeat(20_000));
        let keys = key.repeat(3_000);
        let names = "  - name: DB_PASSWORD\n    value: secret7\n".repeat(10_000);
        let text = [&lines, key, &long, key, &table, &keys, &names, &table, &lines, "user=last"].concat();
        let one = screened(&text, 1, usize::MAX);
        assert!(!one.0.contains("secret") && !one.0.contains("hunter22") && !one.0.contains("last"));
        assert_eq!(one.1.bytes_read, text.len() as u64);
        for (threads, step) in [(2, usize::MAX), (3, 100_000), (4, 7_001)] {
            assert!(screened(&text, threads, step) == one, "{threads} threads, {step} bytes at a time");
        }
    }

    #[test]
    fn what_a_source_gave_is_written_before_it_has_to_give_more() {
        use std::cell::RefCell;
        use std::rc::Rc;
        /// An output that its source can look at.
        #[derive(Clone, Default)]
        struct Seen(Rc<RefCell<Vec<u8>>>);
        impl Write for Seen {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.borrow_mut().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        /// Gives a line at a time, and asks whether those before it were written.
        struct Asking(Seen, usize);
        impl Read for Asking {
            fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
                let written = memchr::memchr_iter(b'\n', &self.0.0.borrow()).count();
                assert_eq!(written, self.1);
                if written == 3 {
                    return Ok(0);
                }
                self.1 += 1;
                (&b"ready\n"[..]).read(to)
            }
        }
        let context = Arc::new(CompiledContext::new(&TenantContext::default()).unwrap());
        let screener = Screener::new(context, Channel::Log, Policy::default(), Pseudonyms::new([7; 32]));
        for threads in [1, 2, 3] {
            let output = Seen::default();
            redact_on(threads, Asking(output.clone(), 0), output.clone(), &screener, drop).unwrap();
            assert_eq!(output.0.borrow().as_slice(), b"ready\nready\nready\n");
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
