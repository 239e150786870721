//! The sentences of a finding, screened: the diagnostic's own words around what was collected.

use super::labelled::Labelled;
use super::screen::Screen;
use crate::ending::Ending;
use diagnostics::{Analyzer, Finding, Form, Stretch, stretches};
use domain::Bilingual;

/// The analyzer that a finding comes from; none for one that the diagnostic does not have.
pub(crate) fn analyzer<'a>(form: &'a Form, finding: &Finding) -> Option<&'a Analyzer> {
    form.analyzers.iter().find(|analyzer| analyzer.id == finding.analyzer)
}

/// Screens one text of a finding in both languages; `template` is what the diagnostic has in its place.
pub(crate) fn both(
    template: Option<&Bilingual>,
    text: &Bilingual,
    screen: &Screen,
) -> Result<[Labelled; 2], Ending> {
    let own = |language: fn(&Bilingual) -> &str| template.map(language).unwrap_or_default();
    Ok([one(own(|both| &both.en), &text.en, screen)?, one(own(|both| &both.fr), &text.fr, screen)?])
}

/// What was collected is looked at twice: by itself behind the name of its fact, which tells what it is, and, if that
/// finds nothing, together with the words around it, as people read it. A text that is not what `template` says (another
/// process filled it) is looked at as a whole.
fn one(template: &str, text: &str, screen: &Screen) -> Result<Labelled, Ending> {
    let mut screened = Labelled::default();
    let mut waiting = String::new();
    for stretch in stretches(template, text).unwrap_or_else(|| vec![Stretch::Own(text)]) {
        match stretch {
            Stretch::Own(words) => waiting.push_str(words),
            Stretch::Quoted { fact, value } => {
                let alone = screen.behind(&format!("{fact}="), value)?;
                if alone.labels.is_empty() {
                    waiting.push_str(value);
                } else {
                    screened.push(screen.prose(&std::mem::take(&mut waiting))?);
                    screened.push(alone);
                }
            }
        }
    }
    screened.push(screen.prose(&waiting)?);
    Ok(screened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use classify::{CompiledContext, TenantContext};
    use diagnostics::Catalogue;
    use domain::Categories;
    use std::sync::Arc;
    use zeroize::Zeroizing;

    fn screen() -> Screen {
        let context = CompiledContext::new(&TenantContext::default()).unwrap();
        Screen::new(Arc::new(context), Categories::NONE, Zeroizing::new([7; 32]))
    }

    fn check(template: &str, text: &str, gone: &[&str], stays: &[&str]) {
        let found = one(template, text, &screen()).unwrap();
        for label in &found.labels {
            let token = &found.text[label.start..label.end];
            assert!(token.starts_with('«') && token.ends_with('»'), "{token}");
        }
        for word in gone {
            assert!(!found.text.contains(word), "`{word}` in {}", found.text);
        }
        for word in stays {
            assert!(found.text.contains(word), "no `{word}` in {}", found.text);
        }
    }

    #[test]
    fn people_and_passwords_that_a_sentence_quotes_are_masked() {
        let template = "{errors.count} errors; the first: {errors.shape}";
        check(
            template,
            "3 errors; the first: mail of Mary Carter refused",
            &["Mary", "Carter"],
            &["3 errors; the first: mail of «", "refused"],
        );
        check(template, "1 errors; the first: my password is hunter22", &["hunter22"], &["my password is «"]);
        check(template, "1 errors; the first: call 01 23 45 67 89", &["23 45"], &["call «"]);
        check("{a.username} is locked.", "jrivers is locked.", &["jrivers"], &["» is locked."]);
    }

    #[test]
    fn a_sentence_that_is_not_the_diagnostics_own_is_screened_all_the_same() {
        check(
            "{a.x} is well.",
            "Mary Carter says my password is hunter22",
            &["Carter", "hunter22"],
            &["says my"],
        );
        check("", "Mary Carter", &["Carter"], &[]);
    }

    /// Whatever the catalogue itself says is nobody's data.
    #[test]
    fn the_catalogues_own_words_stay_as_they_are() {
        let screen = screen();
        for diagnostic in Catalogue::built_in().iter() {
            let form = diagnostic.form();
            let texts = form.analyzers.iter().flat_map(|analyzer| [&analyzer.message, &analyzer.advice]);
            let texts = texts.chain([&form.title, &form.question, &form.explanation]);
            for template in texts.flat_map(|both| [both.en.as_str(), both.fr.as_str()]) {
                for value in ["7", "–", "web.example"] {
                    let filled = filled(template, value);
                    let found = one(template, &filled, &screen).unwrap();
                    // What stands behind `machine:` or `compte :` is masked, with the full stop behind it.
                    let is_clean = template.contains('{') || found.labels.is_empty();
                    assert!(is_clean, "`{}`: {filled}\n{}", form.id, found.text);
                    let kept =
                        stretches(template, &filled).unwrap().into_iter().all(|stretch| match stretch {
                            Stretch::Own(words) => found.text.contains(words.trim_matches([' ', '.', '`'])),
                            Stretch::Quoted { .. } => true,
                        });
                    assert!(kept, "`{}`: {filled}\n{}", form.id, found.text);
                }
            }
        }
    }

    fn filled(template: &str, value: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(before);
            text.push_str(value);
            rest = behind.split_once('}').unwrap().1;
        }
        text + rest
    }
}
