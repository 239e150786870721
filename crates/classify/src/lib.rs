//! Finds sensitive spans in a byte stream and rewrites them.
//!
//! The rules are those of the span classification guideline (classification.md, whose sections the code names): six data
//! categories and credentials, entity types, the extent of a span, precedence. What a value is follows from its key, its
//! position and the tenant's context more than from its shape.
//!
//! A line that came before word for word becomes what it became then (`repeats`), and one of a `skeleton` that came before
//! has the spans of its examples (`line_memo`). A row of a table and a value under its name are read together with the line
//! `above`. Any other passes these stations, each a module: `unescaped` (letters that were escapes), `view` (other escapes
//! undone, offsets kept), `word` and `field` (its structure), `detect` (candidates), `case` and `account` (what the channel
//! adds), `resolve` (precedence). [`Screener`] does this to a stream and replaces what a [`Policy`] does not keep by
//! [`Pseudonyms`]; [`credential_hits`] looks at the result once more, with other means.
//!
//! # Invariants
//!
//! - Spans are sorted, do not overlap, lie inside the text and, in UTF-8, on character boundaries.
//! - How a stream is cut into [`Screener::push`] calls changes nothing in the output.
//! - A [`Screener`] holds 15 MiB at most, however long a line is, most of it lines and skeletons that came again. The
//!   compiled context is apart and shared.
//! - No input panics: not binary, not invalid UTF-8.
//! - A credential is replaced whatever the policy says.
//!
//! # Absences
//!
//! No IO beyond readers and writers that are passed in, no clock, no threads, no randomness. Nothing is learned from the
//! data: the same bytes under the same context and key give the same output.

mod above;
mod account;
mod came;
mod case;
mod channel;
mod classifier;
mod context;
mod detect;
mod entity;
mod entity_set;
mod explain;
mod field;
mod key;
mod key_path;
mod line;
mod line_memo;
mod marks;
mod memo;
mod phrase_table;
mod policy;
mod profile;
mod pseudonym;
mod records;
mod redact;
mod repeats;
mod resolve;
mod screener;
mod second_pass;
mod sections;
mod shape;
mod shelf;
mod sink;
mod skeleton;
mod span;
mod structure;
mod taken;
mod unescaped;
mod view;
mod vocabulary;
mod whole_values;
mod window;
mod word;
mod word_filter;
mod word_table;

pub use above::Above;
pub use channel::Channel;
pub use classifier::{Classifier, classify_line};
pub use context::{
    CompiledContext, ContextError, ContextForm, Tenant, TenantContext, TenantForm, User, Vendor,
};
pub use entity::{Entity, SpanCategory};
pub use entity_set::EntitySet;
pub use explain::{Explained, Explainer};
pub use policy::Policy;
pub use profile::{StationProfile, profile};
pub use pseudonym::Pseudonyms;
pub use records::{Answered, ContextSource, RECORD_BYTES_MAX, RecordError, classify_records};
pub use redact::{Redacted, Redaction, redact};
pub use screener::{Revealed, Screener};
pub use second_pass::{CredentialHit, credential_hits};
pub use sink::{Action, Label, Sink};
pub use span::Span;
