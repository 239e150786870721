//! A labelled stretch of a line.

use crate::entity::{Entity, SpanCategory};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::ops::Range;

/// Bytes `start..end` of the text that was classified, and what they are.
///
/// Serialised as `{"start","end","category","entity"}`, the form of labelled corpora.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; always greater than `start`.
    pub end: usize,
    /// What the bytes are.
    pub entity: Entity,
}

impl Span {
    /// A span over `start..end`.
    pub const fn new(start: usize, end: usize, entity: Entity) -> Self {
        Self { start, end, entity }
    }

    /// Whether the span and `range` have a byte in common.
    pub(crate) const fn overlaps(&self, range: &Range<usize>) -> bool {
        self.start < range.end && range.start < self.end
    }

    /// Number of bytes.
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the span has no byte. Never true of a span that the classifier returns.
    pub const fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// The class of the entity.
    pub const fn category(&self) -> SpanCategory {
        self.entity.category()
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Span", 4)?;
        fields.serialize_field("start", &self.start)?;
        fields.serialize_field("end", &self.end)?;
        fields.serialize_field("category", &self.category())?;
        fields.serialize_field("entity", &self.entity)?;
        fields.end()
    }
}
