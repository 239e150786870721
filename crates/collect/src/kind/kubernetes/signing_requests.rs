//! Requests of kubelets for certificates: without them a node falls out of its cluster when its certificate ends.

use super::found::Found;
use super::meta::{Conditions, Metadata, condition, minutes};
use super::{Asked, Listed};
use crate::CollectError;
use crate::database::Failure;
use crate::kubernetes::{Resource, or_default};
use crate::said;
use crate::site::Site;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Who signs what kubelets ask for: how they show themselves to the API server, and how they are asked themselves.
const KUBELET_SIGNERS: [&str; 2] =
    ["kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving"];
/// How a node is called as a user.
const NODE_USER: &str = "system:node:";

/// A request, without the certificate and without the groups of who asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SigningRequest {
    metadata: Metadata,
    spec: Spec,
    status: Conditions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    #[serde(deserialize_with = "or_default")]
    signer_name: String,
    #[serde(deserialize_with = "or_default")]
    username: String,
}

pub(super) fn facts(
    site: &mut Site,
    asked: &mut Asked,
) -> Result<(Value, Result<(), Failure>), CollectError> {
    let (requests, outcome): Listed<SigningRequest> =
        asked.cluster_wide(site, Resource::CertificateSigningRequests)?;
    let now = asked.api.now(site);
    let (mut refused, mut pending, mut count) = (Found::default(), Found::default(), 0_usize);
    for request in requests {
        if !KUBELET_SIGNERS.contains(&request.spec.signer_name.as_str()) {
            continue;
        }
        count += 1;
        let minutes = request.metadata.creation_timestamp.map_or(0, |since| minutes(since, now));
        let conditions = &request.status.conditions;
        let refusal =
            conditions.iter().find(|condition| matches!(condition.kind.as_str(), "Denied" | "Failed"));
        let entry = json!({
            "request": request.metadata.name,
            "signer": request.spec.signer_name,
            "node": request.spec.username.strip_prefix(NODE_USER),
            "minutes": minutes,
            "condition": refusal.map(|condition| &condition.kind),
            "reason": refusal.and_then(|condition| condition.reason.as_deref()).map(said::told),
            "message": refusal.and_then(|condition| condition.message.as_deref()).map(said::told),
        });
        if refusal.is_some() {
            refused.add(minutes.saturating_neg(), entry);
        } else if condition(conditions, "Approved").is_none() {
            pending.add(minutes, entry);
        }
    }
    let mut facts = Map::new();
    facts.insert("answered".to_owned(), outcome.is_ok().into());
    facts.insert("count".to_owned(), count.into());
    refused.tell(site, &mut facts, "refused");
    pending.tell(site, &mut facts, "pending");
    Ok((Value::Object(facts), outcome))
}
