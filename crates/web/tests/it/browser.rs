//! Debian's chromium walks the pages, driven by the scripts of `tests/browser`.

mod journeys;
mod live;
mod looks;
mod passkeys;
mod payloads;
mod stage;
mod without;

use serde_json::Value;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Where `cargo xtask test` installs what `tests/browser/package.json` names.
fn node_modules() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser").join("node_modules");
    assert!(folder.is_dir(), "{} is missing; `cargo xtask test` installs it", folder.display());
    folder
}

/// Runs a script with one argument, and gives the JSON that it printed.
async fn script(name: &str, argument: &Value) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(name);
    let mut node = Command::new("node");
    node.arg(file).arg(argument.to_string()).env("NODE_PATH", node_modules()).kill_on_drop(true);
    let ended = node.output().await.expect("node starts");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{name}: {told}");
    serde_json::from_slice(&ended.stdout).unwrap_or_else(|why| panic!("{name}: {why}: {told}"))
}
