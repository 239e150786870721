//! Where screened output goes.

use crate::entity::Entity;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// What became of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It stands in the output as it was.
    Kept,
    /// A token stands in its place.
    Masked,
}

/// A labelled stretch of the output.
///
/// Serialised as `{"offset","len","category","entity","action"}`, the row of a collection's span table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// First byte, counted from the start of the whole output.
    pub offset: u64,
    /// Number of bytes in the output.
    pub len: u64,
    /// What the bytes are, or stand for.
    pub entity: Entity,
    /// Whether they are the value or its token.
    pub action: Action,
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Label", 5)?;
        fields.serialize_field("offset", &self.offset)?;
        fields.serialize_field("len", &self.len)?;
        fields.serialize_field("category", &self.entity.category())?;
        fields.serialize_field("entity", &self.entity)?;
        fields.serialize_field("action", &self.action)?;
        fields.end()
    }
}

/// Takes screened output piece by piece.
///
/// A piece is a line with its line end, or a bounded part of an over-long line. Pieces come in order and, put together,
/// are the whole output; the labels of a piece lie inside it, sorted.
pub trait Sink {
    /// Takes the next piece.
    fn piece(&mut self, output: &[u8], labels: &[Label]);
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        (**self).piece(output, labels);
    }
}
