//! The inside of a collecting process.

use super::Confinement;
use super::ended::Ended;
use super::frame::{self, HEAD_BYTES, Kind};
use super::handed::Handed;
use crate::confine::{Grants, confine};
use crate::network::{Answer, Network, Told, Unreached, Wanted};
use crate::run::run;
use crate::{Evidence, Order, Stop, Unwanted};
use classify::Channel;
use diagnostics::Finding;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use std::io::{self, IoSliceMut, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// How much text waits before it is handed over.
const TEXT_BYTES: usize = 64 << 10;

/// What a collecting process does: takes its order from standard input, which has to be the socket of the process that
/// started it, confines itself, collects, and says how it ended.
///
/// It has to be called before anything else starts a thread or opens a file.
pub fn collecting_process() -> ExitCode {
    let Ok(socket) = io::stdin().as_fd().try_clone_to_owned() else { return ExitCode::FAILURE };
    let line = Line(Arc::new(Mutex::new(Ends { socket: socket.into(), text: Vec::new() })));
    let Ok(handed) = line.with(Ends::order) else { return ExitCode::FAILURE };
    let ended = match work(&handed, &line) {
        Ok(findings) => Ended::Done(findings),
        Err(ended) => ended,
    };
    match line.with(|ends| ends.say(&frame::json(Kind::Ended, &ended)?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work(handed: &Handed, line: &Line) -> Result<Vec<Finding>, Ended> {
    let unpacked = handed.unpack().map_err(Ended::failed)?;
    let grants = Grants::of(&unpacked.diagnostic, &unpacked.scope, &handed.subscription);
    if let Err(unconfined) = confine(&grants)
        && handed.confinement == Confinement::Required
    {
        return Err(Ended::Unconfined(unconfined.to_string()));
    }
    let order = Order {
        diagnostic: &unpacked.diagnostic,
        inputs: &unpacked.inputs,
        subscription: &handed.subscription,
        scope: &unpacked.scope,
        now: handed.now,
    };
    // Whoever stops the run ends the process.
    let facts = run(Arc::new(line.clone()), &order, &Stop::new(), &mut line.clone())?;
    Ok(diagnostics::analyze(&unpacked.diagnostic, &facts, &unpacked.inputs))
}

/// The way to the process that started this one.
#[derive(Clone)]
struct Line(Arc<Mutex<Ends>>);

impl Line {
    fn with<T>(&self, work: impl FnOnce(&mut Ends) -> io::Result<T>) -> io::Result<T> {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Evidence for Line {
    fn item(&mut self, name: &str, channel: Channel) -> Result<(), Unwanted> {
        let said = self.with(|ends| ends.say(&frame::json(Kind::Item, &(name, channel))?));
        said.map_err(|error| Unwanted(error.to_string()))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted> {
        self.with(|ends| ends.add(bytes)).map_err(|error| Unwanted(error.to_string()))
    }

    fn flush(&mut self) -> Result<(), Unwanted> {
        self.with(Ends::flush).map_err(|error| Unwanted(error.to_string()))
    }
}

impl Network for Line {
    fn ask(&self, wanted: Wanted) -> Pin<Box<dyn Future<Output = Answer> + Send + '_>> {
        // It waits for the other process, and so does all else here.
        let answer = self.with(|ends| {
            ends.say(&frame::json(Kind::Wanted, &wanted)?)?;
            ends.told()
        });
        let answer = answer.unwrap_or_else(|error| Unreached::Dns(error.to_string()).into());
        Box::pin(std::future::ready(answer))
    }
}

struct Ends {
    socket: UnixStream,
    /// Text that was not handed over yet.
    text: Vec<u8>,
}

impl Ends {
    fn order(&mut self) -> io::Result<Handed> {
        let (body, _) = self.receive(Kind::Order)?;
        frame::value(&body)
    }

    fn told(&mut self) -> io::Result<Answer> {
        let (body, socket) = self.receive(Kind::Told)?;
        Ok(Answer { told: frame::value::<Told>(&body)?, socket })
    }

    /// Hands over the text that waits, and then a frame.
    fn say(&mut self, frame: &[u8]) -> io::Result<()> {
        self.flush()?;
        self.socket.write_all(frame)
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        for part in bytes.chunks(TEXT_BYTES) {
            self.text.extend_from_slice(part);
            if self.text.len() >= TEXT_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.text.is_empty() {
            self.socket.write_all(&frame::frame(Kind::Text, &self.text)?)?;
            self.text.clear();
        }
        Ok(())
    }

    /// The body of the next frame, which has to be of this kind, and the socket beside it.
    fn receive(&mut self, wanted: Kind) -> io::Result<(Vec<u8>, Option<OwnedFd>)> {
        let mut head = [0; HEAD_BYTES];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut beside = RecvAncillaryBuffer::new(&mut space);
        let flags = RecvFlags::CMSG_CLOEXEC;
        let read = recvmsg(&self.socket, &mut [IoSliceMut::new(&mut head)], &mut beside, flags)?.bytes;
        let handed = beside.drain().find_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut sockets) => sockets.next(),
            _ => None,
        });
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.socket.read_exact(head.get_mut(read..).unwrap_or_default())?;
        let (kind, length) = frame::parse_head(head)?;
        if kind != wanted {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut body = vec![0; length];
        self.socket.read_exact(&mut body)?;
        Ok((body, handed))
    }
}
