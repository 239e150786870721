//! Why something is not allowed, in plain words, and what would change it (access.md, *A decision*).

use domain::{CaseId, Categories, Level, Reason};

/// What the reason means.
pub(crate) const fn explain(reason: Reason) -> &'static str {
    match reason {
        Reason::UnknownCase => "there is no such case",
        Reason::Closed => "the case is closed, and closing a case ends all access to it",
        Reason::NoConsent => "the customer has not consented to diagnostics in this case",
        Reason::Withdrawn => "the customer withdrew the consent for this case",
        Reason::Lapsed => "the time of the consent is over",
        Reason::Locked => {
            "the customer locked all access; only they can unlock it, with `glasscase access unlock`"
        }
        Reason::SubscriptionNotInCase => "the subscription is not one of the case's",
        Reason::AdvancedConsentRequired => {
            "the diagnostic needs the advanced consent, and the consent of this case is standard"
        }
        Reason::CategoryNotGranted => {
            "the diagnostic reads categories that neither the consent nor an approved request covers"
        }
    }
}

/// The command that asks for what is missing, if asking helps. `level` and `categories` are what the run needs.
pub(crate) fn remedy(
    reason: Reason,
    case: &CaseId,
    level: Level,
    categories: Categories,
    missing: Categories,
) -> Option<String> {
    let ask = |level| format!("glasscase consent ask {case} --{level} --categories {}", list(categories));
    match reason {
        Reason::NoConsent | Reason::Withdrawn | Reason::Lapsed => Some(ask(level)),
        Reason::AdvancedConsentRequired => Some(ask(Level::Advanced)),
        Reason::CategoryNotGranted => Some(format!(
            "glasscase request ask {case} --categories {} --for 2h --reason \"why you need it\"",
            list(missing)
        )),
        Reason::Closed => Some(format!("glasscase case reopen {case}   (the customer)")),
        Reason::SubscriptionNotInCase => {
            Some(format!("glasscase case show {case}   (names its subscriptions)"))
        }
        Reason::UnknownCase | Reason::Locked => None,
    }
}

/// Categories as `--categories` takes them.
pub(crate) fn list(categories: Categories) -> String {
    categories.iter().map(domain::Category::name).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::Parser as _;
    use domain::Category;

    const REASONS: [Reason; 9] = [
        Reason::UnknownCase,
        Reason::Closed,
        Reason::NoConsent,
        Reason::Withdrawn,
        Reason::Lapsed,
        Reason::Locked,
        Reason::SubscriptionNotInCase,
        Reason::AdvancedConsentRequired,
        Reason::CategoryNotGranted,
    ];

    #[test]
    fn every_command_that_is_advised_exists() {
        let (oii, all) = (Categories::NONE.with(Category::Oii), Categories::ALL);
        for reason in REASONS {
            let Some(command) = remedy(reason, &"c1".parse().unwrap(), Level::Advanced, all, oii) else {
                continue;
            };
            let command = command.split("   ").next().unwrap().replace("\"why you need it\"", "why");
            Arguments::try_parse_from(command.split(' ')).unwrap_or_else(|told| panic!("{command}: {told}"));
        }
    }

    #[test]
    fn an_access_request_names_what_is_missing_alone() {
        let missing = Categories::NONE.with(Category::Euii).with(Category::Oii);
        let command = remedy(
            Reason::CategoryNotGranted,
            &"c1".parse().unwrap(),
            Level::Standard,
            Categories::ALL,
            missing,
        );
        assert!(command.unwrap().contains("--categories oii,euii "));
    }
}
