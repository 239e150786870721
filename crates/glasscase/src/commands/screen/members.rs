//! The files of an archive as one reader after the other. The archive is read on a thread of its own, which waits for
//! whoever reads.

use bundle::{BundleError, File, Limits, Link, Receiver, Unread, read_each};
use std::io::{self, Read, Seek};
use std::sync::mpsc::{Receiver as Arriving, SyncSender, sync_channel};
use std::thread;

/// How many pieces of 64 KiB may wait.
const WAITING_MAX: usize = 8;

/// What happens while an archive is read.
enum Event {
    Begin(String),
    Bytes(Vec<u8>),
    End,
    /// An entry that is not read, or breaks after it began.
    Unread(Unread),
    Link(Link),
    /// The end of the archive, or what is wrong with it.
    Over(Result<(), BundleError>),
}

/// What an archive holds.
pub(super) enum Member<'a, 'e> {
    /// A file, by its path inside.
    File(String, &'a mut Reader<'e>),
    /// What is not read, and why.
    Unread(String, String),
}

/// Reads a file of an archive. It fails if the file breaks.
pub(super) struct Reader<'a> {
    events: &'a Arriving<Event>,
    piece: Vec<u8>,
    taken: usize,
    /// Whether all of it has come.
    has_ended: bool,
    /// The end of the archive, if it came within the file.
    over: Option<Result<(), BundleError>>,
}

/// Hands every member of the archive in `source` to `take`.
///
/// # Errors
/// What ends the reading of the archive, and what `take` fails with.
pub(super) fn each(
    source: impl Read + Seek + Send,
    name: &str,
    limits: &Limits,
    take: &mut dyn FnMut(Member<'_, '_>) -> anyhow::Result<()>,
) -> anyhow::Result<Result<(), BundleError>> {
    let (sender, events) = sync_channel(WAITING_MAX);
    thread::scope(move |scope| {
        // Dropped before the thread is waited for, so that it does not wait itself.
        let events = events;
        scope.spawn(move || {
            let over = read_each(source, name, limits, &mut Sending(&sender));
            // Nobody listens any more when what was read could not be written.
            let _ = sender.send(Event::Over(over));
        });
        while let Ok(event) = events.recv() {
            match event {
                Event::Begin(path) => {
                    let (piece, taken) = (Vec::new(), 0);
                    let mut reader = Reader { events: &events, piece, taken, has_ended: false, over: None };
                    take(Member::File(path, &mut reader))?;
                    reader.pass_over_rest();
                    if let Some(over) = reader.over {
                        return Ok(over);
                    }
                }
                Event::Unread(Unread { path, reason }) => take(Member::Unread(path, reason))?,
                Event::Link(link) => take(Member::Unread(link.path, "it is a link".to_owned()))?,
                Event::Over(over) => return Ok(over),
                Event::Bytes(_) | Event::End => {}
            }
        }
        Ok(Ok(()))
    })
}

impl Reader<'_> {
    /// Lets go of what was not read.
    fn pass_over_rest(&mut self) {
        while !self.has_ended {
            match self.events.recv() {
                Ok(Event::Bytes(_)) => {}
                Ok(Event::Over(over)) => (self.has_ended, self.over) = (true, Some(over)),
                _ => self.has_ended = true,
            }
        }
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.piece.len() {
            if self.has_ended {
                return Ok(0);
            }
            let event = self.events.recv();
            self.has_ended = !matches!(event, Ok(Event::Bytes(_)));
            let why = match event {
                Ok(Event::Bytes(piece)) => {
                    (self.piece, self.taken) = (piece, 0);
                    continue;
                }
                Ok(Event::End) => continue,
                Ok(Event::Unread(unread)) => unread.reason,
                Ok(Event::Over(over)) => {
                    let why = over.as_ref().err().map(ToString::to_string);
                    self.over = Some(over);
                    why.unwrap_or_default()
                }
                _ => "the archive ends within it".to_owned(),
            };
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        let rest = self.piece.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(to.len());
        to.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.taken += count;
        Ok(count)
    }
}

/// Sends what comes to whoever reads.
struct Sending<'a>(&'a SyncSender<Event>);

impl Sending<'_> {
    fn send(&self, event: Event) -> io::Result<()> {
        self.0.send(event).map_err(|_| io::Error::other("nobody reads the archive any more"))
    }
}

impl Receiver for Sending<'_> {
    fn begin(&mut self, file: &File) -> io::Result<()> {
        self.send(Event::Begin(file.path.clone()))
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.send(Event::Bytes(bytes.to_vec()))
    }

    fn end(&mut self) -> io::Result<()> {
        self.send(Event::End)
    }

    fn unread(&mut self, unread: &Unread) -> io::Result<()> {
        self.send(Event::Unread(unread.clone()))
    }

    fn link(&mut self, link: &Link) -> io::Result<()> {
        self.send(Event::Link(link.clone()))
    }
}
