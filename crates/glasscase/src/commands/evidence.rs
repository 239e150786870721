//! `glasscase evidence`

mod content;

use crate::agreement::confirm;
use crate::arguments::EvidenceCommand;
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use std::io;
use wire::{Done, Evidence, Items};

pub(super) async fn run(command: EvidenceCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        EvidenceCommand::List { case } => {
            let path = path::api(&["cases", case.as_str(), "evidence"])?;
            let evidence: Items<Evidence> = server.get(&path).await?;
            out.answer(&evidence, |out| show(&evidence.items, out))?;
        }
        EvidenceCommand::Show { collection } => content::show(&collection, &server, out).await?,
        EvidenceCommand::Delete { collection, yes } => {
            confirm(&format!("{collection} is destroyed for good; nobody can bring it back."), yes)?;
            let done: Done = server.delete(&path::api(&["evidence", collection.as_str()])?).await?;
            let text = format!(
                "{collection} is destroyed: its key first, then its bytes. The log holds the receipt."
            );
            out.answer(&done, |out| out.line(text))?;
        }
    }
    Ok(Exit::Done)
}

fn show(evidence: &[Evidence], out: &mut Output) -> io::Result<()> {
    if evidence.is_empty() {
        return out.line("Nothing was collected in this case.");
    }
    let mut table =
        Table::new(["collection", "diagnostic", "stored", "destroyed", "bytes", "sensitive values"]);
    for one in evidence {
        let diagnostic = match (&one.run, &one.diagnostic) {
            (None, _) => "(attached)".to_owned(),
            (_, Some(diagnostic)) => diagnostic.to_string(),
            (_, None) => String::new(),
        };
        let spans: Vec<_> = one.spans.iter().map(|(category, count)| format!("{count} {category}")).collect();
        let stored = out.when(one.stored_at);
        let (bytes, spans) = (one.bytes.to_string(), spans.join(", "));
        table.row([one.collection.to_string(), diagnostic, stored, destroyed(one, out), bytes, spans]);
    }
    out.table(&table)
}

fn destroyed(evidence: &Evidence, out: &Output) -> String {
    match (evidence.deleted_at, &evidence.deleted_because) {
        (Some(at), Some(why)) => format!("{}, {why}", out.when(at)),
        (Some(at), None) => out.when(at),
        (None, _) => out.when(evidence.due_at),
    }
}
