//! What can be wrong with settings.

use classify::ContextError;
use collect::scope::ScopeError;
use std::io;
use std::path::PathBuf;

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {why}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// Others can write a file.
    #[error("others can write `{}`, so they could change what the runner may touch; run `chmod o-w` on it", path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
    },
    /// The file is of another form.
    #[error("`{}` at line {line}, column {column}: {problem}", path.display())]
    Form {
        /// Which file.
        path: PathBuf,
        /// Line, from 1; 0 if it is about the whole.
        line: u64,
        /// Column, from 1; 0 if it is about the whole.
        column: u64,
        /// What is wrong there.
        problem: String,
    },
    /// A value is not possible.
    #[error("`{}`: `{setting}` {rule}, not `{value}`", path.display())]
    Value {
        /// Which file.
        path: PathBuf,
        /// Which setting.
        setting: &'static str,
        /// What it must be.
        rule: &'static str,
        /// What it is.
        value: String,
    },
    /// The scope is not usable.
    #[error("`{}`: {why}", path.display())]
    Scope {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: ScopeError,
    },
    /// The tenant context is not usable.
    #[error("`{}`: {why}", path.display())]
    Context {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: ContextError,
    },
}
