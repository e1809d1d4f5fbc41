"""What planners set of an offer stays when the file comes again, and the comparison says so."""

from datetime import datetime
from typing import Any

import pytest

from rathaus.catalogue import actions
from rathaus.catalogue.models import Offer, Service
from rathaus.catalogue.uploads import Upload
from rathaus.offices.models import Office
from tests.catalogue.dldb_files import Data, file, location, offer, service
from tests.editing.test_import_of_dldb import ADA
from tests.editing.test_taking_back import rows

ELSEWHERE = service(locations=[], fees="<p>80 Euro</p>")


def files(services: list[Data], offers: list[Data]) -> list[tuple[str, bytes]]:
    return [("services.json", file(*services)), ("locations.json", file(location(services=offers)))]


def taken_in(now: datetime, *offers: Data, services: list[Data] | None = None) -> Upload:
    """A file of the passport and its offers, compared."""
    given = files(services or [service()], list(offers))
    upload = actions.take_in(format="dldb", files=given, by=ADA, at=now)
    return actions.check(upload_id=upload.pk, by=ADA, at=now)


def applied(now: datetime, *offers: Data, services: list[Data] | None = None) -> Upload:
    return actions.apply(upload_id=taken_in(now, *offers, services=services).pk, by=ADA, at=now)


def kept(upload: Upload) -> list[tuple[str, str, str, str]]:
    """What the comparison says of offers that stay: which, the field, ours, theirs."""
    told: list[Any] = upload.report["offers"]["kept"]
    return [(one["title"], f["name"], f["before"], f["after"]) for one in told for f in one["fields"]]


@pytest.mark.parametrize(
    ("name", "ours", "said", "value", "told"),
    [
        ("minutes", 35, {"duration": 30}, 35, [("minutes", "35", "30")]),
        ("minutes", 30, {"duration": 30}, 30, []),
        ("max_persons", 2, {"maxQuantity": 5}, 2, [("max_persons", "2", "5")]),
        ("is_bookable", False, {"appointment": {"allowed": True}, "maxQuantity": 2}, False, []),
    ],
)
def test_what_a_planner_set_stays(
    town: str, now: datetime, name: str, ours: Any, said: Data, value: Any, told: list[Any]
) -> None:
    applied(now, offer(maxQuantity=3))
    Offer.objects.update(**{name: ours})

    upload = applied(now, offer(**{"maxQuantity": 3, **said}))

    assert getattr(Offer.objects.get(), name) == value
    assert kept(upload) == [("Reisepass – Bürgerbüro", *one) for one in told]


def test_what_nobody_set_follows_the_file_beside_it(town: str, now: datetime) -> None:
    applied(now, offer(maxQuantity=3))
    Offer.objects.update(minutes=35)

    applied(now, offer(maxQuantity=2, duration=30))

    row = Offer.objects.get()
    assert (row.minutes, row.max_persons) == (35, 2)


def test_the_same_file_again_leaves_it_and_writes_nothing(town: str, now: datetime) -> None:
    applied(now, offer())
    Offer.objects.update(minutes=35, is_bookable=False)

    told = actions.bring_in(format="dldb", files=files([service()], [offer()]), by=ADA, at=now)

    assert (told["offers"]["changed"], told["offers"]["kept"], Upload.objects.count()) == ([], [], 1)
    assert Offer.objects.get().minutes == 35


def test_a_changed_offer_stays_when_the_file_drops_it(town: str, now: datetime) -> None:
    applied(now, offer())
    Offer.objects.update(minutes=35)

    upload = taken_in(now, services=[ELSEWHERE])
    assert kept(upload) == [("Reisepass – Bürgerbüro", "is_offered", "✓", "–")]
    actions.apply(upload_id=upload.pk, by=ADA, at=now)

    assert Offer.objects.get().minutes == 35


def test_an_offer_that_a_planner_made_stays(town: str, now: datetime) -> None:
    applied(now, services=[service(locations=[])])
    Offer.objects.create(service=Service.objects.get(), office=Office.objects.get(), minutes=40)

    applied(now, services=[ELSEWHERE])
    assert Offer.objects.get().minutes == 40

    assert kept(applied(now, offer())) == [("Reisepass – Bürgerbüro", "minutes", "40", "20"),
                                           ("Reisepass – Bürgerbüro", "max_persons", "1", "3")]  # fmt: skip
    assert Offer.objects.get().minutes == 40


@pytest.mark.parametrize(
    ("services", "offers", "minutes"), [([service()], [offer(duration=30)], [30]), ([ELSEWHERE], [], [])]
)
def test_told_to_overwrite_the_file_wins(
    town: str, now: datetime, services: list[Data], offers: list[Data], minutes: list[int]
) -> None:
    applied(now, offer())
    Offer.objects.update(minutes=35)
    before = rows()

    told = actions.bring_in(format="dldb", files=files(services, offers), overwrites=True, by=ADA, at=now)

    assert told["offers"]["kept"] == []
    assert list(Offer.objects.values_list("minutes", flat=True)) == minutes
    assert actions.undo(upload_id=Upload.objects.latest("pk").pk, by=ADA, at=now) == []
    assert rows() == before


def test_taken_back_the_planners_values_stand_as_before(town: str, now: datetime) -> None:
    applied(now, offer(maxQuantity=3))
    Offer.objects.update(minutes=35)
    before = rows()

    upload = applied(now, offer(maxQuantity=2, duration=30))
    assert rows() != before
    actions.undo(upload_id=upload.pk, by=ADA, at=now)

    assert rows() == before


def test_set_after_the_import_it_survives_taking_back(town: str, now: datetime) -> None:
    applied(now, offer())
    upload = applied(now, offer(duration=30))
    Offer.objects.update(minutes=35)

    assert actions.undo(upload_id=upload.pk, by=ADA, at=now) == ["Reisepass – Bürgerbüro"]

    assert Offer.objects.get().minutes == 35
    applied(now, offer(duration=30))
    assert Offer.objects.get().minutes == 35


def test_offers_brought_in_before_this_was_noted_follow_a_changed_file_alone(town: str, now: datetime) -> None:
    """The database's migration takes what stands there for what the source said."""
    applied(now, offer())
    said = {"minutes": 35, "max_persons": 3, "is_bookable": True}
    Offer.objects.update(minutes=35, imported=said)

    applied(now, offer())
    assert Offer.objects.get().minutes == 35
    applied(now, offer(duration=30))
    assert Offer.objects.get().minutes == 35
