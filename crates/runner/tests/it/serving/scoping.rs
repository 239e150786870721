use super::papers::{claimed, consent, line};
use super::refusing::{check, check_shipped, unsigned};
use super::world::World;
use serde_json::{Value, json};
use std::os::unix::fs::symlink;
use wire::Claimed;

#[tokio::test(flavor = "multi_thread")]
async fn inputs_that_lead_out_of_the_scope_are_refused() {
    let world = World::working("").await;
    let root = world.folder.path().to_owned();
    std::fs::write(root.join("secret.log"), line("secret")).unwrap();
    symlink(root.join("secret.log"), root.join("logs/link.log")).unwrap();
    symlink(&root, root.join("logs/up")).unwrap();
    let search = |files: &str| {
        let files = root.join(files);
        claimed("run", "log-search", json!({"files": files, "pattern": ""}), unsigned(consent()))
    };
    for (name, files) in [
        ("beside", "secret.log"),
        ("through-dots", "logs/../secret.log"),
        ("through-a-link", "logs/link.log"),
        ("through-a-linked-folder", "logs/up/secret.log"),
        ("own-key", "data/run-record.key"),
        ("own-key-through-a-link", "logs/up/data/tenant.secret"),
        ("own-settings", "runner.yaml"),
        ("of-the-system", "/etc/passwd"),
    ] {
        check(&world, name, &search(files), |_| (), "not_in_scope").await;
    }
    for (name, host) in
        [("other-host", "192.0.2.1"), ("other-name", "localhost"), ("mapped", "::ffff:192.0.2.1")]
    {
        let inputs = json!({"host": host, "port": 80, "tls": false});
        let claimed = claimed("run", "endpoint-connectivity", inputs, unsigned(consent()));
        check(&world, name, &claimed, |_| (), "not_in_scope").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_fits_its_type_and_not_its_place_is_named() {
    let world = World::working("").await;
    let inputs = json!({"host": "127.0.0.1", "port": 80, "tls": false, "path": "/<"});
    let claimed = claimed("run", "endpoint-connectivity", inputs, unsigned(consent()));
    check(&world, "path", &claimed, |_| (), "input_path").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_the_runners_own_is_refused_wherever_it_lies() {
    let world = World::working_in_itself().await;
    world.log("app.log", &line("one"));
    symlink(world.data().path(), world.folder.path().join("logs/data")).unwrap();
    check_shipped(&world, "other", &world.search_run("other", unsigned(consent()))).await;
    for (name, file) in [
        ("settings", "runner.yaml"),
        ("key", "data/run-record.key"),
        ("token", "data/token"),
        ("any", "data/*"),
        ("linked", "logs/data/tenant.secret"),
        ("everything", "d*/**"),
    ] {
        let inputs = json!({"files": world.folder.path().join(file), "pattern": ""});
        let claimed = claimed("run", "log-search", inputs, unsigned(consent()));
        check(&world, name, &claimed, |_| (), "not_in_scope").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_a_subscription_that_is_not_listed_is_not_even_claimed() {
    let world = World::working("").await;
    let honest = claimed("honest", "host-health", Value::Null, unsigned(consent()));
    for (run, change) in [
        ("elsewhere", (|claimed| claimed.subscription = "other".parse().unwrap()) as fn(&mut Claimed)),
        ("unknown", |claimed| claimed.diagnostic = "shell".parse().unwrap()),
        ("..%2f..%2ftokens", |_| ()),
        ("a/../../../tokens", |_| ()),
    ] {
        let mut changed = Claimed { run: run.parse().unwrap(), ..honest.clone() };
        change(&mut changed);
        world.desk.offer(&changed);
    }
    check_shipped(&world, "honest", &honest).await;
    let claims = world.desk.read(|book| book.asked("claim"));
    assert_eq!((claims, world.desk.read(|book| book.asked("tokens"))), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_can_rule_out_advanced_diagnostics() {
    let world = World::working("advanced: false").await;
    world.log("app.log", &line("one"));
    let honest = world.search_run("honest", unsigned(consent()));
    check(&world, "advanced", &honest, |_| (), "advanced_off").await;
    let standard = claimed("standard", "host-health", Value::Null, unsigned(consent()));
    check_shipped(&world, "standard", &standard).await;
}
