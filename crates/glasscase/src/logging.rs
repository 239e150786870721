//! The program's log, on standard error, of commands that work on a data folder.

use crate::failure::Failure;
use anyhow::{Result, anyhow};
use std::io;
use tracing_subscriber::EnvFilter;

/// Says how much is logged.
const VARIABLE: &str = "GLASSCASE_LOG";

/// Begins to log: what `GLASSCASE_LOG` says, else `default`.
///
/// # Errors
/// If `GLASSCASE_LOG` is no filter.
pub(crate) fn begin(default: &str) -> Result<()> {
    let text = std::env::var(VARIABLE).unwrap_or_else(|_| default.to_owned());
    let filter = EnvFilter::try_new(&text).map_err(|why| {
        Failure::bad_input(format!("{VARIABLE} is `{text}`, which is no filter: {why}"))
            .advise("write it as `info`, or as `warn,operations=debug`")
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false);
    log.try_init().map_err(|why| anyhow!("cannot begin to log: {why}"))
}
