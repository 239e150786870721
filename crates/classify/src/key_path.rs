//! The path of keys to a value in a JSON or XML text, as `items[].user.name`.
//!
//! A text is walked line by line, and what a line leaves open goes on in the next, so a document may be spread over
//! lines. A line that belongs to neither form has no path and ends what was open.

mod json;
mod xml;

use json::Json;
use xml::Xml;

/// Deeper nesting is no document that anybody reads.
const DEPTH_MAX: usize = 64;

/// Walks the lines of one text.
#[derive(Debug, Default)]
pub(crate) struct KeyPath {
    json: Json,
    xml: Xml,
}

impl KeyPath {
    /// The path to each of `places`, which are in order, in a line's view; empty where there is none.
    pub(crate) fn of_line(&mut self, view: &[u8], places: impl Iterator<Item = usize>) -> Vec<String> {
        if view.trim_ascii_start().starts_with(b"<") {
            self.json = Json::default();
            return self.xml.of_line(view, places);
        }
        self.xml = Xml::default();
        self.json.of_line(view, places)
    }
}

/// A walk through one form.
trait Walk {
    /// Goes over what stands at `at`; where the next begins.
    fn step(&mut self, view: &[u8], at: usize) -> usize;

    /// The path to where the walk stands.
    fn path(&self) -> String;

    /// Walks one line from `at` to its end; the path to each of `places`.
    fn walk(&mut self, view: &[u8], mut at: usize, places: impl Iterator<Item = usize>) -> Vec<String> {
        let mut paths = Vec::new();
        for place in places {
            while at <= place && at < view.len() {
                at = self.step(view, at);
            }
            paths.push(self.path());
        }
        while at < view.len() {
            at = self.step(view, at);
        }
        paths
    }
}

/// A path with one more key.
fn push_key(path: &mut String, key: &[u8]) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(&String::from_utf8_lossy(key));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::View;

    /// The paths to where each `needle` stands in its line.
    fn check(lines: &[(&str, &str, &str)]) {
        let (mut walker, mut view) = (KeyPath::default(), View::default());
        for (line, needle, path) in lines {
            view.read(line.as_bytes());
            let place = line.find(needle).unwrap();
            assert_eq!(walker.of_line(view.bytes(), std::iter::once(place)), [*path], "{line}");
        }
    }

    #[test]
    fn objects_and_lists_nest() {
        check(&[
            (r#"{"user":{"name":"joe"},"items":[{"ip":"10.1.2.3"}]}"#, "joe", "user.name"),
            (r#"{"user":{"name":"joe"},"items":[{"ip":"10.1.2.3"}]}"#, "10.1", "items[].ip"),
            (r#"[["a",{"b":["joe"]}]]"#, "joe", "[][].b[]"),
            (r#"{"a":{"b":1},"joe":2}"#, "joe", "joe"),
        ]);
    }

    #[test]
    fn documents_in_strings_nest_as_well() {
        check(&[
            (r#"{"m":"{\"user\":{\"id\":\"u1\"}}","n":"joe"}"#, "u1", "m.user.id"),
            (r#"{"m":"{\"user\":{\"id\":\"u1\"}}","n":"joe"}"#, "joe", "n"),
            (r#"{"m":"{\"k\":\"{\\\"id\\\":\\\"u1\\\"}\"}"}"#, "u1", "m.k.id"),
        ]);
    }

    #[test]
    fn brackets_in_strings_open_nothing() {
        check(&[(r#"{"x":{"m":"a { b ] \" ] c","user":"joe"}}"#, "joe", "x.user")]);
    }

    #[test]
    fn a_document_behind_a_prefix() {
        check(&[(r#"Nov 3 host app[7]: it's {"user":{"name":"joe"}}"#, "joe", "user.name")]);
    }

    #[test]
    fn a_document_over_lines() {
        check(&[
            ("{", "{", ""),
            (r#"  "users": ["#, "users", "users"),
            ("    {", "{", "users[]"),
            (r#"      "name": "joe","#, "joe", "users[].name"),
            ("    },", "}", "users[]"),
            (r#"    "sue""#, "sue", "users[]"),
            ("  ]", "]", ""),
            ("}", "}", ""),
        ]);
    }

    #[test]
    fn what_a_broken_line_left_open_ends() {
        check(&[
            (r#"{"a":{"user":"joe""#, "joe", "a.user"),
            (r#"{"user":"joe"}"#, "joe", "user"),
            (r#"{"a":{"user":"joe""#, "joe", "a.user"),
            ("user=joe", "joe", ""),
            (r#""user":"joe""#, "joe", ""),
        ]);
    }

    #[test]
    fn every_place_of_every_cut_has_a_path() {
        let text = br#"x{"a":"[{\"b\":{\"c\":[1,{}]}}]"]}<a n='x'><b Name="y"/></a></z><<>"#;
        let mut walker = KeyPath::default();
        for (start, end) in
            (0..text.len()).flat_map(|start| (start..=text.len()).map(move |end| (start, end)))
        {
            assert_eq!(walker.of_line(&text[start..end], 0..end - start).len(), end - start);
        }
    }

    #[test]
    fn elements_nest_over_lines() {
        check(&[
            (r#"<Event xmlns="x"><System><Computer>PC-1</Computer>"#, "PC-1", "Event.System.Computer"),
            (r#"<Execution ProcessID="4"/><Security UserID="S-1"/>"#, "S-1", "Event.System.Security"),
            (
                r#"</System><EventData><Data Name="User">joe</Data></EventData></Event>"#,
                "joe",
                "Event.EventData.User",
            ),
            ("<a><br>x</a>", "x", "a.br"),
            ("<b>x</b>", "x", "b"),
        ]);
    }
}
