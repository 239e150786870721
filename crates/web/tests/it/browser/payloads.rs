//! Whatever anybody writes anywhere, nothing of it runs (`payloads.cjs`).

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::{Value, json};
use std::path::Path;
use wire::{EvidencePiece, Label};

fn corpus() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/payloads.json");
    let mut corpus: Vec<String> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    corpus.push("<b>".repeat(2_000));
    corpus.push(format!("<img src=x title=\"{}\" onerror=ran=1>", "x".repeat(5_000)));
    corpus
}

/// Evidence that a hostile machine could send: payloads as items, texts, labels, entities and findings.
fn hostile(corpus: &[String]) -> Collected {
    let piece = |text: &String| EvidencePiece {
        item: text.chars().take(200).collect(),
        text: format!("{text}\n"),
        labels: vec![Label {
            start: 0,
            end: text.len(),
            category: "euii".to_owned(),
            entity: text.chars().take(60).collect(),
            masked: false,
        }],
    };
    let finding = |text: &String| {
        let both = json!({ "en": text, "fr": text });
        let seen = json!([{ "pointer": text, "value": text }]);
        json!({ "analyzer": "x", "verdict": "fail", "message": both, "advice": both, "seen": seen })
    };
    let (pieces, findings): (Vec<_>, Vec<Value>) =
        corpus.iter().map(|text| (piece(text), finding(text))).unzip();
    Collected { pieces, findings: findings.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_anybody_writes_runs() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    let stage = Stage::set().await;
    stage.play("payloads.cjs", "en", hostile(&corpus), json!({ "payloads": corpus })).await;
}
