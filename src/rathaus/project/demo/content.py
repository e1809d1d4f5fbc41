"""Reading the demo content, and writing it as rows of the current town."""

import tomllib
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import timezone

from rathaus.catalogue.models import Alias, Offer, Service, ServiceText, Topic, TopicText
from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import set_arms
from rathaus.offices.models import Closure, LegalText, Office, OfficeText, OpeningHours, Place
from rathaus.offices.rules import as_html

Data = dict[str, Any]
LANGUAGES = ("de", "en")
_FOLDER = files("rathaus.catalogue") / "demo"


def read(name: str) -> Data:
    """This will return a demo file's content."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def services() -> tuple[Data, ...]:
    """This will return all demo services, in their order."""
    found = [
        tomllib.loads(f.read_text(encoding="utf-8"))
        for f in (_FOLDER / "services").iterdir()
        if f.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda s: (s["order"], s["slug"])))


def write_place(town: Data) -> None:
    """This will write the town as a place: land, zone, legal texts, notice, closures."""
    Place.objects.update_or_create(
        pk=1, defaults={"land": town["land"], "zone": town["zone"], "phone": town["phone"], "email": town["email"]}
    )
    for language in LANGUAGES:
        words = town[language]
        for kind, text, title in (
            ("imprint", words["imprint"], ""),
            ("privacy", words["privacy"], ""),
            ("accessibility", words["accessibility"], ""),
            ("notice", words["notice"], words["notice_title"]),
        ):
            LegalText.objects.update_or_create(
                kind=kind, language=language, defaults={"html": as_html(text), "source": text, "title": title}
            )
    Closure.objects.bulk_create(
        Closure(
            office=None,
            from_on=c["from_on"],
            until_on=c["until_on"],
            reasons={"de": c["reason_de"], "en": c["reason_en"]},
        )
        for c in town.get("closures", ())
    )


def write_arms(name: str, *, at: datetime) -> None:
    """This will give the town the arms that we drew for it, as if it had uploaded them."""
    set_arms(content=(_FOLDER / "arms" / f"{name}.png").read_bytes(), by=SYSTEM, at=at)


def write_topics() -> dict[str, Topic]:
    """This will write the life situations."""
    made = {}
    for data in read("topics.toml")["topics"]:
        topic = Topic.objects.create(slug=data["slug"], order=data["order"])
        for language in LANGUAGES:
            TopicText.objects.create(
                topic=topic, language=language, title=data[f"title_{language}"], summary=data[f"summary_{language}"]
            )
        made[topic.slug] = topic
    return made


def write_services(chosen: list[Data], topics: dict[str, Topic]) -> dict[str, Service]:
    """This will write the services with their words, aliases, topics and combinations."""
    made = {data["slug"]: _write_service(data) for data in chosen}
    for data in chosen:
        made[data["slug"]].topics.set(topics[t] for t in data["topics"])
        made[data["slug"]].combinable_with.set(made[s] for s in data["combinable_with"] if s in made)
    return made


def _write_service(data: Data) -> Service:
    service = Service.objects.create(
        slug=data["slug"], order=data["order"], leika_key=data.get("leika_key", ""), channels=data["channels"],
        is_sensitive=data["sensitive"], is_frequent=data.get("frequent", False), online_url=data.get("online_url", ""),
        minutes=data.get("minutes"), extra_minutes=data.get("extra_minutes"), max_persons=data.get("max_persons", 1),
        source="demo", checked_at=timezone.now(),
    )  # fmt: skip
    for language in LANGUAGES:
        words = data[language]
        ServiceText.objects.create(
            service=service, language=language, title=words["title"],
            neutral_title=data.get(f"neutral_title_{language}", ""), summary=words["summary"],
            description=as_html(words["description"]), bring=words["bring"], fees=words["fees"],
            processing_time=words["processing_time"], legal_basis=words["legal_basis"], keywords=words["keywords"],
        )  # fmt: skip
        Alias.objects.bulk_create(
            Alias(service=service, language=language, text=text) for text in dict.fromkeys(words["aliases"])
        )
    return service


def write_office(data: Data) -> Office:
    """This will write an office with its words and opening hours."""
    office = Office.objects.create(
        slug=data["slug"], order=data["order"], street=data["street"], house_number=data["house_number"],
        postcode=data["postcode"], city=data["city"], latitude=data["latitude"], longitude=data["longitude"],
        phone=data["phone"], email=data["email"], languages=data["languages"], takes_appointments=True,
    )  # fmt: skip
    for language in LANGUAGES:
        OfficeText.objects.create(
            office=office, language=language, title=data[f"title_{language}"], summary=data[f"summary_{language}"],
            directions=data[f"directions_{language}"], accessibility=data[f"accessibility_{language}"],
            phone_hours=data[f"phone_hours_{language}"], hours_note=data[f"hours_note_{language}"],
        )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(office=office, weekday=h["day"], opens=clock(h["opens"]), closes=clock(h["closes"]))
        for h in data["opening_hours"]
    )
    return office


def write_offers(office: Office, chosen: dict[str, Service], data: list[Data]) -> dict[str, Offer]:
    """This will write the office's offers of the services."""
    by_slug = {d["slug"]: d for d in data}
    return {
        slug: Offer.objects.create(
            service=service, office=office, minutes=by_slug[slug]["minutes"],
            extra_minutes=by_slug[slug].get("extra_minutes"), max_persons=by_slug[slug].get("max_persons", 1),
        )
        for slug, service in chosen.items()
    }  # fmt: skip


def clock(text: str) -> time:
    """This will return "HH:MM" as a time."""
    return time.fromisoformat(text)
