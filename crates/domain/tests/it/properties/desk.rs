//! Keeps a tenant's log as a server does.

use domain::{Actor, Command, Event, Moment, RECORD_VERSION, Record, Refusal, Tenant};

/// A tenant, its log and its clock.
#[derive(Clone, Default)]
pub(super) struct Desk {
    pub(super) tenant: Tenant,
    pub(super) log: Vec<Record>,
    pub(super) now: Moment,
}

impl Desk {
    /// Moves the clock forward, and records what fell due.
    pub(super) fn pass(&mut self, now: Moment) {
        self.now = self.now.max(now);
        while let Some(due) = self.tenant.next_due(self.now) {
            self.append(due.at, Actor::System, due.event);
        }
    }

    /// Does what a command asks, by the vendor; what falls due before and after it is recorded too.
    pub(super) fn run(&mut self, command: &Command) -> Result<(), Refusal> {
        self.pass(self.now);
        let decided = self.tenant.decide(command, self.now);
        for event in decided.clone().unwrap_or_default() {
            let vendor = Actor::Vendor("engineer".parse().unwrap());
            self.append(self.now, vendor, event);
        }
        self.pass(self.now);
        decided.map(|_| ())
    }

    fn append(&mut self, at: Moment, by: Actor, event: Event) {
        self.tenant.apply(at, &event);
        self.log.push(Record {
            v: RECORD_VERSION,
            tenant: "contoso".parse().unwrap(),
            sequence: u64::try_from(self.log.len()).unwrap(),
            at,
            recorded_at: self.now,
            by,
            event,
            parts: std::collections::BTreeMap::new(),
        });
    }
}
