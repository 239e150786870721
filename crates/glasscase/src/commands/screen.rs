//! `glasscase classify` and `glasscase redact`: the classifier, without a server.

mod classify;
mod context;

pub(super) use classify::run as classify;

use crate::arguments::{ChannelWord, RedactArguments};
use crate::exit::Exit;
use crate::output::Output;
use ::classify::Channel;
use anyhow::Result;

impl From<ChannelWord> for Channel {
    fn from(word: ChannelWord) -> Self {
        match word {
            ChannelWord::Log => Self::Log,
            ChannelWord::Case => Self::Case,
            ChannelWord::Account => Self::Account,
        }
    }
}

pub(super) fn redact(_: &RedactArguments, _: &mut Output) -> Result<Exit> {
    Err(super::absent("redact"))
}
