//! What somebody is told, in the desk, by mail and by webhook, and how they want to be told.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{Moment, NoticeKind};
use operations::{Language, MailAddress, NoticeChoice, NoticeRow, NoticeSettings, NoticeWebhook};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    page: Frame,
    notices: Vec<NoticeRow>,
    settings: NoticeSettings,
    webhook: Option<NoticeWebhook>,
    /// The secret of a webhook that was just made: it is shown once.
    secret: Option<String>,
}

impl NoticesPage {
    /// When the latest that nobody read happened.
    fn unread_up_to(&self) -> Option<Moment> {
        self.notices.iter().filter(|notice| notice.read_at.is_none()).map(|notice| notice.at).max()
    }

    fn address(&self) -> &str {
        self.settings.mail.as_ref().map_or("", |mail| mail.address.as_str())
    }

    /// Whether the code for one's address is waited for.
    fn is_unconfirmed(&self) -> bool {
        self.settings.mail.as_ref().is_some_and(|mail| !mail.is_confirmed)
    }

    fn webhook_address(&self) -> &str {
        self.webhook.as_ref().map_or("", |webhook| webhook.address.as_str())
    }

    /// The language of one's mails: as chosen, else that of the page.
    fn is_in(&self, language: &str) -> bool {
        self.settings.mail.as_ref().map_or(self.page.lang(), |mail| mail.language.as_str()) == language
    }
}

/// `GET /notices`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, secret: Option<String>) -> Result<Response, Turned> {
    let (desk, caller, page) = (&app.desk, &visitor.caller, visitor.frame);
    let notices = operations::list_notices(desk, caller).await?;
    let settings = operations::notice_settings(desk, caller).await?;
    let webhook = operations::notice_webhook(desk, caller).await?;
    Ok(render(&NoticesPage { page, notices, settings, webhook, secret }))
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
    #[serde(default)]
    by_webhook: Vec<NoticeKind>,
    /// Where there was no webhook when the page was made, it asked for nothing by webhook.
    #[serde(default)]
    webhook_asked: bool,
}

/// `POST /notices/settings`
pub(super) async fn choose(State(app): State<App>, form: Form<Chosen>) -> Result<Redirect, Turned> {
    let Chosen { mail, language, in_desk, by_mail, by_webhook, webhook_asked } = &form.filled;
    let choice = |kind: &NoticeKind| NoticeChoice {
        kind: *kind,
        in_desk: in_desk.contains(kind),
        by_mail: by_mail.contains(kind),
        by_webhook: !webhook_asked || by_webhook.contains(kind),
    };
    let address = mail.trim();
    let language = language.name().to_owned();
    let settings = NoticeSettings {
        mail: (!address.is_empty()).then(|| MailAddress {
            address: address.to_owned(),
            language,
            is_confirmed: false,
        }),
        choices: NoticeKind::ALL.iter().map(choice).collect(),
    };
    operations::set_notice_settings(&app.desk, &form.visitor.caller, settings).await?;
    Ok(Redirect::to("/notices#settings"))
}

#[derive(Template)]
#[template(path = "confirm_address.html")]
struct ConfirmPage {
    page: Frame,
    code: String,
}

/// The code of a link that was mailed.
#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

/// `GET /notices/confirm?code=…`: what follows a link changes nothing, so that no reader of mails confirms.
pub(super) async fn ask(visitor: Visitor, Params(link): Params<Code>) -> Response {
    render(&ConfirmPage { page: visitor.frame, code: link.code })
}

/// `POST /notices/confirm`
pub(super) async fn confirm(State(app): State<App>, form: Form<Code>) -> Result<Redirect, Turned> {
    operations::confirm_address(&app.desk, &form.visitor.caller, &form.filled.code).await?;
    Ok(Redirect::to("/notices#settings"))
}

/// `POST /notices/mail/again`
pub(super) async fn again(State(app): State<App>, form: Form<Empty>) -> Result<Redirect, Turned> {
    operations::ask_to_confirm_again(&app.desk, &form.visitor.caller).await?;
    Ok(Redirect::to("/notices#settings"))
}

/// Where somebody's notices are to be sent.
#[derive(Deserialize)]
pub(super) struct Left {
    address: String,
}

/// `POST /notices/webhook`
pub(super) async fn leave_webhook(State(app): State<App>, form: Form<Left>) -> Result<Response, Turned> {
    let made = operations::set_notice_webhook(&app.desk, &form.visitor.caller, &form.filled.address).await?;
    page(&app, form.visitor, Some(made)).await
}

/// `POST /notices/webhook/secret`
pub(super) async fn renew_webhook(State(app): State<App>, form: Form<Empty>) -> Result<Response, Turned> {
    let renewed = operations::renew_notice_webhook(&app.desk, &form.visitor.caller).await?;
    page(&app, form.visitor, Some(renewed.secret)).await
}

/// `POST /notices/webhook/remove`
pub(super) async fn remove_webhook(State(app): State<App>, form: Form<Empty>) -> Result<Redirect, Turned> {
    operations::remove_notice_webhook(&app.desk, &form.visitor.caller).await?;
    Ok(Redirect::to("/notices#webhook"))
}
