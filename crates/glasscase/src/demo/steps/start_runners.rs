//! Runners start beside the customers' data: here, on this machine.

use super::People;
use crate::demo::logs;
use crate::demo::people::Customer;
use crate::demo::service::{DOMAIN, HOST};
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::time::sleep;
use wire::{Done, Invitation, Items, RunnerSummary};

/// The subscriptions whose data stands on this machine.
pub(super) const CONTOSO_SUBSCRIPTION: &str = "contoso-mail";
pub(super) const NORTHWIND_SUBSCRIPTION: &str = "northwind-servers";

/// How long a runner may take to connect.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(100);

/// A runner to be.
struct Post<'a> {
    customer: &'a Customer,
    subscription: &'static str,
    /// What it may touch.
    area: Value,
    /// The consent key that it is to believe alone.
    key: Option<&'a str>,
}

pub(super) async fn run(stage: &mut Stage, people: &People, key: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("A runner starts beside Contoso's data: on this machine")?;
    let log = logs::find(&stage.folder.path().join("server.log"));
    let folder = log.path.parent().unwrap_or(Path::new("/var/log")).to_owned();
    let web = stage.service.web.port();
    let area = json!({
        "folders": [folder],
        "hosts": [format!("{HOST}:{web}"), format!("127.0.0.1:{web}")],
        "dns": { "servers": [stage.service.dns], "domains": [DOMAIN] },
        "host_facts": true,
        "authorities": [stage.service.authority],
    });
    let contoso = &people.contoso;
    let post = Post { customer: contoso, subscription: CONTOSO_SUBSCRIPTION, area, key: Some(key) };
    start(stage, &post, Some(story)).await?;
    story.say("Its settings stand on this machine, not on the server. They let it touch:")?;
    story.say(&format!(
        "files in {}, {HOST} on port {web}, the DNS records of {DOMAIN}, and this",
        folder.display()
    ))?;
    story.say(
        "machine's own state. All else it refuses, and every consent that Contoso's key did not sign.",
    )?;

    let area = json!({ "folders": [folder], "host_facts": true });
    let northwind = &people.northwind;
    let post = Post { customer: northwind, subscription: NORTHWIND_SUBSCRIPTION, area, key: None };
    start(stage, &post, None).await
}

/// Enrols a runner and starts it; shown, if there is a story to show it in.
async fn start(stage: &mut Stage, post: &Post<'_>, mut story: Option<&mut Story<'_>>) -> Result<()> {
    let owner = &post.customer.owner;
    let settings = settle(stage, post)?;
    let _: Done = owner.ask(&["subscription", "add", post.subscription]).await?;
    let invitation: Invitation = owner.ask(&["runner", "invite"]).await?;
    let mut commands = vec![vec!["runner", "enrol", &invitation.code, "--settings", &settings]];
    commands.extend(post.key.map(|key| vec!["runner", "trust", key, "--settings", &settings]));
    for command in commands {
        if let Some(story) = &mut story {
            story.command(owner.name, &shortened(&command))?;
        }
        owner.run(&command).await?.ending_with(0)?;
    }
    let run = ["runner", "run", "--settings", &settings];
    if let Some(story) = &mut story {
        story.command(owner.name, &run)?;
    }
    let log = stage.folder.path().join(owner.name).join("runner.log");
    stage.children.start("a runner", &stage.shell, &log, &run)?;
    wait_until_connected(stage, post.customer).await
}

/// Writes the settings of the runner; gives the file's name.
fn settle(stage: &Stage, post: &Post<'_>) -> Result<String> {
    let name = post.customer.owner.name;
    if !stage.folder.path().join(name).is_dir() {
        stage.folder.make(name)?;
    }
    let context = json!({ "tenant": { "domains": [DOMAIN] } });
    // JSON is YAML too.
    let settings = json!({
        "server": stage.shell.url,
        "name": format!("{name}-1"),
        "data": "runner",
        "context": "context.json",
        "scope": { post.subscription: post.area },
    });
    let file = |file: &str| format!("{name}/{file}");
    for (file, content) in [(file("context.json"), &context), (file("runner.yaml"), &settings)] {
        let text = serde_json::to_string_pretty(content)?;
        fs::write(stage.folder.path().join(&file), text).with_context(|| format!("cannot write `{file}`"))?;
    }
    Ok(file("runner.yaml"))
}

/// A command without the long words that nobody reads: one-time codes and keys.
fn shortened<'a>(command: &[&'a str]) -> Vec<&'a str> {
    let short = |word: &'a str| if word.len() > 60 { "…" } else { word };
    command.iter().map(|word| short(word)).collect()
}

/// Waits until the customer's runner is connected to the server.
pub(super) async fn wait_until_connected(stage: &mut Stage, customer: &Customer) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let runners: Items<RunnerSummary> = customer.owner.ask(&["runner", "list"]).await?;
        if runners.items.iter().any(|runner| runner.connected) {
            return Ok(());
        }
        sleep(LOOK).await;
        stage.children.check()?;
    }
    bail!("a runner was not connected after {} s", PATIENCE.as_secs())
}
