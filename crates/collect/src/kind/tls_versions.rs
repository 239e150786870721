//! Which versions of TLS a server accepts, and what it presents.

mod hello;

use super::tls_certificate::described;
use crate::CollectError;
use crate::network::LATE;
use crate::site::Site;
use crate::tls::{self, Offer};
use diagnostics::collector::TlsVersions;
use diagnostics::{InputError, Optional as _};
use hello::{Answer, Hello, Suites};
use rustls::pki_types::ServerName;
use rustls::version::TLS13;
use rustls::{DEFAULT_VERSIONS, SupportedProtocolVersion};
use serde_json::{Value, json};

/// The versions that are asked for by a hello alone, the oldest first: library clients know the old ones no more.
const HELLOS: [(&str, u16); 4] =
    [("SSLv3", 0x0300), ("TLSv1.0", 0x0301), ("TLSv1.1", 0x0302), ("TLSv1.2", 0x0303)];

/// The newest version alone.
static NEWEST: &[&SupportedProtocolVersion] = &[&TLS13];

/// What the server said to one version.
enum Said {
    Accepted,
    Refused(String),
    Unclear(String),
}

/// Asks for each version over a connection of its own.
pub(super) fn collect(site: &mut Site, parameters: &TlsVersions) -> Result<Value, CollectError> {
    let host = parameters.host.get(site.inputs)?;
    let port = parameters.port.get(site.inputs)?;
    let asked = parameters.server_name.find(site.inputs)?.unwrap_or_else(|| host.clone());
    let unfit = || InputError::Unfit { input: "server_name".to_owned(), value: asked.clone() };
    let name = tls::server_name(&asked).ok_or_else(unfit)?;
    let mut facts = json!({
        "host": host, "port": port, "server_name": asked, "connected": false, "error": null, "accepted": [],
        "refused": [], "unclear": [], "weak_cipher": false, "certificate": {"handshake": false, "error": null},
    });
    match site.dial(&host, port)? {
        Ok(_) => facts["connected"] = json!(true),
        Err(unreached) => {
            facts["error"] = json!(unreached.reason());
            return Ok(facts);
        }
    }
    let mut look = Look { site, host: &host, port, name: &name };
    for (version, number) in HELLOS {
        let said = look.hello(&Hello { version: number, name: &name, suites: Suites::Usual })?;
        note(&mut facts, version, said);
    }
    let said = look.tls13()?;
    note(&mut facts, "TLSv1.3", said);
    let weak = look.hello(&Hello { version: 0x0303, name: &name, suites: Suites::Weak })?;
    facts["weak_cipher"] = json!(matches!(weak, Said::Accepted));
    look.certificate(&mut facts["certificate"])?;
    Ok(facts)
}

fn note(facts: &mut Value, version: &str, said: Said) {
    let (list, entry) = match said {
        Said::Accepted => ("accepted", version.to_owned()),
        Said::Refused(reason) => ("refused", format!("{version} ({reason})")),
        Said::Unclear(reason) => ("unclear", format!("{version} ({reason})")),
    };
    if let Some(list) = facts[list].as_array_mut() {
        list.push(json!(entry));
    }
}

struct Look<'a, 's> {
    site: &'a mut Site<'s>,
    host: &'a str,
    port: u16,
    name: &'a ServerName<'static>,
}

impl Look<'_, '_> {
    fn hello(&mut self, hello: &Hello) -> Result<Said, CollectError> {
        let dialed = match self.site.dial(self.host, self.port)? {
            Ok(dialed) => dialed,
            Err(unreached) => return Ok(Said::Unclear(unreached.reason().to_owned())),
        };
        Ok(match self.site.wait(hello::ask(dialed.stream, hello))? {
            Some(Answer::Accepted) => Said::Accepted,
            Some(Answer::Refused(reason)) => Said::Refused(reason),
            Some(Answer::NoTls(reason)) => Said::Unclear(reason),
            None => Said::Unclear(LATE.to_owned()),
        })
    }

    fn tls13(&mut self) -> Result<Said, CollectError> {
        let offer = Offer { name: self.name.clone(), alpn: &[], versions: NEWEST };
        let dialed = match self.site.dial(self.host, self.port)? {
            Ok(dialed) => dialed,
            Err(unreached) => return Ok(Said::Unclear(unreached.reason().to_owned())),
        };
        Ok(match self.site.wait(tls::shake_hands_offering(dialed.stream, offer))? {
            Some(Ok(_)) => Said::Accepted,
            Some(Err(reason)) => Said::Refused(reason),
            None => Said::Unclear(LATE.to_owned()),
        })
    }

    /// The certificate, as today's clients get it.
    fn certificate(&mut self, facts: &mut Value) -> Result<(), CollectError> {
        let offer = Offer { name: self.name.clone(), alpn: &[], versions: DEFAULT_VERSIONS };
        let dialed = match self.site.dial(self.host, self.port)? {
            Ok(dialed) => dialed,
            Err(unreached) => {
                facts["error"] = json!(unreached.reason());
                return Ok(());
            }
        };
        match self.site.wait(tls::shake_hands_offering(dialed.stream, offer))? {
            Some(Ok(session)) => described(self.site, facts, &session, self.name)?,
            Some(Err(reason)) => facts["error"] = json!(reason),
            None => facts["error"] = json!(LATE),
        }
        Ok(())
    }
}
