"""Who may cause which event (export-format.md, "Authors")."""

from .rules import is_customers

P, V, R, S = "person", "vendor", "runner", "system"
CAUSED_BY = {
    "tenant_created": {V, S},
    "person_added": {P, V, S}, "person_invited": {P, V, S},
    **dict.fromkeys(
        ("settings_changed", "subscription_added", "consent_key_enrolled", "consent_key_revoked", "runner_invited",
         "runner_removed", "case_changed", "destination_added", "destination_changed", "destination_removed",
         "cross_tenant_partner_added", "cross_tenant_partner_changed", "cross_tenant_partner_removed", "case_closed", "case_reopened", "consent_given", "access_approved", "dry_run_requested",
         "bundle_attached", "locked", "unlocked"),
        {P},
    ),
    **dict.fromkeys(
        ("runner_enrolled", "run_claimed", "dry_run_claimed", "dry_run_counted", "evidence_stored"), {R}
    ),
    **dict.fromkeys(
        ("person_changed", "person_removed", "token_issued", "token_revoked", "sign_in_key_enrolled",
         "sign_in_key_revoked", "case_opened", "case_said", "consent_asked", "access_denied", "evidence_read"),
        {P, V},
    ),
    **dict.fromkeys(
        ("case_assigned", "engineer_signed_in", "access_requested", "access_endorsed", "run_requested", "run_denied"), {V}
    ),
    **dict.fromkeys(
        ("consent_lapsed", "partner_added", "partner_removed", "access_request_expired", "access_grant_ended"), {S}
    ),
    "personal_data_erased": {P, S},
}
STOPPED_BY = {"access_ended": {S}, "expired": {S}, "asked": {P, V}, "refused": {R}, "lease_lost": {R}, "failed": {R}}

ROLES_OF = {
    "open_case": {"owner", "author", "consenter"},
    "say_in_case": {"owner", "author", "consenter", "engineer", "lead"},
    "attach_bundle": {"owner", "author", "consenter"},
    "close_case": {"owner", "author", "consenter"},
    "change_case": {"owner", "author", "consenter"},
    "manage_destinations": {"owner"},
    "consent": {"consenter"},
    "lock": {"owner", "author", "consenter", "auditor"},
    "unlock": {"owner", "consenter"},
    "remove_partner": {"owner", "consenter"},
    "dry_run": {"owner", "author", "consenter"},
    "stop_run": {"owner", "author", "consenter", "engineer", "lead"},
    "read_evidence": {"owner", "author", "consenter", "auditor", "engineer", "lead"},
    "delete_evidence": {"owner", "consenter"},
    "change_settings": {"owner"},
    "manage_people": {"owner"},
    "manage_consent_keys": {"owner"},
    "manage_runners": {"owner"},
}
# What only the customer's people may cause, whoever the log says it was.
RESERVED = {
    "consent_given": "consent", "access_approved": "consent", "unlocked": "unlock",
    "settings_changed": "change_settings", "cross_tenant_partner_added": "change_settings",
    "cross_tenant_partner_changed": "change_settings", "cross_tenant_partner_removed": "change_settings",
    "consent_key_enrolled": "manage_consent_keys",
    "consent_key_revoked": "manage_consent_keys",
}
# What one of the customer's people needs a role for, where others may cause the same.
OF_PEOPLE = {
    "bundle_attached": "attach_bundle", "evidence_read": "read_evidence", "personal_data_erased": "delete_evidence",
    "person_added": "manage_people", "person_changed": "manage_people", "person_removed": "manage_people",
    "person_invited": "manage_people", "subscription_added": "manage_runners", "runner_invited": "manage_runners",
    "runner_removed": "manage_runners", "case_opened": "open_case", "consent_asked": "open_case",
    "case_said": "say_in_case", "run_stopped": "stop_run", "dry_run_requested": "dry_run",
    "dry_run_stopped": "dry_run", "locked": "lock", "case_closed": "close_case", "case_reopened": "close_case",
    "access_denied": "consent", "case_changed": "change_case", "destination_added": "manage_destinations",
    "destination_changed": "manage_destinations", "destination_removed": "manage_destinations",
}


def check(tenant, record):
    """The code and words of what is wrong with an event's author, or None."""
    event, (kind, who) = record["event"], record["by"]
    by = f"the {kind}" if who is None else f"the {kind} `{who}`"
    action = _reserved(event, kind)
    if action and not (kind == P and _may(tenant, who, action)):
        return "unauthorised", f"{by} may not {action.replace('_', ' ')}"
    if action == "consent" and event["type"] in RESERVED and not tenant.leaves_approval_to(who):
        return "unauthorised", f"{by} is none of those whom the organisation named to consent"
    if _appoints(tenant, event, kind) or _issues_anothers(tenant, event, kind, who):
        return "unauthorised", f"{by} may not manage people"
    if kind not in _caused_by(event) or not _is_its_own(tenant, event, kind, who):
        return "cannot_cause", f"{by} cannot cause such an event"
    return None


def _may(tenant, who, action):
    person = tenant.people.get(who)
    return person is not None and bool(person["roles"] & ROLES_OF[action])


def _reserved(event, kind):
    word = event["type"]
    if word in RESERVED or kind != P:
        return RESERVED.get(word)
    if word == "evidence_deleted":
        return "delete_evidence" if event["cause"] == "asked" else None
    if word == "consent_withdrawn":
        return {"asked": "consent", "partner_removed": "remove_partner"}.get(event["cause"])
    return OF_PEOPLE.get(word)


def _caused_by(event):
    word = event["type"]
    if word == "consent_withdrawn":
        return {S} if event["cause"] == "key_enrolled" else {P}
    if word == "dry_run_stopped" and event["cause"]["why"] == "asked":
        return {P}
    if word in ("run_stopped", "dry_run_stopped"):
        return STOPPED_BY[event["cause"]["why"]]
    if word == "evidence_deleted":
        return {P} if event["cause"] == "asked" else {S}
    return CAUSED_BY[word]


def _appoints(tenant, event, kind):
    """Whether a customer's people were changed by somebody else; the vendor names the first of them."""
    word = event["type"]
    if word == "person_added" and not (kind == V and not tenant.people):
        roles = event["roles"]
    elif word == "person_changed":
        roles = event["roles"]
    elif word == "person_removed" and event["person"] in tenant.people:
        roles = tenant.people[event["person"]]["roles"]
    else:
        return False
    return is_customers(roles) and kind != P


def _issues_anothers(tenant, event, kind, who):
    """Whether somebody made or ended a token or passkey of somebody else's, and does not manage people."""
    word = event["type"]
    if word == "token_issued":
        whose = event["person"]
    elif word == "token_revoked" and event["token"] in tenant.tokens:
        whose = tenant.tokens[event["token"]]["person"]
    elif word == "sign_in_key_enrolled":
        return not (kind in (P, V) and who == event["person"])
    elif word == "sign_in_key_revoked" and event["key"] in tenant.sign_in_keys:
        whose = tenant.sign_in_keys[event["key"]]["person"]
    else:
        return False
    if kind == P:
        return who != whose and not _may(tenant, who, "manage_people")
    return whose in tenant.people and is_customers(tenant.people[whose]["roles"])


def _is_its_own(tenant, event, kind, who):
    """A runner speaks of itself and of its own runs. Runs that are not there, or nobody's, are named elsewhere."""
    word = event["type"]
    if kind != R:
        return True
    if word in ("runner_enrolled", "run_claimed", "dry_run_claimed"):
        return event["runner"] == who
    if word in ("dry_run_counted", "dry_run_stopped"):
        dry_run = tenant.dry_runs.get(event["run"])
        return not dry_run or dry_run["runner"] in (None, who)
    if word in ("evidence_stored", "run_stopped"):
        run = tenant.runs.get(event["run"])
        return not run or not run.claim or run.claim["runner"] == who
    return True
