//! An exception from a lint tells why it is one. Clippy asks too, but not inside `cfg_attr` that is off.

use super::rust_source::RustSource;
use super::violation::Violation;
use crate::workspace::TextFile;

const EXCEPTIONS: [&str; 2] = ["allow(", "expect("];

pub(crate) fn gives_a_reason_for_each_exception(file: &TextFile) -> Vec<Violation> {
    if !file.is_rust() {
        return Vec::new();
    }
    let code = RustSource::split(&file.text).code;
    let unreasoned =
        attributes(&code).filter(|(_, attribute)| is_exception(attribute) && !attribute.contains("reason"));
    unreasoned
        .map(|(line, _)| Violation::at(file, line, "give this exception its `reason = \"…\"`"))
        .collect()
}

fn is_exception(attribute: &str) -> bool {
    EXCEPTIONS.iter().any(|start| attribute.starts_with(start) || attribute.contains(&format!(" {start}")))
}

/// The text between the brackets of each `#[…]` and `#![…]`, with the line that it starts in.
fn attributes(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices('#').filter_map(|(start, _)| {
        let after = code.get(start + 1..)?;
        let inner = after.strip_prefix('!').unwrap_or(after).strip_prefix('[')?;
        let line = 1 + code.get(..start)?.matches('\n').count();
        Some((line, inner.get(..closing_bracket(inner)?)?))
    })
}

/// Where the bracket that is open before `text` closes.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.find(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::gives_a_reason_for_each_exception;

    fn check(text: &str, lines: &[usize]) {
        let expected: Vec<_> = lines
            .iter()
            .map(|line| format!("a.rs:{line}: give this exception its `reason = \"…\"`"))
            .collect();
        assert_eq!(complaints(gives_a_reason_for_each_exception, "a.rs", text), expected, "{text}");
    }

    #[test]
    fn an_exception_without_a_reason_is_named() {
        check("fn a() {}\n#[allow(dead_code)]\nfn b() {}\n", &[2]);
        check("#![expect(dead_code)]\n", &[1]);
        check("#[cfg_attr(unix, allow(dead_code))]\nfn b() {}\n", &[1]);
    }

    #[test]
    fn a_reason_may_stand_on_a_line_of_its_own() {
        check("#[expect(\n    dead_code,\n    reason = \"the [next] step uses it\"\n)]\nfn b() {}\n", &[]);
    }

    #[test]
    fn other_attributes_and_methods_need_no_reason() {
        check("#[derive(Debug)]\nfn a() { b.expect(\"x\") } // #[allow(x)]\n", &[]);
    }
}
