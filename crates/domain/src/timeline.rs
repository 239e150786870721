//! Timelines: a tenant's history in short, with questions. Answers "what if" without a server, and is the form of the
//! rules' vectors (access.md, opening section). Times are whole seconds.

use crate::access::{Ask, Decision, Reason};
use crate::category::Categories;
use crate::command::{Command, NewCase, NewConsent};
use crate::event::{Event, Proof, Severity};
use crate::ids::{CaseId, RequestId, SubscriptionId};
use crate::level::Level;
use crate::moment::Moment;
use crate::settings::{AccessLifetime, Settings};
use crate::tenant::Tenant;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// One tenant's history, and questions about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    name: String,
    #[serde(default)]
    settings: TimelineSettings,
    events: Vec<TimedOperation>,
    probes: Vec<Probe>,
    /// Expected answers, as in the vectors; not looked at.
    #[serde(default, rename = "answers")]
    _answers: IgnoredAny,
    /// The expected log, as in the vectors; not looked at.
    #[serde(default, rename = "log")]
    _log: IgnoredAny,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TimelineSettings {
    access_days: u8,
    access_lifetime: AccessLifetime,
}

impl Default for TimelineSettings {
    fn default() -> Self {
        let Settings { access_days, access_lifetime, .. } = Settings::default();
        Self { access_days, access_lifetime }
    }
}

#[derive(Clone, Debug, Deserialize)]
struct TimedOperation {
    t: i64,
    #[serde(flatten)]
    operation: Operation,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
enum Operation {
    Open {
        case: CaseId,
        subscriptions: Vec<SubscriptionId>,
        #[serde(default)]
        consent: Option<Level>,
        #[serde(default)]
        categories: Categories,
    },
    Consent {
        case: CaseId,
        level: Level,
        #[serde(default)]
        categories: Categories,
    },
    Withdraw {
        case: CaseId,
    },
    Close {
        case: CaseId,
    },
    Reopen {
        case: CaseId,
    },
    RemovePartner {},
    Lock {},
    Unlock {},
    Request {
        id: RequestId,
        case: CaseId,
        categories: Categories,
        duration: u32,
    },
    Approve {
        id: RequestId,
        #[serde(default)]
        categories: Option<Categories>,
    },
    Deny {
        id: RequestId,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    t: i64,
    case: CaseId,
    subscription: SubscriptionId,
    level: Level,
    #[serde(default)]
    categories: Categories,
}

/// The answer to one probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    t: i64,
    partner: bool,
    access_until: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<Categories>,
    allowed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

/// An entry that the audit log must show about access ending or the partner changing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    t: i64,
    event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<CaseId>,
}

/// What a timeline comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The timeline's name.
    pub name: String,
    /// One answer for each probe, in the probes' order.
    pub answers: Vec<Answer>,
    /// What the audit log shows, in order.
    pub log: Vec<LogEntry>,
}

/// A line that is no timeline.
#[derive(Debug, thiserror::Error)]
pub enum BadTimeline {
    /// It is not JSON of the right form.
    #[error("not a timeline: {}", in_words(.0))]
    Form(#[from] serde_json::Error),
    /// A list would be read as the values of an object, in an order that nobody wrote down.
    #[error("not a timeline: it is a list, and a timeline is an object with `name`, `events` and `probes`")]
    List,
    /// A setting is out of bounds.
    #[error(transparent)]
    Setting(#[from] crate::settings::BadSetting),
    /// A time is beyond what can be written as a date.
    #[error("t = {0} is outside the years 0 to 9999")]
    Time(i64),
}

/// Reads one timeline from a line of JSON and answers it.
///
/// # Errors
/// [`BadTimeline`] if the line is no timeline; the message names the place and the value.
pub fn answer(line: &str) -> Result<Outcome, BadTimeline> {
    if line.trim_start().starts_with('[') {
        return Err(BadTimeline::List);
    }
    let timeline: Timeline = serde_json::from_str(line)?;
    timeline.answer()
}

/// What the reader of JSON says, in words of timelines: it knows the place within the line, and types of its own.
fn in_words(why: &serde_json::Error) -> String {
    let mut words = why.to_string().replace("at line 1 column ", "at column ");
    for (types, people) in [
        ("expected i64", "expected whole seconds since 1970"),
        ("expected u8", "expected days from 1 to 30"),
        ("expected u32", "expected whole seconds from 0 to 4294967295"),
        ("expected ident", "it is no JSON"),
        ("expected struct", "expected an object, the"),
    ] {
        words = words.replace(types, people);
    }
    words
}

fn moment(t: i64) -> Result<Moment, BadTimeline> {
    Moment::from_unix_seconds(t).ok_or(BadTimeline::Time(t))
}

impl Timeline {
    /// Folds the events in time order and answers the probes.
    ///
    /// # Errors
    /// [`BadTimeline`] if a setting or a time is out of bounds.
    pub fn answer(&self) -> Result<Outcome, BadTimeline> {
        let mut events: Vec<&TimedOperation> = self.events.iter().collect();
        events.sort_by_key(|event| event.t);
        let mut probes: Vec<(usize, &Probe)> = self.probes.iter().enumerate().collect();
        probes.sort_by_key(|(_, probe)| probe.t);

        let mut fold = Fold::begin(self, events.first().map(|event| event.t))?;
        let mut events = events.into_iter().peekable();
        let mut answers = Vec::with_capacity(probes.len());
        for (index, probe) in probes {
            while let Some(event) = events.next_if(|event| event.t <= probe.t) {
                fold.take(event)?;
            }
            answers.push((index, fold.answer(probe)?));
        }
        for event in events {
            fold.take(event)?;
        }
        answers.sort_by_key(|(index, _)| *index);
        let answers = answers.into_iter().map(|(_, answer)| answer).collect();
        Ok(Outcome { name: self.name.clone(), answers, log: fold.log })
    }
}

/// A tenant under way through its timeline.
struct Fold {
    tenant: Tenant,
    log: Vec<LogEntry>,
}

impl Fold {
    /// A tenant with the timeline's settings, to which every subscription that some case names belongs.
    fn begin(timeline: &Timeline, start: Option<i64>) -> Result<Self, BadTimeline> {
        let TimelineSettings { access_days, access_lifetime } = timeline.settings;
        let settings = Settings { access_days, access_lifetime, ..Settings::default() };
        settings.check()?;
        let mut tenant = Tenant { last_at: Moment::MIN, ..Tenant::default() };
        let start = moment(start.unwrap_or_default())?;
        tenant.apply(start, &Event::TenantCreated { settings });
        for event in &timeline.events {
            if let Operation::Open { subscriptions, .. } = &event.operation {
                for subscription in subscriptions {
                    tenant.apply(start, &Event::SubscriptionAdded { subscription: subscription.clone() });
                }
            }
        }
        Ok(Self { tenant, log: Vec::new() })
    }

    /// Applies one operation; one that makes no sense changes nothing.
    fn take(&mut self, event: &TimedOperation) -> Result<(), BadTimeline> {
        let now = moment(event.t)?;
        self.advance(now);
        let command = event.operation.command(&self.tenant);
        for event in self.tenant.decide(&command, now).unwrap_or_default() {
            self.note(now, &event);
            self.tenant.apply(now, &event);
        }
        self.advance(now);
        Ok(())
    }

    fn advance(&mut self, now: Moment) {
        for due in self.tenant.advance(now) {
            self.note(due.at, &due.event);
        }
    }

    /// Logs an event that ends access or changes the partner. Called before a closing is applied.
    fn note(&mut self, at: Moment, event: &Event) {
        let (word, case) = match event {
            Event::ConsentLapsed { case } => ("lapsed", Some(case)),
            Event::ConsentWithdrawn { case, .. } => ("withdrawn", Some(case)),
            Event::CaseClosed { case } if self.tenant.consent_level(case).is_some() => ("closed", Some(case)),
            Event::PartnerAdded => ("partner_added", None),
            Event::PartnerRemoved => ("partner_removed", None),
            _ => return,
        };
        self.log.push(LogEntry { t: at.unix_seconds(), event: word.to_owned(), case: case.cloned() });
    }

    fn answer(&mut self, probe: &Probe) -> Result<Answer, BadTimeline> {
        let now = moment(probe.t)?;
        self.advance(now);
        let ask = Ask {
            case: &probe.case,
            subscription: &probe.subscription,
            level: probe.level,
            categories: probe.categories,
        };
        let (reason, missing) = match self.tenant.decision(&ask, now) {
            Decision::Allowed { .. } => (None, None),
            Decision::Denied { reason, missing } => (Some(reason), Some(missing).filter(|m| !m.is_empty())),
        };
        Ok(Answer {
            t: probe.t,
            partner: self.tenant.has_partner(now),
            access_until: self.tenant.access_until(now).map(Moment::unix_seconds),
            missing,
            allowed: reason.is_none(),
            reason,
        })
    }
}

impl Operation {
    /// The command that the operation stands for. A consent is the next of its case, whichever that is.
    fn command(&self, tenant: &Tenant) -> Command {
        match self.clone() {
            Self::Open { case, subscriptions, consent, categories } => Command::OpenCase {
                consent: consent.map(|level| attested(level, categories, 1)),
                case: new_case(case, subscriptions),
            },
            Self::Consent { case, level, categories } => {
                let number = tenant.case(&case).map_or(1, |case| case.consents + 1);
                Command::GiveConsent { case, consent: attested(level, categories, number) }
            }
            Self::Withdraw { case } => Command::WithdrawConsent { case },
            Self::Close { case } => Command::CloseCase { case },
            Self::Reopen { case } => Command::ReopenCase { case },
            Self::RemovePartner {} => Command::RemovePartner,
            Self::Lock {} => Command::Lock,
            Self::Unlock {} => Command::Unlock,
            Self::Request { id, case, categories, duration } => {
                Command::RequestAccess { request: id, case, categories, seconds: duration }
            }
            Self::Approve { id, categories } => Command::ApproveRequest {
                request: id,
                categories,
                document: String::new(),
                proof: Proof::Server,
            },
            Self::Deny { id } => Command::DenyRequest { request: id },
        }
    }
}

fn attested(level: Level, categories: Categories, number: u64) -> NewConsent {
    NewConsent { level, categories, number, document: String::new(), proof: Proof::Server }
}

/// A case as timelines have it: without a service, a nature or a team.
fn new_case(case: CaseId, subscriptions: Vec<SubscriptionId>) -> NewCase {
    NewCase {
        case,
        subscriptions,
        service: crate::ids::unnamed(),
        nature: crate::ids::unnamed(),
        severity: Severity::Minimal,
        team: crate::ids::unnamed(),
    }
}
