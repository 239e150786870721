//! The state of a pod's container.

use super::meta::minutes;
use super::pod::Pod;
use crate::kubernetes::or_default;
use crate::said;
use domain::Moment;
use serde::Deserialize;
use serde_json::{Value, json};

/// Why a kubelet gets no image.
const IMAGE_REASONS: [&str; 7] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "ErrImageNeverPull",
    "ImageInspectError",
    "RegistryUnavailable",
    "SignatureValidationFailed",
];
/// A container that ends so often that the kubelet waits longer and longer before it starts it again.
const CRASH_LOOP: &str = "CrashLoopBackOff";
/// A container whose memory ran out.
const OOM_KILLED: &str = "OOMKilled";

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Container {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    image: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) restart_count: i64,
    #[serde(deserialize_with = "or_default")]
    state: State,
    #[serde(deserialize_with = "or_default")]
    last_state: State,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct State {
    waiting: Option<Waiting>,
    terminated: Option<Terminated>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Waiting {
    reason: Option<String>,
    message: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Terminated {
    exit_code: Option<i64>,
    reason: Option<String>,
    finished_at: Option<Moment>,
}

/// What keeps a container from running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    CrashLoop,
    Image,
    Waiting,
}

impl Container {
    pub(super) fn trouble(&self) -> Option<Trouble> {
        let waiting = self.state.waiting.as_ref()?;
        Some(match waiting.reason.as_deref() {
            Some(CRASH_LOOP) => Trouble::CrashLoop,
            Some(reason) if IMAGE_REASONS.contains(&reason) => Trouble::Image,
            _ => Trouble::Waiting,
        })
    }

    /// Whether it waits for nothing but its turn.
    pub(super) fn is_being_made(&self) -> bool {
        let reason = self.state.waiting.as_ref().and_then(|waiting| waiting.reason.as_deref());
        matches!(reason, None | Some("ContainerCreating" | "PodInitializing"))
    }

    /// How it ended last, if it did.
    fn end(&self) -> Option<&Terminated> {
        self.state.terminated.as_ref().or(self.last_state.terminated.as_ref())
    }

    fn ended_within(&self, now: Moment, recent_minutes: i64) -> Option<&Terminated> {
        let at = |end: &&Terminated| end.finished_at.is_some_and(|at| minutes(at, now) <= recent_minutes);
        self.end().filter(at)
    }

    /// Whether it ended lately, and not as a success.
    pub(super) fn has_failed(&self, now: Moment, recent_minutes: i64) -> bool {
        self.ended_within(now, recent_minutes).is_some_and(|end| end.exit_code != Some(0))
    }

    /// Whether it was started again lately, after it failed.
    pub(super) fn was_restarted(&self, now: Moment, recent_minutes: i64) -> bool {
        self.restart_count > 0 && self.has_failed(now, recent_minutes)
    }

    /// Whether its memory ran out lately.
    pub(super) fn was_oom_killed(&self, now: Moment, recent_minutes: i64) -> bool {
        self.ended_within(now, recent_minutes).is_some_and(|end| end.reason.as_deref() == Some(OOM_KILLED))
    }

    /// What is told of one that ended.
    pub(super) fn ended(&self, pod: &Pod, now: Moment) -> Value {
        let end = self.end();
        let finished = end.and_then(|end| end.finished_at);
        pod.entry(json!({
            "container": self.name,
            "image": self.image,
            "restarts": self.restart_count,
            "exit_code": end.and_then(|end| end.exit_code),
            "reason": end.and_then(|end| end.reason.as_deref()).map(said::told),
            "ended_minutes_ago": finished.map(|at| minutes(at, now)),
        }))
    }

    /// What is told of one that waits.
    pub(super) fn waiting(&self, pod: &Pod, minutes: i64) -> Value {
        let waiting = self.state.waiting.as_ref();
        let text = |text: Option<&String>| text.map(|text| said::told(text));
        pod.entry(json!({
            "container": self.name,
            "image": self.image,
            "minutes": minutes,
            "reason": text(waiting.and_then(|waiting| waiting.reason.as_ref())),
            "message": text(waiting.and_then(|waiting| waiting.message.as_ref())),
        }))
    }
}
