//! `glasscase simulate`: what the access rules say of imagined timelines.

use crate::exit::Exit;
use crate::output::Output;
use crate::output::printable::one_line;
use anyhow::Result;
use domain::timeline;
use std::io::{self, BufRead, Write as _};

pub(super) fn run(out: &mut Output) -> Result<Exit> {
    let mut input = io::stdin().lock();
    let mut exit = Exit::Done;
    let (mut number, mut line) = (0_u64, Vec::new());
    while next_line(&mut input, &mut line)? {
        number += 1;
        match outcome(&line) {
            Ok(outcome) => out.json_line(&outcome)?,
            Err(why) => {
                exit = Exit::BadInput;
                out.flush()?;
                writeln!(io::stderr().lock(), "error: line {number}: {}", one_line(&why))?;
            }
        }
    }
    Ok(exit)
}

/// Reads the next line without its end; false after the last. A line feed at the end begins no further line.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let count = input.read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(count > 0)
}

fn outcome(line: &[u8]) -> Result<timeline::Outcome, String> {
    let text = std::str::from_utf8(line)
        .map_err(|why| format!("not a timeline: not UTF-8 from byte {} on", why.valid_up_to()))?;
    if text.trim().is_empty() {
        return Err("not a timeline: the line is blank".to_owned());
    }
    timeline::answer(text).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_at_the_end_begins_no_further_line() {
        let lines = |text: &str| {
            let (mut input, mut line, mut found) = (text.as_bytes(), Vec::new(), Vec::new());
            while next_line(&mut input, &mut line).unwrap() {
                found.push(String::from_utf8(line.clone()).unwrap());
            }
            found
        };
        assert_eq!(lines("a\nb\n"), ["a", "b"]);
        assert_eq!(lines("a\n\nb"), ["a", "", "b"]);
        assert!(lines("").is_empty());
    }

    #[test]
    fn a_line_that_is_no_timeline_is_told_why() {
        assert!(outcome(b"  ").unwrap_err().contains("blank"));
        assert!(outcome(b"{\"name\":\"\xff\"}").unwrap_err().contains("byte 9"));
        assert!(outcome(b"{}").unwrap_err().contains("name"));
    }
}
