//! What the files of a unit say (systemd.unit(5), systemd.service(5)).

/// What a unit's files say.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Unit {
    pub(super) masked: bool,
    /// The name of its file; another where the unit is known by an alias.
    pub(super) file: String,
    /// `Type=`, `simple` if left out.
    pub(super) kind: String,
    /// `Restart=`, `no` if left out.
    pub(super) restart: String,
    /// Whether its processes are to stay once it is started.
    pub(super) stays: bool,
    /// Whether it starts under conditions only.
    pub(super) conditional: bool,
    /// The units that it starts with itself.
    pub(super) starts: Vec<String>,
}

impl Unit {
    /// Reads the text of all its files, the later ones overriding.
    pub(super) fn parse(text: &str) -> Self {
        let values = |key: &'static str| {
            text.lines()
                .filter_map(move |line| Some(line.trim().strip_prefix(key)?.strip_prefix('=')?.trim()))
        };
        let kind = values("Type").next_back().unwrap_or("simple").to_owned();
        let remains = values("RemainAfterExit")
            .next_back()
            .is_some_and(|value| matches!(value, "yes" | "true" | "1" | "on"));
        let starts = ["Wants", "Requires", "BindsTo", "Upholds"].into_iter().flat_map(values);
        Self {
            masked: false,
            file: String::new(),
            // What D-Bus starts comes and goes.
            stays: !remains && !matches!(kind.as_str(), "oneshot" | "dbus"),
            kind,
            restart: values("Restart").next_back().unwrap_or("no").to_owned(),
            conditional: text.lines().any(|line| line.starts_with("Condition") || line.starts_with("Assert")),
            starts: starts.flat_map(str::split_whitespace).map(str::to_owned).collect(),
        }
    }
}

/// The name with its ending.
pub(super) fn full_name(name: &str) -> String {
    if name.ends_with(".service") { name.to_owned() } else { format!("{name}.service") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_says_whether_it_stays() {
        for (text, stays, conditional) in [
            ("[Service]\nExecStart=/bin/x\n", true, false),
            ("[Service]\nType=oneshot\n", false, false),
            ("[Service]\nType=forking\nRemainAfterExit=yes\n", false, false),
            ("[Unit]\nConditionPathExists=/x\n[Service]\nType=notify\nRestart=always\n", true, true),
            ("[Service]\nType=simple\n\n[Service]\nType = oneshot\nType=oneshot\n", false, false),
        ] {
            let unit = Unit::parse(text);
            assert_eq!((unit.stays, unit.conditional), (stays, conditional), "{text}");
        }
        let unit = Unit::parse("[Unit]\nWants=a.service b.target\nRequires=c.service\nWantsMountsFor=/x\n");
        assert_eq!(unit.starts, ["a.service", "b.target", "c.service"]);
        assert_eq!(full_name("ssh"), "ssh.service");
        assert_eq!(full_name("a.service"), "a.service");
    }
}
