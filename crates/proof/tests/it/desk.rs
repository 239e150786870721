//! Writes a tenant's log as a server does, and past the rules where a test wants that.

use domain::{Actor, Command, Event, Moment, RECORD_VERSION, Record, Span, Tenant};
use ledger::{
    Checkpoint, Commitment, ExportWriter, Frontier, Header, LeafHash, LogKey, Part, Salt, VerifierKey, seal,
};

/// One entry of the log with its parts beside it.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) record: Record,
    pub(crate) parts: Vec<Part>,
}

/// A tenant and its log.
#[derive(Clone, Default)]
pub(crate) struct Desk {
    pub(crate) tenant: Tenant,
    pub(crate) now: Moment,
    pub(crate) log: Vec<Entry>,
    /// After how many events a checkpoint was sealed, and when.
    pub(crate) seals: Vec<(usize, Moment)>,
}

pub(crate) fn log_key() -> LogKey {
    LogKey::from_seed("desk.example", &[5; 32]).unwrap()
}

pub(crate) fn key() -> VerifierKey {
    log_key().verifier_key(&log_key().origin("contoso").unwrap())
}

impl Desk {
    /// Moves the clock on.
    pub(crate) fn later(&mut self, seconds: u32) {
        self.now = self.now.plus(Span::from_seconds(seconds));
    }

    /// Does what a command asks; what falls due before and after it is recorded too.
    pub(crate) fn run(&mut self, by: &Actor, command: &Command) {
        self.sweep();
        for event in self.tenant.decide(command, self.now).unwrap() {
            self.force(by.clone(), event);
        }
        self.sweep();
    }

    /// Records what fell due.
    pub(crate) fn sweep(&mut self) {
        while let Some(due) = self.tenant.next_due(self.now) {
            self.append(due.at, Actor::System, due.event);
        }
    }

    /// Records an event, lawful or not.
    pub(crate) fn force(&mut self, by: Actor, event: Event) {
        self.append(self.now, by, event);
    }

    fn append(&mut self, at: Moment, by: Actor, event: Event) {
        self.tenant.apply(at, &event);
        let sequence = self.next();
        let parts: Vec<Part> = event.parts().iter().map(|field| part(field, sequence)).collect();
        let commit =
            |part: &Part| (part.field.clone(), Commitment::to(&part.salt, part.value.as_bytes()).to_string());
        let record = Record {
            v: RECORD_VERSION,
            tenant: "contoso".parse().unwrap(),
            sequence,
            at,
            recorded_at: self.now,
            by,
            event,
            parts: parts.iter().map(commit).collect(),
        };
        self.log.push(Entry { record, parts });
    }

    /// The number of the next event.
    pub(crate) fn next(&self) -> u64 {
        u64::try_from(self.log.len()).unwrap()
    }

    /// Seals a checkpoint of all events so far.
    pub(crate) fn seal(&mut self) {
        self.seals.push((self.log.len(), self.now));
    }

    /// The export of the log, signed by the desk's key.
    pub(crate) fn export(&self) -> Vec<u8> {
        self.export_signed_by(&log_key())
    }

    pub(crate) fn export_signed_by(&self, signer: &LogKey) -> Vec<u8> {
        self.export_rotated(&[], signer, |_| signer)
    }

    /// The export of a log whose key was changed: its statements, the key that it names, and whose checkpoint is which.
    pub(crate) fn export_rotated<'k>(
        &self,
        statements: &[String],
        named: &LogKey,
        signer: impl Fn(usize) -> &'k LogKey,
    ) -> Vec<u8> {
        let origin = log_key().origin("contoso").unwrap();
        let header = Header { events: self.next(), origin: origin.clone(), tenant: "contoso".to_owned() };
        let mut writer = ExportWriter::new(Vec::new(), &header, &named.verifier_key(&origin)).unwrap();
        for statement in statements {
            writer.rotation(statement).unwrap();
        }
        let mut tree = Frontier::new();
        for (place, entry) in self.log.iter().enumerate() {
            let leaf = entry.record.leaf().unwrap();
            writer.event(tree.size(), leaf.as_bytes(), &entry.parts).unwrap();
            tree.append(LeafHash::of(leaf.as_bytes()));
            for (number, (_, at)) in self.seals.iter().enumerate().filter(|(_, seal)| seal.0 == place + 1) {
                let (size, root) = (tree.size(), tree.root());
                let checkpoint = Checkpoint { origin: origin.clone(), size, root, time: at.to_string() };
                writer.checkpoint(&seal(&checkpoint, signer(number)).unwrap()).unwrap();
            }
        }
        writer.finish().unwrap()
    }

    /// The number of the first event for which this holds.
    pub(crate) fn find(&self, holds: impl Fn(&Event) -> bool) -> u64 {
        self.log.iter().find(|entry| holds(&entry.record.event)).unwrap().record.sequence
    }

    /// An event's entry, to tamper with.
    pub(crate) fn entry(&mut self, sequence: u64) -> &mut Entry {
        &mut self.log[usize::try_from(sequence).unwrap()]
    }
}

fn part(field: &str, sequence: u64) -> Part {
    let salt = Salt([u8::try_from(sequence % 251).unwrap(); 32]);
    Part { field: field.to_owned(), salt, value: format!("{field} of {sequence}") }
}
