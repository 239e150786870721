//! The one request that a witness answers.

use super::memory::{Memory, Signed};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use ledger::VerifierKey;
use ledger::witness::{CosigningKey, Rejected, Submission, consider};
use operations::clock::{Clock as _, SystemClock};
use std::sync::Arc;
use tokio::sync::Mutex;

/// The largest request: a proof has 63 lines at most, and a checkpoint is short.
const REQUEST_BYTES_MAX: usize = 64 << 10;

/// A witness at work.
pub(super) struct Witness {
    key: Arc<CosigningKey>,
    logs: Vec<VerifierKey>,
    /// INVARIANT: whoever looks at what was signed last holds the lock until the next is kept, so that no two requests go
    /// on from the same size.
    memory: Mutex<Memory>,
    clock: SystemClock,
}

impl Witness {
    pub(super) fn new(key: Arc<CosigningKey>, logs: Vec<VerifierKey>, memory: Memory) -> Self {
        Self { key, logs, memory: Mutex::new(memory), clock: SystemClock::new() }
    }
}

pub(super) fn router(witness: Witness) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .with_state(Arc::new(witness))
}

/// `POST /add-checkpoint` (C2SP tlog-witness)
async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: String) -> Response {
    let asked = match Submission::from_text(&body) {
        Ok(asked) => asked,
        Err(why) => return refused(&why),
    };
    let origin = asked.note.lines().next().unwrap_or_default().to_owned();
    let mut memory = witness.memory.lock().await;
    let last = memory.last(&origin).and_then(Signed::tree);
    let checkpoint = match consider(&asked, &witness.logs, last) {
        Ok(checkpoint) => checkpoint,
        Err(why) => {
            if matches!(why, Rejected::OtherRoot { .. } | Rejected::Inconsistent { .. }) {
                alarm(&memory, &origin, &body, &why);
            }
            return refused(&why);
        }
    };
    let time = u64::try_from(witness.clock.now().unix_micros() / 1_000_000).unwrap_or_default();
    let Ok(line) = witness.key.cosign(&asked.note, time) else {
        return refused(&Rejected::Malformed("its checkpoint is no signed note"));
    };
    // Kept before the signature leaves: see `Memory::keep`.
    if let Err(error) = memory.keep(Signed::of(&checkpoint, &asked.note)) {
        tracing::error!(%origin, %error, "nothing was signed, since it could not be kept");
        return told(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the witness could not keep what it was to sign\n".to_owned(),
        );
    }
    tracing::info!(%origin, size = checkpoint.size, "cosigned a checkpoint");
    told(StatusCode::OK, line)
}

/// Two versions of a log exist: the witness's operator has to hear of it.
fn alarm(memory: &Memory, origin: &str, request: &str, why: &Rejected) {
    match memory.keep_refused(origin, request) {
        Ok(file) => {
            tracing::error!(%origin, %why, kept = %file.display(), "a log showed two versions of itself");
        }
        Err(error) => {
            tracing::error!(%origin, %why, %error, "a log showed two versions of itself; the second could not be kept");
        }
    }
}

fn refused(why: &Rejected) -> Response {
    let size = match why {
        Rejected::OtherSize { signed, .. } => Some(*signed),
        Rejected::OtherRoot { size, .. } => Some(*size),
        _ => None,
    };
    if let Some(size) = size {
        let headers = [(CONTENT_TYPE, "text/x.tlog.size")];
        return (StatusCode::CONFLICT, headers, format!("{size}\n")).into_response();
    }
    let status = match why {
        Rejected::UnknownLog { .. } => StatusCode::NOT_FOUND,
        Rejected::Unsigned { .. } => StatusCode::FORBIDDEN,
        Rejected::Inconsistent { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_REQUEST,
    };
    told(status, format!("{why}\n"))
}

fn told(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
