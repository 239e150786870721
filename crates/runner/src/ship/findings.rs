//! Findings as screened, labelled lines of JSON. Their texts repeat what was collected, so they are screened too.

use super::labelled::Labelled;
use super::screen::Screen;
use super::sentence;
use crate::ending::Ending;
use diagnostics::{Finding, Form, Seen};
use serde_json::Value;

/// A finding of the diagnostic `form` as one JSON text, without a newline.
pub(super) fn line(finding: &Finding, form: &Form, screen: &Screen) -> Result<Labelled, Ending> {
    let mut line = Labelled::default();
    line.push_plain(&format!("{{\"analyzer\":{},\"verdict\":", Value::from(finding.analyzer.as_str())));
    line.push_plain(&format!("{}", serde_json::json!(finding.verdict)));
    let analyzer = sentence::analyzer(form, finding);
    for (name, text, template) in [
        ("message", &finding.message, analyzer.map(|analyzer| &analyzer.message)),
        ("advice", &finding.advice, analyzer.map(|analyzer| &analyzer.advice)),
    ] {
        line.push_plain(&format!(",\"{name}\":"));
        line.push(bilingual(sentence::both(template, text, screen)?));
    }
    line.push_plain(",\"seen\":[");
    for (index, seen) in finding.seen.iter().enumerate() {
        line.push_plain(if index == 0 { "" } else { "," });
        line.push(self::seen(seen, screen)?);
    }
    line.push_plain("]}");
    Ok(line)
}

fn bilingual([en, fr]: [Labelled; 2]) -> Labelled {
    let mut json = Labelled::default();
    json.push_plain("{\"en\":");
    json.push(en.into_json());
    json.push_plain(",\"fr\":");
    json.push(fr.into_json());
    json.push_plain("}");
    json
}

fn seen(seen: &Seen, screen: &Screen) -> Result<Labelled, Ending> {
    let mut json = Labelled::default();
    json.push_plain(&format!("{{\"pointer\":{}", Value::from(seen.pointer.as_str())));
    if let Some(value) = &seen.value {
        json.push_plain(",\"value\":");
        json.push(self::value(&seen.pointer, value, screen)?);
    }
    json.push_plain("}");
    Ok(json)
}

/// A value is screened behind its name, which tells the classifier what it is. One that is no text becomes one if
/// there is something in it to mask or label.
fn value(pointer: &str, value: &Value, screen: &Screen) -> Result<Labelled, Ending> {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let screened = screen.behind(&format!("{name}="), &text)?;
    if value.is_string() || !screened.labels.is_empty() {
        return Ok(screened.into_json());
    }
    Ok(Labelled { text, labels: Vec::new() })
}
