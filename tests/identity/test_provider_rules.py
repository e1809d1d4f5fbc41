"""A token is believed only if the provider signed it, for us, for this sign-in, just now."""

import hmac
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from rathaus.core.keys import urlsafe
from rathaus.core.outbound import Asked, NotReachable, checked
from rathaus.identity.provider import talk
from rathaus.identity.provider.rules import (
    LOGOUT_EVENT,
    LoggedOut,
    NotBelieved,
    check_claims,
    check_logout,
    known,
    metadata,
)
from rathaus.identity.provider.talk import _claims, _keys, try_out

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ISSUER = "https://anmelden.town.example"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
PUBLIC = {"keys": [KEY.as_dict(private=False)]}
GOOD: dict[str, Any] = {
    "iss": ISSUER, "aud": "rathaus", "sub": "bruno", "nonce": "n", "exp": NOW.timestamp() + 300,
    "iat": NOW.timestamp(),
}  # fmt: skip
SAID: dict[str, Any] = {
    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/a", "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k", "code_challenge_methods_supported": ["S256"],
}  # fmt: skip


def check(**claims: Any) -> None:
    check_claims({**GOOD, **claims}, issuer=ISSUER, client_id="rathaus", nonce="n", at=NOW)


def test_the_right_claims_are_believed() -> None:
    check()
    check(aud=["rathaus"])
    check(aud=["rathaus", "other"], azp="rathaus")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "other"}, {"aud": ["rathaus", "other"]}, {"aud": None},
        {"aud": ["rathaus", "other"], "azp": "other"}, {"nonce": "another"}, {"nonce": None},
        {"exp": NOW.timestamp() - 61}, {"exp": None}, {"exp": "9999999999"}, {"exp": True},
        {"iat": NOW.timestamp() - 601}, {"iat": NOW.timestamp() + 601}, {"sub": ""}, {"sub": 5}, {"sub": "x" * 256},
    ],
    ids=str,
)  # fmt: skip
def test_claims_for_another_sign_in_are_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        check(**claims)


LOGOUT: dict[str, Any] = {
    "iss": ISSUER, "aud": "rathaus", "sub": "bruno", "sid": "s", "jti": "1", "exp": NOW.timestamp() + 120,
    "iat": NOW.timestamp(), "events": {LOGOUT_EVENT: {}},
}  # fmt: skip


def logout(kind: Any = "logout+jwt", **claims: Any) -> LoggedOut:
    known = {name: value for name, value in {**LOGOUT, **claims}.items() if value is not None}
    return check_logout(kind, known, issuer=ISSUER, client_id="rathaus", at=NOW)


def test_a_logout_of_somebody_or_of_one_session_is_believed() -> None:
    assert logout() == LoggedOut("bruno", "s", "1")
    assert logout("application/logout+jwt", sub=None, aud=["rathaus"]) == LoggedOut("", "s", "1")
    assert logout(sid=None) == LoggedOut("bruno", "", "1")


@pytest.mark.parametrize(
    "claims",
    [
        {"kind": "JWT"}, {"kind": None}, {"kind": 1}, {"nonce": "n"}, {"events": None}, {"events": [LOGOUT_EVENT]},
        {"events": {"https://other.example": {}}}, {"events": {LOGOUT_EVENT: None}}, {"iss": "https://evil.example"},
        {"aud": "other"}, {"aud": None}, {"jti": None}, {"sub": None, "sid": None}, {"exp": None},
        {"exp": NOW.timestamp() - 61}, {"iat": NOW.timestamp() - 121}, {"iat": NOW.timestamp() + 121}, {"iat": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_says_something_else_is_no_logout(claims: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        logout(**claims)


def test_a_token_signed_by_the_provider_is_read() -> None:
    token = jwt.encode({"alg": "RS256", "kid": "one"}, GOOD, KEY)

    assert _claims(token, _keys(PUBLIC))["sub"] == "bruno"


def _by_the_public_key(body: str) -> str:
    """What HS256 makes of the public key, for whoever takes the method from the token."""
    head = urlsafe(b'{"alg":"HS256","kid":"one"}')
    signature = hmac.digest(KEY.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{urlsafe(signature)}"


def forged() -> dict[str, str]:
    """Tokens that somebody else wrote."""
    other = RSAKey.generate_key(2048, {"kid": "one"})
    good = jwt.encode({"alg": "RS256", "kid": "one"}, GOOD, KEY)
    head, body, signature = good.split(".")
    changed = jwt.encode({"alg": "RS256", "kid": "one"}, {**GOOD, "sub": "chloe"}, other).split(".")[1]
    return {
        "another key": jwt.encode({"alg": "RS256", "kid": "one"}, GOOD, other),
        "unknown key": jwt.encode({"alg": "RS256", "kid": "two"}, GOOD, other),
        "other content": f"{head}.{changed}.{signature}",
        "without signature": f"{head}.{body}.",
        "none": f"eyJhbGciOiJub25lIn0.{body}.",
        "the public key as a secret": _by_the_public_key(body),
        "own key in the head": jwt.encode(
            {"alg": "RS256", "jwk": other.as_dict(private=False)}, GOOD, other
        ),
        "no token": "x",
        "nothing": "",
    }  # fmt: skip


@pytest.mark.parametrize("what", sorted(forged()))
def test_a_forged_token_is_refused(what: str) -> None:
    with pytest.raises(NotBelieved):
        _claims(forged()[what], _keys(PUBLIC))


@pytest.mark.parametrize(
    "said",
    [
        {}, {"keys": None}, {"keys": []}, {"keys": ["x"]}, {"keys": [{"kty": "oct", "k": "eA"}]},
        {"keys": [{"kty": "RSA", "n": "x"}]}, {"keys": [{**KEY.as_dict(private=False), "use": "enc"}]},
    ],
    ids=["nothing", "null", "none", "text", "secret", "broken", "encrypting"],
)  # fmt: skip
def test_keys_that_sign_nothing_are_no_keys(said: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        _keys(said)


def test_elliptic_keys_are_read_beside_others() -> None:
    curve = ECKey.generate_key("P-256", {"kid": "two"})
    keys = KeySet([KEY, curve]).as_dict()

    assert _claims(jwt.encode({"alg": "ES256", "kid": "two"}, GOOD, curve), _keys(dict(keys)))["sub"] == "bruno"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"issuer": f"{ISSUER}/"}, "nennt sich anders"), ({"issuer": None}, "nennt sich anders"),
        ({"token_endpoint": None}, "token_endpoint"), ({"jwks_uri": 5}, "jwks_uri"),
        ({"token_endpoint": "http://town.example/t"}, "ohne https"),
        ({"end_session_endpoint": "javascript:alert(1)"}, "ohne https"),
        ({"response_types_supported": ["id_token"]}, "response_type"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "unterschreibt"),
    ],
)  # fmt: skip
def test_a_description_that_does_not_fit_says_why(said: dict[str, Any], word: str) -> None:
    assert metadata(SAID, issuer=ISSUER).token == f"{ISSUER}/t"

    with pytest.raises(NotBelieved, match=word):
        metadata({**SAID, **said}, issuer=ISSUER)


def test_facts_about_somebody_else_are_refused() -> None:
    with pytest.raises(NotBelieved):
        known(GOOD, {"sub": "dario", "email": "bruno@example.org", "email_verified": True}, strong_acr="")


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri", "userinfo_endpoint", "authorization_endpoint"])
def test_a_description_leads_to_no_inner_server(endpoint: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.RATHAUS_OUTBOUND_LOOPBACK = False
    asked: list[str] = []

    def ask(url: str, _asked: Asked | None = None) -> dict[str, Any]:
        asked.append(url)
        if url.endswith(talk.PATH):
            public = dict.fromkeys(("token_endpoint", "jwks_uri", "authorization_endpoint"), "https://1.1.1.1/x")
            return {**SAID, **public, endpoint: "https://169.254.169.254/latest/"}
        checked(url)
        return PUBLIC

    monkeypatch.setattr(talk, "ask", ask)
    with pytest.raises(NotReachable, match="inneren Netz"):
        try_out(ISSUER)
