//! Screens a file from memory and prints MB/s: `throughput FILE CONTEXT.json [ROUNDS]`.

use classify::{Channel, CompiledContext, Label, Policy, Pseudonyms, Screener, Sink, TenantContext};
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

struct Count(usize);

impl Sink for Count {
    fn piece(&mut self, output: &[u8], _labels: &[Label]) {
        self.0 += output.len();
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, context, rounds @ ..] = arguments.as_slice() else {
        return Err("usage: throughput FILE CONTEXT [ROUNDS]".into());
    };
    let text = std::fs::read(file)?;
    let context = Arc::new(CompiledContext::new(&TenantContext::from_json(&std::fs::read(context)?)?)?);
    let rounds: usize = rounds.first().map_or(Ok(1), |r| r.parse())?;
    let started = Instant::now();
    let mut count = Count(0);
    for _ in 0..rounds {
        let pseudonyms = Pseudonyms::new([1; 32]);
        let mut screener = Screener::new(context.clone(), Channel::Log, Policy::default(), pseudonyms);
        text.chunks(65_536).for_each(|chunk| screener.push(chunk, &mut count));
        screener.finish(&mut count);
    }
    let (bytes, elapsed) = (text.len() * rounds, started.elapsed());
    let rate = bytes as u128 / elapsed.as_micros().max(1);
    writeln!(std::io::stdout(), "{bytes} bytes in {elapsed:.2?}: {rate} MB/s, {} bytes out", count.0)?;
    Ok(())
}
