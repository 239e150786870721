//! What a person agrees to: the document is read and shown here, by the program that signs it, and never the server's
//! rendering of it (design.md, idea 3).

use crate::failure::Failure;
use crate::output::printable::printable;
use anyhow::{Context as _, Result, bail};
use consent::{Agreement, ApprovalDocument, ConsentDocument, Digest, Document as _, SigningKey};
use domain::Proof;
use serde_json::Value;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use wire::Signed;

/// A drafted document.
#[derive(Debug)]
pub(crate) enum Draft {
    /// Of a consent.
    Consent(Box<ConsentDocument>),
    /// Of an approval.
    Approval(Box<ApprovalDocument>),
}

impl Draft {
    /// Reads the canonical text of a document of either kind.
    ///
    /// # Errors
    /// If it is neither, or what it says was shown is not its own text.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let is_approval =
            serde_json::from_str::<Value>(text).is_ok_and(|value| value.get("request").is_some());
        Ok(if is_approval { Self::Approval(shown(text)?) } else { Self::Consent(shown(text)?) })
    }

    /// What it says, in plain words and in its own language.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Consent(document) => document.render(document.shown.language),
            Self::Approval(document) => document.render(document.shown.language),
        }
    }

    /// The one text that is signed.
    fn canonical(&self) -> String {
        match self {
            Self::Consent(document) => document.canonical(),
            Self::Approval(document) => document.canonical(),
        }
    }

    fn challenge(&self) -> Digest {
        match self {
            Self::Consent(document) => document.challenge(),
            Self::Approval(document) => document.challenge(),
        }
    }

    /// Signs it.
    ///
    /// # Errors
    /// If the key gives no signature; every key of this program does.
    pub(crate) fn sign(&self, key: &SigningKey) -> Result<Signed> {
        match key.sign(&self.challenge()) {
            Proof::Key { key, signature } => Ok(Signed { document: self.canonical(), key, signature }),
            Proof::Server => bail!("the key gave no signature"),
        }
    }
}

/// Reads a document whose text is the one that it says was shown.
fn shown<D: Agreement>(text: &str) -> Result<Box<D>> {
    let document = D::parse(text)?;
    document.check_shown()?;
    Ok(Box::new(document))
}

/// Reads the draft out of what `consent draft` or `request draft` printed, or out of a bare document.
///
/// # Errors
/// If there is no draft in it.
pub(crate) fn draft_in(file: &str) -> Result<Draft> {
    let text = file.trim();
    let drafted = serde_json::from_str::<Value>(text).ok();
    let inner = drafted.as_ref().and_then(|value| value.get("document")).and_then(Value::as_str);
    Draft::parse(inner.unwrap_or(text)).context("the draft cannot be signed")
}

/// Shows a text on standard error and asks whether the person agrees, unless they did beforehand. Without a terminal
/// nobody can be asked.
///
/// # Errors
/// If the person declines, or cannot be asked.
pub(crate) fn agree(text: &str, is_agreed: bool) -> Result<()> {
    write!(io::stderr().lock(), "{}\n\n", printable(text.trim_end()))?;
    if is_agreed || says_yes("Do you agree?")? {
        return Ok(());
    }
    Err(Failure::failed("nothing was signed or given: you did not agree").into())
}

/// Asks whether to go on with what cannot be undone, unless the person said so beforehand.
///
/// # Errors
/// If the person declines, or cannot be asked.
pub(crate) fn confirm(text: &str, is_confirmed: bool) -> Result<()> {
    if is_confirmed {
        return Ok(());
    }
    writeln!(io::stderr().lock(), "{}", printable(text))?;
    if says_yes("Go on?")? { Ok(()) } else { Err(Failure::failed("nothing was done: you declined").into()) }
}

fn says_yes(question: &str) -> Result<bool> {
    if !io::stdin().is_terminal() {
        return Err(Failure::bad_input("nobody can be asked here, since standard input is no terminal")
            .advise("read the text above, and repeat the command with --yes if you agree")
            .into());
    }
    write!(io::stderr().lock(), "{question} [y/N] ")?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
