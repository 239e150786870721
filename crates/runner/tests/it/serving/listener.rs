//! A service that accepts a connection, never answers, and sees when it is let go.

use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

/// What a run of `endpoint-connectivity` hangs on.
pub(crate) struct Listener {
    pub(crate) port: u16,
    asked: Receiver<TcpStream>,
    left: Receiver<Instant>,
}

impl Listener {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let ((asked_sender, asked), (left_sender, left)) = (channel(), channel());
        thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                let mut buffer = [0; 4_096];
                let mut is_first = true;
                // A reset is an end as well.
                while stream.read(&mut buffer).is_ok_and(|read| read > 0) {
                    if std::mem::take(&mut is_first) {
                        let held = stream.try_clone().unwrap();
                        if asked_sender.send(held).is_err() {
                            return;
                        }
                    }
                }
                if left_sender.send(Instant::now()).is_err() {
                    return;
                }
            }
        });
        Self { port, asked, left }
    }

    /// Waits until a collector asked something, which is never answered. Gives its connection.
    pub(crate) fn asked(&self) -> TcpStream {
        self.asked.recv_timeout(super::desk::PATIENCE).expect("a collector asks")
    }

    /// When the collector let go of its connection.
    pub(crate) fn left(&self) -> Instant {
        self.left.recv_timeout(super::desk::PATIENCE).expect("the collector lets go")
    }

    /// Whether the collector still waits.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.left.try_recv().is_err()
    }
}
