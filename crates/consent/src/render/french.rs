//! The texts in French. Spaces before colons and inside quotation marks do not break (U+00A0).

use super::date::{Date, length};
use super::{listed, quoted, section};
use crate::agreement::Agreement as _;
use crate::approval::ApprovalDocument;
use crate::document::ConsentDocument;
use crate::prolonged::Prolonged;
use domain::{AccessLifetime, Categories, Category, Level, Moment};
use std::fmt::Display;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

pub(super) fn consent(document: &ConsentDocument) -> String {
    let mut text = format!(
        "Consentement numéro {} pour le dossier d'assistance {} de l'organisation {}\n\nSi vous acceptez, les ingénieurs d'assistance du fournisseur peuvent exécuter des diagnostics sur les systèmes ci-dessous, pour ce dossier uniquement, et lire ce qui est énuméré ci-dessous.\n",
        document.number,
        quote(&document.case),
        quote(&document.tenant)
    );
    let systems = format!("Abonnements\u{a0}: {}", listed(&document.subscriptions, quote));
    section(&mut text, "Sur quels systèmes", [systems]);
    section(&mut text, "À quelle profondeur", [level(document.level).to_owned()]);
    section(
        &mut text,
        "Ce qu'ils peuvent lire",
        document.categories.iter().map(|c| format!("- {}", meaning(c))),
    );
    let hidden = Categories::ALL.minus(document.categories);
    if !hidden.is_empty() {
        let lines = hidden.iter().map(|category| format!("- {}", name(category)));
        section(&mut text, "Ce qui est remplacé par des pseudonymes avant de quitter vos systèmes", lines);
    }
    section(&mut text, "Ce qui n'est jamais couvert", [NEVER.to_owned()]);
    section(&mut text, "Pour combien de temps", lifetime(document));
    section(&mut text, "Comment arrêter", stopping());
    text
}

pub(super) fn approval(document: &ApprovalDocument) -> String {
    let (count, unit) = length(document.seconds);
    let unit = [["jour", "jours"], ["heure", "heures"], ["minute", "minutes"], ["seconde", "secondes"]]
        .get(unit)
        .and_then(|forms| forms.get(usize::from(count > 1)))
        .copied()
        .unwrap_or_default();
    let mut text = format!(
        "Accord à la demande d'accès {} pour le dossier d'assistance {} de l'organisation {}\n\nSi vous acceptez, les ingénieurs d'assistance du fournisseur peuvent lire davantage dans ce dossier pendant un temps limité. Les systèmes et la profondeur restent ceux de votre consentement.\n",
        quote(&document.request),
        quote(&document.case),
        quote(&document.tenant)
    );
    let lines = document.categories.iter().map(|category| format!("- {}", meaning(category)));
    section(&mut text, "Ce qu'ils peuvent lire en plus", lines);
    section(&mut text, "Ce qui n'est jamais couvert", [NEVER.to_owned()]);
    let end = date(document.latest_deadline());
    let lines = [
        format!(
            "{count} {unit} à partir de votre accord. Cela prend fin de soi-même, au plus tard le {end}."
        ),
        "Cela prend fin plus tôt si votre consentement pour ce dossier prend fin.".to_owned(),
        format!("Cet accord élargit le consentement dont l'empreinte est {}.", document.consent),
    ];
    section(&mut text, "Pour combien de temps", lines);
    section(&mut text, "Comment arrêter", stopping());
    text
}

const NEVER: &str = "Les mots de passe, clés, jetons et autres secrets d'accès. Ils sont retirés avant que quoi que ce soit ne quitte vos systèmes, quel que soit votre accord.";

fn quote(id: &impl Display) -> String {
    quoted(id, "«\u{a0}", "\u{a0}»")
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Standard => "Standard\u{a0}: uniquement les diagnostics qui n'exigent pas le niveau avancé.",
        Level::Advanced => {
            "Avancé\u{a0}: tous les diagnostics, y compris ceux qui regardent plus en profondeur. Tant que ce consentement dure, l'organisation d'assistance du fournisseur figure comme fournisseur de services dans vos paramètres d'accès entre locataires."
        }
    }
}

const fn name(category: Category) -> &'static str {
    match category {
        Category::SupportData => "Données d'assistance",
        Category::AccountData => "Données de compte",
        Category::SystemMetadata => "Métadonnées du système",
        Category::Oii => "Informations identifiant l'organisation",
        Category::Euii => "Informations identifiant l'utilisateur final",
        Category::Eupi => "Identifiants pseudonymes de l'utilisateur final",
    }
}

fn meaning(category: Category) -> String {
    let example = match category {
        Category::SupportData => {
            "ce que vous remettez dans ce dossier, par exemple votre description ou une capture d'écran"
        }
        Category::AccountData => {
            "facturation, licences et coordonnées de l'administrateur, par exemple un numéro de facture ou le téléphone de l'administrateur"
        }
        Category::SystemMetadata => {
            "journaux et réglages qui ne désignent personne, par exemple un code d'erreur ou la version d'un programme"
        }
        Category::Oii => {
            "ce qui désigne votre organisation, par exemple son nom de domaine ou le nom d'un serveur"
        }
        Category::Euii => {
            "ce qui désigne directement une personne, par exemple son nom, son adresse électronique ou le nom de son ordinateur"
        }
        Category::Eupi => {
            "identifiants qui tiennent lieu d'une personne, par exemple le numéro d'un compte ou d'une session de connexion"
        }
    };
    format!("{}\u{a0}: {example}.", name(category))
}

fn lifetime(document: &ConsentDocument) -> Vec<String> {
    let days = match document.access_days {
        1 => "1 jour".to_owned(),
        days => format!("{days} jours"),
    };
    let end = date(document.latest_deadline());
    let mut lines = vec![format!("Cela prend fin de soi-même après {days}, au plus tard le {end}.")];
    if document.access_lifetime == AccessLifetime::Shared {
        lines.push(
            "Seul un consentement que vous donneriez plus tard pour un autre dossier peut le prolonger\u{a0}; cela vous serait dit avant."
                .to_owned(),
        );
    }
    match &document.prolongs {
        Prolonged::Cases(cases) if cases.is_empty() => {}
        Prolonged::Cases(cases) => lines.push(format!(
            "Il prolonge aussi, jusqu'au même moment, vos consentements pour ces autres dossiers\u{a0}: {}.",
            listed(cases, quote)
        )),
        Prolonged::All(_) => lines.push(
            "Il prolonge aussi, jusqu'au même moment, vos consentements en vigueur pour tous les autres dossiers de votre organisation."
                .to_owned(),
        ),
    }
    lines.push("Ce qui a été collecté est détruit au plus tard 28 jours après la collecte.".to_owned());
    lines
}

fn stopping() -> [String; 2] {
    [
        "Retirez le consentement ou fermez le dossier à tout moment\u{a0}: l'accès prend fin aussitôt."
            .to_owned(),
        "Verrouillez votre organisation pour arrêter aussitôt tout accès, dans tous les dossiers.".to_owned(),
    ]
}

fn date(moment: Moment) -> String {
    let date = Date::of(moment);
    let Date { year, day, hour, minute, .. } = &date;
    let day = if day == "1" { "1er" } else { day };
    format!("{day} {} {year} à {hour}\u{a0}h\u{a0}{minute} (UTC)", date.month_of(&MONTHS))
}
