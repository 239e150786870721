//! What is kept of an item.

use crate::rounded::tenths;
use diagnostics::collector::HttpApi;
use diagnostics::{InputError, Inputs, Optional as _};
use serde_json::{Map, Value, json};

/// The longest text that is kept, in characters.
const TEXT_CHARS_MAX: usize = 200;
/// The name under which the ratio is added.
const PERCENT: &str = "percent";

/// Names and the JSON pointers of what they stand for.
pub(super) struct Fields {
    fields: Vec<(String, String)>,
    /// The part and the whole that items are ordered by.
    ratio: Option<(String, String)>,
}

impl Fields {
    pub(super) fn read(parameters: &HttpApi, inputs: &Inputs) -> Result<Self, InputError> {
        let unfit =
            |input: &str, value: &str| InputError::Unfit { input: input.to_owned(), value: value.to_owned() };
        let word = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && name != PERCENT
        };
        let field = |text: String| {
            let (name, pointer) = text.split_once('=').ok_or_else(|| unfit("fields", &text))?;
            let fits = word(name) && (pointer.is_empty() || pointer.starts_with('/'));
            if fits { Ok((name.to_owned(), pointer.to_owned())) } else { Err(unfit("fields", &text)) }
        };
        let fields: Vec<_> =
            parameters.fields.get(inputs)?.into_iter().map(field).collect::<Result<_, _>>()?;
        let ratio = parameters.ratio.find(inputs)?.map(|text| {
            let (part, whole) = text.split_once('/').ok_or_else(|| unfit("ratio", &text))?;
            let known = |name: &str| fields.iter().any(|(own, _)| own == name);
            if known(part) && known(whole) {
                Ok((part.to_owned(), whole.to_owned()))
            } else {
                Err(unfit("ratio", &text))
            }
        });
        Ok(Self { ratio: ratio.transpose()?, fields })
    }

    /// What is kept of an item: texts, numbers and truths, and null for all else.
    pub(super) fn of(&self, item: &Value) -> Value {
        let kept = self.fields.iter().map(|(name, pointer)| (name.clone(), plain(item.pointer(pointer))));
        let mut kept: Map<String, Value> = kept.collect();
        if let Some(percent) = self.percent(&kept) {
            kept.insert(PERCENT.to_owned(), json!(percent));
        }
        Value::Object(kept)
    }

    fn percent(&self, kept: &Map<String, Value>) -> Option<f64> {
        let (part, whole) = self.ratio.as_ref()?;
        let number = |name: &str| kept.get(name).and_then(Value::as_f64);
        match (number(part)?, number(whole)?) {
            (part, whole) if whole > 0.0 => Some(tenths(part * 100.0 / whole)),
            (part, _) if part > 0.0 => Some(f64::from(u32::MAX)),
            _ => Some(0.0),
        }
    }

    /// Orders items by the ratio, the highest first.
    pub(super) fn order(&self, items: &mut [Value]) {
        if self.ratio.is_some() {
            let percent = |item: &Value| item[PERCENT].as_f64().unwrap_or(-1.0);
            items.sort_by(|a, b| percent(b).total_cmp(&percent(a)));
        }
    }

    /// The names of fields that some item lacks.
    pub(super) fn missing(&self, items: &[Value]) -> Vec<&str> {
        let lacks = |name: &str| items.iter().any(|item| item[name].is_null());
        let ratio = self.ratio.as_ref().map(|_| PERCENT);
        let names = self.fields.iter().map(|(name, _)| name.as_str()).chain(ratio);
        names.filter(|name| lacks(name)).collect()
    }
}

fn plain(value: Option<&Value>) -> Value {
    match value {
        Some(Value::String(text)) => Value::from(text.chars().take(TEXT_CHARS_MAX).collect::<String>()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.clone(),
        _ => Value::Null,
    }
}
