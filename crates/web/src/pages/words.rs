//! Every string that a page shows, in French and English (Fluent). A key that is missing in a language, or that no page
//! uses, fails a test.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use operations::Language;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

macro_rules! messages {
    ($($name:literal),* $(,)?) => {
        /// The message files of a language, by name.
        const fn files(language: Language) -> &'static [(&'static str, &'static str)] {
            match language {
                Language::En => &[$(($name, include_str!(concat!("../../messages/en/", $name, ".ftl")))),*],
                Language::Fr => &[$(($name, include_str!(concat!("../../messages/fr/", $name, ".ftl")))),*],
            }
        }
    };
}

messages![
    "frame",
    "terms",
    "refusals",
    "sign-in",
    "home",
    "cases",
    "consent",
    "runs",
    "signing",
    "organisation",
    "vendor",
    "events",
    "notices",
];

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::En));
static FRENCH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Fr));

/// The messages of one language.
pub(crate) struct Words(FluentBundle<FluentResource>);

/// What a message is told.
pub(crate) type Told<'a> = (&'a str, FluentValue<'a>);

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Fr => &FRENCH,
        }
    }

    fn read(language: Language) -> Self {
        // Both codes are identifiers; of anything else the plurals would be those of no language.
        let identifier = code(language).parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The marks around what is told would be read out, and pages carry their direction themselves.
        bundle.set_use_isolating(false);
        for (name, text) in files(language) {
            // What can be read of a damaged file counts; a test finds the damage.
            let text = typeset(language, text);
            let resource = FluentResource::try_new(text).unwrap_or_else(|(read, _)| read);
            if bundle.add_resource(resource).is_err() {
                tracing::error!(file = name, "messages are there twice");
            }
        }
        Self(bundle)
    }

    /// The message of this key; the key itself where there is none.
    pub(crate) fn say(&self, key: &str, told: &[Told<'_>]) -> String {
        let Some(pattern) = self.0.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "a message is missing");
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = told.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.0.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// Whether there is a message of this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.has_message(key)
    }
}

/// French sets a space before some marks and inside quotation marks, at which no line may break.
pub(super) fn typeset(language: Language, text: &str) -> String {
    let marks = [
        (" ;", "\u{202f};"),
        (" ?", "\u{202f}?"),
        (" !", "\u{202f}!"),
        (" :", "\u{a0}:"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
    ];
    match language {
        Language::En => text.to_owned(),
        Language::Fr => marks.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)),
    }
}

/// The word under which browsers know a language.
pub(crate) const fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fr => "fr",
    }
}

#[cfg(test)]
mod tests;
