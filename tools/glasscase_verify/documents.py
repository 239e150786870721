"""Consents, approvals and run records: canonical documents, and what is signed of them (export-format.md, "Documents")."""

import hashlib
import re

from . import moments
from .form import Bad, NUMBER_MAX, canonical, categories, ident, listed, mapping, moment, one_of, out, read, struct, text, u8, u32, u64
from .records import LEVEL, LIFETIME
from .wording import Renderer

BYTES_MAX = 1 << 20
RECORDING_SPAN = moments.HOUR
CLOCK_SKEW = 300 * moments.SECOND
DIGEST = re.compile(r"[0-9a-f]{64}\Z")
NONCE = re.compile(r"[0-9a-f]{32}\Z")


def digest(value):
    if not DIGEST.match(text(value)):
        raise Bad("no SHA-256 digest")
    return value


def optional(item):
    return lambda value: None if value is None else item(value)


def _prolongs(value):
    return "every" if value == "every" else listed(ident)(value)


SHOWN = struct({"language": one_of("en", "fr"), "text_sha256": digest, "wording": u32}, strict=True)
CONSENT = struct(
    {
        "tenant": ident, "case": ident, "subscriptions": listed(ident), "level": LEVEL, "categories": categories,
        "shown": SHOWN, "given_at": moment, "access_days": u8, "access_lifetime": LIFETIME, "prolongs": _prolongs,
        "number": u64, "previous": optional(struct({"number": u64, "sha256": digest}, strict=True)), "nonce": text,
    },
    strict=True,
)
APPROVAL = struct(
    {
        "tenant": ident, "case": ident, "request": ident, "categories": categories, "seconds": u32, "consent": digest,
        "shown": SHOWN, "given_at": moment, "nonce": text,
    },
    strict=True,
)
RUN = struct(
    {
        "tenant": ident, "run": ident, "case": ident, "runner": ident, "diagnostic": ident, "version": u32,
        "digest": digest, "consent": optional(digest), "covered": categories, "sha256": digest, "bytes": u64,
        "plain_sha256": digest, "spans": mapping(u64), "started_at": moment, "ended_at": moment,
    },
    strict=True,
)


def challenge(kind, document):
    """What is signed: SHA-256 of the kind's prefix and the document's text."""
    return hashlib.sha256(f"glasscase/{kind}/v1\0{document}".encode()).digest()


def _read(shape, given):
    if len(given.encode()) > BYTES_MAX:
        raise Bad("it is too long")
    found = shape(read(given))
    if canonical(out(found)) != given:
        raise Bad("it is not in canonical form")
    return found


def _must(holds, otherwise):
    if not holds:
        raise Bad(otherwise)


def _shown(document, rendered):
    _must(document["shown"]["wording"] == 1, "its wording is unknown")
    _must(NONCE.match(document["nonce"]), "`nonce` must be 32 lower-case hexadecimal digits")
    document["is_shown"] = hashlib.sha256(rendered.encode()).hexdigest() == document["shown"]["text_sha256"]


def consent(given):
    found = _read(CONSENT, given)
    subscriptions, prolongs, previous = found["subscriptions"], found["prolongs"], found["previous"]
    _must(subscriptions and len(set(subscriptions)) == len(subscriptions), "`subscriptions` must name some, each once")
    _must("support_data" in found["categories"], "`categories` must have `support_data`")
    _must(1 <= found["access_days"] <= 30, "`access_days` must be 1 to 30")
    _must(not prolongs or found["access_lifetime"] == "shared", "only a shared lifetime prolongs others")
    if prolongs != "every":
        is_list = found["case"] not in prolongs and len(set(prolongs)) == len(prolongs) <= 20
        _must(is_list, "`prolongs` must name other cases, each once and at most 20")
    _must(1 <= found["number"] <= NUMBER_MAX, "`number` must be 1 or more")
    _must(found["number"] == (previous["number"] + 1 if previous else 1), "`previous` must be the consent before")
    _shown(found, Renderer(found["shown"]["language"]).consent(found))
    return found


def approval(given):
    found = _read(APPROVAL, given)
    _must(found["categories"], "`categories` must name at least one")
    _must(found["seconds"] > 0, "`seconds` must be 1 or more")
    _shown(found, Renderer(found["shown"]["language"]).approval(found))
    return found


def run_record(given):
    found = _read(RUN, given)
    _must(max([found["bytes"], *found["spans"].values()]) <= NUMBER_MAX, "a number is too large")
    _must(found["started_at"] <= found["ended_at"], "`ended_at` must not be before `started_at`")
    return found


def terms(given, settings):
    """The days and the lifetime that a consent's document states, or else those of the settings."""
    try:
        found = struct({"access_days": u8, "access_lifetime": LIFETIME})(read(given))
    except Bad:
        found = settings
    return found["access_days"], found["access_lifetime"]
