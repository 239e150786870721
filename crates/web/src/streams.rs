//! Answers that go on: live timelines, what runners are told, and bodies that are made piece by piece.

mod body;
mod changes;
mod notices;
mod timeline;

pub(crate) use body::{Pieces, body};
pub(crate) use changes::{Shown, changes};
pub(crate) use notices::notices;
pub(crate) use timeline::timeline;

use std::time::Duration;

/// How often a quiet timeline is kept from being taken for dead, and its reader asked for again.
const QUIET: Duration = Duration::from_secs(15);
