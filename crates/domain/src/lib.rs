//! Which commands are allowed, and which events follow.

mod category;

pub use category::{Categories, Category, UnknownCategory};
