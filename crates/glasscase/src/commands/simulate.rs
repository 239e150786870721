//! `glasscase simulate`: what the access rules say of imagined timelines.

use super::lines::Lines;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use domain::timeline;
use std::io;

pub(super) fn run(out: &mut Output) -> Result<Exit> {
    let mut lines = Lines::new(io::stdin().lock());
    let mut exit = Exit::Done;
    while let Some(line) = lines.next()? {
        match outcome(line.bytes) {
            Ok(outcome) => out.json_line(&outcome)?,
            Err(why) => {
                exit = Exit::BadInput;
                out.flush()?;
                line.report(&why)?;
            }
        }
    }
    Ok(exit)
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
    fn a_line_that_is_no_timeline_is_told_why() {
        assert!(outcome(b"  ").unwrap_err().contains("blank"));
        assert!(outcome(b"{\"name\":\"\xff\"}").unwrap_err().contains("byte 9"));
        assert!(outcome(b"{}").unwrap_err().contains("name"));
        let told =
            outcome(br#"{"name":"x","settings":{"access_days":300},"events":[],"probes":[]}"#).unwrap_err();
        assert!(told.contains("days from 1 to 30 at column "), "{told}");
        assert!(outcome(br#"["n",{},[],[],0,0]"#).unwrap_err().contains("a list"));
    }
}
