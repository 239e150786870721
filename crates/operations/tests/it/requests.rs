//! Access requests: more categories on one case for a while (access.md, rules 8 and 13).

use crate::cases::{ask, terms_of};
use crate::databases::each_database;
use crate::scene::Scene;
use domain::{
    CaseId, Categories, Category, Level, Reason, Refusal as Rule, RequestId, RequestState, Settings, Span,
};
use operations::{
    Approving, Refusal, approve_request, change_settings, deny_request, draft_approval, endorse_request,
    list_requests,
};

async fn approve(scene: &Scene, request: &RequestId) -> Result<operations::Approved, Refusal> {
    let all = Approving::Categories(None);
    approve_request(&scene.desk, &scene.contoso.consenter, None, request, all).await
}

/// A case whose consent lacks what host health reads, and a request for that.
async fn narrow(scene: &Scene) -> (CaseId, RequestId) {
    let case = scene.open(None).await;
    scene.consent(&case, terms_of(Level::Standard, &[])).await.unwrap();
    let wanted = Categories::NONE.with(Category::SystemMetadata).with(Category::Oii);
    let (desk, engineer) = (&scene.desk, &scene.staff.engineer);
    let asked =
        operations::request_access(desk, engineer, None, &case, wanted, 3_600, "the host").await.unwrap();
    (case, asked.request)
}

async fn missing(scene: &Scene, case: &CaseId) -> Categories {
    let ran = ask(&scene.desk, &scene.staff.engineer, case, "host-health").await.unwrap();
    assert_eq!(ran.denied, (!ran.missing.is_empty()).then_some(Reason::CategoryNotGranted));
    ran.missing
}

async fn state(scene: &Scene, request: &RequestId) -> RequestState {
    scene.state(&scene.contoso.tenant).await.request(request).unwrap().state
}

#[test]
fn an_approved_request_opens_its_categories_until_its_time_is_over() {
    each_database(|scene| async move {
        let (case, request) = narrow(&scene).await;
        let both = Categories::NONE.with(Category::SystemMetadata).with(Category::Oii);
        assert_eq!(missing(&scene, &case).await, both);
        let shown = list_requests(&scene.desk, &scene.contoso.author, &case).await.unwrap();
        assert_eq!(shown[0].reason.as_deref(), Some("the host"));
        let approved = approve(&scene, &request).await.unwrap();
        assert_eq!((approved.categories, approved.until), (both, scene.now().plus(Span::from_hours(1))));
        scene.run(&case).await;
        scene.clock.set(approved.until);
        assert_eq!(missing(&scene, &case).await, both);
    });
}

#[test]
fn a_part_of_a_request_can_be_approved_and_no_more_than_was_asked() {
    each_database(|scene| async move {
        let (case, request) = narrow(&scene).await;
        let consenter = &scene.contoso.consenter;
        let approve = async |category| {
            let some = Approving::Categories(Some(Categories::NONE.with(category)));
            approve_request(&scene.desk, consenter, None, &request, some).await
        };
        let nothing = approve(Category::Euii).await.unwrap_err();
        assert!(matches!(nothing, Refusal::Rule { rule: Rule::NothingApproved { .. } }), "{nothing}");
        approve(Category::Oii).await.unwrap();
        assert_eq!(missing(&scene, &case).await, Categories::NONE.with(Category::SystemMetadata));
        assert_eq!(approve(Category::SystemMetadata).await.unwrap_err(), Rule::RequestNotWaiting.into());
    });
}

#[test]
fn a_request_expires_at_exactly_twelve_hours() {
    each_database(|scene| async move {
        let ((_, late), (_, in_time)) = (narrow(&scene).await, narrow(&scene).await);
        scene.forward_hours(12);
        let deadline = scene.now();
        scene.clock.set(deadline.minus(Span::from_micros(1)));
        approve(&scene, &in_time).await.unwrap();
        scene.clock.set(deadline);
        assert_eq!(approve(&scene, &late).await.unwrap_err(), Rule::RequestNotWaiting.into());
        assert_eq!(state(&scene, &late).await, RequestState::Expired);
    });
}

#[test]
fn the_sweep_records_an_expiry_that_nobody_asked_about() {
    each_database(|scene| async move {
        let (_, request) = narrow(&scene).await;
        scene.forward_hours(12);
        assert_eq!(scene.sweep().await.recorded, 1);
        assert_eq!(state(&scene, &request).await, RequestState::Expired);
        assert_eq!(scene.sweep().await.recorded, 0);
    });
}

#[test]
fn where_the_customer_wants_it_a_lead_endorses_first_and_the_twelve_hours_run_on() {
    each_database(|scene| async move {
        let (desk, lead) = (&scene.desk, &scene.staff.lead);
        let settings = Settings { lead_approval: true, ..Settings::default() };
        change_settings(desk, &scene.contoso.owner, settings).await.unwrap();
        let ((_, request), (_, denied)) = (narrow(&scene).await, narrow(&scene).await);
        assert_eq!(approve(&scene, &request).await.unwrap_err(), Rule::AwaitsLead.into());
        deny_request(desk, lead, None, &denied).await.unwrap();
        scene.forward_hours(11);
        endorse_request(desk, lead, None, &request).await.unwrap();
        let twice = endorse_request(desk, lead, None, &request).await.unwrap_err();
        assert_eq!(twice, Rule::RequestNotWaiting.into());
        let too_late = deny_request(desk, lead, None, &request).await.unwrap_err();
        assert_eq!(too_late, Rule::RequestNotWaiting.into(), "from here on the customer answers");
        scene.forward_hours(1);
        assert_eq!(approve(&scene, &request).await.unwrap_err(), Rule::RequestNotWaiting.into());
    });
}

#[test]
fn denying_and_closing_end_a_request() {
    each_database(|scene| async move {
        let ((_, denied), (case, closed)) = (narrow(&scene).await, narrow(&scene).await);
        deny_request(&scene.desk, &scene.contoso.consenter, None, &denied).await.unwrap();
        scene.close(&case).await.unwrap();
        assert_eq!(state(&scene, &denied).await, RequestState::Denied);
        assert_eq!(state(&scene, &closed).await, RequestState::Withdrawn);
        for request in [denied, closed] {
            assert!(approve(&scene, &request).await.is_err());
            let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
            let draft = draft_approval(desk, consenter, None, &request, None, operations::Language::En).await;
            assert!(matches!(draft, Err(Refusal::Rule { .. })), "what is over is not drafted either");
        }
    });
}
