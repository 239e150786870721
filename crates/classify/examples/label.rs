//! Labels a corpus: `label DIR/lines.jsonl DIR/contexts > predictions.jsonl`, for `score_spans.py`.

use classify::{Channel, Classifier, CompiledContext, TenantContext};
use std::collections::HashMap;
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, lines, contexts] = arguments.as_slice() else { return Err("usage: label LINES CONTEXTS".into()) };
    let mut compiled: HashMap<String, CompiledContext> = HashMap::new();
    let mut classifier = Classifier::new();
    let mut output = std::io::stdout().lock();
    for line in std::fs::read_to_string(lines)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let name = record["context"].as_str().unwrap_or_default();
        if !compiled.contains_key(name) {
            let file = std::fs::read(format!("{contexts}/{name}.json"))?;
            compiled.insert(name.to_owned(), CompiledContext::new(&TenantContext::from_json(&file)?)?);
        }
        let channel = serde_json::from_value::<Channel>(record["channel"].clone())?;
        let text = record["text"].as_str().unwrap_or_default();
        let spans = classifier.classify(text.as_bytes(), channel, &compiled[name]);
        writeln!(output, "{}", serde_json::json!({"id": record["id"], "spans": spans}))?;
    }
    Ok(())
}
