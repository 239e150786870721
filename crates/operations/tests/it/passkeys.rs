//! Consents that the customer signs with a passkey.

use crate::cases::terms;
use crate::databases::each_database;
use crate::scene::{CONSENT_ORIGIN, Scene};
use authenticator::{Algorithm, Ceremony, Passkey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use domain::{CaseId, KeyId, Level, Refusal as Rule};
use operations::{
    Approving, Caller, Desk, Draft, Giving, Language, MadePasskey, PasskeyCreation, PasskeyRequest, Refusal,
    Signed, approve_request, draft_approval, draft_consent, enrol_consent_key, enrol_passkey, export_tenant,
    give_consent, offer_passkey, read_passkey, revoke_consent_key,
};
use serde_json::Value;

fn text<'v>(options: &'v Value, pointer: &str) -> &'v str {
    options.pointer(pointer).unwrap().as_str().unwrap()
}

fn bytes(options: &Value, pointer: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text(options, pointer)).unwrap()
}

/// What a browser on the consent pages makes of the options.
pub(crate) fn made(passkey: &Passkey, offered: &PasskeyCreation) -> MadePasskey {
    made_at(passkey, offered, CONSENT_ORIGIN)
}

fn made_at(passkey: &Passkey, offered: &PasskeyCreation, origin: &str) -> MadePasskey {
    let (relying_party, challenge) =
        (text(&offered.options, "/rp/id"), bytes(&offered.options, "/challenge"));
    let made = passkey.create(&Ceremony::create(relying_party, origin, &challenge));
    MadePasskey {
        client_data: BASE64_URL_SAFE_NO_PAD.encode(made.client_data),
        attestation_object: BASE64_URL_SAFE_NO_PAD.encode(made.attestation_object),
    }
}

/// What a browser signs at the request of a draft.
pub(crate) fn signed(passkey: &Passkey, draft: Draft) -> Signed {
    let PasskeyRequest { options, keys } = draft.passkey.unwrap();
    let id = BASE64_URL_SAFE_NO_PAD.encode(passkey.id());
    let ceremony = Ceremony::get(text(&options, "/rpId"), CONSENT_ORIGIN, &bytes(&options, "/challenge"));
    Signed { document: draft.document, key: keys[&id].clone(), signature: passkey.get(&ceremony).text() }
}

pub(crate) async fn enrol(scene: &Scene, passkey: &Passkey) -> KeyId {
    let (desk, owner) = (&scene.desk, &scene.contoso.owner);
    let offered = offer_passkey(desk, owner, None, Language::En).await.unwrap();
    enrol_passkey(desk, owner, None, &made(passkey, &offered), "a telephone").await.unwrap().0
}

async fn draft(scene: &Scene, case: &CaseId) -> Draft {
    draft_consent(&scene.desk, &scene.contoso.consenter, None, case, terms(Level::Advanced)).await.unwrap()
}

async fn give(scene: &Scene, case: &CaseId, signed: Signed) -> Result<operations::Given, Refusal> {
    give_consent(&scene.desk, &scene.contoso.consenter, None, case, Giving::Signed(signed)).await
}

#[test]
fn a_passkey_signs_consents_and_approvals() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        for algorithm in Algorithm::ALL {
            let passkey = Passkey::new(algorithm);
            let id = enrol(&scene, &passkey).await;
            let case = scene.open(None).await;
            let unsigned = scene.consent(&case, terms(Level::Advanced)).await.unwrap_err();
            assert_eq!(unsigned, Rule::SignatureRequired.into());
            let drafted = draft(&scene, &case).await;
            assert_eq!(give(&scene, &case, signed(&passkey, drafted)).await.unwrap().number, 1);
            scene.run(&case).await;
            let request = scene.request(&case).await.request;
            let drafted = draft_approval(desk, consenter, None, &request, None, Language::Fr).await.unwrap();
            let approving = Approving::Signed(signed(&passkey, drafted));
            approve_request(desk, consenter, None, &request, approving).await.unwrap();
            revoke_consent_key(desk, &scene.contoso.owner, &id).await.unwrap();
        }
        let export = export_tenant(desk, &scene.contoso.tenant, Vec::new()).await.unwrap();
        let report = proof::verify(export.as_slice(), &proof::Options::default()).unwrap();
        assert_eq!((report.faults.len(), report.figures.consents.signed), (0, 4), "{report}");
    });
}

#[test]
fn what_the_options_ask_for_is_a_verified_person_and_a_credential_of_its_own() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let passkey = Passkey::new(Algorithm::Es256);
        enrol(&scene, &passkey).await;
        let asked = async |caller| offer_passkey(desk, caller, None, Language::Fr).await.unwrap().options;
        let options = asked(owner).await;
        assert_eq!(text(&options, "/rp/id"), "consent.desk.example");
        assert_eq!(text(&options, "/authenticatorSelection/userVerification"), "required");
        assert_eq!(text(&options, "/attestation"), "none");
        assert_eq!(options["pubKeyCredParams"].as_array().unwrap().len(), 4);
        assert_eq!(text(&options, "/excludeCredentials/0/id"), BASE64_URL_SAFE_NO_PAD.encode(passkey.id()));
        assert!(text(&options, "/user/name").ends_with("(signe les consentements)"), "{options}");
        assert_ne!(text(&options, "/challenge"), text(&asked(owner).await, "/challenge"));
        assert_eq!(text(&options, "/user/id"), text(&asked(owner).await, "/user/id"));
        assert_ne!(text(&options, "/user/id"), text(&asked(&scene.contoso.everybody).await, "/user/id"));

        let case = scene.open(None).await;
        let request = draft(&scene, &case).await.passkey.unwrap().options;
        assert_eq!(text(&request, "/userVerification"), "required");
        assert_eq!(request["allowCredentials"].as_array().unwrap().len(), 1);
    });
}

async fn refusal(desk: &Desk, caller: &Caller, made: MadePasskey) -> String {
    enrol_passkey(desk, caller, None, &made, "a telephone").await.unwrap_err().to_string()
}

#[test]
fn a_challenge_is_its_persons_for_ten_minutes_and_for_one_passkey() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let fabrikam = scene.join("fabrikam").await;
        let (first, second) = (Passkey::new(Algorithm::Es256), Passkey::new(Algorithm::Es256));
        let offered = offer_passkey(desk, owner, None, Language::En).await.unwrap();
        for other in [&scene.contoso.everybody, &fabrikam.owner] {
            assert!(refusal(desk, other, made(&first, &offered)).await.contains("did not ask you"));
        }
        let elsewhere = made_at(&first, &offered, "https://desk.example");
        assert!(refusal(desk, owner, elsewhere).await.contains("no origin of this passkey"));
        let cut = MadePasskey { client_data: "e30".to_owned(), ..made(&first, &offered) };
        assert!(refusal(desk, owner, cut).await.contains("did not ask you"));

        // Another replica takes it.
        let replica = scene.another_desk().await;
        let (_, key) =
            enrol_passkey(&replica, owner, None, &made(&first, &offered), "a telephone").await.unwrap();
        assert!(key.public_key.starts_with("passkey/1,consent.desk.example,"), "{}", key.public_key);
        assert!(refusal(desk, owner, made(&second, &offered)).await.contains("another passkey was made"));
        let again =
            enrol_passkey(desk, owner, None, &made(&first, &offered), "a telephone").await.unwrap_err();
        assert!(matches!(again, Refusal::Rule { rule: Rule::Exists { .. } }), "{again}");

        let late = offer_passkey(desk, owner, None, Language::En).await.unwrap();
        scene.forward(domain::Span::from_seconds(601));
        assert!(refusal(desk, owner, made(&second, &late)).await.contains("begin again"));
    });
}

#[test]
fn who_consents_makes_a_passkey_that_an_owner_enrols() {
    each_database(|scene| async move {
        let (desk, owner, consenter) = (&scene.desk, &scene.contoso.owner, &scene.contoso.consenter);
        let passkey = Passkey::new(Algorithm::Es384);
        let offered = offer_passkey(desk, consenter, None, Language::En).await.unwrap();
        let made = made(&passkey, &offered);
        let refused = enrol_passkey(desk, consenter, None, &made, "mine").await.unwrap_err();
        assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused}");
        let text = read_passkey(desk, consenter, None, &made).await.unwrap();
        let key =
            enrol_consent_key(desk, owner, None, &text.algorithm, &text.public_key, "Carl's").await.unwrap();
        assert_eq!(key, text.key);
        let case = scene.open(None).await;
        let drafted = draft(&scene, &case).await;
        give(&scene, &case, signed(&passkey, drafted)).await.unwrap();
        scene.forward(domain::Span::from_seconds(601));
        let late = read_passkey(desk, consenter, None, &made).await.unwrap_err();
        assert!(late.to_string().contains("begin again"), "{late}");
    });
}

#[test]
fn only_what_a_passkey_signed_for_this_very_document_counts() {
    each_database(|scene| async move {
        let (passkey, signs_in) = (Passkey::new(Algorithm::Eddsa), Passkey::new(Algorithm::Eddsa));
        let id = enrol(&scene, &passkey).await;
        let (case, other) = (scene.open(None).await, scene.open(None).await);
        let (drafted, of_other) = (draft(&scene, &case).await, draft(&scene, &other).await);
        let honest = signed(&passkey, drafted.clone());
        let check = async |signed: Signed, why: &str| {
            let refused = give(&scene, &case, signed).await.unwrap_err();
            assert!(refused.to_string().contains(why), "{refused} tells of {why}");
        };
        let moved = Signed { document: honest.document.clone(), ..signed(&passkey, of_other) };
        check(moved, "another challenge was signed").await;
        let at_sign_in =
            signs_in.get(&Ceremony::get("desk.example", "https://desk.example", b"sign in")).text();
        check(Signed { signature: at_sign_in, ..honest.clone() }, "another challenge was signed").await;
        let challenge = hex::decode(&drafted.challenge).unwrap();
        let by_stranger =
            signs_in.get(&Ceremony::get("consent.desk.example", CONSENT_ORIGIN, &challenge)).text();
        check(Signed { signature: by_stranger, ..honest.clone() }, "another passkey's").await;
        give(&scene, &case, honest.clone()).await.unwrap();
        check(honest, "draft it again").await;
        revoke_consent_key(&scene.desk, &scene.contoso.owner, &id).await.unwrap();
        assert!(draft(&scene, &case).await.passkey.is_none(), "no passkey is in use");
    });
}
