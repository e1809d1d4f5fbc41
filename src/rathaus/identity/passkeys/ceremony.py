"""What a browser is asked for a passkey, and whether its answer is believed (WebAuthn level 3, sections 7.1 and 7.2).

Pure: no request, no database, no clock. Every passkey is discoverable and asks for a person (PIN, finger, face), so
that one is possession and knowledge or a body at once.
"""

import json
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.utils.translation import gettext_lazy as _
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rathaus.core.errors import Refused

ALGORITHMS = (ES256.ALGORITHM, EdDSA.ALGORITHM, RS256.ALGORITHM)  # RS256 for Windows Hello on older machines
TIMEOUT_SECONDS = 120
LONGEST_ANSWER = 20_000  # letters; real ones have 500 to 3000
LONGEST_ID = 1023  # bytes (section 7.1, step 25)
VERIFIED = UserVerificationRequirement.REQUIRED
# What fido2 and cryptography raise over bytes that are no answer of an authenticator.
BROKEN = (
    ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError,
    NotImplementedError, struct.error, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
T = TypeVar("T")


class NotBelieved(Refused):
    """The answer is not that of a passkey which is known here; the reason is not told."""


@dataclass(frozen=True)
class Party:
    """The town as a passkey knows it: host name (relying party id), origin of its pages, and name."""

    host: str
    origin: str
    title: str


@dataclass(frozen=True)
class Holder:
    """Whose passkey it will be: a handle that tells nothing, and the names that the own device shows."""

    handle: bytes
    account: str
    name: str


@dataclass(frozen=True)
class NewKey:
    """What a new passkey leaves with us."""

    credential_id: bytes
    public_key: bytes  # COSE, CBOR
    sign_count: int


@dataclass(frozen=True)
class Claim:
    """An answer that was read and not checked yet: which passkey it says it is, and whose."""

    credential_id: bytes
    handle: bytes | None
    answer: AuthenticationResponse


def to_add(party: Party, holder: Holder, challenge: bytes, *, known: Iterable[bytes]) -> dict[str, Any]:
    """This will return what a browser needs to make a passkey (JSON); a device that holds a known one is left out."""
    user = PublicKeyCredentialUserEntity(id=holder.handle, name=holder.account, display_name=holder.name)
    options, _state = _server(party).register_begin(
        user, [_descriptor(one) for one in known], ResidentKeyRequirement.REQUIRED, VERIFIED, challenge=challenge
    )
    return _plain(options)


def added(party: Party, challenge: bytes, text: str) -> NewKey:
    """This will return the passkey that the answer brings.

    :raises NotBelieved: when it is not one to our question, from our page, made with a person's consent.
    """
    return _believe(lambda: _added(party, challenge, text))


def to_use(party: Party, challenge: bytes, *, only: Iterable[bytes] = ()) -> dict[str, Any]:
    """This will return what a browser needs to use a passkey (JSON); without `only` it offers whichever it has."""
    options, _state = _server(party).authenticate_begin(
        [_descriptor(one) for one in only] or None, VERIFIED, challenge=challenge
    )
    return _plain(options)


def claimed(text: str) -> Claim:
    """This will return which passkey an answer says it is of.

    :raises NotBelieved: when it is no answer at all.
    """

    def read() -> Claim:
        answer = AuthenticationResponse.from_dict(_json(text))
        return Claim(answer.raw_id, answer.response.user_handle, answer)

    return _believe(read)


def used(party: Party, challenge: bytes, claim: Claim, *, public_key: bytes) -> int:
    """This will return the count of signatures that a passkey names, once its answer is proved.

    :raises NotBelieved: when it is not one to our question, from our page, made with a person's consent.
    """
    return _believe(lambda: _used(party, challenge, claim, public_key))


def goes_back(*, stored: int, named: int) -> bool:
    """This will tell whether the count of signatures did not grow: a copy is in use (section 6.1.1); 0 counts never."""
    return (stored > 0 or named > 0) and named <= stored


def _added(party: Party, challenge: bytes, text: str) -> NewKey:
    response = RegistrationResponse.from_dict(_json(text))
    _check_page(party, response.response.client_data)
    data: AuthenticatorData = _server(party).register_complete(_state(challenge), response)
    found = data.credential_data
    if found is None or found.public_key.get(3) not in ALGORITHMS or len(found.credential_id) > LONGEST_ID:
        raise ValueError
    return NewKey(found.credential_id, cbor.encode(dict(found.public_key)), data.counter)


def _used(party: Party, challenge: bytes, claim: Claim, public_key: bytes) -> int:
    _check_page(party, claim.answer.response.client_data)
    key = CoseKey.parse(cbor.decode(public_key))  # type: ignore[arg-type]
    known = AttestedCredentialData.create(Aaguid.NONE, claim.credential_id, key)
    _server(party).authenticate_complete(_state(challenge), [known], claim.answer)
    return claim.answer.response.authenticator_data.counter


def _server(party: Party) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=party.host, name=party.title)
    server = Fido2Server(entity, AttestationConveyancePreference.NONE, lambda origin: origin == party.origin)
    server.timeout = TIMEOUT_SECONDS * 1000  # type: ignore[assignment]
    kind = PublicKeyCredentialType.PUBLIC_KEY
    server.allowed_algorithms = [PublicKeyCredentialParameters(type=kind, alg=one) for one in ALGORITHMS]
    return server


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": VERIFIED}


def _descriptor(credential_id: bytes) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=credential_id)


def _check_page(party: Party, data: CollectedClientData) -> None:
    """A page of ours that another site shows in a frame is none of ours."""
    if data.cross_origin is not False or data.origin != party.origin:
        raise ValueError


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(dict(options)))["publicKey"])


def _json(text: str) -> Mapping[str, Any]:
    read = json.loads(text) if len(text) <= LONGEST_ANSWER else None
    if not isinstance(read, dict):
        raise TypeError
    return read


def _believe(check: Callable[[], T]) -> T:
    try:
        return check()
    except BROKEN as error:
        raise not_believed() from error


def not_believed() -> NotBelieved:
    """This will return the one refusal for whatever was not right."""
    return NotBelieved(_("Das hat mit diesem Passkey nicht geklappt. Bitte versuchen Sie es noch einmal."))
