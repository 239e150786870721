//! Consents that the customer signs with an offline key (design.md, idea 3).

use crate::cases::{ask, open, terms, terms_of};
use crate::databases::each_database;
use crate::scene::Scene;
use consent::{ApprovalDocument, ConsentDocument, Document as _, SigningKey};
use domain::{CaseId, Category, KeyId, Level, Proof, Reason, Refusal as Rule};
use operations::{
    Approving, ConsentOutcome, ConsentTerms, Draft, Giving, Language, Refusal, Signed, approve_request,
    draft_approval, draft_consent, enrol_consent_key, give_consent, revoke_consent_key, withdraw_consent,
};

fn key() -> SigningKey {
    SigningKey::from_seed(&[3; 32]).unwrap()
}

async fn enrol(scene: &Scene, key: &SigningKey) -> KeyId {
    let (public, owner) = (key.public().text(), &scene.contoso.owner);
    enrol_consent_key(&scene.desk, owner, None, "ed25519", &public, "Carl's key").await.unwrap()
}

async fn draft(scene: &Scene, case: &CaseId, terms: ConsentTerms) -> Draft {
    draft_consent(&scene.desk, &scene.contoso.consenter, None, case, terms).await.unwrap()
}

fn signed(key: &SigningKey, document: String) -> Signed {
    sign(key, &ConsentDocument::challenge_of(&document), document)
}

fn sign(key: &SigningKey, challenge: &consent::Digest, document: String) -> Signed {
    let Proof::Key { key, signature } = key.sign(challenge) else { panic!("a key signs") };
    Signed { document, key, signature }
}

async fn give(scene: &Scene, case: &CaseId, signed: Signed) -> Result<operations::Given, Refusal> {
    give_consent(&scene.desk, &scene.contoso.consenter, None, case, Giving::Signed(signed)).await
}

#[test]
fn once_a_key_is_enrolled_consent_is_asked_for_until_somebody_signs_it() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        enrol(&scene, &key()).await;
        let opened = open(desk, &contoso.consenter, contoso, Some(Level::Advanced)).await;
        assert_eq!(opened.consent, ConsentOutcome::Asked);
        let unsigned = scene.consent(&opened.case, terms(Level::Advanced)).await.unwrap_err();
        assert_eq!(unsigned, Rule::SignatureRequired.into());

        let draft = draft(&scene, &opened.case, terms(Level::Advanced)).await;
        assert_eq!(draft.challenge, ConsentDocument::challenge_of(&draft.document).to_string());
        let given = give(&scene, &opened.case, signed(&key(), draft.document)).await.unwrap();
        assert_eq!(given.number, 1);
        scene.run(&opened.case).await;
        withdraw_consent(desk, &contoso.consenter, None, &opened.case).await.unwrap();
        let denied = ask(desk, &scene.staff.engineer, &opened.case, "host-health").await.unwrap().denied;
        assert_eq!(denied, Some(Reason::Withdrawn), "ending needs no signature");
    });
}

#[test]
fn a_signature_that_does_not_hold_here_and_now_is_refused() {
    each_database(|scene| async move {
        enrol(&scene, &key()).await;
        let (case, other) = (scene.open(None).await, scene.open(None).await);
        let drafted = draft(&scene, &case, terms_of(Level::Standard, &[Category::Oii])).await.document;
        let check = async |case: &CaseId, signed: Signed, why: &str| {
            let refused = give(&scene, case, signed).await.unwrap_err();
            assert!(refused.to_string().contains(why), "{refused} tells of {why}");
        };
        let wider = drafted.replace("[\"support_data\",\"oii\"]", "[\"support_data\",\"oii\",\"euii\"]");
        assert_ne!(wider, drafted);
        let moved = Signed { document: wider, ..signed(&key(), drafted.clone()) };
        check(&case, moved, "the text shown to the person").await;
        check(&other, signed(&key(), drafted.clone()), "case").await;
        let stranger = SigningKey::from_seed(&[4; 32]).unwrap();
        check(&case, signed(&stranger, drafted.clone()), "not enrolled").await;

        scene.forward_hours(1);
        scene.forward(domain::Span::from_micros(1));
        check(&case, signed(&key(), drafted), "within an hour").await;
        let fresh = draft(&scene, &case, terms(Level::Standard)).await.document;
        give(&scene, &case, signed(&key(), fresh.clone())).await.unwrap();
        check(&case, signed(&key(), fresh), "draft it again").await;
    });
}

#[test]
fn an_approval_is_signed_too() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        enrol(&scene, &key()).await;
        let case = scene.open(None).await;
        let consent = draft(&scene, &case, terms(Level::Standard)).await.document;
        give(&scene, &case, signed(&key(), consent)).await.unwrap();
        let request = scene.request(&case).await.request;
        let unsigned = approve_request(desk, consenter, None, &request, Approving::Categories(None)).await;
        assert_eq!(unsigned.unwrap_err(), Rule::SignatureRequired.into());

        let draft =
            draft_approval(desk, consenter, None, &request, None, Language::Fr).await.unwrap().document;
        let as_consent = Approving::Signed(signed(&key(), draft.clone()));
        let refused = approve_request(desk, consenter, None, &request, as_consent).await.unwrap_err();
        assert!(matches!(refused, Refusal::Signature { .. }), "{refused}");
        let signed = sign(&key(), &ApprovalDocument::challenge_of(&draft), draft);
        let approved =
            approve_request(desk, consenter, None, &request, Approving::Signed(signed)).await.unwrap();
        assert!(approved.categories.contains(Category::AccountData));
    });
}

#[test]
fn revoking_a_key_ends_what_it_signed_and_the_last_one_lets_the_desk_attest_again() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let attested = scene.open(Some(Level::Standard)).await;
        let id = enrol(&scene, &key()).await;
        let unsigned =
            async || ask(desk, &scene.staff.engineer, &attested, "host-health").await.unwrap().denied;
        assert_eq!(unsigned().await, Some(Reason::Withdrawn), "nobody signed it");
        let case = scene.open(None).await;
        let document = draft(&scene, &case, terms(Level::Advanced)).await.document;
        give(&scene, &case, signed(&key(), document)).await.unwrap();
        revoke_consent_key(desk, owner, &id).await.unwrap();
        let denied = ask(desk, &scene.staff.engineer, &case, "host-health").await.unwrap().denied;
        assert_eq!(denied, Some(Reason::Withdrawn));
        assert_eq!(unsigned().await, Some(Reason::Withdrawn), "what ended does not come back");
        scene.consent(&attested, terms(Level::Standard)).await.unwrap();
        scene.run(&attested).await;
        scene.consent(&case, terms(Level::Standard)).await.unwrap();
        assert!(matches!(revoke_consent_key(desk, owner, &id).await, Err(Refusal::NotFound { .. })));
    });
}
