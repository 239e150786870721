//! Reads an export and hands its entries over in order, while other threads look at those that come next.
//!
//! The thread that calls reads, helps where the others are behind, and judges. What is read ahead is bounded, so memory
//! does not grow with the file.

use crate::batch::{Batch, Found, Prepared};
use crate::enrolled::Enrolled;
use ledger::ExportReader;
use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Threads beyond this number find nothing to do: events are judged by one.
const THREADS_MAX: usize = 8;

/// Batches that are read ahead for each thread. What is found of them should be in a core's own cache when it is judged.
const AHEAD: usize = 4;

/// Hands every entry of an export to `judge`, in order.
///
/// # Errors
/// What the input itself reports.
pub(crate) fn run(input: impl BufRead, judge: impl FnMut(Prepared<'_>)) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    run_on(cores.min(THREADS_MAX), input, judge)
}

fn run_on(threads: usize, input: impl BufRead, mut judge: impl FnMut(Prepared<'_>)) -> io::Result<()> {
    let (mut source, keys) = (Source::new(input), Enrolled::default());
    let Some(first) = source.next_batch()? else { return Ok(()) };
    let second = if threads > 1 { source.next_batch()? } else { None };
    let Some(second) = second else {
        // Nothing to divide.
        let (mut next, mut found) = (Some(first), Vec::new());
        while let Some(batch) = next {
            batch.look(&keys, &mut found);
            batch.prepared(&found).for_each(&mut judge);
            source.take_back(batch);
            next = source.next_batch()?;
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
        // What this thread finds itself.
        let mut own = Vec::new();
        loop {
            while ahead.len() < threads * AHEAD {
                let Some(batch) = source.next_batch()? else { break };
                ahead.push_back(work.add(batch));
            }
            let Some(next) = ahead.pop_front() else { return Ok(()) };
            let looked = work.result(&next, &keys, &mut own)?;
            looked.batch.prepared(&looked.found).for_each(&mut judge);
            source.take_back(looked.batch);
            if looked.is_own {
                own.push(looked.found);
            } else {
                work.give_back(looked.found);
            }
        }
    })
}

/// Reads batches, into the buffers of those that are done with.
struct Source<R> {
    reader: ExportReader<R>,
    spare: Vec<Batch>,
}

impl<R: BufRead> Source<R> {
    fn new(input: R) -> Self {
        Self { reader: ExportReader::new(input), spare: Vec::new() }
    }

    fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = self.spare.pop().unwrap_or_default();
        while !batch.is_full() {
            match self.reader.next_entry()? {
                Some(entry) => batch.push(entry),
                None => break,
            }
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    fn take_back(&mut self, mut batch: Batch) {
        batch.clear();
        self.spare.push(batch);
    }
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
    /// What other threads found and nobody needs any more. It goes back to where it was allocated, which is cheaper than
    /// freeing it elsewhere.
    spent: Vec<Vec<Found>>,
    is_over: bool,
}

/// A batch, and where to put what is found.
struct Job {
    batch: Batch,
    looked: SyncSender<Looked>,
}

/// A batch that was looked at.
struct Looked {
    batch: Batch,
    found: Vec<Found>,
    /// Whether the thread that judges did it itself.
    is_own: bool,
}

impl Job {
    fn finish(self, keys: &Enrolled, mut found: Vec<Found>, is_own: bool) {
        self.batch.look(keys, &mut found);
        // Nobody waits for it once reading failed.
        let _ = self.looked.send(Looked { batch: self.batch, found, is_own });
    }
}

impl Work {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, batch: Batch) -> Receiver<Looked> {
        let (looked, result) = sync_channel(1);
        self.waiting().jobs.push_back(Job { batch, looked });
        self.changed.notify_one();
        result
    }

    fn give_back(&self, found: Vec<Found>) {
        self.waiting().spent.push(found);
    }

    /// Works until all is over.
    fn take_part(&self, keys: &Enrolled) {
        loop {
            let nothing = |waiting: &mut Waiting| waiting.jobs.is_empty() && !waiting.is_over;
            let mut waiting =
                self.changed.wait_while(self.waiting(), nothing).unwrap_or_else(PoisonError::into_inner);
            let Some(job) = waiting.jobs.pop_front() else { return };
            let found = waiting.spent.pop().unwrap_or_default();
            drop(waiting);
            job.finish(keys, found, false);
        }
    }

    /// What was found, or will be; does what waits in front of it meanwhile.
    fn result(
        &self,
        result: &Receiver<Looked>,
        keys: &Enrolled,
        own: &mut Vec<Vec<Found>>,
    ) -> io::Result<Looked> {
        loop {
            match result.try_recv() {
                Ok(looked) => return Ok(looked),
                Err(TryRecvError::Disconnected) => return Err(ended()),
                Err(TryRecvError::Empty) => {}
            }
            let job = self.waiting().jobs.pop_front();
            match job {
                Some(job) => job.finish(keys, own.pop().unwrap_or_default(), true),
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
        let mut waiting = self.0.waiting();
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
