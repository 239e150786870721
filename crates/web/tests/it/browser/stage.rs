//! A server, and everybody who opens its pages.

use super::script;
use crate::desk::Server;
use crate::runner::{Collected, deliver_each};
use crate::scene::{Scene, person};
use domain::Role;
use serde_json::{Value, json};

/// Whatever is asked for of this diagnostic is delivered at once; runs of others wait.
const DELIVERED: &str = "host-health";

/// A server, and everybody who opens its pages.
pub(super) struct Stage {
    scene: Scene,
    origin: String,
    tokens: Value,
}

impl Stage {
    pub(super) async fn set() -> Self {
        let (server, origin) = Server::start_for_browsers().await;
        let scene = Scene::at(server).await;
        let author = person(&scene.owner, &[Role::Author], &[]).await;
        let auditor = person(&scene.owner, &[Role::Auditor], &[]).await;
        let lead = person(&scene.operator, &[Role::Lead], &["support"]).await;
        let tokens = json!({
            "owner": scene.owner.token,
            "author": author.token,
            "auditor": auditor.token,
            "stranger": scene.stranger.token,
            "engineer": scene.engineer.token,
            "lead": lead.token,
            "operator": scene.operator.token,
        });
        Self { scene, origin, tokens }
    }

    /// Plays a script in this language while a runner delivers, and prints its figures. `more` goes to the script too.
    #[expect(clippy::print_stdout, reason = "figures of pages are for people, not for a tight bound")]
    pub(super) async fn play(&self, name: &str, language: &str, collected: Collected, more: Value) {
        // Chromium's own sandbox wants rights that a container does not have; it loads nothing but this server here.
        let argument = json!({
            "browser": "/usr/bin/chromium", "arguments": ["--no-sandbox"],
            "url": self.scene.server.url, "origin": self.origin, "tokens": self.tokens,
            "ids": self.scene.ids, "language": language, "more": more,
        });
        let figures = tokio::select! {
            figures = script(name, &argument) => figures,
            () = deliver_each(&self.scene, DELIVERED, &collected) => panic!("the runner's stream ended"),
        };
        println!("{name}, {language}: {figures:#}");
    }
}
