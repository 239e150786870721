//! The properties that are looked into.

mod archive;
mod context;
mod packed;
mod redact;

pub(crate) use archive::sign;

/// A property of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it is called on the command line and in `regressions/`.
    pub name: &'static str,
    /// Panics if the property does not hold for these bytes.
    pub check: fn(&[u8]),
    /// Inputs to begin with, which reach much of the code.
    pub seeds: fn() -> Vec<Vec<u8>>,
    pub(crate) form: Form,
}

/// What a mutation may know of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Two bytes that choose, then a text.
    Text,
    /// A JSON text.
    Json,
    /// A tar, or anything else.
    Archive,
    /// A byte that chooses, then what is packed.
    Packed,
}

/// All of them.
pub const TARGETS: [Target; 4] = [
    Target { name: "redact", check: redact::check, seeds: redact::seeds, form: Form::Text },
    Target { name: "context", check: context::check, seeds: context::seeds, form: Form::Json },
    Target { name: "archive", check: archive::check, seeds: archive::seeds, form: Form::Archive },
    Target { name: "packed", check: packed::check, seeds: packed::seeds, form: Form::Packed },
];

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
