"""Other programs read what is public, and are told in one shape what is wrong."""

from pathlib import Path

import pytest
from django.test import Client

from rathaus.api.document import described
from tests.makers import Maker

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/api/openapi.json"


def test_the_document_in_the_tree_is_what_is_served(town: str, amina: Client) -> None:
    served = amina.get("/api/v1/openapi.json")

    assert served.content == described() == DOCUMENT.read_bytes(), "type: rathaus api_document > docs/api/openapi.json"


def test_pages_follow_each_other_and_hide_what_is_not_public(town: str, make: Maker, amina: Client) -> None:
    offices = [make.office() for _ in range(3)]
    make.office(is_public=False)

    first = amina.get("/api/v1/offices?limit=2").json()
    second = amina.get(f"/api/v1/offices?limit=2&cursor={first['next']}").json()

    assert [o["id"] for o in first["items"] + second["items"]] == [o.pk for o in offices]
    assert second["next"] is None


def test_a_service_tells_where_it_can_be_booked(town: str, make: Maker, amina: Client) -> None:
    open_office, closed_office = make.office(), make.office(takes_appointments=False)
    service = make.service("Reisepass")
    make.offer(service, open_office)
    make.offer(service, closed_office)
    make.service("Geheim", is_public=False)

    found = amina.get("/api/v1/services").json()["items"]

    assert [(s["title"], s["offices"]) for s in found] == [("Reisepass", [open_office.pk])]


def test_what_one_has_already_is_not_sent_again(town: str, make: Maker, amina: Client) -> None:
    make.office()
    first = amina.get("/api/v1/offices")

    again = amina.get("/api/v1/offices", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    make.office()
    assert amina.get("/api/v1/offices", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("de", "Angaben"), ("en", "values")])
def test_a_problem_names_the_value_in_the_callers_language(town: str, amina: Client, language: str, word: str) -> None:
    answer = amina.get("/api/v1/services?limit=0", headers={"Accept-Language": language})

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    said = answer.json()
    assert word in said["title"]
    assert said["errors"] == [{"at": "query.limit", "kind": "greater_than_equal"}]


def test_another_method_is_a_problem_too(town: str, amina: Client) -> None:
    answer = amina.post("/api/v1/offices")

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "GET, HEAD"
