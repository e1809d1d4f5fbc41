"""The talk with the town's sign-in: its description, the code for a token, its keys."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from rathaus.core.outbound import AnsweredWith, Asked, ask, checked
from rathaus.identity.models import Provider
from rathaus.identity.provider.rules import (
    ALGORITHMS,
    Known,
    LoggedOut,
    Metadata,
    challenge,
    check_claims,
    check_logout,
    known,
    metadata,
    not_believed,
)
from rathaus.identity.provider.trip import Trip
from rathaus.identity.sealing import unseal

SECRET = "provider"  # noqa: S105 - the purpose of a key
SCOPE = "openid email"
PATH = "/.well-known/openid-configuration"
KEPT_SECONDS = 300
_kept: dict[str, tuple[float, Metadata]] = {}  # by issuer, in this process


def describe(issuer: str) -> Metadata:
    """This will ask a provider what it tells about itself.

    :raises rathaus.core.outbound.NotReachable: when it may not be asked or is away.
    :raises NotBelieved: when it is not fit.
    """
    return metadata(ask(issuer.rstrip("/") + PATH), issuer=issuer)


def described(issuer: str, *, at: datetime) -> Metadata:
    """The same, asked at most every five minutes by a process."""
    until, found = _kept.get(issuer, (0.0, None))
    if found is None or not 0 <= until - at.timestamp() <= KEPT_SECONDS:
        found = describe(issuer)
        _kept.clear()
        _kept[issuer] = (at.timestamp() + KEPT_SECONDS, found)
    return found


def try_out(issuer: str) -> int:
    """This will ask a provider for all that a sign-in needs, and return how many keys it signs with.

    :raises rathaus.core.outbound.NotReachable: when one of its addresses may not be asked or is away.
    :raises NotBelieved: when it is not fit.
    """
    found = describe(issuer)
    for address in (found.authorization, found.token, found.userinfo):
        if address:
            checked(address)
    return len(_keys(ask(found.keys)).keys)


def address_of_sign_in(found: Metadata, provider: Provider, trip: Trip, *, redirect_uri: str) -> str:
    """This will return where the browser goes to sign in (code flow with PKCE)."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": SCOPE,
        "state": trip.state,
        "nonce": trip.nonce,
        "code_challenge": challenge(trip.verifier),
        "code_challenge_method": "S256",
    }
    if provider.trusts_second_step and provider.strong_acr:
        asked["acr_values"] = provider.strong_acr
    return with_query(found.authorization, asked)


def with_query(address: str, asked: Mapping[str, str]) -> str:
    """This will return an address with more behind its question mark."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def whom(provider: Provider, trip: Trip, code: str, *, redirect_uri: str, at: datetime) -> Known:
    """This will change a code for a token and return whom the provider vouches for.

    :raises rathaus.core.outbound.NotReachable: when the provider is away or refuses the code.
    :raises NotBelieved: when the token is not its own, or not for this sign-in.
    """
    found = described(provider.issuer, at=at)
    try:
        answer = ask(found.token, _asking_for_token(found, provider, trip, code, redirect_uri))
    except AnsweredWith as refusal:
        raise (not_believed() if refusal.status < 500 else refusal) from refusal
    claims = _claims(str(answer.get("id_token", "")), _keys(ask(found.keys)))
    check_claims(claims, issuer=provider.issuer, client_id=provider.client_id, nonce=trip.nonce, at=at)
    info = {}
    if "email" not in claims and found.userinfo:
        bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        info = ask(found.userinfo, Asked(headers=bearer))
    return known(claims, info, strong_acr=provider.strong_acr)


def logged_out(provider: Provider, token: str, *, at: datetime) -> LoggedOut:
    """This will return who is no longer signed in at the provider; keys are asked for when the rest looks right.

    :raises rathaus.core.outbound.NotReachable: when the provider is away.
    :raises NotBelieved: when the token is not its own, or says something else.
    """
    check = partial(check_logout, issuer=provider.issuer, client_id=provider.client_id, at=at)
    try:
        opened = jws.extract_compact(token.encode())
        kind, claims = opened.headers().get("typ"), json.loads(opened.payload)
    except (JoseError, ValueError) as error:
        raise not_believed() from error
    check(kind, claims if isinstance(claims, dict) else {})
    return check(kind, _claims(token, _keys(ask(described(provider.issuer, at=at).keys))))


def _asking_for_token(found: Metadata, provider: Provider, trip: Trip, code: str, redirect_uri: str) -> Asked:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": trip.verifier,
    }
    secret = unseal(SECRET, provider.secret) if provider.secret else ""
    if secret and found.takes_basic:
        pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        return Asked("POST", form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})
    form |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    return Asked("POST", form)


def _keys(said: Mapping[str, Any]) -> KeySet:
    """The public keys that sign; those that only encrypt, and secret ones, are left out."""
    listed = said.get("keys")
    usable = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise not_believed() from error


def _claims(token: str, keys: KeySet) -> dict[str, Any]:
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
        fitting = [key for key in keys.keys if kid is None or key.kid == kid]
    except (JoseError, ValueError) as error:
        raise not_believed() from error
    for key in fitting:
        try:
            return dict(jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims)
        except (JoseError, ValueError):
            continue
    raise not_believed()
