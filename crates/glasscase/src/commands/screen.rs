use crate::arguments::{ClassifyArguments, RedactArguments};
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;

pub(super) fn classify(_: &ClassifyArguments, _: &mut Output) -> Result<Exit> {
    Err(super::absent("classify"))
}

pub(super) fn redact(_: &RedactArguments, _: &mut Output) -> Result<Exit> {
    Err(super::absent("redact"))
}
