//! What an entry says, of all its fields those that matter here.

use super::object::Objects;
use super::pages::Source;
use super::{Boot, Broken, Entry, payload};
use crate::logs::lines::READ_BYTES;
use domain::Moment;
use std::collections::HashMap;
use std::rc::Rc;

/// The longest name of a field that is wanted, with its `=`.
const NAME_BYTES_MAX: usize = 20;
/// The most that is kept of a field that is not the message.
const VALUE_BYTES_MAX: usize = 256;
/// How many fields are remembered, since most are shared by many entries.
const REMEMBERED_MAX: usize = 16_384;

/// A field that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Message,
    MessageId,
    Priority,
    Identifier,
    Command,
    Pid,
    Host,
    Transport,
    /// The unit whose process wrote the entry.
    Unit,
    UserUnit,
    /// The unit that the entry is about, as systemd itself writes it.
    AboutUnit,
    AboutUserUnit,
}

const FIELDS: [(&[u8], Field); 12] = [
    (b"MESSAGE=", Field::Message),
    (b"MESSAGE_ID=", Field::MessageId),
    (b"PRIORITY=", Field::Priority),
    (b"SYSLOG_IDENTIFIER=", Field::Identifier),
    (b"_COMM=", Field::Command),
    (b"_PID=", Field::Pid),
    (b"_HOSTNAME=", Field::Host),
    (b"_TRANSPORT=", Field::Transport),
    (b"_SYSTEMD_UNIT=", Field::Unit),
    (b"_SYSTEMD_USER_UNIT=", Field::UserUnit),
    (b"UNIT=", Field::AboutUnit),
    (b"USER_UNIT=", Field::AboutUserUnit),
];

/// One entry of a journal.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// When its sender wrote it; none if the time cannot be written.
    pub(crate) time: Option<Moment>,
    /// The start of the machine in which it was written.
    pub(crate) boot: Boot,
    /// Its text, of which only the first 64 KiB are kept.
    pub(crate) message: Vec<u8>,
    /// Whether more came of the message than is kept.
    pub(crate) is_cut: bool,
    /// The kind of message, where its sender gave one.
    pub(crate) message_id: Option<Rc<str>>,
    /// From 0, emergency, to 7, debugging.
    pub(crate) priority: Option<u8>,
    /// Who calls itself so, or the name of its program.
    pub(crate) identifier: Option<Rc<str>>,
    pub(crate) pid: Option<Rc<str>>,
    pub(crate) host: Option<Rc<str>>,
    /// Whether the kernel wrote it.
    pub(crate) is_kernel: bool,
    /// The unit that it comes from, or that systemd says it is about.
    pub(crate) unit: Option<Rc<str>>,
    /// Fields that could not be read.
    pub(crate) damaged_fields: u64,
}

/// Fields that were read before, by their offsets; those that nobody wants have no value.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<u64, Option<(Field, Rc<str>)>>);

/// Reads the fields of `entry`. One that is damaged is counted and left out.
pub(super) fn read<S: Source>(
    objects: &mut Objects<S>,
    known: &mut Known,
    entry: Entry,
) -> Result<Record, Broken> {
    let time = i64::try_from(entry.realtime_micros).ok().and_then(Moment::from_unix_micros);
    let mut record = Record { time, boot: entry.boot, ..Record::default() };
    let (mut command, mut about) = (None, None);
    for index in 0..entry.count {
        let offset = objects.entry_item(entry.items, index)?;
        match known.value(objects, offset, &mut record) {
            Ok(Some((Field::Command, value))) => command = Some(value),
            Ok(Some((Field::AboutUnit | Field::AboutUserUnit, value))) => about = Some(value),
            Ok(Some((field, value))) => record.note(field, value),
            Ok(None) => {}
            Err(Broken::Io(error)) => return Err(error.into()),
            Err(_) => record.damaged_fields += 1,
        }
    }
    record.identifier = record.identifier.or(command);
    // Anybody can write `UNIT=`; it is believed of systemd alone.
    if record.is_systemd() {
        record.unit = about.or(record.unit);
    }
    Ok(record)
}

impl Record {
    /// Whether systemd itself wrote it, for the machine or for a user.
    pub(crate) fn is_systemd(&self) -> bool {
        self.pid.as_deref() == Some("1") || self.unit.as_deref() == Some("init.scope")
    }

    fn note(&mut self, field: Field, value: Rc<str>) {
        match field {
            Field::MessageId => self.message_id = Some(value),
            Field::Priority => self.priority = value.parse().ok().filter(|priority| *priority <= 7),
            Field::Identifier => self.identifier = Some(value),
            Field::Pid => self.pid = Some(value),
            Field::Host => self.host = Some(value),
            Field::Transport => self.is_kernel = &*value == "kernel",
            // A user's own unit says more than the service of the user's manager.
            Field::UserUnit => self.unit = Some(value),
            Field::Unit => self.unit = self.unit.take().or(Some(value)),
            Field::Message | Field::Command | Field::AboutUnit | Field::AboutUserUnit => {}
        }
    }
}

impl Known {
    /// The field stored at `offset`, if it is wanted. The message goes into `record` as it is.
    fn value<S: Source>(
        &mut self,
        objects: &mut Objects<S>,
        offset: u64,
        record: &mut Record,
    ) -> Result<Option<(Field, Rc<str>)>, Broken> {
        if let Some(known) = self.0.get(&offset) {
            return Ok(known.clone());
        }
        let stored = objects.data(offset)?;
        let beginning = payload::beginning(objects.pages(), stored, NAME_BYTES_MAX)?;
        let field = FIELDS.iter().find(|(name, _)| beginning.starts_with(name));
        let value = match field {
            Some((name, Field::Message)) => {
                let text = payload::beginning(objects.pages(), stored, name.len() + READ_BYTES + 1)?;
                let text = text.get(name.len()..).unwrap_or_default();
                record.is_cut = text.len() > READ_BYTES;
                record.message = text.get(..READ_BYTES).unwrap_or(text).to_vec();
                return Ok(None);
            }
            Some((name, field)) => {
                let text = payload::beginning(objects.pages(), stored, name.len() + VALUE_BYTES_MAX)?;
                let text = String::from_utf8_lossy(text.get(name.len()..).unwrap_or_default());
                Some((*field, Rc::from(text)))
            }
            None => None,
        };
        if self.0.len() >= REMEMBERED_MAX {
            self.0.clear();
        }
        self.0.insert(offset, value.clone());
        Ok(value)
    }
}
