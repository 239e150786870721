//! What a person reads says everything that they agree to, in both languages.

use crate::samples::{approval, consent, day};
use consent::{Agreement as _, ApprovalDocument, ConsentDocument, Document as _, Language};
use domain::{Categories, Category, Level};

/// A word that only the line of this category has, in English and in French.
fn word(category: Category) -> [&'static str; 2] {
    match category {
        Category::SupportData => ["Support data: ", "Données d'assistance\u{a0}: "],
        Category::AccountData => ["Account data: ", "Données de compte\u{a0}: "],
        Category::SystemMetadata => ["System metadata: ", "Métadonnées du système\u{a0}: "],
        Category::Oii => {
            ["Organisation-identifiable information: ", "Informations identifiant l'organisation\u{a0}: "]
        }
        Category::Euii => {
            ["End-user-identifiable information: ", "Informations identifiant l'utilisateur final\u{a0}: "]
        }
        Category::Eupi => {
            ["End-user pseudonymous identifiers: ", "Identifiants pseudonymes de l'utilisateur final\u{a0}: "]
        }
    }
}

fn both(document: &ConsentDocument) -> [String; 2] {
    [document.render(Language::En), document.render(Language::Fr)]
}

fn check_says(texts: &[String; 2], expected: [&str; 2]) {
    for (text, expected) in texts.iter().zip(expected) {
        assert!(text.contains(expected), "`{expected}` is missing in:\n{text}");
    }
}

#[test]
fn exactly_the_granted_categories_are_explained() {
    for category in Category::ALL {
        let mut document = consent();
        document.categories = Categories::NONE.with(Category::SupportData).with(category);
        let texts = both(&document);
        for other in Category::ALL {
            for (text, word) in texts.iter().zip(word(other)) {
                assert_eq!(text.contains(word), document.categories.contains(other), "{other}\n{text}");
            }
            // Those not granted are named among what is replaced.
            check_says(
                &texts,
                word(other).map(|word| word.trim_end_matches(": ").trim_end_matches('\u{a0}')),
            );
        }
    }
}

#[test]
fn who_what_where_and_until_when_are_told() {
    let texts = both(&consent());
    check_says(&texts, ["case “A” of the organisation “contoso”", "dossier d'assistance «\u{a0}A\u{a0}»"]);
    check_says(&texts, ["“sub-1”, “sub-2”", "«\u{a0}sub-1\u{a0}», «\u{a0}sub-2\u{a0}»"]);
    check_says(&texts, ["Standard: ", "Standard\u{a0}: "]);
    // An hour more than 30 days, since the time counts from the recording.
    check_says(&texts, ["by itself after 30 days", "de soi-même après 30 jours"]);
    check_says(&texts, ["31 January 2026 at 13:00 UTC", "31 janvier 2026 à 13\u{a0}h\u{a0}00 (UTC)"]);
    check_says(&texts, ["these other cases: “B”.", "ces autres dossiers\u{a0}: «\u{a0}B\u{a0}»."]);
    check_says(&texts, ["Passwords, keys, tokens", "Les mots de passe, clés, jetons"]);
    check_says(&texts, ["Withdraw the consent", "Retirez le consentement"]);
    check_says(&texts, ["Lock your organisation", "Verrouillez votre organisation"]);
}

#[test]
fn the_advanced_level_tells_of_the_partner() {
    let document = ConsentDocument { level: Level::Advanced, ..consent() };
    check_says(&both(&document), ["listed as a service provider", "figure comme fournisseur de services"]);
}

#[test]
fn a_consent_of_its_own_time_speaks_of_no_other() {
    let document = ConsentDocument {
        access_lifetime: domain::AccessLifetime::PerCase,
        prolongs: consent::Prolonged::NONE,
        access_days: 1,
        ..consent()
    };
    let [english, french] = both(&document);
    assert!(!english.contains("prolong") && !french.contains("prolong"), "{english}{french}");
    check_says(&[english, french], ["by itself after 1 day,", "de soi-même après 1 jour,"]);
}

#[test]
fn an_approval_tells_what_and_how_long() {
    let texts = Language::ALL.map(|language| approval().render(language));
    check_says(&texts, word(Category::Euii));
    check_says(&texts, ["access request “R”", "demande d'accès «\u{a0}R\u{a0}»"]);
    check_says(&texts, ["2 hours from your approval on", "2 heures à partir de votre accord"]);
    check_says(&texts, ["2 January 2026 at 15:00 UTC", "2 janvier 2026 à 15\u{a0}h\u{a0}00 (UTC)"]);
    let fingerprint = approval().consent.to_string();
    check_says(&texts, [&fingerprint, &fingerprint]);
}

#[test]
fn both_languages_have_the_same_lines() {
    for level in [Level::Standard, Level::Advanced] {
        for categories in [Categories::ALL, Categories::NONE.with(Category::SupportData)] {
            let texts = both(&ConsentDocument { level, categories, ..consent() });
            let [english, french] = texts.map(|text| text.lines().count());
            assert_eq!(english, french);
        }
    }
}

#[test]
fn the_text_that_was_shown_is_the_documents_own() {
    assert_eq!(consent().check_shown(), Ok(()));
    assert_eq!(approval().check_shown(), Ok(()));
    let wider = ConsentDocument { categories: Categories::ALL, ..consent() };
    assert!(wider.check_shown().is_err(), "another text was shown");
    let longer = ApprovalDocument { seconds: 7_201, ..approval() };
    assert!(longer.check_shown().is_err(), "another text was shown");
    let mut other_language = consent();
    other_language.shown.language = Language::Fr;
    assert!(other_language.check_shown().is_err(), "it was shown in another language");
}

#[test]
fn the_wording_of_version_1_is_fixed() {
    // A changed text needs another version: old documents must keep theirs.
    let mut document = consent();
    document.given_at = day(0);
    let english = include_str!("wording-1.en.txt");
    let french = include_str!("wording-1.fr.txt");
    assert_eq!(document.render(Language::En), english);
    assert_eq!(document.render(Language::Fr), french);
}

#[test]
fn too_many_cases_to_read_are_told_as_all_of_them() {
    let cases = |count: usize| (0..count).map(|case| format!("C{case}").parse().unwrap());
    let named = ConsentDocument { prolongs: consent::Prolonged::of(cases(20)), ..consent() };
    check_says(&both(&named), ["“C19”", "«\u{a0}C19\u{a0}»"]);
    let every = ConsentDocument { prolongs: consent::Prolonged::of(cases(21)), ..consent() };
    check_says(
        &both(&every),
        ["all other cases of your organisation", "tous les autres dossiers de votre organisation"],
    );
    assert!(every.canonical().contains(r#""prolongs":"every""#), "{}", every.canonical());
    assert_eq!(ConsentDocument::parse(&every.canonical()).unwrap(), every);
}
