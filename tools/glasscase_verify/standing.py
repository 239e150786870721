"""Whether what an event names is there, in a state that admits it (export-format.md, "Standing" and "Lawfulness")."""

import re

from . import keys, moments
from .form import Bad, CUSTOMER_ROLES
from .rules import DENIED, LEAD, PENDING, Denied, names


PARTNERS_MAX, TARGETS_MAX = 500, 200
TARGET = re.compile(r"[A-Za-z0-9-]{1,64}")
ACCESSES = (
    "b2bCollaborationInbound", "b2bCollaborationOutbound", "b2bDirectConnectInbound", "b2bDirectConnectOutbound",
    "tenantRestrictions",
)


class Breach(Exception):
    """What an event breaks: a code and words."""

    def __init__(self, code, what):
        super().__init__(what)
        self.code, self.what = code, what


def must(holds, what, code="impossible"):
    if not holds:
        raise Breach(code, what)


def admitted(holds, what):
    must(holds, f"the rules do not admit it: {what}", "not_admitted")


class Standing:
    """The checks of one event against the state before it. `trusts(proof)` tells whether a proof counts."""

    def __init__(self, tenant, record, trusts):
        self.tenant, self.at, self.event, self.trusts = tenant, record["at"], record["event"], trusts
        self.by = record["by"]

    def check(self):
        """Raises the first breach."""
        check = getattr(self, "_" + self.event["type"], None)
        if check:
            check()

    # Settings, people, keys, runners.

    def _tenant_created(self):
        settings = self.event["settings"]
        for name, most in (("access_days", 30), ("retention_days", 28), ("case_text_days", 3_650)):
            must(1 <= settings[name] <= most, "a setting is looser than the rules allow")
        must("support_data" not in settings.get("never_offered", ()), "a setting is looser than the rules allow")

        named, before = (of.get("approvers", frozenset()) for of in (settings, self.tenant.settings))
        fit = {person for person in named if self.tenant.could_consent(person)}
        must(named - before <= fit and (fit or not named or named == before), "a setting names somebody who cannot consent")

    _settings_changed = _tenant_created

    def _subscription_added(self):
        admitted(self.event["subscription"] not in self.tenant.subscriptions, "the subscription is there already")

    # Partners of the customer's own making.

    def _cross_tenant_partner_added(self):
        partners = self.tenant.partners
        admitted(self.event["partner"] not in partners, "the partner is there already")
        admitted(len(partners) < PARTNERS_MAX, "too many partners")
        self._settable()

    def _cross_tenant_partner_changed(self):
        before = self._known_partner()
        self._settable()
        event = self.event
        must((before, event["before"]) == (event["before"], before) and before != event["settings"], "nothing was changed")

    def _cross_tenant_partner_removed(self):
        must(self._known_partner() == self.event["before"], "nothing was changed")

    def _known_partner(self):
        admitted(self.event["partner"] in self.tenant.partners, "there is no such partner")
        return self.tenant.partners[self.event["partner"]]

    def _settable(self):
        accesses = (self.event["settings"].get(name) or {} for name in ACCESSES)
        lists = (access.get(name) or {} for access in accesses for name in ("usersAndGroups", "applications"))
        for targets in (one.get("targets") or [] for one in lists):
            is_id = all(TARGET.fullmatch(one["target"]) for one in targets)
            admitted(len(targets) <= TARGETS_MAX and is_id, "the partner's settings cannot be")

    def _one_side(self):
        every = [person["roles"] for person in self.tenant.people.values()] + [self.event["roles"]]
        sides = {role in CUSTOMER_ROLES for roles in every for role in roles}
        must(len(sides) < 2, "the person has a role of the other side")

    def _person_added(self):
        self._one_side()
        admitted(self.event["person"] not in self.tenant.people, "the person is there already")
        admitted(self.event["roles"], "name at least one role")

    def _person_changed(self):
        self._one_side()
        who, roles = self.event["person"], self.event["roles"]
        admitted(who in self.tenant.people, "there is no such person")
        admitted(roles, "name at least one role")
        self._keeps_managers(who, roles)
        known = self.tenant.people[who]
        must((known["roles"], known["teams"]) != (roles, self.event["teams"]), "nothing was changed")

    def _person_removed(self):
        who = self.event["person"]
        admitted(who in self.tenant.people, "there is no such person")
        self._keeps_managers(who, frozenset())

    def _keeps_managers(self, who, roles):
        for role in ("owner", "operator"):
            holders = {name for name, person in self.tenant.people.items() if role in person["roles"]}
            admitted(role in roles or holders != {who}, f"nobody else is {role}")
        named = self.tenant.settings.get("approvers", frozenset())
        counting = {person for person in named if self.tenant.could_consent(person)}
        admitted("consenter" in roles or counting != {who}, "nobody else of those whom the settings name may consent")

    def _token_issued(self):
        person, roles = self.tenant.people.get(self.event["person"]), self.event["roles"]
        admitted(person, "there is no such person")
        admitted(self.event["token"] not in self.tenant.tokens, "the token is there already")
        admitted(roles and roles <= person["roles"], "a token has some of the roles of its person")

    def _token_revoked(self):
        admitted(self.event["token"] in self.tenant.tokens, "there is no such token")

    def _consent_key_enrolled(self):
        must(self.event["key"] not in self.tenant.consent_keys, "a consent key with this id was enrolled before")
        try:
            key = keys.parse(self.event["algorithm"], self.event["public_key"])
        except Bad:
            raise Breach("impossible", "the consent key cannot be used to check signatures") from None
        must(key.id == self.event["key"], "the consent key has the id of another one")

    def _consent_key_revoked(self):
        key = self.tenant.consent_keys.get(self.event["key"])
        must(key and not key["revoked"], "no such consent key was in use")

    def _runner_invited(self):
        admitted(self.event["runner"] not in self.tenant.runners, "the runner is there already")

    def _runner_removed(self):
        admitted(self.event["runner"] in self.tenant.runners, "there is no such runner")

    def _runner_enrolled(self):
        runner = self.tenant.runners.get(self.event["runner"])
        must(
            runner and runner["public_key"] is None and self.at < runner["until"],
            "the runner was not invited, its invitation was over, or it had enrolled already",
        )

    # Cases, consents, access requests.

    def _case_opened(self):
        own = self.event["subscriptions"]
        must(self.tenant.subscriptions.issuperset(own), "the case names a subscription that is not the organisation's")

    def _consent_withdrawn(self):
        case = self.tenant.cases.get(self.event["case"])
        must(case is None or case.consent, "no consent was in force on the case")

    def _locked(self):
        must(not self.tenant.locked, "access was locked already")

    def _unlocked(self):
        must(self.tenant.locked, "access was not locked")

    def _access_requested(self):
        case = self.tenant.cases.get(self.event["case"])
        admitted(self.event["request"] not in self.tenant.requests, "the access request is there already")
        admitted(case and case.open, "there is no such case that is open")
        admitted(self.event["categories"] and self.event["seconds"], "it names no category or no time")
        must(self.event["for_lead"] == self.tenant.settings["lead_approval"], "the rules would have asked another person")

    def _request(self):
        request = self.tenant.requests.get(self.event["request"])
        must(request, "there was no such access request")
        return request

    def _access_endorsed(self):
        must(self._request().state == LEAD, "the access request waited for no lead")

    def _access_approved(self):
        request, approved = self._request(), self.event["categories"]
        must(request.state == PENDING, "the access request did not wait for the customer's answer")
        must(approved and approved <= request.categories, "other categories were approved than were asked for")

    def _access_denied(self):
        must(self._request().waits(), "the access request waited for no answer")

    # Runs and evidence.

    def _run_requested(self):
        order = self.event["order"]
        must(order["run"] not in self.tenant.runs, "a run with this id is under way")
        self._key_holds(order["case"])

    def _run_claimed(self):
        runner = self.tenant.runners.get(self.event["runner"])
        must(runner and runner["public_key"] is not None, "the runner that took the run is not enrolled")
        run = self.tenant.runs.get(self.event["run"])
        must(not run or not run.claim, "another runner had taken the run")
        self._due_in_time()
        self._key_of_run_holds()

    def _run_stopped(self):
        must(self.event["run"] in self.tenant.runs, "there was no such run under way")

    def _evidence_stored(self):
        self._key_of_run_holds()

    def _bundle_attached(self):
        must(self.event["collection"] not in self.tenant.collections, "evidence with this id was stored before")
        self._due_in_time()

    def _evidence_read(self):
        if self.by[0] == "person":
            return
        kept = self.tenant.collections.get(self.event["collection"])
        attached = kept is not None and kept.run is None
        if not (attached and self.event["shown"] <= {"support_data"}):
            self._key_holds(self.event["case"])

    def _evidence_deleted(self):
        kept = self.tenant.collections.get(self.event["collection"])
        must(kept, "there was no such evidence")
        same = (kept.sha256, kept.bytes) == (self.event["sha256"], self.event["bytes"])
        must(same, "the receipt is of other bytes than were stored")
        is_early = self.event["cause"] == "due" and moments.hours(self.at) < kept.due_hour
        must(not is_early, "the evidence was not due")

    def _due_in_time(self):
        days = self.tenant.settings["retention_days"]
        latest = moments.hours(moments.plus(self.at, days * moments.DAY))
        must(self.event["due_hour"] <= latest, f"evidence is due later than {days} days allow", "kept_too_long")

    def _key_of_run_holds(self):
        run = self.tenant.runs.get(self.event["run"])
        if run:
            self._key_holds(run.order["case"])

    def _key_holds(self, case):
        """A consent whose key was revoked has ended; one signed by none of the keys that count is none."""
        consent = self.tenant.consent_of(case)
        if not consent:
            return
        if consent.proof["by"] == "key":
            key = self.tenant.consent_keys.get(consent.proof["key"])
            must(key and not key["revoked"], "the consent rests on a consent key which was revoked", "revoked_key")
        must(self.trusts(consent.proof), "the case's consent is signed by none of the keys that you gave", "foreign_consent")

    # Dry runs.

    def _dry_run_requested(self):
        order = self.event["order"]
        is_taken = order["run"] in self.tenant.runs or order["run"] in self.tenant.dry_runs
        admitted(not is_taken, "the run is there already")
        admitted(order["subscription"] in self.tenant.subscriptions, "there is no such subscription")

    def _dry_run_claimed(self):
        dry_run = self.tenant.dry_runs.get(self.event["run"])
        runner = self.tenant.runners.get(self.event["runner"])
        is_free = dry_run and dry_run["runner"] is None and runner and runner["public_key"] is not None
        admitted(is_free, "there is no such dry run that this runner could take")

    def _dry_run_counted(self):
        dry_run = self.tenant.dry_runs.get(self.event["run"])
        must(dry_run and dry_run["runner"] is not None, "no runner had taken the dry run")

    def _dry_run_stopped(self):
        if self.event["cause"]["why"] == "expired":
            return
        admitted(self.event["run"] in self.tenant.dry_runs, "there is no such dry run")
        admitted(self.event["cause"]["why"] != "access_ended", "no access stands behind a dry run")


CLOCKS = {
    "consent_lapsed", "partner_added", "partner_removed", "access_request_expired", "access_grant_ended",
}


def lawful(tenant, record):
    """Whether the rules of access let the event happen here; raises the breach."""
    event, at = record["event"], record["at"]
    must(at >= tenant.last_at, "it takes effect before the event in front of it", "backwards")
    must(record["recorded_at"] >= at, "it was recorded before it took effect", "recorded_early")
    due = tenant.next_due(at)
    if due == (at, event):
        return
    if due and not _withdraws_on(tenant, record):
        raise Breach("unrecorded", f"at {moments.text(due[0])} {due[1]['type']} fell due, and is not recorded before this")
    _admits(tenant, record)


def _withdraws_on(tenant, record):
    """Whether it withdraws one of several consents that end by one act; what follows stands behind the last."""
    event = record["event"]
    consent = tenant.consent_of(event["case"]) if event["type"] == "consent_withdrawn" else None
    if not consent or record["at"] != tenant.last_at:
        return False
    if event["cause"] == "partner_removed":
        return consent.level == "advanced"
    if event["cause"] == "key_revoked" and consent.proof["by"] == "key":
        key = tenant.consent_keys.get(consent.proof["key"])
        return bool(key and key["revoked"])
    return False


def _admits(tenant, record):
    event, at = record["event"], record["at"]
    word = event["type"]
    by_clock = (
        word in CLOCKS
        or (word == "consent_withdrawn" and event["cause"] == "key_enrolled")
        or (word in ("run_stopped", "dry_run_stopped") and event["cause"]["why"] in ("access_ended", "expired"))
    )
    must(not by_clock, f"the rules derive no such {word} here", "not_due")
    if word == "tenant_created":
        must(not tenant.created, "the tenant exists already")
        return
    must(tenant.created, "the log does not begin with the tenant")
    try:
        if word == "run_requested":
            tenant.decide(event["order"], at)
        elif word == "run_denied":
            _denies(tenant, event, at)
        elif word == "run_claimed":
            covered = tenant.decide(_run(tenant, event).order, at)
            must(covered == event["covered"], f"it claims {names(event['covered'])} where {names(covered)} was granted", "not_covered")
        elif word == "evidence_stored":
            run = _run(tenant, event)
            must(run.claim, "nobody had claimed the run")
            tenant.decide(run.order, at, run.claim["covered"])
        elif word == "evidence_read":
            _shows(tenant, record)
        else:
            _meets_its_case(tenant, event)
    except Denied as why:
        missing = f" ({names(why.missing)})" if why.missing else ""
        raise Breach("not_covered", f"no consent covered it: {why.reason}{missing}") from None


def _run(tenant, event):
    run = tenant.runs.get(event["run"])
    must(run, f"there was no run `{event['run']}` under way")
    return run


def _denies(tenant, event, at):
    try:
        tenant.decide(event["order"], at)
    except Denied as why:
        must((why.reason, why.missing) == (event["reason"], event["missing"]), "the rules give another answer to this run")
    else:
        raise Breach("impossible", "the rules give another answer to this run")


def _shows(tenant, record):
    event = record["event"]
    kept = tenant.collections.get(event["collection"])
    must(kept and kept.case == event["case"], "there was no such evidence in this case")
    # The customer's own people read their own evidence; it is consent that binds the vendor.
    if record["by"][0] != "person":
        covered = tenant.readable(kept, record["at"])
        if not event["shown"] <= covered:
            raise Denied("category_not_granted", event["shown"] - covered)


def _meets_its_case(tenant, event):
    word, name = event["type"], event.get("case")
    if name is None:
        return
    case = tenant.cases.get(name)
    if word == "case_opened":
        must(case is None, "the case exists already")
        return
    must(case, f"there is no case `{name}`")
    if word == "case_reopened":
        must(not case.open, "the case is open")
        return
    if word in ("case_changed", "engineer_signed_in"):
        return
    must(case.open, "the case is closed")
    if word == "consent_given":
        must(case.consents + 1 == event["consent"], "it is not the next consent of its case")
        by_server = event["proof"]["by"] == "server"
        if by_server:
            must(not tenant.signs_consents(), "this organisation signs its consents")
        else:
            key = tenant.consent_keys.get(event["proof"]["key"])
            must(key and not key["revoked"], "the consent key is not enrolled, or was revoked")
