//! Memory, each figure in a process of its own.

use crate::people::directory;
use crate::speed::{screen, screener};
use crate::table::Table;
use classify::{CompiledContext, TenantContext};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Tells a process of ours to measure itself, with so many people.
const VARIABLE: &str = "GLASSCASE_BENCH_PEOPLE";

/// With how many people this process is to measure itself.
pub(crate) fn asked_for() -> Option<usize> {
    std::env::var(VARIABLE).ok()?.parse().ok()
}

/// Screens standard input in this process and prints its resident memory: before, with the context, at the peak.
pub(crate) fn measure(people: usize) {
    let before = resident("VmRSS:");
    let context = compiled(people);
    let with_context = resident("VmRSS:");
    let mut screener = screener(&context);
    let mut sink = Nowhere;
    let (mut chunk, mut input) = (vec![0; 64 * 1024], std::io::stdin().lock());
    loop {
        match input.read(&mut chunk).unwrap() {
            0 => break,
            read => screener.push(&chunk[..read], &mut sink),
        }
    }
    screener.end_stream(&mut sink);
    println!("{before} {with_context} {}", resident("VmRSS:").max(with_context));
    screen(b"", screener);
}

/// The context, read from JSON as the program does; the JSON is made by another process and gone before this counts.
fn compiled(people: usize) -> Arc<CompiledContext> {
    if people == 0 {
        return Arc::new(CompiledContext::new(&TenantContext::default()).unwrap());
    }
    let file = std::env::var("GLASSCASE_BENCH_CONTEXT").unwrap();
    Arc::new(CompiledContext::from_json(&std::fs::read(file).unwrap()).unwrap())
}

struct Nowhere;

impl classify::Sink for Nowhere {
    fn piece(&mut self, _: &[u8], _: &[classify::Label]) {}
}

fn resident(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|told| told.strip_prefix(line)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Adds the memory of screening, and of contexts.
pub(crate) fn report(lines: &[u8], table: &mut Table) {
    let some = &lines[..lines.len().min(64 << 20)];
    let long = b"user=joe from 192.0.2.7, ".repeat(1_500_000);
    let [none, few, many] = [0, 10_000, 100_000].map(|people| in_process(people, some));
    let uncut = in_process(0, &long);
    let mib = |kib: u64| format!("{:.1} MiB", kib as f64 / 1024.0);
    table.row("memory of screening, context apart", mib(none[2] - none[1]), "16 MiB");
    table.row("the same for one line of 37 MB", mib(uncut[2] - uncut[1]), "16 MiB");
    let context = |of: [u64; 3]| mib(of[1] - of[0]);
    table.row("memory of 10,000 people; 100,000", format!("{}; {}", context(few), context(many)), "60 MiB");
    table.row(
        "resident at the end with 10,000 people; 100,000",
        format!("{}; {}", mib(few[2]), mib(many[2])),
        "",
    );
}

fn in_process(people: usize, text: &[u8]) -> [u64; 3] {
    let file = std::env::temp_dir().join(format!("glasscase-bench-{}.json", std::process::id()));
    std::fs::write(&file, serde_json::to_vec(&directory(people)).unwrap()).unwrap();
    let mut process = Command::new(std::env::current_exe().unwrap())
        .env(VARIABLE, people.to_string())
        .env("GLASSCASE_BENCH_CONTEXT", &file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(text).unwrap();
    let told = process.wait_with_output().unwrap();
    std::fs::remove_file(&file).unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let numbers: Vec<u64> = told.split_whitespace().map(|number| number.parse().unwrap()).collect();
    [numbers[0], numbers[1], numbers[2]]
}
