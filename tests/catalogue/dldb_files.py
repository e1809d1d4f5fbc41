"""Small DLDB files, built as the cities write them."""

import json
from pathlib import Path
from typing import Any

import pytest

Data = dict[str, Any]

MUNICH = Path(__file__).resolve().parents[3] / "shared" / "data" / "munich"
needs_munich = pytest.mark.skipif(
    not (MUNICH / "services_de.json").exists(),
    reason="the files of Munich are not beside the checkout (../shared/data)",
)


def service(number: str = "1", name: str = "Reisepass", **values: Any) -> Data:
    """This will return a service at location 10; every value can be given."""
    return {
        "id": number,
        "name": name,
        "description": f"<p>{name} am Schalter.</p>",
        "meta": {"locale": "de", "keywords": "Pass, Reisedokument"},
        "authorities": [{"id": "1", "name": "Stadtverwaltung"}],
        "locations": [{"location": "10"}],
        "leika": "99050012104000",
        "public": True,
        "links": [],
        "forms": [],
        "maxQuantity": 3,
        "showOnStartPage": True,
        "duration": 20,
        "combinable": [int(number)],
        "fees": "<p>70 Euro</p>",
        **values,
    }


def offer(number: str = "1", **values: Any) -> Data:
    """This will return a bookable service of a location."""
    return {"service": number, "duration": 20, "appointment": {"allowed": True}, **values}


def location(number: str = "10", name: str = "Bürgerbüro (AB-1)", **values: Any) -> Data:
    """This will return a location that offers service 1; every value can be given."""
    return {
        "id": number,
        "name": name,
        "displayName": "Bürgerbüro",
        "public": True,
        "meta": {"locale": "de"},
        "address": {"street": "Marktplatz", "house_number": "1", "postal_code": "12345", "city": "Musterstadt"},
        "geo": {"lat": "51.5", "lon": "7.9"},
        "contact": {"phone": "0221 4710 100", "email": "buergerbuero@musterstadt.example", "webinfo": ""},
        "services": [offer()],
        **values,
    }


def file(*entries: Any) -> bytes:
    """This will return a file's bytes."""
    return json.dumps({"data": list(entries), "meta": {}}, ensure_ascii=False).encode()
