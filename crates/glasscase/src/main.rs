//! The one program: reads the arguments, wires what they ask for, and starts it.
//!
//! What always holds:
//! - answers go to standard output, everything else (questions, progress, errors) to standard error;
//! - text that came from elsewhere is shown without the control characters that it may hold;
//! - a secret is printed once, by the command that made it, and never again;
//! - the exit code says how it ended (see [`exit::Exit`]).
//!
//! What is absent: rules. Whether something is allowed is decided by the server, or by the libraries that it shares
//! with the offline commands.

mod agreement;
mod arguments;
mod catalogue;
mod commands;
mod copy_folder;
mod data_folder;
mod demo;
mod event_text;
mod exit;
mod failure;
mod invocation;
mod key_file;
mod logging;
mod output;
mod parent;
mod path;
mod progress;
mod reason;
mod serve;
mod stop_code;
mod witness;

use arguments::Arguments;
use clap::Parser as _;
use exit::Exit;
use failure::Failure;
use invocation::Invocation;
use std::process::ExitCode;

/// The word with which the runner starts a process that collects. No person types it.
const COLLECTING: &str = "collecting-process";

fn main() -> ExitCode {
    // Fails only when a provider is installed already, and then there is one.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    if std::env::args_os().nth(1).is_some_and(|word| word == COLLECTING) {
        // It confines itself, so nothing else may have been started.
        return collect::collecting_process();
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return told_by_clap(&told, asks_for_json()),
    };
    let is_json = arguments.json;
    match run(arguments) {
        Ok(exit) => exit.code(),
        Err(why) => failure::report(&why, is_json).code(),
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Exit> {
    if arguments.until_stdin_ends {
        parent::end_with_it()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut invocation = Invocation::new(arguments.connection, arguments.json);
    let exit = runtime.block_on(commands::run(arguments.command, &mut invocation))?;
    invocation.out.flush()?;
    Ok(exit)
}

/// Whether `--json` stands among arguments that could not be read.
fn asks_for_json() -> bool {
    std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json")
}

/// Help and versions are answers; anything else that the parser tells is bad input.
fn told_by_clap(told: &clap::Error, is_json: bool) -> ExitCode {
    if is_json && told.use_stderr() {
        let text = told.to_string();
        let text = text.trim().trim_start_matches("error: ").to_owned();
        return failure::report(&Failure::bad_input(text).into(), true).code();
    }
    // Nobody reads what cannot be printed.
    let _ = told.print();
    if told.use_stderr() { Exit::BadInput.code() } else { Exit::Done.code() }
}
