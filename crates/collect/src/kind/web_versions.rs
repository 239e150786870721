//! The answers that stand behind one name, compared: which servers, which versions, and which assets their pages name.

mod assets;

use crate::CollectError;
use crate::site::Site;
use crate::web::{self, Address, Answered, Ask};
use diagnostics::Optional as _;
use diagnostics::collector::WebVersions;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The most requests of one run.
const REQUESTS_MAX: u64 = 20;
/// How much of a page is searched for assets.
const PAGE_BYTES_MAX: usize = 512 << 10;
/// The most assets that are told.
const ASSETS_TOLD_MAX: usize = 20;

/// What can differ between two answers of one service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Variant {
    status: u16,
    server: Option<String>,
    version: Option<String>,
    assets: BTreeSet<String>,
}

/// Asks again and again.
pub(super) fn collect(site: &mut Site, parameters: &WebVersions) -> Result<Value, CollectError> {
    let address = Address {
        host: parameters.host.get(site.inputs)?,
        port: parameters.port.get(site.inputs)?,
        tls: parameters.tls.get(site.inputs)?,
        path: parameters.path.get(site.inputs)?,
    }
    .checked()?;
    let header = parameters.version_header.find(site.inputs)?;
    let requests = parameters.requests.get(site.inputs)?.clamp(2, REQUESTS_MAX);
    let (mut variants, mut failures) = (BTreeMap::<Variant, usize>::new(), Vec::new());
    for _ in 0..requests {
        if !site.go_on()? {
            break;
        }
        let answered = web::ask(site, &Ask::of(&address, PAGE_BYTES_MAX))?;
        if answered.way.status == 0 {
            let phase = answered.way.failed_phase;
            let reason = answered.way.error.or(answered.way.certificate_error).unwrap_or_default();
            failures.push(format!("{phase}: {reason}"));
        } else {
            *variants.entry(variant(&answered, header.as_deref())).or_default() += 1;
        }
    }
    Ok(facts(&address, &variants, &failures))
}

fn variant(answered: &Answered, header: Option<&str>) -> Variant {
    Variant {
        status: answered.way.status,
        server: answered.header("server"),
        version: header.and_then(|name| answered.header(name)),
        assets: assets::named(&String::from_utf8_lossy(&answered.body)),
    }
}

fn facts(address: &Address, variants: &BTreeMap<Variant, usize>, failures: &[String]) -> Value {
    let distinct = |of: &dyn Fn(&Variant) -> Option<String>| -> BTreeSet<String> {
        variants.keys().filter_map(of).collect()
    };
    let healthy = || variants.keys().filter(|variant| (200..300).contains(&variant.status));
    let asset_sets: BTreeSet<&BTreeSet<String>> = healthy().map(|variant| &variant.assets).collect();
    let everywhere = |asset: &String| asset_sets.iter().all(|set| set.contains(asset));
    let differing: BTreeSet<&String> =
        asset_sets.iter().flat_map(|set| set.iter()).filter(|asset| !everywhere(asset)).collect();
    let statuses: BTreeSet<u16> = variants.keys().map(|variant| variant.status).collect();
    let told = variants.iter().map(|(variant, count)| {
        json!({
            "count": count, "status": variant.status, "server": variant.server, "version": variant.version,
            "assets": variant.assets.len(),
        })
    });
    json!({
        "host": address.host,
        "port": address.port,
        "path": address.path_alone(),
        "answered": variants.values().sum::<usize>(),
        "failed": failures.len(),
        "failures": failures.iter().collect::<BTreeSet<_>>(),
        "statuses": statuses,
        "servers": distinct(&|variant| variant.server.clone()),
        "versions": distinct(&|variant| variant.version.clone()),
        "without_version": variants.keys().filter(|variant| variant.version.is_none()).count(),
        "asset_sets": asset_sets.len(),
        "differing_assets": differing.iter().take(ASSETS_TOLD_MAX).collect::<Vec<_>>(),
        "variants": told.collect::<Vec<_>>(),
    })
}
