"""Tries are counted per window, and whom they were counted for is soon forgotten."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from rathaus.core.errors import TooManyTries
from rathaus.core.limits import Limit, forget, spend

LIMIT = Limit("door", most=2, seconds=600)


def windows() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM core_rate_window")
        return [row[0] for row in cursor.fetchall()]


def test_a_window_that_is_used_up_opens_again(town: str, now: datetime) -> None:
    for _try in range(2):
        spend(LIMIT, "192.0.2.1", at=now)
    with pytest.raises(TooManyTries):
        spend(LIMIT, "192.0.2.1", at=now)

    spend(LIMIT, "192.0.2.2", at=now)
    spend(LIMIT, "192.0.2.1", at=now + timedelta(minutes=10))


def test_no_address_is_kept_in_clear_and_none_for_long(town: str, now: datetime) -> None:
    spend(LIMIT, "192.0.2.1", at=now)

    assert "192.0.2.1" not in windows()[0]
    forget(at=now + timedelta(hours=23))
    assert windows()
    forget(at=now + timedelta(hours=25))
    assert not windows()
