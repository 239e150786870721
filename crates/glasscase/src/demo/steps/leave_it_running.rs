//! The server and the runners stay, for whoever wants to try things.

use super::People;
use super::start_runners::NORTHWIND_SUBSCRIPTION;
use crate::arguments::DemoArguments;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Something to begin with, as Northwind's owner and as the engineer.
const TRY: &str = "\
export GLASSCASE_URL GLASSCASE_SUBSCRIPTION
export GLASSCASE_TOKEN=$GLASSCASE_TENANT_TOKEN      # you are Northwind's owner
glasscase case open 'Slow since noon' --service servers --nature performance --standard
export GLASSCASE_TOKEN=$GLASSCASE_ENGINEER_TOKEN    # you are the vendor's engineer
glasscase queue
glasscase diagnostic run CASE host-health";

pub(super) fn run(
    stage: &mut Stage,
    people: &People,
    arguments: &DemoArguments,
    story: &mut Story<'_>,
) -> Result<()> {
    let lines = lines(stage, people);
    if let Some(file) = &arguments.env {
        write(file, &lines)?;
    }
    let seconds = story.end()?;
    story.step(&format!("That was the whole walk, in {seconds:.1} s"))?;
    if !arguments.exit {
        story.say("The server and two runners stay, for you to try, until Ctrl-C. In another shell:")?;
        story.give(&format!("\n{}\n{TRY}\n", lines.join("\n")))?;
        stage.let_be(&[
            ("owner", "Northwind Traders", &people.northwind.owner),
            ("owner", "Contoso", &people.contoso.owner),
            ("engineer", "Sam Ortiz", &people.engineer),
            ("operator", "Glasscase", &people.operator),
        ])?;
        // Browsers bind passkeys to names, and this machine has one.
        let pages = stage.shell.url.replace("127.0.0.1", "localhost");
        story.say(&format!("In a browser, be any of them with one click: {pages}/sign-in"))?;
    }
    if stage.folder.is_passing() {
        story.say("What was made is gone afterwards; --data FOLDER keeps it.")?;
    } else {
        story.say(&format!("What was made is in {}.", stage.folder.path().display()))?;
    }
    story.end()?;
    Ok(())
}

/// What a shell needs to know, one assignment a line.
fn lines(stage: &Stage, people: &People) -> [String; 5] {
    [
        format!("GLASSCASE_URL={}", stage.shell.url),
        format!("GLASSCASE_TENANT_TOKEN={}", people.northwind.owner.token),
        format!("GLASSCASE_OTHER_TENANT_TOKEN={}", people.tailspin.owner.token),
        format!("GLASSCASE_ENGINEER_TOKEN={}", people.engineer.token),
        format!("GLASSCASE_SUBSCRIPTION={NORTHWIND_SUBSCRIPTION}"),
    ]
}

/// Writes the lines to a file for its owner alone. It appears whole, so that whoever waits for it can read it.
fn write(file: &Path, lines: &[String]) -> Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".part");
    let text = lines.join("\n") + "\n";
    let mut options = OpenOptions::new();
    let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&partial);
    opened
        .and_then(|mut to| to.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&partial, file))
        .with_context(|| format!("cannot write `{}`", file.display()))
}
