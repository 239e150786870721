//! The engineer reads what was collected, screened and labelled.

use super::People;
use crate::demo::story::Story;
use anyhow::Result;
use domain::CollectionId;

/// How many lines of a collection are shown.
const LINES_MAX: usize = 6;

pub(super) async fn run(
    people: &People,
    machine: &CollectionId,
    service: &CollectionId,
    story: &mut Story<'_>,
) -> Result<()> {
    story.step("The engineer reads the evidence: screened where it was collected, and labelled")?;
    show(people, machine, |line| line.contains("\"name\"") || line.contains("\"kernel\""), story).await?;
    show(people, service, is_labelled, story).await?;
    story.say("«…» stands for a value that the consent does not cover: the same value, the same word, in this case.")?;
    story.say(
        "It was replaced on this machine, before a byte left. Each read is an event in Contoso's log.",
    )?;
    Ok(())
}

/// Shows the first of the lines of a collection that are `wanted`; if none is, its first lines.
pub(super) async fn show(
    people: &People,
    collection: &CollectionId,
    wanted: impl Fn(&str) -> bool,
    story: &mut Story<'_>,
) -> Result<()> {
    let command = ["evidence", "show", collection.as_str()];
    story.command(people.engineer.name, &command)?;
    let answer = people.engineer.run(&command).await?.ending_with(0)?;
    let are_there = answer.out.lines().any(&wanted);
    let is_shown = |line: &&str| if are_there { wanted(line) } else { !line.starts_with('─') };
    let shown: Vec<&str> = answer.out.lines().filter(is_shown).take(LINES_MAX).collect();
    story.quote(&shown.join("\n"))?;
    story.say(&format!("({} of {} lines)", shown.len(), answer.out.lines().count()))?;
    Ok(())
}

/// Whether a line holds a label such as `[euii:upn]`.
pub(super) fn is_labelled(line: &str) -> bool {
    const WORDS: [&str; 6] = ["[euii:", "[account:", "[eupi:", "[oii:", "[support:", "[credential:"];
    WORDS.iter().any(|word| line.contains(word))
}
