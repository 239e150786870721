//! Why something was not done, in the language of the page.

use super::frame::Frame;
use super::words::{Told as Argument, Words};
use domain::{BadSetting, Categories, Refusal as Rule};
use fluent_bundle::FluentValue;
use operations::{Refusal, Why};
use serde::Serialize;
use serde_json::Value;

/// Why something was not done.
pub(super) enum Told {
    /// In the language of the page, with all that is to be known.
    Translated(String),
    /// In English alone: what only somebody meets who does not use the pages.
    English(String),
}

impl Told {
    /// Why, in the language of the page if there are words for it.
    pub(super) fn of(page: &Frame, refusal: &Refusal) -> Self {
        translated(page, refusal).map_or_else(|| Self::English(refusal.to_string()), Self::Translated)
    }
}

fn translated(page: &Frame, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Rule { rule } => of_rule(page, rule),
        Refusal::Invalid { field, why } => {
            let fault = of_fault(page, why)?;
            let told = [("field", page.term("field", field).into()), ("fault", fault.into())];
            Some(page.tell("refusal-of-field", &told))
        }
        Refusal::NotAllowed { action } => {
            let roles = action.allowed_to().iter().map(|role| page.term("role", role.name()));
            let roles = roles.collect::<Vec<_>>().join(" / ");
            Some(page.tell("refusal-not-allowed-without", &[("roles", roles.into())]))
        }
        Refusal::NotFound { id, .. } => {
            Some(page.tell("refusal-not-found-under", &[("id", id.as_str().into())]))
        }
        Refusal::Signature { why } => {
            Some(page.tell("refusal-signature-because", &[("fault", of_fault(page, why)?.into())]))
        }
        Refusal::Failed { .. } => None,
        refusal => with_arguments(page, "refusal", "refusal", refusal),
    }
}

/// What is wrong; none where only English words say it.
fn of_fault(page: &Frame, why: &Why) -> Option<String> {
    match why {
        Why::Fault(fault) => with_arguments(page, "fault", "fault", fault),
        Why::Signing { signing, .. } => with_arguments(page, "fault", "fault", signing),
        Why::Said(_) => None,
    }
}

fn of_rule(page: &Frame, rule: &Rule) -> Option<String> {
    match rule {
        Rule::Denied { reason, .. } => Some(page.term("reason", reason.name())),
        Rule::Setting { setting: BadSetting::Bounds { setting, value, min, max } } => {
            let name = page.say(&format!("settings-{}", setting.replace('_', "-")));
            let told = [
                ("name", name.into()),
                ("value", (*value).into()),
                ("min", (*min).into()),
                ("max", (*max).into()),
            ];
            Some(page.tell("refusal-setting", &told))
        }
        rule => with_arguments(page, "refusal", "code", rule),
    }
}

/// The message of `kind` for the word that stands under `tag` in what is kept of it, told the rest of that.
fn with_arguments(page: &Frame, kind: &str, tag: &str, kept: &impl Serialize) -> Option<String> {
    let Ok(Value::Object(kept)) = serde_json::to_value(kept) else { return None };
    let key = format!("{kind}-{}", kept.get(tag)?.as_str()?.replace('_', "-"));
    if !Words::of(page.language).has(&key) {
        return None;
    }
    let told: Vec<Argument<'_>> =
        kept.iter().filter_map(|(name, value)| Some((name.as_str(), argument(page, name, value)?))).collect();
    Some(page.tell(&key, &told))
}

/// A value as the page has it.
fn argument(page: &Frame, name: &str, value: &Value) -> Option<FluentValue<'static>> {
    match (name, value) {
        ("role", Value::String(role)) => Some(page.term("role", role).into()),
        (_, Value::String(text)) => Some(text.clone().into()),
        // Not grouped: these are numbers of things as often as counts.
        (_, Value::Number(number)) => Some(number.to_string().into()),
        (_, Value::Array(_)) => {
            let categories: Categories = serde_json::from_value(value.clone()).ok()?;
            Some(page.categories(&categories).into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Moment;
    use operations::{Fault, Language, SigningFault};

    fn frame(language: Language) -> Frame {
        let (path, vendor) = ("/".to_owned(), "Acme".to_owned());
        Frame { language, path, vendor, now: Moment::default(), demo: false, who: None }
    }

    /// The words of each variant of an enum, as they are kept.
    fn codes(source: &str, of: &str) -> Vec<String> {
        let (_, body) = source.split_once(&format!("pub enum {of} {{")).unwrap();
        let body = body.split("\n}").next().unwrap();
        let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
        let names = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
        let word = |line: &str| {
            let name = line.split([' ', ',', '(']).next().unwrap();
            let parts = name
                .chars()
                .map(|c| if c.is_uppercase() { format!("-{}", c.to_lowercase()) } else { c.into() });
            parts.collect::<String>().trim_start_matches('-').to_owned()
        };
        names.map(word).collect()
    }

    #[test]
    fn every_rule_and_every_fault_has_words_in_both_languages() {
        let rules = codes(include_str!("../../../domain/src/refusal.rs"), "Refusal");
        let mut faults = codes(include_str!("../../../operations/src/fault.rs"), "Fault");
        faults.extend(codes(include_str!("../../../operations/src/fault/signing.rs"), "SigningFault"));
        assert!(rules.len() > 30 && faults.len() > 35, "{rules:?} {faults:?}");
        // The first two are told in other words, the others come from faces without pages.
        let elsewhere = ["unknown", "denied", "partner-settings", "too-many-partners"];
        for language in [Language::En, Language::Fr] {
            let words = Words::of(language);
            for code in rules.iter().filter(|code| !elsewhere.contains(&code.as_str())) {
                assert!(words.has(&format!("refusal-{code}")), "refusal-{code} in {language:?}");
            }
            for code in &faults {
                assert!(words.has(&format!("fault-{code}")), "fault-{code} in {language:?}");
            }
        }
    }

    #[test]
    fn what_a_refusal_names_is_in_its_words_and_nothing_is_left_to_fill_in() {
        let check = |refusal: Refusal, words: &str| match Told::of(&frame(Language::Fr), &refusal) {
            Told::Translated(text) => assert!(text.contains(words) && !text.contains('{'), "{text}"),
            Told::English(text) => panic!("{text}"),
        };
        let rule = |rule| Refusal::Rule { rule };
        check(rule(Rule::LastManager { role: "owner".to_owned() }), "propriétaire");
        let categories = Categories::NONE.with(domain::Category::Euii);
        check(rule(Rule::NothingApproved { asked: categories }), "utilisateur");
        check(rule(Rule::ConsentNumber { given: 3, next: 4 }), "4");
        let setting = BadSetting::Bounds { setting: "access_days".to_owned(), value: 31, min: 1, max: 30 };
        check(rule(Rule::Setting { setting }), "31");
        check(Refusal::fault("title", Fault::TooLong { length: 201, max: 200 }), "201");
        check(Refusal::fault("since", Fault::NoDay { text: "demain".to_owned() }), "demain");
        let signing = SigningFault::PasskeyOtherPage { origin: "https://other.example".to_owned() };
        let why = Why::Signing { signing, said: "the page asked".to_owned() };
        check(Refusal::Signature { why: why.clone() }, "https://other.example");
        check(Refusal::Invalid { field: "passkey".to_owned(), why }, "https://other.example");
        check(Refusal::NotAllowed { action: domain::Action::Consent }, "responsable du consentement");
        check(Refusal::NotFound { what: "case".to_owned(), id: "c-9".to_owned() }, "c-9");
    }
}
