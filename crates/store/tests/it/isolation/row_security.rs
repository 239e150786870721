//! Below the store: `PostgreSQL` itself hides and guards what is another tenant's.

use super::furnish;
use crate::databases::{Opened, on_postgres};
use crate::desk::{id, must, say, tenant};
use crate::raw::Raw;

/// Tables that hold nothing of any tenant.
const OF_NOBODY: [&str; 2] = ["_sqlx_migrations", "clock_mark"];
/// Tables of which everybody may read ids and times.
const READ_BY_ALL: [&str; 2] = ["tenant_index", "destination_index"];

#[test]
fn below_the_store_postgresql_hides_and_guards_every_table() {
    on_postgres(|opened| async move {
        furnish(&opened).await;
        // A state is kept at the 256th event.
        for number in 0..256 {
            must(&opened.store, &tenant(), say("A", &format!("x{number}"))).await;
        }
        let mut raw = Raw::connect(&opened, &tenant()).await;
        let tables = raw
            .texts(
                "SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name",
            )
            .await;
        let tables: Vec<_> = tables.iter().map(String::as_str).filter(|t| !OF_NOBODY.contains(t)).collect();
        assert!(tables.len() >= 15, "{tables:?}");
        for table in tables {
            guarded(&opened, table).await;
        }
    });
}

async fn guarded(opened: &Opened, table: &str) {
    let mut raw = Raw::connect(opened, &tenant()).await;
    let count = format!("SELECT count(*) FROM {table}");
    // The owner of the tables is bound as well.
    assert_ne!(raw.number(&count).await, 0, "{table} is empty: give it a row in `furnish`");
    raw.execute(&format!("CREATE TEMP TABLE copy AS SELECT * FROM {table} WHERE tenant = 'contoso'")).await;
    // What is generated is made from the others.
    let columns = "SELECT column_name::text FROM information_schema.columns WHERE is_generated = 'NEVER'";
    let columns = raw.texts(&format!("{columns} AND table_name = '{table}'")).await.join(", ");
    raw.execute("GRANT SELECT ON copy TO glasscase_app").await;
    raw.as_application().await;
    assert_ne!(raw.number(&count).await, 0, "the application sees its tenant's rows of {table}");
    for bound in ["", "fabrikam"] {
        raw.bind(bound).await;
        let visible = raw.number(&format!("{count} WHERE tenant = 'contoso'")).await;
        assert!(visible == 0 || READ_BY_ALL.contains(&table), "{table} shows rows to `{bound}`");
        for change in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET tenant = '{bound}'")] {
            let changed =
                raw.try_execute(&format!("{change} WHERE tenant = 'contoso'")).await.unwrap_or_default();
            assert_eq!(changed, 0, "{change} as `{bound}`");
        }
        let insert =
            raw.try_execute(&format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM copy")).await;
        let why = insert.expect_err(table).to_string();
        assert!(why.contains("row-level security"), "{table} as `{bound}`: {why}");
    }
    raw.close().await;
}

#[test]
fn only_the_vendor_role_sees_the_queue_across_tenants_and_cannot_change_it() {
    on_postgres(|opened| async move {
        furnish(&opened).await;
        let mut raw = Raw::connect(&opened, &id("nobody")).await;
        raw.as_application().await;
        assert_eq!(raw.number("SELECT count(*) FROM vendor_queue").await, 0);
        raw.execute("SELECT set_config('app.role', 'vendor', false)").await;
        assert_eq!(raw.number("SELECT count(*) FROM vendor_queue").await, 1);
        assert_eq!(raw.number("SELECT count(*) FROM case_row").await, 0, "the queue alone");
        assert_eq!(raw.execute("UPDATE vendor_queue SET open = false").await, 0);
        assert_eq!(raw.execute("DELETE FROM vendor_queue").await, 0);
    });
}
