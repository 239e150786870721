//! The conversation with an API server, whatever is asked.

use super::case::Case;
use super::kubernetes_server::{ApiServer, ago};
use serde_json::{Value, json};

const PODS: &str = "kubernetes-pods";

fn pods(namespace: &str, count: usize) -> impl Iterator<Item = Value> {
    let namespace = namespace.to_owned();
    (0..count).map(move |index| {
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": format!("pod-{index:04}"), "namespace": namespace, "creationTimestamp": ago(9)},
            "status": {"phase": "Running"},
        })
    })
}

fn counts(outcome: &super::case::Outcome) -> (u64, u64, u64) {
    let facts = &outcome.facts["cluster"];
    let number = |value: &Value| value.as_u64().unwrap();
    (number(&facts["pods"]["count"]), number(&facts["pages"]), number(&facts["relisted"]))
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let server = ApiServer::with(pods("shop", 250).collect());
    assert_eq!(counts(&server.look(PODS)), (250, 3, 0));
}

#[test]
fn a_list_whose_place_was_forgotten_is_begun_anew() {
    let server = ApiServer::with(pods("shop", 250).collect());
    server.state().forgetful = 2;
    let outcome = server.look(PODS);
    outcome.assert_faults(&[]);
    assert_eq!(counts(&outcome), (250, 5, 2));
    // Not for ever.
    server.state().forgetful = 9;
    let outcome = server.look(PODS);
    outcome.assert_faults(&["no-answer"]);
    assert_eq!(outcome.facts["cluster"]["error_code"], "410");
}

#[test]
fn a_busy_server_gets_the_pause_that_it_asks_for() {
    let server = ApiServer::with(pods("shop", 3).collect());
    let busy = |times, pause| {
        let mut state = server.state();
        (state.busy, state.pause) = (times, pause);
    };
    busy(2, "1");
    let start = std::time::Instant::now();
    let outcome = server.look(PODS);
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["cluster"]["throttled"], 2);
    assert!(start.elapsed().as_secs() >= 2, "it did not wait");
    busy(1, "3600");
    server.look(PODS).assert_faults(&["no-answer"]);
}

#[test]
fn a_token_that_is_not_known_and_a_right_that_is_missing_are_told() {
    let server = ApiServer::with(pods("shop", 3).collect());
    let case = Case::new(PODS, &server.area("another-token", &json!({})));
    let outcome = case.run(&json!({"cluster": "live"}));
    outcome.assert_faults(&["refused"]);
    assert_eq!(outcome.facts["cluster"]["error_code"], "401");
    server.state().forbidden = vec!["pods"];
    let outcome = server.look(PODS);
    outcome.assert_faults(&["refused"]);
    assert!(outcome.facts["cluster"]["error"].as_str().unwrap().contains("at the cluster scope"));
}

#[test]
fn an_answer_that_is_no_list_is_told() {
    let server = ApiServer::with(pods("shop", 3).collect());
    for (answer, phase) in [
        ("no pods here".to_owned(), "form"),
        (json!({"kind": "PodList", "items": 3}).to_string(), "form"),
        (json!({"kind": "PodList", "metadata": {}}).to_string(), "form"),
        (json!({"kind": "PodList", "items": [], "x": "x".repeat(9 << 20)}).to_string(), "form"),
    ] {
        server.state().instead = Some(answer);
        let outcome = server.look(PODS);
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["cluster"]["failed_phase"], phase);
    }
    // As an API server writes empty lists.
    server.state().instead = Some(json!({"kind": "PodList", "metadata": {}, "items": null}).to_string());
    server.look(PODS).assert_faults(&[]);
}

#[test]
fn a_list_that_is_refused_leaves_the_others() {
    let server = ApiServer::with(Vec::new());
    server.put(json!({
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-1"},
        "spec": {"unschedulable": true}, "status": {"conditions": [{"type": "Ready", "status": "True"}]},
    }));
    server.state().forbidden = vec!["certificates"];
    let mut case = server.case("kubernetes-nodes", &json!({}));
    let text = include_str!("../../../../catalogue/kubernetes-nodes.yaml");
    let text = text.replace("facts: [nodes]", "facts: [certificates, nodes]");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    let outcome = case.run(&json!({"cluster": "live"}));
    outcome.assert_faults(&["refused", "cordoned"]);
    assert_eq!(outcome.facts["cluster"]["certificates"]["answered"], false);
}

#[test]
fn nobody_is_asked_whom_the_clusters_own_authority_does_not_vouch_for() {
    let server = ApiServer::with(pods("shop", 3).collect());
    let stranger = super::tls_server::Authority::called("stranger");
    let settings = json!({"authority_file": stranger.file.path()});
    server.look_with(PODS, &settings, &json!({})).assert_faults(&["not-trusted"]);
    assert!(server.state().asked.is_empty(), "it was asked");
}

#[test]
fn a_cluster_that_echoes_the_token_gets_it_nowhere() {
    let server = ApiServer::with(Vec::new());
    server.put(json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "pod-1", "namespace": "shop", "creationTimestamp": ago(9)},
        "status": {"phase": "Failed", "reason": "Evicted", "message": format!("for {}", server.token())},
    }));
    let refusal = server.case(PODS, &json!({})).refusal(&json!({"cluster": "live"}));
    assert!(refusal.contains("so nothing of it is handed over"), "{refusal}");
    assert!(!refusal.contains(server.token()), "{refusal}");
}

#[test]
fn only_namespaces_that_the_settings_list_are_asked_for() {
    let server = ApiServer::with(pods("shop", 2).chain(pods("pay", 3)).chain(pods("hr", 4)).collect());
    let listed = json!({"namespaces": ["shop", "pay"]});
    let asked = |inputs: &Value| {
        server.state().asked.clear();
        let count = counts(&server.look_with(PODS, &listed, inputs)).0;
        (count, server.state().asked.clone())
    };
    let path = |namespace: &str| format!("/api/v1/namespaces/{namespace}/pods");
    assert_eq!(asked(&json!({})), (5, vec![path("shop"), path("pay")]));
    assert_eq!(asked(&json!({"namespaces": ["pay"]})), (3, vec![path("pay")]));
    server.state().asked.clear();
    let case = server.case(PODS, &listed);
    let refusal = case.refusal(&json!({"cluster": "live", "namespaces": ["hr"]}));
    assert!(
        refusal.contains("pods of namespace `hr`") && refusal.contains("add `hr` to `namespaces`"),
        "{refusal}"
    );
    let refusal = server.case(PODS, &json!({"namespaces": []})).refusal(&json!({"cluster": "live"}));
    assert!(refusal.contains("add `*` to `namespaces`"), "{refusal}");
    let refusal = case.refusal(&json!({"cluster": "test"}));
    assert!(refusal.contains("`clusters` does not list it"), "{refusal}");
    assert!(server.state().asked.is_empty(), "it was asked");
}

#[test]
fn settings_that_would_send_the_token_in_clear_or_show_it_are_refused() {
    let server = ApiServer::with(Vec::new());
    let refusal =
        server.case(PODS, &json!({"url": "http://127.0.0.1:1"})).refusal(&json!({"cluster": "live"}));
    assert!(refusal.contains("write https://host:6443"), "{refusal}");
    let refusal = server.case(PODS, &json!({"url": null})).refusal(&json!({"cluster": "live"}));
    assert!(refusal.contains("this runner is no pod"), "{refusal}");
    let readable = "sub: {folders: [/etc/glasscase], clusters: {live: {token_file: /etc/glasscase/token}}}";
    let refusal = collect::scope::Scope::parse(readable, Vec::new()).unwrap_err().to_string();
    assert!(refusal.contains("password file of cluster `live`"), "{refusal}");
    // A pod's own token is where every cluster puts it.
    let mounted = "sub: {folders: [/run/secrets, /var/run/secrets], clusters: {live: {}}}";
    let refusal = collect::scope::Scope::parse(mounted, Vec::new()).unwrap_err().to_string();
    assert!(refusal.contains("password file of cluster `live`"), "{refusal}");
}
