-- Record: when runners had let go of runs whose access ended: what the log cannot tell, since it ends them at once.
CREATE TABLE halt (
    tenant     TEXT    NOT NULL,
    run        TEXT    NOT NULL,
    stopped_at INTEGER NOT NULL,
    halted_at  INTEGER NOT NULL,
    PRIMARY KEY (tenant, run)
) STRICT;

CREATE INDEX halt_by_age ON halt (tenant, stopped_at);
