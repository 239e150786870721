//! A body that is made piece by piece, as fast as it is read.

use crate::problem::Refused;
use axum::body::Body;
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use operations::Refusal;
use std::future::Future;
use std::io;

/// Something long that is made piece by piece.
pub(crate) trait Pieces: Send + 'static {
    /// The next piece, or none at the end.
    fn piece(&mut self) -> impl Future<Output = Result<Option<Bytes>, Refusal>> + Send;
}

/// The body of what is made piece by piece. The first piece decides between an answer and a refusal; where a later one
/// is refused, the answer breaks off, so that nobody takes it for whole.
pub(crate) async fn body(mut pieces: impl Pieces) -> Result<Body, Refused> {
    let Some(first) = pieces.piece().await? else { return Ok(Body::empty()) };
    let rest = stream::try_unfold(pieces, async |mut pieces| {
        let made = pieces.piece().await.map_err(|why| io::Error::other(why.to_string()))?;
        Ok::<_, io::Error>(made.map(|piece| (piece, pieces)))
    });
    Ok(Body::from_stream(stream::once(async { Ok(first) }).chain(rest)))
}
