"""Pure decisions about the town's sign-in: which answers of it are believed.

OpenID Connect Core 1.0, section 3.1.3.7; PKCE: RFC 7636; mix-up: RFC 9207; second factors: RFC 8176.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from rathaus.core.errors import Refused

# Signed by a private key alone: neither "none" nor HS*, with which the public key would be the secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LEEWAY_SECONDS = 60
OLDEST_SECONDS = 600
OLDEST_LOGOUT_SECONDS = 120
LOGOUT_TYPE = "logout+jwt"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
MORE_ENDPOINTS = ("userinfo_endpoint", "end_session_endpoint")


class NotBelieved(Refused):
    """What the town's sign-in said is not what it has to say."""


@dataclass(frozen=True)
class Metadata:
    """What the provider tells about itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    takes_basic: bool
    names_itself: bool


@dataclass(frozen=True)
class Known:
    """Whom the provider vouches for; `email` is empty unless the provider has verified it."""

    subject: str
    email: str
    is_strong: bool
    session: str = ""  # its name there (sid), "" where it tells none


@dataclass(frozen=True)
class LoggedOut:
    """Who is no longer signed in at the provider: a subject, one of their sessions, or both; and the token's number."""

    subject: str
    session: str
    number: str


def metadata(said: Mapping[str, Any], *, issuer: str) -> Metadata:
    """This will return what a provider tells about itself.

    :raises NotBelieved: when it speaks for another issuer, lacks an address, or cannot do what is needed.
    """
    if said.get("issuer") != issuer:
        raise NotBelieved(
            _("Der Server nennt sich anders: %(said)s. Bitte tragen Sie den Aussteller genau so ein.")
            % {"said": str(said.get("issuer"))[:200]}
        )
    named = [name for name in (*ENDPOINTS, *MORE_ENDPOINTS) if _text(said, name)]
    missing = [name for name in ENDPOINTS if not _text(said, name)]
    if missing:
        raise NotBelieved(_("Der Server nennt diese Adressen nicht: %(names)s.") % {"names": ", ".join(missing)})
    if issuer.startswith("https:") and any(not _text(said, name).startswith("https:") for name in named):
        raise NotBelieved(_("Der Server nennt Adressen ohne https://. Über http könnte jeder mitlesen."))
    if "code" not in _words(said, "response_types_supported", "code"):
        raise NotBelieved(_("Der Server kennt die Anmeldung mit einem Code nicht (response_type code)."))
    if "S256" not in _words(said, "code_challenge_methods_supported", "S256"):
        raise NotBelieved(_("Der Server kennt PKCE mit S256 nicht."))
    if not set(_words(said, "id_token_signing_alg_values_supported", "RS256")) & set(ALGORITHMS):
        raise NotBelieved(_("Der Server unterschreibt mit keinem Verfahren, das wir annehmen."))
    methods = _words(said, "token_endpoint_auth_methods_supported", "client_secret_basic")
    return Metadata(
        issuer=issuer,
        authorization=_text(said, "authorization_endpoint"),
        token=_text(said, "token_endpoint"),
        keys=_text(said, "jwks_uri"),
        userinfo=_text(said, "userinfo_endpoint"),
        end_session=_text(said, "end_session_endpoint"),
        takes_basic="client_secret_basic" in methods,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def challenge(verifier: str) -> str:
    """This will return the PKCE challenge of a verifier (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def check_claims(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, at: datetime) -> None:
    """This will refuse the claims of a token that is not for this sign-in.

    :raises NotBelieved: when issuer, audience, nonce or time are not those of it.
    """
    now, audience = at.timestamp(), claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    is_for_us = client_id in audiences and (len(audiences) == 1 or claims.get("azp") == client_id)
    expires, issued = (_number(claims.get(name)) for name in ("exp", "iat"))
    is_now = expires + LEEWAY_SECONDS > now and abs(now - issued) < OLDEST_SECONDS
    is_ours = hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    if claims.get("iss") != issuer or not is_for_us or not is_now or not is_ours or not _subject(claims):
        raise not_believed()


def check_logout(kind: Any, claims: Mapping[str, Any], *, issuer: str, client_id: str, at: datetime) -> LoggedOut:
    """This will return of whom a logout token speaks (OpenID Connect Back-Channel Logout 1.0, 2.6; ASVS 10.5.5).

    :raises NotBelieved: when it is of another kind, not for us, not of now, or of nobody.
    """
    now, audience = at.timestamp(), claims.get("aud")
    expires, issued = (_number(claims.get(name)) for name in ("exp", "iat"))
    is_now = abs(now - issued) <= OLDEST_LOGOUT_SECONDS and expires + LEEWAY_SECONDS > now
    is_for_us = claims.get("iss") == issuer and client_id in (audience if isinstance(audience, list) else [audience])
    events = claims.get("events")
    is_logout = isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict) and "nonce" not in claims
    found = LoggedOut(_subject(claims), _short(claims, "sid"), _short(claims, "jti"))
    is_typed = isinstance(kind, str) and kind.lower().removeprefix("application/") == LOGOUT_TYPE
    if not (is_typed and is_now and is_for_us and is_logout and found.number and (found.subject or found.session)):
        raise not_believed()
    return found


def known(claims: Mapping[str, Any], info: Mapping[str, Any], *, strong_acr: str) -> Known:
    """This will return whom a checked token, and what the provider knows besides, speak of.

    :raises NotBelieved: when the two speak of different subjects.
    """
    subject = _subject(claims)
    if info and info.get("sub") != subject:
        raise not_believed()
    source = claims if "email" in claims else info
    email = _text(source, "email").strip().lower() if source.get("email_verified") is True else ""
    methods = claims.get("amr")
    is_strong = isinstance(methods, list) and "mfa" in methods
    levels = strong_acr.split()
    is_strong = is_strong or (bool(levels) and claims.get("acr") in levels)
    return Known(subject, email, is_strong, _short(claims, "sid"))


def not_believed() -> NotBelieved:
    """This will return the one answer to everything that is wrong with a sign-in that came back."""
    return NotBelieved(
        _("Die Anmeldung ist nicht richtig zurückgekommen. Bitte beginnen Sie hier noch einmal von vorn.")
    )


def _subject(claims: Mapping[str, Any]) -> str:
    return _short(claims, "sub")


def _short(claims: Mapping[str, Any], name: str) -> str:
    value = _text(claims, name)
    return value if len(value) <= 255 and value.isprintable() else ""


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _words(said: Mapping[str, Any], name: str, default: str) -> list[str]:
    value = said.get(name, [default])
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
