"""The services that come with Rathaus, for towns that start without a catalogue: read from the demo's files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from rathaus.catalogue.content import Content, Facts, Words
from rathaus.offices.rules import as_html

LANGUAGES = ("de", "en", "tr", "uk", "ar", "ru", "fr", "pl")
_FOLDER = files("rathaus.catalogue") / "demo"
Data = dict[str, Any]


@cache
def topics() -> tuple[Data, ...]:
    """This will return the life situations of the samples, in their order."""
    found = tomllib.loads((_FOLDER / "topics.toml").read_text(encoding="utf-8"))["topics"]
    return tuple(sorted(found, key=lambda topic: topic["order"]))


@cache
def samples() -> dict[str, Data]:
    """This will return the sample services by their slugs, in their order."""
    texts = [f.read_text(encoding="utf-8") for f in (_FOLDER / "services").iterdir() if f.name.endswith(".toml")]
    found = sorted((tomllib.loads(text) for text in texts), key=lambda one: (one["order"], one["slug"]))
    return {one["slug"]: one for one in found}


def content_of_sample(data: Data) -> Content:
    """This will return a sample as the content of a service; nobody of this town has reviewed its words."""
    facts = Facts(
        is_frequent=data.get("frequent", False), is_sensitive=data["sensitive"], channels=tuple(data["channels"]),
        topics=tuple(data["topics"]), combinable=tuple(data["combinable_with"]), leika_key=data.get("leika_key", ""),
        online_url=data.get("online_url", ""), minutes=data.get("minutes"), extra_minutes=data.get("extra_minutes"),
        max_persons=data.get("max_persons", 1),
    )  # fmt: skip
    return Content(facts=facts, words={code: _words(data, code) for code in LANGUAGES if code in data})


def _words(data: Data, code: str) -> Words:
    words = data[code]
    return Words(
        title=words["title"], neutral_title=data.get(f"neutral_title_{code}", ""), summary=words["summary"],
        description=as_html(words["description"]), bring=tuple(words["bring"]), fees=as_html(words["fees"]),
        processing_time=words["processing_time"], legal_basis=words["legal_basis"],
        aliases=tuple(dict.fromkeys(words["aliases"])),
    )  # fmt: skip
