"""Signed notes of C2SP: log keys, witness keys, checkpoints, and statements that a key was changed."""

import base64
import binascii
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .form import NUMBER_MAX, Bad

LOG_KEY, WITNESS_KEY = 1, 4
NOTE_BYTES_MAX, SIGNATURES_MAX = 1_000_000, 100
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
NUMBER = re.compile(r"(0|[1-9][0-9]*)\Z")


def number(word):
    """A number without sign or leading zeros, small enough for every JSON reader; or None."""
    if not NUMBER.match(word) or len(word) > 16 or int(word) > NUMBER_MAX:
        return None
    return int(word)


def unbase64(text):
    """The bytes of the one standard base64 text that they have; or None."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == text else None


def ed25519(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def may_name_a_key(name):
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " or "\x7f" <= c <= "\x9f" for c in name)


def is_origin(name):
    """`<installation>/log/<tenant>`."""
    installation, _, tenant = name.partition("/log/")
    return bool(installation and tenant) and may_name_a_key(name)


class Key:
    """A public key with a name: `<name>+<id, 8 digits>+<base64 of type and key>`."""

    def __init__(self, name, public, kind=LOG_KEY):
        self.name, self.public, self.kind = name, public, kind
        typed = bytes([kind]) + public
        self.id = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
        self.text = f"{name}+{self.id.hex()}+{base64.b64encode(typed).decode()}"

    @classmethod
    def parse(cls, text, kind=LOG_KEY):
        fields = text.split("+", 2)
        typed = unbase64(fields[2]) if len(fields) == 3 else None
        if typed is None or len(typed) != 33 or typed[0] != kind:
            raise Bad("no key of this kind")
        is_name = is_origin if kind == LOG_KEY else may_name_a_key
        key = cls(fields[0], typed[1:], kind)
        if not is_name(key.name) or key.text != text:
            raise Bad("its name or id does not fit")
        return key

    def __eq__(self, other):
        return isinstance(other, Key) and self.text == other.text

    def __hash__(self):
        return hash(self.text)


class Note:
    """A text and signatures of it, each with the name of its key and its id."""

    def __init__(self, whole):
        if len(whole.encode()) > NOTE_BYTES_MAX or any(c < " " and c != "\n" for c in whole):
            raise Bad("no signed note")
        head, separator, lines = whole.rpartition("\n\n")
        if not separator or not lines.endswith("\n"):
            raise Bad("no signed note")
        self.text = head + "\n"
        self.signatures = [self._signature(line) for line in lines[:-1].split("\n")]
        if len(self.signatures) > SIGNATURES_MAX:
            raise Bad("too many signatures")

    @staticmethod
    def _signature(line):
        mark, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        found = unbase64(encoded)
        bad_name = not name or "+" in name or any(c.isspace() for c in name)
        if mark != "—" or bad_name or found is None or len(found) < 5:
            raise Bad("no signature")
        return name, found[:4], found[4:]

    def signature_of(self, key):
        """The first signature in the name of this key, or None."""
        return next((found for name, id, found in self.signatures if (name, id) == (key.name, key.id)), None)


class Unsigned(Exception):
    """No key that counts signed it."""


class Forged(Exception):
    """A key that counts is named, and its signature is wrong."""


class Checkpoint:
    """What a checkpoint's note says. `Bad` if it is not written in its one form."""

    def __init__(self, whole):
        note = Note(whole)
        lines = note.text.split("\n")
        if len(lines) < 4 or lines.pop() != "" or "" in lines:
            raise Bad("not origin, size, root and extensions")
        self.origin, size, root, *extensions = lines
        self.size, self.root = number(size), unbase64(root)
        if self.size is None or self.root is None or len(self.root) != 32 or not is_origin(self.origin):
            raise Bad("not origin, size, root and extensions")
        self.time = next((line[5:] for line in extensions if line.startswith("time ")), "")
        if not 1 <= len(self.time) <= 64 or not all("!" <= c <= "~" for c in self.time):
            raise Bad("no time")
        self.note = note

    def check(self, trusted):
        """Raises unless one of these keys, of this very log, signed; tells the place of the last that did."""
        signers = []
        for place, key in enumerate(trusted):
            signature = self.note.signature_of(key)
            if signature is None:
                continue
            if not ed25519(key.public, self.note.text.encode(), signature):
                raise Forged
            if key.name == self.origin:
                signers.append(place)
        if not signers:
            raise Unsigned
        return signers[-1]


def sealed_at(whole):
    """The text behind `time ` in whatever a checkpoint line holds, signed or not; or None."""
    body, separator, _ = whole.partition("\n\n")
    if not separator:
        return None
    return next((line[5:] for line in body.split("\n") if line.startswith("time ")), None)


class Rotation:
    """The statement that an installation's log key was changed, signed by the old one and by the new one."""

    FORMAT = "glasscase/log-key-rotation/v1"

    def __init__(self, whole):
        note = Note(whole)
        lines = note.text.split("\n")
        if len(lines) != 6 or lines[0] != self.FORMAT or lines[5] != "":
            raise Bad("not in its one form")
        self.installation = lines[1]
        self.old, self.new = (self._key(line, word) for line, word in zip(lines[2:4], ("old ", "new ")))
        time = lines[4][5:]
        is_word = 1 <= len(time) <= 64 and all("!" <= c <= "~" for c in time)
        if not lines[4].startswith("time ") or not is_word or self.old == self.new:
            raise Bad("not in its one form")
        for public in (self.old, self.new):
            signature = note.signature_of(Key(self.installation, public))
            if signature is None or not ed25519(public, note.text.encode(), signature):
                raise Bad("not signed by both keys")

    @staticmethod
    def _key(line, word):
        if not line.startswith(word) or not HEX64.match(line[len(word):]):
            raise Bad("not in its one form")
        return bytes.fromhex(line[len(word):])


def cosigned(note, witness):
    """Whether this witness cosigned a note: True, False if it did not, None if the signature in its name is wrong."""
    signature = note.signature_of(witness)
    if signature is None:
        return False
    time = int.from_bytes(signature[:8], "big")
    message = f"cosignature/v1\ntime {time}\n{note.text}".encode()
    return True if len(signature) > 8 and ed25519(witness.public, message, signature[8:]) else None
