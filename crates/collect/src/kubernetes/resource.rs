//! The resources that are ever listed. There is no other request.

use serde::{Deserialize, Serialize};

/// The longest name of a namespace (RFC 1123).
const LABEL_BYTES_MAX: usize = 63;

/// A resource whose objects can be listed. Secrets are none of them: a list of secrets hands over their values, and
/// whoever may list them may do nearly all in a cluster. What expires is seen without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Resource {
    Pods,
    Events,
    Nodes,
    /// Those that cert-manager keeps.
    Certificates,
    CertificateSigningRequests,
}

impl Resource {
    /// Every one.
    #[cfg(test)]
    const ALL: [Self; 5] =
        [Self::Pods, Self::Events, Self::Nodes, Self::Certificates, Self::CertificateSigningRequests];

    /// The word that the API has for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Pods => "pods",
            Self::Events => "events",
            Self::Nodes => "nodes",
            Self::Certificates => "certificates",
            Self::CertificateSigningRequests => "certificatesigningrequests",
        }
    }

    /// Whether each of its objects is in a namespace.
    pub(crate) const fn is_namespaced(self) -> bool {
        match self {
            Self::Pods | Self::Events | Self::Certificates => true,
            Self::Nodes | Self::CertificateSigningRequests => false,
        }
    }

    /// Group and version, below the API server's address.
    const fn group(self) -> &'static str {
        match self {
            Self::Pods | Self::Events | Self::Nodes => "/api/v1",
            Self::Certificates => "/apis/cert-manager.io/v1",
            Self::CertificateSigningRequests => "/apis/certificates.k8s.io/v1",
        }
    }

    /// The path of its list: that of `namespace`, or of all. None if that is not the name of a namespace.
    pub(crate) fn path(self, namespace: Option<&str>) -> Option<String> {
        let (group, word) = (self.group(), self.word());
        match namespace {
            Some(name) if !is_label(name) || !self.is_namespaced() => None,
            Some(name) => Some(format!("{group}/namespaces/{name}/{word}")),
            None => Some(format!("{group}/{word}")),
        }
    }
}

/// Whether it is a name that a namespace can have.
fn is_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LABEL_BYTES_MAX).contains(&text.len())
        && text.chars().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rights_that_are_advised_are_those_that_are_used() {
        let role = include_str!("../../../../docs/kubernetes-rights.yaml");
        let role: serde_json::Value = serde_saphyr::from_str(role).unwrap();
        let mut advised = Vec::new();
        for rule in role["rules"].as_array().unwrap() {
            assert_eq!(rule["verbs"], serde_json::json!(["list"]));
            let group = rule["apiGroups"][0].as_str().unwrap();
            for word in rule["resources"].as_array().unwrap() {
                advised.push((group.to_owned(), word.as_str().unwrap().to_owned()));
            }
        }
        let used = Resource::ALL.map(|resource| {
            let group = resource.group().strip_prefix("/apis/").unwrap_or_default();
            (group.trim_end_matches("/v1").to_owned(), resource.word().to_owned())
        });
        assert_eq!(advised, used);
    }

    #[test]
    fn a_list_has_one_path() {
        for (resource, namespace, expected) in [
            (Resource::Pods, None, Some("/api/v1/pods")),
            (Resource::Pods, Some("shop"), Some("/api/v1/namespaces/shop/pods")),
            (
                Resource::Certificates,
                Some("a-1"),
                Some("/apis/cert-manager.io/v1/namespaces/a-1/certificates"),
            ),
            (Resource::Nodes, None, Some("/api/v1/nodes")),
            (Resource::Nodes, Some("shop"), None),
            (
                Resource::CertificateSigningRequests,
                None,
                Some("/apis/certificates.k8s.io/v1/certificatesigningrequests"),
            ),
            (Resource::Pods, Some(".."), None),
            (Resource::Pods, Some("a/secrets"), None),
            (Resource::Pods, Some("*"), None),
            (Resource::Pods, Some(""), None),
            (Resource::Pods, Some("-a"), None),
        ] {
            assert_eq!(resource.path(namespace).as_deref(), expected, "{resource:?} {namespace:?}");
        }
    }
}
