//! The KQL rules of `docs/siem`, read by the language service of Kusto's own editor and bound to the tables that the README
//! declares.

use crate::entries::entries;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use streams::ocsf;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The rules, by file.
fn rules() -> BTreeMap<String, String> {
    let files = fs::read_dir(root().join("docs/siem")).unwrap().map(|file| file.unwrap().path());
    let rules = files.filter(|path| path.extension().is_some_and(|extension| extension == "kql"));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    rules.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// The schemas that the README declares, by table.
fn tables() -> BTreeMap<String, String> {
    let readme = fs::read_to_string(root().join("docs/siem/README.md")).unwrap();
    let declared = readme.lines().filter_map(|line| line.strip_prefix("    .create table "));
    declared
        .map(|line| {
            let (name, schema) = line.split_once(' ').unwrap();
            (name.to_owned(), schema.to_owned())
        })
        .collect()
}

/// What the language service says of queries.
fn checked(queries: &BTreeMap<String, String>) -> Value {
    let modules = root().join("target/clients/node/node_modules");
    assert!(modules.is_dir(), "`cargo xtask test` installs Kusto's language service into target/clients");
    let mut node = Command::new("node")
        .env("NODE_PATH", modules)
        .arg(root().join("crates/streams/tests/siem/kql_rules.cjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let given = json!({ "tables": tables(), "queries": queries });
    node.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let ended = node.wait_with_output().unwrap();
    assert!(ended.status.success());
    serde_json::from_slice(&ended.stdout).unwrap()
}

#[test]
fn every_query_is_sound_and_asks_for_what_events_have_and_a_broken_one_is_found() {
    let mut queries = rules();
    assert_eq!(queries.len(), 2, "{queries:?}");
    let whole = queries["access_without_case.kql"].clone();
    let broken = [
        ("no such column", whole.replace("metadata.event_code", "metdata.event_code")),
        ("no such function", whole.replace("tolong(", "tolongest(")),
        ("a bracket too few", whole.replacen("in (\"consent_given\"", "in \"consent_given\"", 1)),
        ("another type", whole.replace("ConsentSequence < Sequence", "ConsentSequence < 1h")),
    ];
    queries.extend(broken.clone().map(|(name, text)| (name.to_owned(), text)));
    let checked = checked(&queries);
    for name in rules().keys() {
        assert_eq!(checked[name]["wrong"], json!([]), "{name}");
        assert_ne!(checked[name]["gives"], json!([]), "{name} says what it alerts of");
    }
    for (name, _) in broken {
        assert_ne!(checked[name]["wrong"], json!([]), "{name}");
    }
    // What stands inside dynamic columns no schema says: it is what events have.
    let events: Vec<_> = entries().iter().map(ocsf).collect();
    let has = |event: &Value, path: &str| event.pointer(&format!("/{}", path.replace('.', "/"))).is_some();
    let named = rules().into_keys().flat_map(|name| checked[&name]["named"].as_array().unwrap().clone());
    let named: Vec<_> = named.map(|path| path.as_str().unwrap().to_owned()).collect();
    let own: Vec<_> = named.iter().filter_map(|path| path.strip_prefix("Glasscase_CL.")).collect();
    assert!(own.contains(&"metadata.correlation_uid"), "{own:?}");
    for path in own {
        assert!(events.iter().any(|event| has(event, path)), "no event has `{path}`");
    }
}
