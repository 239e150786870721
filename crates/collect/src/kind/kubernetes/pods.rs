//! Pods that do not run as they should.

mod container;
mod pod;

use super::Asked;
use super::events::{Event, SELECTOR, Warnings};
use super::found::Found;
use super::meta::{self, Condition, condition, minutes};
use crate::CollectError;
use crate::database::Failure;
use crate::kubernetes::Resource;
use crate::said;
use crate::site::Site;
use container::{Container, Trouble};
use domain::Moment;
use pod::Pod;
use serde_json::{Map, Value, json};

/// Pods, by what is wrong with them.
#[derive(Default)]
struct Troubles {
    unschedulable: Found,
    waiting: Found,
    image_failures: Found,
    crash_looping: Found,
    restarted: Found,
    oom_killed: Found,
    evicted: Found,
    failed: Found,
}

/// Lists the pods; asks for warnings only if some wait, since only those say why a volume or a network is missing.
pub(super) fn facts(
    site: &mut Site,
    asked: &mut Asked,
) -> Result<(Value, Result<(), Failure>), CollectError> {
    let (pods, outcome): (Vec<Pod>, _) = asked.in_namespaces(site, Resource::Pods, "")?;
    let now = asked.api.now(site);
    let mut warnings = Ok(Warnings::default());
    if outcome.is_ok() && pods.iter().any(Pod::waits) {
        let (events, ended) = asked.in_namespaces::<Event>(site, Resource::Events, SELECTOR)?;
        warnings = ended.map(|()| Warnings::of(events));
    }
    let events_error = warnings.as_ref().err().map(|failure| failure.reason.clone());
    let warnings = warnings.unwrap_or_default();
    let mut troubles = Troubles::default();
    for pod in &pods {
        troubles.look(pod, now, asked.recent_minutes, &warnings);
    }
    let mut facts = Map::new();
    facts.insert("answered".to_owned(), outcome.is_ok().into());
    facts.insert("count".to_owned(), pods.len().into());
    facts
        .insert("running".to_owned(), pods.iter().filter(|pod| pod.status.phase == "Running").count().into());
    facts.insert("events_error".to_owned(), events_error.into());
    troubles.tell(site, &mut facts);
    Ok((Value::Object(facts), outcome))
}

impl Troubles {
    fn look(&mut self, pod: &Pod, now: Moment, recent_minutes: i64, warnings: &Warnings) {
        // What is being deleted is somebody's wish.
        if pod.metadata.deletion_timestamp.is_some() {
            return;
        }
        match pod.status.phase.as_str() {
            "Failed" if pod.status.reason.as_deref() == Some("Evicted") => self.evicted(pod, now),
            "Failed" => self.failed(pod, now, recent_minutes),
            "Succeeded" => {}
            "Pending" if pod.is_unschedulable() => self.unschedulable(pod, now),
            phase => self.containers(pod, phase, now, recent_minutes, warnings),
        }
    }

    fn evicted(&mut self, pod: &Pod, now: Moment) {
        let ended = pod.status.conditions.iter().filter_map(|condition| condition.last_transition_time).max();
        let minutes = ended.or(pod.metadata.creation_timestamp).map_or(0, |since| minutes(since, now));
        let more = json!({"minutes": minutes, "message": pod.status.message.as_deref().map(said::told)});
        // The latest first: that is what presses now.
        self.evicted.add(minutes.saturating_neg(), pod.entry(more));
    }

    /// One that is not started again, as a job's.
    fn failed(&mut self, pod: &Pod, now: Moment, recent_minutes: i64) {
        self.memory(pod, now, recent_minutes);
        let failed = pod.containers().find(|container| container.has_failed(now, recent_minutes));
        if let Some(container) = failed {
            let mut entry = container.ended(pod, now);
            entry["pod_reason"] = json!(pod.status.reason.as_deref().map(said::told));
            let minutes = entry["ended_minutes_ago"].as_i64().unwrap_or(0);
            self.failed.add(minutes.saturating_neg(), entry);
        }
    }

    fn memory(&mut self, pod: &Pod, now: Moment, recent_minutes: i64) {
        for container in pod.containers().filter(|container| container.was_oom_killed(now, recent_minutes)) {
            self.oom_killed.add(container.restart_count, container.ended(pod, now));
        }
    }

    fn unschedulable(&mut self, pod: &Pod, now: Moment) {
        let scheduled = condition(&pod.status.conditions, "PodScheduled");
        let minutes = pod.waiting_minutes(now);
        let text =
            |of: fn(&Condition) -> Option<&String>| scheduled.and_then(of).map(|text| said::told(text));
        let more = json!({
            "minutes": minutes,
            "reason": text(|condition| condition.reason.as_ref()),
            "message": text(|condition| condition.message.as_ref()),
        });
        self.unschedulable.add(minutes, pod.entry(more));
    }

    fn containers(&mut self, pod: &Pod, phase: &str, now: Moment, recent_minutes: i64, warnings: &Warnings) {
        let mut waits = None;
        for container in pod.containers() {
            match container.trouble() {
                Some(Trouble::CrashLoop) => {
                    self.crash_looping.add(container.restart_count, container.ended(pod, now));
                }
                Some(Trouble::Image) => {
                    let minutes = pod.waiting_minutes(now);
                    self.image_failures.add(minutes, container.waiting(pod, minutes));
                }
                // One entry for a pod is enough: its other containers wait for the first.
                Some(Trouble::Waiting) => waits = waits.or(Some(container)),
                None if container.was_restarted(now, recent_minutes) => {
                    self.restarted.add(container.restart_count, container.ended(pod, now));
                }
                None => {}
            }
        }
        self.memory(pod, now, recent_minutes);
        // In a pod that runs, a container that is about to be made again is nothing yet.
        let is_stuck = match waits {
            Some(container) => phase == "Pending" || !container.is_being_made(),
            None => phase == "Pending" && pod.containers().next().is_none(),
        };
        if is_stuck {
            let nothing = Container::default();
            let minutes = pod.waiting_minutes(now);
            let mut entry = waits.unwrap_or(&nothing).waiting(pod, minutes);
            let (reason, message) = warnings.about(&pod.metadata);
            entry["event"] = json!(reason);
            entry["event_message"] = json!(message);
            self.waiting.add(minutes, entry);
        }
    }

    fn tell(self, site: &mut Site, facts: &mut Map<String, Value>) {
        let Self {
            unschedulable,
            waiting,
            image_failures,
            crash_looping,
            restarted,
            oom_killed,
            evicted,
            failed,
        } = self;
        for (found, name) in [
            (unschedulable, "unschedulable"),
            (waiting, "waiting"),
            (image_failures, "image_failures"),
            (crash_looping, "crash_looping"),
            (restarted, "restarted"),
            (oom_killed, "oom_killed"),
            (evicted, "evicted"),
            (failed, "failed"),
        ] {
            found.tell(site, facts, name);
        }
    }
}
