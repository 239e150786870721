//! What a mail says.

use domain::{CaseId, Moment, NoticeKind};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::fmt::Write as _;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read("en", include_str!("../../messages/en/mail.ftl")));
static FRENCH: LazyLock<Words> = LazyLock::new(|| read("fr", include_str!("../../messages/fr/mail.ftl")));

type Words = FluentBundle<FluentResource>;

/// The kinds, cases and times that a mail tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    /// What happened, oldest first.
    pub lines: Vec<(NoticeKind, Option<CaseId>, Moment)>,
    /// `fr`, or else English.
    pub language: String,
}

fn read(language: &str, text: &str) -> Words {
    let mut words =
        FluentBundle::new_concurrent(vec![language.parse::<LanguageIdentifier>().unwrap_or_default()]);
    words.set_use_isolating(false);
    // What can be read of a damaged file counts; a test finds the damage.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
    words.add_resource_overriding(resource);
    words
}

/// A message in a language, with what it tells.
pub(super) fn say(language: &str, key: &str, told: &[(&'static str, String)]) -> String {
    let words: &Words = if language == "fr" { &FRENCH } else { &ENGLISH };
    let Some(pattern) = words.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let arguments: FluentArgs<'_> = told.iter().map(|(name, text)| (*name, text.as_str())).collect();
    words.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
}

impl MailText {
    fn say(&self, key: &str, told: &[(&'static str, String)]) -> String {
        say(&self.language, key, told)
    }

    fn kind(&self, kind: NoticeKind) -> String {
        self.say(&format!("notice-{}", kind.name().replace('_', "-")), &[])
    }

    /// The subject: what happened if that is one thing, else how much.
    pub(crate) fn subject(&self) -> String {
        let case = self.lines.iter().find_map(|(_, case, _)| case.as_ref());
        let what = match self.lines.as_slice() {
            [(kind, ..)] => self.kind(*kind),
            lines => self.say("mail-several", &[("count", lines.len().to_string())]),
        };
        match case {
            Some(case) => self.say("mail-subject-case", &[("what", what), ("case", case.to_string())]),
            None => self.say("mail-subject", &[("what", what)]),
        }
    }

    /// One line for each notice: when, what, and which case.
    fn told(&self) -> Vec<(String, String, Option<String>)> {
        let lines = self.lines.iter();
        let case = |case: &CaseId| self.say("mail-case", &[("case", case.to_string())]);
        lines.map(|(kind, of, at)| (time(*at), self.kind(*kind), of.as_ref().map(case))).collect()
    }

    /// The text as plain lines.
    pub(crate) fn plain(&self, desk: &str) -> String {
        let mut text = format!("{}\n\n", self.say("mail-intro", &[]));
        for (at, what, case) in self.told() {
            // Writing to a string cannot fail.
            let _ =
                writeln!(text, "{at}  {what}{}", case.map(|case| format!(" ({case})")).unwrap_or_default());
        }
        let _ =
            write!(text, "\n{}\n{desk}\n\n{}\n", self.say("mail-look", &[]), self.say("mail-choose", &[]));
        text
    }

    /// The text as HTML, in the language that it says.
    pub(crate) fn html(&self, desk: &str) -> String {
        let language = if self.language == "fr" { "fr" } else { "en" };
        let row = |(at, what, case): (String, String, Option<String>)| {
            let case = escaped(&case.unwrap_or_default());
            format!("<tr><td>{at}</td><td>{}</td><td>{case}</td></tr>", escaped(&what))
        };
        let rows: String = self.told().into_iter().map(row).collect();
        let (subject, intro) = (escaped(&self.subject()), escaped(&self.say("mail-intro", &[])));
        let (look, choose) = (escaped(&self.say("mail-look", &[])), escaped(&self.say("mail-choose", &[])));
        let desk = escaped(desk);
        format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\
             <body><p>{intro}</p><table cellpadding=\"6\">{rows}</table><p>{look}<br><a href=\"{desk}\">{desk}</a></p>\
             <p><small>{choose}</small></p></body></html>"
        )
    }
}

fn time(at: Moment) -> String {
    let text = at.to_string();
    let (day, rest) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {} UTC", rest.get(..5).unwrap_or_default())
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_in_both_languages() {
        for (language, other) in [("en", "fr"), ("fr", "en")] {
            for kind in NoticeKind::ALL {
                let text = |language: &str| MailText {
                    lines: vec![(*kind, Some("c1".parse().unwrap()), Moment::MIN)],
                    language: language.to_owned(),
                };
                let said = text(language).kind(*kind);
                assert!(!said.starts_with("notice-"), "{language} lacks {kind}");
                assert_ne!(said, text(other).kind(*kind));
                for whole in [
                    text(language).plain("https://desk.example"),
                    text(language).html("https://desk.example"),
                ] {
                    assert!(
                        whole.contains("c1") && whole.contains(&escaped(&said)) && !whole.contains("mail-"),
                        "{whole}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_digest_says_how_much_it_holds() {
        let line = (NoticeKind::RunFinished, Some("c1".parse().unwrap()), Moment::MIN);
        let text = MailText { lines: vec![line.clone(), line], language: "fr".to_owned() };
        assert_eq!(text.subject(), "Glasscase\u{a0}: 2 avis (dossier c1)");
    }
}
