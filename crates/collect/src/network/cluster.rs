//! Listed clusters: who asks for one by name gets its API server connected, and then the credential.

use super::direct::Direct;
use super::wanted::{Answer, ClusterAccess, Told, Transport};
use crate::kubernetes::Resource;
use crate::scope::{Cluster, OutOfScope};
use crate::secret::Secret;
use crate::web::Address;
use hyper::header::HeaderValue;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Where a bearer token stands.
const HEADER: &str = "authorization";
/// The longest file of authorities, in bytes.
const AUTHORITY_BYTES_MAX: u64 = 256 << 10;

impl Direct {
    /// Connects to the API server of the cluster called `name`, to list `resource` in `namespace` or in all.
    pub(super) async fn cluster(
        &self,
        name: &str,
        resource: Resource,
        namespace: Option<&str>,
    ) -> Result<Answer, OutOfScope> {
        let cluster = self.scope.cluster_part(&self.subscription, name, resource, namespace)?;
        let unusable =
            |reason: &str| Ok(Told::Unusable(format!("cluster `{}`: {reason}", name.escape_debug())).into());
        let Some(url) = cluster.url() else {
            return unusable("it has no `url`, and this runner is no pod; write https://host:6443");
        };
        let Some(at) = Address::parse(&url).filter(|at| at.tls) else {
            return unusable("its `url` is no address; write https://host:6443");
        };
        let target = self.scope.named_host(&self.subscription, &at.host, at.port)?;
        let answer = self.reach(&target, Transport::Tcp).await?;
        let Told::Connected { address, dns, connect } = answer.told else { return Ok(answer) };
        // The token is read as late as this: if nothing answers there, nobody needs it. A mounted one changes every hour.
        let access = match access(cluster, url) {
            Ok(access) => access,
            Err(reason) => return unusable(&reason),
        };
        Ok(Answer { told: Told::Cluster { address, dns, connect, access }, socket: answer.socket })
    }
}

fn access(cluster: &Cluster, url: String) -> Result<ClusterAccess, String> {
    let read =
        |file| if cluster.has_mounted_token() { Secret::read_mounted(file) } else { Secret::read(file) };
    let token = cluster.token_file().map(read).transpose();
    let token = token.map_err(|error| format!("its `token_file` cannot be used: {error}"))?;
    let bearer = token.map(|token| (HEADER.to_owned(), token.as_bearer()));
    if bearer.as_ref().is_some_and(|(_, bearer)| HeaderValue::from_str(bearer.reveal()).is_err()) {
        return Err("its `token_file` does not hold a token".to_owned());
    }
    let authority = cluster.authority_file().map(text).transpose();
    let authority = authority.map_err(|error| format!("its `authority_file` cannot be read: {error}"))?;
    Ok(ClusterAccess { url, authority, credential: bearer })
}

fn text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(AUTHORITY_BYTES_MAX).read_to_string(&mut text)?;
    Ok(text)
}
