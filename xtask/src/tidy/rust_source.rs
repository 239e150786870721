//! Tells code, comments and the contents of literals apart, so that a rule about one is not broken by another.

/// The same text twice, each with all else blanked out, so that line numbers stay true.
pub(crate) struct RustSource {
    /// Without comments and without what stands between quotes.
    pub(crate) code: String,
    pub(crate) comments: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

impl RustSource {
    pub(crate) fn split(text: &str) -> Self {
        let mut source = Self { code: String::new(), comments: String::new() };
        let mut rest = text;
        while !rest.is_empty() {
            let (kind, length) = next_piece(rest);
            let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            source.push(kind, piece);
            rest = after;
        }
        source
    }

    fn push(&mut self, kind: Kind, piece: &str) {
        for c in piece.chars() {
            let blank = if c == '\n' { '\n' } else { ' ' };
            // Quotes stay in the code, or an attribute's `reason = "…"` would look cut off.
            let in_code = kind == Kind::Code || (kind == Kind::Literal && c == '"');
            self.code.push(if in_code { c } else { blank });
            self.comments.push(if kind == Kind::Comment { c } else { blank });
        }
    }
}

/// What `rest` begins with, and the length of that in bytes: at least one character.
fn next_piece(rest: &str) -> (Kind, usize) {
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, block_comment(rest));
    }
    if let Some(length) = raw_string(rest).or_else(|| string(rest)).or_else(|| character(rest)) {
        return (Kind::Literal, length);
    }
    (Kind::Code, rest.chars().next().map_or(1, char::len_utf8))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        let step = if tail.starts_with("/*") {
            depth += 1;
            2
        } else if tail.starts_with("*/") {
            depth -= 1;
            2
        } else {
            tail.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// `r"…"`, `r#"…"#` and so on.
fn raw_string(rest: &str) -> Option<usize> {
    let after_r = rest.strip_prefix('r')?;
    let hashes = after_r.len() - after_r.trim_start_matches('#').len();
    let content = after_r.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let content_length = content.find(&end).unwrap_or(content.len());
    Some(1 + hashes + 1 + content_length + end.len())
}

fn string(rest: &str) -> Option<usize> {
    let content = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = content.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    Some(end.map_or(rest.len(), |end| 1 + end + 1))
}

/// `'x'` or `'\n'`; nothing for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let content = rest.strip_prefix('\'')?;
    let first = content.chars().next()?;
    // An escape's second character is never the closing quote, even in `'\''`.
    let before_end = if first == '\\' { 2 } else { first.len_utf8() };
    let end = content.get(before_end..)?.find('\'')?;
    (first == '\\' || end == 0).then_some(1 + before_end + end + 1)
}

#[cfg(test)]
mod tests {
    use super::RustSource;

    /// Compares with the blanks squeezed.
    fn check(text: &str, code: &str, comments: &str) {
        let squeezed = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        let source = RustSource::split(text);
        assert_eq!((squeezed(&source.code).as_str(), squeezed(&source.comments).as_str()), (code, comments));
        assert_eq!(source.code.lines().count(), text.lines().count());
    }

    #[test]
    fn comments_leave_the_code() {
        check("let a = 1; // one\nlet b;", "let a = 1; let b;", "// one");
        check("a /* x /* y */ z */ b", "a b", "/* x /* y */ z */");
        check("a /* never closed", "a", "/* never closed");
    }

    #[test]
    fn literals_are_neither_code_nor_comment() {
        check(r#"f("// no \" comment") // yes"#, r#"f(" " ")"#, "// yes");
        check("f(r#\"a \" b\"#, x)", "f( \" \" \" , x)", "");
        check("f('\"', '\\'', '/') // é", "f( \" , , )", "// é");
        check("f(\"never closed", "f(\"", "");
    }

    #[test]
    fn lifetimes_are_code() {
        check("fn f<'a>(x: &'a str) -> &'a str", "fn f<'a>(x: &'a str) -> &'a str", "");
    }
}
