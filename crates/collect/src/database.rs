//! Conversations with database servers over sockets that the network hands out: signing in, fixed questions, rows.
//!
//! No statement comes from a diagnostic or from a server: all are written here or beside their kind. Passwords are proven,
//! never sent in clear; over TLS only to a server whose certificate was checked.

pub(crate) mod mysql;
mod opening;
pub(crate) mod postgresql;
mod stream;

pub(crate) use opening::{Opening, converse, plain, secure, secure_describing};
pub(crate) use stream::Stream;

use crate::CollectError;
use crate::site::Site;
use diagnostics::InputError;
use serde_json::Value;

/// Why a server gives no session or no answer. These are facts about the service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What was being done: `connect`, `tls`, `sign_in` or `question`.
    pub(crate) phase: &'static str,
    pub(crate) reason: String,
    /// The server's own code of the error, if it gave one.
    pub(crate) code: Option<String>,
}

/// What came of asking a server for something. The outer error ends the run; a failure is a fact about the service.
pub(crate) type Attempt<T> = Result<Result<T, Failure>, CollectError>;

impl Failure {
    pub(crate) fn new(phase: &'static str, reason: impl Into<String>) -> Self {
        Self { phase, reason: reason.into(), code: None }
    }
}

/// The longest text of a server's error that is told, in characters.
const REASON_CHARS_MAX: usize = 300;

/// A server's own words: one line, bounded.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REASON_CHARS_MAX).collect()
}

/// The facts that are asked for, by their names.
pub(crate) fn chosen<F>(words: Vec<String>, named: impl Fn(&str) -> Option<F>) -> Result<Vec<F>, InputError> {
    let fact = |word: String| {
        named(&word).ok_or_else(|| InputError::Unfit { input: "facts".to_owned(), value: word.clone() })
    };
    words.into_iter().map(fact).collect()
}

/// `facts` with no more items in its lists than there are rows left; each item is a row.
pub(crate) fn within_rows(site: &mut Site, mut facts: Value) -> Value {
    let lists = facts.as_object_mut().into_iter().flatten().filter_map(|(_, fact)| fact.as_array_mut());
    for list in lists {
        let kept = list.iter().take_while(|_| site.budget.take_row()).count();
        list.truncate(kept);
    }
    facts
}
