//! The state of a PostgreSQL server: fixed questions, one file of SQL each. No text of a query is read.

mod question;

use crate::CollectError;
use crate::database::postgresql::{Session, ask_for_tls, sign_in};
use crate::database::{Attempt, Failure, chosen, converse, plain, secure, within_rows};
use crate::network::{LATE, Login};
use crate::scope::DatabaseTls;
use crate::site::Site;
use diagnostics::collector::{Engine, Postgresql};
use question::{Fact, Server};
use serde_json::{Map, Value};
use tokio::net::TcpStream;

/// Signs in and asks.
pub(super) fn collect(site: &mut Site, parameters: &Postgresql) -> Result<Value, CollectError> {
    let wanted = chosen(parameters.facts.get(site.inputs)?, Fact::named)?;
    let name = parameters.database.get(site.inputs)?;
    converse(site, (Engine::Postgresql, &name), begin, |site, mut session, gathered| {
        let outcome = ask(site, &mut session, &wanted, gathered)?;
        site.wait(session.end())?;
        Ok(outcome)
    })
}

fn begin(site: &mut Site, mut stream: TcpStream, login: &Login) -> Attempt<Session> {
    let stream = match login.tls {
        DatabaseTls::Off => plain(site, stream),
        DatabaseTls::Required => {
            match site.wait(ask_for_tls(&mut stream))?.unwrap_or_else(|| Err(Failure::new("tls", LATE))) {
                Ok(()) => match secure(site, stream, &login.server_name)? {
                    Ok(stream) => stream,
                    Err(failure) => return Ok(Err(failure)),
                },
                Err(failure) => return Ok(Err(failure)),
            }
        }
    };
    let session = site.wait(sign_in(stream, login))?;
    Ok(session.unwrap_or_else(|| Err(Failure::new("sign_in", LATE))))
}

/// Asks for every fact, or until one is not answered.
fn ask(
    site: &mut Site,
    session: &mut Session,
    wanted: &[Fact],
    gathered: &mut Map<String, Value>,
) -> Attempt<()> {
    gathered.insert("version".to_owned(), session.version.clone().into());
    let server = match one(site, session, question::SERVER)? {
        Ok(server) => server,
        Err(failure) => return Ok(Err(failure)),
    };
    let known = Server::read(&server);
    gathered.insert("server".to_owned(), server);
    for fact in wanted {
        match one(site, session, &fact.question(&known))? {
            Ok(answer) => gathered.insert(fact.name().to_owned(), answer),
            Err(failure) => return Ok(Err(failure)),
        };
    }
    Ok(Ok(()))
}

/// The one row of a question.
fn one(site: &mut Site, session: &mut Session, question: &str) -> Attempt<Value> {
    let answer = site.wait(session.ask(question))?;
    site.budget.spend(session.stream.take_bytes());
    Ok(match answer {
        Some(Ok(rows)) => rows
            .into_iter()
            .next()
            .map(|row| within_rows(site, row))
            .ok_or_else(|| Failure::new("question", "it answers with no row")),
        Some(Err(failure)) => Err(failure),
        None => Err(Failure::new("question", LATE)),
    })
}
