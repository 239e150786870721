//! Which Kubernetes clusters may be looked at, and how the runner signs in there.

use super::{OutOfScope, Scope};
use crate::kubernetes::Resource;
use domain::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// How a kubelet tells a pod where its cluster's API is, and what it gives the pod's service account.
const OWN_HOST: &str = "KUBERNETES_SERVICE_HOST";
const OWN_PORT: &str = "KUBERNETES_SERVICE_PORT";
const OWN_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const OWN_AUTHORITY: &str = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";
/// Stands for every namespace.
const EVERY: &str = "*";

/// A cluster that the settings list. Diagnostics know its name alone.
///
/// Without `url` it is the cluster in which the runner itself is a pod, asked as the pod's service account. Whatever is
/// listed here, the account's own rights (RBAC) are the other limit: `list` of the five resources is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cluster {
    /// The API server: `https://host:6443`. Like all names, a host that leads to a private address needs that address in
    /// `hosts` too.
    pub url: Option<String>,
    /// The file with a bearer token on its one line, an absolute path; none to ask without one.
    pub token_file: Option<PathBuf>,
    /// The PEM file of the only authorities that may vouch for the API server, an absolute path; those of the system and
    /// of `authorities` if left out.
    pub authority_file: Option<PathBuf>,
    /// The namespaces whose objects may be listed; `*` for all of them.
    pub namespaces: Vec<String>,
    /// Whether objects outside of namespaces may be listed: nodes, and requests for certificates.
    pub cluster_wide: bool,
}

impl Cluster {
    /// Whether the runner is a pod of it.
    pub(crate) fn is_own(&self) -> bool {
        self.url.is_none()
    }

    /// The API server's address; none if it is the own cluster's, and the runner is no pod.
    pub(crate) fn url(&self) -> Option<String> {
        let told = |name| std::env::var(name).ok();
        self.url.clone().or_else(|| own_url(&told(OWN_HOST)?, told(OWN_PORT).as_deref()))
    }

    pub(crate) fn token_file(&self) -> Option<&Path> {
        self.token_file.as_deref().or_else(|| self.is_own().then(|| Path::new(OWN_TOKEN)))
    }

    pub(crate) fn authority_file(&self) -> Option<&Path> {
        self.authority_file.as_deref().or_else(|| self.is_own().then(|| Path::new(OWN_AUTHORITY)))
    }

    /// Whether the token is the one that the kubelet puts into the pod, which decides by itself who may read it.
    pub(crate) fn has_mounted_token(&self) -> bool {
        self.is_own() && self.token_file.is_none()
    }

    fn lists(&self, namespace: &str) -> bool {
        self.namespaces.iter().any(|own| own == namespace || own == EVERY)
    }

    /// The namespaces to look at if none is named; none at all stands for every one.
    pub(crate) fn all_namespaces(&self) -> Vec<String> {
        if self.namespaces.iter().any(|own| own == EVERY) { Vec::new() } else { self.namespaces.clone() }
    }
}

/// The address that a kubelet tells a pod. Not the name `kubernetes.default.svc`: that one means something only with
/// the search domains of the pod, and names are looked up as they stand here.
fn own_url(host: &str, port: Option<&str>) -> Option<String> {
    let address: IpAddr = host.parse().ok()?;
    let port: u16 = port.map_or(Some(443), |port| port.parse().ok())?;
    Some(format!("https://{}", SocketAddr::new(address, port)))
}

impl Scope {
    /// The cluster called `name`.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it.
    pub fn cluster(&self, subscription: &SubscriptionId, name: &str) -> Result<&Cluster, OutOfScope> {
        let shown = name.escape_debug();
        self.area(subscription)?.clusters.get(name).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("cluster `{shown}`"),
            why: "`clusters` does not list it".to_owned(),
            remedy: format!("add `{shown}: {{url: …, token_file: …, namespaces: […]}}` to `clusters`"),
        })
    }

    /// The cluster called `name`, of which `resource` is to be listed: in `namespace`, or in all if none.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list the cluster or that part of it.
    pub(crate) fn cluster_part(
        &self,
        subscription: &SubscriptionId,
        name: &str,
        resource: Resource,
        namespace: Option<&str>,
    ) -> Result<&Cluster, OutOfScope> {
        let cluster = self.cluster(subscription, name)?;
        let (part, why, remedy) = match (resource.is_namespaced(), namespace) {
            (false, _) if cluster.cluster_wide => return Ok(cluster),
            (false, _) => (
                resource.word().to_owned(),
                "its `cluster_wide` is off".to_owned(),
                "set `cluster_wide: true`".to_owned(),
            ),
            (true, namespace) => {
                let wanted = namespace.unwrap_or(EVERY);
                if cluster.lists(wanted) {
                    return Ok(cluster);
                }
                let wanted = wanted.escape_debug();
                (
                    format!("{} of namespace `{wanted}`", resource.word()),
                    "its `namespaces` do not list that namespace".to_owned(),
                    format!("add `{wanted}` to `namespaces`"),
                )
            }
        };
        let shown = name.escape_debug();
        Err(OutOfScope {
            subscription: subscription.clone(),
            thing: format!("{part} in cluster `{shown}`"),
            why,
            remedy: format!("{remedy} of `clusters.{shown}`"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cluster: &str, resource: Resource, namespace: Option<&str>, remedy: Option<&str>) {
        let scope = Scope::parse(&format!("sub: {{clusters: {{live: {cluster}}}}}"), Vec::new()).unwrap();
        let found = scope.cluster_part(&"sub".parse().unwrap(), "live", resource, namespace);
        match (found, remedy) {
            (Ok(_), None) => {}
            (Err(refusal), Some(remedy)) if refusal.remedy == remedy => {}
            (found, _) => panic!("{cluster} {resource:?} {namespace:?}: {found:?} instead of {remedy:?}"),
        }
    }

    #[test]
    fn namespaces_and_what_is_outside_of_them_must_be_listed() {
        let one = "{namespaces: [shop]}";
        check(one, Resource::Pods, Some("shop"), None);
        check(one, Resource::Pods, Some("pay"), Some("add `pay` to `namespaces` of `clusters.live`"));
        check(one, Resource::Pods, None, Some("add `*` to `namespaces` of `clusters.live`"));
        check(one, Resource::Nodes, None, Some("set `cluster_wide: true` of `clusters.live`"));
        check("{namespaces: ['*']}", Resource::Events, Some("pay"), None);
        check("{namespaces: ['*']}", Resource::Certificates, None, None);
        check("{cluster_wide: true}", Resource::CertificateSigningRequests, None, None);
        check(
            "{cluster_wide: true}",
            Resource::Pods,
            Some("*"),
            Some("add `*` to `namespaces` of `clusters.live`"),
        );
    }

    #[test]
    fn a_pod_is_told_where_its_cluster_is() {
        for (host, port, expected) in [
            ("10.96.0.1", Some("443"), Some("https://10.96.0.1:443")),
            ("10.96.0.1", None, Some("https://10.96.0.1:443")),
            ("fd00::1", Some("6443"), Some("https://[fd00::1]:6443")),
            ("10.96.0.1", Some("x"), None),
            ("evil.test/", Some("443"), None),
        ] {
            assert_eq!(own_url(host, port).as_deref(), expected, "{host} {port:?}");
        }
    }

    #[test]
    fn without_an_address_it_is_the_runners_own_cluster() {
        let own = Cluster::default();
        assert_eq!(own.token_file(), Some(Path::new(OWN_TOKEN)));
        assert!(own.has_mounted_token() && own.authority_file() == Some(Path::new(OWN_AUTHORITY)));
        let other = Cluster { url: Some("https://k8s.test:6443".to_owned()), ..Cluster::default() };
        assert_eq!((other.token_file(), other.authority_file()), (None, None));
        let named = Cluster { token_file: Some("/etc/token".into()), ..Cluster::default() };
        assert!(!named.has_mounted_token() && named.token_file() == Some(Path::new("/etc/token")));
    }
}
