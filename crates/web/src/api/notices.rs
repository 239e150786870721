//! What the caller is told, and how.

use super::{Created, created, done, items, language};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{
    ConfirmAddress, Done, Items, LeftNoticeWebhook, MadeNoticeWebhook, NewNoticeWebhook, NoticeChoice,
    NoticeSettings, NoticeWebhook, ReadNotices, RenewedSecret, ToldNotice,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_notices))
        .routes(routes!(read_notices))
        .routes(routes!(show_notice_settings, set_notice_settings))
        .routes(routes!(confirm_address))
        .routes(routes!(ask_to_confirm_again))
        .routes(routes!(show_notice_webhook, set_notice_webhook, remove_notice_webhook))
        .routes(routes!(renew_notice_webhook))
}

/// What the caller was told, the latest first; 200 at most.
#[utoipa::path(get, path = "/notices", tag = "notices", responses((status = 200, body = Items<ToldNotice>)))]
async fn list_notices(State(app): State<App>, who: SignedIn) -> Result<Json<Items<ToldNotice>>, Refused> {
    let notices = operations::list_notices(&app.desk, &who.caller).await?;
    Ok(items(notices.into_iter().map(|told| {
        let operations::NoticeRow { notice, kind, case, at, read_at } = told;
        ToldNotice { notice, kind, case, at, read_at }
    })))
}

/// Says what the caller read.
#[utoipa::path(post, path = "/notices/read", tag = "notices", request_body = ReadNotices, responses((status = 200, body = Done)))]
async fn read_notices(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<ReadNotices>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::read_notices(&app.desk, &who.caller, asked.body.up_to).await?))
}

/// How the caller is told.
#[utoipa::path(get, path = "/notices/settings", tag = "notices", responses((status = 200, body = NoticeSettings)))]
async fn show_notice_settings(
    State(app): State<App>,
    who: SignedIn,
) -> Result<Json<NoticeSettings>, Refused> {
    let operations::NoticeSettings { mail, choices } =
        operations::notice_settings(&app.desk, &who.caller).await?;
    let choices = choices.into_iter().map(|choice| {
        let operations::NoticeChoice { kind, in_desk, by_mail, by_webhook } = choice;
        NoticeChoice { kind, desk: in_desk, mail: by_mail, webhook: by_webhook }
    });
    let confirmed = mail.as_ref().map(|mail| mail.is_confirmed);
    let (mail, language) = mail.map(|mail| (mail.address, mail.language)).unzip();
    Ok(Json(NoticeSettings { mail, confirmed, language, choices: choices.collect() }))
}

/// Replaces how the caller is told. An address that is new is mailed a code first, and no notice before it is confirmed.
#[utoipa::path(put, path = "/notices/settings", tag = "notices", request_body = NoticeSettings, responses((status = 200, body = Done)))]
async fn set_notice_settings(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NoticeSettings>,
) -> Result<Json<Done>, Refused> {
    let NoticeSettings { mail, language: named, choices, confirmed: _ } = asked.body.clone();
    let language = language(named.as_deref())?.name().to_owned();
    let mail = mail.map(|address| operations::MailAddress { address, language, is_confirmed: false });
    let choices = choices.into_iter().map(|choice| {
        let NoticeChoice { kind, desk, mail, webhook } = choice;
        operations::NoticeChoice { kind, in_desk: desk, by_mail: mail, by_webhook: webhook }
    });
    let settings = operations::NoticeSettings { mail, choices: choices.collect() };
    Ok(done(operations::set_notice_settings(&app.desk, &who.caller, settings).await?))
}

/// Takes the code that was mailed to the caller's address, which proves that it is theirs.
#[utoipa::path(post, path = "/notices/mail/confirm", tag = "notices", request_body = ConfirmAddress, responses((status = 200, body = Done)))]
async fn confirm_address(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<ConfirmAddress>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::confirm_address(&app.desk, &who.caller, &asked.body.code).await?))
}

/// Mails the caller another code; those before count no more.
#[utoipa::path(post, path = "/notices/mail/again", tag = "notices", request_body = crate::body::Nothing, responses((status = 200, body = Done)))]
async fn ask_to_confirm_again(
    State(app): State<App>,
    who: SignedIn,
    _: Asked<crate::body::Nothing>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::ask_to_confirm_again(&app.desk, &who.caller).await?))
}

/// The webhook that the caller left for their notices.
#[utoipa::path(get, path = "/notices/webhook", tag = "notices", responses((status = 200, body = LeftNoticeWebhook)))]
async fn show_notice_webhook(
    State(app): State<App>,
    who: SignedIn,
) -> Result<Json<LeftNoticeWebhook>, Refused> {
    let left = operations::notice_webhook(&app.desk, &who.caller).await?;
    let webhook = left.map(|left| NoticeWebhook {
        address: left.address,
        waiting: left.waiting,
        given_up: left.given_up,
        attempts: left.attempts,
        next_try_at: (left.attempts > 0).then_some(left.next_try_at),
        fault: left.fault,
    });
    Ok(Json(LeftNoticeWebhook { webhook }))
}

/// Leaves a webhook for the caller's notices, in place of one they left before; its secret is shown once.
#[utoipa::path(put, path = "/notices/webhook", tag = "notices", request_body = NewNoticeWebhook, responses((status = 200, body = MadeNoticeWebhook)))]
async fn set_notice_webhook(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NewNoticeWebhook>,
) -> Result<Json<MadeNoticeWebhook>, Refused> {
    let secret = operations::set_notice_webhook(&app.desk, &who.caller, &asked.body.address).await?;
    Ok(Json(MadeNoticeWebhook { secret }))
}

/// Takes the caller's webhook back.
#[utoipa::path(delete, path = "/notices/webhook", tag = "notices", responses((status = 200, body = Done)))]
async fn remove_notice_webhook(State(app): State<App>, who: SignedIn) -> Result<Json<Done>, Refused> {
    Ok(done(operations::remove_notice_webhook(&app.desk, &who.caller).await?))
}

/// Gives the caller's webhook a new secret; the previous one signs beside it for a day.
#[utoipa::path(post, path = "/notices/webhook/secret", tag = "notices", request_body = crate::body::Nothing, responses((status = 201, body = RenewedSecret)))]
async fn renew_notice_webhook(
    State(app): State<App>,
    who: SignedIn,
    _: Asked<crate::body::Nothing>,
) -> Result<Created<RenewedSecret>, Refused> {
    let renewed = operations::renew_notice_webhook(&app.desk, &who.caller).await?;
    Ok(created(RenewedSecret { secret: renewed.secret, previous_until: renewed.previous_until }))
}
