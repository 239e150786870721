//! The people of a demo, whom one can be at the press of a button.

use crate::app::App;
use serde::Deserialize;

/// Somebody of the demo's.
#[derive(Deserialize)]
pub(super) struct Persona {
    /// What they are called.
    pub(super) name: String,
    /// Which side they stand on, in a word: `owner`, `engineer` or `operator`.
    pub(super) role: String,
    /// Their token.
    pub(super) token: String,
}

/// Everybody whom one can be; nobody unless the desk is a demo's, and has got that far.
pub(super) async fn of(app: &App) -> Vec<Persona> {
    let Some(file) = &app.site.personas else { return Vec::new() };
    let text = tokio::fs::read(file).await.unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}
