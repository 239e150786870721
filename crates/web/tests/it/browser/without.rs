//! Opening a case, consenting, watching and stopping without a mouse, and without a script.

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::Value;

async fn check(script: &str) {
    let stage = Stage::set().await;
    for language in ["en", "fr"] {
        stage.play(script, language, Collected::default(), Value::Null).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_is_enough() {
    check("keyboard.cjs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_way_needs_a_script() {
    check("no_script.cjs").await;
}
