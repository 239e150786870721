//! The published API schema, as the crate `k8s-openapi` generates its types from it: no object has a field that the schema
//! does not have, or one of another type. Objects of cert-manager are held to fields written here after its published
//! resource definition, since no crate generates those.

use crate::published_schema::strictly;
use k8s_openapi::api::certificates::v1::CertificateSigningRequest;
use k8s_openapi::api::core::v1::{Event, Node, Pod};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, ObjectMeta, Status};
use serde::Deserialize;
use serde_json::Value;

/// The list that a path stands for.
pub(crate) struct Wanted<'p> {
    pub(crate) group: &'static str,
    pub(crate) plural: &'static str,
    pub(crate) namespace: Option<&'p str>,
}

/// A resource: version, kind, group, plural, and whether it is in namespaces.
const RESOURCES: [(&str, &str, &str, &str, bool); 5] = [
    ("v1", "Pod", "", "pods", true),
    ("v1", "Event", "", "events", true),
    ("v1", "Node", "", "nodes", false),
    ("cert-manager.io/v1", "Certificate", "cert-manager.io", "certificates", true),
    (
        "certificates.k8s.io/v1",
        "CertificateSigningRequest",
        "certificates.k8s.io",
        "certificatesigningrequests",
        false,
    ),
];

impl<'p> Wanted<'p> {
    /// None if the server has nothing there.
    pub(crate) fn of(path: &'p str) -> Option<Self> {
        RESOURCES.iter().find_map(|&(version, _, group, plural, namespaced)| {
            let top = if group.is_empty() { "/api/v1".to_owned() } else { format!("/apis/{version}") };
            let rest = path.strip_prefix(&top)?.strip_suffix(plural)?.strip_suffix('/')?;
            let namespace = match rest {
                "" => None,
                rest if namespaced => Some(rest.strip_prefix("/namespaces/")?),
                _ => return None,
            };
            Some(Self { group, plural, namespace })
        })
    }

    /// Version and kind of its objects.
    pub(crate) fn kind(&self) -> (&'static str, &'static str) {
        let own = RESOURCES.iter().find(|resource| resource.3 == self.plural).unwrap();
        (own.0, own.1)
    }
}

/// Holds an object to the schema of its kind, and gives the plural of that.
pub(crate) fn check(object: &Value) -> &'static str {
    let (version, kind) = (object["apiVersion"].as_str().unwrap(), object["kind"].as_str().unwrap());
    match kind {
        "Pod" => strictly::<Pod>(object),
        "Event" => strictly::<Event>(object),
        "Node" => strictly::<Node>(object),
        "CertificateSigningRequest" => strictly::<CertificateSigningRequest>(object),
        "Certificate" => strictly::<Certificate>(object),
        _ => panic!("the double has no `{kind}`"),
    }
    let of_kind = |own: &&(&str, &str, &str, &'static str, bool)| (own.0, own.1) == (version, kind);
    RESOURCES
        .iter()
        .find(of_kind)
        .unwrap_or_else(|| panic!("`{kind}` is of another version than `{version}`"))
        .3
}

pub(crate) fn check_status(status: &Value) {
    strictly::<Status>(status);
}

/// `cert-manager.io/v1` `Certificate`, the fields that these tests use.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read to be checked")]
struct Certificate {
    api_version: String,
    kind: String,
    metadata: ObjectMeta,
    spec: CertificateSpec,
    #[serde(default)]
    status: Option<CertificateStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read to be checked")]
struct CertificateSpec {
    secret_name: String,
    issuer_ref: IssuerRef,
    dns_names: Vec<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read to be checked")]
struct IssuerRef {
    name: String,
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read to be checked")]
struct CertificateStatus {
    conditions: Vec<Condition>,
    not_after: Option<String>,
    not_before: Option<String>,
    renewal_time: Option<String>,
    revision: Option<i64>,
}
