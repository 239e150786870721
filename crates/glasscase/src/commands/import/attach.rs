//! The screened form of a bundle, attached to a case with what was found in it.

use super::attachment::Packed;
use super::report::Report;
use super::show::{counts, holds, left_out, made_by, minute, requests, unread};
use super::upload;
use crate::output::Output;
use crate::path;
use anyhow::{Context as _, Result};
use diagnostics::Verdict;
use domain::{CaseId, CollectionId};
use wire::{Client, IdempotencyKey, Said, Say};

/// The longest message: a case takes 20,000 characters.
const CHARS_MAX: usize = 19_000;
/// How many lines of each kind are written.
const LINES_MAX: usize = 20;

/// Attaches the packed form, and writes the masked report into the case, as a message of whoever imports.
pub(super) async fn to_case(
    case: &CaseId,
    masked: &Report,
    packed: Packed,
    french: bool,
    server: &Client,
    out: &mut Output,
) -> Result<()> {
    let attached = upload::send(case, packed, server).await?;
    let say = Say { text: message(masked, french, &attached.collection) };
    let (messages, key) = (path::api(&["cases", case.as_str(), "messages"])?, IdempotencyKey::random()?);
    let said: Result<Said> = upload::insist(|| server.post_once(&messages, &say, &key)).await;
    let due = out.when(attached.due_at);
    out.answer(&attached, |out| {
        out.line("")?;
        out.line(format_args!(
            "The screened form is attached to {case} as {}, with what was found as a message. It is destroyed {due}, or \
             earlier by `glasscase evidence delete {}`. Nothing else left this machine.",
            attached.collection, attached.collection
        ))
    })?;
    said.map(drop).context("it is attached, but what was found could not be written into the case")
}

fn message(masked: &Report, french: bool, collection: &CollectionId) -> String {
    let mut text = format!(
        "We attached a support bundle as {collection}: {} ({}), made by {}. It holds {}.\n",
        masked.file,
        masked.form,
        made_by(masked),
        holds(masked)
    );
    if let Some(left_out) = left_out(&masked.files) {
        line(&mut text, &format!("Left out: {left_out}."));
    }
    for (path, reason) in unread(masked).take(LINES_MAX) {
        line(&mut text, &format!("- {path} was not opened: {reason}"));
    }
    if let Some(har) = &masked.har {
        line(&mut text, &format!("Requests: {}.", requests(har)));
    }
    for (category, types) in &masked.found {
        line(&mut text, &format!("- {category}: {}", counts(types)));
    }
    logs(&mut text, masked, french);
    configuration(&mut text, masked);
    let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at);
    text.truncate(end);
    text
}

fn logs(text: &mut String, masked: &Report, french: bool) {
    line(text, &format!("Logs: {} files, {} lines.", masked.logs.files, masked.logs.lines));
    for finding in &masked.logs.findings {
        let word = match finding.verdict {
            Verdict::Pass => "pass",
            Verdict::Unknown => "unknown",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        let said = if french { &finding.message.fr } else { &finding.message.en };
        line(text, &format!("- {word}: {said}"));
    }
    for cluster in masked.logs.errors.iter().take(LINES_MAX) {
        let first =
            cluster.first.as_deref().map_or_else(String::new, |first| format!(", first {}", minute(first)));
        line(text, &format!("- {} times{first}: {}", cluster.count, cluster.shape));
    }
}

fn configuration(text: &mut String, masked: &Report) {
    let configuration = &masked.configuration;
    line(text, &format!("Configuration: {} files.", configuration.files));
    for file in configuration.unreadable.iter().take(LINES_MAX) {
        line(text, &format!("- {} cannot be read: {}", file.path, file.reason));
    }
    for file in configuration.secrets.iter().take(LINES_MAX) {
        line(text, &format!("- {} holds what looks like secrets: {}", file.path, file.keys.join(", ")));
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
