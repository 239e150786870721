"""The events of a log, one after the other, held against each other and against the rules (export-format.md, "Replay")."""

import hashlib
from collections import OrderedDict

from . import authors, documents, keys, moments, notes, records
from .form import CATEGORIES, Bad
from .lines import Fault
from .rules import Tenant
from .standing import Breach, Standing, lawful

TOLERANCE = 60 * moments.SECOND
GRACE = moments.HOUR
STORIES_MAX = 1_000
UNCOVERED = {"not_covered", "revoked_key", "foreign_consent"}


def new_figures():
    return {
        "cases": dict.fromkeys(("opened", "open"), 0),
        "consents": {
            **dict.fromkeys(
                ("given", "signed", "attested", "lapsed", "withdrawn", "requests", "approved", "approvals_signed"), 0
            ),
            "by_key": {},
        },
        "access": dict.fromkeys(("locks", "partner_added"), 0),
        "runs": dict.fromkeys(("asked", "covered", "denied", "uncovered", "shipped", "stopped", "under_way"), 0),
        "reads": dict.fromkeys(("by_vendor", "by_customer", "uncovered", "masked"), 0),
        "evidence": dict.fromkeys(("stored", "deleted", "deleted_late", "kept"), 0),
        "parts": dict.fromkeys(("present", "erased"), 0),
    }


def commitment(part):
    return hashlib.sha256(b"glasscase/personal/v1\0" + part.salt + part.value.encode()).hexdigest()


class Replay:
    def __init__(self, consent_keys, runner_log):
        self.tenant, self.id, self.figures, self.faults = Tenant(), None, new_figures(), []
        self.given_keys, self.runner_log = consent_keys, runner_log
        self.missing, self.chains, self.claims, self.orders, self.due = {}, {}, {}, {}, {}
        self.first_at = self.at = self.recorded_at = self.sealed_at = None
        self.last_sequence, self.stories, self.stories_left_out = None, OrderedDict(), 0
        self.closed, self.unrecorded = {}, False

    def take_header(self, header):
        self.id = self.id or header.tenant

    def _fault(self, line, event, code, what):
        self.faults.append(Fault(line, event, code, what))

    def take_event(self, entry):
        """Judges an event against those before it, and applies it."""
        self.last_sequence = entry.sequence
        try:
            record = records.parse(entry.leaf)
        except Bad:
            self._fault(entry.line, entry.sequence, "no_record", "its leaf is no record of an event that this program knows")
            return
        case = self._case_of(record["event"])
        breaches = []
        for check in (self._form, self._parts, self._times, self._author, self._order, self._standing, self._document,
                      self._run_record, self._runner_log, self._overdue, self._lawful):
            for breach in check(entry, record) or ():
                breaches.append(breach)
        self._follow(record, entry.line)
        self._count(record, {code for code, _ in breaches})
        self._tell(record, case, breaches)
        for code, what in breaches:
            about = f"`{record['event']['type']}` at {moments.text(record['at'])}"
            self._fault(entry.line, entry.sequence, code, f"{about}: {what}")

    # Each check gives what is wrong, as codes and words.

    def _form(self, entry, record):
        if record["sequence"] != entry.sequence:
            yield "other_sequence", f"its leaf says that it is event {record['sequence']}"
        self.id = self.id or record["tenant"]
        if record["tenant"] != self.id:
            yield "other_tenant", f"its leaf is of the organisation `{record['tenant']}`"
        if records.leaf_of(record) != entry.leaf:
            yield "other_form", "its leaf is not in the one form that a record has"

    def _parts(self, entry, record):
        event, found = record["event"], {}
        fields, required = records.PARTS.get(event["type"], ((), ()))
        for part in entry.parts:
            found.setdefault(part.field, part)
        for name, committed in record["parts"].items():
            if name not in fields:
                yield "odd_part", f"the part `{name}` cannot belong to such an event"
            if name not in found:
                self._note_missing(entry, event, name)
            elif commitment(found[name]) == committed:
                self.figures["parts"]["present"] += 1
            else:
                yield "changed_part", f"the part `{name}` is not the one that was recorded"
        for name in required:
            if name not in record["parts"]:
                yield "uncommitted_part", f"it was recorded without its part `{name}`"
        for part in entry.parts:
            if part.field not in record["parts"]:
                yield "unknown_part", f"the part `{part.field}` was never recorded"
        self._note_closing(event, record["at"])
        if event["type"] == "personal_data_erased":
            yield from self._erased(entry, record)

    def _note_missing(self, entry, event, name):
        entry_of = self.missing.setdefault(
            entry.sequence,
            {"line": entry.line, "fields": [], "case": self._case_of(event), "collection": None},
        )
        if event["type"] == "evidence_stored":
            entry_of["collection"] = event["collection"]
        entry_of["fields"].append(name)

    def _note_closing(self, event, at):
        # Since when a case is closed is known of every name that the log says, case or not.
        if event["type"] == "case_closed":
            self.closed[event["case"]] = at
        elif event["type"] == "case_reopened":
            self.closed.pop(event["case"], None)

    def _erased(self, entry, record):
        sequence = record["event"]["sequence"]
        if sequence >= entry.sequence:
            yield "erased_ahead", f"it erases parts of event {sequence}, which is not before it"
        missing = self.missing.get(sequence)
        if record["by"][0] == "system" and missing and not self._is_erasable(missing, record["at"]):
            yield "erased_early", f"it erases text of event {sequence}, which was not due"
        if missing:
            before = len(missing["fields"])
            missing["fields"] = [name for name in missing["fields"] if name not in record["event"]["fields"]]
            self.figures["parts"]["erased"] += before - len(missing["fields"])
            if not missing["fields"]:
                del self.missing[sequence]

    def _is_erasable(self, missing, at):
        if missing["collection"] is not None:
            return missing["collection"] not in self.tenant.collections
        closed = self.closed.get(missing["case"])
        days = self.tenant.settings["case_text_days"]
        return closed is not None and at >= moments.plus(closed, days * moments.DAY)

    def _times(self, entry, record):
        at, recorded_at = record["at"], record["recorded_at"]
        if self.first_at is None:
            self.first_at = self.at = at
            self.recorded_at = recorded_at
        self.at, self.recorded_at = max(self.at, at), max(self.recorded_at, recorded_at)
        if self.sealed_at is not None and moments.plus(recorded_at, TOLERANCE) < self.sealed_at:
            yield "before_checkpoint", "it was recorded though the checkpoint before it was sealed already"

    def take_checkpoint(self, line, note):
        said = notes.sealed_at(note)
        sealed_at = moments.parse(said) if said is not None else None
        if sealed_at is None:
            self._fault(line, self.last_sequence, "checkpoint_time", "the checkpoint's time is not a moment")
            return
        self.sealed_at = sealed_at if self.sealed_at is None else max(self.sealed_at, sealed_at)
        if self.recorded_at is None:
            return
        if moments.plus(sealed_at, TOLERANCE) < self.recorded_at:
            what = "the checkpoint was sealed before the event in front of it was recorded"
            self._fault(line, self.last_sequence, "checkpoint_early", what)
        elif sealed_at < self.at:
            what = "the checkpoint was sealed before an event that it covers took effect"
            self._fault(line, self.last_sequence, "checkpoint_before", what)

    def _author(self, entry, record):
        found = authors.check(self.tenant, record)
        return [found] if found else None

    def _order(self, entry, record):
        """One text of a diagnostic has one name, version, level and set of categories."""
        event = record["event"]
        if event["type"] not in ("run_requested", "run_denied"):
            return
        order = event["order"]
        meaning = [order[name] for name in ("diagnostic", "version", "level", "categories")]
        if self.orders.setdefault(order["digest"], meaning) != meaning:
            yield "other_order", "an earlier run of the same text of the diagnostic has another meaning"

    def _trusts(self, proof):
        if not self.given_keys:
            return True
        if proof["by"] == "server":
            return False
        key = self._enrolled(proof["key"])
        return key is not None and (key.algorithm, key.text) in {(one.algorithm, one.text) for one in self.given_keys}

    def _enrolled(self, name):
        key = self.tenant.consent_keys.get(name)
        try:
            return key and keys.parse(key["algorithm"], key["public_key"])
        except Bad:
            return None

    def _standing(self, entry, record):
        try:
            Standing(self.tenant, record, self._trusts).check()
        except Breach as breach:
            yield breach.code, breach.what

    # Consents and approvals.

    def _document(self, entry, record):
        event = record["event"]
        if event["type"] not in ("consent_given", "access_approved"):
            return
        is_consent = event["type"] == "consent_given"
        try:
            document = (self._check_consent if is_consent else self._check_approval)(record)
            signed_by = self._check_proof(event, documents.challenge("consent" if is_consent else "approval", event["document"]))
        except Bad as why:
            yield "document", f"the document behind it does not hold: {why}"
            return
        self._count_proof(is_consent, signed_by)
        if is_consent:
            before = self.chains.get(event["case"])
            self.chains[event["case"]] = documents.challenge("consent", event["document"]).hex()
            if before != (document["previous"] and document["previous"]["sha256"]):
                yield "broken_chain", "its document does not name the consent before it of the same case"
                return
        if not self._trusts(event["proof"]):
            yield "foreign_key", "none of the consent keys that you gave signed it"

    @staticmethod
    def _same(holds, what):
        if not holds:
            raise Bad(f"the document has another {what}")

    def _in_time(self, document, at):
        if not document["given_at"] <= at <= document["given_at"] + documents.RECORDING_SPAN:
            raise Bad("it was not recorded within an hour of its making")
        if not document["is_shown"]:
            raise Bad("the text shown to the person was not that of this document")

    def _check_consent(self, record):
        event, at, tenant = record["event"], record["at"], self.tenant
        document = documents.consent(event["document"])
        self._same(document["tenant"] == record["tenant"], "organisation")
        for name, other in (("case", "case"), ("level", "level"), ("categories", "categories"), ("number", "consent")):
            self._same(document[name] == event[other], name)
        case = tenant.cases.get(event["case"])
        self._same(case, "case")
        self._same(set(document["subscriptions"]) == set(case.subscriptions), "list of subscriptions")
        if case.consent:
            before = documents.challenge("consent", case.consent.document).hex()
            self._same(document["previous"] and document["previous"]["sha256"] == before, "consent before it")
        for name in ("access_days", "access_lifetime"):
            self._same(document[name] == tenant.settings[name], name)
        if tenant.settings["access_lifetime"] == "shared" and document["prolongs"] != "every":
            told = {document["case"], *document["prolongs"]}
            self._same(not any(name not in told and tenant.shares(name, at) for name in tenant.consented), "`prolongs`")
        self._in_time(document, at)
        return document

    def _check_approval(self, record):
        event, tenant = record["event"], self.tenant
        document = documents.approval(event["document"])
        self._same(document["tenant"] == record["tenant"], "organisation")
        request = tenant.requests.get(event["request"])
        self._same(request and document["request"] == event["request"], "access request")
        self._same(document["categories"] == event["categories"], "set of categories")
        self._same(document["case"] == request.case, "case")
        self._same(document["seconds"] * moments.SECOND == request.span, "duration")
        consent = tenant.consent_of(request.case)
        self._same(consent and document["consent"] == documents.challenge("consent", consent.document).hex(), "consent")
        self._in_time(document, record["at"])
        return document

    def _check_proof(self, event, challenge):
        """The id of the consent key that signed it; None if the server's word counts."""
        proof = event["proof"]
        if proof["by"] == "server":
            if self.tenant.signs_consents():
                raise Bad("nobody signed it, and this organisation signs its consents")
            return None
        known = self.tenant.consent_keys.get(proof["key"])
        key = None if not known or known["revoked"] else self._enrolled(proof["key"])
        if key is None:
            raise Bad("it is signed by a consent key that is not known here")
        if not key.verifies(challenge, proof["signature"]):
            raise Bad("the signature is wrong")
        return proof["key"]

    def _count_proof(self, is_consent, signed_by):
        figures = self.figures["consents"]
        if signed_by is None:
            figures["attested"] += is_consent
            return
        key = self._enrolled(signed_by)
        empty = {"consents": 0, "approvals": 0, "passkey": False, "given": False}
        signed = figures["by_key"].setdefault(signed_by, empty)
        signed["given"] = bool(self.given_keys) and self._trusts({"by": "key", "key": signed_by})
        signed["passkey"] = key.is_passkey
        signed["consents" if is_consent else "approvals"] += 1
        figures["signed" if is_consent else "approvals_signed"] += 1

    # Runs.

    def _run_record(self, entry, record):
        event, word = record["event"], record["event"]["type"]
        if word == "run_claimed":
            run = self.tenant.runs.get(event["run"])
            self.claims[event["run"]] = self.chains.get(run.order["case"]) if run else None
        elif word == "run_stopped":
            self.claims.pop(event["run"], None)
        elif word == "evidence_stored":
            at_claim = self.claims.pop(event["run"], None)
            run = self.tenant.runs.get(event["run"])
            # A run that nobody claimed is the rules' to name.
            if run and run.claim:
                found = self._check_run_record(record, run, at_claim)
                if found:
                    yield found

    def _check_run_record(self, record, run, at_claim):
        event, claim, order = record["event"], run.claim, run.order
        runner = self.tenant.runners.get(claim["runner"])
        if not runner or runner["public_key"] is None:
            return "impossible", "the runner that claimed the run is not enrolled"
        try:
            said = documents.run_record(event["record"])
            key = keys.OfflineKey(runner["public_key"])
        except Bad as why:
            return "run_record", f"the runner's record does not hold: {why}"
        if not key.verifies(documents.challenge("run", event["record"]), event["signature"]):
            return "run_record", "the runner's signature is wrong"
        same = {
            "organisation": said["tenant"] == record["tenant"],
            "run": said["run"] == event["run"],
            "case": said["case"] == order["case"],
            "runner": said["runner"] == claim["runner"],
            "diagnostic": (said["diagnostic"], said["version"]) == (order["diagnostic"], order["version"]),
            "digest of the diagnostic": said["digest"] == order["digest"],
            "set of covered categories": said["covered"] <= claim["covered"],
            "digest of what was shipped": said["sha256"] == event["sha256"],
            "size of what was shipped": said["bytes"] == event["bytes"],
            "count of spans": said["spans"] == event["spans"],
        }
        for name, holds in same.items():
            if not holds:
                return "run_record_field", f"the runner's record has another {name} than the log"
        if claim["collection"] != event["collection"]:
            return "impossible", "the run was claimed for another collection"
        skew = documents.CLOCK_SKEW
        if moments.plus(said["started_at"], skew) < claim["at"] or said["ended_at"] > moments.plus(record["at"], skew):
            return "run_times", "the runner's record has times outside those of the run"
        if said["consent"] is not None:
            relied_on = said["consent"] in (at_claim, self.chains.get(order["case"]))
        else:
            consent = self.tenant.consent_of(order["case"])
            relied_on = consent is not None and consent.proof["by"] == "server"
        if not relied_on:
            return "run_record_field", "the runner's record has another consent than the log"
        return None

    def _runner_log(self, entry, record):
        if self.runner_log:
            self.runner_log.follow(self.tenant, record)

    # Evidence and its hour.

    def _overdue(self, entry, record):
        # What the system records by itself, such as deletions after an outage, is no sign that it had been at work.
        if record["by"][0] == "system" or record["event"]["type"] == "evidence_deleted":
            return
        over = [kept for kept in self.due if self._is_over(kept[0], record["recorded_at"])]
        for kept in sorted(over, key=lambda kept: (kept[0], kept[1].encode())):
            del self.due[kept]
            yield self._not_deleted(kept)

    @staticmethod
    def _is_over(due_hour, now):
        return now > moments.plus(moments.begin_of_hour(due_hour), GRACE)

    @staticmethod
    def _not_deleted(kept):
        due_at = moments.text(moments.begin_of_hour(kept[0]))
        return "not_deleted", f"the evidence `{kept[1]}` was due at {due_at} and is not recorded as deleted an hour after it"

    def _lawful(self, entry, record):
        event, tenant = record["event"], self.tenant
        self._follow_hours(record, entry.line)
        try:
            lawful(tenant, record)
        except Breach as breach:
            self.unrecorded = breach.code == "unrecorded"
            yield breach.code, breach.what

    def _follow_hours(self, record, line):
        event, word = record["event"], record["event"]["type"]
        if word == "evidence_stored":
            run = self.tenant.runs.get(event["run"])
            if run and run.claim:
                self.due[run.claim["due_hour"], event["collection"]] = line
        elif word == "bundle_attached":
            self.due[event["due_hour"], event["collection"]] = line
        elif word == "evidence_deleted" and event["collection"] in self.tenant.collections:
            due_hour = self.tenant.collections[event["collection"]].due_hour
            self.due.pop((due_hour, event["collection"]), None)
            self.figures["evidence"]["deleted_late"] += self._is_over(due_hour, record["at"])

    def _follow(self, record, line):
        """The state after an event is that after it, lawful or not; what fell due did so, recorded or not."""
        self.tenant.apply(record["at"], record["event"])
        if self.unrecorded:
            self.unrecorded = False
            self.tenant.advance(record["at"])

    # Figures and stories.

    def _case_of(self, event):
        """The case that an event belongs to, as far as it or the state before it tells."""
        if "case" in event:
            return event["case"]
        if event["type"] in ("run_requested", "run_denied"):
            return event["order"]["case"]
        if event["type"] in ("run_claimed", "run_stopped", "evidence_stored"):
            run = self.tenant.runs.get(event["run"])
            return run.order["case"] if run else None
        if event["type"] == "evidence_deleted":
            kept = self.tenant.collections.get(event["collection"])
            return kept.case if kept else None
        if "request" in event:
            request = self.tenant.requests.get(event["request"])
            return request.case if request else None
        return None

    def _count(self, record, codes):
        event, word, figures = record["event"], record["event"]["type"], self.figures
        uncovered = bool(codes & UNCOVERED)
        for name, group, field in (
            ("case_opened", "cases", "opened"), ("consent_given", "consents", "given"),
            ("consent_lapsed", "consents", "lapsed"), ("consent_withdrawn", "consents", "withdrawn"),
            ("access_requested", "consents", "requests"), ("access_approved", "consents", "approved"),
            ("locked", "access", "locks"), ("partner_added", "access", "partner_added"),
            ("run_requested", "runs", "asked"), ("run_denied", "runs", "asked"), ("run_denied", "runs", "denied"),
            ("run_stopped", "runs", "stopped"), ("evidence_stored", "runs", "shipped"),
            ("evidence_stored", "evidence", "stored"), ("bundle_attached", "evidence", "stored"),
            ("evidence_deleted", "evidence", "deleted"),
        ):
            if word == name:
                figures[group][field] += 1
        if word == "run_requested":
            figures["runs"]["covered"] += not uncovered
        if word in ("run_requested", "run_claimed", "evidence_stored"):
            figures["runs"]["uncovered"] += uncovered
        if word == "evidence_read":
            figures["reads"]["by_customer" if record["by"][0] == "person" else "by_vendor"] += 1
            figures["reads"]["uncovered"] += uncovered
            figures["reads"]["masked"] += bool(event["masked"])

    def _tell(self, record, case, breaches):
        event, word = record["event"], record["event"]["type"]
        if word == "case_opened" and case not in self.stories:
            self.stories[case] = {
                "case": case, "opened_at": record["at"], "closed_at": None, "shown": set(),
                **dict.fromkeys(
                    ("consents", "signed", "approvals", "runs", "denied", "reads", "stored", "deleted", "uncovered", "faults"), 0
                ),
            }
            if len(self.stories) > STORIES_MAX:
                self.stories.popitem(last=False)
                self.stories_left_out += 1
        story = self.stories.get(case)
        if story is None:
            return
        if word == "case_closed":
            story["closed_at"] = record["at"]
        elif word == "case_reopened":
            story["closed_at"] = None
        elif word == "evidence_read" and record["by"][0] != "person":
            story["reads"] += 1
            story["shown"] |= event["shown"]
        counted = {
            "consent_given": "consents", "access_approved": "approvals", "run_requested": "runs",
            "run_denied": "denied", "evidence_stored": "stored", "bundle_attached": "stored",
            "evidence_deleted": "deleted",
        }.get(word)
        if counted:
            story[counted] += 1
        codes = {code for code, _ in breaches}
        story["signed"] += word == "consent_given" and event["proof"]["by"] == "key" and "document" not in codes
        story["uncovered"] += bool(codes & UNCOVERED)
        story["faults"] += len(breaches)

    def until(self):
        known = [moment for moment in (self.recorded_at, self.sealed_at) if moment is not None]
        return max(known, default=None)

    def finish(self):
        """Judges what the end of the log leaves open."""
        for sequence, missing in self.missing.items():
            for name in missing["fields"]:
                what = f"the part `{name}` is missing, and no later event says that it was erased"
                self._fault(missing["line"], sequence, "missing_part", what)
        until = self.until()
        for kept, line in self.due.items():
            if until is not None and self._is_over(kept[0], until):
                self._fault(line, self.last_sequence, *self._not_deleted(kept))
        self.figures["cases"]["open"] = sum(case.open for case in self.tenant.cases.values())
        self.figures["runs"]["under_way"] = len(self.tenant.runs)
        self.figures["evidence"]["kept"] = len(self.tenant.collections)

    def told(self):
        """The stories of the cases, as JSON."""
        return [
            {
                **story,
                "opened_at": moments.text(story["opened_at"]),
                "closed_at": None if story["closed_at"] is None else moments.text(story["closed_at"]),
                "shown": [one for one in CATEGORIES if one in story["shown"]],
            }
            for story in self.stories.values()
        ]
