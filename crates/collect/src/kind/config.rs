//! Values of configuration files: only the keys asked for, and never what looks like a secret.

mod format;
mod given;
mod key_values;
mod lookup;
mod secret;
mod xml;

pub(crate) use given::secret_keys;

use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use diagnostics::collector::Config;
use diagnostics::{InputError, Optional as _};
use format::Format;
use lookup::Held;
use serde_json::{Value, json};
use std::io::Read as _;

/// The largest file that is parsed, in bytes.
const FILE_BYTES_MAX: usize = 2 << 20;
/// The most files that are read, and the most that are named as unread.
const FILES_MAX: usize = 100;

/// Reads the keys of each file and compares them with what is expected.
pub(super) fn collect(site: &mut Site, parameters: &Config) -> Result<Value, CollectError> {
    let wanted = Wanted::of(site, parameters)?;
    let glob = parameters.files.get(site.inputs)?;
    let stop = site.stop;
    let found = site.scope.files(site.subscription, &glob, false, &|| !stop.is_stopped())?;
    let (mut values, mut unread, mut read) = (Vec::new(), Vec::new(), 0_u64);
    for file in found.files.iter().take(FILES_MAX) {
        if !site.go_on()? {
            break;
        }
        let path = file.path().display().to_string();
        match parsed(site, file, wanted.format) {
            Ok(None) => break,
            Ok(Some(document)) => {
                read += 1;
                values.extend(wanted.values(&path, &document));
            }
            Err(reason) => unread.push(json!({"path": path, "reason": reason})),
        }
    }
    let count = |fact: &str| values.iter().filter(|value| value[fact] == true).count();
    Ok(json!({
        "files_found": found.files.len(),
        "files_read": read,
        "unread": unread,
        "differing": count("differs"),
        "missing": count("missing"),
        "withheld": count("secret"),
        "first_difference": values.iter().find(|value| value["differs"] == true),
        "values": values,
    }))
}

/// What is asked.
struct Wanted {
    format: Option<Format>,
    keys: Vec<String>,
    /// Keys with what they are expected to hold.
    expected: Vec<(String, String)>,
}

impl Wanted {
    fn of(site: &Site, parameters: &Config) -> Result<Self, CollectError> {
        let unfit = |input: &str, value: String| InputError::Unfit { input: input.to_owned(), value };
        let format = match parameters.format.find(site.inputs)? {
            Some(name) => Some(Format::named(&name).ok_or_else(|| unfit("format", name))?),
            None => None,
        };
        let expected = parameters.expected.get(site.inputs)?.into_iter().map(|pair| {
            let split =
                pair.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
            split.ok_or_else(|| unfit("expected", pair))
        });
        let expected = expected.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { format, keys: parameters.keys.get(site.inputs)?, expected })
    }

    fn values(&self, path: &str, document: &Value) -> Vec<Value> {
        let plain = self.keys.iter().filter(|key| !self.expected.iter().any(|(other, _)| other == *key));
        let plain = plain.map(|key| (key, None));
        let expected = self.expected.iter().map(|(key, value)| (key, Some(value.as_str())));
        plain
            .chain(expected)
            .map(|(key, expected)| told(path, key, expected, &lookup::find(document, key)))
            .collect()
    }
}

/// What is told of one key. A secret is not even compared: guesses could be tried on it.
fn told(path: &str, key: &str, expected: Option<&str>, held: &Held) -> Value {
    let secret = secret::is_secret(key, held);
    let differs = match (expected, held) {
        _ if secret => false,
        (None, _) | (Some(""), Held::Nothing) => false,
        (Some(expected), Held::Text(text)) => expected != text,
        (Some(_), Held::Nothing | Held::Many(_)) => true,
    };
    json!({
        "path": path,
        "key": key,
        "value": if secret { None } else { held.shown() },
        "missing": matches!(held, Held::Nothing) && expected != Some(""),
        "secret": secret,
        "expected": expected,
        "differs": differs,
    })
}

/// The document in a file; nothing if the run's limits end it; or why there is none, in words that quote nothing of it.
fn parsed(site: &mut Site, file: &ScopedFile, format: Option<Format>) -> Result<Option<Value>, String> {
    let mut opened = file.open().map_err(|error| error.to_string())?;
    let readable = site.budget.readable(FILE_BYTES_MAX + 1);
    let mut bytes = Vec::new();
    let limit = u64::try_from(readable).unwrap_or(u64::MAX);
    (&mut opened).take(limit).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    site.budget.spend(bytes.len());
    if bytes.len() > FILE_BYTES_MAX {
        return Err("it is too large".to_owned());
    }
    // What fills the limit may go on; asking for more notes that it was reached.
    if bytes.len() == readable && site.budget.readable(1) == 0 {
        return Ok(None);
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let format = format.unwrap_or_else(|| Format::of(file.path(), &text));
    format.parse(text.trim_start_matches('\u{feff}')).map(Some)
}
