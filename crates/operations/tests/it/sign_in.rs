//! Signing in with a passkey.

use crate::databases::each_database;
use crate::scene::{ORIGIN, Scene};
use authenticator::{Algorithm, Ceremony, Passkey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use domain::{Event, KeyId, Refusal as Rule, Role, Roles};
use operations::{
    Caller, ChangePerson, Language, MadePasskey, Refusal, SignInAnswer, SignInRequest, TokenSecret,
    begin_session, change_person, enrol_consent_key, enrol_sign_in_key, export_tenant, list_sign_in_keys,
    offer_sign_in, offer_sign_in_key, remove_person, revoke_sign_in_key, revoke_token, sign_in,
};
use serde_json::Value;

fn bytes(options: &Value, pointer: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(options.pointer(pointer).unwrap().as_str().unwrap()).unwrap()
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

async fn made(scene: &Scene, caller: &Caller, passkey: &Passkey) -> MadePasskey {
    let offered = offer_sign_in_key(&scene.desk, caller, Language::En).await.unwrap().options;
    let made = passkey.create(&Ceremony::create("desk.example", ORIGIN, &bytes(&offered, "/challenge")));
    MadePasskey {
        client_data: encoded(made.client_data),
        attestation_object: encoded(made.attestation_object),
    }
}

async fn enrol(scene: &Scene, caller: &Caller, passkey: &Passkey) -> KeyId {
    let made = made(scene, caller, passkey).await;
    enrol_sign_in_key(&scene.desk, caller, None, &made, "a telephone").await.unwrap()
}

/// What a browser answers to a request for whoever is there.
fn answer(request: &SignInRequest, passkey: &Passkey, caller: &Caller) -> SignInAnswer {
    let ceremony = Ceremony::get("desk.example", ORIGIN, &bytes(&request.options, "/challenge"));
    SignInAnswer {
        challenge: request.challenge.clone(),
        user_handle: encoded(format!("{}/{}", caller.tenant, caller.person)),
        credential: encoded(passkey.id()),
        assertion: passkey.get(&ceremony).text(),
    }
}

#[test]
fn a_passkey_lets_its_person_in_with_all_that_they_may_do() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        for caller in [&scene.contoso.owner, &scene.staff.engineer] {
            for algorithm in Algorithm::ALL {
                let passkey = Passkey::new(algorithm);
                enrol(&scene, caller, &passkey).await;
                let session =
                    sign_in(desk, &answer(&offer_sign_in(desk).unwrap(), &passkey, caller)).await.unwrap();
                let signed_in = desk.authenticate(&session.secret).await.unwrap();
                assert_eq!(
                    (signed_in.person, signed_in.roles),
                    (caller.person.clone(), caller.roles.clone())
                );
            }
            assert_eq!(list_sign_in_keys(desk, caller).await.unwrap().len(), Algorithm::ALL.len());
        }
        let export = export_tenant(desk, &scene.contoso.tenant, Vec::new()).await.unwrap();
        let report = proof::verify(export.as_slice(), &proof::Options::default()).unwrap();
        assert!(report.faults.is_empty(), "{report}");
    });
}

#[test]
fn a_role_that_somebody_gets_or_loses_counts_at_once_in_their_own_session() {
    each_database(|scene| async move {
        let (desk, owner, author) = (&scene.desk, &scene.contoso.owner, &scene.contoso.author);
        let passkey = Passkey::new(Algorithm::Es256);
        enrol(&scene, author, &passkey).await;
        let own = sign_in(desk, &answer(&offer_sign_in(desk).unwrap(), &passkey, author)).await.unwrap();
        // Whoever shows a token gets no more than that token has.
        let bounded = begin_session(desk, author).await.unwrap();
        let roles = async |session: &TokenSecret| desk.authenticate(&session.secret).await.unwrap().roles;
        let (before, both) = (Roles::from([Role::Author]), Roles::from([Role::Author, Role::Consenter]));
        assert_eq!((roles(&own).await, roles(&bounded).await), (before.clone(), before.clone()));
        let change = |roles: &Roles| ChangePerson { roles: Some(roles.clone()), teams: None };
        change_person(desk, owner, None, &author.person, change(&both)).await.unwrap();
        assert_eq!((roles(&own).await, roles(&bounded).await), (both, before));
        let auditor = Roles::from([Role::Auditor]);
        change_person(desk, owner, None, &author.person, change(&auditor)).await.unwrap();
        assert_eq!(roles(&own).await, auditor);
        revoke_token(desk, owner, &own.token).await.unwrap();
        assert_eq!(desk.authenticate(&own.secret).await.err(), Some(Refusal::SignIn));
    });
}

#[test]
fn what_is_no_answer_of_the_persons_here_and_now_lets_nobody_in() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let other = &scene.contoso.consenter;
        let (passkey, foreign) = (Passkey::new(Algorithm::Es256), Passkey::new(Algorithm::Es256));
        enrol(&scene, owner, &passkey).await;
        enrol(&scene, other, &foreign).await;
        let fresh = || answer(&offer_sign_in(desk).unwrap(), &passkey, owner);
        let handle = |caller: &Caller| encoded(format!("{}/{}", caller.tenant, caller.person));
        let used = fresh();
        sign_in(desk, &used).await.unwrap();
        let another = offer_sign_in(desk).unwrap();
        for (what, bad) in [
            ("used before", used),
            ("somebody else", SignInAnswer { user_handle: handle(other), ..fresh() }),
            ("somebody else's passkey", answer(&another, &foreign, owner)),
            ("another challenge", SignInAnswer { challenge: another.challenge.clone(), ..fresh() }),
            ("a challenge of nobody's", SignInAnswer { challenge: encoded("made up"), ..fresh() }),
            ("an unknown credential", SignInAnswer { credential: encoded("none"), ..fresh() }),
            ("no handle", SignInAnswer { user_handle: String::new(), ..fresh() }),
            ("no tenant", SignInAnswer { user_handle: encoded("nobody/p1"), ..fresh() }),
            ("no assertion", SignInAnswer { assertion: "a.b.c".to_owned(), ..fresh() }),
        ] {
            assert_eq!(sign_in(desk, &bad).await.err(), Some(Refusal::SignIn), "{what}");
        }
        let late = fresh();
        scene.forward_hours(1);
        assert_eq!(sign_in(desk, &late).await.err(), Some(Refusal::SignIn), "late");
        sign_in(desk, &fresh()).await.unwrap();
    });
}

#[test]
fn a_passkey_that_was_revoked_or_whose_person_is_gone_lets_nobody_in() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let consenter = &scene.contoso.consenter;
        let (first, second) = (Passkey::new(Algorithm::Es256), Passkey::new(Algorithm::Eddsa));
        let revoked = enrol(&scene, consenter, &first).await;
        enrol(&scene, consenter, &second).await;
        let enter = async |passkey| {
            sign_in(desk, &answer(&offer_sign_in(desk).unwrap(), passkey, consenter)).await.err()
        };
        let others = revoke_sign_in_key(desk, &scene.contoso.author, &revoked).await;
        assert!(matches!(others, Err(Refusal::NotFound { .. })), "{others:?}");
        revoke_sign_in_key(desk, owner, &revoked).await.unwrap();
        assert_eq!(enter(&first).await, Some(Refusal::SignIn));
        assert_eq!(enter(&second).await, None);
        remove_person(desk, owner, &consenter.person).await.unwrap();
        assert_eq!(enter(&second).await, Some(Refusal::SignIn));
    });
}

#[test]
fn no_passkey_both_signs_in_and_signs_consents() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let passkey = Passkey::new(Algorithm::Es256);
        enrol(&scene, owner, &passkey).await;
        let state = scene.state(&scene.contoso.tenant).await;
        let key = state.sign_in_keys().values().next().unwrap().clone();
        let twice = enrol_consent_key(desk, owner, None, &key.algorithm, &key.public_key, "twice").await;
        assert!(matches!(twice, Err(Refusal::Rule { rule: Rule::Exists { .. } })), "{twice:?}");
        let log = scene.log(&scene.contoso.tenant).await;
        assert!(log.iter().any(|record| matches!(record.event, Event::SignInKeyEnrolled { .. })));
    });
}
