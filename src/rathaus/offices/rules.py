"""Decisions about the town as a place: which Land there is, and what a legal text may hold."""

import holidays
import nh3
from markdown_it import MarkdownIt

LANDS = {
    "BB": "Brandenburg", "BE": "Berlin", "BW": "Baden-Württemberg", "BY": "Bayern", "HB": "Bremen", "HE": "Hessen",
    "HH": "Hamburg", "MV": "Mecklenburg-Vorpommern", "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz", "SH": "Schleswig-Holstein", "SL": "Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}  # fmt: skip
LAENDER = tuple(code for code in holidays.list_supported_countries()["DE"] if len(code) == 2)


def as_html(markdown: str) -> str:
    """This will return Markdown (CommonMark) as sanitised HTML."""
    return nh3.clean(MarkdownIt("commonmark").render(markdown or ""))
