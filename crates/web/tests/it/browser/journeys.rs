//! Each role's journey through the pages, in both languages (`journeys.cjs`).

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::Value;

async fn check(language: &str) {
    let stage = Stage::set().await;
    stage.play("journeys.cjs", language, Collected::default(), Value::Null).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_their_way_in_english() {
    check("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_their_way_in_french() {
    check("fr").await;
}
