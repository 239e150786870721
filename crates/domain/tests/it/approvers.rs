//! Whom the settings name to consent: nobody is locked out by it, and nobody let in.

use domain::{Actor, Command, Event, Level, Moment, PersonId, Proof, Refusal, Role, Roles, Settings, Tenant};

fn id(name: &str) -> PersonId {
    name.parse().unwrap()
}

fn run(tenant: &mut Tenant, command: &Command) -> Result<(), Refusal> {
    for event in tenant.decide(command, Moment::default())? {
        tenant.apply(Moment::default(), &event);
    }
    Ok(())
}

/// An owner, and two who may consent as their role has it.
fn tenant() -> Tenant {
    let mut tenant = Tenant::default();
    run(&mut tenant, &Command::CreateTenant { settings: Settings::default() }).unwrap();
    for (name, role) in [("olga", Role::Owner), ("carl", Role::Consenter), ("cora", Role::Consenter)] {
        let add = Command::AddPerson { person: id(name), roles: Roles::from([role]), teams: vec![] };
        run(&mut tenant, &add).unwrap();
    }
    tenant
}

fn name(tenant: &mut Tenant, names: &[&str]) -> Result<(), Refusal> {
    let settings = Settings { approvers: names.iter().map(|name| id(name)).collect(), ..Settings::default() };
    run(tenant, &Command::ChangeSettings { settings })
}

fn change(person: &str, role: Role) -> Command {
    Command::ChangePerson { person: id(person), roles: Some(Roles::from([role])), teams: None }
}

fn may(tenant: &Tenant) -> Vec<&'static str> {
    let given = Event::ConsentGiven {
        case: "A".parse().unwrap(),
        level: Level::Standard,
        categories: domain::Categories::NONE,
        consent: 1,
        document: String::new(),
        proof: Proof::Server,
    };
    let approved = Event::AccessApproved {
        request: "R".parse().unwrap(),
        categories: domain::Categories::NONE,
        document: String::new(),
        proof: Proof::Server,
    };
    let opens = |person: &&str| {
        let by = Actor::Person(id(person));
        let answers = [&given, &approved].map(|event| tenant.check_author(event, &by));
        assert_eq!(answers[0], answers[1]);
        let narrows = [
            Event::Locked,
            Event::CaseClosed { case: "A".parse().unwrap() },
            Event::AccessDenied { request: "R".parse().unwrap() },
        ];
        assert!(narrows.iter().all(|event| tenant.check_author(event, &by).is_ok()));
        answers[0].is_ok()
    };
    ["olga", "carl", "cora"].into_iter().filter(opens).collect()
}

#[test]
fn only_those_named_open_access_and_nobody_named_is_everybody() {
    let mut tenant = tenant();
    assert_eq!(may(&tenant), ["olga", "carl", "cora"]);
    name(&mut tenant, &["carl"]).unwrap();
    assert_eq!(may(&tenant), ["carl"]);
    name(&mut tenant, &["carl", "cora"]).unwrap();
    assert_eq!(may(&tenant), ["carl", "cora"]);
    name(&mut tenant, &[]).unwrap();
    assert_eq!(may(&tenant), ["olga", "carl", "cora"]);
}

#[test]
fn nobody_is_named_who_could_not_consent() {
    let mut tenant = tenant();
    for unfit in ["olga", "nobody"] {
        let refused = name(&mut tenant, &["carl", unfit]).unwrap_err();
        assert_eq!(refused, Refusal::UnfitApprover { person: id(unfit) });
    }
    let settings = Settings { approvers: [id("carl")].into(), ..Settings::default() };
    let founding = Tenant::default().decide(&Command::CreateTenant { settings }, Moment::default());
    assert_eq!(founding.unwrap_err(), Refusal::UnfitApprover { person: id("carl") });
}

#[test]
fn the_last_one_named_stays_until_the_settings_name_somebody_else() {
    let mut tenant = tenant();
    name(&mut tenant, &["carl"]).unwrap();
    for loss in [Command::RemovePerson { person: id("carl") }, change("carl", Role::Author)] {
        assert_eq!(run(&mut tenant, &loss).unwrap_err(), Refusal::LastApprover);
    }
    // Another role beside it takes nothing away, and neither does who is not named.
    run(&mut tenant, &Command::RemovePerson { person: id("cora") }).unwrap();
    let both = Some(Roles::from([Role::Author, Role::Consenter]));
    run(&mut tenant, &Command::ChangePerson { person: id("carl"), roles: both, teams: None }).unwrap();
    name(&mut tenant, &[]).unwrap();
    run(&mut tenant, &Command::RemovePerson { person: id("carl") }).unwrap();
}

#[test]
fn a_name_without_the_role_counts_for_nothing_until_the_role_is_back() {
    let mut tenant = tenant();
    name(&mut tenant, &["carl", "cora"]).unwrap();
    run(&mut tenant, &change("carl", Role::Author)).unwrap();
    assert_eq!(
        run(&mut tenant, &Command::RemovePerson { person: id("cora") }).unwrap_err(),
        Refusal::LastApprover
    );
    // Another setting changes without a word about the names, but not to names that all count for nothing.
    let kept = Settings { access_days: 5, ..tenant.settings().clone() };
    run(&mut tenant, &Command::ChangeSettings { settings: kept }).unwrap();
    assert_eq!(name(&mut tenant, &["carl"]).unwrap_err(), Refusal::LastApprover);
    run(&mut tenant, &change("carl", Role::Consenter)).unwrap();
    run(&mut tenant, &Command::RemovePerson { person: id("cora") }).unwrap();
    assert_eq!(
        may(&tenant).last(),
        Some(&"cora"),
        "removed, and named still: without a role it opens nothing"
    );
}
