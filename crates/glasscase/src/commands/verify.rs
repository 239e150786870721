//! `glasscase verify`: checks an export or a receipt, offline.

mod receipt;
mod rotations;

use crate::arguments::VerifyArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::{self, Watched};
use anyhow::{Context as _, Result};
use consent::{BadKey, PublicKey};
use ledger::witness::{BadWitnessKey, WitnessKey};
use ledger::{BadVerifierKey, VerifierKey};
use proof::{BadSince, Options, Report, RunnerLog, Since};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

/// How much of the export is read at once.
const BUFFER_BYTES: usize = 1 << 20;

pub(super) fn run(arguments: &VerifyArguments, out: &mut Output) -> Result<Exit> {
    let witnesses = arguments.witness.iter().map(|text| witness_key(text)).collect::<Result<Vec<_>>>()?;
    if let Some(file) = &arguments.receipt {
        let keys = arguments.key.as_deref().map(verifier_key).transpose()?;
        let keys = match (keys, &arguments.rotations) {
            (Some(key), Some(statements)) => rotations::follow(&key, statements)?,
            (key, _) => key.into_iter().collect(),
        };
        return receipt::verify(file, &keys, &witnesses, out);
    }
    let options = Options {
        key: arguments.key.as_deref().map(verifier_key).transpose()?,
        witnesses,
        consent_keys: arguments.consent_key.iter().map(|text| consent_key(text)).collect::<Result<_>>()?,
        runner_log: arguments.runner_log.as_deref().map(runner_log).transpose()?,
    };
    // The arguments need one of both.
    let file = arguments.file.as_deref().unwrap_or(Path::new("-"));
    let since = arguments.since.as_deref().map(|file| since(file, &options)).transpose()?;
    let report = verify(file, &options, since)?;
    out.answer(&report, |out| out.line(report.to_string().trim_end()))?;
    Ok(if report.is_sound() { Exit::Done } else { Exit::Denied })
}

/// The key of a log that was given: its text, or a file that holds it.
///
/// # Errors
/// If it is none, or the file cannot be read.
pub(crate) fn verifier_key(given: &str) -> Result<VerifierKey> {
    let file = Path::new(given);
    let text = if file.is_file() {
        fs::read_to_string(file)
            .map_err(|why| Failure::bad_input(format!("cannot read the key `{given}`: {why}")))?
    } else {
        given.to_owned()
    };
    text.trim().parse().map_err(|why| not_a_key(given, &text, &why).into())
}

fn not_a_key(given: &str, text: &str, why: &BadVerifierKey) -> Failure {
    let what = if text.contains("PRIVATE+KEY") {
        // Its text would end in a terminal's history, or in the log of a build.
        "a private key was given, whose text is not repeated here".to_owned()
    } else if given == text && !given.contains('+') {
        format!("there is no file `{given}`, and it is no key")
    } else {
        why.to_string()
    };
    Failure::bad_input(what)
        .advise("give the key that `glasscase audit key` printed, or a file that holds it")
}

fn witness_key(text: &str) -> Result<WitnessKey> {
    text.parse().map_err(|why: BadWitnessKey| {
        Failure::bad_input(why.to_string()).advise("give the key that `glasscase witness` showed").into()
    })
}

fn consent_key(text: &str) -> Result<PublicKey> {
    text.parse().map_err(|why: BadKey| {
        Failure::bad_input(why.to_string())
            .advise(
                "give the public key that `glasscase consent-key enrol` or `glasscase runner trusted` showed",
            )
            .into()
    })
}

fn runner_log(file: &Path) -> Result<RunnerLog> {
    let cannot =
        |why| Failure::bad_input(format!("cannot read the runner's log `{}`: {why}", file.display()));
    let opened = File::open(file).map_err(cannot)?;
    Ok(RunnerLog::read(BufReader::new(opened)).map_err(cannot)?)
}

fn since(file: &Path, options: &Options) -> Result<Since> {
    let cannot =
        |why| Failure::bad_input(format!("cannot read the earlier file `{}`: {why}", file.display()));
    let input = BufReader::with_capacity(BUFFER_BYTES, File::open(file).map_err(cannot)?);
    let read = Since::read(Box::new(input), options.key.as_ref()).map_err(cannot)?;
    let none = |why: BadSince| {
        Failure::bad_input(format!("`{}`: {why}", file.display()))
            .advise("give an export of this log, or a checkpoint of it, that you kept")
    };
    Ok(read.map_err(none)?)
}

fn verify(file: &Path, options: &Options, since: Option<Since>) -> Result<Report> {
    let name = file.display();
    let (input, bytes): (Box<dyn Read>, _) = if file == Path::new("-") {
        (Box::new(io::stdin().lock()), None)
    } else {
        let cannot = |why| Failure::bad_input(format!("cannot read `{name}`: {why}"));
        let opened = File::open(file).map_err(cannot)?;
        let about = opened.metadata().map_err(cannot)?;
        if about.is_dir() {
            return Err(Failure::bad_input(format!("`{name}` is a folder, not an export")).into());
        }
        (Box::new(opened), Some(about.len()))
    };
    let bar = progress::bytes("verifying", bytes);
    let watched = Watched::new(input, bar.clone());
    let report = proof::verify_since(BufReader::with_capacity(BUFFER_BYTES, watched), options, since);
    bar.finish_and_clear();
    report.with_context(|| format!("cannot read `{name}` to its end"))
}
