//! Listed services: who asks for one by name gets it connected, and then the credential.

use super::direct::Direct;
use super::wanted::{Answer, ServiceAccess, Told, Transport};
use crate::scope::{OutOfScope, Service};
use crate::secret::Secret;
use crate::web::Address;
use hyper::header::{HeaderName, HeaderValue};

/// Where a token stands unless the settings say otherwise.
const HEADER: &str = "authorization";

impl Direct {
    /// Connects to the service called `name`.
    pub(super) async fn service(&self, name: &str) -> Result<Answer, OutOfScope> {
        let service = self.scope.service(&self.subscription, name)?;
        let Some(at) = Address::parse(&service.url) else {
            let name = name.escape_debug();
            let reason = format!(
                "the `url` of service `{name}` is no address; write https://host or https://host/path"
            );
            return Ok(Told::Unusable(reason).into());
        };
        let target = self.scope.named_host(&self.subscription, &at.host, at.port)?;
        let answer = self.reach(&target, Transport::Tcp).await?;
        let Told::Connected { address, dns, connect } = answer.told else { return Ok(answer) };
        // The credential is read as late as this: if nothing answers there, nobody needs it.
        let access = match access(name, service, &at) {
            Ok(access) => access,
            Err(reason) => return Ok(Told::Unusable(reason).into()),
        };
        Ok(Answer { told: Told::Service { address, dns, connect, access }, socket: answer.socket })
    }
}

fn access(name: &str, service: &Service, at: &Address) -> Result<ServiceAccess, String> {
    let name = name.escape_debug();
    let Some(file) = &service.credential_file else {
        return Ok(ServiceAccess { url: service.url.clone(), credential: None });
    };
    if !at.tls {
        return Err(format!(
            "the credential of service `{name}` would be sent in clear; write its `url` with https://, or take the `credential_file` out"
        ));
    }
    let secret = Secret::read(file)
        .map_err(|error| format!("the `credential_file` of service `{name}` cannot be used: {error}"))?;
    let credential = match &service.header {
        Some(header) => (header.clone(), secret),
        None => (HEADER.to_owned(), secret.as_bearer()),
    };
    let (header, secret) = &credential;
    if HeaderName::from_bytes(header.as_bytes()).is_err() || HeaderValue::from_str(secret.reveal()).is_err() {
        return Err(format!(
            "the credential of service `{name}` cannot stand in a header; its `header` has to be a name such as X-Api-Key, and its `credential_file` to hold a token"
        ));
    }
    Ok(ServiceAccess { url: service.url.clone(), credential: Some(credential) })
}
