//! The texts in English.

use super::date::{Date, length};
use super::{listed, quoted, section};
use crate::agreement::Agreement as _;
use crate::approval::ApprovalDocument;
use crate::document::ConsentDocument;
use crate::prolonged::Prolonged;
use domain::{AccessLifetime, Categories, Category, Level, Moment};
use std::fmt::Display;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn consent(document: &ConsentDocument) -> String {
    let mut text = format!(
        "Consent number {} for support case {} of the organisation {}\n\nIf you agree, the vendor's support engineers may run diagnostics on the systems below, for this case only, and read what is listed below.\n",
        document.number,
        quote(&document.case),
        quote(&document.tenant)
    );
    section(
        &mut text,
        "Which systems",
        [format!("Subscriptions: {}", listed(&document.subscriptions, quote))],
    );
    section(&mut text, "How deep", [level(document.level).to_owned()]);
    section(&mut text, "What they may read", document.categories.iter().map(|c| format!("- {}", meaning(c))));
    let hidden = Categories::ALL.minus(document.categories);
    if !hidden.is_empty() {
        let lines = hidden.iter().map(|category| format!("- {}", name(category)));
        section(&mut text, "What is replaced by stand-ins before it leaves your systems", lines);
    }
    section(&mut text, "What is never covered", [NEVER.to_owned()]);
    section(&mut text, "How long", lifetime(document));
    section(&mut text, "How to stop", stopping());
    text
}

pub(super) fn approval(document: &ApprovalDocument) -> String {
    let (count, unit) = length(document.seconds);
    let unit = [["day", "days"], ["hour", "hours"], ["minute", "minutes"], ["second", "seconds"]]
        .get(unit)
        .and_then(|forms| forms.get(usize::from(count != 1)))
        .copied()
        .unwrap_or_default();
    let mut text = format!(
        "Approval of the access request {} for support case {} of the organisation {}\n\nIf you agree, the vendor's support engineers may read more in this case for a while. Systems and depth stay those of your consent.\n",
        quote(&document.request),
        quote(&document.case),
        quote(&document.tenant)
    );
    let lines = document.categories.iter().map(|category| format!("- {}", meaning(category)));
    section(&mut text, "What they may read in addition", lines);
    section(&mut text, "What is never covered", [NEVER.to_owned()]);
    let lines = [
        format!(
            "{count} {unit} from your approval on. This ends by itself, on {} at the latest.",
            date(document.latest_deadline())
        ),
        "It ends earlier if your consent for the case ends.".to_owned(),
        format!("It widens the consent with the fingerprint {}.", document.consent),
    ];
    section(&mut text, "How long", lines);
    section(&mut text, "How to stop", stopping());
    text
}

const NEVER: &str = "Passwords, keys, tokens and other credentials. They are removed before anything leaves your systems, whatever you agree to.";

fn quote(id: &impl Display) -> String {
    quoted(id, "“", "”")
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Standard => "Standard: only diagnostics that do not need the advanced level.",
        Level::Advanced => {
            "Advanced: every diagnostic, also those that look deeper. While this consent lasts, the vendor's support organisation is listed as a service provider in your cross-tenant access settings."
        }
    }
}

const fn name(category: Category) -> &'static str {
    match category {
        Category::SupportData => "Support data",
        Category::AccountData => "Account data",
        Category::SystemMetadata => "System metadata",
        Category::Oii => "Organisation-identifiable information",
        Category::Euii => "End-user-identifiable information",
        Category::Eupi => "End-user pseudonymous identifiers",
    }
}

fn meaning(category: Category) -> String {
    let example = match category {
        Category::SupportData => {
            "what you hand over in this case, for example your description or a screenshot"
        }
        Category::AccountData => {
            "billing, licence and administrator records, for example an invoice number or the administrator's telephone number"
        }
        Category::SystemMetadata => {
            "logs and settings that point to nobody, for example an error code or the version of a program"
        }
        Category::Oii => {
            "what points to your organisation, for example its domain name or the name of a server"
        }
        Category::Euii => {
            "what points to a person directly, for example somebody's name, e-mail address or computer name"
        }
        Category::Eupi => {
            "identifiers that stand for a person, for example the number of an account or of a sign-in session"
        }
    };
    format!("{}: {example}.", name(category))
}

fn lifetime(document: &ConsentDocument) -> Vec<String> {
    let days = match document.access_days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let end = date(document.latest_deadline());
    let mut lines = vec![format!("This ends by itself after {days}, on {end} at the latest.")];
    if document.access_lifetime == AccessLifetime::Shared {
        lines.push(
            "Only a later consent of yours for another case can prolong it; you are told so before you give that one.".to_owned(),
        );
    }
    match &document.prolongs {
        Prolonged::Cases(cases) if cases.is_empty() => {}
        Prolonged::Cases(cases) => lines.push(format!(
            "It also prolongs, to the same moment, your consents for these other cases: {}.",
            listed(cases, quote)
        )),
        Prolonged::All(_) => lines.push(
            "It also prolongs, to the same moment, your consents for all other cases of your organisation that are in force now."
                .to_owned(),
        ),
    }
    lines.push("What was collected is destroyed 28 days after it was collected, at the latest.".to_owned());
    lines
}

fn stopping() -> [String; 2] {
    [
        "Withdraw the consent or close the case at any time: access ends at once.".to_owned(),
        "Lock your organisation to stop all access, of every case, at once.".to_owned(),
    ]
}

fn date(moment: Moment) -> String {
    let date = Date::of(moment);
    let Date { year, day, hour, minute, .. } = &date;
    format!("{day} {} {year} at {hour}:{minute} UTC", date.month_of(&MONTHS))
}
