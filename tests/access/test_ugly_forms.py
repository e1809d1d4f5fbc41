"""Whatever somebody sends: no failure, no text that nobody can see, no sheet that lies; too much is said to be so."""

from collections.abc import Callable
from typing import Any
from unicodedata import category
from urllib.parse import urlencode

import pytest

from rathaus.booking.models import Appointment
from rathaus.booking.verify import differences
from tests.access.conftest import World, undone
from tests.access.matrix import ROWS
from tests.access.tables import changed, contents
from tests.access.ugly import FORM, UGLY, encoded, faults, keys_of, path_of, seen_by, spoilt
from tests.access.urls import form

FORMS = [name for name, row in ROWS.items() if row.takes_forms]


def invisible(text: str) -> bool:
    """Whether a text holds what nobody sees, or nothing that one can see."""
    hidden = any(category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in "\u200b\ufeff\u2060\u202e" for c in text)
    return hidden or (bool(text) and not any(category(c)[0] in "LNPS" for c in text))


@pytest.mark.parametrize("name", FORMS)
def test_no_form_breaks_a_page_or_a_sheet(world: World, name: str) -> None:
    town, found = world.here, list[str]()
    path, keys, right = path_of(town, name), keys_of(name, town, "POST"), form(name, town, seen_by(name))
    twice = {key: ["\x00", value] for key, value in right.items()}

    sent: list[dict[str, Any]] = [twice, *spoilt(right, keys)]

    for values in sent:
        with undone():
            answer = town.browser(seen_by(name)).generic("POST", path, encoded(values), content_type=FORM)
            found += faults(answer, f"{path} {str(values)[:300]}")
            stored = Appointment.objects.values_list("name", "email", "mobile", "remark", "cancel_note")
            assert not [text for row in stored for text in row if invisible(text.replace("\n", " "))]

    assert found == []
    assert list(differences()) == []


KINDS: dict[str, Callable[[str], bytes]] = {
    "application/json": lambda sent: b'{"name": "Amina"}',
    "text/plain": lambda sent: sent.encode(),
    "": lambda sent: sent.encode(),
    "multipart/form-data": lambda sent: sent.encode(),
    "multipart/form-data; boundary=x": lambda sent: b"--x\r\nContent-Disposition: form-data; name=\x00\r\n\r\n",
    "multipart/form-data; boundary=" + "x" * 500: lambda sent: b"--x",
    "application/x-www-form-urlencoded; charset=klingon": lambda sent: sent.encode(),
    "application/x-www-form-urlencoded; charset=utf-16": lambda sent: sent.encode("utf-16"),
    "application/x-www-form-urlencoded": lambda sent: b"\xff\xfe=%FF&name=%00&=&&",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_body_of_another_kind_is_refused(world: World, name: str) -> None:
    town, before, found = world.here, contents(), list[str]()
    path, sent = path_of(town, name), urlencode(form(name, town, seen_by(name)))

    for kind, body in KINDS.items():
        browser = town.browser(seen_by(name), is_strict=True)
        answer = browser.generic("POST", path, body(sent), content_type=kind)
        found += faults(answer, f"{path} {kind}")
        if answer.status_code not in {400, 403}:
            found.append(f"{path} {kind}: {answer.status_code}")

    assert found == []
    assert changed(before) == set()


@pytest.mark.parametrize("is_strict", [True, False])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_body_of_three_megabytes_is_too_much(world: World, kind: str, is_strict: bool) -> None:
    town, before = world.here, contents()
    head = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n' if "boundary" in kind else b"name="
    browser = town.browser("holder", is_strict=is_strict)
    browser.cookies["csrftoken"] = "x" * 32

    answer = browser.generic("POST", path_of(town, "booking:contact"), head + b"a" * 3_000_000, content_type=kind)

    assert answer.status_code == 413
    assert "Bitte kürzen Sie Ihren Text" in answer.content.decode()
    assert changed(before) == set()


def test_a_form_of_three_hundred_fields_is_damaged(world: World) -> None:
    fields = {f"f{number}": "x" for number in range(300)}

    answer = world.here.browser("holder").post(path_of(world.here, "booking:contact"), fields)

    assert answer.status_code == 400
    assert "Die Adresse oder das Formular ist beschädigt" in answer.content.decode()


@pytest.mark.parametrize("ugly", UGLY)
def test_where_one_wanted_to_go_breaks_no_sign_in(world: World, ugly: str) -> None:
    town = world.here

    for method in ("GET", "POST"):
        asked = {"QUERY_STRING" if method == "GET" else "data": encoded({"next": ugly})}
        answer = town.browser("own").generic(method, path_of(town, "account_login"), content_type=FORM, **asked)  # type: ignore[arg-type]
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
