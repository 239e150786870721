//! A case's live timeline.

use super::QUIET;
use crate::api::audit_entry;
use crate::app::App;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use domain::CaseId;
use futures::stream;
use operations::{Appended, Caller, Entry, Refusal};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::broadcast::Receiver;

/// How many events are read from the log at a time.
const READ: u32 = 100;

/// The events of a case behind the `last` that the reader has, and then those that come.
pub(crate) async fn timeline(
    app: App,
    who: SignedIn,
    case: CaseId,
    last: Option<u64>,
) -> Result<impl IntoResponse, Refused> {
    // Listening begins before the log is read, so nothing falls between.
    let appended = operations::follow_case(&app.desk, &who.caller, &case).await?;
    let mut timeline = Timeline {
        app,
        secret: who.secret,
        caller: who.caller,
        case,
        from: last.map_or(0, |last| last.saturating_add(1)),
        read: VecDeque::new(),
        appended,
    };
    timeline.read_on().await?;
    Ok(Sse::new(stream::unfold(timeline, Timeline::next)))
}

struct Timeline {
    app: App,
    secret: String,
    caller: Caller,
    case: CaseId,
    /// The first event that was not read yet.
    from: u64,
    /// What was read and not sent yet.
    read: VecDeque<Entry>,
    appended: Receiver<Appended>,
}

impl Timeline {
    /// The next event, or a comment after a quiet time; none when the reader may not follow any more.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(entry) = self.read.pop_front() {
                return Some((Ok(event(entry)), self));
            }
            let ending = self.app.ending.clone();
            let quiet = tokio::select! {
                () = ending.cancelled() => return None,
                // What was missed because it came too fast is in the log too.
                _ = self.appended.recv() => false,
                () = tokio::time::sleep(QUIET) => true,
            };
            self.read_on().await.ok()?;
            if quiet && self.read.is_empty() {
                return Some((Ok(Event::default().comment("quiet")), self));
            }
        }
    }

    /// Reads what the log holds further on, as somebody who may be gone since.
    async fn read_on(&mut self) -> Result<(), Refusal> {
        self.caller = self.app.desk.authenticate(&self.secret).await?;
        let (desk, caller) = (&self.app.desk, &self.caller);
        let read = operations::read_case_events(desk, caller, &self.case, self.from, READ).await?;
        if let Some(last) = read.last() {
            self.from = last.record.sequence + 1;
        }
        self.read.extend(read);
        Ok(())
    }
}

fn event(entry: Entry) -> Event {
    let id = entry.record.sequence.to_string();
    // Plain text and numbers: this does not fail.
    let data = serde_json::to_string(&audit_entry(entry)).unwrap_or_default();
    Event::default().id(id).data(data)
}
