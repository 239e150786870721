//! `glasscase diagnostic docs`

use super::named;
use crate::arguments::DocsArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use anyhow::Result;
use diagnostics::{Catalogue, Diagnostic, contents, page};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Prints the pages, or writes them into a folder beside a list of them.
pub(super) fn run(arguments: &DocsArguments, out: &mut Output) -> Result<Exit> {
    let french = arguments.french;
    let diagnostics: Vec<Diagnostic> = if arguments.diagnostics.is_empty() {
        Catalogue::built_in().iter().cloned().collect()
    } else {
        arguments.diagnostics.iter().map(|name| named::find(name)).collect::<Result<_>>()?
    };
    match &arguments.out {
        Some(folder) => write(folder, &diagnostics, french, out)?,
        None => {
            for diagnostic in &diagnostics {
                let page = page(diagnostic, french);
                let answer = json!({ "diagnostic": diagnostic.form().id, "page": page });
                out.answer(&answer, |out| out.line(&page))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn write(folder: &Path, diagnostics: &[Diagnostic], french: bool, out: &mut Output) -> Result<()> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |why: std::io::Error| Failure::failed(format!("cannot write `{path}`: {why}"))
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let pages = diagnostics.iter().map(|one| (format!("{}.md", one.form().id), page(one, french)));
    let list = ("README.md".to_owned(), contents(diagnostics.iter(), french));
    for (name, text) in pages.chain([list]) {
        let path = folder.join(name);
        fs::write(&path, text).map_err(failed(&path))?;
    }
    let answer = json!({ "folder": folder, "pages": diagnostics.len() });
    out.answer(&answer, |out| {
        out.line(format_args!("{} pages and a list of them are in {}.", diagnostics.len(), folder.display()))
    })?;
    Ok(())
}
