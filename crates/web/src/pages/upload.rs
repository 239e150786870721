//! Forms that carry files.

use super::form::{Carried, is_own_site};
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::body::whole;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::CONTENT_TYPE;
use futures::stream;
use operations::{FILE_BYTES_MAX, Fault, RequestKey};
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// What the other fields and the marks between them may take.
const BESIDE_BYTES_MAX: usize = 256 << 10;
/// How many files a form carries at most.
const FILES_MAX: usize = 20;

/// A file as a browser sends it.
pub(super) struct File {
    /// Its name.
    pub(super) name: String,
    /// Its content.
    pub(super) bytes: Bytes,
}

/// A form with files of somebody who signed in. What else they filled in is read as `T`.
pub(super) struct WithFiles<T> {
    /// Who sent it.
    pub(super) visitor: Visitor,
    /// What they filled in.
    pub(super) filled: T,
    /// The files that they chose, of [`FILE_BYTES_MAX`] together.
    pub(super) files: Vec<File>,
    /// The key under which the request may be repeated, whichever files it carries then.
    pub(super) key: Option<RequestKey>,
}

/// A file of somebody who signed in.
pub(super) struct Upload {
    /// Who sent it.
    pub(super) visitor: Visitor,
    /// Its name.
    pub(super) name: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
    /// The key under which the request may be repeated.
    pub(super) key: Option<RequestKey>,
}

impl<T: DeserializeOwned> FromRequest<App> for WithFiles<T> {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (visitor, sent) = receive(request, app).await?;
        let text = sent.text()?;
        let key = sent.key(&visitor, text.as_bytes());
        let filled = serde_html_form::from_str(&text).map_err(|why| Turned::bad_form(&why.to_string()))?;
        Ok(Self { visitor, filled, files: sent.files, key })
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (visitor, sent) = receive(request, app).await?;
        let Some(File { name, bytes }) = sent.files.first() else {
            return Err(Turned::fault("file", Fault::Missing));
        };
        let key = sent.key(&visitor, bytes);
        Ok(Self { name: name.clone(), bytes: bytes.to_vec(), visitor, key })
    }
}

/// What a form with files holds.
struct Sent {
    method: String,
    carried: Carried,
    fields: Vec<(String, String)>,
    files: Vec<File>,
}

impl Sent {
    /// What was filled in besides files, as a form without files has it.
    fn text(&self) -> Result<String, Turned> {
        serde_html_form::to_string(&self.fields).map_err(|why| Turned::bad_form(&why.to_string()))
    }

    fn key(&self, visitor: &Visitor, body: &[u8]) -> Option<RequestKey> {
        let once = &self.carried.once;
        (!once.is_empty()).then(|| RequestKey::of(once, &self.method, &visitor.frame.path, body))
    }
}

async fn receive(request: Request, app: &App) -> Result<(Visitor, Sent), Turned> {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, app).await?;
    let method = parts.method.as_str().to_owned();
    let boundary = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let boundary = multer::parse_boundary(boundary.unwrap_or_default()).map_err(|why| bad(&why))?;
    let is_own = is_own_site(&parts.headers);
    let whole = whole(Request::from_parts(parts, body), FILE_BYTES_MAX + BESIDE_BYTES_MAX).await?;
    let sent = read(whole, boundary, method).await?;
    if !is_own || sent.carried.token != visitor.frame.form_token() {
        return Err(Turned::foreign_form());
    }
    Ok((visitor, sent))
}

async fn read(whole: Bytes, boundary: String, method: String) -> Result<Sent, Turned> {
    let mut sent = Sent { method, carried: Carried::default(), fields: Vec::new(), files: Vec::new() };
    let once = stream::once(async { Ok::<_, Infallible>(whole) });
    let mut fields = multer::Multipart::new(once, boundary);
    while let Some(field) = fields.next_field().await.map_err(|why| bad(&why))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            let bytes = field.bytes().await.map_err(|why| bad(&why))?;
            // Where none was chosen browsers send one without a name.
            if !file.is_empty() {
                sent.files.push(File { name: file, bytes });
            }
            if sent.files.len() > FILES_MAX {
                return Err(Turned::fault("file", Fault::TooManyFiles { max: FILES_MAX }));
            }
            continue;
        }
        let text = field.text().await.map_err(|why| bad(&why))?;
        match name.as_str() {
            "_token" => sent.carried.token = text,
            "_once" => sent.carried.once = text,
            _ => sent.fields.push((name, text)),
        }
    }
    Ok(sent)
}

fn bad(why: &multer::Error) -> Turned {
    Turned::bad_form(&why.to_string())
}
