//! Words that stand for a value of the domain; each parser knows all of its words, for messages and completions.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use classify::{Entity, SpanCategory};
use consent::Language;
use domain::{AccessLifetime, Category, DestinationForm, NoticeKind, Role, Severity};

/// A data category.
pub(super) fn category() -> impl TypedValueParser<Value = Category> {
    PossibleValuesParser::new(Category::ALL.map(Category::name)).try_map(|word| word.parse::<Category>())
}

/// A class of the classifier or one of its entity types.
pub(super) fn found() -> impl TypedValueParser<Value = String> {
    let classes = SpanCategory::ALL.map(SpanCategory::name);
    PossibleValuesParser::new(classes.into_iter().chain(Entity::ALL.iter().map(|entity| entity.name())))
}

/// A role.
pub(super) fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|word| word.parse::<Role>())
}

/// A language in which consents are shown.
pub(super) fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::name)).try_map(|word| word.parse::<Language>())
}

/// A severity.
pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    const WORDS: [&str; 4] = ["minimal", "moderate", "critical", "highest_critical_impact"];
    PossibleValuesParser::new(WORDS).map(|word| match word.as_str() {
        "minimal" => Severity::Minimal,
        "moderate" => Severity::Moderate,
        "critical" => Severity::Critical,
        _ => Severity::HighestCriticalImpact,
    })
}

/// A kind of notice.
pub(super) fn notice_kind() -> impl TypedValueParser<Value = NoticeKind> {
    PossibleValuesParser::new(NoticeKind::ALL.iter().map(|kind| kind.name())).map(|word| {
        let known = NoticeKind::ALL.iter().find(|kind| kind.name() == word);
        known.copied().unwrap_or(NoticeKind::Locked)
    })
}

/// A form in which entries leave.
pub(super) fn destination_form() -> impl TypedValueParser<Value = DestinationForm> {
    PossibleValuesParser::new(DestinationForm::ALL.map(DestinationForm::name)).map(|word| {
        let known = DestinationForm::ALL.into_iter().find(|form| form.name() == word);
        known.unwrap_or(DestinationForm::Webhook)
    })
}

/// How the deadlines of consents hang together.
pub(super) fn access_lifetime() -> impl TypedValueParser<Value = AccessLifetime> {
    PossibleValuesParser::new(["shared", "per_case"])
        .map(|word| if word == "shared" { AccessLifetime::Shared } else { AccessLifetime::PerCase })
}
