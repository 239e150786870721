//! The program's log, on standard error, of commands that work on a data folder.

use crate::failure::Failure;
use anyhow::{Result, anyhow};
use std::io;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Says how much is logged.
const VARIABLE: &str = "GLASSCASE_LOG";

/// Begins to log: what `GLASSCASE_LOG` says, else `default`.
///
/// # Errors
/// If `GLASSCASE_LOG` is no filter.
pub(crate) fn begin(default: &str) -> Result<()> {
    let text = std::env::var(VARIABLE).unwrap_or_else(|_| default.to_owned());
    let filter: Targets = text.parse().map_err(|why| {
        Failure::bad_input(format!("{VARIABLE} is `{text}`, which is no filter: {why}"))
            .advise("write it as `info`, or as `warn,operations=debug`")
    })?;
    let log = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false).with_filter(filter);
    tracing_subscriber::registry().with(log).try_init().map_err(|why| anyhow!("cannot begin to log: {why}"))
}
