//! `glasscase case watch`: the events of a case as they happen.

use crate::event_text;
use crate::output::colour::Colour;
use crate::output::{Output, moment};
use crate::path;
use anyhow::{Context as _, Result};
use domain::CaseId;
use std::io::{self, Write as _};
use std::time::Duration;
use wire::{AuditEntry, Client, ClientError};

/// How long to wait before connecting again.
const PAUSE: Duration = Duration::from_secs(1);

/// Follows the case until interrupted. A connection that breaks is made again, and goes on behind the last event.
pub(super) async fn run(case: &CaseId, server: &Client, out: &mut Output) -> Result<()> {
    let path = path::api(&["cases", case.as_str(), "stream"])?;
    let mut last: Option<String> = None;
    loop {
        match server.events(&path, last.as_deref()).await {
            Ok(mut events) => {
                while let Some(event) = events.next().await {
                    let entry: AuditEntry =
                        serde_json::from_str(&event.data).context("the server sent an event that is none")?;
                    out.answer(&entry, |out| show(&entry, out))?;
                    out.flush()?;
                    last = event.id.or(last);
                }
            }
            // The first time somebody is there to correct the address; later the server is coming back.
            Err(ClientError::Unreachable { .. }) if last.is_some() => {}
            Err(why) => return Err(why.into()),
        }
        writeln!(io::stderr().lock(), "the connection ended; connecting again")?;
        tokio::time::sleep(PAUSE).await;
    }
}

fn show(entry: &AuditEntry, out: &mut Output) -> io::Result<()> {
    out.coloured(Colour::Dim, moment::absolute(entry.at))?;
    out.line(format_args!("  {}: {}", event_text::author(entry), event_text::sentence(entry)))
}
