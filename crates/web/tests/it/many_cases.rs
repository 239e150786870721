//! Pages of a customer with more cases than a page tells: nothing is left out, and no page grows with them.

use crate::browsing::Browser;
use crate::scene::{Scene, new_case};
use serde_json::json;
use std::collections::BTreeSet;

/// More than the first page knows of.
const CASES: usize = 52;

async fn page(browser: &Browser, path: &str) -> String {
    browser.get(path).await.text().await.unwrap()
}

/// What stands between two texts, each time.
fn all_between<'p>(page: &'p str, before: &str, after: &str) -> Vec<&'p str> {
    page.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_tells_every_consent_page_by_page_and_every_request_that_waits() {
    let scene = Scene::set().await;
    for _ in 1..CASES {
        scene.owner.post("/api/v1/cases", &new_case()).await.done();
    }
    let asked = json!({ "categories": ["oii"], "seconds": 3600, "reason": "to see where" });
    scene.owner.post(&scene.path("/api/v1/cases/{case}/consent/withdraw"), &json!({})).await.done();
    let narrow = json!({ "terms": { "level": "standard", "categories": ["support_data"] } });
    scene.owner.post(&scene.path("/api/v1/cases/{case}/consent"), &narrow).await.done();
    scene.engineer.post(&scene.path("/api/v1/cases/{case}/requests"), &asked).await.done();
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;

    let (mut told, mut path) = (BTreeSet::new(), "/".to_owned());
    let first = page(&browser, &path).await;
    for expected in [20, 20, 12] {
        let shown = page(&browser, &path).await;
        assert!(shown.contains("52 consents are in force"), "{path}");
        let glass = all_between(&shown, "<ul class=\"sentences\">", "</ul>").concat();
        let cases = all_between(&glass, "href=\"/cases/", "\"");
        assert_eq!(cases.len(), expected, "{path}");
        told.extend(cases.into_iter().map(str::to_owned));
        if let Some(next) = all_between(&shown, "href=\"/?after=", "\"").first() {
            path = format!("/?after={next}");
        }
    }
    assert_eq!(told.len(), CASES);
    // The request on the oldest case is told too.
    let waiting = all_between(&first, "id=\"waiting\"", "</section>").concat();
    assert_eq!(all_between(&waiting, "href=\"/cases/", "\""), [scene.ids["case"].as_str()]);

    let access = page(&browser, "/access").await;
    assert!(access.contains("Deleting it withdraws 51 consents"), "{access}");
    let audit = page(&browser, &scene.path("/audit?case={case}")).await;
    assert_eq!(all_between(&audit, "<tr><td", "</tr>").len(), 7, "{audit}");
}
