//! A run of a diagnostic, as the engineer sees it.

use super::People;
use crate::demo::story::Story;
use crate::output::moment::absolute;
use anyhow::{Context as _, Result, ensure};
use diagnostics::{Finding, Verdict};
use domain::CollectionId;
use wire::{Evidence, Items, Run};

/// Lets the engineer run a diagnostic; tells what it found and what was kept. Gives the collection.
pub(super) async fn run(
    people: &People,
    case: &str,
    diagnostic: &str,
    inputs: &[String],
    story: &mut Story<'_>,
) -> Result<CollectionId> {
    let mut command = vec!["diagnostic", "run", case, diagnostic];
    command.extend(inputs.iter().flat_map(|input| ["--input", input.as_str()]));
    let run: Run = people.engineer.does(story, &command).await?;
    ensure!(run.state == "finished", "the run of {diagnostic} ended as {}: {:?}", run.state, run.why);
    let found = run.findings.clone().context("a finished run without findings")?;
    for finding in serde_json::from_value::<Vec<Finding>>(found)? {
        story.say(&format!("{}  {}", word(finding.verdict), finding.message.en))?;
    }
    let collection = run.collection.clone().context("a finished run without evidence")?;
    tell_kept(people, case, &run, &collection, story).await?;
    Ok(collection)
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Unknown => "?   ",
        Verdict::Warn => "warn",
        Verdict::Fail => "FAIL",
    }
}

async fn tell_kept(
    people: &People,
    case: &str,
    run: &Run,
    collection: &CollectionId,
    story: &mut Story<'_>,
) -> Result<()> {
    let all: Items<Evidence> = people.engineer.ask(&["evidence", "list", case]).await?;
    let kept = all.items.iter().find(|one| one.collection == *collection).context("no evidence was kept")?;
    let spans: Vec<_> = kept.spans.iter().map(|(category, count)| format!("{count} {category}")).collect();
    let spans = if spans.is_empty() { "no sensitive value".to_owned() } else { spans.join(", ") };
    let millis = run.ended_at.map_or(0, |ended| ended.since(run.requested_at).micros() / 1_000);
    story.say(&format!(
        "In {millis} ms: {} bytes, screened, compressed and sealed, with {spans}; destroyed on {} at the latest.",
        kept.bytes,
        absolute(kept.due_at)
    ))?;
    Ok(())
}
