"""Whoever signs out at the town's own sign-in is signed out here; and what its certificate has to be."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tenants.utils import schema_context

from rathaus.audit.models import Event
from rathaus.core import outbound
from rathaus.core.outbound import NotReachable
from rathaus.identity.models import Staff
from rathaus.identity.provider import talk
from rathaus.identity.queries import staff_stream
from tests.certificates import issue
from tests.desk.people import browser, clerk, give_code, give_password
from tests.makers import Maker
from tests.oidc import BRUNO, OpenIdProvider, sign_in


@pytest.fixture
def bruno(make: Maker) -> Staff:
    """Bruno, at the real time, as the provider's."""
    talk._kept.clear()
    return clerk(make.office().pk, at=timezone.now())


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def hear(token: str) -> int:
    return int(browser().post("/desk/anmelden/stadt/abgemeldet/", {"logout_token": token}).status_code)


def signed_in_there(provider: OpenIdProvider) -> Client:
    client = browser()
    sign_in(client, provider)
    assert is_in(client)
    return client


def trusted(provider: OpenIdProvider) -> None:
    """The town trusts the provider's second step, and Bruno takes it there."""
    provider.offered(trusts_second_step=True)
    provider.who(**BRUNO, amr=["mfa"])


def test_a_logout_at_the_town_ends_that_session_here_and_no_other(bruno: Staff, provider: OpenIdProvider) -> None:
    trusted(provider)
    by_password = browser()
    give_password(by_password)
    give_code(by_password, at=timezone.now())
    earlier, last = signed_in_there(provider), signed_in_there(provider)
    token = provider.sign_out()
    assert is_in(last)

    assert hear(token) == 200

    assert [is_in(client) for client in (by_password, earlier, last)] == [True, True, False]
    assert Event.objects.filter(stream=staff_stream(bruno), action="identity.end-sessions").count() == 1


def test_a_logout_token_is_good_once_and_in_its_own_town(bruno: Staff, provider: OpenIdProvider) -> None:
    trusted(provider)
    client = signed_in_there(provider)
    token = provider.sign_out()
    with schema_context("beispielhausen"):
        provider.offered(client_id="another")
    there = browser("beispielhausen.localhost").post("/desk/anmelden/stadt/abgemeldet/", {"logout_token": token})

    assert there.status_code == 400
    assert is_in(client)
    assert [hear(token), hear(token)] == [200, 400]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "é.é.é"])
def test_what_is_no_logout_token_ends_nothing_and_asks_nobody(
    bruno: Staff, provider: OpenIdProvider, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted(provider)
    client = signed_in_there(provider)
    monkeypatch.setattr(talk, "ask", lambda *_words: pytest.fail("the provider was asked"))

    assert hear(token) == 400
    assert is_in(client)


def test_a_logout_while_the_provider_is_away_is_not_believed(bruno: Staff, tmp_path: Any) -> None:
    with OpenIdProvider(tmp_path) as gone:
        trusted(gone)
        client = signed_in_there(gone)
        token = gone.sign_out()
    talk._kept.clear()

    assert hear(token) == 503
    assert is_in(client)


def test_over_tls_the_certificate_counts(bruno: Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, certificate = issue(tmp_path)
    with OpenIdProvider(tmp_path, certificate=certificate) as safe:
        safe.offered()
        with pytest.raises(NotReachable, match="Zertifikat des Servers localhost gilt nicht"):
            talk.try_out(safe.issuer)
        assert "antwortet gerade nicht richtig" in browser().get("/desk/anmelden/stadt/").content.decode()

        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        outbound._certificates.cache_clear()
        client = browser()
        assert sign_in(client, safe).headers["Location"] == "/desk/anmelden/code/"
    outbound._certificates.cache_clear()
