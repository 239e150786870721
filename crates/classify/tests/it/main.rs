//! The classifier from outside: the guideline's examples, a labelled sample, streams.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accuracy;
mod conversations;
mod cuts;
mod forms;
mod guideline;
mod positions;
mod records;
mod redaction;
mod sample;
mod skeletons;
