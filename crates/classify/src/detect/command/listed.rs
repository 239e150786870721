//! Arguments as lists: `["--user","joe","--password","X"]` of container's and pods' specifications, `['mysql', '-pX']` of what programs print
//! of a process (classification.md 4.1 `password`).

use super::{judge, program_name};
use crate::line::Line;
use crate::span::Span;
use crate::view::FILLER;
use std::ops::Range;

/// A list has more, but a command with a secret seldom has.
const ARGUMENTS_MAX: usize = 64;
/// Longer texts are scripts.
const ARGUMENT_BYTES_MAX: usize = 256;

/// Judges the arguments of each list that has an option.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut done = 0;
    for open in memchr::memchr_iter(b'[', line.view) {
        if open < done {
            continue;
        }
        let arguments = arguments(line, open + 1);
        let Some(last) = arguments.last() else { continue };
        done = last.end;
        if !arguments.iter().any(|argument| line.byte(argument.start) == Some(b'-')) {
            continue;
        }
        let first = arguments.first().map(|first| line.slice(first.clone())).unwrap_or_default();
        let program = program_name(first).unwrap_or_default();
        for pair in arguments.windows(2) {
            judge(line, found, program, line.slice(pair[0].clone()), pair[1].clone());
        }
    }
}

/// The texts between quotes from `at` on, parted by commas.
fn arguments(line: &Line<'_>, mut at: usize) -> Vec<Range<usize>> {
    let mut arguments = Vec::new();
    while arguments.len() < ARGUMENTS_MAX {
        let open = line.run(at, |b| b == b' ' || b == FILLER);
        let Some(quote @ (b'"' | b'\'')) = line.byte(open) else { break };
        let reach = line.view.len().min(open + 1 + ARGUMENT_BYTES_MAX);
        let text = line.slice(open + 1..reach);
        let Some(length) = text.iter().position(|b| *b == quote || *b == FILLER) else { break };
        let argument = open + 1..open + 1 + length;
        at = line.run(argument.end, |b| b == FILLER) + 1;
        arguments.push(argument);
        if line.byte(at) != Some(b',') {
            break;
        }
        at += 1;
    }
    arguments
}
