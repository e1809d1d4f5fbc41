"""Forms of the data protection officer, filled in right."""

from tests.access.world import TownWorld


def protection_forms(town: TownWorld) -> dict[str, dict[str, str]]:
    """This will return them by the names of their URLs."""
    asked = {"wer": town.visit.reference}
    sure = {"was": f"appointment/{town.visit.id}", "termine": "absagen", "schritt": "loeschen"}
    nobody = {"wer": f"staff/{'0' * 32}", "grund": "access", "text": "Antrag vom 20. November, DS 2026-14"}
    return {
        "protection:find": asked,
        "protection:export": asked,
        "protection:erase": {**asked, **sure},
        "protection:restrict": {**asked, "was": sure["was"], "grund": "claims", "schritt": "einschraenken"},
        "protection:resolve": nobody,
    }
