"""A runner's own log of its runs, held against what the tenant's log says of them (export-format.md, "Runner's log")."""

from . import documents, moments
from .form import Bad, read, struct, text

LINE = struct({"record": text, "signature": text}, strict=True)


class RunnerLog:
    def __init__(self, file):
        self.records, self.runners, self.faults, self.lacking = {}, set(), [], []
        self.stored, self.stopped = set(), set()
        for number, line in enumerate(file, 1):
            self._take(number, line)

    def _fault(self, line, what):
        self.faults.append({"line": line, "what": what})

    def _take(self, number, line):
        try:
            written = LINE(read(line))["record"]
            record = documents.run_record(written)
        except Bad:
            self._fault(number, "it is no run record")
            return
        self.runners.add(record["runner"])
        known = self.records.setdefault(record["run"], (number, written, record))
        # The same record is there twice where the runner did not learn that its first delivery arrived.
        if known[1] != written:
            self._fault(number, f"it has another record of the run `{record['run']}` before it")

    def follow(self, tenant, record):
        """Follows the ends of runs. Called with the state before the event."""
        event = record["event"]
        if event["type"] == "run_stopped" and event["run"] in self.records:
            self.stopped.add(event["run"])
        if event["type"] != "evidence_stored":
            return
        run = tenant.runs.get(event["run"])
        runner = run.claim["runner"] if run and run.claim else self._said(event["record"])
        if runner not in self.runners:
            return
        known = self.records.get(event["run"])
        if known is None:
            self.lacking.append({"line": None, "what": f"event {record['sequence']}: it has no record of the run"})
        elif known[1] != event["record"]:
            self.lacking.append({"line": known[0], "what": f"event {record['sequence']}: it has another record of the run"})
        self.stored.add(event["run"])

    @staticmethod
    def _said(written):
        try:
            return documents.run_record(written)["runner"]
        except Bad:
            return None

    def finish(self, tenant, id, until):
        counts = dict.fromkeys(("stored", "stopped", "open"), 0)
        for run, (line, _, record) in sorted(self.records.items(), key=lambda item: item[0].encode()):
            skew = documents.CLOCK_SKEW
            is_later = until is None or record["started_at"] > moments.plus(until, skew)
            known = tenant.runs.get(run)
            if id is not None and id != record["tenant"]:
                self._fault(line, f"the run `{run}` is of the organisation `{record['tenant']}`")
            elif run in self.stored:
                counts["stored"] += 1
            elif run in self.stopped:
                counts["stopped"] += 1
            elif is_later or (known and known.claim):
                counts["open"] += 1
            else:
                self._fault(line, f"the run `{run}` is not in the log, though the runner shipped evidence")
        runners = sorted(self.runners, key=str.encode)
        return {"runners": runners, "records": len(self.records), **counts, "faults": self.faults + self.lacking}
