#!/usr/bin/env python3
"""Makes the vectors `*.json` beside this file: a passkey of each algorithm that consents are signed with, its registration
and one assertion, by other programs than ours: pyca/cryptography signs, and the CBOR is written here by the letter of
RFC 8949. The signatures are random, so each run gives others; the files are kept as they were once made.

    python3 make.py        needs `cryptography`
"""

import base64
import hashlib
import json
import pathlib
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

RP_ID, ORIGIN = "consent.desk.example", "https://consent.desk.example:8443"


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = 1 if n < 1 << 8 else 2 if n < 1 << 16 else 4
    return bytes([major << 5 | 23 + size.bit_length()]) + n.to_bytes(size, "big")


def cbor(value):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def elliptic(curve, size, algorithm, number, digest):
    key = ec.generate_private_key(curve)
    at = key.public_key().public_numbers()
    x, y = at.x.to_bytes(size, "big"), at.y.to_bytes(size, "big")
    return {1: 2, 3: algorithm, -1: number, -2: x, -3: y}, lambda m: key.sign(m, ec.ECDSA(digest))


def rsa_key(bits):
    key = rsa.generate_private_key(65537, bits)
    n = key.public_key().public_numbers().n.to_bytes(bits // 8, "big")
    cose = {1: 3, 3: -257, -1: n, -2: b"\1\0\1"}
    return cose, lambda m: key.sign(m, padding.PKCS1v15(), hashes.SHA256())


def edwards():
    key = ed25519.Ed25519PrivateKey.generate()
    return {1: 1, 3: -8, -1: 6, -2: key.public_key().public_bytes_raw()}, key.sign


def text(b):
    return base64.urlsafe_b64encode(b).rstrip(b"=").decode()


def client_data(kind, challenge):
    data = {"type": kind, "challenge": text(challenge), "origin": ORIGIN, "crossOrigin": False}
    return json.dumps(data, separators=(",", ":")).encode()


def vector(cose, sign):
    rp_id_hash, credential = hashlib.sha256(RP_ID.encode()).digest(), secrets.token_bytes(32)
    attested = bytes(16) + len(credential).to_bytes(2, "big") + credential + cbor(cose)
    created = rp_id_hash + b"\x5d" + bytes(4) + attested  # UP, UV, BE, BS, AT
    registered = secrets.token_bytes(32)
    challenge = secrets.token_bytes(32)
    authenticator_data = rp_id_hash + b"\x1d" + (7).to_bytes(4, "big")  # UP, UV, BE, BS
    asked = client_data("webauthn.get", challenge)
    signature = sign(authenticator_data + hashlib.sha256(asked).digest())
    return {
        "relying_party": RP_ID,
        "origin": ORIGIN,
        "credential": text(credential),
        "cose_key": text(cbor(cose)),
        "registration": {
            "challenge": text(registered),
            "client_data": text(client_data("webauthn.create", registered)),
            "attestation_object": text(cbor({"fmt": "none", "attStmt": {}, "authData": created})),
        },
        "assertion": {
            "challenge": text(challenge),
            "authenticator_data": text(authenticator_data),
            "client_data": text(asked),
            "signature": text(signature),
        },
    }


for name, made in {
    "es256": elliptic(ec.SECP256R1(), 32, -7, 1, hashes.SHA256()),
    "es384": elliptic(ec.SECP384R1(), 48, -35, 2, hashes.SHA384()),
    "rs256": rsa_key(2048),
    "rs256-8192": rsa_key(8192),
    "eddsa": edwards(),
    # Refused: too small, and kinds that cannot sign consents.
    "refused-rs256-1024": rsa_key(1024),
    "refused-es256k": elliptic(ec.SECP256K1(), 32, -47, 8, hashes.SHA256()),
    "refused-es512": elliptic(ec.SECP521R1(), 66, -36, 3, hashes.SHA512()),
}.items():
    file = pathlib.Path(__file__).with_name(f"{name}.json")
    file.write_text(json.dumps(vector(*made), indent=2) + "\n")
