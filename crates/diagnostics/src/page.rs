//! A diagnostic as a page of Markdown, made of its file alone, so that it cannot say anything else.

mod words;

use crate::analyzer::Verdict;
use crate::diagnostic::Diagnostic;
use crate::input::Input;
use domain::Bilingual;
use std::fmt::Write as _;
use words::Words;

/// The page of a diagnostic, in French or in English.
pub fn page(diagnostic: &Diagnostic, french: bool) -> String {
    let (form, words) = (diagnostic.form(), Words::of(french));
    let mut page = format!(
        "# {}\n\n**{}**\n\n{}\n\n",
        words.text(&form.title),
        words.text(&form.question),
        words.text(&form.explanation)
    );
    let natures: Vec<&str> = form.natures.iter().map(domain::NatureId::as_str).collect();
    let kinds: Vec<&str> = form.collectors.iter().map(|collector| collector.kind.name()).collect();
    let limits = form.limits;
    let head = [
        (words.id, format!("`{}`, {} {}", form.id, words.version, form.version)),
        (words.natures, natures.join(", ")),
        (words.level, form.level.to_string()),
        (words.reads, form.categories.to_string()),
        (words.collects, kinds.join(", ")),
        (words.limits, words.limits_in_words(limits)),
    ];
    page.push_str("| | |\n| --- | --- |\n");
    for (name, value) in head {
        let _ = writeln!(page, "| {name} | {value} |");
    }
    inputs(&mut page, diagnostic, &words);
    findings(&mut page, diagnostic, &words);
    page
}

/// A list of diagnostics with links to their pages, which lie beside it.
pub fn contents<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, french: bool) -> String {
    let words = Words::of(french);
    let mut list = format!("# {}\n\n| | | |\n| --- | --- | --- |\n", words.catalogue);
    for diagnostic in diagnostics {
        let form = diagnostic.form();
        let (title, question) = (words.text(&form.title), words.text(&form.question));
        let _ = writeln!(list, "| [{title}]({}.md) | {question} | {} |", form.id, form.categories);
    }
    list
}

fn inputs(page: &mut String, diagnostic: &Diagnostic, words: &Words) {
    let inputs = &diagnostic.form().inputs;
    if inputs.is_empty() {
        return;
    }
    let _ = write!(page, "\n## {}\n\n", words.inputs);
    for (name, input) in inputs {
        let _ = writeln!(page, "- `{name}` ({}): {}", kind(input, words), words.text(&input.description));
    }
}

fn kind(input: &Input, words: &Words) -> String {
    match (&input.default, input.required) {
        (Some(default), _) => format!("{}, {} `{default}`", input.kind.name(), words.default),
        (None, true) => format!("{}, {}", input.kind.name(), words.required),
        (None, false) => input.kind.name().to_owned(),
    }
}

fn findings(page: &mut String, diagnostic: &Diagnostic, words: &Words) {
    let _ = write!(
        page,
        "\n## {}\n\n| | {} | {} |\n| --- | --- | --- |\n",
        words.finds, words.means, words.to_do
    );
    for analyzer in &diagnostic.form().analyzers {
        let verdict = match analyzer.verdict {
            Verdict::Pass => words.pass,
            Verdict::Warn => words.warn,
            Verdict::Fail => words.fail,
            Verdict::Unknown => words.unknown,
        };
        let cell = |text: &Bilingual| words.text(text).replace('|', "\\|");
        let _ = writeln!(page, "| {verdict} | {} | {} |", cell(&analyzer.message), cell(&analyzer.advice));
    }
}
