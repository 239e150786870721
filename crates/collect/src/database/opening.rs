//! How a session with a listed database begins, and what is told of it.

use super::{Attempt, Failure, Stream};
use crate::CollectError;
use crate::kind::tls_certificate::described;
use crate::network::{LATE, Login};
use crate::scope::DatabaseTls;
use crate::site::Site;
use crate::tls::{self, Authorities};
use diagnostics::collector::Engine;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::net::TcpStream;

/// What is told of a session with a database or a directory, whether it came about or not.
#[derive(Debug, Serialize)]
pub(crate) struct Opening {
    /// The name under which the settings list it.
    name: String,
    /// Whether every question was answered.
    answered: bool,
    encrypted: bool,
    /// Where it broke: `connect`, `tls`, `sign_in`, `question`; empty if nowhere.
    failed_phase: &'static str,
    error: Option<String>,
    /// The server's own code of the error.
    error_code: Option<String>,
}

impl Opening {
    pub(crate) fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            answered: false,
            encrypted: false,
            failed_phase: "",
            error: None,
            error_code: None,
        }
    }

    pub(crate) fn is_encrypted(&mut self, encrypted: bool) {
        self.encrypted = encrypted;
    }

    /// Notes how the questions ended.
    pub(crate) fn conclude(&mut self, outcome: Result<(), Failure>) {
        match outcome {
            Ok(()) => self.answered = true,
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failed_phase = failure.phase;
        self.error = Some(failure.reason);
        self.error_code = failure.code;
    }

    /// What is told, with the facts that were gathered.
    pub(crate) fn with(self, site: &Site, facts: Map<String, Value>) -> Result<Value, CollectError> {
        let mut told = serde_json::to_value(self).map_err(|error| site.failed(error.to_string()))?;
        if let Some(fields) = told.as_object_mut() {
            fields.extend(facts);
        }
        Ok(told)
    }
}

/// A conversation with a listed database, from the way to it to what is told of it: `begin` signs in, `ask` gathers facts
/// and says goodbye.
pub(crate) fn converse<S>(
    site: &mut Site,
    (engine, name): (Engine, &str),
    begin: impl FnOnce(&mut Site, TcpStream, &Login) -> Attempt<S>,
    ask: impl FnOnce(&mut Site, S, &mut Map<String, Value>) -> Attempt<()>,
) -> Result<Value, CollectError> {
    let (mut told, mut gathered) = (Opening::of(name), Map::new());
    if let Some((stream, login)) = open(site, engine, &mut told)? {
        let outcome = match begin(site, stream, &login)? {
            Ok(session) => ask(site, session, &mut gathered)?,
            Err(failure) => Err(failure),
        };
        told.conclude(outcome);
    }
    told.with(site, gathered)
}

/// Connects to the server of a listed database.
fn open(
    site: &mut Site,
    engine: Engine,
    told: &mut Opening,
) -> Result<Option<(TcpStream, Login)>, CollectError> {
    match site.database_server(engine, &told.name.clone())? {
        Ok((dialed, login)) => {
            told.encrypted = login.tls == DatabaseTls::Required;
            Ok(Some((dialed.stream, login)))
        }
        Err(unreached) => {
            told.fail(Failure::new("connect", unreached.reason()));
            Ok(None)
        }
    }
}

/// A connection that stays as it is.
pub(crate) fn plain(site: &mut Site, stream: TcpStream) -> Stream {
    Stream::new(stream, false, site.budget.readable(usize::MAX))
}

/// Begins TLS, and goes on only with a server whose certificate a careful client would accept.
pub(crate) fn secure(site: &mut Site, stream: TcpStream, server_name: &str) -> Attempt<Stream> {
    secure_describing(site, stream, server_name, &mut Value::Null)
}

/// As [`secure`]; tells in `certificate`, if that is an object, what the server presented.
pub(crate) fn secure_describing(
    site: &mut Site,
    stream: TcpStream,
    server_name: &str,
    certificate: &mut Value,
) -> Attempt<Stream> {
    let failed = |reason: &str| Ok(Err(Failure::new("tls", reason)));
    let Some(name) = tls::server_name(server_name) else {
        return failed(
            "its `server_name` in the runner's settings is not a name that a certificate can hold",
        );
    };
    let session = match site.wait(tls::shake_hands(stream, name.clone()))? {
        Some(Ok(session)) => session,
        Some(Err(reason)) => return failed(&reason),
        None => return failed(LATE),
    };
    if certificate.is_object() {
        described(site, certificate, &session, &name)?;
    }
    match Authorities::load(site)?.judge(&session.chain, &name, site.now).refusal {
        Some(refusal) => failed(&format!("its certificate is not accepted: {refusal}")),
        None => Ok(Ok(Stream::new(session.stream, true, site.budget.readable(usize::MAX)))),
    }
}
