//! Does what a command asks for: one module for each.

mod access;
mod audit;
mod case;
mod completions;
mod consent;
mod consent_key;
mod destination;
mod diagnostic;
mod evidence;
mod import;
mod lines;
mod log;
mod notices;
mod pack;
mod queue;
mod rebuild;
mod rehearse;
mod request;
mod runner;
mod screen;
mod settings;
mod simulate;
mod subscription;
mod tenant;
mod token;
mod user;
mod verify;
mod whoami;
mod whole_file;

pub(crate) use verify::verifier_key;

use crate::arguments::{Command, PageArguments};
use crate::demo;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::path;
use crate::serve;
use crate::witness;
use anyhow::Result;
use std::fmt::Display;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// Does what the command asks for.
///
/// # Errors
/// Whatever stands against it, as a person reads it.
pub(crate) async fn run(command: Command, invocation: &mut Invocation) -> Result<Exit> {
    match command {
        Command::Case(command) => case::run(command, invocation).await,
        Command::Consent(command) => consent::run(command, invocation).await,
        Command::Request(command) => request::run(command, invocation).await,
        Command::Diagnostic(command) => diagnostic::run(command, invocation).await,
        Command::Pack(command) => pack::run(&command, &mut invocation.out),
        Command::Evidence(command) => evidence::run(command, invocation).await,
        Command::Access(command) => access::run(command, invocation).await,
        Command::Settings(command) => settings::run(command, invocation).await,
        Command::Audit(command) => audit::run(command, invocation).await,
        Command::Destination(command) => destination::run(command, invocation).await,
        Command::Notices(command) => notices::run(command, invocation).await,
        Command::Verify(arguments) => verify::run(&arguments, &mut invocation.out),
        Command::Simulate => simulate::run(&mut invocation.out),
        Command::Classify(arguments) => screen::classify(&arguments, &mut invocation.out),
        Command::Inspect(arguments) => screen::inspect(&arguments, &mut invocation.out),
        Command::Redact(arguments) => screen::redact(&arguments, &mut invocation.out),
        Command::Import(arguments) => import::run(&arguments, invocation).await,
        Command::Tenant(command) => tenant::run(command, invocation).await,
        Command::User(command) => user::run(command, invocation).await,
        Command::Token(command) => token::run(command, invocation).await,
        Command::Whoami => whoami::run(invocation).await,
        Command::Subscription(command) => subscription::run(command, invocation).await,
        Command::ConsentKey(command) => consent_key::run(command, invocation).await,
        Command::Runner(command) => runner::run(command, invocation).await,
        Command::Queue(arguments) => queue::run(&arguments, invocation).await,
        Command::Export(arguments) => audit::export_of(&arguments, invocation).await,
        Command::Completions { shell } => completions::run(shell, &mut invocation.out),
        Command::Serve(arguments) => serve::run(*arguments, &mut invocation.out).await,
        Command::Demo(arguments) => demo::run(arguments, &mut invocation.out).await,
        Command::Rebuild(arguments) => rebuild::run(&arguments, &mut invocation.out).await,
        Command::Log(command) => log::run(command, &mut invocation.out).await,
        Command::Witness(arguments) => witness::run(arguments, &mut invocation.out).await,
        Command::Rehearse(arguments) => rehearse::run(&arguments, &mut invocation.out).await,
    }
}

/// The whole text of a file, or of standard input for `-`.
pub(crate) fn text_of(file: &Path) -> Result<String> {
    let name = file.display();
    let mut text = String::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(file).map(|whole| text = whole)
    };
    read.map_err(|why| Failure::bad_input(format!("cannot read `{name}`: {why}")))?;
    Ok(text)
}

/// `path` with a page's parameters.
fn page_of(path: &str, page: &PageArguments) -> String {
    let after = page.after.as_ref().map(|after| after as &dyn Display);
    let limit = page.limit.as_ref().map(|limit| limit as &dyn Display);
    path::with_query(path, &[("after", after), ("limit", limit)])
}

/// How to see the page after this one, if there is one.
fn show_next(command: &str, next: Option<&str>, out: &mut Output) -> io::Result<()> {
    match next {
        Some(next) => out.line(format_args!("\nThere are more: {command} --after {next}")),
        None => Ok(()),
    }
}
