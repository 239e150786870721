//! Takes the lists of a context into the tables of its compiled form.

use crate::context::directory::{hash, spellings};
use crate::context::networks::Networks;
use crate::context::{AddressOwner, ContextError, ContextForm, Directory, Known, Phrase};
use crate::phrase_table::PhraseTable;
use crate::word_filter::WordFilter;
use crate::word_table::Table;

pub(super) fn insert_networks<P>(
    networks: &mut Networks,
    context: &ContextForm<P>,
) -> Result<(), ContextError> {
    let tenant = &context.tenant;
    let lists = [
        ("vendor.networks", &context.vendor.networks, AddressOwner::Vendor),
        ("tenant.networks", &tenant.networks, AddressOwner::Tenant),
        ("tenant.user_networks", &tenant.user_networks, AddressOwner::User),
    ];
    for (list, values, owner) in lists {
        for (index, value) in values.iter().enumerate() {
            networks.insert(value, owner).ok_or_else(|| ContextError::Network {
                place: format!("{list}[{index}]"),
                value: value.clone(),
            })?;
        }
    }
    Ok(())
}

pub(super) fn insert_known<P>(table: &mut Table<Known>, context: &ContextForm<P>) {
    let tenant = &context.tenant;
    let mut know = |word: &str, known| table.raise(word.trim().as_bytes(), known);
    for domain in &tenant.domains {
        know(domain.split('.').next().unwrap_or_default(), Known::NetBios);
    }
    tenant.names.iter().for_each(|name| know(name, Known::NetBios));
    for id in tenant.ids.iter().flat_map(|id| spellings(id)) {
        know(&id, Known::TenantId);
    }
    context.vendor.operators.iter().for_each(|operator| know(operator, Known::Operator));
}

/// The words that are looked for without a key or a shape that points to them, and those that begin a phrase.
pub(super) fn words<P>(
    context: &ContextForm<P>,
    directory: &Directory,
    organisation: &PhraseTable<Phrase>,
) -> WordFilter {
    let (tenant, vendor) = (&context.tenant, &context.vendor);
    let lists = [&tenant.ids, &vendor.operators, &tenant.domains, &vendor.domains];
    let labels = tenant.domains.iter().filter_map(|domain| domain.split('.').next());
    let listed = lists.into_iter().flatten().map(String::as_str).chain(labels).map(hash);
    let names: Vec<u32> = listed.chain(directory.names.iter().copied()).collect();
    let mut firsts: Vec<u32> = organisation.firsts().chain(directory.phrases.firsts()).collect();
    firsts.sort_unstable();
    firsts.dedup();
    WordFilter::of(&names, &firsts)
}

#[cfg(test)]
mod tests {
    use crate::context::{CompiledContext, Known, TenantContext};

    #[test]
    fn a_bad_network_is_named() {
        let mut context = TenantContext::default();
        context.tenant.networks = vec!["10.0.0.0/8".into(), "ten/8".into()];
        let error = CompiledContext::new(&context).unwrap_err().to_string();
        assert_eq!(
            error,
            "tenant context, tenant.networks[1]: `ten/8` is not an address or `address/prefix`"
        );
    }

    #[test]
    fn an_id_is_found_in_any_spelling() {
        let mut context = TenantContext::default();
        context.tenant.ids = vec!["8B1F2F5E-3f6a-4a53-9f57-0d5e5b6f7c21".into()];
        let context = CompiledContext::new(&context).unwrap();
        assert_eq!(context.known(b"8b1f2f5e3f6a4a539f570d5e5b6f7c21"), Some(Known::TenantId));
        assert_eq!(context.known(b"8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21"), Some(Known::TenantId));
    }
}
