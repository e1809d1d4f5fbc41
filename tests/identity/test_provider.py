"""Staff sign in with the account of their town: only those invited, and only if the answer is what it has to be."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django_tenants.utils import schema_context

from rathaus.audit.models import Event
from rathaus.identity.actions import invite
from rathaus.identity.invitations import token_of
from rathaus.identity.models import Link, Provider, Staff
from rathaus.identity.persons import erase
from rathaus.identity.provider import talk
from rathaus.identity.queries import Actor, staff_stream
from rathaus.identity.rights import Right
from tests.clock import Clock
from tests.desk.people import browser, clerk, give_code
from tests.makers import Maker
from tests.oidc import BRUNO, SECRET, OpenIdProvider, come_back, set_off, sign_in

ADA = Actor("staff/ada", is_staff=True, grants=frozenset({(Right.STAFF, None)}))


@pytest.fixture(autouse=True)
def _offered(town: str, provider: OpenIdProvider) -> None:
    """The town offers it, and Bruno signs in there; the clock is the real one, as the provider's is."""
    talk._kept.clear()
    provider.who(**BRUNO)
    provider.offered()


@pytest.fixture
def bruno(make: Maker) -> Staff:
    from django.utils import timezone

    return clerk(make.office().pk, at=timezone.now())


def said(answer: Any) -> str:
    return str(answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def give_the_code(client: Client) -> Any:
    from django.utils import timezone

    return give_code(client, at=timezone.now())


def test_bruno_signs_in_with_the_account_of_the_town_and_his_code(bruno: Staff, provider: OpenIdProvider) -> None:
    client = browser()

    assert sign_in(client, provider).headers["Location"] == "/desk/anmelden/code/"
    assert not is_in(client)
    assert give_the_code(client).headers["Location"] == "/desk/suche/"
    assert is_in(client)
    assert Link.objects.get(staff=bruno).subject == "bruno"
    assert Event.objects.filter(action="identity.link").count() == 1


@pytest.mark.parametrize("strong", [{"acr": "hoch"}, {"amr": ["pwd", "mfa"]}])
def test_two_steps_there_are_enough_if_the_town_says_so(
    bruno: Staff, provider: OpenIdProvider, strong: dict[str, Any]
) -> None:
    provider.offered(trusts_second_step=True, strong_acr="hoch")
    provider.who(**BRUNO, **strong)
    client = browser()

    assert sign_in(client, provider).headers["Location"] == "/desk/suche/"
    assert is_in(client)
    assert Event.objects.filter(action="identity.sign-in-by-provider").count() == 1


def test_one_step_there_is_not_enough_whatever_the_town_says(bruno: Staff, provider: OpenIdProvider) -> None:
    provider.offered(trusts_second_step=True, strong_acr="hoch")
    provider.who(**BRUNO, amr=["pwd"])

    assert sign_in(browser(), provider).headers["Location"] == "/desk/anmelden/code/"


def test_two_steps_there_spare_nothing_unless_the_town_says_so(bruno: Staff, provider: OpenIdProvider) -> None:
    provider.who(**BRUNO, amr=["mfa"])

    assert sign_in(browser(), provider).headers["Location"] == "/desk/anmelden/code/"


def test_an_invited_member_comes_in_and_the_link_of_the_invitation_is_used_up(
    make: Maker, provider: OpenIdProvider
) -> None:
    from django.utils import timezone

    gerda = invite(
        email="gerda@example.org", name="Gerda", role="clerk", office_id=make.office().pk, by=ADA, at=timezone.now()
    )
    letter = f"/desk/einladung/{token_of(gerda)}/"
    provider.who(sub="gerda", email="Gerda@Example.org", email_verified=True)
    client = browser()

    assert sign_in(client, provider).headers["Location"] == "/desk/anmelden/einrichten/"
    assert browser().get(letter).status_code == 404


def test_an_invitation_that_is_over_lets_nobody_in(make: Maker, provider: OpenIdProvider) -> None:
    from django.utils import timezone

    long_ago = timezone.now() - timedelta(days=8)
    invite(email="gerda@example.org", name="Gerda", role="clerk", office_id=make.office().pk, by=ADA, at=long_ago)
    provider.who(sub="gerda", email="gerda@example.org", email_verified=True)

    assert sign_in(browser(), provider).status_code == 403


@pytest.mark.parametrize(
    "somebody",
    [
        {"sub": "dario", "email": "dario@example.org", "email_verified": True},
        {**BRUNO, "email_verified": False},
        {"sub": "bruno", "email": "bruno@example.org"},
        {**BRUNO, "email_verified": "true"},
        {"sub": "bruno", "email_verified": True},
    ],
    ids=["unknown", "not verified", "nothing said", "said as a word", "no e-mail"],
)
def test_who_is_not_known_by_a_verified_address_stays_outside(
    bruno: Staff, provider: OpenIdProvider, somebody: dict[str, Any]
) -> None:
    provider.who(**somebody)
    client = browser()
    before = Staff.objects.count()

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert "kommen Sie hier nicht herein" in said(answer)
    assert not is_in(client)
    assert (Staff.objects.count(), Link.objects.count()) == (before, 0)


def test_a_closed_account_stays_closed(bruno: Staff, provider: OpenIdProvider) -> None:
    sign_in(browser(), provider)
    Staff.objects.update(is_active=False)

    assert sign_in(browser(), provider).status_code == 403


def test_erasing_an_account_forgets_whom_the_provider_meant(bruno: Staff, provider: OpenIdProvider) -> None:
    from django.utils import timezone

    sign_in(browser(), provider)
    Staff.objects.update(is_active=False)

    erase(staff_stream(bruno), by="staff/paul", at=timezone.now())

    assert not Link.objects.exists()


def test_once_linked_the_subject_counts_and_no_address(bruno: Staff, provider: OpenIdProvider) -> None:
    sign_in(browser(), provider)
    provider.who(sub="bruno", email="anders@example.org", email_verified=False)
    assert sign_in(browser(), provider).status_code == 302

    provider.who(sub="dario", email="bruno@example.org", email_verified=True)
    assert sign_in(browser(), provider).status_code == 403


def test_an_answer_is_good_for_the_browser_that_began(bruno: Staff, provider: OpenIdProvider) -> None:
    theirs = provider.sign_in(set_off(browser()))
    mine = browser()
    set_off(mine)

    assert come_back(mine, theirs).status_code == 403
    assert come_back(browser(), theirs).status_code == 403
    assert not is_in(mine)


def test_an_answer_is_good_once(bruno: Staff, provider: OpenIdProvider) -> None:
    client = browser()
    back = provider.sign_in(set_off(client))
    cookie = client.cookies["stadtkonto"].value
    assert come_back(client, back).status_code == 302
    assert client.cookies["stadtkonto"].value == ""

    again = browser()
    again.cookies["stadtkonto"] = cookie
    assert come_back(again, back).status_code == 403


@pytest.mark.parametrize(
    "change",
    [{"state": "x"}, {"code": "x"}, {"code": ""}, {"iss": "https://evil.example"}, {"iss": None}, {"error": "denied"}],
    ids=str,
)
def test_an_altered_answer_is_refused(bruno: Staff, provider: OpenIdProvider, change: dict[str, Any]) -> None:
    client = browser()
    parts = urlsplit(provider.sign_in(set_off(client)))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()} | change
    altered = {name: value for name, value in asked.items() if value is not None}

    answer = client.get(f"{parts.path}?{urlencode(altered)}")

    assert answer.status_code == 403
    assert not Link.objects.exists()


def test_a_code_that_somebody_slips_in_is_refused(bruno: Staff, provider: OpenIdProvider) -> None:
    """Dario's code in Bruno's answer: the verifier (PKCE) is not the one that the code was asked for with."""
    code = parse_qs(urlsplit(provider.sign_in(set_off(browser()))).query)["code"][0]
    client = browser()
    parts = urlsplit(provider.sign_in(set_off(client)))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()} | {"code": code}

    assert client.get(f"{parts.path}?{urlencode(asked)}").status_code == 403


def test_who_refuses_there_is_told_so(bruno: Staff, provider: OpenIdProvider) -> None:
    provider.who(**BRUNO, refuses=True)

    assert "nicht angemeldet" in said(sign_in(browser(), provider))


def test_a_wrong_secret_lets_nobody_in(bruno: Staff, provider: OpenIdProvider) -> None:
    provider.offered(secret="falsch")

    assert sign_in(browser(), provider).status_code == 403


def test_the_secret_is_not_stored_in_clear_and_stays_when_left_empty(bruno: Staff, provider: OpenIdProvider) -> None:
    assert SECRET not in Provider.objects.get().secret
    provider.offered(secret="", name="Anders")

    assert sign_in(browser(), provider).status_code == 302
    provider.offered(secret="", issuer="https://elsewhere.example")
    assert Provider.objects.get().secret == ""


def test_another_site_begins_no_sign_in(provider: OpenIdProvider) -> None:
    answer = browser().get("/desk/anmelden/stadt/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.headers["Location"] == "/desk/anmelden/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_it_never_leads_to_another_site(bruno: Staff, provider: OpenIdProvider, elsewhere: str) -> None:
    client = browser()
    sign_in(client, provider, elsewhere)

    assert give_the_code(client).headers["Location"] == "/desk/"


def test_a_provider_that_is_away_leaves_the_password(bruno: Staff, tmp_path: Any) -> None:
    with OpenIdProvider(tmp_path) as gone:
        gone.offered()
        client = browser()
        back = gone.sign_in(set_off(client))
    answer = come_back(client, back)
    talk._kept.clear()
    begun = browser().get("/desk/anmelden/stadt/")

    for page in (answer, begun):
        assert page.status_code == 502
        assert "antwortet gerade nicht richtig" in said(page)
        assert 'name="password"' in said(page)


def test_signing_out_tells_of_the_other_account_and_leads_there(bruno: Staff, provider: OpenIdProvider) -> None:
    client = browser()
    sign_in(client, provider)
    give_the_code(client)

    page = client.post("/desk/abmelden/", follow=True)

    assert not is_in(client)
    assert "/desk/anmelden/stadt/abmelden/" in said(page)
    assert (
        client.get("/desk/anmelden/stadt/abmelden/").headers["Location"].startswith(f"{provider.issuer}/session/end?")
    )


def test_a_town_without_it_has_no_such_page(bruno: Staff, provider: OpenIdProvider) -> None:
    provider.offered(is_on=False)

    for place in ("", "zurueck/", "abmelden/"):
        assert browser().get(f"/desk/anmelden/stadt/{place}").status_code == 404
    assert browser().post("/desk/anmelden/stadt/abgemeldet/", {"logout_token": "x"}).status_code == 403
    assert "Stadtkonto" not in said(browser().get("/desk/anmelden/"))


def test_the_answer_of_one_town_opens_nothing_in_another(bruno: Staff, provider: OpenIdProvider, make: Maker) -> None:
    with schema_context("beispielhausen"):
        provider.offered()
        Staff.objects.create_user("bruno@example.org", "x" * 20, name="Bruno")
    here, there = browser(), browser("beispielhausen.localhost")
    back = provider.sign_in(set_off(here))
    set_off(there)
    there.cookies["stadtkonto"] = here.cookies["stadtkonto"].value

    assert come_back(there, back).status_code == 403
    with schema_context("beispielhausen"):
        assert not Link.objects.exists()
    assert sign_in(there, provider).headers["Location"] == "/desk/anmelden/einrichten/"


def test_answers_from_one_network_are_limited(bruno: Staff, clock: Clock) -> None:
    client = browser()
    answers = [client.get("/desk/anmelden/stadt/zurueck/?code=x&state=x").status_code for _try in range(61)]

    assert answers == [403] * 60 + [429]
