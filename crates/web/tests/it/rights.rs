//! Who may call which route.

use crate::api::{Answer, Api, answer};
use crate::routes::{self, Needs, Route};
use crate::scene::{Scene, person};
use domain::{Role, Roles, Side, permits};

async fn call(who: &Api, scene: &Scene, route: &Route) -> Answer {
    let request = who.request(route.method, &scene.path(&route.called()));
    let request = match &route.body {
        Some(body) => request.json(body),
        None => request,
    };
    // A stream goes on: its beginning says enough.
    if route.path.ends_with("/stream") {
        let response = request.send().await.unwrap();
        if response.status().is_success() {
            let status = response.status().as_u16();
            return Answer { status, media: String::new(), body: serde_json::Value::Null };
        }
        let (status, bytes) = (response.status().as_u16(), response.bytes().await.unwrap());
        return Answer { status, media: String::new(), body: serde_json::from_slice(&bytes).unwrap() };
    }
    answer(request).await
}

fn may(role: Role, needs: Needs) -> bool {
    let permits = |action| permits(&Roles::from([role]), action);
    match needs {
        Needs::Nothing | Needs::SignedIn => true,
        Needs::Role(action) => permits(action),
        Needs::Customer(action) => role.side() == Side::Customer && permits(action),
        Needs::Either(customer, vendor) => {
            permits(if role.side() == Side::Customer { customer } else { vendor })
        }
        Needs::Runner => false,
    }
}

async fn check(role: Role) {
    let scene = Scene::set().await.with_everything().await;
    let manager = if role.side() == Side::Customer { &scene.owner } else { &scene.operator };
    let teams: &[&str] = if role.side() == Side::Customer { &[] } else { &["support"] };
    let who = person(manager, &[role], teams).await;
    for route in routes::all() {
        let got = call(&who, &scene, &route).await;
        let name = format!("{role} {} {}: {got:?}", route.method, route.path);
        match route.needs {
            Needs::Runner => assert_eq!((got.status, got.code()), (401, "sign_in"), "{name}"),
            Needs::Nothing => assert_ne!(got.code(), "not_allowed", "{name}"),
            needs if may(role, needs) => {
                assert!(got.status != 401 && got.code() != "not_allowed" && got.status < 500, "{name}");
            }
            _ => assert_eq!((got.status, got.code()), (403, "not_allowed"), "{name}"),
        }
    }
}

macro_rules! roles {
    ($($name:ident $role:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            check(Role::$role).await;
        }
    )*};
}

roles! {
    an_owner_may_call_what_owners_may Owner
    an_author_may_call_what_authors_may Author
    a_consenter_may_call_what_consenters_may Consenter
    an_auditor_may_call_what_auditors_may Auditor
    an_engineer_may_call_what_engineers_may Engineer
    a_lead_may_call_what_leads_may Lead
    an_operator_may_call_what_operators_may Operator
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_only_a_code_opens_anything() {
    let scene = Scene::set().await.with_everything().await;
    let wrong = scene.api.with("glc_nobody_0000");
    for route in routes::all() {
        for who in [&scene.api, &wrong] {
            let got = call(who, &scene, &route).await;
            assert_eq!((got.status, got.code()), (401, "sign_in"), "{} {}", route.method, route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_is_no_person() {
    let scene = Scene::set().await.with_everything().await;
    for route in routes::all().iter().filter(|route| !matches!(route.needs, Needs::Runner | Needs::Nothing)) {
        let got = call(&scene.runner, &scene, route).await;
        assert_eq!((got.status, got.code()), (401, "sign_in"), "{} {}", route.method, route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_and_a_removed_person_are_nobody() {
    let scene = Scene::set().await;
    let engineer = scene.engineer.get("/api/v1/me").await.done().text("/person");
    answer(scene.operator.request("DELETE", &format!("/api/v1/people/{engineer}"))).await.done();
    assert_eq!(scene.engineer.get("/api/v1/me").await.status, 401);
}
