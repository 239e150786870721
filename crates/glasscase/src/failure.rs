//! Errors as a person reads them: one line that tells what happened, and one that tells what to do.

use crate::exit::Exit;
use crate::output::printable::one_line;
use crate::reason;
use serde_json::json;
use std::fmt;
use std::io::{self, Write as _};
use wire::{ClientError, Problem};

/// An error of the program's own, with what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    advice: Option<String>,
    exit: Exit,
}

impl Failure {
    /// Something that was given cannot be used.
    pub(crate) fn bad_input(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None, exit: Exit::BadInput }
    }

    /// A text cannot be read.
    pub(crate) fn unread(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None, exit: Exit::Unread }
    }

    /// Something is no text.
    pub(crate) fn binary(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None, exit: Exit::Binary }
    }

    /// Something could not be done.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None, exit: Exit::Failed }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failure {}

/// Tells on standard error what went wrong, and gives the exit code that goes with it.
pub(crate) fn report(why: &anyhow::Error, is_json: bool) -> Exit {
    if is_broken_pipe(why) {
        // Whoever read the output has seen enough.
        return Exit::Done;
    }
    let told = if is_json { as_json(why) } else { as_lines(why) };
    // With standard error gone there is nobody to tell.
    let _ = io::stderr().lock().write_all(told.as_bytes());
    why.downcast_ref::<Failure>().map_or(Exit::Failed, |failure| failure.exit)
}

fn as_lines(why: &anyhow::Error) -> String {
    let help = advice(why).map(|advice| format!("help: {}\n", one_line(&advice))).unwrap_or_default();
    format!("error: {}\n{help}", one_line(&format!("{why:#}")))
}

/// One line: what happened, what to do, and the server's whole problem where it is one.
fn as_json(why: &anyhow::Error) -> String {
    let problem = match why.downcast_ref::<ClientError>() {
        Some(ClientError::Problem(problem)) => Some(problem),
        _ => None,
    };
    let told = json!({ "error": format!("{why:#}"), "help": advice(why), "problem": problem });
    format!("{told}\n")
}

fn is_broken_pipe(why: &anyhow::Error) -> bool {
    let is_broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    why.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_broken))
}

fn advice(why: &anyhow::Error) -> Option<String> {
    if let Some(failure) = why.downcast_ref::<Failure>() {
        return failure.advice.clone();
    }
    match why.downcast_ref::<ClientError>()? {
        ClientError::Unreachable { .. } | ClientError::BadUrl(_) => {
            Some("name the server with --url or GLASSCASE_URL; `glasscase demo` starts one to try".to_owned())
        }
        ClientError::TooLong { .. } => Some("say it in several messages, or shorter".to_owned()),
        ClientError::Problem(problem) => advice_on(problem),
        ClientError::Misunderstood { .. } => {
            Some("check that --url leads to a Glasscase server of this version".to_owned())
        }
    }
}

fn advice_on(problem: &Problem) -> Option<String> {
    if let Some(reason) = problem.reason {
        return Some(reason::explain(reason).to_owned());
    }
    match (problem.code.as_str(), problem.status) {
        ("signature_required", _) => Some(
            "sign with an enrolled consent key: repeat the command with --key FILE, or sign offline with `glasscase consent sign`"
                .to_owned(),
        ),
        (_, 401) => Some(
            "give a token that is valid: set GLASSCASE_TOKEN, or use --token-file FILE; an owner makes one with `glasscase token create`"
                .to_owned(),
        ),
        (_, 403) => {
            Some("an owner of your organisation gives roles with `glasscase user add`".to_owned())
        }
        (_, 429 | 503) => Some("wait a moment and try again".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_pipe_is_no_failure() {
        let why = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot print");
        assert_eq!(report(&why, false), Exit::Done);
    }

    #[test]
    fn what_was_refused_for_a_rule_is_told_with_the_rule() {
        let mut problem = Problem::new(403, "denied", "Denied", "not allowed: locked");
        problem.reason = Some(domain::Reason::Locked);
        let why = anyhow::Error::from(ClientError::Problem(Box::new(problem)));
        assert!(advice(&why).unwrap().contains("unlock"), "{:?}", advice(&why));
        assert_eq!(report(&why, false), Exit::Failed);
        let told: serde_json::Value = serde_json::from_str(&as_json(&why)).unwrap();
        assert_eq!(told["problem"]["reason"], "locked", "{told}");
    }
}
