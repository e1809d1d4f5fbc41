"""Which service a clerk means by a few letters."""

import pytest

from rathaus.desk.rules import Offered, meant

SERVICES = [
    Offered(1, "Personalausweis beantragen", 10, 4, ("Perso", "Ausweis"), is_frequent=True),
    Offered(2, "Reisepass beantragen", 15, 4, is_frequent=True),
    Offered(3, "Reisepass für ein Kind beantragen", 15, 4),
    Offered(4, "Führerschein umtauschen", 10, 1, ("Lappen",)),
    Offered(5, "eID-PIN neu setzen", 5, 1),
]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("perso", [1]),
        ("Personalausweis beantragen", [1]),
        ("reisep", [2]),
        ("reise kind", [3]),
        ("FUHRER", [4]),
        ("lapp", [4]),
        ("pin", [5]),
        ("tausch", [4]),
        ("", []),
        ("   ", []),
        ("zaubern", []),
    ],
)
def test_a_few_letters_mean_a_service(typed: str, wanted: list[int]) -> None:
    assert [o.service_id for o in meant(typed, SERVICES)] == wanted


def test_letters_that_fit_several_alike_name_them_all() -> None:
    assert len(meant("beantragen", SERVICES)) == 3
