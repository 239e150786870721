//! `glasscase rebuild`: recreates the tables that make reading fast from the log.

use crate::arguments::RebuildArguments;
use crate::data_folder::{Company, DataFolder};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::logging;
use crate::output::Output;
use anyhow::Result;
use operations::clock::{Clock, SystemClock};
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;

pub(super) async fn run(arguments: &RebuildArguments, out: &mut Output) -> Result<Exit> {
    logging::begin("warn")?;
    let folder = DataFolder::open(&arguments.data, Company::Nobody)?;
    let (installation, _) = folder.settled()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let store = folder.open_store(installation.database, arguments.database.as_deref(), &clock).await?;
    let begun = Instant::now();
    let rebuilt = store.rebuild(None).await;
    store.close().await;
    let rebuilt =
        rebuilt.map_err(|why| Failure::failed(format!("the tables are as they were before: {why}")))?;
    let seconds = begun.elapsed().as_secs_f64();
    let answer = json!({ "tenants": rebuilt.tenants, "events": rebuilt.events, "seconds": seconds });
    out.answer(&answer, |out| {
        out.line(format_args!(
            "{} events of {} organisations were folded in {seconds:.2} s; everything that is not the log's own was made again.",
            rebuilt.events, rebuilt.tenants
        ))
    })?;
    Ok(Exit::Done)
}
