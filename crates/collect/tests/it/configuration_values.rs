use super::case::{Case, Outcome};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

/// The same settings in each format.
const FILES: [(&str, &str, &str); 6] = [
    ("app.ini", "server.port", "; note\n[server]\nport = 8080\n[db]\npassword = hunter2\n"),
    ("app.toml", "server.port", "[server]\nport = 8080\n[db]\npassword = \"hunter2\"\n"),
    ("app.yaml", "server.port", "server:\n  port: 8080\ndb: {password: hunter2}\n"),
    ("app.json", "server.port", "{\"server\": {\"port\": 8080}, \"db\": {\"password\": \"hunter2\"}}"),
    ("web.config", "conf.server.@port", "<conf><server port=\"8080\"/><db password=\"hunter2\"/></conf>"),
    ("app.properties", "server.port", "# note\nserver.port=8080\ndb.password=hunter2\n"),
];

fn look(name: &str, text: &str, more: &Value) -> Outcome {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let mut inputs = json!({"files": folder.path().join("*")});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("configuration-values", &format!("folders: [{}]", folder.path().display())).run(&inputs)
}

#[test]
fn a_value_that_differs_is_found_in_every_format() {
    for (name, key, text) in FILES {
        look(name, text, &json!({"expected": [format!("{key}=8080")]})).assert_faults(&[]);
        let outcome = look(name, text, &json!({"expected": [format!("{key}=9090")]}));
        outcome.assert_faults(&["value-differs"]);
        let difference = &outcome.facts["config"]["first_difference"];
        assert_eq!((&difference["value"], &difference["key"]), (&json!("8080"), &json!(key)), "{name}");
    }
}

#[test]
fn nothing_but_the_keys_asked_for_is_handed_over_and_never_a_secret() {
    for (name, key, text) in FILES {
        let secret = key.replace("server.@port", "db.@password").replace("server.port", "db.password");
        let inputs = json!({"keys": [key, secret], "expected": [format!("{secret}=hunter2")]});
        let outcome = look(name, text, &inputs);
        outcome.assert_faults(&["secret-withheld"]);
        let facts = &outcome.facts["config"];
        assert_eq!(facts["withheld"], 1, "{name}: {facts}");
        let withheld = &facts["values"][1];
        assert_eq!((&withheld["value"], &withheld["differs"]), (&Value::Null, &json!(false)), "{name}");
        let value = look(name, text, &json!({"keys": [key]}));
        value.assert_faults(&[]);
        assert!(!value.item("facts.json").contains("hunter2") && !value.item("facts.json").contains("note"));
    }
}

#[test]
fn absent_keys_are_told() {
    let (name, _, text) = FILES[0];
    look(name, text, &json!({"keys": ["server.host"]})).assert_faults(&["key-missing"]);
    look(name, text, &json!({"expected": ["server.host=x"]})).assert_faults(&["value-differs"]);
    look(name, text, &json!({"expected": ["server.host="]})).assert_faults(&[]);
    look(name, text, &json!({"expected": ["server.port="]})).assert_faults(&["value-differs"]);
}

#[test]
fn a_broken_file_is_told_by_its_line_without_a_word_of_it() {
    for (name, text, line) in [
        ("a.toml", "x = 1\nhunter2 = = 2\n", "line 2"),
        ("a.yaml", "x: 1\ny: [hunter2\n", "line"),
        ("a.json", "{\"x\": 1,\n hunter2}", "line 2"),
        ("a.xml", "<a>\n<hunter2></a>", "line 2"),
    ] {
        let outcome = look(name, text, &json!({"keys": ["x"]}));
        outcome.assert_faults(&["file-unreadable"]);
        assert!(outcome.facts["config"]["unread"][0]["reason"].as_str().unwrap().contains(line), "{name}");
        assert!(!outcome.item("facts.json").contains("hunter2"), "{name}");
    }
    let outcome = look("a.yaml", &format!("x: {}\n", "y".repeat(3 << 20)), &json!({"keys": ["x"]}));
    assert_eq!(outcome.facts["config"]["unread"][0]["reason"], "it is too large");
}

#[test]
fn a_limit_that_ends_the_reading_is_said() {
    let folder = TempDir::new().unwrap();
    for name in ["a.ini", "b.ini"] {
        fs::write(folder.path().join(name), "x = 1\n".repeat(200)).unwrap();
    }
    let mut case = Case::new("configuration-values", &format!("folders: [{}]", folder.path().display()));
    let text = include_str!("../../../../catalogue/configuration-values.yaml")
        .replace("bytes: 16777216", "bytes: 1300");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    let outcome = case.run(&json!({"files": folder.path().join("*.ini"), "keys": ["x"]}));
    outcome.assert_faults(&["reading-incomplete"]);
    assert_eq!(outcome.facts["config"]["files_read"], 1);
}

#[test]
fn a_yaml_bomb_is_refused() {
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, before) in ["b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    {
        let nine = vec![format!("*{before}"); 9].join(",");
        writeln!(bomb, "{name}: &{name} [{nine}]").unwrap();
    }
    look("a.yaml", &bomb, &json!({"keys": ["a"]})).assert_faults(&["file-unreadable"]);
}

#[test]
fn a_format_can_be_named_and_no_file_is_said() {
    look(
        "sshd_config",
        "PermitRootLogin no\nPort 22\n",
        &json!({"format": "properties", "expected": ["PermitRootLogin=no"]}),
    )
    .assert_faults(&[]);
    let folder = TempDir::new().unwrap();
    let case = Case::new("configuration-values", &format!("folders: [{}]", folder.path().display()));
    case.run(&json!({"files": folder.path().join("x.ini"), "keys": ["a"]})).assert_faults(&["no-file"]);
    let refusal = case.refusal(&json!({"files": "/etc/shadow", "keys": ["root"]}));
    assert!(refusal.starts_with("not_in_scope: "), "{refusal}");
}
