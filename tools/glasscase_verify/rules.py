"""The access rules: a tenant's state is the fold of its events, and says what is allowed and what falls due.

Written from the access rules (export-format.md, "Rules"), plainly: deadlines are computed by going through the consents.
"""

from dataclasses import dataclass, field

from . import documents, moments
from .form import CATEGORIES, CUSTOMER_ROLES, Categories
from .moments import DAY, HOUR, SECOND, plus

REQUEST_LIFE = 12 * HOUR
DRY_RUN_LIFE = 24 * HOUR
NEVER, IN_FORCE, WITHDRAWN, LAPSED = "never", "in force", "withdrawn", "lapsed"
LEAD, PENDING, APPROVED, DENIED, EXPIRED, GONE = "lead", "pending", "approved", "denied", "expired", "withdrawn"
NONE = Categories()


@dataclass
class Consent:
    level: str
    categories: Categories
    anchor: int
    days: int
    lifetime: str
    number: int
    document: str
    proof: dict
    grants: dict = field(default_factory=dict)  # request -> (until, categories, proof)


@dataclass
class Case:
    subscriptions: list
    open: bool = True
    end: str = NEVER  # what became of the consent: one of the four words
    consent: Consent = None
    consents: int = 0
    closed_at: int = None


@dataclass
class Request:
    case: str
    categories: Categories
    span: int
    asked_at: int
    state: str

    def waits(self):
        return self.state in (LEAD, PENDING)


@dataclass
class Run:
    order: dict
    claim: dict = None  # runner, collection, at, covered, due_hour


@dataclass
class Collection:
    run: str
    case: str
    due_hour: int
    bytes: int
    sha256: str


class Denied(Exception):
    """A decision against something: the first reason, and the categories that are missing."""

    def __init__(self, reason, missing=NONE):
        super().__init__(reason)
        self.reason, self.missing = reason, missing


class Tenant:
    def __init__(self):
        self.created, self.locked, self.partner, self.last_at = False, False, False, 0
        self.settings = {
            "access_days": 30, "access_lifetime": "shared", "retention_days": 28, "case_text_days": 365,
            "lead_approval": False,
        }
        self.subscriptions, self.people, self.tokens, self.sign_in_keys = set(), {}, {}, {}
        self.partners = {}  # those of the customer's own making, with their settings
        self.consent_keys, self.runners, self.cases, self.requests = {}, {}, {}, {}
        self.runs, self.dry_runs, self.collections = {}, {}, {}
        self.consented = set()  # the cases with a consent in force
        self.waiting, self.grants = {}, {}  # request -> the instant at which it expires, or ends
        self._lapse = None  # the next lapse, until consents or settings change

    # Questions.

    def signs_consents(self):
        return any(not key["revoked"] for key in self.consent_keys.values())

    def leaves_approval_to(self, person):
        named = self.settings.get("approvers")
        return not named or person in named

    def could_consent(self, person):
        found = self.people.get(person)
        return found is not None and "consenter" in found["roles"]

    def consent_of(self, case):
        found = self.cases.get(case)
        return found.consent if found else None

    def _in_force(self):
        return ((case, self.cases[case].consent) for case in self.consented)

    def _own_deadline(self, consent):
        return plus(consent.anchor, min(consent.days, self.settings["access_days"]) * DAY)

    def deadline(self, consent):
        """Rules 2, 4 and 11: its own, or that of a later consent that shares its lifetime."""
        own = self._own_deadline(consent)
        if "per_case" in (consent.lifetime, self.settings["access_lifetime"]):
            return own
        later = (
            self._own_deadline(other)
            for _, other in self._in_force()
            if other.lifetime == "shared" and other.anchor > consent.anchor
        )
        return max(own, *later, own)

    def shares(self, case, now):
        """Whether a consent given now would prolong the one of this case."""
        consent = self.cases[case].consent
        return consent.lifetime == "shared" and now < self.deadline(consent)

    def _counts(self, proof):
        if proof["by"] == "server":
            return not self.signs_consents()
        key = self.consent_keys.get(proof["key"])
        return key is not None and not key["revoked"]

    def covered(self, consent, now):
        covered = set(consent.categories)
        for until, categories, proof in consent.grants.values():
            if now < until and self._counts(proof):
                covered |= categories
        return Categories(covered - set(self.settings.get("never_offered", ())))

    def readable_consent(self, case, now):
        found = self.cases.get(case)
        if found is None:
            raise Denied("unknown_case")
        if not found.open:
            raise Denied("closed")
        if found.consent is None:
            raise Denied({NEVER: "no_consent", WITHDRAWN: "withdrawn", LAPSED: "lapsed"}[found.end])
        if found.consent.proof["by"] == "server" and self.signs_consents():
            raise Denied("withdrawn")
        if now >= self.deadline(found.consent):
            raise Denied("lapsed")
        if self.locked:
            raise Denied("locked")
        return found.consent

    def decide(self, order, now, more=NONE):
        """What a run of this order may ship unmasked (access rules, "A decision"). `Denied` if it may not run."""
        consent = self.readable_consent(order["case"], now)
        if order["subscription"] not in self.cases[order["case"]].subscriptions:
            raise Denied("subscription_not_in_case")
        if order["level"] == "advanced" and consent.level == "standard":
            raise Denied("advanced_consent_required")
        covered = self.covered(consent, now)
        missing = Categories((order["categories"] | more) - covered)
        if missing:
            raise Denied("category_not_granted", missing)
        return covered

    def readable(self, collection, now):
        """What the vendor may be shown of a collection. `Denied` if nothing."""
        if collection.run is not None:
            return self.covered(self.readable_consent(collection.case, now), now)
        case = self.cases.get(collection.case)
        if case is None:
            raise Denied("unknown_case")
        if not case.open:
            raise Denied("closed")
        if self.locked:
            raise Denied("locked")
        try:
            covered = self.covered(self.readable_consent(collection.case, now), now)
        except Denied:
            covered = NONE
        return Categories(covered | {"support_data"})

    # What falls due.

    def next_due(self, now):
        """The next thing that the clock brings about up to `now`: when, and which event; or None."""
        found = None
        for due in (self._lapses, self._unsigned, self._partner_change, self._stops, self._expiry, self._grant_end,
                    self._dry_run_expiry):
            candidate = due()
            if candidate is None:
                continue
            at = max(candidate[0], self.last_at)
            if at <= now and (found is None or at < found[0]):
                found = (at, candidate[1])
        return found

    def advance(self, now):
        due = self.next_due(now)
        while due:
            self.apply(*due)
            due = self.next_due(now)

    def _lapses(self):
        if not self.consented:
            return None
        if self._lapse is None:
            deadlines = [(self.deadline(consent), case) for case, consent in self._in_force()]
            self._lapse = min(deadline for deadline, _ in deadlines), deadlines
        at = max(self._lapse[0], self.last_at)
        # Several may be over at the last event already: of these the first in byte order.
        cases = (case for deadline, case in self._lapse[1] if max(deadline, self.last_at) == at)
        return at, {"type": "consent_lapsed", "case": min(cases, key=str.encode)}

    def _unsigned(self):
        if not self.signs_consents():
            return None
        cases = [case for case, consent in self._in_force() if consent.proof["by"] == "server"]
        if not cases:
            return None
        return self.last_at, {"type": "consent_withdrawn", "case": min(cases, key=str.encode), "cause": "key_enrolled"}

    def _partner_change(self):
        wanted = not self.locked and any(consent.level == "advanced" for _, consent in self._in_force())
        if wanted == self.partner:
            return None
        return self.last_at, {"type": "partner_added" if wanted else "partner_removed"}

    def _stops(self):
        for name in sorted(self.runs, key=str.encode):
            run = self.runs[name]
            try:
                self.decide(run.order, self.last_at, run.claim["covered"] if run.claim else NONE)
            except Denied as why:
                cause = {"why": "access_ended", "reason": why.reason}
                return self.last_at, {"type": "run_stopped", "run": name, "cause": cause}
        return None

    @staticmethod
    def _first(instants):
        return min(instants.items(), key=lambda item: (item[1], item[0].encode()), default=None)

    def _expiry(self):
        first = self._first(self.waiting)
        return first and (first[1], {"type": "access_request_expired", "request": first[0]})

    def _grant_end(self):
        first = self._first(self.grants)
        return first and (first[1], {"type": "access_grant_ended", "request": first[0]})

    def _dry_run_expiry(self):
        first = self._first({run: dry_run["requested_at"] for run, dry_run in self.dry_runs.items()})
        if first is None:
            return None
        event = {"type": "dry_run_stopped", "run": first[0], "cause": {"why": "expired"}}
        return plus(first[1], DRY_RUN_LIFE), event

    # The fold.

    def apply(self, at, event):
        """The state after an event, whether or not it was lawful."""
        self.last_at = max(self.last_at, at)
        change = getattr(self, "_on_" + event["type"], None)
        if change:
            change(at, event)

    def _on_tenant_created(self, at, event):
        self.created = True
        self._on_settings_changed(at, event)

    def _on_settings_changed(self, at, event):
        self.settings, self._lapse = event["settings"], None

    def _on_locked(self, at, event):
        self.locked = True

    def _on_unlocked(self, at, event):
        self.locked = False

    def _on_partner_added(self, at, event):
        self.partner = True

    def _on_partner_removed(self, at, event):
        self.partner = False

    def _on_subscription_added(self, at, event):
        self.subscriptions.add(event["subscription"])

    def _on_person_added(self, at, event):
        self.people[event["person"]] = {"roles": event["roles"], "teams": event["teams"]}

    _on_person_changed = _on_person_added

    def _on_person_removed(self, at, event):
        who = event["person"]
        self.people.pop(who, None)
        self.tokens = {name: token for name, token in self.tokens.items() if token["person"] != who}
        self.sign_in_keys = {name: key for name, key in self.sign_in_keys.items() if key["person"] != who}

    def _on_token_issued(self, at, event):
        self.tokens[event["token"]] = event

    def _on_token_revoked(self, at, event):
        self.tokens.pop(event["token"], None)

    def _on_sign_in_key_enrolled(self, at, event):
        self.sign_in_keys[event["key"]] = event

    def _on_sign_in_key_revoked(self, at, event):
        self.sign_in_keys.pop(event["key"], None)

    def _on_consent_key_enrolled(self, at, event):
        self.consent_keys[event["key"]] = {**event, "revoked": False}

    def _on_consent_key_revoked(self, at, event):
        if event["key"] in self.consent_keys:
            self.consent_keys[event["key"]]["revoked"] = True

    def _on_runner_invited(self, at, event):
        self.runners[event["runner"]] = {"until": event["expires_at"], "public_key": None}

    def _on_runner_enrolled(self, at, event):
        if event["runner"] in self.runners:
            self.runners[event["runner"]]["public_key"] = event["public_key"]

    def _on_runner_removed(self, at, event):
        self.runners.pop(event["runner"], None)

    def _on_cross_tenant_partner_added(self, at, event):
        self.partners[event["partner"]] = event["settings"]

    _on_cross_tenant_partner_changed = _on_cross_tenant_partner_added

    def _on_cross_tenant_partner_removed(self, at, event):
        self.partners.pop(event["partner"], None)

    def _on_case_opened(self, at, event):
        if event["case"] in self.cases:
            self._close(event["case"])
        self.cases[event["case"]] = Case(event["subscriptions"])

    def _on_case_closed(self, at, event):
        self._close(event["case"])

    def _on_case_reopened(self, at, event):
        if event["case"] in self.cases:
            self.cases[event["case"]].open = True

    def _close(self, name):
        self._end_consent(name, NEVER)
        for request in [request for request in self.waiting if self.requests[request].case == name]:
            del self.waiting[request]
            self.requests[request].state = GONE
        if name in self.cases:
            self.cases[name].open = False

    def _on_consent_given(self, at, event):
        case = self.cases.get(event["case"])
        if case is None:
            return
        days, lifetime = documents.terms(event["document"], self.settings)
        given = Consent(
            event["level"], event["categories"], at, days, lifetime, event["consent"], event["document"], event["proof"]
        )
        if case.consent:
            given.grants = case.consent.grants
        case.consent, case.end, case.consents = given, IN_FORCE, event["consent"]
        self.consented.add(event["case"])
        self._lapse = None

    def _on_consent_withdrawn(self, at, event):
        self._end_consent(event["case"], WITHDRAWN)

    def _on_consent_lapsed(self, at, event):
        self._end_consent(event["case"], LAPSED)

    def _end_consent(self, name, end):
        case = self.cases.get(name)
        if case is None or (case.consent is None and end != NEVER):
            return
        if case.consent:
            for request in case.consent.grants:
                self.grants.pop(request, None)
        case.consent, case.end = None, end
        self.consented.discard(name)
        self._lapse = None

    def _on_access_requested(self, at, event):
        name = event["request"]
        self._on_access_grant_ended(at, event)
        state = LEAD if event["for_lead"] else PENDING
        self.requests[name] = Request(event["case"], event["categories"], event["seconds"] * SECOND, at, state)
        self.waiting[name] = plus(at, REQUEST_LIFE)

    def _on_access_endorsed(self, at, event):
        request = self.requests.get(event["request"])
        if request and request.waits():
            request.state = PENDING

    def _on_access_approved(self, at, event):
        name = event["request"]
        self._answer(name, APPROVED)
        self._on_access_grant_ended(at, event)
        request = self.requests.get(name)
        consent = request and self.consent_of(request.case)
        if consent:
            until = plus(at, request.span)
            consent.grants[name] = (until, event["categories"], event["proof"])
            self.grants[name] = until

    def _on_access_denied(self, at, event):
        self._answer(event["request"], DENIED)

    def _on_access_request_expired(self, at, event):
        self._answer(event["request"], EXPIRED)

    def _answer(self, name, state):
        if name in self.requests:
            self.waiting.pop(name, None)
            self.requests[name].state = state

    def _on_access_grant_ended(self, at, event):
        request = self.requests.get(event["request"])
        consent = request and self.consent_of(request.case)
        if consent and consent.grants.pop(event["request"], None):
            self.grants.pop(event["request"], None)

    def _on_run_requested(self, at, event):
        self.runs[event["order"]["run"]] = Run(event["order"])

    def _on_run_claimed(self, at, event):
        if event["run"] in self.runs:
            self.runs[event["run"]].claim = {**event, "at": at}

    def _on_run_stopped(self, at, event):
        self.runs.pop(event["run"], None)

    def _on_evidence_stored(self, at, event):
        run = self.runs.pop(event["run"], None)
        if run and run.claim:
            self.collections[event["collection"]] = Collection(
                event["run"], run.order["case"], run.claim["due_hour"], event["bytes"], event["sha256"]
            )

    def _on_bundle_attached(self, at, event):
        self.collections[event["collection"]] = Collection(
            None, event["case"], event["due_hour"], event["bytes"], event["sha256"]
        )

    def _on_evidence_deleted(self, at, event):
        self.collections.pop(event["collection"], None)

    def _on_dry_run_requested(self, at, event):
        self.dry_runs[event["order"]["run"]] = {"requested_at": at, "runner": None}

    def _on_dry_run_claimed(self, at, event):
        if event["run"] in self.dry_runs:
            self.dry_runs[event["run"]]["runner"] = event["runner"]

    def _on_dry_run_counted(self, at, event):
        self.dry_runs.pop(event["run"], None)

    _on_dry_run_stopped = _on_dry_run_counted


def names(categories):
    return ", ".join(one for one in CATEGORIES if one in categories)


def is_customers(roles):
    return bool(roles & CUSTOMER_ROLES)
