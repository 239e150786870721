//! Every page as people see it: axe finds nothing, nothing overflows, and it is light (`looks.cjs`).
//!
//! `GLASSCASE_SCREENSHOTS` names a folder for a picture of each; `cargo xtask screenshots` sets it.

use super::stage::Stage;
use crate::runner::Collected;
use serde_json::json;
use wire::{EvidencePiece, Label};

/// A sensitive value: what stands there, its category, its entity.
type Value = (&'static str, &'static str, &'static str);

/// A log, each line with its sensitive values.
const LOG: [(&str, &[Value]); 6] = [
    (
        "12:03:58 web-01 orders[771]: order placed by anna.meyer@contoso.example in 412 ms",
        &[("web-01", "oii", "tenant_host"), ("anna.meyer@contoso.example", "euii", "email")],
    ),
    (
        "12:04:02 db-01 kernel: Out of memory: Killed process 812 (postgres)",
        &[("db-01", "oii", "tenant_host")],
    ),
    (
        "12:04:03 db-01 postgres[813]: database system was interrupted; recovering",
        &[("db-01", "oii", "tenant_host")],
    ),
    (
        "12:04:31 web-01 orders[771]: session 5f2c9a71 from 10.2.8.14 waited 30,112 ms",
        &[
            ("web-01", "oii", "tenant_host"),
            ("5f2c9a71", "eupi", "session_id"),
            ("10.2.8.14", "oii", "private_ip"),
        ],
    ),
    (
        "12:04:34 web-01 orders[771]: retry with password «credential:password»",
        &[("web-01", "oii", "tenant_host"), ("«credential:password»", "credential", "password")],
    ),
    (
        "12:05:01 web-01 orders[771]: order placed by l.moreau@contoso.example in 30,540 ms",
        &[("web-01", "oii", "tenant_host"), ("l.moreau@contoso.example", "euii", "email")],
    ),
];

fn collected() -> Collected {
    let label = |text: &str, &(value, category, entity): &Value| {
        let start = text.find(value).unwrap();
        let (category, entity) = (category.to_owned(), entity.to_owned());
        Label { start, end: start + value.len(), masked: category == "credential", category, entity }
    };
    let piece = |&(text, values): &(&str, &[Value])| EvidencePiece {
        item: "/var/log/orders.log".to_owned(),
        text: format!("{text}\n"),
        labels: values.iter().map(|value| label(text, value)).collect(),
    };
    let finding = json!({
        "analyzer": "memory",
        "verdict": "fail",
        "message": {
            "en": "db-01 ran out of memory at 12:04, and its database was killed.",
            "fr": "db-01 a manqué de mémoire à 12 h 04, et sa base de données a été tuée.",
        },
        "advice": {
            "en": "Give the machine more memory, or let the database use less of it.",
            "fr": "Donnez plus de mémoire à la machine, ou laissez-en moins à la base de données.",
        },
        "seen": [{ "pointer": "/host/memory/available_percent", "value": 3 }],
    });
    Collected { pieces: LOG.iter().map(piece).collect(), findings: json!([finding]) }
}

async fn check(language: &str) {
    let screenshots = std::env::var("GLASSCASE_SCREENSHOTS").ok();
    let more = json!({ "screenshots": screenshots });
    Stage::set().await.play("looks.cjs", language, collected(), more).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_people_in_english() {
    check("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_people_in_french() {
    check("fr").await;
}
