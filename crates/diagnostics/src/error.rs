//! Why a text is not a diagnostic.

/// A text that is not a valid diagnostic.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DiagnosticError {
    /// Not YAML, or not of a diagnostic's form.
    #[error("line {line}, column {column}: {problem}")]
    Form {
        /// Line, from 1; 0 when it is not known.
        line: u64,
        /// Column, from 1; 0 when it is not known.
        column: u64,
        /// What is wrong there.
        problem: String,
    },
    /// Of the right form, but not right.
    #[error("{place}: {fault}")]
    Content {
        /// The field, as a path, as in `analyzers.expired.when`.
        place: String,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What can be wrong with a field of the right form.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Fault {
    /// A word that must be lower-case letters and digits joined by one sign.
    #[error(
        "`{0}` must be 1 to 64 lower-case letters and digits, in words joined by `{1}`, starting with a letter"
    )]
    Word(String, char),
    /// A name used twice.
    #[error("`{0}` is there already; names must differ")]
    Twice(String),
    /// A text that is missing in a language.
    #[error("the text in `{0}` is empty; write it in both languages")]
    Empty(&'static str),
    /// A list that needs at least one entry.
    #[error("must have at least one entry")]
    None,
    /// A list that is too long.
    #[error("has {count} entries, at most {max} are allowed")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        max: usize,
    },
    /// A number that is out of bounds.
    #[error("must be {min} to {max}, not {value}")]
    Bounds {
        /// What was given.
        value: u64,
        /// The smallest allowed value.
        min: u64,
        /// The largest allowed value.
        max: u64,
    },
    /// A reference to an input that is not declared.
    #[error("no input is called `{0}`")]
    NoInput(String),
    /// A reference to an input of another type.
    #[error("input `{input}` is of type {found}, but {wanted} is needed here")]
    InputType {
        /// Which input.
        input: String,
        /// Its declared type.
        found: &'static str,
        /// The type of the parameter.
        wanted: &'static str,
    },
    /// A parameter that must have a value refers to an input that may have none.
    #[error("input `{0}` may be absent; make it required or give it a default")]
    MayBeAbsent(String),
    /// A rule for inputs that does not fit the type, or itself.
    #[error("{0}")]
    InputRule(String),
    /// An expression that is not allowed.
    #[error(transparent)]
    Expression(#[from] crate::expression::ExpressionError),
    /// A placeholder that names nothing that is collected.
    #[error("`{{{0}}}` is not a path to a declared collector or input")]
    Placeholder(String),
    /// A verdict that analyzers may not give by themselves.
    #[error("`unknown` is given when an expression fails; write pass, warn or fail")]
    Verdict,
}

impl Fault {
    /// This fault at `place`.
    pub(crate) fn at(self, place: impl Into<String>) -> DiagnosticError {
        DiagnosticError::Content { place: place.into(), fault: self }
    }
}
