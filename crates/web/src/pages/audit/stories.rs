//! The log once more, one story for each case: who opened it, what was agreed, who looked, and what became of that.

use crate::app::App;
use crate::page::{cut, read_ahead};
use crate::pages::frame::Frame;
use crate::pages::session::Visitor;
use crate::pages::story::{Line, author, is_look};
use crate::pages::turned::Turned;
use crate::pages::{render, told};
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Event;
use operations::{CaseFilter, Entry, FollowedCase};
use serde::Deserialize;
use std::collections::BTreeSet;

/// How many cases a page tells.
const CASES: u32 = 10;
/// How many events of a case are told, the latest; the log has them all.
const EVENTS: u32 = 500;

#[derive(Template)]
#[template(path = "audit_stories.html")]
struct StoriesPage {
    page: Frame,
    stories: Vec<Story>,
    /// The case behind which the next page begins.
    next: Option<u64>,
}

/// What happened in a case.
struct Story {
    case: FollowedCase,
    /// Who opened it.
    opener: String,
    counts: Counts,
    /// Its events, oldest first.
    lines: Vec<Line>,
    /// Whether events came before those.
    is_cut: bool,
}

/// What happened in a case, counted.
#[derive(Default)]
struct Counts {
    consents: u32,
    refused: u32,
    runs: u32,
    reads: u32,
    stored: u32,
    destroyed: u32,
    /// Who of the vendor's people looked.
    lookers: BTreeSet<String>,
    /// Which diagnostics ran.
    diagnostics: BTreeSet<String>,
}

impl Counts {
    fn count(&mut self, app: &App, page: &Frame, entry: &Entry) {
        match &entry.record.event {
            Event::ConsentGiven { .. } => self.consents += 1,
            Event::RunDenied { .. } => self.refused += 1,
            Event::RunClaimed { .. } => self.runs += 1,
            Event::RunRequested { order } => {
                self.lookers.insert(author(page, &entry.record.by, entry.name.as_deref()));
                self.diagnostics.insert(told::title(app, page, &order.diagnostic));
            }
            Event::EvidenceRead { .. } if is_look(&entry.record) => {
                self.reads += 1;
                self.lookers.insert(author(page, &entry.record.by, entry.name.as_deref()));
            }
            Event::EvidenceStored { .. } | Event::BundleAttached { .. } => self.stored += 1,
            Event::EvidenceDeleted { .. } => self.destroyed += 1,
            _ => {}
        }
    }
}

impl Story {
    async fn of(app: &App, visitor: &Visitor, case: FollowedCase) -> Result<Self, Turned> {
        let page = &visitor.frame;
        let (desk, caller, id) = (&app.desk, &visitor.caller, &case.row.case);
        let read = operations::read_latest_of_case(desk, caller, id, u64::MAX, EVENTS + 1).await?;
        let (mut entries, is_cut) = cut(read, EVENTS as usize);
        entries.reverse();
        let mut counts = Counts::default();
        for entry in &entries {
            counts.count(app, page, entry);
        }
        let first = operations::read_case_events(desk, caller, id, 0, 1).await?;
        let opener = first.first().map(|entry| author(page, &entry.record.by, entry.name.as_deref()));
        let lines = entries.iter().map(|entry| Line::of(page, entry)).collect();
        Ok(Self { case, opener: opener.unwrap_or_default(), counts, lines, is_cut })
    }

    /// What was agreed, in a sentence.
    fn agreed(&self, page: &Frame) -> String {
        page.tell("story-consents", &[("count", self.counts.consents.into())])
    }

    /// Who looked, in a sentence.
    fn looked(&self, page: &Frame) -> String {
        let Counts { runs, reads, lookers, diagnostics, .. } = &self.counts;
        if runs + reads == 0 {
            return page.say("story-nobody-looked");
        }
        let listed = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
        page.tell(
            "story-looked",
            &[
                ("runs", (*runs).into()),
                ("reads", (*reads).into()),
                ("who", listed(lookers).into()),
                ("what", listed(diagnostics).into()),
            ],
        )
    }

    /// What became of the evidence, in a sentence.
    fn kept(&self, page: &Frame) -> String {
        let Counts { stored, destroyed, .. } = self.counts;
        let left = stored.saturating_sub(destroyed);
        page.tell("story-kept", &[("stored", stored.into()), ("left", left.into())])
    }

    /// What was refused, in a sentence.
    fn refused(&self, page: &Frame) -> String {
        page.tell("story-refused", &[("count", self.counts.refused.into())])
    }
}

/// From which case the stories go on.
#[derive(Deserialize)]
pub(in crate::pages) struct From {
    after: Option<u64>,
}

/// `GET /audit/cases`: the latest case first.
pub(in crate::pages) async fn stories(
    State(app): State<App>,
    visitor: Visitor,
    Params(from): Params<From>,
) -> Result<Response, Turned> {
    // Whoever may follow a case may read its events; all cases together are the log's, for those who may read that.
    operations::log_size(&app.desk, &visitor.caller).await?;
    let (page, items) = read_ahead(from.after, Some(CASES))?;
    let read = operations::list_cases(&app.desk, &visitor.caller, CaseFilter { open: None }, page).await?;
    let (cases, is_more) = cut(read, items);
    let next = cases.last().filter(|_| is_more).map(|case| case.row.opened_sequence);
    let mut stories = Vec::with_capacity(cases.len());
    for case in cases {
        stories.push(Story::of(&app, &visitor, case).await?);
    }
    Ok(render(&StoriesPage { page: visitor.frame, stories, next }))
}
