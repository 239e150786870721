//! Which categories a run's output really holds, by the classifier that screens it.

use classify::{Channel, Classifier, CompiledContext, SpanCategory, Tenant, TenantContext, User};
use domain::Category;

/// The tenant of these tests: domains and names that the planted services use.
fn context() -> CompiledContext {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    let tenant = Tenant {
        names: texts(&["Contoso"]),
        server_patterns: texts(&[".*"]),
        networks: texts(&["127.0.0.0/8", "192.0.2.0/24", "::1/128"]),
        domains: texts(&["contoso.example", "contoso.com", "test", "example"]),
        users: vec![User {
            upn: "alice@contoso.com".to_owned(),
            display_name: "Alice Martin".to_owned(),
            usernames: texts(&["alice"]),
            ..User::default()
        }],
        ..Tenant::default()
    };
    CompiledContext::new(&TenantContext { tenant, ..TenantContext::default() }).unwrap()
}

/// A stretch that the classifier found.
#[derive(Debug)]
pub(crate) struct Stretch {
    pub(crate) category: Category,
    /// The stretch and the line around it, for messages.
    _text: String,
    _line: String,
}

/// Every stretch of `texts` that has a category, each looked at as what comes through its channel.
pub(crate) fn found<'a>(texts: impl Iterator<Item = (Channel, &'a str)>) -> Vec<Stretch> {
    let (context, mut classifier) = (context(), Classifier::new());
    let mut found = Vec::new();
    for (channel, line) in texts.flat_map(|(channel, text)| text.lines().map(move |line| (channel, line))) {
        for span in classifier.classify(line.as_bytes(), channel, &context) {
            let category = span.category();
            assert!(category != SpanCategory::Credential, "a credential was collected: `{line}`");
            found.push(Stretch {
                category: category.category().unwrap(),
                _text: line[span.start..span.end].to_owned(),
                _line: line.to_owned(),
            });
        }
    }
    found
}
