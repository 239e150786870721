use super::case::{Case, Outcome};
use super::podman_engine::Podman;
use super::published_schema::strictly;
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use bollard_stubs::models::{ContainerInspectResponse, ContainerSummary, SystemVersion};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::runtime::Runtime;

const ID: &str = "container-restarts";

fn look(podman: &Podman) -> Outcome {
    look_at(podman, &[])
}

fn look_at(podman: &Podman, containers: &[&str]) -> Outcome {
    let outcome = Case::new(ID, &podman.area()).run(&json!({"engine": "local", "containers": containers}));
    let told: String = outcome.items.iter().map(|(_, text)| text.as_str()).collect();
    assert!(!told.contains("hunter2"), "more was kept than is told: {told}");
    outcome
}

/// A container that runs, and some that ended as somebody wished; with what nobody asks for.
fn healthy() -> Option<Podman> {
    let podman = Podman::start()?;
    podman.run("web", &["--env=PASSWORD=hunter2", "--label=owner=hunter2"], "exec sleep 600");
    podman.run("done", &[], "exit 0");
    podman.run("stopped", &[], "exit 143");
    for name in ["done", "stopped"] {
        podman.wait_for(name, "State.Status", "exited");
    }
    Some(podman)
}

#[test]
fn containers_that_run_give_no_finding() {
    let Some(podman) = healthy() else { return };
    let outcome = look(&podman);
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["containers"];
    assert_eq!((&facts["count"], &facts["running"]), (&json!(3), &json!(1)));
    assert_eq!(facts["engine"], "Podman Engine");
}

#[test]
fn a_container_that_ended_in_error_is_told() {
    let Some(podman) = healthy() else { return };
    podman.run("batch", &[], "exit 3");
    podman.wait_for("batch", "State.Status", "exited");
    let outcome = look(&podman);
    outcome.assert_faults(&["failed"]);
    let entry = &outcome.facts["containers"]["failed"][0];
    assert_eq!((&entry["container"], &entry["exit_code"]), (&json!("batch"), &json!(3)));
    assert_eq!(entry["image"], "localhost/contoso/shop:1");
    // Nobody asked for that one.
    look_at(&podman, &["web"]).assert_faults(&[]);
    look_at(&podman, &["web", "api"]).assert_faults(&["missing"]);
}

#[test]
fn a_container_whose_memory_ran_out_is_told() {
    let Some(podman) = healthy() else { return };
    podman.run("hungry", &["--memory=16m"], "x=xxxxxxxxxxxxxxxx; while true; do x=$x$x; done");
    podman.wait_for("hungry", "State.Status", "exited");
    let outcome = look(&podman);
    outcome.assert_faults(&["out-of-memory"]);
    assert_eq!(outcome.facts["containers"]["oom_killed"][0]["exit_code"], 137);
}

#[test]
fn a_container_that_is_started_again_and_again_is_told() {
    let Some(podman) = healthy() else { return };
    let fails_thrice =
        "echo x >> /starts; [ $(/bin/busybox wc -l < /starts) -gt 3 ] || exit 4; exec sleep 600";
    podman.run("api", &["--restart=always"], fails_thrice);
    podman.wait_for("api", "RestartCount", "3");
    podman.wait_for("api", "State.Status", "running");
    let outcome = look(&podman);
    outcome.assert_faults(&["restarting"]);
    let entry = &outcome.facts["containers"]["restarted"][0];
    assert_eq!((&entry["container"], &entry["restarts"]), (&json!("api"), &json!(3)));
}

#[test]
fn a_container_that_fails_its_health_check_is_told() {
    let Some(podman) = healthy() else { return };
    for (name, check) in [("sick", "test -e /ready"), ("well", "true")] {
        let check = format!("--health-cmd=/bin/busybox {check}");
        // Nobody checks by a timer, which would need systemd.
        podman.run(name, &[&check, "--health-retries=1", "--health-interval=disable"], "exec sleep 600");
        podman.check_health(name);
    }
    let outcome = look(&podman);
    outcome.assert_faults(&["unhealthy"]);
    assert_eq!(outcome.facts["containers"]["unhealthy_count"], 1);
    assert_eq!(outcome.facts["containers"]["unhealthy"][0]["container"], "sick");
}

#[test]
fn an_engine_has_to_be_listed_and_to_answer() {
    let folder = TempDir::new().unwrap();
    let area = format!("container_engines: {{local: {{socket: {}/none.sock}}}}", folder.path().display());
    let case = Case::new(ID, &area);
    let outcome = case.run(&json!({"engine": "local"}));
    outcome.assert_faults(&["no-answer"]);
    assert_eq!(outcome.facts["containers"]["failed_phase"], "connect");
    let refusal = case.refusal(&json!({"engine": "other"}));
    assert!(refusal.contains("add `other: {socket: …}` to `container_engines`"), "{refusal}");
    let relative = "sub: {container_engines: {local: {socket: podman.sock}}}";
    let refusal = collect::scope::Scope::parse(relative, Vec::new()).unwrap_err().to_string();
    assert!(refusal.contains("is not an absolute path"), "{refusal}");
}

/// A double of an engine, which answers what a test says: for states that Podman does not have, and for answers that a
/// real engine does not give on demand. What is an answer is held to the published schema of the Docker Engine API.
struct Double {
    asked: Arc<Mutex<Vec<String>>>,
    folder: TempDir,
    _runtime: Runtime,
}

/// What the double answers to the list, and to a container.
#[derive(Clone)]
struct Answers {
    list: (StatusCode, String),
    container: (StatusCode, String),
    asked: Arc<Mutex<Vec<String>>>,
}

async fn answer(State(answers): State<Answers>, method: Method, uri: Uri) -> Response {
    answers.asked.lock().unwrap().push(format!("{method} {uri}"));
    match uri.path() {
        "/version" => {
            let version = json!({"Version": "29.0.0", "ApiVersion": "1.52", "Os": "linux"});
            strictly::<SystemVersion>(&version);
            axum::Json(version).into_response()
        }
        "/containers/json" => answers.list.into_response(),
        _ => answers.container.into_response(),
    }
}

impl Double {
    fn new(list: (StatusCode, String), container: (StatusCode, String)) -> Self {
        let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers = Answers { list, container, asked: Arc::clone(&asked) };
        let socket = folder.path().join("api.sock");
        let listener = runtime.block_on(async { UnixListener::bind(socket) }).unwrap();
        let service = Router::new().fallback(answer).with_state(answers);
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self { asked, folder, _runtime: runtime }
    }

    fn look(&self) -> Outcome {
        let area =
            format!("container_engines: {{local: {{socket: {}/api.sock}}}}", self.folder.path().display());
        Case::new(ID, &area).run(&json!({"engine": "local"}))
    }
}

const CONTAINER_ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn listed() -> (StatusCode, String) {
    let list = json!([{"Id": CONTAINER_ID, "Names": ["/web"], "Image": "shop:1", "Labels": {}}]);
    strictly::<Vec<ContainerSummary>>(&list);
    (StatusCode::OK, list.to_string())
}

/// A container as Docker tells it, in a state that Podman does not have.
fn docker(state: &Value) -> (StatusCode, String) {
    let container = json!({
        "Id": CONTAINER_ID, "Name": "/web", "RestartCount": 9, "State": state, "Config": {"Image": "shop:1"},
        "HostConfig": {"RestartPolicy": {"Name": "always", "MaximumRetryCount": 0}},
    });
    strictly::<ContainerInspectResponse>(&container);
    (StatusCode::OK, container.to_string())
}

#[test]
fn an_engine_is_asked_three_questions_and_nothing_else() {
    let never = "0001-01-01T00:00:00Z";
    let restarting = json!({
        "Status": "restarting", "Running": true, "Restarting": true, "OOMKilled": false, "ExitCode": 1,
        "Error": "", "StartedAt": "2026-11-24T00:00:00.5Z", "FinishedAt": "2026-11-24T00:00:01.5Z",
    });
    let double = Double::new(listed(), docker(&restarting));
    double.look().assert_faults(&["restarting"]);
    assert_eq!(
        *double.asked.lock().unwrap(),
        ["GET /version", "GET /containers/json?all=true", &format!("GET /containers/{CONTAINER_ID}/json")]
    );
    let unstartable = json!({
        "Status": "created", "Running": false, "Restarting": false, "OOMKilled": false, "ExitCode": 127,
        "Error": "exec: \"shop\": executable file not found in $PATH", "StartedAt": never, "FinishedAt": never,
    });
    let outcome = Double::new(listed(), docker(&unstartable)).look();
    outcome.assert_faults(&["failed"]);
    assert!(outcome.findings[0].message.en.contains("executable file not found"));
}

#[test]
fn answers_of_an_engine_that_do_not_fit_are_told() {
    let text = |text: &str| (StatusCode::OK, text.to_owned());
    for (list, container, phase) in [
        ((StatusCode::INTERNAL_SERVER_ERROR, String::new()), text("{}"), "status"),
        (text("no containers here"), text("{}"), "form"),
        (text(&"[".repeat(9 << 20)), text("{}"), "form"),
        (listed(), text("[]"), "form"),
    ] {
        let outcome = Double::new(list, container).look();
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["containers"]["failed_phase"], phase);
    }
    // It went away meanwhile.
    Double::new(listed(), (StatusCode::NOT_FOUND, String::new())).look().assert_faults(&[]);
}

#[test]
fn an_id_that_is_none_is_no_path() {
    let list = json!([{"Id": "../images/prune", "Names": ["/web"]}]).to_string();
    let double = Double::new((StatusCode::OK, list), (StatusCode::OK, "{}".to_owned()));
    let area =
        format!("container_engines: {{local: {{socket: {}/api.sock}}}}", double.folder.path().display());
    let refusal = Case::new(ID, &area).refusal(&json!({"engine": "local"}));
    assert!(refusal.contains("another name than it can have"), "{refusal}");
    assert_eq!(double.asked.lock().unwrap().len(), 2);
}
