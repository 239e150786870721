//! What a double says, held to a published schema: by the types that a crate generates from it.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Fails if the schema of `T` does not have a field of `value`, or has it of another type.
pub(crate) fn strictly<T: DeserializeOwned>(value: &Value) {
    let mut unknown = Vec::new();
    let read: Result<T, _> = serde_ignored::deserialize(value, |path| unknown.push(path.to_string()));
    assert!(read.is_ok(), "the schema refuses {value:#}: {:?}", read.err());
    assert!(unknown.is_empty(), "the schema does not have {unknown:?} in {value:#}");
}
