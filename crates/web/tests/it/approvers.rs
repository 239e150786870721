//! The pages of an organisation that names who must approve.

use crate::api::Api;
use crate::browsing::Browser;
use crate::scene::{Scene, person};
use domain::Role;
use serde_json::json;

async fn browser(scene: &Scene, who: &Api) -> Browser {
    Browser::sign_in(scene, who.token.as_deref().unwrap()).await.0
}

async fn text(browser: &Browser, path: &str) -> String {
    browser.get(path).await.text().await.unwrap()
}

/// Names these alone, as the form on the page Access does.
async fn name(owner: &Browser, named: &[&str]) {
    let token = owner.form_token().await;
    let mut fields = vec![
        ("_token", token.as_str()),
        ("access_days", "30"),
        ("retention_days", "28"),
        ("case_text_days", "365"),
    ];
    fields.extend(named.iter().map(|person| ("approver", *person)));
    assert_eq!(owner.send("/access/settings", &fields, Some("same-origin")).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_named_is_told_so_and_can_still_ask_and_stop() {
    let scene = Scene::set().await;
    let carl = person(&scene.owner, &[Role::Consenter], &[]).await;
    let owner_id = scene.owner.get("/api/v1/me").await.done().text("/person");
    let (owner, carl) = (browser(&scene, &scene.owner).await, browser(&scene, &carl).await);
    assert!(!text(&owner, "/people").await.contains("named to approve"));
    name(&owner, &[&owner_id]).await;
    let access = text(&owner, "/access").await;
    assert!(access.contains(&format!("value=\"{owner_id}\" checked")), "{access}");
    assert!(text(&owner, "/people").await.contains("Nobody else who is named to approve could."));

    let case = scene.path("/cases/{case}");
    let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
    let asked = scene.engineer.post(&format!("/api/v1{case}/requests"), &asked).await.done();
    let page = text(&carl, &case).await;
    assert!(page.contains("Ask somebody who may consent") && !page.contains("Renew"), "{page}");
    assert!(page.contains("Denying is open to you."), "{page}");
    assert!(!page.contains("/document"), "nothing on the page approves: {page}");

    let token = carl.form_token().await;
    let answer = async |path: String, fields: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(fields);
        carl.send(&path, &all, Some("same-origin")).await
    };
    let given = answer(format!("{case}/consent"), &[("level", "advanced")]).await;
    assert_eq!(given.status(), 409);
    let told = given.text().await.unwrap();
    assert!(told.contains("Your organisation names who may consent"), "{told}");
    assert!(!told.contains("class=\"quiet\" lang=\"en\""), "all is said in the page's language: {told}");
    let ask = answer(format!("{case}/consent/ask"), &[("level", "advanced")]).await;
    assert_eq!(ask.status(), 303);
    let request = asked.text("/request");
    assert_eq!(
        answer(format!("/requests/{request}/deny"), &[("case", &scene.path("{case}"))]).await.status(),
        303
    );
    assert_eq!(answer(format!("{case}/consent/withdraw"), &[]).await.status(), 303);
    assert_eq!(answer("/access/lock".to_owned(), &[]).await.status(), 200);

    name(&owner, &[]).await;
    assert!(text(&carl, &case).await.contains("See what help would look at"));
}
