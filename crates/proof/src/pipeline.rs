//! Reads an export and hands its entries over in order, while other threads look at those that come next.
//!
//! The thread that calls reads, helps where the others are behind, and judges. What is read ahead is bounded, so memory
//! does not grow with the file.

use crate::batch::{Batch, Enrolled, Prepared};
use ledger::ExportReader;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Threads beyond this number find nothing to do: events are judged by one.
const THREADS_MAX: usize = 8;

/// Batches that are read ahead for each thread.
const AHEAD: usize = 8;

/// Hands every entry of an export to `judge`, in order.
///
/// # Errors
/// What the input itself reports.
pub(crate) fn run(input: impl BufRead, judge: impl FnMut(Prepared)) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    run_on(cores.min(THREADS_MAX), input, judge)
}

fn run_on(threads: usize, input: impl BufRead, mut judge: impl FnMut(Prepared)) -> io::Result<()> {
    let (mut reader, keys) = (ExportReader::new(input), Enrolled::default());
    let Some(first) = next_batch(&mut reader)? else { return Ok(()) };
    let second = if threads > 1 { next_batch(&mut reader)? } else { None };
    let Some(second) = second else {
        // Nothing to divide.
        let mut next = Some(first);
        while let Some(batch) = next {
            batch.prepare(&keys).into_iter().for_each(&mut judge);
            next = next_batch(&mut reader)?;
        }
        return Ok(());
    };
    let work = Work::default();
    thread::scope(|scope| {
        let _end = End(&work);
        for _ in 1..threads {
            scope.spawn(|| work.take_part(&keys));
        }
        let mut ahead: VecDeque<_> = [first, second].map(|batch| work.add(batch)).into();
        loop {
            while ahead.len() < threads * AHEAD {
                let Some(batch) = next_batch(&mut reader)? else { break };
                ahead.push_back(work.add(batch));
            }
            let Some(next) = ahead.pop_front() else { return Ok(()) };
            work.result(&next, &keys)?.into_iter().for_each(&mut judge);
        }
    })
}

fn next_batch(reader: &mut ExportReader<impl BufRead>) -> io::Result<Option<Batch>> {
    let mut batch = Batch::default();
    while !batch.is_full() {
        match reader.next_entry()? {
            Some(entry) => batch.push(entry),
            None => break,
        }
    }
    Ok(Some(batch).filter(|batch| !batch.is_empty()))
}

/// Batches that wait for a thread.
#[derive(Default)]
struct Work {
    waiting: Mutex<Waiting>,
    /// Something was added, or all is over.
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    is_over: bool,
}

/// A batch, and where to put what is found.
struct Job {
    batch: Batch,
    found: SyncSender<Vec<Prepared>>,
}

impl Job {
    fn finish(self, keys: &Enrolled) {
        // Nobody waits for it once reading failed.
        let _ = self.found.send(self.batch.prepare(keys));
    }
}

impl Work {
    fn add(&self, batch: Batch) -> Receiver<Vec<Prepared>> {
        let (found, result) = sync_channel(1);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).jobs.push_back(Job { batch, found });
        self.changed.notify_one();
        result
    }

    /// Works until all is over.
    fn take_part(&self, keys: &Enrolled) {
        loop {
            let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let nothing = |waiting: &mut Waiting| waiting.jobs.is_empty() && !waiting.is_over;
            let mut waiting =
                self.changed.wait_while(waiting, nothing).unwrap_or_else(PoisonError::into_inner);
            let Some(job) = waiting.jobs.pop_front() else { return };
            drop(waiting);
            job.finish(keys);
        }
    }

    /// What was found, or will be; does what waits in front of it meanwhile.
    fn result(&self, result: &Receiver<Vec<Prepared>>, keys: &Enrolled) -> io::Result<Vec<Prepared>> {
        loop {
            match result.try_recv() {
                Ok(found) => return Ok(found),
                Err(TryRecvError::Disconnected) => return Err(ended()),
                Err(TryRecvError::Empty) => {}
            }
            let job = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).jobs.pop_front();
            match job {
                Some(job) => job.finish(keys),
                None => return result.recv().map_err(|_| ended()),
            }
        }
    }
}

fn ended() -> io::Error {
    io::Error::other("a thread that looked at events ended before its time")
}

/// Lets the threads go, however the work ends.
struct End<'w>(&'w Work);

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.is_over = true;
        waiting.jobs.clear();
        drop(waiting);
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out is what a reader reads, in its order, on however many threads.
    #[test]
    fn nothing_is_lost_or_moved_on_several_threads() {
        let mut text = b"glasscase-export/1\n".to_vec();
        for number in 0..60_000 {
            let line = format!("event {number} {} {{\"n\":{number}}}\n", "0".repeat(64));
            text.extend_from_slice(line.as_bytes());
        }
        for threads in [1, 2, 5] {
            let mut sequences = Vec::new();
            run_on(threads, text.as_slice(), |prepared| {
                if let Prepared::Event(event) = prepared {
                    assert_eq!(
                        event.computed,
                        ledger::LeafHash::of(format!("{{\"n\":{}}}", event.sequence).as_bytes())
                    );
                    sequences.push(event.sequence);
                }
            })
            .unwrap();
            assert!(sequences.iter().copied().eq(0..60_000), "{threads} threads");
        }
    }

    #[test]
    fn what_the_input_reports_ends_it() {
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("torn"))
            }
        }
        let start = "event 0 x y\n".repeat(50_000);
        for threads in [1, 3] {
            let input = io::BufReader::new(io::Read::chain(start.as_bytes(), Broken));
            assert_eq!(run_on(threads, input, |_| {}).unwrap_err().to_string(), "torn");
        }
    }
}
