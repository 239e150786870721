//! Two browsers at once: what the customer ends, the engineer sees end (`live.cjs`).

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn an_engineers_page_shows_that_the_customer_stopped_or_withdrew() {
    let stage = Stage::set().await;
    stage.play("live.cjs", "en", Collected::default(), Value::Null).await;
}
