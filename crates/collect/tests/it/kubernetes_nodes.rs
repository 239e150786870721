use super::kubernetes_server::{ApiServer, ago};
use serde_json::{Value, json};

fn node(name: &str, conditions: &[(&str, &str)]) -> Value {
    let conditions: Vec<Value> = conditions
        .iter()
        .map(|(kind, status)| {
            json!({
                "type": kind, "status": status, "lastHeartbeatTime": ago(1), "lastTransitionTime": ago(45),
                "reason": "KubeletSays", "message": "container runtime is down",
            })
        })
        .collect();
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "annotations": {"owner": "hunter2"}},
        "spec": {"podCIDR": "10.244.0.0/24"},
        "status": {"conditions": conditions, "addresses": [{"type": "InternalIP", "address": "10.1.2.3"}]},
    })
}

const WELL: [(&str, &str); 4] =
    [("MemoryPressure", "False"), ("DiskPressure", "False"), ("PIDPressure", "False"), ("Ready", "True")];

fn planted(fault: Option<Value>) -> ApiServer {
    let well = [node("node-1", &WELL), node("node-2", &WELL)];
    ApiServer::with(well.into_iter().chain(fault).collect())
}

#[test]
fn nodes_that_are_ready_give_no_finding() {
    let outcome = planted(None).look("kubernetes-nodes");
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["cluster"]["nodes"]["count"], 2);
    assert!(!outcome.items.iter().any(|(_, text)| text.contains("10.1.2.3")), "addresses are not asked for");
}

#[test]
fn a_node_that_is_not_ready_is_told() {
    for status in ["False", "Unknown"] {
        let outcome = planted(Some(node("node-3", &[("Ready", status)]))).look("kubernetes-nodes");
        outcome.assert_faults(&["not-ready"]);
        let entry = &outcome.facts["cluster"]["nodes"]["not_ready"][0];
        assert_eq!((&entry["status"], &entry["minutes"]), (&json!(status), &json!(45)));
    }
    planted(Some(node("node-3", &[]))).look("kubernetes-nodes").assert_faults(&["not-ready"]);
}

#[test]
fn a_node_under_pressure_is_told() {
    for pressure in ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"] {
        let fault = node("node-3", &[("Ready", "True"), (pressure, "True")]);
        let outcome = planted(Some(fault)).look("kubernetes-nodes");
        outcome.assert_faults(&["pressed"]);
        assert!(outcome.findings[0].message.en.contains(&format!("node-3: {pressure} since 45 minutes")));
    }
}

#[test]
fn a_node_that_takes_no_pods_is_told() {
    let mut fault = node("node-3", &WELL);
    fault["spec"]["unschedulable"] = json!(true);
    planted(Some(fault)).look("kubernetes-nodes").assert_faults(&["cordoned"]);
}

#[test]
fn nodes_are_listed_only_where_the_settings_say_so() {
    let refusal = planted(None).case("kubernetes-nodes", &json!({"cluster_wide": false}));
    let refusal = refusal.refusal(&json!({"cluster": "live"}));
    assert!(
        refusal.contains("nodes in cluster `live`") && refusal.contains("cluster_wide: true"),
        "{refusal}"
    );
}

#[test]
fn the_ways_to_fail_are_told_apart() {
    let server = planted(None);
    server.state().forbidden = vec!["nodes"];
    server.look("kubernetes-nodes").assert_faults(&["refused"]);
    server.state().forbidden.clear();
    let elsewhere = json!({"url": format!("https://127.0.0.1:{}", super::postgres_server::free_port())});
    server.look_with("kubernetes-nodes", &elsewhere, &json!({})).assert_faults(&["no-answer"]);
    let stranger = super::tls_server::Authority::called("stranger");
    let settings = json!({"authority_file": stranger.file.path()});
    server.look_with("kubernetes-nodes", &settings, &json!({})).assert_faults(&["not-trusted"]);
}
