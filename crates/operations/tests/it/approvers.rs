//! Where an organisation names who must approve, nobody else opens access, and everybody narrows it as before.

use crate::cases::{open, terms};
use crate::databases::each_database;
use crate::people::appoint;
use crate::scene::Scene;
use domain::{Categories, Category, Level, PersonId, Refusal as Rule, Role, Settings};
use operations::{
    Approving, Caller, ConsentOutcome, Giving, Language, Refusal, approve_request, ask_consent,
    change_settings, deny_request, draft_approval, draft_consent, give_consent, list_approvers, lock,
    remove_person, request_access, withdraw_consent,
};

async fn name(scene: &Scene, named: &[&PersonId]) -> Result<Settings, Refusal> {
    let approvers = named.iter().map(|person| (*person).clone()).collect();
    let settings = Settings { approvers, ..Settings::default() };
    change_settings(&scene.desk, &scene.contoso.owner, settings).await
}

/// The caller as they are by now: what they may is asked anew with each request.
fn now(caller: &Caller, approves: bool) -> Caller {
    Caller { approves, ..caller.clone() }
}

#[test]
fn nobody_but_those_named_opens_access_and_everybody_narrows_it() {
    each_database(|scene| async move {
        let (desk, contoso, engineer) = (&scene.desk, &scene.contoso, &scene.staff.engineer);
        let dora = appoint(desk, &contoso.owner, "dora", &[Role::Consenter], &[]).await;
        let case = open(desk, &contoso.consenter, contoso, Some(Level::Standard)).await.case;
        name(&scene, &[&dora.person]).await.unwrap();
        let refused = Refusal::from(Rule::NotApprover);

        // A request that began before the setting carries an older answer; the log refuses it all the same.
        for carl in [now(&contoso.consenter, true), now(&contoso.consenter, false)] {
            let giving = Giving::Terms(terms(Level::Advanced));
            assert_eq!(give_consent(desk, &carl, None, &case, giving).await.unwrap_err(), refused);
        }
        let carl = now(&contoso.consenter, false);
        let draft = draft_consent(desk, &carl, None, &case, terms(Level::Standard)).await;
        assert_eq!(draft.unwrap_err(), refused);
        let opened = open(desk, &carl, contoso, Some(Level::Advanced)).await;
        assert_eq!(opened.consent, ConsentOutcome::Asked, "it waits for one of those named");
        ask_consent(desk, &carl, None, &case, Level::Advanced, None).await.unwrap();

        let more = Categories::NONE.with(Category::Euii);
        let mut requests = Vec::new();
        for _ in 0..2 {
            let asked = request_access(desk, engineer, None, &case, more, 3_600, "why").await.unwrap();
            requests.push(asked.request);
        }
        let drafted = draft_approval(desk, &carl, None, &requests[0], None, Language::En).await;
        assert_eq!(drafted.unwrap_err(), refused);
        let all = || Approving::Categories(None);
        for carl in [now(&carl, true), now(&carl, false)] {
            assert_eq!(approve_request(desk, &carl, None, &requests[0], all()).await.unwrap_err(), refused);
        }
        deny_request(desk, &carl, None, &requests[0]).await.unwrap();
        approve_request(desk, &dora, None, &requests[1], all()).await.unwrap();
        withdraw_consent(desk, &carl, None, &case).await.unwrap();
        give_consent(desk, &dora, None, &case, Giving::Terms(terms(Level::Standard))).await.unwrap();
        lock(desk, &carl, None).await.unwrap();
    });
}

#[test]
fn who_is_named_stays_until_the_owner_names_somebody_else() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let carl = &contoso.consenter.person;
        let unfit = name(&scene, &[&contoso.auditor.person]).await.unwrap_err();
        assert_eq!(unfit, Rule::UnfitApprover { person: contoso.auditor.person.clone() }.into());
        name(&scene, &[carl]).await.unwrap();
        let last = remove_person(desk, &contoso.owner, carl).await.unwrap_err();
        assert_eq!(last, Rule::LastApprover.into());
        let listed = list_approvers(desk, &contoso.auditor).await.unwrap();
        let named: Vec<_> = listed.iter().filter(|one| one.is_named).collect();
        assert_eq!((named.len(), named[0].name.as_deref(), named[0].has_role), (1, Some("carl"), true));
        name(&scene, &[]).await.unwrap();
        remove_person(desk, &contoso.owner, carl).await.unwrap();
    });
}
