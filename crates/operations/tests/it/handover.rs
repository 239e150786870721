//! The way to consent pages of another name, and back: a code does one thing, once, for one person, soon.

use crate::cases::terms;
use crate::databases::each_database;
use crate::passkeys::{enrol, signed};
use crate::scene::Scene;
use authenticator::{Algorithm, Passkey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use domain::{CaseId, Level};
use operations::{
    Caller, Draft, Errand, Giving, Refusal, Returned, Task, draft_consent, give_consent, hand_over,
    open_handover, take_back,
};

async fn draft(scene: &Scene, case: &CaseId) -> Draft {
    draft_consent(&scene.desk, &scene.contoso.consenter, None, case, terms(Level::Advanced)).await.unwrap()
}

fn code(scene: &Scene, caller: &Caller, draft: &Draft) -> String {
    let errand = Errand::Consent { document: draft.document.clone() };
    hand_over(&scene.desk, caller, errand).unwrap().unwrap().code
}

#[test]
fn the_consent_pages_show_the_very_document_that_the_desk_drafted() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let passkey = Passkey::new(Algorithm::Es256);
        enrol(&scene, &passkey).await;
        let case = scene.open(None).await;
        let drafted = draft(&scene, &case).await;
        let code = code(&scene, consenter, &drafted);
        let Task::Sign(on, shown) = open_handover(desk, &code).await.unwrap().task else { panic!() };
        assert_eq!((&on, &shown.document, &shown.text), (&case, &drafted.document, &drafted.text));
        let signed = signed(&passkey, shown);
        let returned = take_back(desk, consenter, &code, &signed.signature).await.unwrap();
        assert_eq!(returned, Returned::Consent(case.clone(), drafted.document));
        let given = give_consent(desk, consenter, None, &case, Giving::Signed(signed)).await.unwrap();
        assert_eq!(given.number, 1);
    });
}

#[test]
fn a_code_is_good_for_ten_minutes_once_each_way_and_for_its_own_person() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let fabrikam = scene.join("fabrikam").await;
        let case = scene.open(None).await;
        let drafted = draft(&scene, &case).await;
        let code = || code(&scene, consenter, &drafted);
        let refused = Err(Refusal::Handover);

        let used = code();
        open_handover(desk, &used).await.unwrap();
        assert_eq!(open_handover(desk, &used).await.map(|_| ()), refused);
        for other in [&scene.contoso.everybody, &fabrikam.everybody] {
            assert_eq!(take_back(desk, other, &used, "s").await.map(|_| ()), refused);
        }
        take_back(desk, consenter, &used, "s").await.unwrap();
        assert_eq!(take_back(desk, consenter, &used, "another").await.map(|_| ()), refused);

        let mut sealed = BASE64_URL_SAFE_NO_PAD.decode(code()).unwrap();
        for place in 0..sealed.len() {
            sealed[place] ^= 1;
            let altered = BASE64_URL_SAFE_NO_PAD.encode(&sealed);
            assert_eq!(open_handover(desk, &altered).await.map(|_| ()), refused, "byte {place}");
            sealed[place] ^= 1;
        }
        for none in ["", "=", "glc_contoso_1"] {
            assert_eq!(take_back(desk, consenter, none, "s").await.map(|_| ()), refused, "{none}");
        }

        let late = code();
        scene.forward(domain::Span::from_seconds(600));
        assert_eq!(open_handover(desk, &late).await.map(|_| ()), refused);
        assert_eq!(take_back(desk, consenter, &late, "s").await.map(|_| ()), refused);
    });
}

#[test]
fn only_those_who_may_do_it_are_sent() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        let Draft { document, .. } = draft(&scene, &case).await;
        for errand in [Errand::Consent { document: document.clone() }, Errand::Approval { document }] {
            let refused = hand_over(&scene.desk, &scene.contoso.auditor, errand).unwrap_err();
            assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused}");
        }
    });
}
