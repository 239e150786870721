//! The DMARC record (RFC 7489), of the domain or of a domain above it.

use super::tags::{tags, value};
use crate::dns::Dns;
use serde::Serialize;

/// How many domains above are asked.
const PARENTS_MAX: usize = 4;

/// How close a domain has to be to the author's (section 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::kind) enum Mode {
    /// Of the same organization.
    #[default]
    Relaxed,
    /// The very same.
    Strict,
}

impl Mode {
    fn of(value: Option<&str>) -> Self {
        if value.is_some_and(|mode| mode.eq_ignore_ascii_case("s")) { Self::Strict } else { Self::Relaxed }
    }
}

/// What the DMARC record says.
#[derive(Debug, Default, Serialize)]
pub(in crate::kind) struct Dmarc {
    /// Whether DNS answered.
    answered: bool,
    count: usize,
    /// The domain that has the record.
    found_at: Option<String>,
    record: Option<String>,
    /// What happens to mail that fails: none, quarantine or reject.
    policy: Option<String>,
    percent: Option<u8>,
    /// What the domains of DKIM and SPF have to be.
    pub(in crate::kind) dkim_mode: Mode,
    pub(in crate::kind) spf_mode: Mode,
    /// Whether reports are asked for.
    reports: bool,
    errors: Vec<String>,
}

pub(in crate::kind) async fn read(dmarc: &mut Dmarc, dns: &mut Dns, domain: &str) {
    let above = std::iter::successors(Some(domain), |name| name.split_once('.').map(|(_, parent)| parent));
    for name in above.take(1 + PARENTS_MAX).filter(|name| name.contains('.')) {
        let Some(texts) = dns.texts(&format!("_dmarc.{name}")).await else { return };
        dmarc.answered = true;
        let records: Vec<String> = texts.into_iter().filter(|text| is_dmarc(text)).collect();
        if let Some(record) = records.first() {
            dmarc.count = records.len();
            dmarc.found_at = Some(name.to_owned());
            dmarc.parse(record, name != domain);
            return;
        }
    }
}

fn is_dmarc(text: &str) -> bool {
    tags(text).first().is_some_and(|(name, value)| name == "v" && value == "DMARC1")
}

impl Dmarc {
    fn parse(&mut self, record: &str, inherited: bool) {
        let tags = tags(record);
        self.record = Some(without_people(&tags));
        let subdomains = value(&tags, "sp").filter(|_| inherited);
        match subdomains.or_else(|| value(&tags, "p")).map(str::to_ascii_lowercase) {
            Some(policy) if matches!(policy.as_str(), "none" | "quarantine" | "reject") => {
                self.policy = Some(policy);
            }
            Some(policy) => self.errors.push(format!("`p={policy}` is not none, quarantine or reject")),
            None => self.errors.push("`p` is missing".to_owned()),
        }
        (self.dkim_mode, self.spf_mode) = (Mode::of(value(&tags, "adkim")), Mode::of(value(&tags, "aspf")));
        if let Some(percent) = value(&tags, "pct") {
            self.percent = percent.parse().ok().filter(|percent| *percent <= 100);
            if self.percent.is_none() {
                self.errors.push(format!("`pct={percent}` is not 0 to 100"));
            }
        }
        if let Some(addresses) = value(&tags, "rua") {
            self.reports = true;
            let wrong = addresses
                .split(',')
                .map(str::trim)
                .filter(|uri| !uri.to_ascii_lowercase().starts_with("mailto:"));
            self.errors.extend(wrong.map(|_| "`rua` holds what is no mailto address".to_owned()));
        }
    }
}

/// The record as it reads without the names of those who get reports: only where they go matters.
fn without_people(tags: &[(String, String)]) -> String {
    let shown = tags.iter().map(|(name, value)| match name.as_str() {
        "rua" | "ruf" => {
            let domains =
                value.split(',').map(|uri| uri.rsplit_once('@').map_or("…", |(_, domain)| domain));
            format!("{name}={}", domains.collect::<Vec<_>>().join(","))
        }
        _ => format!("{name}={value}"),
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(record: &str, policy: Option<&str>, errors: usize) {
        let mut dmarc = Dmarc::default();
        dmarc.parse(record, false);
        assert_eq!(
            (dmarc.policy.as_deref(), dmarc.errors.len()),
            (policy, errors),
            "{record}: {:?}",
            dmarc.errors
        );
    }

    #[test]
    fn records_are_judged() {
        check("v=DMARC1; p=reject; rua=mailto:a@example.com; pct=50", Some("reject"), 0);
        check("v=DMARC1;p=NONE", Some("none"), 0);
        check("v=DMARC1; p=block", None, 1);
        check("v=DMARC1; rua=https://x; pct=101", None, 3);
        assert!(is_dmarc("v=DMARC1; p=none") && !is_dmarc("p=none; v=DMARC1") && !is_dmarc("v=spf1 -all"));
    }

    #[test]
    fn who_gets_reports_is_not_told() {
        let mut dmarc = Dmarc::default();
        dmarc.parse("v=DMARC1; p=reject; rua=mailto:alice@a.example,mailto:b@b.example; ruf=mailto:c", false);
        assert_eq!(dmarc.record.as_deref(), Some("v=DMARC1; p=reject; rua=a.example,b.example; ruf=…"));
    }

    #[test]
    fn a_subdomain_takes_the_policy_for_subdomains() {
        let mut dmarc = Dmarc::default();
        dmarc.parse("v=DMARC1; p=reject; sp=none", true);
        assert_eq!(dmarc.policy.as_deref(), Some("none"));
    }
}
