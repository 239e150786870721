//! What guards the pages: the headers of each, the cookies, and forms that only a page of the same session can send.

use crate::browsing::{Browser, check_headers};
use crate::scene::{Scene, person};
use domain::Role;
use reqwest::header::{LOCATION, SET_COOKIE};

#[tokio::test(flavor = "multi_thread")]
async fn every_page_keeps_to_itself() {
    let scene = Scene::set().await.with_everything().await;
    let mut seen = 0;
    for (who, pages) in [
        (None, &["/sign-in", "/welcome", "/nowhere"][..]),
        (
            Some(&scene.owner),
            &[
                "/",
                "/cases",
                "/cases/new",
                "/cases/{case}",
                "/cases/{case}/consent",
                "/runs/{run}",
                "/evidence/{collection}",
                "/evidence/{collection}/content",
                "/access",
                "/audit",
                "/audit/cases",
                "/people",
                "/notices",
                "/notices/confirm?code=c0de",
                "/systems",
                "/me",
                "/cases/c-none",
                "/queue",
                "/tenants",
            ],
        ),
        (
            Some(&scene.engineer),
            &["/queue", "/cases/{case}", "/cases/{case}/diagnostics", "/runs/{run}", "/people"],
        ),
        (Some(&scene.operator), &["/tenants", "/numbers", "/people", "/queue"]),
    ] {
        let browser = match who {
            None => Browser::new(&scene),
            Some(api) => Browser::sign_in(&scene, api.token.as_deref().unwrap()).await.0,
        };
        for path in pages {
            let answer = browser.get(&scene.path(path)).await;
            assert!(
                !answer.status().is_redirection() && answer.status() != 500,
                "{path}: {}",
                answer.status()
            );
            assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8", "{path}");
            check_headers(path, answer.headers());
            seen += 1;
        }
    }
    assert_eq!(seen, 31);
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_kept_from_scripts_and_other_sites() {
    let scene = Scene::set().await;
    let (browser, session) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let language = browser.send("/language", &[("language", "fr"), ("back", "/me")], None).await;
    assert_eq!(language.headers()[LOCATION], "/me");
    for cookie in [session.as_str(), language.headers()[SET_COOKIE].to_str().unwrap()] {
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for needed in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.contains(&needed), "{cookie}");
        }
    }
}

/// Forms, each with a field or two, that would change something.
const FORMS: [(&str, &[(&str, &str)]); 13] = [
    ("/access/lock", &[]),
    ("/access/settings", &[("access_days", "30"), ("retention_days", "1"), ("case_text_days", "1")]),
    ("/access/partner/remove", &[]),
    ("/cases/{case}/consent/withdraw", &[]),
    ("/cases/{case}/consent", &[("level", "advanced"), ("chosen", "true"), ("category", "euii")]),
    ("/cases/{case}/close", &[]),
    ("/cases/{case}/messages", &[("text", "hello")]),
    ("/people", &[("name", "Eve"), ("upn", "eve@evil.example"), ("role", "owner")]),
    ("/me/tokens", &[("label", "x"), ("days", "1")]),
    ("/notices/settings", &[("mail", "eve@evil.example"), ("language", "en")]),
    ("/notices/confirm", &[("code", "c0de")]),
    ("/notices/webhook", &[("address", "https://evil.example/hook")]),
    ("/me/sign-out-everywhere", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_no_page_of_this_session_sent_changes_nothing() {
    let scene = Scene::set().await;
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let other = person(&scene.owner, &[Role::Owner, Role::Consenter], &[]).await;
    let (other, _) = Browser::sign_in(&scene, other.token.as_deref().unwrap()).await;
    let (own, foreign) = (browser.form_token().await, other.form_token().await);
    assert_ne!(own, foreign);
    let before = scene.owner.log_size().await;
    for (path, fields) in FORMS {
        let path = scene.path(path);
        for (token, site) in [
            (None, None),
            (Some(""), None),
            (Some(foreign.as_str()), None),
            (Some(own.as_str()), Some("cross-site")),
            (Some(own.as_str()), Some("same-site")),
        ] {
            let mut fields = fields.to_vec();
            fields.extend(token.map(|token| ("_token", token)));
            let answer = browser.send(&path, &fields, site).await;
            assert_eq!(answer.status(), 403, "{path} {token:?} {site:?}");
            check_headers(&path, answer.headers());
        }
    }
    assert_eq!(scene.owner.log_size().await, before);
    // The very same, as a page of this session's sends it.
    let answer = browser.send("/access/lock", &[("_token", &own)], Some("same-origin")).await;
    assert_eq!(answer.status(), 200);
    assert!(scene.owner.log_size().await > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_or_out_by_another_site() {
    let scene = Scene::set().await;
    let browser = Browser::new(&scene);
    let token = scene.owner.token.as_deref().unwrap();
    for (path, fields) in [
        ("/sign-in", [("token", token)]),
        ("/welcome", [("code", "glc_any")]),
        ("/language", [("language", "fr")]),
    ] {
        let answer = browser.send(path, &fields, Some("cross-site")).await;
        assert_eq!(answer.status(), 403, "{path}");
        assert!(answer.headers().get(SET_COOKIE).is_none(), "{path}");
    }
}
