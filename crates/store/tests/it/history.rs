//! Random histories: commands decided by the real rules, with a clock that moves by seconds or weeks.

use crate::databases::TestClock;
use crate::desk::{consent, id, open_case, run, say, subscription_of};
use domain::{
    AccessLifetime, Actor, ByteRange, Categories, Category, Command, DeleteCause, DryRunCounts, DryRunOrder,
    Level, NewEvidence, Roles, Settings, Span, StopCause, SubscriptionId, Tenant, TenantId,
};
use std::collections::BTreeMap;
use store::{Append, NewEvent, Part, RecordWrite, Store, Verdict};

/// Numbers that look random and are the same in every run (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % bound
    }

    fn one_of<'a>(&mut self, names: &[&'a str]) -> &'a str {
        names[usize::try_from(self.below(names.len() as u64)).unwrap()]
    }

    fn categories(&mut self) -> Categories {
        Category::ALL.into_iter().filter(|_| self.below(2) == 0).collect()
    }
}

/// Plays `steps` commands on a tenant, most of which make sense. The tenant is created first.
pub(crate) async fn play(store: &Store, tenant: &TenantId, clock: &TestClock, seed: u64, steps: u64) {
    let mut dice = Dice::new(seed);
    begin(store, tenant).await;
    for step in 0..steps {
        clock.forward_seconds(match dice.below(40) {
            0 => 86_400 * i64::try_from(dice.below(40)).unwrap(),
            1..=5 => 3_600,
            _ => i64::try_from(dice.below(3)).unwrap(),
        });
        let state = store.tenant(tenant).await.unwrap().unwrap();
        let command = choose(&mut dice, &state, step);
        let part = dice.below(2) == 0;
        store
            .append(tenant, None, Box::new(move |state, now| decide(state, &command, now, part)))
            .await
            .unwrap();
    }
}

async fn begin(store: &Store, tenant: &TenantId) {
    let commands = [
        Command::CreateTenant { settings: Settings::default() },
        Command::AddSubscription { subscription: subscription_of(tenant) },
        Command::InviteRunner { runner: id("r"), expires_at: domain::Moment::MAX },
        Command::EnrolRunner { runner: id("r"), public_key: "AAAA".to_owned() },
    ];
    for command in commands {
        crate::desk::must(store, tenant, command).await;
    }
}

/// Decides by the rules; gives events a part, and erases the parts that the command erases.
fn decide(state: &Tenant, command: &Command, now: domain::Moment, part: bool) -> Verdict {
    let Ok(events) = state.decide(command, now) else { return Verdict::Refuse { answer: Vec::new() } };
    let events = events.into_iter().map(|event| {
        let fields = if part { event.parts() } else { &[] };
        NewEvent { parts: fields.iter().map(|field| sealed(field)).collect(), event }
    });
    let records = match command {
        Command::ErasePersonalData { sequence, fields } => fields
            .iter()
            .map(|field| RecordWrite::ErasePart { sequence: *sequence, field: field.clone() })
            .collect(),
        _ => Vec::new(),
    };
    let append = Append { by: Actor::Person(id("ada")), events: events.collect(), records };
    Verdict::Append { append, answer: Vec::new() }
}

/// Decides `command` with all the parts that its events may have.
pub(crate) fn with_text(command: Command) -> store::Decide {
    Box::new(move |state, now| decide(state, &command, now, true))
}

/// A part whose sealing does not matter here.
pub(crate) fn sealed(field: &str) -> Part {
    Part { field: field.to_owned(), salt: [7; 32], commitment: "ab".repeat(32), sealed: vec![1, 2, 3] }
}

fn choose(dice: &mut Dice, state: &Tenant, step: u64) -> Command {
    let case = dice.one_of(&["A", "B", "C", "D"]);
    let fresh = format!("n{step}");
    let subscription = state.subscriptions().first().unwrap().clone();
    if state.is_locked() && dice.below(4) == 0 {
        return Command::Unlock;
    }
    match dice.below(30) {
        0 | 1 => open_case(subscription, case),
        2..=4 => {
            let number = state.case(&id(case)).map_or(1, |case| case.consents + 1);
            consent(case, number, if dice.below(2) == 0 { Level::Standard } else { Level::Advanced })
        }
        5 | 6 => say(case, &fresh),
        7 => Command::CloseCase { case: id(case) },
        8 => Command::ReopenCase { case: id(case) },
        9 => Command::WithdrawConsent { case: id(case) },
        10 => Command::Lock,
        11 => Command::RemovePartner,
        12 => settings(dice),
        13 => Command::AskConsent { case: id(case), level: Level::Standard, categories: dice.categories() },
        14 => Command::RequestAccess {
            request: id(&fresh),
            case: id(case),
            categories: dice.categories(),
            seconds: 3_600,
        },
        15 => answer_request(dice, state),
        16..=19 => run(subscription, dice.one_of(&["run1", "run2", "run3"]), case),
        20..=24 => go_on_with_a_run(dice, state, &fresh),
        25 => evidence(dice, state),
        26 | 27 => dry_run(dice, state, subscription, &fresh),
        _ => erase(dice, step),
    }
}

fn dry_run(dice: &mut Dice, state: &Tenant, subscription: SubscriptionId, fresh: &str) -> Command {
    let Some((run, under_way)) = state.dry_runs().iter().next() else {
        let (diagnostic, digest) = (id("host-health"), "ab".repeat(32));
        let order =
            DryRunOrder { run: id(&format!("dry-{fresh}")), subscription, diagnostic, version: 1, digest };
        return Command::RequestDryRun { order };
    };
    let run = run.clone();
    match (dice.below(4), &under_way.runner) {
        (0, _) => Command::StopDryRun { run, cause: StopCause::Asked },
        (_, None) => Command::ClaimDryRun { run, runner: id("r") },
        (_, Some(_)) => {
            let counts = DryRunCounts { items: 1, bytes: 9, spans: BTreeMap::from([("oii".to_owned(), 3)]) };
            Command::CountDryRun { run, runner: id("r"), counts }
        }
    }
}

fn settings(dice: &mut Dice) -> Command {
    let access_lifetime = if dice.below(2) == 0 { AccessLifetime::Shared } else { AccessLifetime::PerCase };
    let settings = Settings {
        access_lifetime,
        access_days: u8::try_from(1 + dice.below(30)).unwrap(),
        lead_approval: dice.below(2) == 0,
        ..Settings::default()
    };
    Command::ChangeSettings { settings }
}

fn answer_request(dice: &mut Dice, state: &Tenant) -> Command {
    let waiting = state.requests().iter().find(|(_, request)| request.state.is_waiting());
    let request = waiting.map_or_else(|| id("none"), |(request, _)| request.clone());
    match dice.below(4) {
        0 => Command::DenyRequest { request },
        1 => Command::EndorseRequest { request },
        _ => Command::ApproveRequest {
            request,
            categories: None,
            document: "{}".to_owned(),
            proof: domain::Proof::Server,
        },
    }
}

fn go_on_with_a_run(dice: &mut Dice, state: &Tenant, fresh: &str) -> Command {
    let run = state.runs().iter().next();
    let Some((run, details)) = run else { return say("A", fresh) };
    let (run, runner) = (run.clone(), id("r"));
    if dice.below(6) == 0 {
        return Command::StopRun { run, cause: StopCause::Failed { code: "timeout".to_owned() } };
    }
    if details.claim.is_none() {
        let due = state.last_at().plus(Span::from_days(28)).unix_hours();
        return Command::ClaimRun { run, runner, collection: id(fresh), due_hour: due };
    }
    let evidence = NewEvidence {
        bytes: 10 + dice.below(100),
        sha256: "cd".repeat(32),
        spans: BTreeMap::from([("euii".to_owned(), dice.below(9))]),
        record: "{}".to_owned(),
        signature: "AAAA".to_owned(),
    };
    Command::StoreEvidence { run, runner, evidence }
}

fn evidence(dice: &mut Dice, state: &Tenant) -> Command {
    let Some(collection) = state.collections().keys().next().cloned() else { return Command::Lock };
    if dice.below(2) == 0 {
        return Command::DeleteEvidence { collection, cause: DeleteCause::Asked, key: "key".to_owned() };
    }
    let ranges = vec![ByteRange { start: 0, end: 9 }];
    Command::ReadEvidence { collection, ranges, present: dice.categories(), own: true }
}

fn erase(dice: &mut Dice, step: u64) -> Command {
    if dice.below(4) == 0 {
        let roles = Roles::from([domain::Role::Author]);
        return Command::AddPerson { person: id(&format!("p{step}")), roles, teams: Vec::new() };
    }
    Command::ErasePersonalData { sequence: dice.below(step + 1), fields: vec!["text".to_owned()] }
}
