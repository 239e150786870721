//! The thread that expressions are compiled and run on.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The thread's stack. The longest allowed expression of the deepest form stays far below it; on 2 MiB, the
/// usual size, expressions of a few KiB would end the process.
const STACK_BYTES: usize = 16 << 20;

/// Runs `work` on a thread of its own and returns what it sent within `patience`.
///
/// A thread past its deadline cannot be ended: the bounds on expressions and values see to it that it ends by
/// itself. What it sends after the deadline is dropped. A panic in `work` ends its answers, nothing else.
pub(crate) fn answers<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce(&Sender<T>) + Send + 'static,
) -> Vec<T> {
    let (sender, receiver) = channel();
    let thread = thread::Builder::new().name("expressions".to_owned()).stack_size(STACK_BYTES);
    // Without a thread there are no answers, which every caller has to handle anyway.
    match thread.spawn(move || work(&sender)) {
        Ok(_) => received(&receiver, patience),
        Err(_) => Vec::new(),
    }
}

fn received<T>(receiver: &Receiver<T>, patience: Duration) -> Vec<T> {
    let start = Instant::now();
    let mut answers = Vec::new();
    loop {
        match receiver.recv_timeout(patience.saturating_sub(start.elapsed())) {
            Ok(answer) => answers.push(answer),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return answers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_given_before_the_deadline_are_kept() {
        let answers = answers(Duration::from_millis(50), |sender| {
            sender.send(1).unwrap();
            thread::sleep(Duration::from_millis(500));
            sender.send(2).unwrap_or(());
        });
        assert_eq!(answers, [1]);
    }

    #[test]
    fn a_panic_ends_the_answers_and_nothing_else() {
        let answers = answers(Duration::from_secs(5), |sender| {
            sender.send(1).unwrap();
            panic!("planted");
        });
        assert_eq!(answers, [1]);
    }
}
