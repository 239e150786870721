//! Answers the labelled records of standard input; the argument is the folder of their contexts.

#![expect(clippy::print_stderr, reason = "records without an answer are told")]

use classify::{CompiledContext, TenantContext, classify_records};
use std::error::Error;
use std::io;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("the argument is a folder of contexts")?;
    let mut contexts = |name: &str| {
        let text =
            std::fs::read(Path::new(&folder).join(format!("{name}.json"))).map_err(|e| e.to_string())?;
        let context = TenantContext::from_json(&text).map_err(|e| e.to_string())?;
        CompiledContext::new(&context).map_err(|e| e.to_string())
    };
    let input = io::stdin().lock();
    classify_records(input, io::stdout().lock(), &mut contexts, |line, why| eprintln!("{line}: {why}"))?;
    Ok(())
}
