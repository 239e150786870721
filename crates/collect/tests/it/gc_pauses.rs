use super::case::{Case, Outcome};
use super::skipped;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use tempfile::TempDir;

fn look(folder: &TempDir, more: &Value) -> Outcome {
    let mut inputs = json!({"files": folder.path().join("gc.log"), "rotated": false});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("gc-pauses", &format!("folders: [{}]", folder.path().display())).run(&inputs)
}

/// The faults in a log of these lines.
fn check(lines: &str, faults: &[&str]) -> Outcome {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("gc.log"), lines).unwrap();
    let outcome = look(&folder, &json!({}));
    outcome.assert_faults(faults);
    outcome
}

const CALM: &str = "[0.010s][info][gc] Using G1\n\
    [10.000s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 2.500ms\n\
    [20.000s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 28M->5M(256M) 7.500ms\n";

#[test]
fn a_calm_log_passes_and_is_measured() {
    let outcome = check(CALM, &[]);
    let gc = &outcome.facts["gc"];
    assert_eq!((&gc["pauses"], &gc["longest_ms"]), (&json!(2), &json!(7.5)));
    assert_eq!((&gc["total_ms"], &gc["covered_seconds"]), (&json!(10.0), &json!(10.0)));
    assert_eq!((&gc["share_percent"], &gc["full_collections"]), (&json!(0.1), &json!(0)));
}

#[test]
fn each_trouble_is_found() {
    for (line, faults) in [
        (
            "[30.000s][info][gc] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 501.000ms",
            &["long-pauses"][..],
        ),
        (
            "[30.000s][info][gc] GC(2) Pause Full (G1 Compaction Pause) 255M->250M(256M) 400.000ms",
            &["heap-full"],
        ),
        ("[30.000s][info][gc] GC(2) Pause Full (G1 Compaction Pause) 255M->50M(256M) 400.000ms", &[]),
        ("[30.000s][info][gc] GC(2) To-space exhausted", &["no-room"]),
        ("java.lang.OutOfMemoryError: Java heap space", &["out-of-memory"]),
    ] {
        check(&format!("{CALM}{line}\n"), faults);
    }
    let often =
        "[20.500s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 400.000ms\n";
    check(&format!("{CALM}{}", often.repeat(2)), &["much-collecting"]);
    check("nothing of a collector\n", &["no-pauses"]);
    check("\0", &["nothing-read"]);
}

#[test]
fn an_unreadable_rotated_file_is_said() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("gc.log"), CALM).unwrap();
    fs::write(folder.path().join("gc.log.1"), "\0").unwrap();
    look(&folder, &json!({"rotated": true})).assert_faults(&["reading-incomplete"]);
}

/// A program that keeps `kept` mebibytes and then allocates much that it drops at once.
fn program(kept: usize) -> String {
    format!(
        "import java.util.*; public class Main {{ public static void main(String[] a) {{ \
         List<byte[]> kept = new ArrayList<>(); \
         try {{ for (int i = 0; i < {kept}; i++) kept.add(new byte[1 << 20]); \
         long sum = 0; for (int i = 0; i < 3000; i++) sum += new byte[1 << 16].length; System.out.println(sum); }} \
         catch (OutOfMemoryError e) {{ kept = null; System.out.println(\"gone\"); }} }} }}"
    )
}

/// The log of a real virtual machine with a heap of 64 MiB; none where Java is not installed.
fn real(kept: usize, dated: bool) -> Option<Outcome> {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("Main.java");
    fs::write(&source, program(kept)).unwrap();
    let log = folder.path().join("gc.log");
    let decoration = if dated { "time,level,tags" } else { "uptime,level,tags" };
    let ran = Command::new("java")
        .args(["-Xmx64m", "-XX:+UseSerialGC"])
        .arg(format!("-Xlog:gc*:file={}:{decoration}", log.display()))
        .arg(&source)
        .output();
    if !ran.is_ok_and(|ran| ran.status.success() && log.exists()) {
        skipped::because("Java with its compiler is not installed");
        return None;
    }
    Some(look(
        &folder,
        &json!({"hours": 8760, "until": "2100-01-01T00:00:00Z", "share_percent": 100, "longest_ms": 60000}),
    ))
}

#[test]
fn a_real_virtual_machine_that_runs_out_of_heap_is_found() {
    let Some(full) = real(1_000, false) else { return };
    assert!(full.faults().contains(&"heap-full"), "{:#?}", full.facts);
    let Some(calm) = real(2, false) else { return };
    calm.assert_faults(&[]);
    assert!(calm.facts["gc"]["pauses"].as_u64().unwrap() > 0);
}
