//! Diagnostics without a server: checking their files, trying them, describing them.

use crate::program::{Ended, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A machine with a log that may be read, and one that may not.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("logs")).unwrap();
        fs::write(folder.path().join("logs/app.log"), "error for alice@contoso.example\nfine\n").unwrap();
        fs::write(folder.path().join("other.log"), "error\n").unwrap();
        let settings = format!(
            "server: http://127.0.0.1:1\nname: here\ndata: data\nscope:\n  sub-1:\n    folders: [{}]\n",
            folder.path().join("logs").display()
        );
        fs::write(folder.path().join("runner.yaml"), settings).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn try_out(&self, more: &[&str]) -> Ended {
        let settings = self.path("runner.yaml");
        run(&[&["diagnostic", "try", "log-search", "--settings", &settings], more].concat(), b"")
    }
}

#[test]
fn a_trial_shows_findings_and_what_a_run_would_hand_over_masked() {
    let machine = Machine::new();
    let files = format!("files={}", machine.path("logs/app.log"));
    let tried = machine.try_out(&["--input", &files, "--input", "pattern=error"]);
    assert_eq!(tried.code, Some(0), "{}", tried.err);
    assert!(tried.out.contains("warn  1 lines match `error`"), "{}", tried.out);
    assert!(tried.out.contains("1 euii"), "{}", tried.out);
    assert!(tried.out.contains("  error for «euii:email-") && !tried.out.contains("alice"), "{}", tried.out);
    assert!(tried.out.ends_with("Nothing left this machine.\n"), "{}", tried.out);

    let tried = machine.try_out(&["--input", &files, "--input", "pattern=error", "--json"]);
    let answer: Value = serde_json::from_str(&tried.out).unwrap();
    assert_eq!(answer["findings"][0]["analyzer"], "matches-found");
    assert_eq!(answer["items"][0]["spans"]["euii"], 1, "{answer:#}");
    assert!(!tried.out.contains("alice"), "{}", tried.out);
}

#[test]
fn a_trial_touches_no_more_than_a_run_would() {
    let machine = Machine::new();
    let files = format!("files={}", machine.path("other.log"));
    let tried = machine.try_out(&["--input", &files, "--input", "pattern=error"]);
    assert_eq!((tried.code, tried.out.as_str()), (Some(1), ""), "{}", tried.err);
    assert!(tried.err.contains("not_in_scope"), "{}", tried.err);
}

#[test]
fn a_trial_that_cannot_begin_says_why() {
    let machine = Machine::new();
    for (more, words) in [
        (&["--input", "fils=/x"][..], "`log-search` has no input `fils`; it has "),
        (&["--input", "files=/x"], "input `pattern` is missing"),
        (&["--input", "files=/x", "--input", "pattern=[", "--subscription", "sub-2"], "`sub-2`"),
        (&["--input", "files=/x", "--input", "pattern=x", "--settings", "nowhere.yaml"], "`nowhere.yaml`"),
    ] {
        let settings = machine.path("runner.yaml");
        let named = if more.contains(&"--settings") { vec![] } else { vec!["--settings", settings.as_str()] };
        let tried = run(&[&["diagnostic", "try", "log-search"], more, &named].concat(), b"");
        assert!(matches!(tried.code, Some(1 | 2)) && tried.out.is_empty(), "{more:?}: {}", tried.out);
        assert!(tried.err.contains(words), "{more:?}: {}", tried.err);
    }
}

fn catalogue_file() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/log-search.yaml").display().to_string()
}

#[test]
fn files_are_checked_one_by_one() {
    let machine = Machine::new();
    let (right, wrong) = (catalogue_file(), machine.path("wrong.yaml"));
    fs::write(&wrong, fs::read_to_string(&right).unwrap().replace("verdict: warn", "verdict: worn")).unwrap();
    let checked = run(&["diagnostic", "check", &wrong, &right], b"");
    assert_eq!(checked.code, Some(2), "{}", checked.err);
    let lines: Vec<&str> = checked.out.lines().collect();
    assert!(lines[0].starts_with("WRONG") && lines[0].contains("unknown variant `worn`"), "{}", lines[0]);
    assert!(lines[1].starts_with("right") && lines[1].contains("log-search version "), "{}", lines[1]);
    assert_eq!(run(&["diagnostic", "check", &right], b"").code, Some(0));
}

#[test]
fn a_page_says_what_the_file_says_in_either_language() {
    let page = run(&["diagnostic", "docs", "log-search"], b"").out;
    assert!(page.starts_with("# Log search\n") && page.contains("| Reads | system_metadata, oii"), "{page}");
    let page = run(&["diagnostic", "docs", &catalogue_file(), "--french"], b"").out;
    assert!(page.starts_with("# Recherche dans les journaux\n") && page.contains("| Lit | "), "{page}");
}

#[test]
fn pages_of_the_catalogue_are_listed_and_linked() {
    let machine = Machine::new();
    let written = run(&["diagnostic", "docs", "--out", &machine.path("docs")], b"");
    assert_eq!(written.code, Some(0), "{}", written.err);
    let list = fs::read_to_string(machine.path("docs/README.md")).unwrap();
    let links = list.lines().filter_map(|line| line.split_once("](")?.1.split_once(')'));
    let mut count = 0;
    for (page, _) in links {
        assert!(fs::read_to_string(machine.path(&format!("docs/{page}"))).unwrap().starts_with("# "));
        count += 1;
    }
    assert!(written.out.starts_with(&format!("{count} pages")) && count >= 5, "{}", written.out);
}

#[test]
fn the_pages_of_the_repository_are_what_the_program_writes() {
    let machine = Machine::new();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics");
    for (language, more) in [("en", &[][..]), ("fr", &["--french"])] {
        let written = machine.path(language);
        assert_eq!(run(&[&["diagnostic", "docs", "--out", &written], more].concat(), b"").code, Some(0));
        let names = |folder: &Path| {
            let files =
                fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
            files.collect::<std::collections::BTreeSet<_>>()
        };
        let kept = docs.join(language);
        assert_eq!(names(Path::new(&written)), names(&kept), "run `cargo xtask docs`");
        for name in names(&kept) {
            let text = |folder: &Path| fs::read_to_string(folder.join(&name)).unwrap();
            assert!(
                text(Path::new(&written)) == text(&kept),
                "{language}/{name} is old: run `cargo xtask docs`"
            );
        }
    }
}
