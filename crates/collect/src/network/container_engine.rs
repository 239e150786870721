//! Listed container engines: who asks for one by name gets an answer of its API.
//!
//! The engine's socket is never handed out, since whoever can write to it is root on the machine. The runner sends the
//! request itself, one of [`Question`]'s, and hands over what came back without looking into it.

use super::direct::Direct;
use super::dns::CONNECT_PATIENCE;
use super::wanted::{Answer, Failure, Told, Unreached};
use crate::containers::{ANSWER_BYTES_MAX, Question};
use crate::scope::OutOfScope;
use crate::web::{self, Address, Ask};
use rustix::fs::{MemfdFlags, memfd_create};
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::time::timeout;

/// How long an engine may take for an answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(20);

impl Direct {
    /// Asks the container engine called `name`.
    pub(super) async fn container_engine(
        &self,
        name: &str,
        question: &Question,
    ) -> Result<Answer, OutOfScope> {
        let engine = self.scope.container_engine(&self.subscription, name)?;
        let Some(path) = question.path() else {
            return Ok(Told::Unusable("a container has another name than it can have".to_owned()).into());
        };
        let asked = timeout(ANSWER_PATIENCE, ask(&engine.socket, path));
        let late = || {
            unreached(format!("it does not answer within {} s", ANSWER_PATIENCE.as_secs()), Failure::Silent)
        };
        Ok(asked.await.unwrap_or_else(|_| Err(late())).unwrap_or_else(Answer::from))
    }
}

async fn ask(socket: &Path, path: String) -> Result<Answer, Unreached> {
    let broken = |error: io::Error| unreached(error.to_string(), Failure::from(&error));
    let stream = timeout(CONNECT_PATIENCE, UnixStream::connect(socket)).await;
    let stream = stream.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())).map_err(broken)?;
    // HTTP wants a host; a socket has none.
    let address = Address { host: "localhost".to_owned(), port: 80, tls: false, path };
    let answered = web::get(stream, &Ask::of(&address, ANSWER_BYTES_MAX)).await;
    let answered = answered.map_err(|reason| unreached(reason, Failure::Other))?;
    let body = in_memory(&answered.body).map_err(broken)?;
    let told = Told::Answered {
        status: answered.way.status,
        date: answered.date(),
        complete: answered.way.body_complete,
    };
    Ok(Answer { told, socket: Some(body) })
}

/// A file that is nowhere but in memory.
fn in_memory(bytes: &[u8]) -> io::Result<OwnedFd> {
    let mut file = File::from(memfd_create("answer", MemfdFlags::CLOEXEC)?);
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file.into())
}

fn unreached(reason: String, failure: Failure) -> Unreached {
    Unreached::Connect { addresses: Vec::new(), dns: Duration::ZERO, reason, failure }
}
