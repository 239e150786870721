//! Lines and parts of lines as the classifier meets them.

use std::sync::LazyLock;

/// What the detectors are looking for, and what trips them.
pub(crate) static FRAGMENTS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../classify/tests/data/fragments.txt").lines().collect());

/// The texts of the labelled sample.
pub(crate) static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let records = include_str!("../../classify/tests/data/synthetic.jsonl").lines();
    records.filter_map(text).collect()
});

/// The context of one of the two tenants of the sample.
pub(crate) const CONTEXT: &[u8] = include_bytes!("../../classify/tests/data/northwind.json");

fn text(record: &str) -> Option<String> {
    let record: serde_json::Value = serde_json::from_str(record).ok()?;
    record.get("text")?.as_str().map(str::to_owned)
}
