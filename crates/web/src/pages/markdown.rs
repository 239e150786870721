//! What people write in cases: Markdown, of which nothing runs and nothing is loaded from elsewhere.

use ammonia::Builder;
use pulldown_cmark::{Event, Options, Parser, html};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What may come out, whatever came in.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.tags(HashSet::from([
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h3",
        "h4",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]));
    builder.url_schemes(HashSet::from(["http", "https", "mailto"]));
    builder.link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// The text as HTML. Markup inside it is shown as it was written.
pub(super) fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(markup) | Event::InlineHtml(markup) => Event::Text(markup),
        // People press Enter where they want a new line.
        Event::SoftBreak => Event::HardBreak,
        event => event,
    });
    let mut made = String::with_capacity(text.len() * 2);
    html::push_html(&mut made, events);
    SANITISER.clean(&made).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_shown_as_it_is_meant() {
        assert_eq!(to_html("**Since** `14:02`"), "<p><strong>Since</strong> <code>14:02</code></p>\n");
        assert_eq!(to_html("one\ntwo"), "<p>one<br>\ntwo</p>\n");
    }

    #[test]
    fn nothing_that_is_written_runs_or_loads() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "![a](https://evil.example/pixel.gif)",
            "<a href=\"x\" onclick=\"alert(1)\">a</a>",
            "<svg><script>alert(1)</script></svg>",
            "[x]: javascript:alert(1)\n[x]",
            "<iframe src=//evil.example>",
            "<style>@import url(//evil.example)</style>",
        ] {
            let made = to_html(text).to_lowercase();
            for bad in ["<script", "<img", "<iframe", "<svg", "<style", "href=\"javascript", "href=\"data"] {
                assert!(!made.contains(bad), "{text} gave {made}");
            }
        }
    }
}
