//! Every page as people see it: axe finds nothing, nothing overflows, and it is light (`looks.cjs`).
//!
//! `GLASSCASE_SCREENSHOTS` names a folder for a picture of each; `cargo xtask screenshots` sets it.

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::json;

async fn check(language: &str) {
    let screenshots = std::env::var("GLASSCASE_SCREENSHOTS").ok();
    let more = json!({ "screenshots": screenshots });
    Stage::set().await.play("looks.cjs", language, Collected::default(), more).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_people_in_english() {
    check("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_people_in_french() {
    check("fr").await;
}
