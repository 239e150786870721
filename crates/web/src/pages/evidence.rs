//! The evidence viewer: exactly what the engineer sees, with its sensitive spans tinted by category.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use super::{render, told};
use crate::app::App;
use crate::id::Id;
use crate::streams::{self, Pieces};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use bytes::Bytes;
use domain::{Actor, CollectionId, Event, Moment};
use operations::{Label, Piece, Reading, Refusal, ShownEvidence};
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "evidence.html")]
struct EvidencePage {
    page: Frame,
    /// The case that it belongs to, by its title.
    case: String,
    evidence: ShownEvidence,
    title: String,
    due: Moment,
    readers: Vec<Reader>,
}

/// Somebody who read it.
struct Reader {
    who: String,
    at: Moment,
    shown: String,
    masked: String,
    is_vendor: bool,
}

/// How many reads of its case's evidence, the latest, are looked through for those of it; the audit log has all.
const READS: u32 = 1_000;

/// `GET /evidence/{collection}`: what it is, when it will be destroyed, and who read it. Its content is a read of its own.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CollectionId>,
) -> Result<Response, Turned> {
    let evidence = operations::show_evidence(&app.desk, &visitor.caller, &id).await?;
    let readers = readers(&app, &visitor, &evidence).await?;
    let case = told::case(&app, &visitor, &evidence.row.case).await?;
    let page = visitor.frame;
    let title = told::source(&app, &page, evidence.diagnostic.as_ref());
    let due = operations::hour_start(evidence.row.due_hour);
    Ok(render(&EvidencePage { page, case, evidence, title, due, readers }))
}

/// Who read it, latest first.
async fn readers(app: &App, visitor: &Visitor, evidence: &ShownEvidence) -> Result<Vec<Reader>, Turned> {
    let (page, row) = (&visitor.frame, &evidence.row);
    let (desk, caller) = (&app.desk, &visitor.caller);
    let reads =
        operations::read_latest_of_kinds(desk, caller, &row.case, &["evidence_read"], u64::MAX, READS)
            .await?;
    let mut readers = Vec::new();
    for entry in &reads {
        let Event::EvidenceRead { collection, shown, masked, .. } = &entry.record.event else { continue };
        if *collection == row.collection {
            readers.push(Reader {
                who: super::story::author(page, &entry.record.by, entry.name.as_deref()),
                at: entry.record.at,
                shown: page.categories(shown),
                masked: page.categories(masked),
                is_vendor: matches!(entry.record.by, Actor::Vendor(_)),
            });
        }
    }
    Ok(readers)
}

/// `POST /evidence/{collection}/delete`
pub(super) async fn delete(
    State(app): State<App>,
    Id(id): Id<CollectionId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::delete_evidence(&app.desk, &form.visitor.caller, &id).await?;
    Ok(Redirect::to(&format!("/evidence/{id}")))
}

#[derive(Template)]
#[template(path = "content.html")]
struct ContentPage {
    page: Frame,
    evidence: ShownEvidence,
}

/// Where the content stands in its page.
const PLACE: &str = "<!-- content -->";

/// `GET /evidence/{collection}/content`: the content as a page that is sent piece by piece. The read is in the log before
/// its first byte goes out.
pub(super) async fn content(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CollectionId>,
) -> Result<Response, Turned> {
    let evidence = operations::show_evidence(&app.desk, &visitor.caller, &id).await?;
    let reading = operations::read_evidence(&app.desk, &visitor.caller, &id).await?;
    let whole = ContentPage { page: visitor.frame.clone(), evidence }.render().unwrap_or_default();
    let (before, after) = whole.split_once(PLACE).unwrap_or((whole.as_str(), ""));
    let marked = Marked {
        page: visitor.frame,
        before: Some(before.to_owned()),
        after: Some(after.to_owned()),
        item: None,
        reading,
    };
    Ok(Html(streams::body(marked).await?).into_response())
}

/// The page's pieces: what stands before the content, the content, and what stands behind it.
struct Marked {
    page: Frame,
    before: Option<String>,
    after: Option<String>,
    /// The item that the last piece was of.
    item: Option<String>,
    reading: Reading,
}

impl Pieces for Marked {
    async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        let Some(pieces) = self.reading.next().await? else {
            let Some(after) = self.after.take() else { return Ok(None) };
            let close = if self.item.is_some() { "</div>" } else { "" };
            return Ok(Some(
                [self.before.take().unwrap_or_default().as_str(), close, &after].concat().into(),
            ));
        };
        let mut html = self.before.take().unwrap_or_default();
        for piece in &pieces {
            if self.item.as_ref() != Some(&piece.item) {
                let is_first = self.item.replace(piece.item.clone()).is_none();
                html.push_str(if is_first { "" } else { "</div>" });
                let _ =
                    write!(html, "<h2>{}</h2><div class=\"evidence\" tabindex=\"0\">", escaped(&piece.item));
            }
            mark(&self.page, piece, &mut html);
        }
        Ok(Some(html.into()))
    }
}

/// A piece with its spans marked. A label that does not fit its text is damage: from there on nothing is shown.
fn mark(page: &Frame, piece: &Piece, html: &mut String) {
    let mut copied = 0;
    for label in &piece.labels {
        let (Some(before), Some(value)) =
            (piece.text.get(copied..label.start), piece.text.get(label.start..label.end))
        else {
            html.push('…');
            return;
        };
        html.push_str(&escaped(before));
        let masked = if label.masked { " is-masked" } else { "" };
        let (class, title) = (escaped(&label.category), escaped(&named(page, label)));
        // Writing into memory does not fail.
        let _ = write!(html, "<mark class=\"{class}{masked}\" title=\"{title}\">{}</mark>", escaped(value));
        copied = label.end;
    }
    html.push_str(&escaped(piece.text.get(copied..).unwrap_or_default()));
}

/// A span in words: its category, and whether it is masked.
fn named(page: &Frame, label: &Label) -> String {
    let category = page.term("label", &label.category);
    let key = if label.masked { "label-is-masked" } else { "label-is-shown" };
    page.tell(key, &[("category", category.into()), ("entity", label.entity.replace('_', " ").into())])
}

fn escaped(text: &str) -> String {
    askama::filters::escape(text, askama::filters::Html).map(|text| text.to_string()).unwrap_or_default()
}
