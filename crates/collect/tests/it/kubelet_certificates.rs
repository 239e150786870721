use super::kubernetes_server::{ApiServer, ago};
use serde_json::{Value, json};

fn request(name: &str, signer: &str, minutes: u32, condition: Option<(&str, &str)>) -> Value {
    let conditions: Vec<Value> = condition
        .iter()
        .map(|(kind, reason)| json!({"type": kind, "status": "True", "reason": reason, "message": "by hand"}))
        .collect();
    json!({
        "apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest",
        "metadata": {"name": name, "creationTimestamp": ago(minutes)},
        "spec": {
            "signerName": format!("kubernetes.io/{signer}"), "username": "system:node:node-1",
            "groups": ["system:nodes", "hunter2"], "request": "aHVudGVyMg==", "usages": ["server auth"],
        },
        "status": {"conditions": conditions},
    })
}

fn planted(fault: Option<Value>) -> ApiServer {
    let well = [
        request("csr-1", "kubelet-serving", 300, Some(("Approved", "AutoApproved"))),
        request("csr-2", "kubelet-serving", 1, None),
        // Not a kubelet's.
        request("csr-3", "kube-apiserver-client", 300, None),
    ];
    ApiServer::with(well.into_iter().chain(fault).collect())
}

#[test]
fn requests_that_are_granted_give_no_finding() {
    let outcome = planted(None).look("kubelet-certificates");
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["cluster"]["signing_requests"]["count"], 2);
}

#[test]
fn requests_of_kubelets_that_are_refused_or_forgotten_are_told() {
    for (condition, expected) in [
        (Some(("Denied", "Denied")), "kubelet-refused"),
        (Some(("Failed", "SignerValidationFailure")), "kubelet-refused"),
        (None, "kubelet-waiting"),
    ] {
        let fault = request("csr-9", "kubelet-serving", 120, condition);
        let outcome = planted(Some(fault)).look("kubelet-certificates");
        outcome.assert_faults(&[expected]);
        assert!(outcome.findings[0].message.en.contains("node-1"));
    }
}

#[test]
fn the_ways_to_fail_are_told_apart() {
    let server = planted(None);
    server.state().forbidden = vec!["certificatesigningrequests"];
    server.look("kubelet-certificates").assert_faults(&["refused"]);
    let elsewhere = json!({"url": format!("https://127.0.0.1:{}", super::postgres_server::free_port())});
    server.look_with("kubelet-certificates", &elsewhere, &json!({})).assert_faults(&["no-answer"]);
    let stranger = super::tls_server::Authority::called("stranger");
    let settings = json!({"authority_file": stranger.file.path()});
    server.look_with("kubelet-certificates", &settings, &json!({})).assert_faults(&["not-trusted"]);
    let refusal = server.case("kubelet-certificates", &json!({"cluster_wide": false}));
    let refusal = refusal.refusal(&json!({"cluster": "live"}));
    assert!(refusal.contains("certificatesigningrequests in cluster `live`"), "{refusal}");
}
