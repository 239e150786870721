//! Patterns of the short host names of servers.

use crate::context::ContextError;
use regex_automata::meta::Regex;

/// One automaton for all patterns of a list, if there are any; each has to match a whole short host name.
pub(super) fn patterns(list: &str, patterns: &[String]) -> Result<Option<Regex>, ContextError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut anchored = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let whole = format!("^(?i:{pattern})$");
        Regex::new(&whole).map_err(|error| ContextError::Pattern {
            place: format!("{list}[{index}]"),
            value: pattern.clone(),
            reason: error.to_string().lines().last().unwrap_or_default().to_owned(),
        })?;
        anchored.push(whole);
    }
    let all = Regex::new_many(&anchored);
    all.map(Some).map_err(|error| ContextError::TooLarge { reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use crate::context::{CompiledContext, TenantContext};

    #[test]
    fn a_bad_pattern_is_named() {
        let mut context = TenantContext::default();
        context.vendor.server_patterns = vec!["edge-[".into()];
        let error = CompiledContext::new(&context).unwrap_err().to_string();
        assert!(error.starts_with("tenant context, vendor.server_patterns[0]: `edge-[` is not"), "{error}");
    }

    #[test]
    fn a_pattern_matches_whole_names_only() {
        let mut context = TenantContext::default();
        context.tenant.server_patterns = vec!["srv-[a-z]+".into(), "^db[0-9]$".into()];
        let context = CompiledContext::new(&context).unwrap();
        assert!(context.is_tenant_server(b"SRV-fic") && context.is_tenant_server(b"db3"));
        assert!(!context.is_tenant_server(b"srv-fic9") && !context.is_tenant_server(b"olddb3"));
    }
}
