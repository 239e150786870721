//! JSON lines in and out, the form of labelled corpora: `{"id","text","channel","context"}` gives `{"id","spans"}`.

use crate::channel::Channel;
use crate::classifier::Classifier;
use crate::context::{CompiledContext, ContextError};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

/// Why a record got no answer. The others are answered all the same.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The line is not the JSON of a record.
    #[error("not a record: {0}")]
    Json(String),
    /// The line is longer than a record may be.
    #[error("longer than {RECORD_BYTES_MAX} bytes")]
    TooLong,
    /// The record's context cannot be had.
    #[error("context `{name}`: {reason}")]
    Context {
        /// What the record calls it.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Loads tenant contexts by the name that records call them.
pub trait ContextSource {
    /// The context called `name`.
    ///
    /// # Errors
    ///
    /// A message that tells why there is none.
    fn load(&mut self, name: &str) -> Result<CompiledContext, String>;
}

impl<F: FnMut(&str) -> Result<CompiledContext, String>> ContextSource for F {
    fn load(&mut self, name: &str) -> Result<CompiledContext, String> {
        self(name)
    }
}

/// How many records were answered and how many were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Records with an answer.
    pub answered: u64,
    /// Lines reported instead.
    pub refused: u64,
}

/// The longest line that is taken as a record.
pub const RECORD_BYTES_MAX: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Record {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    channel: Channel,
    #[serde(default)]
    context: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    spans: &'a [Span],
}

/// Classifies each record of `input`; `report` hears of each line without an answer, by its number from 1.
///
/// A record without `channel` is a log record; one without `context` is classified with no context at all.
///
/// # Errors
///
/// The first error of reading or writing.
pub fn classify_records(
    mut input: impl BufRead,
    mut output: impl Write,
    contexts: &mut impl ContextSource,
    mut report: impl FnMut(u64, &RecordError),
) -> io::Result<Answered> {
    let mut desk = Desk::default();
    let mut counts = Answered::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = input.by_ref().take(RECORD_BYTES_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        let too_long = read as u64 == RECORD_BYTES_MAX && !line.ends_with(b"\n");
        if too_long {
            input.skip_until(b'\n')?;
        } else if line.trim_ascii().is_empty() {
            continue;
        }
        let answer =
            if too_long { Err(RecordError::TooLong) } else { desk.answer(&line, contexts, &mut output) };
        match answer {
            Ok(written) => {
                written?;
                counts.answered += 1;
            }
            Err(error) => {
                counts.refused += 1;
                report(number, &error);
            }
        }
    }
    output.flush()?;
    Ok(counts)
}

/// Contexts and buffers that records share.
#[derive(Default)]
struct Desk {
    classifier: Classifier,
    contexts: HashMap<Option<String>, Result<Arc<CompiledContext>, String>>,
}

impl Desk {
    fn answer(
        &mut self,
        line: &[u8],
        contexts: &mut impl ContextSource,
        output: &mut impl Write,
    ) -> Result<io::Result<()>, RecordError> {
        let record: Record = serde_json::from_slice(line).map_err(|e| RecordError::Json(e.to_string()))?;
        let context = self.context(record.context, contexts)?;
        let spans = self.classifier.classify(record.text.as_bytes(), record.channel, &context);
        let mut answer = serde_json::to_vec(&Answer { id: &record.id, spans })
            .map_err(|e| RecordError::Json(e.to_string()))?;
        answer.push(b'\n');
        Ok(output.write_all(&answer))
    }

    fn context(
        &mut self,
        name: Option<String>,
        source: &mut impl ContextSource,
    ) -> Result<Arc<CompiledContext>, RecordError> {
        let loaded = self.contexts.entry(name.clone()).or_insert_with(|| match &name {
            Some(name) => source.load(name).map(Arc::new),
            None => CompiledContext::new(&crate::TenantContext::default())
                .map(Arc::new)
                .map_err(|error: ContextError| error.to_string()),
        });
        loaded.clone().map_err(|reason| RecordError::Context { name: name.unwrap_or_default(), reason })
    }
}
