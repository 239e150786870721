//! How fast a stream is screened, beside a search of 21 shapes and a split into lines over the same bytes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    reason = "a bench that cannot go on fails, and prints its figures"
)]

#[path = "figures/people.rs"]
mod people;

use classify::{Channel, CompiledContext, Label, Policy, Pseudonyms, Screener, Sink};
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let path = std::env::args()
        .nth(1)
        .filter(|a| !a.starts_with("--"))
        .expect("the first argument is a file of lines");
    let text = std::fs::read(path).unwrap();
    let people: usize = std::env::var("PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let started = Instant::now();
    let context = Arc::new(CompiledContext::new(&people::directory(people)).unwrap());
    println!("context of {people} people: {:?}", started.elapsed());
    let split = median(|| {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &text) {
            std::hint::black_box(text.get(start..end));
            start = end + 1;
        }
    });
    let screen = median(|| {
        let mut screener =
            Screener::new(Arc::clone(&context), Channel::Log, Policy::default(), Pseudonyms::new([7; 32]));
        let mut sink = Count::default();
        text.chunks(64 * 1024).for_each(|chunk| screener.push(chunk, &mut sink));
        screener.finish(&mut sink);
        std::hint::black_box(sink.bytes);
    });
    let all: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
    let classified = median(|| {
        let mut classifier = classify::Classifier::new();
        let spans = all.iter().map(|line| classifier.classify(line, Channel::Log, &context).len());
        std::hint::black_box(spans.sum::<usize>());
    });
    let lines: Vec<&[u8]> = text[..text.len().min(16 << 20)].split(|b| *b == b'\n').collect();
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    for station in classify::profile(&lines, Channel::Log, &context) {
        println!(
            "  {:14} {:6.2} ns/B {:8}",
            station.name,
            station.took.as_secs_f64() * 1e9 / bytes as f64,
            station.candidates
        );
    }
    let rate = |seconds: f64| text.len() as f64 / seconds / 1e6;
    println!(
        "split {:.0} MB/s, classify {:.1} MB/s, screen {:.1} MB/s, ratio {:.4}",
        rate(split),
        rate(classified),
        rate(screen),
        split / screen
    );
}

fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..3)
        .map(|_| {
            let started = Instant::now();
            run();
            started.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[1]
}

#[derive(Default)]
struct Count {
    bytes: usize,
}

impl Sink for Count {
    fn piece(&mut self, output: &[u8], _labels: &[Label]) {
        self.bytes += output.len();
    }
}
