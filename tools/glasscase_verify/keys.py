"""Consent keys: offline keys and passkeys, and whether one stands behind a challenge (export-format.md, "Consent keys")."""

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from . import notes
from .form import Bad, read

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, CREDENTIAL, EXTENSIONS = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80


def unbase64url(text, bytes_max):
    """The bytes of the one base64url text, without padding, that they have; or None."""
    found = notes.unbase64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
    if found is None or len(found) > bytes_max or base64url(found) != text:
        return None
    return found


def base64url(found):
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


class OfflineKey:
    """Ed25519; the text is the base64 of 32 bytes."""

    is_passkey = False

    def __init__(self, text):
        public = notes.unbase64(text)
        if public is None or len(public) != 32:
            raise Bad("not the base64 text of the 32 bytes of an Ed25519 key")
        self.algorithm, self.text, self.public = "ed25519", text, public
        self.id = "key_" + hashlib.sha256(public).hexdigest()[:16]

    def verifies(self, challenge, signature):
        found = notes.unbase64(signature)
        return found is not None and notes.ed25519(self.public, challenge, found)


def _domain(name):
    labels = name.split(".")
    return len(name) <= 253 and all(map(LABEL.match, labels)) and not labels[-1][0].isdigit()


def _origin_of(origin, id):
    """Whether an origin is `https://`, the id or a name below it, and a port unless it is the usual one."""
    scheme, separator, rest = origin.partition("://")
    host, colon, port = rest.partition(":")
    is_local = host == "localhost" or host.endswith(".localhost")
    usual = {"https": "443", "http": "80" if is_local else None}.get(scheme)
    is_port = not colon or (re.match(r"[1-9][0-9]{0,4}\Z", port) and int(port) < 65_536 and port != usual)
    return bool(separator and usual and is_port and _domain(host) and (host == id or host.endswith("." + id)))


class Passkey:
    """`passkey/1,RP ID,ORIGINS,CREDENTIAL ID,COSE KEY`."""

    is_passkey = True

    def __init__(self, text):
        parts = text.split(",")
        if len(text.encode()) > 8_192 or len(parts) != 5 or parts[0] != "passkey/1":
            raise Bad("not a passkey's text")
        _, self.site, origins, credential, key = parts
        self.origins = origins.split("+")
        is_sorted = self.origins == sorted(set(self.origins), key=str.encode) and len(self.origins) <= 8
        if not is_sorted or not _domain(self.site) or not all(_origin_of(one, self.site) for one in self.origins):
            raise Bad("not a site and its origins")
        cose = unbase64url(key, 1_040)
        if not unbase64url(credential, 1_023) or cose is None:
            raise Bad("not a credential and its key")
        self.text, self.id = text, "key_" + hashlib.sha256(text.encode()).hexdigest()[:16]
        self.algorithm, self._check = _cose(cose)

    def verifies(self, challenge, signature):
        """Whether an assertion (WebAuthn, 7.2) is this passkey's, by a verified person, over the challenge."""
        parts = signature.split(".")
        if len(parts) != 3:
            return False
        data, client, proper = (unbase64url(part, most) for part, most in zip(parts, (1_024, 4_096, 1_024)))
        if data is None or client is None or proper is None:
            return False
        if not self._client_data(client, challenge) or not self._authenticator_data(data):
            return False
        return self._check(data + hashlib.sha256(client).digest(), proper)

    def _client_data(self, client, challenge):
        try:
            said = read(client) if client.startswith(b"{") else None
        except Bad:
            return False
        return (
            isinstance(said, dict)
            and said.get("type") == "webauthn.get"
            and said.get("challenge") == base64url(challenge)
            and said.get("origin") in self.origins
            and said.get("crossOrigin", False) is False
            and "topOrigin" not in said
        )

    def _authenticator_data(self, data):
        if len(data) < 37 or data[:32] != hashlib.sha256(self.site.encode()).digest():
            return False
        flags, rest = data[32], data[37:]
        if not flags & USER_PRESENT or not flags & USER_VERIFIED or flags & CREDENTIAL:
            return False
        if flags & BACKED_UP and not flags & BACKUP_ELIGIBLE:
            return False
        if flags & EXTENSIONS:
            return rest[:1] != b"" and rest[0] >> 5 == 5 and _cbor_end(rest, 0) == len(rest)
        return rest == b""


def _cbor_end(data, at, depth=0):
    """Where the CBOR value that begins at `at` ends, or None if it is none."""
    if at >= len(data) or depth > 64:
        return None
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info < 24:
        argument = info
    elif info < 28:
        width = 1 << (info - 24)
        if at + width > len(data):
            return None
        argument, at = int.from_bytes(data[at:at + width], "big"), at + width
    elif info == 31 and major in (2, 3, 4, 5):
        while at < len(data) and data[at] != 0xFF:
            at = _cbor_end(data, at, depth + 1)
            if at is None:
                return None
        return at + 1 if at < len(data) else None
    else:
        return None
    if major in (2, 3):
        return at + argument if at + argument <= len(data) else None
    for _ in range({4: argument, 5: 2 * argument, 6: 1}.get(major, 0)):
        at = _cbor_end(data, at, depth + 1)
        if at is None:
            return None
    return at


def _cose(cose):
    """The algorithm of a COSE key in its canonical bytes, and the check of a signature by it."""
    for name, curve, size, start in (
        ("es256", ec.SECP256R1(), 32, "a5010203262001215820"),
        ("es384", ec.SECP384R1(), 48, "a501020338222002215830"),
    ):
        start, middle = bytes.fromhex(start), bytes([0x22, 0x58, size])
        x_end = len(start) + size
        if cose.startswith(start) and cose[x_end:x_end + 3] == middle and len(cose) == x_end + 3 + size:
            point = b"\4" + cose[len(start):x_end] + cose[x_end + 3:]
            try:
                public = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
            except ValueError:
                raise Bad("no point of its curve") from None
            digest = hashes.SHA256() if size == 32 else hashes.SHA384()
            return name, _checked(lambda message, found: public.verify(found, message, ec.ECDSA(digest)))
    start = bytes.fromhex("a4010103272006215820")
    if cose.startswith(start) and len(cose) == len(start) + 32:
        public = cose[len(start):]
        return "eddsa", lambda message, found: notes.ed25519(public, message, found)
    start, end = bytes.fromhex("a401030339010020") + b"\x59", bytes.fromhex("2143010001")
    size = int.from_bytes(cose[9:11], "big")
    if cose.startswith(start) and cose.endswith(end) and len(cose) == 11 + size + len(end):
        modulus = int.from_bytes(cose[11:11 + size], "big")
        if cose[11] == 0 or modulus % 2 == 0 or not 2_048 <= modulus.bit_length() <= 8_192:
            raise Bad("no RSA key of 2048 to 8192 bits")
        public = rsa.RSAPublicNumbers(65_537, modulus).public_key()
        return "rs256", _checked(
            lambda message, found: public.verify(found, message, padding.PKCS1v15(), hashes.SHA256())
        )
    raise Bad("no COSE key in canonical form of a supported algorithm")


def _checked(verify):
    def check(message, found):
        try:
            verify(message, found)
        except (InvalidSignature, ValueError):
            return False
        return True

    return check


def parse(algorithm, text):
    """The key of an enrolment. `Bad` if it cannot check signatures."""
    if algorithm == "ed25519":
        return OfflineKey(text)
    if algorithm not in ("es256", "es384", "rs256", "eddsa"):
        raise Bad("an unknown algorithm")
    key = Passkey(text)
    if key.algorithm != algorithm:
        raise Bad("the passkey has another algorithm")
    return key


def parse_pasted(text):
    """A key as a person copied it: with its algorithm in front, or alone."""
    text = text.strip()
    algorithm, space, key = text.partition(" ")
    if space:
        return parse(algorithm, key.lstrip())
    return Passkey(text) if text.startswith("passkey/1") else OfflineKey(text)
