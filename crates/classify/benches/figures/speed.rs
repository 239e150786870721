//! Speed, every contender in turn, and again: by processor time, so that a busy machine gives the same figures.

use crate::parallel::redact_on;
use crate::people::directory;
use crate::ripgrep;
use crate::table::Table;
use classify::{Channel, CompiledContext, Label, Policy, Pseudonyms, Screener, Sink, TenantContext};
use std::fs;
use std::hint::black_box;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many times each contender has its turn; the median counts.
pub(crate) const ROUNDS: usize = 5;
/// How often the lines are split in a round: once is too short for the kernel's account of processor time.
const SPLITS: u32 = 20;
/// How often a small text is screened.
const SMALL_TIMES: usize = 4_001;

/// A screener that knows `context`.
pub(crate) fn screener(context: &Arc<CompiledContext>) -> Screener {
    Screener::new(Arc::clone(context), Channel::Log, Policy::default(), Pseudonyms::new([7; 32]))
}

/// Screens a text as it comes from a file.
pub(crate) fn screen(lines: &[u8], mut screener: Screener) {
    let mut sink = Count::default();
    lines.chunks(64 * 1024).for_each(|chunk| screener.push(chunk, &mut sink));
    screener.finish(&mut sink);
    black_box(sink.bytes);
}

/// Visits each line, and does nothing with it.
fn split(lines: &[u8]) {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', lines) {
        black_box(lines.get(start..end));
        start = end + 1;
    }
}

fn took(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// The processor time of this thread and of the processes that it waited for: what else the machine does is not in it.
fn processor_time(work: impl FnOnce()) -> Duration {
    let before = spent();
    work();
    spent().saturating_sub(before)
}

fn spent() -> Duration {
    let own = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let own: u64 = own.split(' ').next().unwrap().parse().unwrap();
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // Behind the name in parentheses: fields 16 and 17 are the children's, in hundredths of a second (proc(5)).
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let children: u64 = fields[13].parse::<u64>().unwrap() + fields[14].parse::<u64>().unwrap();
    Duration::from_nanos(own) + Duration::from_millis(10 * children)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Adds the rates over `lines` and their ratios.
pub(crate) fn measure(lines: &[u8], table: &mut Table) {
    let file = std::env::temp_dir().join(format!("glasscase-bench-{}", std::process::id()));
    fs::write(&file, lines).unwrap();
    let json = serde_json::to_vec(&directory(100_000)).unwrap();
    let mut loads: Vec<_> =
        (0..3).map(|_| processor_time(|| drop(black_box(CompiledContext::from_json(&json))))).collect();
    let contexts =
        [10_000, 100_000].map(|people| Arc::new(CompiledContext::new(&directory(people)).unwrap()));
    let [few, many] = &contexts;
    let threads = |count| {
        redact_on(count, lines, io::sink(), &screener(few), drop).unwrap();
    };
    let contenders: [(&str, &dyn Fn()); 7] = [
        ("split", &|| {
            for _ in 0..SPLITS {
                split(lines);
            }
        }),
        ("rg", &|| ripgrep::count(&file, "")),
        ("rg bytes", &|| ripgrep::count(&file, "(?-u)")),
        ("few", &|| screen(lines, screener(few))),
        ("many", &|| screen(lines, screener(many))),
        ("one", &|| threads(1)),
        ("two", &|| threads(2)),
    ];
    let mut times = [const { Vec::new() }; 7];
    for _ in 0..ROUNDS {
        for ((name, work), times) in contenders.iter().zip(&mut times) {
            // Several threads are about the time that passes.
            let is_threaded = matches!(*name, "one" | "two");
            times.push(if is_threaded { took(work) } else { processor_time(work) });
        }
    }
    fs::remove_file(&file).unwrap();
    let [split, rg, rg_bytes, few, many, one, two] =
        times.each_mut().map(|times| median(times).as_secs_f64());
    let split = split / f64::from(SPLITS);
    let rate = |seconds: f64| format!("{:.1} MB/s", lines.len() as f64 / 1e6 / seconds);
    let version = ripgrep::version();
    table.row("redact, one thread, 10,000 people", rate(few), "");
    table.row(format!("{version}, `--count-matches` of 21 shapes in one expression"), rate(rg), "");
    table.row("the same, the expression of bytes (`(?-u)`)", rate(rg_bytes), "");
    table.row("split into lines (`memchr`)", rate(split), "");
    table.row(
        "redact to ripgrep; to ripgrep on bytes",
        format!("{:.2}; {:.2}", rg / few, rg_bytes / few),
        "10",
    );
    table.row("redact to split", format!("{:.4}", split / few), "0.10");
    table.row("100,000 people: cost per byte", format!("{:+.1} %", (many / few - 1.0) * 100.0), "+20 %");
    table.row(
        "100,000 people: loaded from JSON in",
        format!("{:.2} s", median(&mut loads).as_secs_f64()),
        "1 s",
    );
    table.row("two threads to one (`--threads`), by the clock", format!("{:.2}", one / two), "1.7");
}

/// Adds the time that a small text takes with everything warm.
pub(crate) fn measure_small(lines: &[u8], table: &mut Table) {
    let context = Arc::new(
        CompiledContext::new(&TenantContext { tenant: directory(10_000).tenant, ..TenantContext::default() })
            .unwrap(),
    );
    let mut screener = screener(&context);
    let mut sink = Count::default();
    // A thousand bytes of whole lines, another place each time.
    let mut at = 0;
    let mut times: Vec<_> = (0..SMALL_TIMES)
        .map(|_| {
            let rest = &lines[at..];
            let end = memchr::memchr(b'\n', &rest[1_000..]).map_or(rest.len(), |end| 1_001 + end);
            at = (at + end) % (lines.len() / 2);
            at += memchr::memchr(b'\n', &lines[at..]).map_or(0, |end| end + 1);
            let text = &rest[..end.min(1_024)];
            took(|| {
                screener.push(text, &mut sink);
                screener.end_stream(&mut sink);
            })
        })
        .collect();
    let middle = median(&mut times);
    let late = times[times.len() * 99 / 100];
    table.row("1 KB, context warm: median, 99 of 100", format!("{middle:.1?}, {late:.1?}"), "20 µs");
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
