//! A server on loopback that speaks the runner's protocol, and lies or breaks where it is told to.

mod answer;
mod book;

pub(crate) use book::{Book, Fault};

use super::papers;
use axum::Router;
use axum::body::Bytes;
use domain::RunId;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use wire::{Claimed, Notice};

/// How often the desk says that it is there.
pub(crate) const BEAT: Duration = Duration::from_millis(50);
/// How long a test waits for what should come at once; it is long, since machines are busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A running server. Everything that it was asked and told stands in its book, which outlives a restart.
pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    book: Arc<watch::Sender<Book>>,
    runtime: Option<Runtime>,
}

impl Desk {
    pub(crate) fn start() -> Self {
        let (book, _) = watch::channel(Book::default());
        let mut desk =
            Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), book: Arc::new(book), runtime: None };
        desk.open();
        desk
    }

    /// Begins to serve, at the address of before if there was one.
    pub(crate) fn open(&mut self) {
        let runtime = Runtime::new().unwrap();
        let (address, book) = (self.address, Arc::clone(&self.book));
        let (sender, receiver) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind(address).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let router = Router::new().fallback(answer::answer).with_state(book);
            axum::serve(listener, router).await
        });
        runtime.spawn(beat(Arc::clone(&self.book)));
        self.address = receiver.recv().unwrap();
        self.runtime = Some(runtime);
    }

    /// Breaks every connection, and accepts no other.
    pub(crate) fn close(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // On a thread of its own, since this waits until everything is closed.
            std::thread::spawn(move || runtime.shutdown_timeout(PATIENCE)).join().unwrap();
        }
        self.book.send_modify(|book| book.streams.clear());
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Book)) {
        self.book.send_modify(change);
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> T {
        read(&self.book.borrow())
    }

    /// Waits until the book is as it should be.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Book) -> bool) {
        let mut book = self.book.subscribe();
        let waited = tokio::time::timeout(PATIENCE, book.wait_for(|book| holds(book))).await;
        let holds = waited.is_ok();
        drop(waited);
        assert!(holds, "waited in vain until {what}: {:#?}", self.book.borrow());
    }

    /// Sends a text down every event stream.
    pub(crate) fn tell(&self, text: &str) {
        self.book.send_modify(|book| book.tell(&format!("data: {text}\n\n")));
    }

    /// Sends bytes down every event stream.
    pub(crate) fn tell_bytes(&self, bytes: &Bytes) {
        self.book.send_modify(|book| book.streams.iter().for_each(|to| drop(to.send(bytes.clone()))));
    }

    pub(crate) fn notify(&self, notice: &Notice) {
        self.tell(&serde_json::to_string(notice).unwrap());
    }

    /// Offers a run, and answers its claim with `claimed`.
    pub(crate) fn offer(&self, claimed: &Claimed) {
        self.offer_as(claimed, claimed);
    }

    /// Offers one run, and answers its claim with another.
    pub(crate) fn offer_as(&self, offered: &Claimed, claimed: &Claimed) {
        self.change(|book| drop(book.claims.insert(offered.run.to_string(), claimed.clone())));
        self.notify(&answer::offer(offered));
    }

    pub(crate) fn stop(&self, run: &RunId) {
        self.notify(&Notice::Stop { run: run.clone() });
    }

    /// Answers the next request whose path ends in `path` with a fault.
    pub(crate) fn fail(&self, path: &'static str, fault: Fault) {
        self.change(|book| book.faults.push((path, fault)));
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}

async fn beat(book: Arc<watch::Sender<Book>>) {
    loop {
        tokio::time::sleep(BEAT).await;
        book.send_if_modified(|book| {
            if book.is_silent {
                return false;
            }
            let notice = serde_json::to_string(&Notice::Beat { at: papers::now() }).unwrap();
            book.tell(&format!("data: {notice}\n\n"));
            book.last_beat = Some(Instant::now());
            true
        });
    }
}
