//! The mail that asks whether an address is somebody's: a link with a code, and nothing else.

use super::text::{escaped, say};

/// A link by which somebody proves that an address is theirs.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmText {
    /// The code that proves it, once.
    pub code: String,
    /// `fr`, or else English.
    pub language: String,
}

impl ConfirmText {
    fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    fn link(&self, desk: &str) -> String {
        format!("{}/notices/confirm?code={}", desk.trim_end_matches('/'), self.code)
    }

    pub(crate) fn subject(&self) -> String {
        self.say("mail-confirm-subject")
    }

    /// The text as plain lines.
    pub(crate) fn plain(&self, desk: &str) -> String {
        let (intro, ignore) = (self.say("mail-confirm-intro"), self.say("mail-confirm-ignore"));
        format!("{intro}\n{}\n\n{ignore}\n", self.link(desk))
    }

    /// The text as HTML, in the language that it says.
    pub(crate) fn html(&self, desk: &str) -> String {
        let language = if self.language == "fr" { "fr" } else { "en" };
        let (subject, intro) = (escaped(&self.subject()), escaped(&self.say("mail-confirm-intro")));
        let (link, ignore) = (escaped(&self.link(desk)), escaped(&self.say("mail-confirm-ignore")));
        format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\
             <body><p>{intro}<br><a href=\"{link}\">{link}</a></p><p><small>{ignore}</small></p></body></html>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_all_that_the_mail_holds_in_both_languages() {
        let text = |language: &str| ConfirmText { code: "c0de".to_owned(), language: language.to_owned() };
        assert_ne!(text("en").subject(), text("fr").subject());
        for language in ["en", "fr"] {
            let text = text(language);
            for whole in [text.plain("https://desk.example/"), text.html("https://desk.example")] {
                assert!(whole.contains("https://desk.example/notices/confirm?code=c0de"), "{whole}");
                assert!(!whole.contains("mail-"), "{whole}");
            }
        }
    }
}
