-- Record: what was counted of a log, day by day, before the event at a place, so that nobody counts it again after a start.
CREATE TABLE counted (
    tenant   TEXT    NOT NULL PRIMARY KEY,
    -- The form in which the counts are written; others are passed over, and the log is counted anew.
    form     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    counts   TEXT    NOT NULL
) STRICT;

-- Record: when each runner was connected last, to about a minute, and as what program.
CREATE TABLE runner_seen (
    tenant  TEXT    NOT NULL,
    runner  TEXT    NOT NULL,
    program TEXT    NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, runner)
) STRICT;
