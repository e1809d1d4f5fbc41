"""The demo towns' texts are complete, consistent and plain: files only, no database."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

Table = dict[str, Any]

DEMO = Path(__file__).parents[2] / "src" / "rathaus" / "catalogue" / "demo"
LANGUAGES = ("de", "en")
TEXT_FIELDS = ("title", "summary", "description", "fees", "processing_time", "legal_basis")
LIST_FIELDS = ("bring", "aliases", "keywords")
REQUIRED = {"slug", "order", "topics", "channels", "sensitive", "combinable_with", "offices", "de", "en"}
OPTIONAL = {
    "leika_key",
    "frequent",
    "online_url",
    "minutes",
    "extra_minutes",
    "max_persons",
    "neutral_title_de",
    "neutral_title_en",
}
MONEY = {"de": r"\b\d{1,3}(?:\.\d{3})*,\d{2} Euro\b", "en": r"\b\d{1,3}(?:,\d{3})*\.\d{2} euros\b"}
FREE = {"de": "kostenlos", "en": "free of charge"}
FORBIDDEN = ("ungültig", "invalid", "Fehler 500", "TODO", "€", "EUR ", "Bürger*", "lorem")


def load(name: str) -> Table:
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


SERVICES: dict[str, Table] = {path.stem: load(f"services/{path.name}") for path in (DEMO / "services").glob("*.toml")}
OFFICES: dict[str, Table] = {office["slug"]: office for office in load("offices.toml")["offices"]}
SMALL_TOWN: Table = load("beispielhausen_offices.toml")
ALL_OFFICES: list[Table] = [*OFFICES.values(), *SMALL_TOWN["offices"]]
BOOKABLE = sorted(slug for slug, service in SERVICES.items() if service["offices"])
each_service = pytest.mark.parametrize("slug", sorted(SERVICES))
each_office = pytest.mark.parametrize("office", ALL_OFFICES, ids=lambda office: str(office["slug"]))
each_file = pytest.mark.parametrize("path", sorted(DEMO.rglob("*.toml")), ids=lambda path: str(path.stem))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def sentences(text: str) -> list[str]:
    prose = re.sub(r"\b(\d+)\.(?= [A-Z])", r"\1", text)
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", prose) if part.strip()]


def offered(resource: Table, office: str) -> set[str]:
    """The slugs of the services that a resource offers."""
    if resource["services"] != "all":
        return set(resource["services"])
    if office in OFFICES:
        return {slug for slug, service in SERVICES.items() if office in service["offices"]}
    return set(SMALL_TOWN["services"])


def at_one_desk() -> set[frozenset[str]]:
    """Every pair of services that one resource of the large town offers."""
    return {
        frozenset(pair)
        for slug, office in OFFICES.items()
        for resource in office["resources"]
        for pair in combinations(offered(resource, slug), 2)
    }


def minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def test_the_demo_town_has_enough_services_offices_and_topics() -> None:
    assert len(SERVICES) >= 44
    assert len(OFFICES) == 6
    assert len(SMALL_TOWN["offices"]) == 2
    assert 8 <= len(load("topics.toml")["topics"]) <= 10
    assert 2 <= len(SERVICES) - len(BOOKABLE) <= 3


@each_service
def test_a_service_has_exactly_the_fields_of_the_schema(slug: str) -> None:
    service = SERVICES[slug]
    assert service["slug"] == slug
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert service.keys() >= REQUIRED
    assert service.keys() <= REQUIRED | OPTIONAL
    assert re.fullmatch(r"99\d{12}", service.get("leika_key", "99000000000000"))


@each_service
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_complete_in_both_languages(slug: str, language: str) -> None:
    text = SERVICES[slug][language]
    assert text.keys() == {*TEXT_FIELDS, *LIST_FIELDS}
    assert all(text[field].strip() for field in TEXT_FIELDS)
    assert all(item == item.strip() != "" for field in LIST_FIELDS for item in text[field])
    assert len(text["bring"]) == len(SERVICES[slug]["de"]["bring"])
    assert len(text["description"].splitlines()) == len(SERVICES[slug]["de"]["description"].splitlines())


@each_service
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_short_enough_to_be_read(slug: str, language: str) -> None:
    text = SERVICES[slug][language]
    assert 4 <= len(text["title"]) <= 52
    assert 60 <= len(text["summary"]) <= 200
    assert len(sentences(text["summary"])) <= 4
    assert 150 <= len(text["description"]) <= 900
    assert len(text["fees"]) <= 130
    assert len(text["processing_time"]) <= 60
    assert all(len(item) <= 120 for item in text["bring"])
    parts = sentences(f"{text['summary']} {text['description']}")
    assert max(len(part.split()) for part in parts) <= 28
    assert sum(len(part.split()) for part in parts) / len(parts) <= 13


@each_service
@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_hold_only_paragraphs_lists_and_headings(slug: str, language: str) -> None:
    description = SERVICES[slug][language]["description"]
    assert not re.search(r"[*_`<>\[\]|]|https?:|^#(?!# )|^ ", description, re.MULTILINE)
    assert description.endswith("\n")


@each_service
@pytest.mark.parametrize("language", LANGUAGES)
def test_fees_are_written_as_money_or_as_free(slug: str, language: str) -> None:
    fees = SERVICES[slug][language]["fees"]
    assert re.search(MONEY[language], fees) or FREE[language] in fees.lower()
    words = SERVICES[slug][language]
    for text in strings(words):
        assert len(re.findall(r"(?i)\d euros?\b", text)) == len(re.findall(MONEY[language], text))


@each_service
def test_both_languages_name_the_same_sums(slug: str) -> None:
    german = re.findall(r"[\d.]+,\d{2}(?= Euro)", " ".join(strings(SERVICES[slug]["de"])))
    english = re.findall(r"[\d,]+\.\d{2}(?= euros)", " ".join(strings(SERVICES[slug]["en"])))
    assert [sum_.replace(".", "").replace(",", ".") for sum_ in german] == [sum_.replace(",", "") for sum_ in english]


@each_service
def test_aliases_are_many_and_lower_case(slug: str) -> None:
    for language in LANGUAGES:
        aliases = SERVICES[slug][language]["aliases"]
        assert len(aliases) >= 8
        assert len(set(aliases)) == len(aliases)
        assert all(alias == alias.lower() for alias in aliases)
        assert SERVICES[slug][language]["title"].lower() not in aliases
        assert len(SERVICES[slug][language]["keywords"]) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alias_leads_to_one_service(language: str) -> None:
    uses = Counter(alias for service in SERVICES.values() for alias in service[language]["aliases"])
    assert [alias for alias, count in uses.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_unique(language: str) -> None:
    titles = [service[language]["title"] for service in SERVICES.values()]
    assert len(set(titles)) == len(titles)


def test_six_services_are_marked_as_frequent() -> None:
    assert sum(service.get("frequent", False) for service in SERVICES.values()) == 6


@pytest.mark.parametrize("slug", BOOKABLE)
def test_online_is_only_promised_with_an_address(slug: str) -> None:
    assert ("online" in SERVICES[slug]["channels"]) == ("online_url" in SERVICES[slug])


def test_orders_are_unique_so_that_lists_never_jump() -> None:
    orders = [service["order"] for service in SERVICES.values()]
    assert len(set(orders)) == len(orders)


@each_service
def test_references_of_a_service_resolve(slug: str) -> None:
    service = SERVICES[slug]
    topics = {topic["slug"] for topic in load("topics.toml")["topics"]}
    assert service["topics"]
    assert set(service["topics"]) <= topics
    assert set(service["offices"]) <= set(OFFICES)
    assert set(service["channels"]) <= {"on_site", "phone", "video", "online"}
    assert set(service["combinable_with"]) <= set(SERVICES) - {slug}


def test_every_topic_has_a_service() -> None:
    used = {topic for service in SERVICES.values() for topic in service["topics"]}
    topics = load("topics.toml")["topics"]
    assert {topic["slug"] for topic in topics} == used
    assert all(
        topic[f"{field}_{language}"] for topic in topics for field in ("title", "summary") for language in LANGUAGES
    )


@each_service
def test_what_can_be_combined_is_mutual_and_offered_at_one_desk(slug: str) -> None:
    pairs = at_one_desk()
    for other in SERVICES[slug]["combinable_with"]:
        assert slug in SERVICES[other]["combinable_with"]
        assert frozenset((slug, other)) in pairs, other


@pytest.mark.parametrize("slug", BOOKABLE)
def test_lengths_are_multiples_of_five(slug: str) -> None:
    service = SERVICES[slug]
    assert service["minutes"] % 5 == 0
    assert 5 <= service["minutes"] <= 90
    assert service.get("extra_minutes", 5) % 5 == 0
    assert 0 < service.get("extra_minutes", 5) <= service["minutes"]
    assert 1 <= service["max_persons"] <= 10
    assert "on_site" in service["channels"]


@pytest.mark.parametrize("slug", sorted(set(SERVICES) - set(BOOKABLE)))
def test_a_service_without_appointments_says_how_to_reach_it(slug: str) -> None:
    service = SERVICES[slug]
    assert "minutes" not in service
    assert service["combinable_with"] == []
    assert "on_site" not in service["channels"]
    for language in LANGUAGES:
        assert re.search(r"0221 4710 \d{3}", service[language]["description"])
        assert re.search(r"[a-z]+@musterstadt\.example", service[language]["description"])


@each_service
def test_a_sensitive_service_has_a_neutral_title(slug: str) -> None:
    service = SERVICES[slug]
    for language in LANGUAGES:
        neutral = service.get(f"neutral_title_{language}", "")
        assert bool(neutral) == service["sensitive"]
        words = set(re.findall(r"\w{5,}", service[language]["title"].lower()))
        assert not words & set(re.findall(r"\w{5,}", neutral.lower()))


@each_service
def test_service_texts_fit_any_town(slug: str) -> None:
    text = " ".join(strings(SERVICES[slug]))
    if SERVICES[slug]["offices"]:
        assert "musterstadt" not in text.lower()
    assert "Bürgerbüro" not in text


@each_office
def test_an_office_is_complete(office: Table) -> None:
    for field in ("title", "summary", "directions", "phone_hours"):
        assert office[f"{field}_de"].strip()
        assert office[f"{field}_en"].strip()
    assert len(office["accessibility_de"]) == len(office["accessibility_en"]) >= 2
    assert "hours_note_de" in office
    assert bool(office["hours_note_de"]) == bool(office["hours_note_en"])
    assert office["languages"][0] == "de"
    assert re.fullmatch(r"0221 4710 \d{3}", office["phone"])
    assert re.fullmatch(r"[a-z-]+@(musterstadt|beispielhausen)\.example", office["email"])
    assert re.fullmatch(r"\d{5}", office["postcode"])
    assert 56 <= office["horizon_days"] <= 90
    assert 0 < office["lead_minutes"] <= 24 * 60


def test_offices_of_one_town_lie_close_together() -> None:
    for offices in (list(OFFICES.values()), SMALL_TOWN["offices"]):
        latitudes = [office["latitude"] for office in offices]
        longitudes = [office["longitude"] for office in offices]
        assert max(latitudes) - min(latitudes) < 0.1
        assert max(longitudes) - min(longitudes) < 0.1
        assert len({office["slug"] for office in offices}) == len(offices)


@each_office
def test_each_service_of_an_office_stands_at_exactly_one_desk(office: Table) -> None:
    desks = Counter(slug for resource in office["resources"] for slug in offered(resource, office["slug"]))
    assert set(desks.values()) == {1}
    if office["slug"] in OFFICES:
        assert set(desks) == {slug for slug, service in SERVICES.items() if office["slug"] in service["offices"]}
    else:
        assert set(desks) <= set(SMALL_TOWN["services"]) <= set(BOOKABLE)


@each_office
def test_opening_hours_are_in_order(office: Table) -> None:
    hours = [(hour["day"], minute(hour["opens"]), minute(hour["closes"])) for hour in office["opening_hours"]]
    assert hours == sorted(hours)
    assert all(opens < closes for _, opens, closes in hours)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(hours))


def rule_spans(resource: Table) -> Iterator[tuple[int, int, int, bool]]:
    for rule in resource["rules"]:
        for day in rule["days"]:
            yield day, minute(rule["opens"]), minute(rule["closes"]), "nth" not in rule and "every_weeks" not in rule


@each_office
def test_opening_rules_never_overlap_and_weekly_ones_lie_in_the_opening_hours(office: Table) -> None:
    hours = [(hour["day"], minute(hour["opens"]), minute(hour["closes"])) for hour in office["opening_hours"]]
    for resource in office["resources"]:
        spans = sorted(rule_spans(resource))
        assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(spans))
        for day, opens, closes, weekly in spans:
            assert not weekly or any(day == d and o <= opens and closes <= c for d, o, c in hours)


@each_office
def test_opening_rules_are_whole_ticks_with_a_public_share(office: Table) -> None:
    for resource in office["resources"]:
        assert resource["kind"] in {"counters", "room"}
        for rule in resource["rules"]:
            assert minute(rule["opens"]) % 5 == minute(rule["closes"]) % 5 == rule["raster_minutes"] % 5 == 0
            assert minute(rule["opens"]) < minute(rule["closes"])
            assert 1 <= rule["public_share"] <= rule["capacity"] <= 10
            assert ("every_weeks" in rule) == ("anchor" in rule)
            if "anchor" in rule:
                assert rule["anchor"].weekday() in rule["days"]


def test_one_rule_every_two_weeks_and_one_on_the_first_thursday() -> None:
    rules = [rule for office in OFFICES.values() for resource in office["resources"] for rule in resource["rules"]]
    assert [rule["days"] for rule in rules if rule.get("every_weeks") == 2] == [[5]]
    assert [(rule["days"], rule["closes"]) for rule in rules if rule.get("nth") == 1] == [([3], "19:00")]


@pytest.mark.parametrize("town", ["musterstadt", "beispielhausen"])
def test_a_town_has_imprint_privacy_and_notice_in_both_languages(town: str) -> None:
    facts = load(f"{town}.toml")
    assert (facts["slug"], facts["land"], facts["zone"]) == (town, "NW", "Europe/Berlin")
    for language in LANGUAGES:
        assert facts[language].keys() == {
            "title",
            "welcome",
            "notice_title",
            "notice",
            "imprint",
            "privacy",
            "accessibility",
        }
        assert len(facts[language]["privacy"]) > 800
        assert facts[language]["imprint"].count("## ") >= 3
        assert facts[language]["imprint"].count("## ") == facts["de"]["imprint"].count("## ")
        assert facts[language]["privacy"].count("## ") == facts["de"]["privacy"].count("## ")
    for closure in facts["closures"]:
        assert closure["from_on"] < closure["until_on"]
        assert closure["reason_de"]
        assert closure["reason_en"]
    assert max(closure["until_on"] for closure in facts["closures"]).year >= 2031  # a demo may run for years


@pytest.mark.parametrize("kind", ["first", "last"])
def test_there_are_120_different_names(kind: str) -> None:
    names = load("names.toml")[kind]
    assert len(set(names)) == len(names) == 120


@each_file
def test_no_officialese_and_no_placeholder(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word.lower() in raw.lower()] == []
    assert not re.search(r"  +\S.*  |[ \t]+$", raw, re.MULTILINE)
    assert raw.endswith("\n")
