"""The town's arms come along in its mails, small, and nothing is fetched to show them."""

import io
import random
from datetime import date, datetime

import pytest
from PIL import Image

from rathaus.booking.messages import compose
from rathaus.booking.models import Appointment
from rathaus.notifications.ports import Message
from rathaus.offices.arms import MAIL_BOX, MOST_MAIL_BYTES, for_mail
from rathaus.offices.models import Arms
from tests.makers import Maker


def noisy(width: int, height: int) -> bytes:
    """The worst that a PNG can be asked to make small."""
    written = io.BytesIO()
    pixels = random.Random(1).randbytes(width * height * 4)
    Image.frombytes("RGBA", (width, height), pixels).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def visit(make: Maker) -> Appointment:
    office, service, _resource = make.counter()
    return make.booked(office, service, date(2026, 12, 7), "09:20")


def mail(visit: Appointment, now: datetime) -> Message:
    message = compose(str(visit.pk), "confirmed", now)
    assert message is not None
    return message


def test_a_town_without_arms_sends_none(visit: Appointment, now: datetime) -> None:
    assert mail(visit, now).pictures == ()
    assert "<img" not in mail(visit, now).html


def test_arms_come_along_and_nothing_is_loaded_from_anywhere(visit: Appointment, now: datetime) -> None:
    Arms.objects.create(png=noisy(240, 288))

    message = mail(visit, now)

    (picture,) = message.pictures
    assert f'<img src="cid:{picture.cid}" alt="" width="40" height="48"' in message.html
    assert "background: #ffffff" in message.html  # dark pages would swallow dark arms that one sees through
    assert 'src="http' not in message.html
    assert 'src="data:image/png;base64,' in message.page
    assert len(picture.content) <= MOST_MAIL_BYTES


def test_the_same_arms_have_one_name_and_others_another(visit: Appointment, now: datetime) -> None:
    Arms.objects.create(png=noisy(100, 100))
    first, again = mail(visit, now).pictures[0].cid, mail(visit, now).pictures[0].cid
    Arms.objects.update(png=noisy(90, 90))

    assert first == again != mail(visit, now).pictures[0].cid


@pytest.mark.parametrize("size", [(240, 288), (32, 32)])
def test_whatever_was_uploaded_is_small_in_mails(size: tuple[int, int]) -> None:
    found = for_mail(noisy(*size))

    assert len(found) <= MOST_MAIL_BYTES
    with Image.open(io.BytesIO(found)) as picture:
        assert picture.width <= MAIL_BOX[0]
        assert picture.height <= MAIL_BOX[1]
