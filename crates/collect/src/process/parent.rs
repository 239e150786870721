//! The process that starts a collecting process, watches it and answers its wishes.

use super::Program;
use super::ended::Ended;
use super::frame::{self, Kind};
use super::handed::Handed;
use super::inbox::Inbox;
use super::kept_back::KeptBack;
use crate::network::{Answer, Direct, LATE, Network as _, Unreached, Wanted};
use crate::{CollectError, Evidence, Order, Stop};
use diagnostics::{Finding, Inputs};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use std::io::{self, IoSlice, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// How often the stop is looked at while nothing is said.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };
/// How long a process may go on beyond its limit of time: what is between two looks at the clock.
const GRACE: Duration = Duration::from_secs(5);
/// What may be inherited from the runner's environment.
const INHERITED: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];
/// Why a run ends in whose evidence its own password stands.
const ECHOED: &str = "the password or token that the runner signs in with stands in what was collected, so nothing of it is handed over; if it is also a name or a common word there, choose another, and otherwise distrust the server";
/// The signal of a process that used more processor time than it may.
const SIGXCPU: i32 = 24;

pub(super) fn run(
    program: &Program,
    order: &Order,
    stop: &Stop,
    evidence: &mut dyn Evidence,
) -> Result<Vec<Finding>, CollectError> {
    let handed = Handed::new(order, program.confinement)?;
    let broken = |error: io::Error| failed(format!("the collecting process did not start: {error}"));
    let runtime = Builder::new_current_thread().enable_io().enable_time().build().map_err(broken)?;
    let (socket, theirs) = UnixStream::pair().map_err(broken)?;
    let child = start(program, theirs).map_err(broken)?;
    let network = Direct::new(order)?;
    let deadline =
        Instant::now() + Duration::from_secs(order.diagnostic.form().limits.seconds.into()) + GRACE;
    let (inputs, kept_back) = (order.inputs, KeptBack::default());
    let mut watch =
        Watch { child: Killed(child), socket, runtime, network, inputs, stop, deadline, kept_back };
    watch.send(&frame::json(Kind::Order, &handed).map_err(broken)?, None).map_err(broken)?;
    watch.socket.set_nonblocking(true).map_err(broken)?;
    watch.listen(evidence)
}

fn failed(reason: String) -> CollectError {
    CollectError::Failed { collector: "all".to_owned(), reason }
}

fn start(program: &Program, theirs: UnixStream) -> io::Result<Child> {
    let inherited = INHERITED.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    Command::new(&program.path)
        .args(&program.arguments)
        .env_clear()
        .envs(inherited)
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// A process that does not outlive its run.
struct Killed(Child);

impl Killed {
    fn end(&mut self) -> Option<ExitStatus> {
        // It may be gone already.
        let _ = self.0.kill();
        self.0.wait().ok()
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        self.end();
    }
}

/// A run under watch.
struct Watch<'a> {
    child: Killed,
    socket: UnixStream,
    runtime: Runtime,
    network: Direct,
    inputs: &'a Inputs,
    stop: &'a Stop,
    deadline: Instant,
    kept_back: KeptBack,
}

impl Watch<'_> {
    fn listen(&mut self, evidence: &mut dyn Evidence) -> Result<Vec<Finding>, CollectError> {
        let mut inbox = Inbox::default();
        loop {
            while let Some((kind, body)) = inbox.next().map_err(garbled)? {
                self.go_on()?;
                match kind {
                    Kind::Item => {
                        self.keep_back(body, true)?;
                        let (name, channel): (String, _) = frame::value(body).map_err(garbled)?;
                        evidence.item(&name, channel)?;
                    }
                    Kind::Text => {
                        self.keep_back(body, false)?;
                        evidence.write(body)?;
                    }
                    Kind::Wanted => self.answer(frame::value(body).map_err(garbled)?)?,
                    Kind::Ended => {
                        self.keep_back(body, true)?;
                        return frame::value::<Ended>(body).map_err(garbled)?.into_result(self.inputs);
                    }
                    Kind::Order | Kind::Told => return Err(garbled(io::ErrorKind::InvalidData.into())),
                }
            }
            if inbox.is_closed() {
                return Err(self.died());
            }
            self.wait()?;
            inbox.fill(&self.socket).map_err(garbled)?;
        }
    }

    /// Refuses what holds a password or token that the process was handed.
    fn keep_back(&mut self, body: &[u8], begins: bool) -> Result<(), CollectError> {
        if begins {
            self.kept_back.begin();
        }
        let holds = self.kept_back.holds(body);
        if begins {
            self.kept_back.begin();
        }
        if holds { Err(failed(ECHOED.to_owned())) } else { Ok(()) }
    }

    fn go_on(&self) -> Result<(), CollectError> {
        if self.stop.is_stopped() {
            return Err(CollectError::Stopped);
        }
        if Instant::now() > self.deadline {
            return Err(failed("it went on after its time was over, and was ended".to_owned()));
        }
        Ok(())
    }

    /// Waits until something is said.
    fn wait(&self) -> Result<(), CollectError> {
        loop {
            self.go_on()?;
            let mut sockets = [PollFd::new(&self.socket, PollFlags::IN)];
            match poll(&mut sockets, Some(&LOOK)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(()),
                Err(error) => return Err(garbled(error.into())),
            }
        }
    }

    fn answer(&mut self, wanted: Wanted) -> Result<(), CollectError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let answer = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.stop.stopped() => Err(CollectError::Stopped),
                answer = tokio::time::timeout(left, self.network.ask(wanted)) => {
                    Ok(answer.unwrap_or_else(|_| Unreached::Dns(LATE.to_owned()).into()))
                }
            }
        })?;
        let Answer { told, socket } = answer;
        self.kept_back.note(&told);
        let frame = frame::json(Kind::Told, &told).map_err(garbled)?;
        self.send(&frame, socket.as_ref()).map_err(garbled)
    }

    /// Sends a frame, with a socket beside its first byte.
    fn send(&self, frame: &[u8], socket: Option<&OwnedFd>) -> io::Result<()> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut beside = SendAncillaryBuffer::new(&mut space);
        let handed = socket.map(|socket| [socket.as_fd()]);
        if let Some(handed) = &handed {
            beside.push(SendAncillaryMessage::ScmRights(handed));
        }
        let sent = sendmsg(&self.socket, &[IoSlice::new(frame)], &mut beside, SendFlags::NOSIGNAL)?;
        // The process waits for this, so it takes the rest; what does not fit the socket is longer than any answer.
        (&self.socket).write_all(frame.get(sent..).unwrap_or_default())
    }

    /// Why the process ended without a word.
    fn died(&mut self) -> CollectError {
        let status = self.child.0.wait().ok();
        failed(match status.and_then(|status| status.signal()) {
            Some(SIGXCPU) => "it used more processor time than the diagnostic may".to_owned(),
            Some(signal) => format!("the collecting process was ended by signal {signal}"),
            None => "the collecting process ended unexpectedly".to_owned(),
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it turns one error into another")]
fn garbled(error: io::Error) -> CollectError {
    failed(format!("the collecting process is not understood: {error}"))
}
