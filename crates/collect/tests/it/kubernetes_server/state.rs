//! What the double holds.

use super::schema::{self, Wanted};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

#[derive(Default)]
pub(crate) struct State {
    version: u64,
    /// Objects by plural, and by namespace and name.
    objects: BTreeMap<&'static str, BTreeMap<(String, String), Value>>,
    /// Lists that are being read, by the version at which they began.
    snapshots: BTreeMap<u64, Vec<Value>>,
    /// The paths that were asked for.
    pub(crate) asked: Vec<String>,
    /// Requests that would change something.
    pub(crate) changes: Vec<String>,
    /// Plurals that the account may not list.
    pub(crate) forbidden: Vec<&'static str>,
    /// Plurals that the cluster does not have.
    pub(crate) absent: Vec<&'static str>,
    /// How often it is too busy, and how many seconds it asks for then.
    pub(crate) busy: usize,
    pub(crate) pause: &'static str,
    /// What it answers instead of a list.
    pub(crate) instead: Option<String>,
    /// How often it forgets where a list stood, as soon as its first page was given.
    pub(crate) forgetful: usize,
}

impl State {
    pub(crate) fn put(&mut self, mut object: Value) {
        self.version += 1;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = (text(&object["metadata"]["namespace"]), text(&object["metadata"]["name"]));
        object["metadata"]["resourceVersion"] = json!(self.version.to_string());
        object["metadata"]["uid"] = json!(format!("00000000-0000-4000-8000-{:012x}", self.version));
        // What only the API server adds, and nobody asked for.
        object["metadata"]["managedFields"] = json!([{"manager": "kubelet", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": {"f:status": {}}}]);
        let plural = schema::check(&object);
        self.objects.entry(plural).or_default().insert(key, object);
    }

    pub(crate) fn remove(&mut self, plural: &'static str, namespace: &str, name: &str) {
        self.version += 1;
        let key = (namespace.to_owned(), name.to_owned());
        self.objects.get_mut(plural).and_then(|all| all.remove(&key)).expect("the object is there");
    }

    pub(super) fn throttle(&mut self) -> Option<&'static str> {
        self.busy = self.busy.checked_sub(1)?;
        Some(self.pause)
    }

    pub(super) fn may_list(&self, plural: &str) -> bool {
        !self.forbidden.contains(&plural)
    }

    pub(super) fn serves(&self, plural: &str) -> bool {
        !self.absent.contains(&plural)
    }

    /// A page of a list; none if it goes on from a place that is forgotten.
    pub(super) fn list(&mut self, wanted: &Wanted, query: &HashMap<String, String>) -> Option<Value> {
        let limit: usize = query["limit"].parse().unwrap();
        let (version, from) = match query.get("continue") {
            None => {
                let selector = query.get("fieldSelector").map_or("", String::as_str);
                self.snapshots.insert(self.version, self.chosen(wanted, selector));
                (self.version, 0)
            }
            Some(token) => {
                let (version, from) = token.split_once('=').expect("a token of this server");
                (version.parse().unwrap(), from.parse().unwrap())
            }
        };
        let all = self.snapshots.get(&version)?;
        let page: Vec<&Value> = all.iter().skip(from).take(limit).collect();
        let left = all.len().saturating_sub(from + page.len());
        let mut metadata = json!({"resourceVersion": version.to_string()});
        if left > 0 {
            // With a character that has to be escaped in a query.
            metadata["continue"] = json!(format!("{version}={}", from + page.len()));
            metadata["remainingItemCount"] = json!(left);
        }
        let (group_version, kind) = wanted.kind();
        let list = json!({
            "apiVersion": group_version, "kind": format!("{kind}List"), "metadata": metadata, "items": page,
        });
        if left > 0 && self.forgetful > 0 {
            self.forgetful -= 1;
            self.snapshots.clear();
            self.version += 1;
        }
        Some(list)
    }

    fn chosen(&self, wanted: &Wanted, selector: &str) -> Vec<Value> {
        let fits = |object: &&Value| {
            let namespace = wanted.namespace.is_none_or(|name| object["metadata"]["namespace"] == name);
            let mut fields = selector.split(',').filter(|field| !field.is_empty());
            namespace
                && fields.all(|field| {
                    let (path, value) = field.split_once('=').expect("a field selector");
                    let pointer = format!("/{}", path.replace('.', "/"));
                    object.pointer(&pointer).is_some_and(|found| found == value)
                })
        };
        self.objects.get(wanted.plural).into_iter().flat_map(BTreeMap::values).filter(fits).cloned().collect()
    }
}
