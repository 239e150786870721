//! The state of a MySQL or MariaDB server: fixed questions. No text of a query is read.

mod question;
mod replication;
mod variables;

use crate::CollectError;
use crate::database::mysql::{Row, Session, greet, sign_in};
use crate::database::{Attempt, Failure, chosen, converse, plain, secure, within_rows};
use crate::network::{LATE, Login};
use crate::scope::DatabaseTls;
use crate::site::Site;
use diagnostics::collector::{Engine, Mysql};
use question::{Fact, Part, Server};
use serde_json::{Map, Value, json};
use tokio::net::TcpStream;

/// Signs in and asks.
pub(super) fn collect(site: &mut Site, parameters: &Mysql) -> Result<Value, CollectError> {
    let wanted = chosen(parameters.facts.get(site.inputs)?, Fact::named)?;
    let name = parameters.database.get(site.inputs)?;
    converse(site, (Engine::Mysql, &name), begin, |site, mut session, gathered| {
        let outcome = ask(site, &mut session, &wanted, gathered)?;
        site.wait(session.end())?;
        Ok(outcome)
    })
}

fn begin(site: &mut Site, mut stream: TcpStream, login: &Login) -> Attempt<Session> {
    let late = || Failure::new("sign_in", LATE);
    let tls = login.tls == DatabaseTls::Required;
    let greeting = match site.wait(greet(&mut stream, login, tls))?.unwrap_or_else(|| Err(late())) {
        Ok(greeting) => greeting,
        Err(failure) => return Ok(Err(failure)),
    };
    let stream = match login.tls {
        DatabaseTls::Off => plain(site, stream),
        DatabaseTls::Required => match secure(site, stream, &login.server_name)? {
            Ok(stream) => stream,
            Err(failure) => return Ok(Err(failure)),
        },
    };
    let session = site.wait(async {
        let mut session = sign_in(stream, greeting, login).await?;
        session.bound().await?;
        Ok(session)
    })?;
    Ok(session.unwrap_or_else(|| Err(late())))
}

/// Asks for every fact, or until one is not answered.
fn ask(
    site: &mut Site,
    session: &mut Session,
    wanted: &[Fact],
    gathered: &mut Map<String, Value>,
) -> Attempt<()> {
    gathered.insert("version".to_owned(), session.version.clone().into());
    let said = match rows(site, session, question::SERVER)? {
        Ok(rows) => Value::from(rows.into_iter().next().unwrap_or_default()),
        Err(failure) => return Ok(Err(failure)),
    };
    let server = Server { is_mariadb: session.is_mariadb(), sees_all: said["sees_all"] == 1 };
    gathered.insert("sees_all".to_owned(), server.sees_all.into());
    for fact in wanted {
        match answer(site, session, *fact, &server)? {
            Ok(answer) => gathered.insert(fact.name().to_owned(), within_rows(site, answer)),
            Err(failure) => return Ok(Err(failure)),
        };
    }
    Ok(Ok(()))
}

/// Asks the questions of one fact.
fn answer(site: &mut Site, session: &mut Session, fact: Fact, server: &Server) -> Attempt<Value> {
    let mut answer = Map::new();
    for part in fact.parts(server) {
        let rows = match rows(site, session, part.question())? {
            Ok(rows) => rows,
            Err(failure) => return Ok(Err(failure)),
        };
        match part {
            Part::Row(_) => answer.extend(rows.into_iter().next().unwrap_or_default()),
            Part::List(name, _) => drop(answer.insert((*name).to_owned(), json!(rows))),
            Part::Variables(_) => answer.extend(variables::read(&rows)),
            Part::Replicas(_) => answer.extend(replication::read(&rows)),
        }
    }
    if fact == Fact::Connections {
        variables::add_use(&mut answer);
    }
    Ok(Ok(Value::Object(answer)))
}

fn rows(site: &mut Site, session: &mut Session, question: &str) -> Attempt<Vec<Row>> {
    let answer = site.wait(session.ask(question))?;
    site.budget.spend(session.stream().take_bytes());
    Ok(answer.unwrap_or_else(|| Err(Failure::new("question", LATE))))
}
