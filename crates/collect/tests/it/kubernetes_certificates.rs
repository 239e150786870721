use super::kubernetes_server::{ApiServer, ago, in_days};
use serde_json::{Value, json};

fn certificate(name: &str, status: &Value) -> Value {
    json!({
        "apiVersion": "cert-manager.io/v1", "kind": "Certificate",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "secretName": "hunter2", "issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"},
            "dnsNames": ["shop.contoso.com"],
        },
        "status": status,
    })
}

fn issued(days: i64, renewal: i64) -> Value {
    json!({
        "conditions": [{
            "type": "Ready", "status": "True", "reason": "Ready", "message": "up to date",
            "lastTransitionTime": ago(5),
        }],
        "notBefore": in_days(days - 90), "notAfter": in_days(days), "renewalTime": in_days(renewal), "revision": 3,
    })
}

fn healthy() -> Vec<Value> {
    vec![certificate("web", &issued(60, 30))]
}

fn planted(fault: Value) -> ApiServer {
    let mut objects = healthy();
    objects.push(fault);
    ApiServer::with(objects)
}

#[test]
fn certificates_that_are_renewed_give_no_finding() {
    let server = ApiServer::with(healthy());
    let outcome = server.look("kubernetes-certificates");
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["cluster"];
    assert_eq!(
        (&facts["api_server"]["days_left"], &facts["certificates"]["count"]),
        (&json!(300), &json!(1))
    );
    // A cluster without cert-manager.
    server.state().absent = vec!["certificates"];
    let outcome = server.look("kubernetes-certificates");
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["cluster"]["certificates"]["cert_manager"], json!(false));
}

#[test]
fn the_api_servers_own_certificate_is_looked_at() {
    ApiServer::valid_for(10).look("kubernetes-certificates").assert_faults(&["api-server-expiring"]);
    // Expired, it keeps everybody out, and says so all the same.
    let outcome = ApiServer::valid_for(-3).look("kubernetes-certificates");
    outcome.assert_faults(&["not-trusted", "api-server-expiring"]);
    assert_eq!(outcome.facts["cluster"]["api_server"]["days_left"], json!(-3));
}

#[test]
fn certificates_that_end_are_told() {
    for (fault, expected) in [
        (certificate("old", &issued(-2, 30)), "expired"),
        (certificate("late", &issued(9, 3)), "expiring"),
        (certificate("stuck", &issued(40, -2)), "renewal-overdue"),
    ] {
        let outcome = planted(fault).look("kubernetes-certificates");
        outcome.assert_faults(&[expected]);
        assert_eq!(outcome.facts["cluster"]["certificates"]["count"], 2);
    }
    let fault = json!({"conditions": [{
        "type": "Ready", "status": "False", "reason": "DoesNotExist",
        "message": "Issuing certificate as Secret does not exist", "lastTransitionTime": ago(600),
    }]});
    planted(certificate("new", &fault)).look("kubernetes-certificates").assert_faults(&["not-issued"]);
}

#[test]
fn the_ways_to_fail_are_told_apart() {
    let server = ApiServer::with(healthy());
    server.state().forbidden = vec!["certificates"];
    let outcome = server.look("kubernetes-certificates");
    outcome.assert_faults(&["refused"]);
    let error = outcome.facts["cluster"]["error"].as_str().unwrap();
    assert!(
        error.contains("cannot list resource \"certificates\" in API group \"cert-manager.io\""),
        "{error}"
    );
    let elsewhere = json!({"url": format!("https://127.0.0.1:{}", super::postgres_server::free_port())});
    server.look_with("kubernetes-certificates", &elsewhere, &json!({})).assert_faults(&["no-answer"]);
}
