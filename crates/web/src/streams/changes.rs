//! Tells an open page that something happened, so that it can show it.

use super::QUIET;
use crate::app::App;
use crate::problem::Refused;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use domain::CaseId;
use futures::stream;
use operations::{Appended, Caller, Refusal};
use std::convert::Infallible;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// What a page shows.
pub(crate) enum Shown {
    /// Who can see what in the caller's organisation, whose log had so many events.
    Access(u64),
    /// A case, with its events up to this sequence.
    Case(CaseId, u64),
}

/// Says `changed` whenever something happened where the page looks, and once at the beginning if something did since it
/// was made.
pub(crate) async fn changes(
    app: App,
    caller: Caller,
    secret: String,
    shown: Shown,
) -> Result<impl IntoResponse, Refused> {
    let appended = listen(&app, &caller, &shown).await?;
    let is_behind = match &shown {
        Shown::Access(size) => operations::access_size(&app.desk, &caller).await? > *size,
        Shown::Case(case, last) => {
            let from = last.saturating_add(1);
            !operations::read_case_events(&app.desk, &caller, case, from, 1).await?.is_empty()
        }
    };
    let changes = Changes { app, secret, shown, appended, is_behind };
    Ok(Sse::new(stream::unfold(changes, Changes::next)))
}

async fn listen(app: &App, caller: &Caller, shown: &Shown) -> Result<Receiver<Appended>, Refusal> {
    match shown {
        Shown::Access(_) => operations::follow_access(&app.desk, caller),
        Shown::Case(case, _) => operations::follow_case(&app.desk, caller, case).await,
    }
}

struct Changes {
    app: App,
    secret: String,
    shown: Shown,
    appended: Receiver<Appended>,
    is_behind: bool,
}

impl Changes {
    /// The next word to the page; none when its reader may not look any more, or the server ends.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if std::mem::take(&mut self.is_behind) {
            return Some((Ok(changed()), self));
        }
        let ending = self.app.ending.clone();
        let word = tokio::select! {
            () = ending.cancelled() => return None,
            appended = self.appended.recv() => match appended {
                Ok(_) | Err(RecvError::Lagged(_)) => changed(),
                Err(RecvError::Closed) => return None,
            },
            () = tokio::time::sleep(QUIET) => Event::default().comment("quiet"),
        };
        let caller = self.app.desk.authenticate(&self.secret).await.ok()?;
        listen(&self.app, &caller, &self.shown).await.ok()?;
        Some((Ok(word), self))
    }
}

/// An event without data would not be told to the page.
fn changed() -> Event {
    Event::default().event("changed").data("1")
}
