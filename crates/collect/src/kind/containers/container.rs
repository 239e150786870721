//! The state of a container, as the engine tells it.

use crate::said;
use domain::Moment;
use serde::Deserialize;
use serde_json::{Value, json};

/// Exit codes of an end that somebody asked for: success, Ctrl-C (SIGINT), a stop (SIGTERM).
const ASKED_FOR: [i64; 3] = [0, 130, 143];

/// A container, as far as it is looked at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Container {
    name: String,
    state: State,
    #[serde(default)]
    restart_count: i64,
    #[serde(default)]
    config: Config,
    #[serde(default)]
    host_config: HostConfig,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct State {
    status: String,
    running: bool,
    restarting: bool,
    #[serde(rename = "OOMKilled")]
    oom_killed: bool,
    exit_code: i64,
    error: Option<String>,
    started_at: Option<Moment>,
    finished_at: Option<Moment>,
    health: Option<Health>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Health {
    status: String,
    failing_streak: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Config {
    image: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct HostConfig {
    restart_policy: RestartPolicy,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct RestartPolicy {
    name: String,
}

impl Container {
    pub(super) fn is_running(&self) -> bool {
        self.state.running
    }

    /// When it last started or ended; none if it never did, which the API writes as the year 1.
    fn changed(&self) -> Option<Moment> {
        let at = if self.state.running { self.state.started_at } else { self.state.finished_at };
        at.filter(|at| at.unix_seconds() > 0)
    }

    fn minutes_ago(&self, now: Moment) -> Option<i64> {
        Some((now.unix_seconds() - self.changed()?.unix_seconds()).div_euclid(60))
    }

    /// The lists that it belongs into.
    pub(super) fn troubles(&self, now: Moment, recent_minutes: i64) -> Vec<&'static str> {
        let state = &self.state;
        // One that could not be started never began, and is as fresh as its error.
        let is_recent = self.minutes_ago(now).is_none_or(|minutes| minutes <= recent_minutes);
        let is_sick =
            state.running && state.health.as_ref().is_some_and(|health| health.status == "unhealthy");
        let restarts = state.restarting || (state.running && self.restart_count > 0 && is_recent);
        let has_ended = !state.running && !state.restarting && state.status != "paused";
        let failed = has_ended && !ASKED_FOR.contains(&state.exit_code) && is_recent;
        let mut troubles = Vec::new();
        for (holds, list) in [
            (state.oom_killed && is_recent, "oom_killed"),
            (failed && !state.oom_killed, "failed"),
            (restarts, "restarted"),
            (is_sick, "unhealthy"),
        ] {
            if holds {
                troubles.push(list);
            }
        }
        troubles
    }

    /// What is told of it.
    pub(super) fn told(&self, now: Moment) -> Value {
        let error = self.state.error.as_deref().filter(|error| !error.is_empty());
        json!({
            "container": self.name.trim_start_matches('/'),
            "image": self.config.image,
            "state": self.state.status,
            "exit_code": self.state.exit_code,
            "restarts": self.restart_count,
            "restart_policy": self.host_config.restart_policy.name,
            "failing_streak": self.state.health.as_ref().map_or(0, |health| health.failing_streak),
            "error": error.map(said::told),
            "minutes_ago": self.minutes_ago(now),
        })
    }
}
