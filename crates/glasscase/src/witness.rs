//! `glasscase witness`: signs that logs only ever grow (C2SP tlog-witness).

mod answer;
mod memory;

use crate::arguments::WitnessArguments;
use crate::commands::verifier_key;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::logging;
use crate::output::Output;
use crate::serve::{address, connections, signals, tls};
use anyhow::Result;
use ledger::witness::CosigningKey;
use memory::Memory;
use serde_json::json;
use std::sync::Arc;

/// Witnesses until a signal asks for its end.
///
/// # Errors
/// If it cannot start: the address, the certificates or the folder cannot be used.
pub(crate) async fn run(arguments: WitnessArguments, out: &mut Output) -> Result<Exit> {
    logging::begin("info")?;
    let tls = tls::settings(arguments.tls_cert.as_deref(), arguments.tls_key.as_deref())?;
    address::check(arguments.listen, tls.is_some() || arguments.trusted_proxy)?;
    let logs = arguments.logs.iter().map(|log| verifier_key(log)).collect::<Result<Vec<_>>>()?;
    let listener = address::listen(arguments.listen).await?;
    let (memory, key) = Memory::open(&arguments.data, arguments.name.as_deref())?;
    let ending = signals::heed(|| ())?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    tell(&key, &format!("{scheme}://{}", listener.local_addr()?), out)?;
    let app = answer::router(answer::Witness::new(key, logs, memory));
    match tls {
        Some(tls) => connections::serve(tls::Listener::new(listener, tls)?, app, &ending).await?,
        None => connections::serve(listener, app, &ending).await?,
    }
    tracing::info!("the witness ended");
    Ok(Exit::Done)
}

fn tell(key: &Arc<CosigningKey>, url: &str, out: &mut Output) -> Result<()> {
    let (key, name) = (key.witness_key().to_string(), key.witness_key().name());
    out.answer(&json!({ "url": url, "key": key }), |out| {
        out.line(format_args!("The witness {name} listens on {url}. Its public key:"))?;
        out.line(format_args!("  {key}"))?;
        out.line("A log's operator names it in a policy (`glasscase log witnesses`), and whoever verifies demands it:")?;
        out.line(format_args!("  witness {name} {key} {url}"))?;
        out.line(format_args!("  glasscase verify export.glasscase --key KEY --witness {key}"))
    })?;
    out.flush()?;
    Ok(())
}

fn failed(what: String, advice: &str) -> anyhow::Error {
    Failure::failed(what).advise(advice).into()
}
