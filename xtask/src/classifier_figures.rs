//! `cargo xtask bench classify`: every figure of the classifier, measured in one run.

use crate::prerequisites;
use crate::process::output;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{self, Path};

/// Where the figures stand.
const DOCS: &str = "docs/benchmarks.md";
/// What the part of it that is made anew stands between.
const BEGIN: &str = "<!-- cargo xtask bench classify -->\n";
const END: &str = "<!-- end -->\n";

/// Takes the words behind `bench classify`: the corpus, perhaps a file of lines, and `--write`.
pub(crate) fn bench(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let (options, places): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
    let writes = match options[..] {
        [] => false,
        ["--write"] => true,
        _ => bail!(
            "`{}` is no option; there is --write, which puts the table into `{DOCS}`",
            options.join(" ")
        ),
    };
    let (1 | 2) = places.len() else {
        bail!(
            "usage: cargo xtask bench classify CORPUS [FILE] [--write], where CORPUS is a folder with `lines.jsonl` and \
               `contexts`, and FILE has lines to measure speed on"
        )
    };
    prerequisites::ensure_ripgrep()?;
    let mut bench =
        workspace.cargo(&["bench", "--quiet", "--package", "classify", "--bench", "figures", "--"]);
    for place in places {
        // The benchmark is started in the folder of its crate.
        bench.arg(path::absolute(place).with_context(|| format!("there is no `{place}`"))?);
    }
    let figures = output(&mut bench)?;
    println!("{figures}");
    if writes { write(&workspace.root().join(DOCS), figures.trim_end()) } else { Ok(()) }
}

fn write(file: &Path, figures: &str) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read `{DOCS}`"))?;
    fs::write(file, replaced(&text, figures)?).with_context(|| format!("cannot write `{DOCS}`"))
}

/// The text with other figures between the marks.
fn replaced(text: &str, figures: &str) -> Result<String> {
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, behind) = parts.with_context(|| format!("`{DOCS}` lacks `{}`", BEGIN.trim_end()))?;
    Ok(format!("{before}{BEGIN}{figures}\n{END}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, replaced};

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let text = format!("before\n{BEGIN}old\nlines\n{END}behind\n");
        assert_eq!(replaced(&text, "new").unwrap(), format!("before\n{BEGIN}new\n{END}behind\n"));
        assert!(replaced("no marks", "new").is_err());
    }
}
