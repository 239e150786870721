//! A session with a PostgreSQL server (protocol 3.0, simple queries).

mod sign_in;

use super::{Failure, Stream, shown};
use bytes::BytesMut;
use fallible_iterator::FallibleIterator as _;
use postgres_protocol::message::backend::{DataRowBody, ErrorResponseBody, Message};
use postgres_protocol::message::frontend;
use serde_json::Value;

pub(crate) use sign_in::{ask_for_tls, sign_in};

/// The longest message of a server, in bytes.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// The most rows of one answer.
const ROWS_MAX: usize = 1_000;
/// What every question stands in: it writes nothing, waits for no lock, ends soon, takes one processor, and no schema of
/// the database can put functions or tables of its own in the place of the system's. All of it ends with the transaction,
/// so a pooler's next client finds nothing changed.
const BEGIN: &str = "BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = '5s'; \
    SET LOCAL lock_timeout = '500ms'; SET LOCAL search_path = pg_catalog; \
    SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off; SET LOCAL timezone = 'UTC'";

/// A session that is signed in.
pub(crate) struct Session {
    pub(crate) stream: Stream,
    /// What the server calls its version.
    pub(crate) version: String,
}

impl Session {
    /// The rows of a question whose one column is JSON.
    pub(crate) async fn ask(&mut self, question: &str) -> Result<Vec<Value>, Failure> {
        let answer = self.query(&format!("{BEGIN}; {question}; COMMIT")).await;
        if answer.as_ref().is_err_and(|failure| failure.code.is_some()) {
            // What the server refused leaves its transaction open. If this fails too, so will the next question.
            let _ = self.query("ROLLBACK").await;
        }
        answer
    }

    /// Says goodbye; whether it is heard does not matter.
    pub(crate) async fn end(mut self) {
        let mut goodbye = BytesMut::new();
        frontend::terminate(&mut goodbye);
        let _ = self.stream.say(&goodbye).await;
    }

    async fn query(&mut self, statements: &str) -> Result<Vec<Value>, Failure> {
        let mut message = BytesMut::new();
        frontend::query(statements, &mut message).map_err(|error| broken(error.to_string()))?;
        self.stream.say(&message).await.map_err(broken)?;
        let mut rows = Vec::new();
        let mut failed = None;
        loop {
            match hear(&mut self.stream).await.map_err(broken)? {
                Message::DataRow(_) if rows.len() == ROWS_MAX => {
                    return Err(broken(format!("it answers with more than {ROWS_MAX} rows")));
                }
                Message::DataRow(row) => rows.push(json(&row).map_err(broken)?),
                Message::ErrorResponse(body) => failed = Some(refusal("question", &body)),
                Message::ReadyForQuery(_) => return failed.map_or(Ok(rows), Err),
                _ => {}
            }
        }
    }
}

fn broken(reason: String) -> Failure {
    Failure::new("question", reason)
}

/// The next message that is no notice.
async fn hear(stream: &mut Stream) -> Result<Message, String> {
    loop {
        stream.fill(5).await?;
        // The length counts itself and not the byte before it.
        let length = stream.buffer.get(1..5).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        let length = length.map_or(0, u32::from_be_bytes);
        let length = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(1);
        if length > MESSAGE_BYTES_MAX {
            return Err(format!("it does not speak PostgreSQL's protocol, or says {length} bytes at once"));
        }
        stream.fill(length).await?;
        let message = Message::parse(&mut stream.buffer);
        match message.map_err(|error| format!("it does not speak PostgreSQL's protocol: {error}"))? {
            Some(Message::NoticeResponse(_)) | None => {}
            Some(message) => return Ok(message),
        }
    }
}

fn json(row: &DataRowBody) -> Result<Value, String> {
    let column = row.ranges().next().ok().flatten().flatten();
    let text = column.and_then(|range| row.buffer().get(range)).ok_or("a row is not understood")?;
    serde_json::from_slice(text).map_err(|_| "a row is not JSON".to_owned())
}

/// An error in the server's words, with its SQLSTATE.
fn refusal(phase: &'static str, body: &ErrorResponseBody) -> Failure {
    let mut failure = Failure::new(phase, "the server refuses without a reason");
    let mut fields = body.fields();
    while let Ok(Some(field)) = fields.next() {
        let text = String::from_utf8_lossy(field.value_bytes());
        match field.type_() {
            b'C' => failure.code = Some(shown(&text)),
            b'M' => failure.reason = shown(&text),
            _ => {}
        }
    }
    failure
}
