"""The leaves: one record of one event (export-format.md, "Leaves" and "Events")."""

from .form import (
    Bad, boolean, categories, i64, ident, listed, mapping, moment, named, one_of, out, read, roles, struct, tagged, text, u8,
    u16, u32, u64, withheld, write,
)

LEVELS = ("standard", "advanced")
REASONS = (
    "unknown_case", "closed", "no_consent", "withdrawn", "lapsed", "locked", "subscription_not_in_case",
    "advanced_consent_required", "category_not_granted",
)
LEVEL = one_of(*LEVELS)
LIFETIME = one_of("shared", "per_case")
SETTINGS = struct(
    {
        "access_days": u8, "access_lifetime": LIFETIME, "retention_days": u8, "case_text_days": u16,
        "lead_approval": boolean, "never_offered": withheld, "approvers": named,
    },
    strict=True,
    defaults={
        "access_days": 30, "access_lifetime": "shared", "retention_days": 28, "case_text_days": 365,
        "lead_approval": False,
    },
    optional=("never_offered", "approvers"),
)
PROOF = tagged("by", {"server": {}, "key": {"key": ident, "signature": text}})
STOP = tagged(
    "why",
    {
        "access_ended": {"reason": one_of(*REASONS)}, "asked": {}, "expired": {}, "refused": {"code": text},
        "lease_lost": {}, "failed": {"code": text},
    },
)
ORDER = struct(
    {
        "run": ident, "case": ident, "subscription": ident, "diagnostic": ident, "version": u32, "digest": text,
        "level": LEVEL, "categories": categories,
    }
)
DRY_ORDER = struct({"run": ident, "subscription": ident, "diagnostic": ident, "version": u32, "digest": text})
SEVERITY = one_of("minimal", "moderate", "critical", "highest_critical_impact")
FORM = one_of("webhook", "webhook_ocsf", "syslog", "syslog_cef", "syslog_ocsf")


def _settable(**fields):
    return struct(fields, optional=tuple(fields))


_TARGETS = _settable(
    accessType=one_of("allowed", "blocked"),
    targets=listed(struct({"target": text, "targetType": one_of("user", "group", "application")})),
)
_ACCESS = _settable(usersAndGroups=_TARGETS, applications=_TARGETS)
PARTNER = _settable(
    inboundTrust=_settable(
        isMfaAccepted=boolean, isCompliantDeviceAccepted=boolean, isHybridAzureADJoinedDeviceAccepted=boolean,
    ),
    automaticUserConsentSettings=_settable(inboundAllowed=boolean, outboundAllowed=boolean),
    b2bCollaborationInbound=_ACCESS, b2bCollaborationOutbound=_ACCESS, b2bDirectConnectInbound=_ACCESS,
    b2bDirectConnectOutbound=_ACCESS, tenantRestrictions=_ACCESS,
)
SPANS = mapping(u64)
PERSON = {"person": ident, "roles": roles, "teams": listed(ident)}

EVENTS = {
    "tenant_created": {"settings": SETTINGS},
    "settings_changed": {"settings": SETTINGS},
    "subscription_added": {"subscription": ident},
    "person_added": PERSON,
    "person_changed": PERSON,
    "person_removed": {"person": ident},
    "token_issued": {"token": ident, "person": ident, "roles": roles, "expires_at": moment},
    "token_revoked": {"token": ident},
    "person_invited": {"person": ident, "expires_at": moment},
    "sign_in_key_enrolled": {"key": ident, "person": ident, "algorithm": text, "public_key": text},
    "sign_in_key_revoked": {"key": ident},
    "consent_key_enrolled": {"key": ident, "algorithm": text, "public_key": text},
    "consent_key_revoked": {"key": ident},
    "runner_invited": {"runner": ident, "expires_at": moment},
    "runner_enrolled": {"runner": ident, "public_key": text},
    "runner_removed": {"runner": ident},
    "destination_added": {"destination": ident, "form": FORM},
    "destination_changed": {"destination": ident},
    "destination_removed": {"destination": ident},
    "case_opened": {
        "case": ident, "subscriptions": listed(ident), "service": ident, "nature": ident,
        "severity": SEVERITY, "team": ident,
    },
    "case_changed": {"case": ident, "severity": SEVERITY},
    "case_said": {"case": ident, "message": ident},
    "case_closed": {"case": ident},
    "case_reopened": {"case": ident},
    "case_assigned": {"case": ident, "engineer": ident},
    "consent_asked": {"case": ident, "level": LEVEL, "categories": categories},
    "consent_given": {
        "case": ident, "level": LEVEL, "categories": categories, "consent": u64, "document": text, "proof": PROOF,
    },
    "consent_withdrawn": {
        "case": ident, "cause": one_of("asked", "partner_removed", "key_revoked", "key_enrolled"),
    },
    "consent_lapsed": {"case": ident},
    "partner_added": {},
    "partner_removed": {},
    "cross_tenant_partner_added": {"partner": ident, "settings": PARTNER},
    "cross_tenant_partner_changed": {"partner": ident, "before": PARTNER, "settings": PARTNER},
    "cross_tenant_partner_removed": {"partner": ident, "before": PARTNER},
    "engineer_signed_in": {"case": ident},
    "locked": {},
    "unlocked": {},
    "access_requested": {
        "request": ident, "case": ident, "categories": categories, "seconds": u32, "for_lead": boolean,
    },
    "access_endorsed": {"request": ident},
    "access_approved": {"request": ident, "categories": categories, "document": text, "proof": PROOF},
    "access_denied": {"request": ident},
    "access_request_expired": {"request": ident},
    "access_grant_ended": {"request": ident},
    "run_requested": {"order": ORDER},
    "run_denied": {"order": ORDER, "reason": one_of(*REASONS), "missing": categories},
    "run_claimed": {"run": ident, "runner": ident, "collection": ident, "covered": categories, "due_hour": i64},
    "run_stopped": {"run": ident, "cause": STOP},
    "dry_run_requested": {"order": DRY_ORDER},
    "dry_run_claimed": {"run": ident, "runner": ident},
    "dry_run_counted": {"run": ident, "counts": struct({"items": u64, "bytes": u64, "spans": SPANS})},
    "dry_run_stopped": {"run": ident, "cause": STOP},
    "evidence_stored": {
        "run": ident, "collection": ident, "bytes": u64, "sha256": text, "spans": SPANS, "record": text,
        "signature": text,
    },
    "bundle_attached": {
        "case": ident, "collection": ident, "due_hour": i64, "bytes": u64, "sha256": text, "spans": SPANS,
    },
    "evidence_read": {
        "collection": ident, "case": ident, "ranges": listed(struct({"start": u64, "end": u64})),
        "shown": categories, "masked": categories,
    },
    "evidence_deleted": {
        "collection": ident, "cause": one_of("due", "asked", "retention", "lost"), "sha256": text, "bytes": u64,
        "key": text,
    },
    "personal_data_erased": {"sequence": u64, "fields": listed(text)},
}

# The parts that an event may have, and those that it must.
PARTS = {
    "tenant_created": (("name",), ()),
    "person_added": (("name", "upn"), ()),
    "token_issued": (("label",), ()),
    "sign_in_key_enrolled": (("label",), ()),
    "consent_key_enrolled": (("label",), ()),
    "runner_enrolled": (("name",), ()),
    "case_opened": (("title", "details"), ("title",)),
    "case_changed": (("details",), ()),
    "case_said": (("text", "envelope"), ("text",)),
    "access_requested": (("reason",), ("reason",)),
    "run_requested": (("inputs",), ("inputs",)),
    "run_denied": (("inputs",), ("inputs",)),
    "dry_run_requested": (("inputs",), ("inputs",)),
    "evidence_stored": (("findings",), ("findings",)),
}


def _actor(value):
    if value == "system":
        return ("system", None)
    if isinstance(value, dict) and len(value) == 1:
        (kind, who), = value.items()
        if kind in ("person", "vendor", "runner"):
            return (kind, ident(who))
    raise Bad("nobody who can cause an event")


EVENT = tagged("type", EVENTS)
RECORD = struct(
    {
        "v": u32, "tenant": ident, "sequence": u64, "at": moment, "recorded_at": moment, "by": _actor, "event": EVENT,
        "parts": mapping(text),
    },
    strict=True,
    defaults={"parts": {}},
)


def parse(leaf):
    """The record of a leaf. Raises `Bad` if it is none of version 1."""
    record = RECORD(read(leaf))
    if record["v"] != 1:
        raise Bad("another version")
    return record


def leaf_of(record):
    """The one leaf that a record has."""
    kind, who = record["by"]
    written = {**record, "by": "system" if kind == "system" else {kind: who}}
    if not record["parts"]:
        del written["parts"]
    return write(out(written)).encode()
