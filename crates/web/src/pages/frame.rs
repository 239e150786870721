//! What every page has at hand: the language, who looks at it, and the words for instants, categories and roles.

use super::words::{Told, Words, code, typeset};
use crate::api::word;
use domain::{Action, Bilingual, Categories, Category, Moment, Role, Roles, Severity, Side, Span, permits};
use fluent_bundle::FluentValue;
use operations::{Language, RunState, Verdict};
use time::OffsetDateTime;

/// What every page has at hand.
#[derive(Clone)]
pub(crate) struct Frame {
    /// The language of the page.
    pub(crate) language: Language,
    /// Where the page is, with its query.
    pub(crate) path: String,
    /// The vendor's name.
    pub(crate) vendor: String,
    /// The instant at which it is made.
    pub(crate) now: Moment,
    /// Whether the desk is a demo's.
    pub(crate) demo: bool,
    /// Who looks at it; nobody before they signed in.
    pub(crate) who: Option<Who>,
}

/// Who looks at a page.
#[derive(Clone)]
pub(crate) struct Who {
    /// Their name.
    pub(crate) name: String,
    /// What they may do.
    pub(crate) roles: Roles,
    /// On which side of a case they stand.
    pub(crate) side: Side,
    /// Whether the settings leave it to them to consent.
    pub(crate) approves: bool,
    /// What each form of theirs sends back (see `form`).
    pub(crate) form_token: String,
}

/// A place in the navigation.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Its address.
    pub(crate) path: &'static str,
    /// The key of its name.
    pub(crate) key: &'static str,
    side: Side,
    /// What somebody must be allowed to do for it to make sense.
    action: Action,
}

const fn place(path: &'static str, key: &'static str, side: Side, action: Action) -> Place {
    Place { path, key, side, action }
}

/// Every place, in the order in which they stand.
const PLACES: [Place; 10] = [
    place("/", "place-home", Side::Customer, Action::SeeAccess),
    place("/cases", "place-cases", Side::Customer, Action::FollowCase),
    place("/access", "place-access", Side::Customer, Action::SeeAccess),
    place("/audit", "place-audit", Side::Customer, Action::ReadAudit),
    place("/people", "place-people", Side::Customer, Action::ManagePeople),
    place("/systems", "place-systems", Side::Customer, Action::ManageRunners),
    place("/notices", "place-notices", Side::Customer, Action::SeeAccess),
    place("/queue", "place-queue", Side::Vendor, Action::SeeQueue),
    place("/tenants", "place-tenants", Side::Vendor, Action::ManageTenants),
    place("/numbers", "place-numbers", Side::Vendor, Action::ManageTenants),
];

impl Frame {
    /// Where whoever looks can go.
    pub(crate) fn places(&self) -> Vec<Place> {
        PLACES.iter().filter(|place| self.reaches(place)).copied().collect()
    }

    fn reaches(&self, place: &Place) -> bool {
        let is_own = self.is_vendor() == (place.side == Side::Vendor);
        is_own && self.may(place.action)
    }

    /// The language that the pages are not in.
    pub(crate) const fn other_language(&self) -> &'static str {
        match self.language {
            Language::En => "fr",
            Language::Fr => "en",
        }
    }

    /// The message of this key.
    pub(crate) fn say(&self, key: &str) -> String {
        Words::of(self.language).say(key, &[])
    }

    /// The message of this key, with what it is told.
    pub(crate) fn tell(&self, key: &str, told: &[Told<'_>]) -> String {
        Words::of(self.language).say(key, told)
    }

    /// The message of `kind` for a word of the protocol: `term("level", "advanced")` is `level-advanced`.
    pub(crate) fn term(&self, kind: &str, word: impl AsRef<str>) -> String {
        let (word, words) = (word.as_ref(), Words::of(self.language));
        let key = format!("{kind}-{}", word.replace('_', "-"));
        // Words that runners send are open-ended: those that have no message are shown as they are.
        if words.has(&key) { words.say(&key, &[]) } else { word.to_owned() }
    }

    /// Why something ended, by its word: a cause of its own, or a rule of access.
    pub(crate) fn cause(&self, word: &str) -> String {
        let kind = if Words::of(self.language).has(&format!("cause-{}", word.replace('_', "-"))) {
            "cause"
        } else {
            "reason"
        };
        self.term(kind, word)
    }

    /// The page's language, as `lang` has it.
    pub(crate) const fn lang(&self) -> &'static str {
        code(self.language)
    }

    /// Whether whoever looks may do this.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.who.as_ref().is_some_and(|who| permits(&who.roles, action))
    }

    /// Whether whoever looks may consent and approve requests.
    pub(crate) fn may_approve(&self) -> bool {
        self.may(Action::Consent) && self.who.as_ref().is_some_and(|who| who.approves)
    }

    /// Whether whoever looks is the vendor's.
    pub(crate) fn is_vendor(&self) -> bool {
        self.who.as_ref().is_some_and(|who| who.side == Side::Vendor)
    }

    /// What forms send back to show that they are this page's.
    pub(crate) fn form_token(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.form_token.as_str())
    }

    /// A key under which a form's request may be repeated.
    pub(crate) fn once() -> String {
        operations::RequestKey::draw().unwrap_or_default()
    }

    /// Whether the page is at this place or below.
    pub(crate) fn is_at(&self, place: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == place || (place != "/" && path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/')))
    }

    /// An instant with its day and minute, in UTC.
    pub(crate) fn moment(&self, at: &Moment) -> String {
        self.dated("moment", *at)
    }

    /// The day of an instant, in UTC.
    pub(crate) fn day(&self, at: &Moment) -> String {
        self.dated("day", *at)
    }

    fn dated(&self, key: &str, at: Moment) -> String {
        let Ok(at) = OffsetDateTime::from_unix_timestamp(at.unix_seconds()) else { return at.to_string() };
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        self.tell(
            key,
            &[
                ("day", at.day().into()),
                ("month", u8::from(at.month()).into()),
                ("year", FluentValue::from(at.year().to_string())),
                ("time", time.into()),
            ],
        )
    }

    /// An instant as an element that a script may show in the reader's own time zone.
    pub(crate) fn time(&self, at: &Moment) -> String {
        // Neither has anything to escape: the one is RFC 3339, the other a message told numbers.
        format!("<time datetime=\"{at}\">{}</time>", self.moment(at))
    }

    /// A text in the page's language.
    pub(crate) fn either(&self, text: &Bilingual) -> String {
        let text = match self.language {
            Language::En => &text.en,
            Language::Fr => &text.fr,
        };
        typeset(self.language, text)
    }

    /// How long it is from now until `until`, in its largest unit.
    pub(crate) fn left(&self, until: &Moment) -> String {
        self.span(until.since(self.now))
    }

    /// How long ago `at` was, in its largest unit.
    pub(crate) fn ago(&self, at: &Moment) -> String {
        self.tell("ago", &[("span", self.span(self.now.since(*at)).into())])
    }

    /// A duration in its largest unit, rounded down.
    pub(crate) fn span(&self, span: Span) -> String {
        let seconds = span.micros() / 1_000_000;
        let (key, count) = match seconds {
            0..60 => ("span-seconds", seconds),
            60..3_600 => ("span-minutes", seconds / 60),
            3_600..172_800 => ("span-hours", seconds / 3_600),
            _ => ("span-days", seconds / 86_400),
        };
        self.tell(key, &[("count", count.into())])
    }

    /// A number of bytes in its largest unit.
    pub(crate) fn size(&self, bytes: &u64) -> String {
        let bytes = *bytes;
        let (key, unit) = match bytes {
            0..1_000 => ("size-bytes", 1),
            1_000..1_000_000 => ("size-kilobytes", 1_000),
            1_000_000..1_000_000_000 => ("size-megabytes", 1_000_000),
            _ => ("size-gigabytes", 1_000_000_000),
        };
        let tenths = bytes.saturating_mul(10) / unit;
        let count = if unit == 1 || tenths >= 100 {
            (bytes / unit).to_string()
        } else {
            format!("{}{}{}", tenths / 10, self.say("decimal-mark"), tenths % 10)
        };
        self.tell(key, &[("count", count.into())])
    }

    /// Categories by name, in a row.
    pub(crate) fn categories(&self, categories: &Categories) -> String {
        if categories.is_empty() {
            return self.say("no-category");
        }
        let names = categories.iter().map(|category| self.term("category", category.name()));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A number of seconds in its largest unit.
    pub(crate) fn seconds(&self, seconds: &u32) -> String {
        self.span(Span::from_seconds(*seconds))
    }

    /// How urgent something is.
    pub(crate) fn severity(&self, severity: &Severity) -> String {
        self.term("severity", word(severity))
    }

    /// How urgent something can be: the words of the protocol, and those of the page.
    pub(crate) fn severities(&self) -> Vec<(String, String)> {
        let all =
            [Severity::Minimal, Severity::Moderate, Severity::Critical, Severity::HighestCriticalImpact];
        all.iter().map(|severity| (word(severity), self.severity(severity))).collect()
    }

    /// Where a run stands.
    pub(crate) fn run_state(&self, state: &RunState) -> String {
        self.term("state", word(state))
    }

    /// What a finding says.
    pub(crate) fn verdict(&self, verdict: &Verdict) -> String {
        self.term("verdict", word(verdict))
    }

    /// Every category, as a form offers them.
    pub(crate) const fn every_category() -> [Category; 6] {
        Category::ALL
    }

    /// Roles by name, in a row.
    pub(crate) fn roles(&self, roles: &Roles) -> String {
        let names = roles.iter().map(|role: &Role| self.term("role", role.name()));
        names.collect::<Vec<_>>().join(", ")
    }
}
