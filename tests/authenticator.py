"""An authenticator in software: keys, flags and counts as a real one has them, and whatever a forger may change."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost"
Signer = Callable[[bytes], bytes]


def _cose(kind: type[CoseKey], key: Any) -> CoseKey:
    return kind.from_cryptography_key(key.public_key())


def es256() -> tuple[CoseKey, Signer]:
    """This will make a key of the curve P-256, as most devices do."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _cose(ES256, key), lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))


def eddsa() -> tuple[CoseKey, Signer]:
    """This will make a key of the curve Ed25519, as newer security keys do."""
    key = ed25519.Ed25519PrivateKey.generate()
    return _cose(EdDSA, key), key.sign


def rs256() -> tuple[CoseKey, Signer]:
    """This will make an RSA key, as Windows Hello on older machines does."""
    key = rsa.generate_private_key(65537, 2048)
    return _cose(RS256, key), lambda data: key.sign(data, PKCS1v15(), hashes.SHA256())


@dataclass
class Device:
    """A device with one passkey; `counts` says whether it counts its signatures."""

    kind: Callable[[], tuple[CoseKey, Signer]] = es256
    origin: str = ORIGIN
    host: str = ""  # another one than it was asked for
    is_verified: bool = True
    cross_origin: bool = False
    counts: bool = True
    count: int = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: tuple[CoseKey, Signer] | None = None

    def but(self, **changes: Any) -> "Device":
        """This will return the same device with something else about it."""
        return replace(self, **changes)

    def make(self, options: dict[str, Any]) -> str:
        """This will make a passkey as asked, and return the answer of the browser (JSON)."""
        self.key = self.kind()
        self.handle = websafe_decode(options["user"]["id"])
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, self.key[0])
        data = self._data(options["rp"]["id"], FLAG.AT, made)
        seen = self._seen("webauthn.create", options)
        answer = {"clientDataJSON": seen.b64, "attestationObject": websafe_encode(_unattested(data))}
        return self._sent(answer)

    def use(self, options: dict[str, Any], *, names_handle: bool = True) -> str:
        """This will sign as asked, and return the answer of the browser (JSON)."""
        assert self.key is not None
        data = self._data(options["rpId"], FLAG(0), b"")
        seen = self._seen("webauthn.get", options)
        answer = {
            "clientDataJSON": seen.b64, "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key[1](data + seen.hash)),
        }  # fmt: skip
        return self._sent(answer | ({"userHandle": websafe_encode(self.handle)} if names_handle else {}))

    def _data(self, host: str, more: FLAG, made: bytes) -> AuthenticatorData:
        self.count += self.counts
        flags = FLAG.UP | (FLAG.UV if self.is_verified else FLAG(0)) | more
        digest = hashlib.sha256((self.host or host).encode()).digest()
        return AuthenticatorData(AuthenticatorData.create(digest, flags, self.count, made))

    def _seen(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, options["challenge"], self.origin, self.cross_origin)

    def _sent(self, answer: dict[str, str]) -> str:
        id_ = websafe_encode(self.credential_id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": answer})


def _unattested(data: AuthenticatorData) -> AttestationObject:
    return AttestationObject.create("none", data, {})
