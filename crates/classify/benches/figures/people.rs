//! Directories of invented people.

use classify::{TenantContext, User};

/// A tenant with so many people.
pub(crate) fn directory(people: usize) -> TenantContext {
    let mut context = TenantContext::default();
    context.tenant.domains = vec!["contoso.example".into()];
    context.tenant.networks = vec!["10.0.0.0/8".into()];
    context.tenant.server_patterns = vec!["^srv-[a-z]+[0-9]+$".into()];
    for n in 0..people {
        context.tenant.users.push(User {
            upn: format!("given{}.family{n}@contoso.example", n % 997),
            display_name: format!("Given{} Family{n}", n % 997),
            usernames: vec![format!("gfamily{n}")],
            machines: vec![format!("LT-{n:06}")],
            object_id: format!("{n:08x}-1111-4222-8333-444455556666"),
            sid: format!("S-1-5-21-1004336348-1177238915-682003330-{}", 10_000 + n),
            phones: vec![format!("+33 1 44 {:02} {:02} {:02}", n / 10_000 % 100, n / 100 % 100, n % 100)],
            ..User::default()
        });
    }
    context
}
