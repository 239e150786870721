//! A server starts on an empty folder, and its first operator signs in.

use crate::demo::people::Person;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result};
use std::time::Instant;
use wire::TokenSecret;

pub(super) async fn run(stage: &mut Stage, story: &mut Story<'_>) -> Result<Person> {
    story.step("A server starts on an empty folder, and its first operator signs in")?;
    let begun = Instant::now();
    let (link, process) = stage.start_server().await?;
    let millis = begun.elapsed().as_millis();
    let (url, folder) = (&stage.shell.url, stage.folder.server());
    story
        .say(&format!("The server (process {process}) listens on {url} after {millis} ms; its data is in"))?;
    story.say(&format!("{}: an SQLite database, sealed evidence, and the keys apart.", folder.display()))?;
    let link = link.context("the server printed no link for its operator")?;
    story.command("operator", &["token", "redeem", &format!("{url}/welcome#…")])?;
    let token: TokenSecret = stage.shell.run(None, &["token", "redeem", &link, "--json"]).await?.json()?;
    story.say("The one-time link of its first start became a token; a second use would be refused.")?;
    stage.shell.run(None, &["token", "redeem", &link]).await?.ending_with(1)?;
    Ok(Person { name: "operator", shell: stage.shell.clone(), token: token.secret })
}
