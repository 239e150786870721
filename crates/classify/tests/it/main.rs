//! The classifier from outside: the guideline's examples, a labelled sample, streams.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account_rows;
mod account_sentences;
mod accounts_of_products;
mod accuracy;
mod addressed;
mod audit_events;
mod case_frames;
mod code_words;
mod conversations;
mod cuts;
mod desks;
mod dumps;
mod everyday;
mod forms;
mod frames;
mod french;
mod guideline;
mod hosts;
mod judge;
mod lengths;
mod letters;
mod lines_below;
mod naive;
mod neighbours;
mod network;
mod notices;
mod own_places;
mod positions;
mod records;
mod redaction;
mod rows;
mod said_in_cases;
mod sample;
mod score;
mod secrets;
mod sentences;
mod services;
mod shapes;
mod skeletons;
mod telephony;
mod texts_of_records;
mod webhooks;
mod zones;

/// Precedence is not public, and a twin needs the very file.
#[path = "../../src/resolve.rs"]
mod resolve;
/// What that file names.
mod entity {
    pub(crate) use classify::Entity;
}
/// What that file names.
mod span {
    pub(crate) use classify::Span;
}
