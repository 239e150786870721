//! Keeping notices, and the mails that will tell of them.

use super::webhooks;
use crate::column::{Columns, FromColumns, count, optional, word};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{CaseId, Moment, NoticeKind, PersonId, TenantId};

/// A notice for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// For whom.
    pub person: PersonId,
    /// Its id, among the person's; it follows from what happened, so it is never kept twice.
    pub notice: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The case, if it is about one.
    pub case: Option<CaseId>,
    /// When that happened.
    pub at: Moment,
    /// Whether the desk shows it.
    pub in_desk: bool,
    /// When a mail tells of it, if one does.
    pub mail_at: Option<Moment>,
    /// Whether the person's webhook tells of it.
    pub by_webhook: bool,
}

struct Position(u64);

impl FromColumns for Position {
    const TABLE: &'static str = "notice_position";
    const KEY: &'static str = "position";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.count("position")?))
    }
}

struct OpenMail(String);

impl FromColumns for OpenMail {
    const TABLE: &'static str = "mail";
    const KEY: &'static str = "mail";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.text("mail")?))
    }
}

impl Store {
    /// Up to where a tenant's log was told; none if nothing was.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn notice_position(&self, tenant: &TenantId) -> Result<Option<u64>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let row: Option<Position> = on!(&mut tx, |c| optional(
            sqlx::query("SELECT position FROM notice_position WHERE tenant = $1")
                .bind(tenant.as_str())
                .fetch_optional(c)
                .await?
        )?);
        Ok(row.map(|Position(position)| position))
    }

    /// Keeps notices and moves the position from `from` to `to`, in one transaction; what waits for the digests of cases
    /// that were closed is due `now`. False, and nothing is kept, if another replica moved the position first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn tell(
        &self,
        tenant: &TenantId,
        from: Option<u64>,
        to: u64,
        notices: &[NewNotice],
        closed: &[CaseId],
        now: Moment,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database().write(tenant).await?;
        let moved = on!(&mut tx, |c| {
            match from {
            None => sqlx::query(
                "INSERT INTO notice_position (tenant, position) VALUES ($1, $2) ON CONFLICT (tenant) DO NOTHING"
            )
            .bind(tenant.as_str())
            .bind(count(to))
            .execute(c)
            .await?
            .rows_affected(),
            Some(from) => sqlx::query(
                "UPDATE notice_position SET position = $2 WHERE tenant = $1 AND position = $3"
            )
            .bind(tenant.as_str())
            .bind(count(to))
            .bind(count(from))
            .execute(c)
            .await?
            .rows_affected(),
        }
        });
        if moved == 0 {
            tx.rollback().await?;
            return Ok(false);
        }
        for notice in notices {
            keep(&mut tx, tenant, notice, now).await?;
        }
        for case in closed {
            hasten(&mut tx, tenant, case, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Makes what waits for the digest of a case due.
async fn hasten(tx: &mut Tx, tenant: &TenantId, case: &CaseId, now: Moment) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "UPDATE mail SET next_try_at = $3 WHERE tenant = $1 AND case_id = $2 AND is_open = 1 \
             AND next_try_at > $3"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .bind(now.unix_micros())
    )
}

async fn keep(tx: &mut Tx, tenant: &TenantId, new: &NewNotice, now: Moment) -> Result<(), StoreError> {
    let kind = word(&new.kind)?;
    let kept = on!(tx, |c| sqlx::query(
        "INSERT INTO notice (tenant, person, notice, kind, case_id, at, in_desk) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, person, notice) DO NOTHING"
    )
    .bind(tenant.as_str())
    .bind(new.person.as_str())
    .bind(&new.notice)
    .bind(kind)
    .bind(new.case.as_ref().map(CaseId::as_str))
    .bind(new.at.unix_micros())
    .bind(i64::from(new.in_desk))
    .execute(c)
    .await?
    .rows_affected());
    if kept > 0 && new.by_webhook {
        webhooks::await_delivery(tx, tenant, &new.person, &new.notice, now).await?;
    }
    let Some(mail_at) = new.mail_at.filter(|_| kept > 0) else { return Ok(()) };
    let mail = match open_mail(tx, tenant, new).await? {
        Some(mail) => mail,
        None => begin_mail(tx, tenant, new, mail_at).await?,
    };
    execute!(
        tx,
        sqlx::query("UPDATE notice SET mail = $4 WHERE tenant = $1 AND person = $2 AND notice = $3")
            .bind(tenant.as_str())
            .bind(new.person.as_str())
            .bind(&new.notice)
            .bind(mail)
    )
}

/// The digest of the notice's case that it may join.
async fn open_mail(tx: &mut Tx, tenant: &TenantId, new: &NewNotice) -> Result<Option<String>, StoreError> {
    if new.kind.is_urgent() {
        return Ok(None);
    }
    let row: Option<OpenMail> = on!(tx, |c| optional(
        sqlx::query(
            "SELECT mail FROM mail WHERE tenant = $1 AND person = $2 AND is_open = 1 \
             AND (case_id = $3 OR (case_id IS NULL AND $3 IS NULL)) LIMIT 1"
        )
        .bind(tenant.as_str())
        .bind(new.person.as_str())
        .bind(new.case.as_ref().map(CaseId::as_str))
        .fetch_optional(c)
        .await?
    )?);
    Ok(row.map(|OpenMail(mail)| mail))
}

/// A mail is named for the first notice that it tells of.
async fn begin_mail(
    tx: &mut Tx,
    tenant: &TenantId,
    new: &NewNotice,
    mail_at: Moment,
) -> Result<String, StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO mail (tenant, person, mail, case_id, state, is_open, attempts, next_try_at) \
             VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6)"
        )
        .bind(tenant.as_str())
        .bind(new.person.as_str())
        .bind(&new.notice)
        .bind(new.case.as_ref().map(CaseId::as_str))
        .bind(i64::from(!new.kind.is_urgent()))
        .bind(mail_at.unix_micros())
    )?;
    Ok(new.notice.clone())
}
