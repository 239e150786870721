"""Runs Sigma rules over OCSF events: pySigma turns each into SQL, and SQLite runs it.

Takes a file of events, one a line of JSON, and files of rules. Prints a JSON object: by the title of each rule that alerts,
the ids (`metadata.uid`) of the events that it matched, or for a rule that counts the groups that it named.
"""

import json
import sqlite3
import sys
from datetime import datetime, timezone

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection


def flat(value, path=""):
    """The leaves of an object by dotted path; lists are no leaves."""
    if not isinstance(value, dict):
        return {} if isinstance(value, list) else {path: value}
    found = {}
    for name, member in value.items():
        found.update(flat(member, f"{path}.{name}" if path else name))
    return found


events = [flat(json.loads(line)) for line in open(sys.argv[1])]
columns = sorted({name for event in events for name in event})
database = sqlite3.connect(":memory:")
database.row_factory = sqlite3.Row
quoted = ", ".join(f"`{name}`" for name in columns)
database.execute(f"CREATE TABLE logs (timestamp, {quoted})")
for event in events:
    # What the backend counts by.
    timestamp = datetime.fromtimestamp(event["time"] / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")
    values = [timestamp, *(event.get(name) for name in columns)]
    database.execute(f"INSERT INTO logs VALUES ({', '.join('?' * len(values))})", values)

alerts = {}
for name in sys.argv[2:]:
    rules = SigmaCollection.from_yaml(open(name).read())
    if rules.errors:
        sys.exit(f"{name}: {rules.errors}")
    # Of rules that another one counts, only that one alerts.
    queries = sqliteBackend().convert(rules)
    titles = [rule.title for rule in rules.rules if rule.title and rule._output]
    if len(queries) != len(titles):
        sys.exit(f"{name}: {len(queries)} queries of {titles}")
    for title, query in zip(titles, queries):
        rows = [dict(row) for row in database.execute(query)]
        found = [row.get("metadata.uid") or json.loads(row["group_keys"]) for row in rows]
        if found:
            alerts[title] = found
print(json.dumps(alerts))
