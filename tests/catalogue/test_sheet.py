"""Tables of services: what comes out goes in again, no cell runs as a formula, and each mistake has its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.catalogue.content import Content, Facts, Link, Words
from rathaus.catalogue.service_sheet import KIND, table, wanted
from rathaus.catalogue.sheet import FORMULA, MOST_ROWS, plain, safe
from rathaus.catalogue.source_file import BrokenFile

MOST = 120  # characters of what a service can hold in its shortest field, an alias
CHARACTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Cf", "Cn"))
TEXT = st.text(CHARACTERS, max_size=MOST)
LINE = TEXT.map(str.strip).filter(bool)
LINES = st.lists(LINE, max_size=3, unique=True).map(tuple)
HTML = st.sampled_from(["", "<p>37 Euro</p>", "<p>=1+1</p>", "<ul><li>a</li></ul>"])
LINKS = st.sampled_from([(), (Link("A | B", "https://a.example/x", is_form=True), Link("=C", "http://c.example"))])
WORDS = st.builds(
    Words, title=LINE, summary=TEXT.map(str.strip), description=HTML, fees=HTML, bring=LINES,
    aliases=LINES.map(sorted).map(tuple), links=LINKS, processing_time=TEXT.map(str.strip),
    legal_basis=TEXT.map(str.strip), neutral_title=TEXT.map(str.strip), is_reviewed=st.booleans(),
)  # fmt: skip
FACTS = st.builds(
    Facts, is_public=st.booleans(), is_frequent=st.booleans(), is_sensitive=st.booleans(),
    channels=st.sampled_from([(), ("on_site",), ("phone", "online")]), topics=st.sampled_from([(), ("a", "b-2")]),
    combinable=st.sampled_from([(), ("reisepass",)]), leika_key=st.sampled_from(["", "99115005104000"]),
    online_url=st.sampled_from(["", "https://a.example/?a=b&c"]), minutes=st.sampled_from([None, 5, 480]),
    max_persons=st.integers(1, 50), keep_days=st.integers(1, 3650),
)  # fmt: skip


def lines(*rows: str, end: str = "\r\n") -> bytes:
    return end.join(rows).encode()


def faults(data: bytes) -> list[str]:
    with pytest.raises(BrokenFile) as broken:
        wanted(data)
    return [f"{fault.place}: {fault.what}" for fault in broken.value.faults]


@given(st.builds(lambda f, de, tr: Content(facts=f, words={"de": de, "tr": tr}), FACTS, WORDS, WORDS))
def test_a_service_comes_back_as_it_was_written(content: Content) -> None:
    (found,), _notes = wanted(table([("dog-tax", 3, content)]))

    assert found.on(Content()) == content
    assert (found.key, found.seen) == ("dog-tax", 3)


@given(st.text())
def test_a_cell_is_read_as_it_was_meant(text: str) -> None:
    assert plain(safe(text)) == text


@given(st.sampled_from(FORMULA), st.text(max_size=5))
def test_no_cell_begins_like_a_formula(first: str, rest: str) -> None:
    content = Content(words={"de": Words(title=first + rest, summary=first, bring=(first + rest,))})

    rows = list(csv.reader(io.StringIO(table([("a", 0, content)]).decode("utf-8-sig"), newline=""), delimiter=";"))

    assert [cell for cell in rows[1] if cell and cell[0] in FORMULA] == []


def test_a_formula_that_somebody_typed_is_text() -> None:
    (found,), _notes = wanted(lines("schluessel;titel", 'a;"=HYPERLINK(""http://x"";""y"")"'))

    assert found.words["de"]["title"] == '=HYPERLINK("http://x";"y")'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_what_excel_writes_is_read(encoding: str, delimiter: str) -> None:
    data = delimiter.join(["Schluessel", "Titel"]) + "\r\n" + delimiter.join(["a", "Straße für Bäume"]) + "\r\n"

    (found,), notes = wanted(data.encode(encoding))

    assert found.words["de"]["title"] == "Straße für Bäume"
    assert bool(notes) == (encoding == "cp1252")


def test_a_column_that_is_missing_changes_nothing_and_an_empty_cell_empties() -> None:
    before = Content(facts=Facts(minutes=10), words={"de": Words(title="Hund", summary="Kurz", fees="<p>1</p>")})

    (found,), _notes = wanted(lines("schluessel;titel;worum_es_geht", "a;Hunde;"))

    assert found.on(before) == Content(
        facts=Facts(minutes=10), words={"de": Words(title="Hunde", summary="", fees="<p>1</p>")}
    )


def test_each_mistake_is_named_with_its_line() -> None:
    head = "schluessel;sprache;titel;worum_es_geht;minuten;minuten_weitere;oeffentlich;leika"

    rows = ['a;de;A;"zwei', 'Zeilen";7;8;ja;', "a;;A;;;;;", "B B;de;B;;;;;", "c;xx;C;;;;;", "d;de;;;3;;vielleicht;12"]

    assert [line.split(":")[0] for line in faults(lines(head, *rows, "e;de;E"))] == ["Zeile 8"]
    found = faults(lines(head, *rows))
    assert [line.split(":")[0] for line in found] == ["Zeile 2", "Zeile 4", "Zeile 5", "Zeile 6", *["Zeile 7"] * 4]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "enthält keine Zeile"),
        (b"schluessel;titel", "enthält keine Zeile"),
        (b"a;b\n1;2", "fehlt"),
        (b"schluessel;titel;titel\na;b;c", "steht zweimal da"),
        (b'schluessel;titel\na;"b', "ist keine Tabelle"),
        (b"schluessel;titel\na;\x81\x8d", "weder UTF-8 noch Windows-1252"),
        ("schluessel;titel\na;b".encode("utf-16-le"), "Null-Bytes"),
        (b"\xff\xfea", "ist kein UTF-16"),
        (b"PK\x03\x04\x14\x00 a workbook", "ist keine CSV-Datei"),
        (b"%PDF-1.7\n", "ist keine CSV-Datei"),
        (b"schluessel;titel\n" + b"a;b\n" * (MOST_ROWS + 1), "mehr als"),
        (b"schluessel;titel\na;" + b"x" * 140_000, "ist keine Tabelle"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, word: str) -> None:
    assert word in " ".join(faults(data))


def test_scripts_and_control_characters_are_gone() -> None:
    data = lines("schluessel;titel;einzelheiten", "a;A\x07B;<p>Ja<script>alert(1)</script></p>")

    (found,), _notes = wanted(data)

    assert found.words["de"] == {"title": "A B", "description": "<p>Ja</p>"}


def test_columns_may_be_named_in_english() -> None:
    (found,), notes = wanted(lines("Key;Language;Title;Fees;Public;Minutes", "dog-tax;de;Hunde;<p>1</p>;yes;10"))

    assert (found.key, found.facts, notes) == ("dog-tax", {"is_public": True, "minutes": 10}, [])
    assert found.words["de"] == {"title": "Hunde", "fees": "<p>1</p>"}
    assert faults(lines("key;title;minutes", "a;A;3"))[0].startswith("Zeile 2: minutes: ")
    assert "zweimal" in faults(lines("key;title;titel", "a;b;c"))[0]


@given(st.builds(lambda f, de, tr: Content(facts=f, words={"de": de, "tr": tr}), FACTS, WORDS, WORDS))
def test_a_table_in_english_says_the_same(content: Content) -> None:
    data = table([("dog-tax", 3, content)], english=True)

    assert data.startswith('\ufeff"key";"language";"revision";"title"'.encode())
    (found,), notes = wanted(data)
    assert (found.on(Content()), found.seen, notes) == (content, 3, [])


def test_columns_that_we_do_not_know_are_noted() -> None:
    _found, notes = wanted(lines("schluessel;titel;farbe", "a;b;rot"))

    assert [str(note) for note in notes] == ["Zeile 1: Spalte „farbe“ kennen wir nicht"]
    assert "farbe" not in KIND.names()
