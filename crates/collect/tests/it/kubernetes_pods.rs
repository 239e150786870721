use super::kubernetes_server::{ApiServer, ago};
use serde_json::{Value, json};

const IMAGE_MESSAGE: &str = "failed to resolve reference \"registry.contoso.com/shop/web:2.1\": dial tcp 203.0.113.9:443: i/o timeout";

/// A pod that was scheduled an hour ago, with this status.
fn pod(name: &str, status: &Value) -> Value {
    let mut all = json!({
        "phase": "Running",
        "conditions": [{"type": "PodScheduled", "status": "True", "lastTransitionTime": ago(60)}],
    });
    all.as_object_mut().unwrap().extend(status.as_object().unwrap().clone());
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "name": name, "namespace": "shop", "creationTimestamp": ago(70),
            "annotations": {"contact": "hunter2"},
        },
        "spec": {
            "nodeName": "node-1",
            "containers": [{"name": "web", "env": [{"name": "PASSWORD", "value": "hunter2"}]}],
        },
        "status": all,
    })
}

/// The status of a pod with one container in this state.
fn one(phase: &str, state: &Value, last: &Value, restarts: u32) -> Value {
    json!({"phase": phase, "containerStatuses": [{
        "name": "web", "image": "registry.contoso.com/shop/web:2.1", "imageID": "", "ready": false,
        "restartCount": restarts, "state": state, "lastState": last,
    }]})
}

fn running(restarts: u32, last: &Value) -> Value {
    one("Running", &json!({"running": {"startedAt": ago(50)}}), last, restarts)
}

fn waiting(phase: &str, reason: &str, message: &str) -> Value {
    one(phase, &json!({"waiting": {"reason": reason, "message": message}}), &json!({}), 0)
}

fn ended(exit_code: i32, reason: &str, minutes: u32) -> Value {
    json!({"terminated": {
        "exitCode": exit_code, "reason": reason, "startedAt": ago(minutes + 1), "finishedAt": ago(minutes),
    }})
}

fn unschedulable(minutes: u32) -> Value {
    let mut pod = pod(
        "cart-0",
        &json!({"phase": "Pending", "conditions": [{
            "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "lastTransitionTime": ago(minutes),
            "message": "0/3 nodes are available: 3 Insufficient memory.",
        }]}),
    );
    pod["spec"].as_object_mut().unwrap().remove("nodeName");
    pod
}

fn crash_loop(last: &Value) -> Value {
    let state = json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s restarting failed container"}});
    one("Running", &state, last, 12)
}

fn evicted(minutes: u32) -> Value {
    pod(
        "batch-1",
        &json!({
            "phase": "Failed", "reason": "Evicted",
            "message": "The node was low on resource: memory. Container web was using 900Mi, request is 100Mi.",
            "conditions": [{"type": "DisruptionTarget", "status": "True", "lastTransitionTime": ago(minutes)}],
        }),
    )
}

fn warning(pod: &str, reason: &str, message: &str, minutes: u32) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Event",
        "metadata": {"name": format!("{pod}.{reason}"), "namespace": "shop"},
        "involvedObject": {"kind": "Pod", "namespace": "shop", "name": pod},
        "type": "Warning", "reason": reason, "message": message, "lastTimestamp": ago(minutes), "count": 9,
    })
}

/// What runs as it should: also what ended long ago, was stopped on purpose, is about to come up, or is done.
fn healthy() -> Vec<Value> {
    let mut leaving = pod("old-0", &crash_loop(&ended(1, "Error", 2)));
    leaving["metadata"]["deletionTimestamp"] = json!(ago(1));
    let mut young = pod("new-0", &waiting("Pending", "ContainerCreating", ""));
    young["status"]["conditions"][0]["lastTransitionTime"] = json!(ago(1));
    vec![
        pod("web-0", &running(0, &json!({}))),
        pod("web-1", &running(9, &ended(1, "Error", 2_000))),
        pod("web-2", &running(1, &ended(137, "Error", 5))),
        pod("job-0", &one("Succeeded", &ended(0, "Completed", 5), &json!({}), 0)),
        pod(
            "batch-0",
            &json!({"phase": "Failed", "reason": "Evicted", "message": "x",
            "conditions": [{"type": "Ready", "status": "False", "lastTransitionTime": ago(3_000)}]}),
        ),
        leaving,
        young,
    ]
}

fn planted(fault: Value) -> ApiServer {
    let mut objects = healthy();
    objects.push(fault);
    ApiServer::with(objects)
}

#[test]
fn pods_that_run_give_no_finding() {
    let outcome = ApiServer::with(healthy()).look("kubernetes-pods");
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["cluster"]["pods"]["count"], 7);
    ApiServer::with(Vec::new()).look("kubernetes-pods").assert_faults(&[]);
}

#[test]
fn a_pod_that_finds_no_node_is_told_with_the_schedulers_reason() {
    let outcome = planted(unschedulable(30)).look("kubernetes-pods");
    outcome.assert_faults(&["unschedulable"]);
    let message = &outcome.findings[0].message.en;
    assert!(message.contains("shop/cart-0") && message.contains("3 Insufficient memory"), "{message}");
    // Findings point into what was handed over.
    let seen = &outcome.findings[0].seen[0];
    assert_eq!(seen.pointer, "/cluster/pods/unschedulable");
    assert_eq!(outcome.facts["cluster"]["pods"]["unschedulable"][0]["minutes"], 30);
    // The scheduler looks for a node at this moment.
    planted(unschedulable(2)).look("kubernetes-pods").assert_faults(&[]);
}

#[test]
fn a_pod_that_does_not_start_is_told_with_the_last_warning_about_it() {
    let server = planted(pod("pay-0", &waiting("Pending", "ContainerCreating", "")));
    server.put(warning("pay-0", "FailedScheduling", "no node", 50));
    server.put(warning("pay-0", "FailedMount", "MountVolume.SetUp failed for volume \"certs\"", 2));
    server.put(warning("web-0", "Unhealthy", "readiness probe failed", 1));
    let outcome = server.look("kubernetes-pods");
    outcome.assert_faults(&["not-starting"]);
    let entry = &outcome.facts["cluster"]["pods"]["waiting"][0];
    assert_eq!((&entry["event"], &entry["minutes"]), (&json!("FailedMount"), &json!(60)));
    assert!(entry["event_message"].as_str().unwrap().contains("certs"));

    // A right that is missing for the warnings costs no more than these.
    server.state().forbidden = vec!["events"];
    let outcome = server.look("kubernetes-pods");
    outcome.assert_faults(&["not-starting"]);
    assert!(outcome.facts["cluster"]["pods"]["events_error"].as_str().unwrap().contains("forbidden"));

    // Started again, it lacks what it had at first.
    let config = waiting("Running", "CreateContainerConfigError", "configmap \"shop\" not found");
    planted(pod("pay-1", &config)).look("kubernetes-pods").assert_faults(&["not-starting"]);
    // Its kubelet says nothing of it at all.
    planted(pod("pay-2", &json!({"phase": "Pending"})))
        .look("kubernetes-pods")
        .assert_faults(&["not-starting"]);
}

#[test]
fn an_image_that_cannot_be_had_is_told() {
    for reason in ["ErrImagePull", "ImagePullBackOff", "InvalidImageName"] {
        let fault = pod("web-9", &waiting("Pending", reason, IMAGE_MESSAGE));
        let outcome = planted(fault).look("kubernetes-pods");
        outcome.assert_faults(&["no-image"]);
        assert!(outcome.findings[0].message.en.contains("registry.contoso.com/shop/web:2.1"));
    }
}

#[test]
fn a_container_that_crashes_again_and_again_is_told_with_its_last_end() {
    let outcome = planted(pod("api-0", &crash_loop(&ended(2, "Error", 3)))).look("kubernetes-pods");
    outcome.assert_faults(&["crash-looping"]);
    let entry = &outcome.facts["cluster"]["pods"]["crash_looping"][0];
    assert_eq!(
        (&entry["exit_code"], &entry["reason"], &entry["restarts"], &entry["ended_minutes_ago"]),
        (&json!(2), &json!("Error"), &json!(12), &json!(3))
    );
    // A container that prepares a pod counts as well.
    let mut init = pod("api-1", &waiting("Pending", "PodInitializing", ""));
    init["status"]["initContainerStatuses"] = crash_loop(&ended(1, "Error", 1))["containerStatuses"].take();
    planted(init).look("kubernetes-pods").assert_faults(&["not-starting", "crash-looping"]);
    // Between two crashes it runs.
    let restarted = pod("api-2", &running(4, &ended(1, "Error", 10)));
    planted(restarted).look("kubernetes-pods").assert_faults(&["restarted"]);
}

#[test]
fn memory_that_ran_out_is_told() {
    let fault = |minutes| pod("mem-0", &running(1, &ended(137, "OOMKilled", minutes)));
    planted(fault(5)).look("kubernetes-pods").assert_faults(&["out-of-memory"]);
    planted(fault(500)).look("kubernetes-pods").assert_faults(&[]);
    let looping = pod("mem-1", &crash_loop(&ended(137, "OOMKilled", 5)));
    planted(looping).look("kubernetes-pods").assert_faults(&["crash-looping", "out-of-memory"]);
}

#[test]
fn a_pod_that_failed_for_good_is_told() {
    let job = |exit_code, reason, minutes| {
        pod("job-9", &one("Failed", &ended(exit_code, reason, minutes), &json!({}), 0))
    };
    let outcome = planted(job(1, "Error", 10)).look("kubernetes-pods");
    outcome.assert_faults(&["failed"]);
    assert_eq!(outcome.facts["cluster"]["pods"]["failed"][0]["exit_code"], 1);
    planted(job(137, "OOMKilled", 10)).look("kubernetes-pods").assert_faults(&["out-of-memory", "failed"]);
    planted(job(1, "Error", 100)).look("kubernetes-pods").assert_faults(&[]);
}

#[test]
fn an_evicted_pod_is_told_with_the_reason_until_it_is_long_ago() {
    let server = planted(evicted(20));
    let outcome = server.look("kubernetes-pods");
    outcome.assert_faults(&["evicted"]);
    let message = &outcome.findings[0].message.en;
    assert!(
        message.contains("shop/batch-1 from node-1, 20 minutes ago") && message.contains("low on resource"),
        "{message}"
    );
    planted(evicted(2_000)).look("kubernetes-pods").assert_faults(&[]);
    // Somebody cleans up.
    server.state().remove("pods", "shop", "batch-1");
    server.look("kubernetes-pods").assert_faults(&[]);
}
