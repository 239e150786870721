//! Tenant contexts: one for all, or a folder of them that records name.

use crate::failure::Failure;
use anyhow::Result;
use classify::{CompiledContext, TenantContext};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads and compiles a context file.
pub(in crate::commands) fn read(file: &Path) -> Result<CompiledContext> {
    let name = file.display();
    let bytes = fs::read(file)
        .map_err(|why| Failure::bad_input(format!("cannot read the tenant context `{name}`: {why}")))?;
    CompiledContext::from_json(&bytes).map_err(|why| Failure::bad_input(format!("`{name}`: {why}")).into())
}

/// A context of which nothing is known: with it the classifier is most protective.
pub(in crate::commands) fn empty() -> Result<CompiledContext> {
    Ok(CompiledContext::new(&TenantContext::default())?)
}

/// Where records find their context.
pub(super) enum Contexts {
    /// All in the same place.
    One(Arc<CompiledContext>),
    /// Each in the file that it names; those read so far are kept.
    Folder { folder: PathBuf, read: HashMap<String, Arc<CompiledContext>>, empty: Arc<CompiledContext> },
}

impl Contexts {
    /// From a file, a folder, or nothing at all.
    pub(super) fn open(place: Option<&Path>) -> Result<Self> {
        Ok(match place {
            Some(folder) if folder.is_dir() => {
                Self::Folder { folder: folder.to_owned(), read: HashMap::new(), empty: Arc::new(empty()?) }
            }
            Some(file) => Self::One(Arc::new(read(file)?)),
            None => Self::One(Arc::new(empty()?)),
        })
    }

    /// The context of a record that names this one, or none.
    ///
    /// # Errors
    /// If the folder has no such context, or it cannot be used.
    pub(super) fn of(&mut self, name: Option<&str>) -> Result<Arc<CompiledContext>> {
        let (folder, read_before, empty) = match self {
            Self::One(context) => return Ok(context.clone()),
            Self::Folder { folder, read, empty } => (folder, read, empty),
        };
        let Some(name) = name else { return Ok(empty.clone()) };
        if let Some(known) = read_before.get(name) {
            return Ok(known.clone());
        }
        // A record must not name a file elsewhere.
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', '\0']) {
            return Err(Failure::bad_input(format!("`{name}` is not the name of a tenant context")).into());
        }
        let context = Arc::new(read(&folder.join(format!("{name}.json")))?);
        read_before.insert(name.to_owned(), context.clone());
        Ok(context)
    }
}
