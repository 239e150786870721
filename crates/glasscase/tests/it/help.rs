//! Help, versions and completions.

use crate::program::{Ended, run};

fn help(path: &[&str]) -> Ended {
    run(&[path, &["--help"]].concat(), b"")
}

/// The names under *Commands* in a help text.
fn subcommands(help: &str) -> Vec<String> {
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A description that goes on in the next line is indented further.
    let names =
        listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// Checks the help of a command and of everything under it; gives how many there are.
fn check(path: &[&str]) -> usize {
    let ended = help(path);
    let usage = format!("Usage: glasscase {}", path.join(" "));
    assert_eq!(ended.code, Some(0), "{path:?}");
    assert!(ended.out.contains(usage.trim_end()), "{path:?}: {}", ended.out);
    assert!(!ended.out.starts_with("Usage"), "{path:?} does not say what it does");
    let below = subcommands(&ended.out);
    1 + below.iter().map(|name| check(&[path, &[name.as_str()]].concat())).sum::<usize>()
}

#[test]
fn every_command_has_help() {
    assert!(check(&[]) > 60);
}

#[test]
fn the_exit_codes_are_documented() {
    let text = help(&[]).out;
    for words in
        ["0  done", "1  refused", "2  the arguments", "3  the answer is no", "4  a text", "5  something"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn a_command_that_does_not_exist_is_bad_input() {
    let ended = run(&["case", "opne"], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("opne") && ended.err.contains("open"), "{}", ended.err);
}

#[test]
fn a_word_that_is_no_category_is_told_the_ones_there_are() {
    let ended = run(&["consent", "give", "c1", "--categories", "oii,names"], b"");
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("names") && ended.err.contains("eupi"), "{}", ended.err);
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ended = run(&["completions", shell], b"");
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["consent-key", "remove-partner", "no-consent"] {
            assert!(ended.out.contains(word), "{shell}: {word}");
        }
    }
}
