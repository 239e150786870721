//! A run as a process of its own: how it is started, watched and answered, and its inside.
//!
//! One socket pair joins both. Down go the order and the answers to wishes, sockets among them; up come wishes, items,
//! text and the end. The process holds nothing else: no environment, no file, no secret of the runner's.

mod child;
mod ended;
mod frame;
mod handed;
mod inbox;
mod kept_back;
mod parent;

pub use child::collecting_process;

use crate::{CollectError, Evidence, Order, Stop};
use diagnostics::Finding;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::PathBuf;

/// What happens on a machine whose kernel cannot confine a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confinement {
    /// Nothing is collected there.
    #[default]
    Required,
    /// It is collected all the same, confined as far as the kernel can.
    WherePossible,
}

/// How a collecting process is started.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program; it has to call [`collecting_process`] when it is given the arguments.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Whether it must be able to confine itself.
    pub confinement: Confinement,
}

impl Program {
    /// Runs every collector of the order's diagnostic, in order, in a process of its own, and judges what was found.
    /// Facts and text are handed to `evidence` while they are read. Blocks until the run is over; a stop kills the
    /// process.
    ///
    /// # Errors
    /// [`CollectError`] if the run was stopped, would leave the scope, or cannot do its work. Faults of what is looked
    /// at (a refused connection, an expired certificate) are facts.
    pub fn run(
        &self,
        order: &Order,
        stop: &Stop,
        evidence: &mut dyn Evidence,
    ) -> Result<Vec<Finding>, CollectError> {
        parent::run(self, order, stop, evidence)
    }
}
