//! What one line of a garbage collector's log says: unified logging (Java 9 and later, JEP 158) and the form before it.

/// What a line tells.
#[derive(Debug, PartialEq)]
pub(super) enum Word {
    Pause(Pause),
    /// There was no room to move survivors to.
    EvacuationFailure,
    /// A thread had to wait for memory.
    Stall,
    /// An allocation failed for good.
    OutOfMemory,
}

/// One stop of the program.
#[derive(Debug, PartialEq)]
pub(super) struct Pause {
    pub(super) millis: f64,
    /// What for, as the log says: `Pause Young (Normal)`.
    pub(super) kind: String,
    pub(super) full: bool,
    /// How much of the heap was used afterwards, if the line says so.
    pub(super) heap_percent_after: Option<f64>,
}

/// What `line` tells, if it is of a garbage collector.
pub(super) fn read(line: &[u8]) -> Option<Word> {
    let text = String::from_utf8_lossy(line);
    if text.contains("OutOfMemoryError") {
        return Some(Word::OutOfMemory);
    }
    if text.contains("Allocation Stall (") {
        return Some(Word::Stall);
    }
    if text.contains("To-space exhausted") || text.contains("to-space exhausted") {
        return Some(Word::EvacuationFailure);
    }
    unified(&text).or_else(|| before_nine(&text)).map(Word::Pause)
}

/// Seconds since the start of the virtual machine, where a line begins with them: `[12.345s]` or `12.345: `.
pub(super) fn uptime(line: &[u8]) -> Option<f64> {
    let text = String::from_utf8_lossy(line);
    let head = text.trim_start_matches('[');
    let end = head.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (number, rest) = head.split_at(end);
    let told = (rest.starts_with("s]") || rest.starts_with(": ")) && number.contains(['.', ',']);
    told.then(|| number.replace(',', ".").parse().ok()).flatten()
}

/// `GC(12) Pause Young (Normal) (G1 Evacuation Pause) 512M->128M(1024M) 12.345ms`.
fn unified(text: &str) -> Option<Pause> {
    let (_, rest) = text.split_once("Pause ")?;
    let (rest, millis) = rest.trim_end().strip_suffix("ms")?.rsplit_once(' ')?;
    let (kind, heap) = match rest.rsplit_once(' ') {
        Some((kind, last)) if last.contains("->") => (kind, percent_after(last)),
        _ => (rest, None),
    };
    Some(Pause {
        millis: millis.replace(',', ".").parse().ok()?,
        kind: format!("Pause {}", kind.split_once(" (").map_or(kind, |(kind, _)| kind)),
        full: kind.starts_with("Full"),
        heap_percent_after: heap,
    })
}

/// `[Full GC (Ergonomics) [PSYoungGen: 1K->0K(2K)] 65536K->1234K(251392K), 0.0123 secs]`.
fn before_nine(text: &str) -> Option<Pause> {
    let at = text.find("[Full GC").or_else(|| text.find("[GC"))?;
    let text = text.get(at..)?;
    let (before, _) = text.split_once(" secs]")?;
    let (before, seconds) = before.rsplit_once(", ")?;
    let seconds: f64 = seconds.trim().replace(',', ".").parse().ok()?;
    let full = text.starts_with("[Full GC");
    let heap = before.split([' ', ',']).rev().find(|word| word.contains("->")).and_then(percent_after);
    let kind = if full { "Full GC" } else { "GC" };
    Some(Pause { millis: seconds * 1_000.0, kind: kind.to_owned(), full, heap_percent_after: heap })
}

/// The share that `512M->128M(1024M)` leaves used.
fn percent_after(text: &str) -> Option<f64> {
    let (_, after) = text.split_once("->")?;
    let (after, whole) = after.split_once('(')?;
    let (after, whole) = (bytes(after)?, bytes(whole.trim_end_matches([')', ']']))?);
    (whole > 0.0).then(|| after * 100.0 / whole)
}

fn bytes(text: &str) -> Option<f64> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
    let factor = match unit {
        "B" | "" => 1.0,
        "K" => 1_024.0,
        "M" => 1_048_576.0,
        "G" => 1_073_741_824.0,
        _ => return None,
    };
    Some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, millis: f64, kind: &str, heap: Option<f64>) {
        let Some(Word::Pause(pause)) = read(line.as_bytes()) else { panic!("no pause in {line}") };
        let heap_found = pause.heap_percent_after.map(f64::round);
        assert_eq!((pause.kind.as_str(), heap_found), (kind, heap), "{line}");
        assert!((pause.millis - millis).abs() < 0.001 && pause.full == kind.contains("Full"), "{line}");
    }

    #[test]
    fn pauses_of_each_collector_are_measured() {
        for (line, millis, kind, heap) in [
            (
                "[0.5s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 2.345ms",
                2.345,
                "Pause Young",
                Some(2.0),
            ),
            (
                "[2026-11-23T10:00:00.123+0000][info][gc] GC(9) Pause Full (Ergonomics) 490M->480M(512M) 1,500ms",
                1.5,
                "Pause Full",
                Some(94.0),
            ),
            ("[1.0s][info][gc] GC(1) Pause Remark 30M->30M(64M) 0.500ms", 0.5, "Pause Remark", Some(47.0)),
            ("[1.0s][info][gc,phases] GC(1) Pause Mark Start 0.012ms", 0.012, "Pause Mark Start", None),
            (
                "2026-11-23T10:00:00.1+0000: 1.2: [GC (Allocation Failure) [PSYoungGen: 65536K->10720K(76288K)] 65536K->10736K(251392K), 0.0123456 secs] [Times: user=0.01]",
                12.3456,
                "GC",
                Some(4.0),
            ),
            (
                "1.2: [Full GC (Ergonomics) [PSYoungGen: 1K->0K(2K)] [ParOldGen: 9K->9K(10K)] 10K->9K(12K), [Metaspace: 3K->3K(4K)], 0.5000000 secs]",
                500.0,
                "Full GC",
                Some(75.0),
            ),
        ] {
            check(line, millis, kind, heap);
        }
    }

    #[test]
    fn other_words_are_understood_and_the_rest_is_left() {
        let found = |line: &str| read(line.as_bytes());
        assert_eq!(found("[9s][info][gc] GC(3) To-space exhausted"), Some(Word::EvacuationFailure));
        assert_eq!(found("[9s][info][gc] Allocation Stall (main) 12.3ms"), Some(Word::Stall));
        assert_eq!(found("java.lang.OutOfMemoryError: Java heap space"), Some(Word::OutOfMemory));
        for line in
            ["", "[0.0s][info][gc] Using G1", "[1s][info][gc,start] GC(1) Pause Young (Normal)", "Pause ms"]
        {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn the_time_since_the_start_is_read() {
        assert_eq!(uptime(b"[12.345s][info][gc] x"), Some(12.345));
        assert_eq!(uptime(b"1.5: [GC x"), Some(1.5));
        assert_eq!(uptime(b"[2026-11-23T10:00:00] x"), None);
        assert_eq!(uptime(b""), None);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read_or_left(line in "([0-9.,:KM()>-]|\\[Full GC|\\[GC|Pause |->|ms| secs\\]|é| ){0,30}") {
            drop((read(line.as_bytes()), uptime(line.as_bytes())));
        }
    }
}
