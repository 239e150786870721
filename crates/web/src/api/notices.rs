//! What the caller is told, and how.

use super::{done, items, language};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Done, Items, NoticeChoice, NoticeSettings, ReadNotices, ToldNotice};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_notices))
        .routes(routes!(read_notices))
        .routes(routes!(show_notice_settings, set_notice_settings))
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
        let operations::NoticeChoice { kind, in_desk, by_mail } = choice;
        NoticeChoice { kind, desk: in_desk, mail: by_mail }
    });
    let (mail, language) = mail.map(|mail| (mail.address, mail.language)).unzip();
    Ok(Json(NoticeSettings { mail, language, choices: choices.collect() }))
}

/// Replaces how the caller is told.
#[utoipa::path(put, path = "/notices/settings", tag = "notices", request_body = NoticeSettings, responses((status = 200, body = Done)))]
async fn set_notice_settings(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<NoticeSettings>,
) -> Result<Json<Done>, Refused> {
    let NoticeSettings { mail, language: named, choices } = asked.body.clone();
    let language = language(named.as_deref())?.name().to_owned();
    let mail = mail.map(|address| operations::MailAddress { address, language });
    let choices = choices.into_iter().map(|choice| {
        let NoticeChoice { kind, desk, mail } = choice;
        operations::NoticeChoice { kind, in_desk: desk, by_mail: mail }
    });
    let settings = operations::NoticeSettings { mail, choices: choices.collect() };
    Ok(done(operations::set_notice_settings(&app.desk, &who.caller, settings).await?))
}
