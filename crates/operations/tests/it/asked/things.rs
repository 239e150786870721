//! Things of contoso's, one of each kind that an operation can name.

use crate::bundles::screened;
use crate::cases::{ask, problem};
use crate::people::appoint;
use crate::runner::{Runner, seal};
use crate::scene::{Scene, id};
use consent::SigningKey;
use domain::{
    CaseId, CollectionId, DestinationForm, DestinationId, KeyId, Level, PersonId, RequestId, Role, RunId,
    RunnerId, Settings,
};
use operations::{
    NewDestination, NewRun, OpenCase, Scope, add_destination, begin_bundle, change_settings, find_scope,
    request_dry_run,
};
use serde_json::Map;

pub(crate) struct Things {
    /// An open case under an advanced consent.
    pub(crate) case: CaseId,
    /// A closed one.
    pub(crate) closed: CaseId,
    /// An access request that waits for a lead.
    pub(crate) for_lead: RequestId,
    /// Two that wait for the customer.
    pub(crate) request: RequestId,
    pub(crate) other_request: RequestId,
    /// A run that waits for a runner.
    pub(crate) run: RunId,
    /// A dry run that waits for one.
    pub(crate) dry_run: RunId,
    pub(crate) collection: CollectionId,
    /// A bundle that is under way with its sealed bytes, and another.
    pub(crate) bundle: (CollectionId, Vec<u8>),
    pub(crate) other_bundle: CollectionId,
    pub(crate) person: PersonId,
    /// A consent key that is enrolled last of all: it ends the consents that nobody signed.
    pub(crate) key: KeyId,
    pub(crate) runner: RunnerId,
    /// Where the log is sent; nobody is there.
    pub(crate) destination: DestinationId,
    /// Where the cases are tickets.
    pub(crate) scope: Scope,
    /// A case to open.
    pub(crate) problem: OpenCase,
}

pub(crate) fn consent_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

/// At a public address, which no name has to be looked up for.
pub(crate) fn webhook() -> NewDestination {
    NewDestination {
        form: DestinationForm::Webhook,
        address: "https://93.184.216.34/hook".to_owned(),
        authorities: None,
        from: None,
    }
}

impl Things {
    pub(crate) async fn furnish(scene: &Scene) -> Self {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let (case, closed) = (scene.open(Some(Level::Advanced)).await, scene.open(None).await);
        scene.close(&closed).await.unwrap();
        let (request, other_request) =
            (scene.request(&case).await.request, scene.request(&case).await.request);
        let lead_approval = |lead_approval| Settings { lead_approval, ..Settings::default() };
        change_settings(desk, &contoso.owner, lead_approval(true)).await.unwrap();
        let for_lead = scene.request(&case).await.request;
        change_settings(desk, &contoso.owner, lead_approval(false)).await.unwrap();
        let runner = Runner::enrol(desk, contoso, 9).await;
        let collection = runner.deliver(desk, &scene.run(&case).await).await;
        let run = ask(desk, &scene.staff.engineer, &case, "host-health").await.unwrap().run;
        let counted = NewRun { diagnostic: id("host-health"), subscription: None, inputs: Map::new() };
        let dry_run = request_dry_run(desk, &contoso.owner, None, counted).await.unwrap().run;
        let begun = begin_bundle(desk, &contoso.author, None, &case).await.unwrap();
        let bundle = (begun.collection, seal(&begun.recipient, &screened()));
        let other_bundle = begin_bundle(desk, &contoso.author, None, &case).await.unwrap().collection;
        let person = appoint(desk, &contoso.owner, "sara", &[Role::Author], &[]).await.person;
        let key = consent_key(7).id();
        let subscription = contoso.subscription.as_str();
        let scope = find_scope(desk, &contoso.author, Some(subscription)).await.unwrap();
        let destination = add_destination(desk, &contoso.owner, None, webhook()).await.unwrap().destination;
        let (runner, problem) = (runner.caller.runner, problem(contoso, None));
        Self {
            case,
            closed,
            for_lead,
            request,
            other_request,
            run,
            dry_run,
            collection,
            bundle,
            other_bundle,
            person,
            key,
            runner,
            destination,
            scope,
            problem,
        }
    }
}
