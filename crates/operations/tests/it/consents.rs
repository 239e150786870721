//! Consent: given with a case, asked for, drafted, given again, and withdrawn; and the partner that follows it.

use crate::cases::{ask, open, problem, terms, terms_of};
use crate::databases::each_database;
use crate::scene::Scene;
use domain::{Categories, Category, Event, Level, Reason, Refusal as Rule, Settings, WithdrawCause};
use operations::{
    Caller, ConsentOutcome, ConsentTerms, Giving, OpenCase, Refusal, ask_consent, change_settings,
    draft_consent, give_consent, open_case, remove_partner, request_access, show_access, withdraw_consent,
};

async fn has_partner(scene: &Scene) -> bool {
    show_access(&scene.desk, &scene.contoso.auditor).await.unwrap().partner
}

#[test]
fn who_opens_a_case_decides_whether_its_consent_is_given_or_asked_for() {
    each_database(|scene| async move {
        let contoso = &scene.contoso;
        let check = async |by: &Caller, consent: Option<Level>, outcome: ConsentOutcome, partner: bool| {
            let opened = open(&scene.desk, by, contoso, consent).await;
            assert_eq!(opened.consent, outcome, "{:?} with {consent:?}", by.roles);
            let state = scene.state(&contoso.tenant).await;
            assert_eq!(
                state.consent_level(&opened.case),
                consent.filter(|_| outcome == ConsentOutcome::Given)
            );
            assert_eq!(has_partner(&scene).await, partner);
        };
        check(&contoso.author, None, ConsentOutcome::None, false).await;
        check(&contoso.author, Some(Level::Advanced), ConsentOutcome::Asked, false).await;
        check(&contoso.consenter, Some(Level::Standard), ConsentOutcome::Given, false).await;
        check(&contoso.consenter, Some(Level::Advanced), ConsentOutcome::Given, true).await;
    });
}

#[test]
fn the_vendor_opens_a_case_for_a_customer_without_consent_only() {
    each_database(|scene| async move {
        let (desk, engineer, contoso) = (&scene.desk, &scene.staff.engineer, &scene.contoso);
        let on_behalf =
            |consent| OpenCase { tenant: Some(contoso.tenant.clone()), ..problem(contoso, consent) };
        let refused = open_case(desk, engineer, None, on_behalf(Some(Level::Standard))).await;
        assert!(matches!(&refused, Err(Refusal::Invalid { field, .. }) if field == "consent"), "{refused:?}");
        let nobodys = OpenCase { tenant: Some(crate::scene::id("nobody")), ..problem(contoso, None) };
        let unknown = open_case(desk, engineer, None, nobodys).await.unwrap_err();
        assert!(matches!(&unknown, Refusal::NotFound { what, .. } if what == "tenant"), "{unknown}");
        assert!(
            !scene.folder.join("keyring/tenants/nobody.key").exists(),
            "a name that is nobody's gets no key"
        );
        assert!(scene.folder.join("keyring/tenants/contoso.key").exists());
        let opened = open_case(desk, engineer, None, on_behalf(None)).await.unwrap();
        assert_eq!(opened.consent, ConsentOutcome::None);
        let ran = ask(desk, engineer, &opened.case, "host-health").await.unwrap();
        assert_eq!(ran.denied, Some(Reason::NoConsent));
        scene.consent(&opened.case, terms(Level::Standard)).await.unwrap();
        scene.run(&opened.case).await;
    });
}

#[test]
fn consent_is_asked_for_drafted_given_renewed_and_withdrawn() {
    each_database(|scene| async move {
        let (desk, contoso, engineer) = (&scene.desk, &scene.contoso, &scene.staff.engineer);
        let case = scene.open(None).await;
        ask_consent(desk, engineer, None, &case, Level::Advanced, None).await.unwrap();
        assert_eq!(ask(desk, engineer, &case, "host-health").await.unwrap().denied, Some(Reason::NoConsent));

        let size = scene.size().await;
        let draft =
            draft_consent(desk, &contoso.consenter, None, &case, terms(Level::Standard)).await.unwrap();
        assert!(draft.text.contains(case.as_str()) && draft.document.contains(case.as_str()));
        assert_eq!(scene.size().await, size, "a draft changes nothing");

        let given = scene.consent(&case, terms(Level::Standard)).await.unwrap();
        assert_eq!((given.number, given.at), (1, scene.now()));
        scene.forward_days(10);
        let renewed = scene.consent(&case, terms_of(Level::Advanced, &[Category::Oii])).await.unwrap();
        assert_eq!((renewed.number, renewed.at), (2, scene.now()));
        assert_eq!(renewed.until, given.until.plus(domain::Span::from_days(10)));
        let access = show_access(desk, &contoso.auditor).await.unwrap();
        assert_eq!((access.partner, access.access_until), (true, Some(renewed.until)));
        let covered = Categories::NONE.with(Category::SupportData).with(Category::Oii);
        assert_eq!((access.cases[0].level, access.cases[0].categories), (Level::Advanced, covered));

        withdraw_consent(desk, &contoso.consenter, None, &case).await.unwrap();
        assert_eq!(ask(desk, engineer, &case, "host-health").await.unwrap().denied, Some(Reason::Withdrawn));
        let again = withdraw_consent(desk, &contoso.consenter, None, &case).await.unwrap_err();
        assert_eq!(again, Rule::NoConsentInForce.into());
        assert!(!has_partner(&scene).await);
        scene.consent(&case, terms(Level::Standard)).await.unwrap();
        scene.run(&case).await;
    });
}

#[test]
fn the_partner_stays_until_the_last_advanced_consent_ends() {
    each_database(|scene| async move {
        let (first, second) =
            (scene.open(Some(Level::Advanced)).await, scene.open(Some(Level::Advanced)).await);
        assert!(has_partner(&scene).await);
        scene.consent(&first, terms(Level::Standard)).await.unwrap();
        assert!(has_partner(&scene).await, "a downgrade of one leaves the other");
        scene.close(&second).await.unwrap();
        assert!(!has_partner(&scene).await);
    });
}

#[test]
fn removing_the_partner_by_hand_withdraws_every_advanced_consent_and_no_standard_one() {
    each_database(|scene| async move {
        let advanced = [scene.open(Some(Level::Advanced)).await, scene.open(Some(Level::Advanced)).await];
        let standard = scene.open(Some(Level::Standard)).await;
        let size = scene.size().await;
        let removed = remove_partner(&scene.desk, &scene.contoso.owner).await.unwrap();
        let mut withdrawn = advanced.to_vec();
        withdrawn.sort();
        assert_eq!(removed.withdrawn, withdrawn);
        let cause = WithdrawCause::PartnerRemoved;
        let mut expected: Vec<Event> =
            withdrawn.into_iter().map(|case| Event::ConsentWithdrawn { case, cause }).collect();
        expected.push(Event::PartnerRemoved);
        assert_eq!(scene.since(size).await, expected);
        scene.run(&standard).await;
        let again = remove_partner(&scene.desk, &scene.contoso.owner).await.unwrap_err();
        assert_eq!(again, Rule::NoPartner.into());
    });
}

#[test]
fn a_closed_case_takes_no_consent() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        scene.close(&case).await.unwrap();
        let closed = Refusal::from(Rule::CaseIsClosed);
        assert_eq!(scene.consent(&case, terms(Level::Standard)).await.unwrap_err(), closed);
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let draft = draft_consent(desk, consenter, None, &case, terms(Level::Standard)).await;
        assert_eq!(draft.unwrap_err(), closed);
        let nobody = Giving::Terms(terms(Level::Standard));
        let unknown = give_consent(desk, consenter, None, &crate::scene::id("c0"), nobody).await.unwrap_err();
        assert!(matches!(unknown, Refusal::NotFound { .. }), "{unknown}");
    });
}

#[test]
fn what_the_settings_withhold_is_opened_by_no_consent_and_no_request() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let opened = open(desk, &contoso.consenter, contoso, Some(Level::Advanced)).await.case;
        let before = ask(desk, &scene.staff.engineer, &opened, "host-health").await.unwrap();
        assert_eq!(before.denied, None);
        let never_offered = Categories::NONE.with(Category::SystemMetadata).with(Category::Euii);
        let settings = Settings { never_offered, ..Settings::default() };
        change_settings(desk, &contoso.owner, settings).await.unwrap();
        // It acts at once on the consent that was given before.
        let after = ask(desk, &scene.staff.engineer, &opened, "host-health").await.unwrap();
        assert_eq!(after.denied, Some(Reason::CategoryNotGranted));
        assert_eq!(after.missing, Categories::NONE.with(Category::SystemMetadata));

        let withheld = |refused: Refusal, categories: Categories| match refused {
            Refusal::Rule { rule: Rule::NeverOffered { categories: named } } => assert_eq!(named, categories),
            refused => panic!("{refused:?}"),
        };
        let asking = ConsentTerms { categories: Some(never_offered), ..terms(Level::Standard) };
        let given =
            give_consent(desk, &contoso.consenter, None, &opened, Giving::Terms(asking.clone())).await;
        withheld(given.unwrap_err(), never_offered);
        withheld(
            draft_consent(desk, &contoso.consenter, None, &opened, asking).await.unwrap_err(),
            never_offered,
        );
        let more = Categories::NONE.with(Category::Euii);
        let requested = request_access(desk, &scene.staff.engineer, None, &opened, more, 3_600, "why").await;
        withheld(requested.unwrap_err(), more);

        // Terms that name no category are the nature's, without what is withheld.
        let default = ConsentTerms { categories: None, ..terms(Level::Standard) };
        give_consent(desk, &contoso.consenter, None, &opened, Giving::Terms(default)).await.unwrap();
        let state = scene.state(&contoso.tenant).await;
        let consent = state.case(&opened).unwrap().consent.in_force().unwrap();
        assert!(consent.categories.intersection(never_offered).is_empty(), "{}", consent.categories);
    });
}
