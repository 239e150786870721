//! The engineer reads what was collected, screened and labelled.

use super::People;
use crate::demo::story::Story;
use anyhow::Result;
use domain::CollectionId;

/// How many lines of a collection are shown.
const LINES_MAX: usize = 6;

pub(super) async fn run(people: &People, collections: &[CollectionId], story: &mut Story<'_>) -> Result<()> {
    story.step("The engineer reads the evidence: screened where it was collected, and labelled")?;
    for collection in collections {
        show(people, collection, story).await?;
    }
    story.say("«…» stands for a value that the consent does not cover: the same value, the same word, in this case.")?;
    story.say(
        "It was replaced on this machine, before a byte left. Each read is an event in Contoso's log.",
    )?;
    Ok(())
}

/// Shows the labelled lines of a collection, and some of the others if there are few.
pub(super) async fn show(people: &People, collection: &CollectionId, story: &mut Story<'_>) -> Result<()> {
    let command = ["evidence", "show", collection.as_str()];
    story.command(people.engineer.name, &command)?;
    let answer = people.engineer.run(&command).await?.ending_with(0)?;
    let lines: Vec<&str> = answer.out.lines().collect();
    let (labelled, plain): (Vec<&str>, Vec<&str>) = lines.iter().partition(|line| is_labelled(line));
    let mut shown = labelled;
    shown.extend(plain);
    shown.truncate(LINES_MAX);
    // In the order of the text.
    for line in lines.iter().filter(|line| shown.contains(line)).take(LINES_MAX) {
        story.quote(line)?;
    }
    story.say(&format!("({} of {} lines)", shown.len().min(lines.len()), lines.len()))?;
    Ok(())
}

/// Whether a line holds a label such as `[euii:upn]`.
fn is_labelled(line: &str) -> bool {
    ["euii", "account", "eupi", "oii", "support", "credential"]
        .iter()
        .any(|word| line.contains(&format!("[{word}:")))
}
