//! Finds sensitive spans in a byte stream and rewrites them.

mod account;
mod case;
mod channel;
mod classifier;
mod context;
mod detect;
mod entity;
mod field;
mod key;
mod line;
mod resolve;
mod span;
mod view;
mod vocabulary;
mod word;
mod word_table;

pub use channel::Channel;
pub use classifier::{Classifier, classify_line};
pub use context::{CompiledContext, ContextError, Tenant, TenantContext, User, Vendor};
pub use entity::{Entity, SpanCategory};
pub use span::Span;
