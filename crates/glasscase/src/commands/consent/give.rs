//! `glasscase consent give` and `glasscase consent renew`

use crate::agreement::{self, Draft};
use crate::arguments::{GiveArguments, RenewArguments, SigningArguments};
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::key_file;
use crate::path;
use crate::reason;
use anyhow::Result;
use consent::ConsentDocument;
use domain::{CaseId, Level};
use wire::{Case, ClientError, ConsentKey, ConsentTerms, DraftConsent, GiveConsent, Given, Items, Signed};

/// Gives the consent that the arguments name.
pub(super) async fn give(arguments: &GiveArguments, invocation: &mut Invocation) -> Result<()> {
    let terms = arguments.terms.at(arguments.terms.level.level().unwrap_or(Level::Standard));
    let consent = match &arguments.signing.signed {
        Some(file) => {
            let signed = serde_json::from_str::<GiveConsent>(&crate::commands::text_of(file)?);
            signed.map_err(|why| {
                let what = format!("`{}` is not what `glasscase consent sign` wrote: {why}", file.display());
                Failure::bad_input(what)
            })?
        }
        None => agreed(&arguments.case, terms, &arguments.signing, invocation).await?,
    };
    send(&arguments.case, &consent, invocation).await
}

/// Shows the consent on these terms, asks, and gives it.
pub(crate) async fn give_in_person(
    case: &CaseId,
    terms: ConsentTerms,
    invocation: &mut Invocation,
) -> Result<()> {
    let signing = SigningArguments { key: None, signed: None, yes: false };
    let consent = agreed(case, terms, &signing, invocation).await?;
    send(case, &consent, invocation).await
}

/// Gives the consent in force again.
pub(super) async fn renew(arguments: &RenewArguments, invocation: &mut Invocation) -> Result<()> {
    let case = &arguments.case;
    if arguments.signing.signed.is_some() {
        return Err(Failure::bad_input("a signed document says itself what it covers")
            .advise(format!("send it with `glasscase consent give {case} --signed FILE`"))
            .into());
    }
    let now: Case = invocation.server()?.get(&path::api(&["cases", case.as_str()])?).await?;
    let Some(level) = now.consent.level else {
        return Err(Failure::failed(format!("no consent is in force for {case}, so there is none to renew"))
            .advise(format!("give one with `glasscase consent give {case}`"))
            .into());
    };
    let language = Some(arguments.language.name().to_owned());
    let terms = ConsentTerms { level, categories: Some(now.consent.categories), language };
    let consent = agreed(case, terms, &arguments.signing, invocation).await?;
    send(case, &consent, invocation).await
}

/// What to send once the person agreed: a signature where a key was named, else the terms.
async fn agreed(
    case: &CaseId,
    terms: ConsentTerms,
    signing: &SigningArguments,
    invocation: &Invocation,
) -> Result<GiveConsent> {
    // The key is read first: nobody should agree and then learn that they cannot sign.
    let key = signing.key.as_deref().map(key_file::read).transpose()?;
    if key.is_none() && has_consent_keys(invocation).await? {
        return Err(unsigned(case, &terms).into());
    }
    if key.is_none() && signing.yes {
        return Ok(GiveConsent { terms: Some(terms), signed: None });
    }
    let wanted = DraftConsent { terms };
    let drafted = super::draft(case, &wanted, invocation).await?;
    let draft = Draft::parse(&drafted.document)?;
    check(&draft, case, &wanted.terms)?;
    agreement::agree(&draft.text(), signing.yes)?;
    Ok(match key {
        Some(key) => GiveConsent { terms: None, signed: Some(draft.sign(&key)?) },
        None => GiveConsent { terms: Some(wanted.terms), signed: None },
    })
}

/// Whether only signed consents count. Whoever may not see the keys is told by the server instead.
pub(crate) async fn has_consent_keys(invocation: &Invocation) -> Result<bool> {
    let keys: Result<Items<ConsentKey>, ClientError> =
        invocation.server()?.get(&path::api(&["consent-keys"])?).await;
    match keys {
        Ok(keys) => Ok(keys.items.iter().any(|key| !key.revoked)),
        Err(ClientError::Problem(_)) => Ok(false),
        Err(why) => Err(why.into()),
    }
}

fn unsigned(case: &CaseId, terms: &ConsentTerms) -> Failure {
    let categories =
        terms.categories.map(|set| format!(" --categories {}", reason::list(set))).unwrap_or_default();
    Failure::bad_input("your organisation has consent keys, so only a signed consent counts").advise(format!(
        "add --key FILE; or sign with a passkey on the case's page; or sign on another machine: `glasscase consent draft {case} --{}{categories} > draft.json`, there `glasscase consent sign draft.json --key FILE > signed.json`, and here `glasscase consent give {case} --signed signed.json`",
        terms.level
    ))
}

/// Refuses a draft that is not what was asked for, whatever its text says.
fn check(draft: &Draft, case: &CaseId, wanted: &ConsentTerms) -> Result<()> {
    let what = match draft {
        Draft::Consent(document) => difference(document, case, wanted),
        Draft::Approval(_) => Some("is no consent"),
    };
    match what {
        None => Ok(()),
        Some(what) => Err(Failure::failed(format!("the document that the server drafted {what}"))
            .advise("do not agree to it; tell whoever runs the server")
            .into()),
    }
}

fn difference(document: &ConsentDocument, case: &CaseId, wanted: &ConsentTerms) -> Option<&'static str> {
    let is_wider = |asked| !document.categories.minus(asked).is_subset_of(support_data());
    if document.case != *case {
        Some("is for another case")
    } else if document.level != wanted.level {
        Some("is for another level")
    } else if wanted.categories.is_some_and(is_wider) {
        Some("covers more categories than were named")
    } else {
        None
    }
}

/// What is part of every consent, named or not.
fn support_data() -> domain::Categories {
    domain::Categories::NONE.with(domain::Category::SupportData)
}

async fn send(case: &CaseId, consent: &GiveConsent, invocation: &mut Invocation) -> Result<()> {
    let path = path::api(&["cases", case.as_str(), "consent"])?;
    let given: Given = invocation.server()?.post(&path, consent).await?;
    let proof = match &consent.signed {
        Some(Signed { key, .. }) => format!("signed by {key}"),
        None => "attested by the server alone".to_owned(),
    };
    invocation.out.answer(&given, |out| {
        let until = out.when(given.until);
        out.line(format_args!(
            "Consent number {} for {case} is in force, {proof}, until {until}.",
            given.number
        ))?;
        out.line("Withdraw it at any time:")?;
        out.line(format_args!("  glasscase consent withdraw {case}"))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use consent::{Agreement as _, Document as _};
    use domain::{AccessLifetime, Categories, Category};

    fn document(level: Level, categories: Categories) -> ConsentDocument {
        ConsentDocument {
            tenant: "t".parse().unwrap(),
            case: "c1".parse().unwrap(),
            subscriptions: vec!["s".parse().unwrap()],
            level,
            categories: categories.with(Category::SupportData),
            shown: consent::Shown::in_language(consent::Language::En),
            given_at: domain::Moment::default(),
            access_days: 30,
            access_lifetime: AccessLifetime::Shared,
            prolongs: consent::Prolonged::NONE,
            number: 1,
            previous: None,
            nonce: "0".repeat(32),
        }
        .showing(consent::Language::En)
    }

    fn check(case: &str, level: Level, categories: Option<Categories>) -> Result<()> {
        let oii = Categories::NONE.with(Category::Oii);
        let draft = Draft::parse(&document(Level::Standard, oii).canonical()).unwrap();
        super::check(&draft, &case.parse().unwrap(), &ConsentTerms { level, categories, language: None })
    }

    #[test]
    fn only_a_draft_of_what_was_asked_for_is_agreed_to() {
        let (oii, none) = (Categories::NONE.with(Category::Oii), Categories::NONE);
        assert!(check("c1", Level::Standard, None).is_ok());
        assert!(check("c1", Level::Standard, Some(oii)).is_ok());
        for (case, level, categories, words) in [
            ("c2", Level::Standard, None, "another case"),
            ("c1", Level::Advanced, None, "another level"),
            ("c1", Level::Standard, Some(none), "more categories"),
        ] {
            let refused = check(case, level, categories).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_draft_whose_text_is_another_ones_is_not_shown() {
        let mut document = document(Level::Standard, Categories::NONE);
        document.categories = Categories::ALL;
        let refused = Draft::parse(&document.canonical()).unwrap_err().to_string();
        assert!(refused.contains("do not sign it"), "{refused}");
    }
}
