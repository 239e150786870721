//! `glasscase import`: a support bundle of another tool, screened where the data is.
//!
//! The bundle is gone through twice: first to see that it is sound as a whole, then to look at it. So nothing is written or
//! sent of a bundle that turns out to be cut off, or to be a trap, half-way.

mod attach;
mod attachment;
mod content;
mod findings;
mod looking;
mod report;
mod screen;
mod screened_file;
mod sealing;
mod second_look;
mod show;
mod stray;
mod upload;

use crate::arguments::ImportArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::progress;
use anyhow::Result;
use attachment::Attachment;
use bundle::{BundleError, Limits, Summary};
use domain::Moment;
use findings::Findings;
use looking::{Looked, Looking};
use operations::clock::{Clock as _, SystemClock};
use screen::Screens;
use screened_file::ScreenedFile;
use std::fs::File;
use std::path::Path;

pub(super) async fn run(arguments: &ImportArguments, invocation: &mut Invocation) -> Result<Exit> {
    // Found out first: a server that cannot be named makes the look useless.
    let server = arguments.attach.as_ref().map(|_| invocation.server()).transpose()?;
    let out = &mut invocation.out;
    let Looked { report, masked, packed } = tokio::task::block_in_place(|| look(arguments))?;
    out.answer(&report, |out| show::report(&report, arguments, out))?;
    match (&arguments.attach, server, packed) {
        (Some(case), Some(server), Some(packed)) => {
            if !out.is_json() {
                show::to_be_sent(case, &packed, out)?;
            }
            // Read by whoever owns the bundle before the first byte of it leaves.
            out.flush()?;
            attach::to_case(case, &masked, packed, arguments.french, &server, out).await?;
        }
        _ if out.is_json() => {}
        _ if report.out.is_some() => {}
        _ => {
            out.line("")?;
            out.line("Nothing left this machine.")?;
        }
    }
    Ok(Exit::Done)
}

/// What the bundle holds, and the same as it may be shown to others.
fn look(arguments: &ImportArguments) -> Result<Looked> {
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = open(&arguments.file)?;
    let screens = Screens::of(arguments)?;
    let file = arguments.out.as_deref().map(|to| ScreenedFile::create(to, &name)).transpose()?;
    let waiting = progress::waiting(format!("checking `{name}`"));
    let limits = Limits::default();
    let survey = bundle::survey(&source, &name, &limits).map_err(failure)?;
    waiting.set_message(format!("looking at `{name}`"));
    let attachment = arguments.attach.as_ref().map(|_| Attachment::new()).transpose()?;
    let mut looking = Looking::new(&screens, Findings::new(gathered_at(&survey.summary))?, file, attachment);
    let summary = bundle::read(&source, &name, &limits, &survey, &mut looking).map_err(failure)?;
    waiting.finish_and_clear();
    looking.end(&name, &summary)
}

/// Opens the bundle. It is gone through more than once, so it has to be a file.
fn open(path: &Path) -> Result<File> {
    let unreadable = |why| {
        Failure::bad_input(format!("cannot read `{}`: {why}", path.display()))
            .advise("check the path and that you may read the file")
    };
    let kind = path.metadata().map_err(unreadable)?.file_type();
    if kind.is_dir() {
        let what = format!("`{}` is a folder", path.display());
        return Err(Failure::bad_input(what).advise("pack it with `tar -czf bundle.tar.gz FOLDER`").into());
    }
    if !kind.is_file() {
        let what = format!("`{}` is no file", path.display());
        return Err(Failure::bad_input(what).advise("save what comes out of it to a file first").into());
    }
    Ok(File::open(path).map_err(unreadable)?)
}

/// When the bundle was made: when its latest file was changed, unless a clock was wrong.
fn gathered_at(summary: &Summary) -> Moment {
    let now = SystemClock::new().now();
    summary.latest.and_then(Moment::from_unix_seconds).filter(|at| *at <= now).unwrap_or(now)
}

fn failure(why: BundleError) -> Failure {
    match why {
        BundleError::Taken(why) => match why.downcast::<Failure>() {
            Ok(failure) => failure,
            Err(why) => Failure::failed(format!("cannot write the screened form: {why}")),
        },
        why => {
            let advice = why.advice();
            Failure::bad_input(why.to_string()).advise(advice)
        }
    }
}
