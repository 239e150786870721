//! `glasscase inspect`: what is sensitive in texts, how much of it, where, and by which rule.

use super::inspection::Inspection;
use super::{context, text};
use crate::arguments::InspectArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::output::table::Table;
use anyhow::Result;
use classify::{CompiledContext, Explained, Explainer};
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

/// The part of a longer line is looked at by itself.
const LINE_BYTES_MAX: u64 = 256 * 1024;

pub(crate) fn run(arguments: &InspectArguments, out: &mut Output) -> Result<Exit> {
    let context = arguments.context.as_deref().map_or_else(context::empty, context::read)?;
    if let Some(line) = &arguments.explain {
        show_reasons(
            line,
            &Explainer::new().explain(line.as_bytes(), arguments.channel.into(), &context),
            out,
        )?;
        return Ok(Exit::Done);
    }
    let mut inspection = Inspection::default();
    if arguments.texts.is_empty() {
        let name = "standard input";
        look_into(text::read(io::stdin(), name, false)?, name, arguments, &context, &mut inspection)?;
    }
    for file in files(&arguments.texts)? {
        match text::open(&file, false) {
            Ok(read) => {
                look_into(read, &file.display().to_string(), arguments, &context, &mut inspection)?;
            }
            Err(why) => inspection.pass_over(&file.display().to_string(), &why.to_string()),
        }
    }
    out.answer(&inspection, |out| inspection.show(out))?;
    let failed = arguments.fail_on.iter().any(|word| inspection.holds(word));
    Ok(if failed { Exit::Denied } else { Exit::Done })
}

fn look_into(
    text: impl Read,
    name: &str,
    arguments: &InspectArguments,
    context: &CompiledContext,
    inspection: &mut Inspection,
) -> Result<()> {
    let cannot = |why| Failure::bad_input(format!("cannot read `{name}`: {why}"));
    let (mut text, mut line) = (BufReader::with_capacity(64 * 1024, text), Vec::new());
    let mut explainer = Explainer::new();
    inspection.begin(name);
    loop {
        line.clear();
        let read = (&mut text).take(LINE_BYTES_MAX).read_until(b'\n', &mut line).map_err(cannot)?;
        if read == 0 {
            return Ok(());
        }
        let whole = line.trim_ascii_end();
        inspection.add(whole, &explainer.explain(whole, arguments.channel.into(), context), read);
    }
}

/// The files themselves and those in folders, in the order of their names.
fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in given {
        add_files(path, &mut files)?;
    }
    Ok(files)
}

fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let cannot = |why| Failure::bad_input(format!("cannot list `{}`: {why}", path.display()));
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(cannot)?;
    let mut inside: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
    inside.sort();
    // A link inside a folder may lead back into it.
    inside.iter().filter(|entry| !entry.is_symlink()).try_for_each(|entry| add_files(entry, files))
}

fn show_reasons(line: &str, reasons: &[Explained], out: &mut Output) -> io::Result<()> {
    out.answer(&reasons, |out| {
        let mut table = Table::new(["value", "is", "by rule", "key", "rather than"]);
        let part = |range: std::ops::Range<usize>| {
            line.as_bytes()
                .get(range)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default()
        };
        for reason in reasons {
            let span = reason.span;
            let others: Vec<_> = reason.instead_of.iter().map(|entity| entity.name()).collect();
            table.row([
                part(span.start..span.end),
                format!("{}/{}", span.category().name(), span.entity.name()),
                reason.rule.to_owned(),
                reason.key.clone().map(part).unwrap_or_default(),
                others.join(", "),
            ]);
        }
        out.table(&table)
    })
}
