//! Mails on their way.

use crate::column::{Columns, FromColumns, all};
use crate::database::Database;
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::on;
use domain::{CaseId, Moment, NoticeKind, PersonId, TenantId};

/// A mail that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// To whom.
    pub person: PersonId,
    /// Its name, among the person's.
    pub mail: String,
    /// How often it was tried in vain.
    pub attempts: u64,
    /// When it was first tried.
    pub first_try_at: Option<Moment>,
    /// When it is due.
    pub next_try_at: Moment,
}

impl FromColumns for MailRow {
    const TABLE: &'static str = "mail";
    const KEY: &'static str = "mail";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person: columns.parsed("person")?,
            mail: columns.text("mail")?,
            attempts: columns.count("attempts")?,
            first_try_at: columns.optional_moment("first_try_at")?,
            next_try_at: columns.moment("next_try_at")?,
        })
    }
}

/// A line of a mail: a kind of notice, its case and time, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLine {
    /// What happened.
    pub kind: NoticeKind,
    /// The case, if it is about one.
    pub case: Option<CaseId>,
    /// When.
    pub at: Moment,
}

impl FromColumns for MailLine {
    const TABLE: &'static str = "notice";
    const KEY: &'static str = "notice";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: columns.word("kind")?,
            case: columns.optional_parsed("case_id")?,
            at: columns.moment("at")?,
        })
    }
}

/// An attempt that was in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPutOff {
    /// When to try again; none to give it up.
    pub next_try_at: Option<Moment>,
    /// What went wrong.
    pub fault: String,
}

impl Store {
    /// The mails of a tenant that are due, 100 at most. Those that `holder` did not take itself are too where no other
    /// process can be sending them.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn due_mails(
        &self,
        tenant: &TenantId,
        holder: &str,
        now: Moment,
    ) -> Result<Vec<MailRow>, StoreError> {
        // One process has an SQLite database, so whoever took a mail before is dead.
        let is_alone = matches!(self.database(), Database::Sqlite { .. });
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| {
            all(sqlx::query(
                "SELECT person, mail, attempts, first_try_at, next_try_at FROM mail \
             WHERE tenant = $1 AND state = 'waiting' AND (next_try_at <= $2 OR ($4 = 1 AND taken_by <> $3)) \
             ORDER BY next_try_at, mail LIMIT 100",
            )
            .bind(tenant.as_str())
            .bind(now.unix_micros())
            .bind(holder)
            .bind(i64::from(is_alone))
            .fetch_all(c)
            .await?)
        })
    }

    /// Takes a mail for `holder` to send it until `until`: nothing joins it any more, and no other replica takes it.
    /// False if one did.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_mail(
        &self,
        tenant: &TenantId,
        mail: &MailRow,
        holder: &str,
        now: Moment,
        until: Moment,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database().write(tenant).await?;
        let taken = on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE mail SET is_open = 0, attempts = attempts + 1, first_try_at = COALESCE(first_try_at, $5), \
             next_try_at = $6, taken_by = $7 WHERE tenant = $1 AND person = $2 AND mail = $3 AND next_try_at = $4 \
             AND state = 'waiting'"
        )
        .bind(tenant.as_str())
        .bind(mail.person.as_str())
        .bind(&mail.mail)
        .bind(mail.next_try_at.unix_micros())
        .bind(now.unix_micros())
        .bind(until.unix_micros())
        .bind(holder)
        .execute(c)
        .await?
        .rows_affected()
        });
        tx.commit().await?;
        Ok(taken > 0)
    }

    /// What a mail tells, oldest first.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn mail_lines(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        mail: &str,
    ) -> Result<Vec<MailLine>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT notice, kind, case_id, at FROM notice \
             WHERE tenant = $1 AND person = $2 AND mail = $3 ORDER BY at, notice"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(mail)
        .fetch_all(c)
        .await?))
    }

    /// Keeps that a mail was taken by the mail server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mail_sent(&self, tenant: &TenantId, mail: &MailRow) -> Result<(), StoreError> {
        self.end_mail(tenant, mail, "sent", None, None).await
    }

    /// Keeps that a mail was tried in vain, or is given up.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn put_mail_off(
        &self,
        tenant: &TenantId,
        mail: &MailRow,
        put_off: &MailPutOff,
    ) -> Result<(), StoreError> {
        let state = if put_off.next_try_at.is_some() { "waiting" } else { "given_up" };
        self.end_mail(tenant, mail, state, put_off.next_try_at, Some(&put_off.fault)).await
    }

    async fn end_mail(
        &self,
        tenant: &TenantId,
        mail: &MailRow,
        state: &str,
        next_try_at: Option<Moment>,
        fault: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut tx = self.database().write(tenant).await?;
        on!(&mut tx, |c| {
            sqlx::query(
            "UPDATE mail SET state = $4, next_try_at = COALESCE($5, next_try_at), fault = $6, taken_by = NULL \
             WHERE tenant = $1 AND person = $2 AND mail = $3"
        )
        .bind(tenant.as_str())
        .bind(mail.person.as_str())
        .bind(&mail.mail)
        .bind(state)
        .bind(next_try_at.map(Moment::unix_micros))
        .bind(fault)
        .execute(c)
        .await
        .map(|_| ())?;
        });
        tx.commit().await
    }
}
