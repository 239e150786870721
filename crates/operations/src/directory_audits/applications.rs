//! The programs in whose name entries are that no customer caused, and the role that the partner may give out.

use domain::{Actor, Event, Record};

/// A program, as a directory knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The programs that the installation acts through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applications {
    /// The vendor's engineers and runners.
    pub assist: Application,
    /// The clock: lapses, the lock's consequences, jobs.
    pub partner: Application,
    /// The one role that the partner's people can be given: reading.
    pub role: String,
}

impl Default for Applications {
    fn default() -> Self {
        let application = |id: &str, name: &str| Application { id: id.to_owned(), name: name.to_owned() };
        Self {
            assist: application("2b8844d8-6c87-4fce-97a0-fbec9006e140", "AssistAPI"),
            partner: application("bc56af95-7a3b-459f-98a9-bd86532b0e89", "EntraGDAP"),
            // The directory's own role template for reading the directory, and nothing else.
            role: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b".to_owned(),
        }
    }
}

/// Who stands behind an event that the rules derived: whoever caused the change that it belongs to.
pub(super) fn behind<'a>(record: &'a Record, change: Option<&'a Record>) -> &'a Actor {
    match (&record.by, change) {
        (Actor::System, Some(first)) => &first.by,
        (by, _) => by,
    }
}

/// In whose name an entry is: the partner comes and goes with the customer's consents, so it is in the customer's name
/// unless the clock or the lock took it (wire.md, section 5).
pub(super) fn in_name_of<'a>(
    record: &'a Record,
    trigger: Option<&'a Record>,
    change: Option<&'a Record>,
) -> &'a Actor {
    let by_clock = matches!(
        trigger.map(|trigger| &trigger.event),
        None | Some(Event::ConsentLapsed { .. } | Event::Locked)
    );
    match &record.event {
        Event::PartnerAdded | Event::PartnerRemoved if !by_clock => behind(record, change),
        _ => &record.by,
    }
}
