//! What people ask of a desk in these tests, in few words.

use crate::people::Customer;
use crate::scene::{Scene, id};
use domain::{CaseId, Categories, Category, Level, Moment, RunId, Severity};
use operations::{
    Caller, ConsentTerms, Desk, Given, Giving, Language, NewRun, OpenCase, Opened, Ran, Refusal, Requested,
    close_case, give_consent, open_case, request_access, request_run,
};

/// Consent terms with the nature's own categories.
pub(crate) fn terms(level: Level) -> ConsentTerms {
    ConsentTerms { level, categories: None, language: Language::En }
}

/// Consent terms with these categories.
pub(crate) fn terms_of(level: Level, categories: &[Category]) -> ConsentTerms {
    ConsentTerms { categories: Some(categories.iter().copied().collect()), ..terms(level) }
}

/// A problem with the sign-in, which offers all categories but account data.
pub(crate) fn problem(customer: &Customer, consent: Option<Level>) -> OpenCase {
    OpenCase {
        subscriptions: vec![customer.subscription.clone()],
        service: id("mail"),
        nature: id("sign-in"),
        severity: Severity::Critical,
        title: "Nobody can sign in".to_owned(),
        text: "Since this morning.".to_owned(),
        consent: consent.map(terms),
        tenant: None,
    }
}

pub(crate) async fn open(desk: &Desk, by: &Caller, of: &Customer, consent: Option<Level>) -> Opened {
    open_case(desk, by, None, problem(of, consent)).await.unwrap()
}

/// Asks for a run of the diagnostic, with inputs that it takes.
pub(crate) async fn ask(desk: &Desk, by: &Caller, case: &CaseId, diagnostic: &str) -> Result<Ran, Refusal> {
    let inputs = match diagnostic {
        "log-search" => serde_json::json!({ "files": "/var/log/*", "pattern": "error" }),
        _ => serde_json::json!({}),
    };
    let inputs = inputs.as_object().unwrap().clone();
    request_run(desk, by, None, case, NewRun { diagnostic: id(diagnostic), subscription: None, inputs }).await
}

impl Scene {
    /// A case of contoso's, opened by a consenter.
    pub(crate) async fn open(&self, consent: Option<Level>) -> CaseId {
        open(&self.desk, &self.contoso.consenter, &self.contoso, consent).await.case
    }

    /// Consents as contoso's consenter.
    pub(crate) async fn consent(&self, case: &CaseId, terms: ConsentTerms) -> Result<Given, Refusal> {
        give_consent(&self.desk, &self.contoso.consenter, None, case, Giving::Terms(terms)).await
    }

    /// Closes as contoso's author.
    pub(crate) async fn close(&self, case: &CaseId) -> Result<Moment, Refusal> {
        close_case(&self.desk, &self.contoso.author, None, case).await
    }

    /// Asks for account data for an hour, as the engineer.
    pub(crate) async fn request(&self, case: &CaseId) -> Requested {
        let account = Categories::NONE.with(Category::AccountData);
        let (desk, engineer) = (&self.desk, &self.staff.engineer);
        request_access(desk, engineer, None, case, account, 3_600, "the licence").await.unwrap()
    }

    /// Runs host health as the engineer; it must be allowed.
    pub(crate) async fn run(&self, case: &CaseId) -> RunId {
        let ran = ask(&self.desk, &self.staff.engineer, case, "host-health").await.unwrap();
        assert_eq!(ran.denied, None);
        ran.run
    }
}
