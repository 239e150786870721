//! Lists page by page: a tenant's cases, and the vendor's queue across tenants.

use crate::databases::{Opened, each_database};
use crate::desk::{consent, create, id, must, subscription_of, tenant};
use domain::{Command, Level, TenantId};
use store::{CaseFilter, Page, Waiting};

#[test]
fn cases_and_the_queue_are_read_page_by_page_newest_first() {
    each_database(|Opened { store, clock, .. }| async move {
        let fabrikam: TenantId = id("fabrikam");
        for tenant in [&tenant(), &fabrikam] {
            must(&store, tenant, create()).await;
            must(&store, tenant, Command::AddSubscription { subscription: subscription_of(tenant) }).await;
            for number in 0..5 {
                clock.forward_seconds(number % 2);
                must(
                    &store,
                    tenant,
                    crate::desk::open_case(subscription_of(tenant), &format!("{tenant}-{number}")),
                )
                .await;
            }
        }
        must(&store, &tenant(), consent("contoso-4", 1, Level::Standard)).await;
        must(&store, &tenant(), Command::CloseCase { case: id("contoso-0") }).await;

        let (mut names, mut page) = (Vec::new(), Page::first(2));
        loop {
            let rows = store.cases(&tenant(), CaseFilter::default(), page.clone()).await.unwrap();
            let Some(last) = rows.last() else { break };
            page.after = Some(last.opened_sequence);
            names.extend(rows.into_iter().map(|row| row.case.to_string()));
        }
        assert_eq!(names, ["contoso-4", "contoso-3", "contoso-2", "contoso-1", "contoso-0"]);
        let closed = store.cases(&tenant(), CaseFilter { open: Some(false) }, Page::first(9)).await.unwrap();
        assert_eq!(closed.len(), 1);

        let teams = [id("mail-team"), id("other-team"), id("mail-team")];
        let (mut rows, mut page) = (Vec::new(), Page::first(3));
        loop {
            let more = store.queue(&teams, None, page.clone()).await.unwrap();
            let Some(last) = more.last() else { break };
            page.after = Some(last.key());
            rows.extend(more);
        }
        assert_eq!(rows.len(), 9, "each open case of both tenants once");
        assert!(rows.iter().all(|row| row.open && row.case != id("contoso-0")));
        assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.key())));
        let covered: Vec<_> = rows.iter().filter(|row| row.waiting == Waiting::Vendor).collect();
        assert_eq!(covered.len(), 1);
        assert_eq!(covered[0].case, id("contoso-4"));
        assert_eq!(store.queue(&[id("other-team")], None, Page::first(9)).await.unwrap(), []);
        let owner = store.tenant_of_case(&id("fabrikam-1")).await.unwrap();
        assert_eq!(owner, Some((fabrikam, id("mail-team"))));
        assert_eq!(store.tenant_of_case(&id("unheard-of")).await.unwrap(), None);
    });
}
