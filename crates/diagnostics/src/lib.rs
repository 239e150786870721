//! The form of a diagnostic, its checks, and its analyzers.
//!
//! A diagnostic is a declarative file: what it asks, which categories it reads, which typed inputs it takes,
//! which collectors gather facts, within which limits, and which expressions turn facts into findings. This
//! crate reads and judges; it collects nothing.
//!
//! What always holds:
//! - A [`Diagnostic`] that exists passed every check of [`Diagnostic::parse`], so its expressions compile, name
//!   only what it declares, and stay within the bounds of [`expression`].
//! - Expressions run on a thread of their own with a deadline outside it, over bounded values; whatever they
//!   do, [`analyze()`] returns one answer for each analyzer that spoke or failed.
//!
//! What is absent: IO, clocks, and any way for a diagnostic to run a command or to write.

mod analyze;
mod analyzer;
mod catalogue;
pub mod collector;
mod compare;
mod diagnostic;
mod digest;
mod error;
mod evaluator;
pub mod expression;
mod facts;
mod input;
mod inputs;
mod limits;
mod pack;
mod page;
mod parameter;
mod placeholder;

pub use analyze::analyze;
pub use analyzer::{Analyzer, Finding, Seen, Verdict};
pub use catalogue::{Catalogue, CatalogueError, SignedPack};
pub use collector::{Collector, CollectorKind, Reach};
pub use compare::{Change, Changed, compare};
pub use diagnostic::{Diagnostic, Form};
pub use error::{DiagnosticError, Fault};
pub use facts::{Facts, LIST_ITEMS_MAX};
pub use input::{Input, InputType};
pub use inputs::{InputError, Inputs};
pub use limits::Limits;
pub use pack::{BadPublisherKey, PACK_BYTES_MAX, Pack, PackError, PublisherKey, Trusted};
pub use page::{contents, page};
pub use parameter::{Optional, Parameter, Reference};
pub use placeholder::{Stretch, stretches};
