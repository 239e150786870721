//! Files that come with a new case: held when something else is wrong, attached once when it is opened.

use crate::api::Api;
use crate::browsing::Browser;
use crate::scene::{SUBSCRIPTION, Scene, person};
use domain::Role;
use reqwest::header::LOCATION;

/// What the hidden field `name` of a page holds.
fn field(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the form has the field");
    rest.split('"').next().unwrap().to_owned()
}

/// The form of a new case as it was filled in.
struct Filled {
    token: String,
    once: String,
    place: String,
}

impl Filled {
    async fn begin(browser: &Browser) -> Self {
        let page = browser.get("/cases/new").await.text().await.unwrap();
        Self { token: browser.form_token().await, once: field(&page, "_once"), place: field(&page, "place") }
    }

    fn fields<'f>(&'f self, problem: &'f str) -> Vec<(&'f str, &'f str)> {
        vec![
            ("_token", &self.token),
            ("_once", &self.once),
            ("place", &self.place),
            ("problem", problem),
            ("subscription", SUBSCRIPTION),
            ("severity", "moderate"),
            ("title", "Nobody can sign in"),
            ("text", "Since nine."),
        ]
    }
}

const PROBLEM: &str = "identity/sign-in";

/// The case that an answer leads to.
fn case(answer: &reqwest::Response) -> String {
    assert_eq!(answer.status(), 303);
    let to = answer.headers()[LOCATION].to_str().unwrap();
    to.trim_start_matches("/cases/").trim_end_matches("/consent").to_owned()
}

async fn attached(api: &Api, case: &str) -> usize {
    let listed = api.get(&format!("/api/v1/cases/{case}/evidence")).await.done();
    listed.body["items"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_outlast_a_refusal_and_are_attached_once() {
    let scene = Scene::set().await;
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let form = Filled::begin(&browser).await;
    let log: (&str, &[u8]) = ("a.log", b"order 4711 waits\n");
    let before = scene.owner.log_size().await;
    let refused = browser.send_files("/cases", &form.fields(""), &[log, ("gone.bin", &[0, 255])]).await;
    assert_eq!(refused.status(), 200);
    let page = refused.text().await.unwrap();
    assert!(page.contains("Leave out a.log") && page.contains("Leave out gone.bin"), "{page}");
    assert!(page.contains("Nobody can sign in") && field(&page, "place") == form.place, "{page}");
    assert_eq!(scene.owner.log_size().await, before, "what is held is no event");

    // One is left out, one comes again and one anew.
    let form = Filled { once: field(&page, "_once"), ..form };
    let mut fields = form.fields(PROBLEM);
    fields.push(("drop", "gone.bin"));
    let files = [log, ("b.log", b"and another\n".as_slice())];
    let opened = case(&browser.send_files("/cases", &fields, &files).await);
    assert_eq!(attached(&scene.owner, &opened).await, 2);
    let again = case(&browser.send_files("/cases", &fields, &[]).await);
    assert_eq!(
        (again, attached(&scene.owner, &opened).await),
        (opened, 2),
        "the same form sent twice is done once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_files_opens_a_case_and_nobody_elses_files_come_with_it() {
    let scene = Scene::set().await;
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let form = Filled::begin(&browser).await;
    browser.send_files("/cases", &form.fields(""), &[("a.log", b"mine\n")]).await;

    let other = person(&scene.owner, &[Role::Author], &[]).await;
    let (other, _) = Browser::sign_in(&scene, other.token.as_deref().unwrap()).await;
    let theirs =
        Filled { token: other.form_token().await, once: "another".to_owned(), place: form.place.clone() };
    let page = other.send_files("/cases", &theirs.fields(""), &[("", b"")]).await.text().await.unwrap();
    assert!(!page.contains("a.log"), "{page}");
    let opened = case(&other.send_files("/cases", &theirs.fields(PROBLEM), &[("", b"")]).await);
    assert_eq!(attached(&scene.owner, &opened).await, 0);
    let empty = browser.send_files("/cases", &form.fields(PROBLEM), &[("empty.log", b"")]).await;
    let page = empty.text().await.unwrap();
    assert!(page.contains("empty.log") && page.contains("Leave out a.log"), "{page}");
    assert_eq!(
        attached(&scene.owner, &case(&browser.send_files("/cases", &form.fields(PROBLEM), &[]).await)).await,
        1
    );
}
