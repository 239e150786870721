//! What somebody is told, in the desk and by mail, and how they want to be told.

use super::form::Form;
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{Moment, NoticeKind};
use operations::{Language, MailAddress, NoticeChoice, NoticeRow, NoticeSettings};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    page: Frame,
    notices: Vec<NoticeRow>,
    settings: NoticeSettings,
}

impl NoticesPage {
    /// When the latest that nobody read happened.
    fn unread_up_to(&self) -> Option<Moment> {
        self.notices.iter().filter(|notice| notice.read_at.is_none()).map(|notice| notice.at).max()
    }

    fn address(&self) -> &str {
        self.settings.mail.as_ref().map_or("", |mail| mail.address.as_str())
    }

    /// The language of one's mails: as chosen, else that of the page.
    fn is_in(&self, language: &str) -> bool {
        self.settings.mail.as_ref().map_or(self.page.lang(), |mail| mail.language.as_str()) == language
    }
}

/// `GET /notices`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    let notices = operations::list_notices(&app.desk, &visitor.caller).await?;
    let settings = operations::notice_settings(&app.desk, &visitor.caller).await?;
    Ok(render(&NoticesPage { page: visitor.frame, notices, settings }))
}

/// Up to when notices were read.
#[derive(Deserialize)]
pub(super) struct Read {
    up_to: Moment,
}

/// `POST /notices/read`
pub(super) async fn read(State(app): State<App>, form: Form<Read>) -> Result<Redirect, Turned> {
    operations::read_notices(&app.desk, &form.visitor.caller, form.filled.up_to).await?;
    Ok(Redirect::to("/notices"))
}

/// How somebody wants to be told, as a form has it: the kinds that are ticked.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    mail: String,
    language: Language,
    #[serde(default)]
    in_desk: Vec<NoticeKind>,
    #[serde(default)]
    by_mail: Vec<NoticeKind>,
}

/// `POST /notices/settings`
pub(super) async fn choose(State(app): State<App>, form: Form<Chosen>) -> Result<Redirect, Turned> {
    let Chosen { mail, language, in_desk, by_mail } = &form.filled;
    let choice = |kind: &NoticeKind| NoticeChoice {
        kind: *kind,
        in_desk: in_desk.contains(kind),
        by_mail: by_mail.contains(kind),
    };
    let address = mail.trim();
    let language = language.name().to_owned();
    let settings = NoticeSettings {
        mail: (!address.is_empty()).then(|| MailAddress { address: address.to_owned(), language }),
        choices: NoticeKind::ALL.iter().map(choice).collect(),
    };
    operations::set_notice_settings(&app.desk, &form.visitor.caller, settings).await?;
    Ok(Redirect::to("/notices#settings"))
}
