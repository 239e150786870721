//! `glasscase classify`, `glasscase inspect` and `glasscase redact`: the classifier, without a server.

mod classify;
pub(super) mod context;
mod inputs;
mod inspect;
mod inspection;
pub(super) mod key;
mod members;
mod output_folder;
mod parallel;
mod redact;
mod reveal_map;
mod text_lines;
mod texts;

pub(super) use classify::run as classify;
pub(super) use inspect::run as inspect;
pub(super) use redact::run as redact;

use crate::arguments::ChannelWord;
use ::classify::{Channel, Entity};

impl From<ChannelWord> for Channel {
    fn from(word: ChannelWord) -> Self {
        match word {
            ChannelWord::Log => Self::Log,
            ChannelWord::Case => Self::Case,
            ChannelWord::Account => Self::Account,
        }
    }
}

/// Whether `--fail-on` names an entity type or its class.
fn is_named(entity: Entity, words: &[String]) -> bool {
    words.iter().any(|word| word == entity.category().name() || word == entity.name())
}
