//! A diagnostic as a person names it: by its id, or by its file.

use crate::failure::Failure;
use anyhow::Result;
use diagnostics::{Catalogue, Diagnostic};
use std::path::Path;

/// The built-in diagnostic of this id, or the one in the file of this path: no id has a `/` or a `.`.
pub(in crate::commands) fn find(name: &str) -> Result<Diagnostic> {
    let is_path = name.contains(['/', '.']);
    if is_path { read(Path::new(name)) } else { built_in(name) }
}

fn read(file: &Path) -> Result<Diagnostic> {
    let text = crate::commands::text_of(file)?;
    Diagnostic::parse(&text).map_err(|why| Failure::bad_input(format!("`{}`: {why}", file.display())).into())
}

fn built_in(name: &str) -> Result<Diagnostic> {
    // Only the one that is named is read.
    let catalogue = Catalogue::built_in();
    let found = name.parse().ok().and_then(|id| catalogue.get(&id).cloned());
    found.ok_or_else(|| {
        let known: Vec<_> = catalogue.iter().map(|one| one.form().id.to_string()).collect();
        Failure::bad_input(format!("there is no diagnostic `{name}`"))
            .advise(format!("name a file as `./{name}.yaml`, or one of: {}", known.join(", ")))
            .into()
    })
}
