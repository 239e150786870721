//! Containers of a container engine, and how they ended. Commands, environments, labels and mounts are not read.

mod container;
mod listed;

use crate::CollectError;
use crate::containers::Question;
use crate::database::{Failure, Opening};
use crate::site::Site;
use container::Container;
use diagnostics::collector::Containers;
use domain::Moment;
use listed::{About, Listed};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The most containers that are looked at.
const CONTAINERS_MAX: usize = 500;
/// The most entries of a list; its number counts all.
const ENTRIES_MAX: usize = 50;
/// What is wrong with a container, each a list.
const LISTS: [&str; 4] = ["failed", "oom_killed", "restarted", "unhealthy"];

/// Asks for the containers, and then for the state of each.
pub(super) fn collect(site: &mut Site, parameters: &Containers) -> Result<Value, CollectError> {
    let name = parameters.engine.get(site.inputs)?;
    let recent_minutes = i64::try_from(parameters.recent_minutes.get(site.inputs)?).unwrap_or(i64::MAX);
    let names = parameters.names.get(site.inputs)?;
    let mut told = Opening::of(&name);
    let mut gathered = Gathered { recent_minutes, ..Gathered::default() };
    let outcome = gather(site, &name, &names, &mut gathered)?;
    told.conclude(outcome);
    let facts = gathered.facts(site);
    told.with(site, facts)
}

/// What was seen so far.
#[derive(Default)]
struct Gathered {
    recent_minutes: i64,
    about: About,
    count: usize,
    running: usize,
    missing: Vec<String>,
    found: Vec<(&'static str, Value)>,
}

fn gather(
    site: &mut Site,
    engine: &str,
    names: &[String],
    gathered: &mut Gathered,
) -> Result<Result<(), Failure>, CollectError> {
    match ask(site, engine, Question::Version)? {
        Ok((about, _)) => gathered.about = about,
        Err(failure) => return Ok(Err(failure)),
    }
    let all: Vec<Listed> = match ask(site, engine, Question::Containers)? {
        Ok((all, _)) => all,
        Err(failure) => return Ok(Err(failure)),
    };
    let is_wanted = |listed: &&Listed| names.is_empty() || names.iter().any(|name| listed.is_called(name));
    let wanted: Vec<&Listed> = all.iter().filter(is_wanted).collect();
    let is_missing = |name: &&String| !all.iter().any(|listed| listed.is_called(name));
    gathered.missing = names.iter().filter(is_missing).cloned().collect();
    if wanted.len() > CONTAINERS_MAX {
        return Ok(Err(Failure::new(
            "form",
            format!("there are more than {CONTAINERS_MAX} containers; name some"),
        )));
    }
    for listed in wanted {
        if !site.go_on()? {
            return Ok(Err(Failure::new("question", crate::network::LATE)));
        }
        match ask::<Container>(site, engine, Question::Container(listed.id.clone()))? {
            Ok((container, now)) => gathered.look(&container, now),
            // It went away between the two questions.
            Err(failure) if failure.code.as_deref() == Some("404") => {}
            Err(failure) => return Ok(Err(failure)),
        }
    }
    Ok(Ok(()))
}

/// What the engine answers, and when it is there.
fn ask<T: DeserializeOwned>(
    site: &mut Site,
    engine: &str,
    question: Question,
) -> Result<Result<(T, Moment), Failure>, CollectError> {
    let answer = match site.container_engine(engine, question)? {
        Ok(answer) => answer,
        Err(unreached) => return Ok(Err(Failure::new("connect", unreached.reason()))),
    };
    if answer.status != 200 {
        let reason = format!("it answers with status {}", answer.status);
        return Ok(Err(Failure { phase: "status", reason, code: Some(answer.status.to_string()) }));
    }
    if !answer.complete {
        return Ok(Err(Failure::new("form", "its answer is too long, or was cut off")));
    }
    let now = answer.date.unwrap_or_else(|| site.time());
    let read = serde_json::from_slice(&answer.body).map(|read| (read, now));
    Ok(read.map_err(|_| Failure::new("form", "its answer is of another form than the Docker Engine API's")))
}

impl Gathered {
    fn look(&mut self, container: &Container, now: Moment) {
        self.count += 1;
        self.running += usize::from(container.is_running());
        let troubles = container.troubles(now, self.recent_minutes);
        self.found.extend(troubles.into_iter().map(|list| (list, container.told(now))));
    }

    fn facts(mut self, site: &mut Site) -> Map<String, Value> {
        let told = json!({
            "engine": self.about.engine(),
            "version": self.about.version,
            "api_version": self.about.api_version,
            "count": self.count,
            "running": self.running,
            "missing": self.missing,
        });
        let mut facts = told.as_object().cloned().unwrap_or_default();
        // Those that were started again most often come first, and then the latest.
        self.found.sort_by_key(|(_, told)| {
            let restarts = told["restarts"].as_i64().unwrap_or(0);
            (-restarts, told["minutes_ago"].as_i64().unwrap_or(i64::MAX))
        });
        for list in LISTS {
            let entries: Vec<&Value> =
                self.found.iter().filter(|(own, _)| *own == list).map(|(_, told)| told).collect();
            facts.insert(format!("{list}_count"), entries.len().into());
            let entries = entries.into_iter().take(ENTRIES_MAX).take_while(|_| site.budget.take_row());
            facts.insert(list.to_owned(), entries.cloned().collect());
        }
        facts
    }
}
