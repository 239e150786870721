//! Commands as the kernel's audit writes them, each argument under a key of its own: `a0="mysql" a1="-pX"` (execve records of
//! audit; classification.md 4.1 `password`).

use super::{judge, program_name};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// A record has more, but a command with a secret seldom has.
const ARGUMENTS_MAX: usize = 64;

/// Judges the arguments of such a record; false if the line is none.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) -> bool {
    if memchr::memmem::find(line.view, b"EXECVE ").is_none() {
        return false;
    }
    let arguments = arguments(line);
    if arguments.is_empty() {
        return false;
    }
    let Some(program) = arguments.first().and_then(|first| program_name(line.slice(first.clone()))) else {
        return true;
    };
    // `mysql -p` asks for a password, and what stands behind is a database.
    let asks =
        |option: &[u8]| option == b"-p" && [&b"mysql"[..], b"maria"].iter().any(|it| program.starts_with(it));
    for pair in arguments.windows(2).filter(|pair| !asks(line.slice(pair[0].clone()))) {
        judge(line, found, program, line.slice(pair[0].clone()), pair[1].clone());
    }
    true
}

/// What stands between the quotes of `a0`, `a1` and so on.
fn arguments(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut arguments = Vec::new();
    let mut at = 0;
    while arguments.len() < ARGUMENTS_MAX {
        let key = format!(" a{}=\"", arguments.len());
        let Some(start) = memchr::memmem::find(line.slice(at..line.view.len()), key.as_bytes()) else {
            break;
        };
        let start = at + start + key.len();
        at = line.run(start, |b| b != b'"');
        arguments.push(start..at);
    }
    arguments
}
