//! Random commands, of every kind that there is.

use super::desk::Desk;
use super::fitting::fitted;
use domain::{
    AccessLifetime, ByteRange, CaseId, Categories, Category, Command, DeleteCause, DestinationForm,
    DryRunCounts, DryRunOrder, KeyId, Level, Moment, NewCase, NewConsent, NewEvidence, PartnerSettings,
    PersonId, Proof, Role, Roles, RunId, RunOrder, RunnerId, Settings, Severity, Span, StopCause,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;

/// A command, and how long the clock runs before it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    wait: Span,
    command: Command,
    /// Which of the tenant's own things the command is about; of none in particular where this is missing.
    about: Option<Index>,
}

/// Histories of a tenant; the first commands give it what most of the others need.
pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (wait(), command(), prop::option::weighted(0.8, any::<Index>()))
        .prop_map(|(wait, command, about)| Step { wait, command, about });
    prop::collection::vec(step, 0..100)
}

/// Plays the commands; those that are refused change nothing.
pub(super) fn play(steps: &[Step]) -> Desk {
    let mut desk = begun();
    for step in steps {
        desk.pass(desk.now.plus(step.wait));
        let fitted = match step.about {
            Some(about) => fitted(&desk, step.command.clone(), about),
            None => step.command.clone(),
        };
        let _ = desk.run(&numbered(&desk, fitted));
    }
    desk
}

/// A tenant with subscriptions, a runner and a case.
fn begun() -> Desk {
    let mut desk = Desk::default();
    for command in [
        Command::CreateTenant { settings: Settings::default() },
        Command::AddSubscription { subscription: id("s1") },
        Command::AddSubscription { subscription: id("s2") },
        Command::InviteRunner { runner: id("n1"), expires_at: Moment::MAX },
        Command::EnrolRunner { runner: id("n1"), public_key: String::new() },
        Command::OpenCase { case: new_case(id("A")), consent: None },
    ] {
        desk.run(&command).unwrap();
    }
    desk
}

/// Consents count on from the case's latest; a consent generated with the number 0 is the next one.
fn numbered(desk: &Desk, mut command: Command) -> Command {
    let (case, consent) = match &mut command {
        Command::GiveConsent { case, consent } => (case.clone(), consent),
        Command::OpenCase { case, consent: Some(consent) } => (case.case.clone(), consent),
        _ => return command,
    };
    if consent.number == 0 {
        consent.number = desk.tenant.case(&case).map_or(1, |case| case.consents + 1);
    }
    command
}

pub(super) fn id<I: FromStr<Err: Debug>>(text: &str) -> I {
    text.parse().unwrap()
}

fn one_of<I: Debug + FromStr<Err: Debug>>(names: &'static [&'static str]) -> impl Strategy<Value = I> {
    select(names).prop_map(|name| name.parse().unwrap())
}

fn case() -> impl Strategy<Value = CaseId> {
    one_of(&["A", "AA", "B", "a"])
}

fn run() -> impl Strategy<Value = RunId> {
    one_of(&["u1", "u2", "u3"])
}

fn runner() -> impl Strategy<Value = RunnerId> {
    prop_oneof![4 => Just("n1"), 1 => Just("n2")].prop_map(id)
}

fn key() -> impl Strategy<Value = KeyId> {
    one_of(&["k1", "k2"])
}

fn person() -> impl Strategy<Value = PersonId> {
    one_of(&["p1", "p2"])
}

fn categories() -> impl Strategy<Value = Categories> {
    subsequence(Category::ALL.to_vec(), 0..=6).prop_map(|some| some.into_iter().collect())
}

fn few_categories() -> impl Strategy<Value = Categories> {
    subsequence(Category::ALL.to_vec(), 1..=2).prop_map(|some| some.into_iter().collect())
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Standard), Just(Level::Advanced)]
}

/// Often nothing, often a whole deadline, sometimes a microsecond to either side of one.
pub(super) fn wait() -> impl Strategy<Value = Span> {
    let whole = prop_oneof![
        40 => Just(0),
        10 => Just(1_800_i64),
        2 => select(vec![6 * 3_600_i64, 12 * 3_600]),
        4 => (0..11_i64).prop_map(|days| days * 86_400),
        1 => select(vec![28 * 86_400_i64, 30 * 86_400]),
    ];
    (whole, prop_oneof![6 => Just(0), 1 => Just(-1), 1 => Just(1)])
        .prop_map(|(seconds, micros)| Span::from_micros(seconds * 1_000_000 + micros))
}

fn proof() -> impl Strategy<Value = Proof> {
    let signed = key().prop_map(|key| Proof::Key { key, signature: String::new() });
    prop_oneof![2 => Just(Proof::Server), 1 => signed]
}

fn new_case(case: CaseId) -> NewCase {
    NewCase {
        case,
        subscriptions: vec![id("s1")],
        service: id("mail"),
        nature: id("delay"),
        severity: Severity::Critical,
        team: id("messaging"),
    }
}

fn consent() -> impl Strategy<Value = NewConsent> {
    (level(), categories(), prop_oneof![12 => Just(0_u64), 1 => 1..4_u64], proof()).prop_map(
        |(level, categories, number, proof)| NewConsent {
            level,
            categories,
            number,
            document: format!("a consent to {categories}"),
            proof,
        },
    )
}

fn settings() -> impl Strategy<Value = Settings> {
    let lifetime = prop_oneof![Just(AccessLifetime::Shared), Just(AccessLifetime::PerCase)];
    let withheld = prop_oneof![3 => Just(Categories::NONE), 1 => few_categories()];
    let named = prop_oneof![3 => Just(vec![]), 1 => prop::collection::vec(person(), 1..=2)];
    (prop_oneof![Just(30), 1..=31_u8], lifetime, 1..=28_u8, any::<bool>(), withheld, named).prop_map(
        |(access_days, access_lifetime, retention_days, lead_approval, never_offered, named)| Settings {
            access_days,
            access_lifetime,
            retention_days,
            lead_approval,
            never_offered,
            approvers: named.into_iter().collect(),
            ..Settings::default()
        },
    )
}

fn order() -> impl Strategy<Value = RunOrder> {
    let level = prop_oneof![3 => Just(Level::Standard), 1 => Just(Level::Advanced)];
    let categories = prop_oneof![2 => Just(Categories::NONE), 1 => few_categories()];
    (run(), case(), prop_oneof![8 => Just("s1"), 1 => Just("s2")], level, categories).prop_map(
        |(run, case, subscription, level, categories)| RunOrder {
            run,
            case,
            subscription: id(subscription),
            diagnostic: id("trace"),
            version: 1,
            digest: String::new(),
            level,
            categories,
        },
    )
}

fn evidence() -> NewEvidence {
    let (sha256, record, signature) = (String::new(), String::new(), String::new());
    NewEvidence { bytes: 7, sha256, spans: BTreeMap::new(), record, signature }
}

fn roles() -> impl Strategy<Value = Roles> {
    subsequence(Role::ALL.to_vec(), 0..=4).prop_map(|roles| roles.into_iter().collect())
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        8 => about_cases(),
        8 => about_requests(),
        14 => about_runs(),
        5 => about_dry_runs(),
        3 => about_the_tenant(),
        2 => about_partners(),
        8 => about_people(),
    ]
}

fn about_cases() -> impl Strategy<Value = Command> {
    let ask = (case(), level(), categories());
    prop_oneof![
        4 => (case(), prop::option::of(consent()))
            .prop_map(|(case, consent)| Command::OpenCase { case: new_case(case), consent }),
        6 => (case(), consent()).prop_map(|(case, consent)| Command::GiveConsent { case, consent }),
        2 => case().prop_map(|case| Command::WithdrawConsent { case }),
        2 => case().prop_map(|case| Command::CloseCase { case }),
        2 => case().prop_map(|case| Command::ReopenCase { case }),
        1 => (case(), person()).prop_map(|(case, engineer)| Command::AssignCase { case, engineer }),
        1 => (case(), any::<bool>()).prop_map(|(case, says)| {
            if says {
                Command::Say { case, message: id("m") }
            } else {
                Command::ChangeCase { case, severity: Some(Severity::Moderate) }
            }
        }),
        1 => ask.prop_map(|(case, level, categories)| Command::AskConsent { case, level, categories }),
        1 => Just(Command::RemovePartner),
        1 => case().prop_map(|case| Command::SignInEngineer { case }),
        1 => Just(Command::Lock),
        4 => Just(Command::Unlock),
    ]
}

fn about_requests() -> impl Strategy<Value = Command> {
    let request = || one_of(&["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"]);
    let seconds = select(vec![0, 1, 1_800, 43_200, 86_400, 40 * 86_400_u32]);
    let ask = (request(), case(), categories(), seconds);
    let approve = (request(), prop::option::of(categories()), proof());
    prop_oneof![
        3 => ask.prop_map(|(request, case, categories, seconds)| {
            Command::RequestAccess { request, case, categories, seconds }
        }),
        3 => approve.prop_map(|(request, categories, proof)| {
            Command::ApproveRequest { request, categories, document: String::new(), proof }
        }),
        4 => request().prop_map(|request| Command::EndorseRequest { request }),
        1 => request().prop_map(|request| Command::DenyRequest { request }),
    ]
}

fn about_runs() -> impl Strategy<Value = Command> {
    let collection = || one_of(&["c1", "c2", "c3"]);
    let cause = select(vec![
        StopCause::Asked,
        StopCause::LeaseLost,
        StopCause::Refused { code: "not_in_scope".to_owned() },
        StopCause::AccessEnded { reason: domain::Reason::Locked },
        StopCause::Expired,
    ]);
    let ranges = vec![ByteRange { start: 0, end: 1 }];
    prop_oneof![
        5 => order().prop_map(|order| Command::RequestRun { order }),
        4 => (run(), runner(), collection(), 0..2_000_i64).prop_map(|(run, runner, collection, due_hour)| {
            Command::ClaimRun { run, runner, collection, due_hour }
        }),
        1 => (run(), runner()).prop_map(|(run, runner)| Command::ContinueRun { run, runner }),
        1 => (run(), cause).prop_map(|(run, cause)| Command::StopRun { run, cause }),
        6 => (run(), runner())
            .prop_map(|(run, runner)| Command::StoreEvidence { run, runner, evidence: evidence() }),
        // The desk of these tests is the vendor's.
        3 => (collection(), categories()).prop_map(move |(collection, present)| {
            Command::ReadEvidence { collection, ranges: ranges.clone(), present, own: false }
        }),
        3 => collection().prop_map(|collection| {
            Command::DeleteEvidence { collection, cause: DeleteCause::Asked, key: "its own".to_owned() }
        }),
    ]
}

fn about_dry_runs() -> impl Strategy<Value = Command> {
    let dry_run = || one_of(&["d1", "d2"]);
    let order = dry_run().prop_map(|run| DryRunOrder {
        run,
        subscription: id("s1"),
        diagnostic: id("host-health"),
        version: 1,
        digest: String::new(),
    });
    let counts = || DryRunCounts { items: 1, bytes: 2, spans: BTreeMap::new() };
    prop_oneof![
        3 => order.prop_map(|order| Command::RequestDryRun { order }),
        6 => (dry_run(), runner()).prop_map(|(run, runner)| Command::ClaimDryRun { run, runner }),
        6 => (dry_run(), runner())
            .prop_map(move |(run, runner)| Command::CountDryRun { run, runner, counts: counts() }),
        3 => (dry_run(), select(vec![StopCause::Asked, StopCause::Expired]))
            .prop_map(|(run, cause)| Command::StopDryRun { run, cause }),
    ]
}

fn about_the_tenant() -> impl Strategy<Value = Command> {
    let text = String::new;
    prop_oneof![
        1 => settings().prop_map(|settings| Command::CreateTenant { settings }),
        6 => settings().prop_map(|settings| Command::ChangeSettings { settings }),
        3 => key().prop_map(move |key| {
            Command::EnrolConsentKey { key, algorithm: "ed25519".to_owned(), public_key: text() }
        }),
        3 => key().prop_map(|key| Command::RevokeConsentKey { key }),
        1 => Just(Command::AddSubscription { subscription: id("s2") }),
        1 => runner().prop_map(|runner| Command::InviteRunner { runner, expires_at: Moment::MAX }),
        1 => runner().prop_map(move |runner| Command::EnrolRunner { runner, public_key: text() }),
        1 => runner().prop_map(|runner| Command::RemoveRunner { runner }),
        1 => Just(Command::ErasePersonalData { sequence: 0, fields: vec!["name".to_owned()] }),
        1 => select(&DestinationForm::ALL)
            .prop_map(|form| Command::AddDestination { destination: id("d"), form }),
        1 => Just(Command::ChangeDestination { destination: id("d") }),
        1 => Just(Command::RemoveDestination { destination: id("d") }),
    ]
}

fn about_partners() -> impl Strategy<Value = Command> {
    let partner = || one_of(&["t1", "t2"]);
    let settings = || {
        prop::option::of(any::<bool>()).prop_map(|accepted| {
            let trust = domain::InboundTrust { is_mfa_accepted: accepted, ..Default::default() };
            PartnerSettings { inbound_trust: Some(trust), ..PartnerSettings::default() }
        })
    };
    prop_oneof![
        3 => (partner(), settings())
            .prop_map(|(partner, settings)| Command::AddCrossTenantPartner { partner, settings }),
        3 => (partner(), settings())
            .prop_map(|(partner, settings)| Command::ChangeCrossTenantPartner { partner, settings }),
        1 => partner().prop_map(|partner| Command::RemoveCrossTenantPartner { partner }),
    ]
}

fn about_people() -> impl Strategy<Value = Command> {
    let person_with_roles = || (person(), roles());
    prop_oneof![
        1 => person_with_roles()
            .prop_map(|(person, roles)| Command::AddPerson { person, roles, teams: Vec::new() }),
        2 => person_with_roles().prop_map(|(person, roles)| Command::ChangePerson { person, roles: Some(roles), teams: None }),
        1 => person().prop_map(|person| Command::RemovePerson { person }),
        4 => person_with_roles().prop_map(|(person, roles)| {
            Command::IssueToken { token: id("t"), person, roles, expires_at: Moment::MAX }
        }),
        4 => Just(Command::RevokeToken { token: id("t") }),
        2 => person().prop_map(|person| Command::InvitePerson { person, expires_at: Moment::MAX }),
        3 => person().prop_map(|person| Command::EnrolSignInKey {
            key: id("s"), person, algorithm: "es256".to_owned(), public_key: String::new(),
        }),
        2 => Just(Command::RevokeSignInKey { key: id("s") }),
    ]
}
