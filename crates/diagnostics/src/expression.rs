//! The part of CEL that analyzers may use.
//!
//! CEL has no cost limit, so its bounds are set before it runs. An expression has at most
//! [`SOURCE_BYTES_MAX`] bytes, at most [`LOOPS_MAX`] loops (`all`, `exists`, `exists_one`, `filter`, `map`), of
//! which at most [`LOOP_DEPTH_MAX`] stand inside each other, and builds nothing inside a loop: each turn of
//! `[x + x].exists(…)` could double a value. It calls only [`FUNCTIONS`] and names only what its diagnostic
//! declares. `matches` is left out, since a pattern compiled in a loop is slow; collectors search text.

mod vocabulary;
mod walk;

pub(crate) use vocabulary::{INPUTS, Vocabulary};
pub(crate) use walk::FactPath;

use cel::Program;

/// The longest expression, in bytes.
pub const SOURCE_BYTES_MAX: usize = 1_024;
/// The most loops in an expression.
pub const LOOPS_MAX: usize = 6;
/// How many loops may stand inside each other.
pub const LOOP_DEPTH_MAX: usize = 2;
/// The functions, besides operators and loops, that an expression may call.
pub const FUNCTIONS: [&str; 7] = ["size", "contains", "startsWith", "endsWith", "int", "double", "string"];

/// An expression that an analyzer may not use.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExpressionError {
    /// Longer than [`SOURCE_BYTES_MAX`].
    #[error("the expression has {0} bytes, at most {SOURCE_BYTES_MAX} are allowed")]
    TooLong(usize),
    /// Not CEL.
    #[error("the expression does not parse at line {line}, column {column}: {problem}")]
    Syntax {
        /// Line within the expression, from 1.
        line: isize,
        /// Column, from 1.
        column: isize,
        /// What the parser says.
        problem: String,
    },
    /// A name that is neither a collector's nor `inputs`.
    #[error("the expression names `{0}`, which is neither a collector of this diagnostic nor `inputs`")]
    Name(String),
    /// An input that is not declared.
    #[error("the expression reads input `{0}`, which is not declared")]
    Input(String),
    /// A function that is not offered.
    #[error("the expression calls `{0}`, which is not offered; use {list}", list = FUNCTIONS.join(", "))]
    Function(String),
    /// Too many loops.
    #[error("the expression has more than {LOOPS_MAX} loops")]
    Loops,
    /// Loops too deep.
    #[error("the expression has more than {LOOP_DEPTH_MAX} loops inside each other")]
    LoopDepth,
    /// Builds values in a loop.
    #[error("the expression joins or builds values with `{0}` inside a loop; compare them instead")]
    Builds(&'static str),
    /// The evaluator did not answer.
    #[error("the expression could not be checked within its time")]
    NoAnswer,
}

/// A compiled expression and the facts that it looks at.
pub(crate) struct Compiled {
    pub(crate) program: Program,
    pub(crate) paths: Vec<FactPath>,
}

/// Compiles `source`. To be called on the evaluator's thread only: parsing is recursive, and so is dropping.
pub(crate) fn compile(source: &str, vocabulary: &Vocabulary) -> Result<Compiled, ExpressionError> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err(ExpressionError::TooLong(source.len()));
    }
    let program = Program::compile(source).map_err(|errors| syntax(&errors))?;
    let paths = walk::check(program.expression(), vocabulary)?;
    Ok(Compiled { program, paths })
}

fn syntax(errors: &cel::ParseErrors) -> ExpressionError {
    let (line, column, problem) = match errors.errors.first() {
        Some(first) => (first.pos.0, first.pos.1, first.msg.as_str()),
        None => (1, 1, "not an expression"),
    };
    let problem = problem.split_whitespace().collect::<Vec<_>>().join(" ");
    ExpressionError::Syntax { line, column, problem }
}
