//! An LDAP directory: the way to it, its certificate, signing in, and what it tells of itself. No person's entry is read.

use crate::CollectError;
use crate::database::{Attempt, Failure, Opening, Stream, plain, secure_describing};
use crate::ldap::{NO_ATTRIBUTES, Session, ask_for_tls};
use crate::network::{Dialed, DirectoryLogin, LATE};
use crate::rounded::millis;
use crate::scope::DirectoryTls;
use crate::secret::Secret;
use crate::site::Site;
use diagnostics::collector::Ldap;
use serde_json::{Map, Value, json};
use std::time::Instant;
use tokio::net::TcpStream;

/// What a directory tells of itself (RFC 4512, section 5.1).
const ROOT: [&str; 4] = ["namingContexts", "supportedLDAPVersion", "supportedSASLMechanisms", "vendorName"];
/// How many of its trees are looked at.
const TREES_MAX: usize = 10;

/// Connects, signs in, and looks at the roots.
pub(super) fn collect(site: &mut Site, parameters: &Ldap) -> Result<Value, CollectError> {
    let name = parameters.directory.get(site.inputs)?;
    let mut told = Opening::of(&name);
    let mut facts = Map::new();
    match site.directory(&name)? {
        Ok((Dialed { stream, connect, .. }, login)) => {
            facts.insert("connect_ms".to_owned(), millis(connect));
            facts.insert("anonymous".to_owned(), login.password.is_none().into());
            told.is_encrypted(login.tls != DirectoryTls::Off);
            let mut certificate = json!({ "handshake": false, "error": null });
            let begun = begin(site, stream, &login, &mut certificate)?;
            facts.insert("certificate".to_owned(), certificate);
            let outcome = match begun {
                Ok(stream) => look(site, Session::new(stream), &login, &mut facts)?,
                Err(failure) => Err(failure),
            };
            told.conclude(outcome);
        }
        Err(unreached) => told.conclude(Err(Failure::new("connect", unreached.reason()))),
    }
    told.with(site, facts)
}

fn begin(
    site: &mut Site,
    mut stream: TcpStream,
    login: &DirectoryLogin,
    certificate: &mut Value,
) -> Attempt<Stream> {
    if login.tls == DirectoryTls::Off {
        return Ok(Ok(plain(site, stream)));
    }
    if login.tls == DirectoryTls::Starttls {
        let asked = site.wait(ask_for_tls(&mut stream))?;
        if let Err(failure) = asked.unwrap_or_else(|| Err(Failure::new("tls", LATE))) {
            return Ok(Err(failure));
        }
    }
    secure_describing(site, stream, &login.server_name, certificate)
}

fn look(
    site: &mut Site,
    mut session: Session,
    login: &DirectoryLogin,
    facts: &mut Map<String, Value>,
) -> Attempt<()> {
    let password = login.password.as_ref().map(Secret::reveal);
    let outcome = site.wait(async {
        let begin = Instant::now();
        session.bind(&login.user, password).await?;
        facts.insert("bind_ms".to_owned(), millis(begin.elapsed()));
        roots(&mut session, facts).await
    })?;
    site.budget.spend(session.stream.take_bytes());
    site.wait(session.end())?;
    Ok(outcome.unwrap_or_else(|| Err(Failure::new("question", LATE))))
}

/// What the directory tells of itself, and which of its trees the runner may see.
async fn roots(session: &mut Session, facts: &mut Map<String, Value>) -> Result<(), Failure> {
    let begin = Instant::now();
    let root = session.read("", &ROOT).await?.unwrap_or_default();
    facts.insert("search_ms".to_owned(), millis(begin.elapsed()));
    let trees = root.values("namingcontexts");
    let mut unseen = Vec::new();
    for tree in trees.iter().take(TREES_MAX) {
        if session.read(tree, &[NO_ATTRIBUTES]).await?.is_none() {
            unseen.push(tree.clone());
        }
    }
    let told = json!({
        "trees": trees,
        "unseen_trees": unseen,
        "versions": root.values("supportedldapversion"),
        "mechanisms": root.values("supportedsaslmechanisms"),
        "vendor": root.values("vendorname").first(),
    });
    facts.extend(told.as_object().cloned().unwrap_or_default());
    Ok(())
}
