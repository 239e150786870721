//! `glasscase completions`

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;

pub(super) fn run(shell: Shell, out: &mut Output) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "glasscase", &mut script);
    out.raw().write_all(&script)?;
    Ok(Exit::Done)
}
