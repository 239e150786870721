//! What people chose.

use super::addresses::{self, AddressChange};
use super::webhooks;
use crate::column::{Columns, FromColumns, all, word};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{NoticeKind, PersonId, TenantId};

/// What somebody chose for a kind of notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeChoice {
    /// Which kind.
    pub kind: NoticeKind,
    /// Whether the desk shows it.
    pub in_desk: bool,
    /// Whether a mail tells of it, where there is an address.
    pub by_mail: bool,
    /// Whether a webhook tells of it, where there is one.
    pub by_webhook: bool,
}

struct Chosen(PersonId, NoticeChoice);

impl FromColumns for Chosen {
    const TABLE: &'static str = "notice_choice";
    const KEY: &'static str = "person";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let choice = NoticeChoice {
            kind: columns.word("kind")?,
            in_desk: columns.number("in_desk")? != 0,
            by_mail: columns.number("by_mail")? != 0,
            by_webhook: columns.number("by_webhook")? != 0,
        };
        Ok(Self(columns.parsed("person")?, choice))
    }
}

impl Store {
    /// What a tenant's people chose otherwise than by default.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn notice_choices(
        &self,
        tenant: &TenantId,
    ) -> Result<Vec<(PersonId, NoticeChoice)>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let rows = on!(&mut tx, |c| {
            all(sqlx::query(
                "SELECT person, kind, in_desk, by_mail, by_webhook FROM notice_choice WHERE tenant = $1 \
             ORDER BY person, kind",
            )
            .bind(tenant.as_str())
            .fetch_all(c)
            .await?)?
        });
        Ok(rows.into_iter().map(|Chosen(person, choice)| (person, choice)).collect())
    }

    /// Replaces where somebody gets mail, and what they chose. Without an address there is no mail.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_notice_settings(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        address: &AddressChange,
        choices: &[NoticeChoice],
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        addresses::change(&mut tx, tenant, person, address).await?;
        execute!(
            &mut tx,
            sqlx::query("DELETE FROM notice_choice WHERE tenant = $1 AND person = $2")
                .bind(tenant.as_str())
                .bind(person.as_str())
        )?;
        for choice in choices {
            let kind = word(&choice.kind)?;
            execute!(
                &mut tx,
                sqlx::query(
                    "INSERT INTO notice_choice (tenant, person, kind, in_desk, by_mail, by_webhook) \
                     VALUES ($1, $2, $3, $4, $5, $6)"
                )
                .bind(tenant.as_str())
                .bind(person.as_str())
                .bind(kind)
                .bind(i64::from(choice.in_desk))
                .bind(i64::from(choice.by_mail))
                .bind(i64::from(choice.by_webhook))
            )?;
        }
        tx.commit().await
    }
}

/// Forgets somebody: their addresses, what they chose, and what they were or would have been told.
pub(crate) async fn forget(tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<(), StoreError> {
    webhooks::remove(tx, tenant, person).await?;
    for sql in [
        "DELETE FROM mail_address WHERE tenant = $1 AND person = $2",
        "DELETE FROM notice_choice WHERE tenant = $1 AND person = $2",
        "DELETE FROM mail WHERE tenant = $1 AND person = $2",
        "DELETE FROM notice WHERE tenant = $1 AND person = $2",
    ] {
        execute!(tx, sqlx::query(sql).bind(tenant.as_str()).bind(person.as_str()))?;
    }
    Ok(())
}
