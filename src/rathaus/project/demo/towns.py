"""Making the two demo towns, and unmaking them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from rathaus.booking.actions.planning import plan_sheets
from rathaus.booking.models import Alternative, OpeningRule, Policy, Resource
from rathaus.booking.rules import ticks
from rathaus.catalogue.models import Offer
from rathaus.core.errors import Refused
from rathaus.identity.actions import make_staff
from rathaus.offices.models import Office
from rathaus.project.demo import content, days, life
from rathaus.project.demo.content import Data, clock
from rathaus.towns.actions import create, inside
from rathaus.towns.middleware import forget_hosts
from rathaus.towns.models import Town

PASSWORD = "gemeinsam-ins-rathaus-2026"  # noqa: S105 - of demo towns only; production refuses these accounts
SECRETS = {
    "bruno": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "chloe": "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    "ada": "MFZWIZTHNBVWY3DPMFZWIZTHNBVWY3DP",
    "edda": "NBSWY3DPFQQHO33SNBSWY3DPFQQHO33S",
    "paul": "OBQXK3BAMRSW43DPOBQXK3BAMRSW43DP",
    "olga": "N5WGOYJAORSXG5DJN5WGOYJAORSXG5DJ",
}  # the TOTP secrets that `make run` prints
DEMO = {"musterstadt": ["localhost"], "beispielhausen": ["beispielhausen.localhost"]}
OFFICES = {"musterstadt": "offices.toml", "beispielhausen": "beispielhausen_offices.toml"}
Say = Callable[[str], None]


class NotInProduction(Refused):
    """Demo towns have known passwords."""


def is_complete() -> bool:
    """Whether both demo towns are there with all that is in them, or the database holds an operator's own towns only.

    Whoever stops the first start leaves a town without offices: it is filled at once or not at all.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    ours = set(Town.objects.filter(is_demo=True).values_list("schema_name", flat=True))
    return all(name in ours and _is_filled(name) for name in DEMO) if ours else Town.objects.exists()


def _is_filled(name: str) -> bool:
    with inside(name):
        return Office.objects.exists()


def load(*, at: datetime, say: Say) -> None:
    """This will make the demo towns that are missing, and fill those that are still empty.

    :raises NotInProduction: in production.
    """
    if settings.IS_PRODUCTION:
        raise NotInProduction("demo towns have known passwords; production refuses them")
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    there = set(Town.objects.values_list("schema_name", flat=True))
    for name, hosts in DEMO.items():
        town = content.read(f"{name}.toml")
        if name not in there:
            create(name=name, hosts=hosts, title=town["title"], at=at, is_demo=True)
        if not _is_filled(name):
            say(f"{town['title']}: services, offices, appointments")
            with inside(name), transaction.atomic():
                _fill_town(name, town, at=at)


def reset(*, at: datetime, say: Say) -> None:
    """This will throw the demo towns away and make them anew.

    :raises NotInProduction: in production.
    """
    if settings.IS_PRODUCTION:
        raise NotInProduction("production keeps no demo towns")
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    for town in Town.objects.filter(is_demo=True):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(town.schema_name)))
            Town.objects.filter(pk=town.pk).delete()
    forget_hosts()
    load(at=at, say=say)


def live_on(*, at: datetime, most: int = life.ALL) -> int:
    """This will bring the demo towns up to the present: visits end, days that came nearer fill up, nearest first.

    Returns the number of new visits; of more than `most` per resource the rest is left to the next call.
    """
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    made = 0
    for name in Town.objects.filter(is_demo=True).order_by("schema_name").values_list("schema_name", flat=True):
        with inside(name):
            made += live_on_here(at=at, most=most)
    return made


def live_on_here(*, at: datetime, most: int = life.ALL) -> int:
    """This will bring the current town, a demo, up to the present, in short transactions: people book meanwhile."""
    days.let_pass(at=at)
    offices = Office.objects.filter(slug__in=_slugs_of_demo(), takes_appointments=True).order_by("pk")
    return _live(list(offices), at=at, most=most)


def _slugs_of_demo() -> set[str]:
    """The offices that we made; those that somebody imported into a demo town stay empty."""
    return {o["slug"] for file in OFFICES.values() for o in content.read(file)["offices"]}


def _fill_town(name: str, town: Data, *, at: datetime) -> None:
    content.write_place(town)
    content.write_arms(name, at=at)
    file = content.read(OFFICES[name])
    slugs = set(file.get("services", [s["slug"] for s in content.services()]))
    chosen = [s for s in content.services() if s["slug"] in slugs]
    services = content.write_services(chosen, content.write_topics())
    offices = []
    for data in file["offices"]:
        office = content.write_office(data)
        here = [s for s in chosen if "minutes" in s and ("services" in file or data["slug"] in s["offices"])]
        offers = content.write_offers(office, {s["slug"]: services[s["slug"]] for s in here}, here)
        _write_resources(office, data, offers)
        offices.append(office)
    _live(offices, at=at)
    _write_staff(name, offices, at=at)


def _write_resources(office: Office, data: Data, offers: dict[str, Offer]) -> None:
    Policy.objects.create(office=office, lead_minutes=data["lead_minutes"], horizon_days=data["horizon_days"])
    for order, group in enumerate(data["resources"]):
        resource = Resource.objects.create(office=office, title=group["title"], order=order)
        wanted = list(offers) if group["services"] == "all" else group["services"]
        Alternative.objects.bulk_create(Alternative(offer=offers[s], resource=resource) for s in wanted if s in offers)
        OpeningRule.objects.bulk_create(
            OpeningRule(
                resource=resource, weekday=day, opens=clock(r["opens"]), closes=clock(r["closes"]),
                capacity=r["capacity"], public_share=r["public_share"], raster=r.get("raster_minutes"),
                nth=r.get("nth"), every_weeks=r.get("every_weeks", 1), anchor_on=r.get("anchor"),
            )
            for r in group["rules"]
            for day in r["days"]
        )  # fmt: skip


def _live(offices: list[Office], *, at: datetime, most: int = life.ALL) -> int:
    """Makes the sheets from some weeks ago to the horizon, and has people come."""
    names, made = content.read("names.toml"), 0
    for office in offices:
        today = ticks.local(at, office.zone).date()
        resources = list(Resource.objects.filter(office=office).select_related("office"))
        horizon = Policy.objects.values_list("horizon_days", flat=True).get(office=office)
        plan_sheets(
            resources=resources, first=today - timedelta(days=life.PAST_DAYS), last=today + timedelta(days=horizon)
        )
        for resource in resources:
            made += life.fill(resource, names=(names["first"], names["last"]), at=at, most=most)
        days.answer_phones(office, at=at)
    return made


def _write_staff(name: str, offices: list[Office], *, at: datetime) -> None:
    for email, person, role, where in people(name, offices):
        make_staff(
            email=email, name=person, password=PASSWORD, office_ids=[o.pk for o in where], role=role,
            totp_secret=SECRETS[email.split("@")[0]], is_demo=True, at=at,
        )  # fmt: skip


def people(name: str, offices: list[Office]) -> list[tuple[str, str, str, list[Office]]]:
    """This will return the demo staff of a town: e-mail, name, role, offices."""
    return [
        (f"bruno@{name}.example", "Bruno Berger", "clerk", offices[:1]),
        (f"chloe@{name}.example", "Chloé Richter", "head", offices),
        (f"ada@{name}.example", "Ada Brandt", "admin", []),
        (f"edda@{name}.example", "Edda Sommer", "editor", []),
        (f"paul@{name}.example", "Paul Winkler", "protection", []),
        (f"olga@{name}.example", "Olga Lehmann", "operator", []),
    ]
