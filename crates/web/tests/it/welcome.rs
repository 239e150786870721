//! The page of a first link, as it is sent.

use crate::desk::Server;
use reqwest::Client;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_comes_in_both_languages_and_runs_no_foreign_script() {
    let server = Server::start().await;
    for (language, words) in [("fr", "Bienvenue"), ("en", "Welcome")] {
        let request =
            Client::new().get(format!("{}/welcome", server.url)).header("accept-language", language);
        let response = request.send().await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("<html lang=\"{language}\">")) && page.contains(words));
        assert!(!page.contains("http:") && !page.contains("https:"), "the page fetches from elsewhere");
    }
}
