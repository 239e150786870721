//! A form that carries a file.

use super::form::{Carried, is_own_site};
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::body::whole;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::CONTENT_TYPE;
use futures::stream;
use operations::{FILE_BYTES_MAX, RequestKey};
use std::convert::Infallible;

/// What the other fields and the marks between them may take.
const BESIDE_BYTES_MAX: usize = 16 << 10;

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

impl FromRequest<App> for Upload {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let (method, path) = (parts.method.clone(), visitor.frame.path.clone());
        let boundary = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = multer::parse_boundary(boundary.unwrap_or_default()).map_err(|why| bad(&why))?;
        let is_own = is_own_site(&parts.headers);
        let whole = whole(Request::from_parts(parts, body), FILE_BYTES_MAX + BESIDE_BYTES_MAX).await?;
        let mut carried = Carried::default();
        let mut file = None;
        let once = stream::once(async { Ok::<_, Infallible>(whole.clone()) });
        let mut fields = multer::Multipart::new(once, boundary);
        while let Some(field) = fields.next_field().await.map_err(|why| bad(&why))? {
            match field.name() {
                Some("_token") => carried.token = field.text().await.map_err(|why| bad(&why))?,
                Some("_once") => carried.once = field.text().await.map_err(|why| bad(&why))?,
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    file = Some((name, field.bytes().await.map_err(|why| bad(&why))?.to_vec()));
                }
                _ => {}
            }
        }
        if !is_own || carried.token != visitor.frame.form_token() {
            return Err(Turned::foreign_form());
        }
        let Some((name, bytes)) = file else { return Err(Turned::bad_form("it carries no file")) };
        let key =
            (!carried.once.is_empty()).then(|| RequestKey::of(carried.once, method.as_str(), &path, &bytes));
        Ok(Self { visitor, name, bytes, key })
    }
}

fn bad(why: &multer::Error) -> Turned {
    Turned::bad_form(&why.to_string())
}
