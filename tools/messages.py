"""Texts in other languages: collect them from the source (extract), compile them, check that none is missing.

The source speaks German; every app holds its translations in its own `locale/<language>/LC_MESSAGES/django.po`.
What citizens read speaks eight languages, what only staff read German and English: STAFF_APPS and STAFF_SOURCES name
what is for staff, everything else is for citizens. A language that is being prepared may lack texts (`progress` counts
them), but what it has must be sound; it is shown to citizens once it is OFFERED and complete.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rathaus"
OFFERED = ("en", "tr", "uk", "ar", "ru", "fr", "pl")  # besides German; the same as in project/settings.py
PREPARED: tuple[str, ...] = ()
STAFF_APPS = frozenset({"administration", "desk", "editing", "identity", "planning", "protection"})
STAFF_SOURCES = (  # of apps of citizens; below `rathaus`, a folder or a file
    "api/apps.py",
    "api/forms.py",
    "api/views_of_keys.py",
    "api/templates/api/keys.html",
    "booking/actions/attend.py",
    "booking/actions/closures.py",
    "booking/actions/link.py",
    "booking/actions/local_holidays.py",
    "booking/actions/offers.py",
    "booking/actions/withhold.py",
    "booking/happenings.py",
    "booking/persons.py",
    "catalogue/actions",
    "catalogue/cells.py",
    "catalogue/dldb.py",
    "catalogue/office_sheet.py",
    "catalogue/rows_by_language.py",
    "catalogue/service_sheet.py",
    "catalogue/sheet.py",
    "catalogue/source_file.py",
    "catalogue/xml_file.py",
    "catalogue/xzufi.py",
    "catalogue/uploads.py",
    "catalogue/writing.py",
    "core/outbound.py",
    "offices/actions",
    "offices/persons.py",
    "operations/apps.py",
    "operations/templates/operations/health.html",
    "ui/sections.py",
    "ui/templates/ui/administration.html",
    "ui/templates/ui/components/timeline.html",
    "ui/templates/ui/desk.html",
)
CITIZEN_SOURCES = ("administration/retention.py", "identity/apps.py")  # of apps of staff
STAFF_LANGUAGES = ("en",)  # besides German; the same as in project/settings.py
KEYWORDS = {
    name + suffix: numbers
    for name, numbers in {
        "_": None,
        "gettext": None,
        "gettext_noop": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in ("", "_lazy")
}
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: {plural};\\n"\n\n'
)
FIXED_DATE = datetime(2000, 1, 1, tzinfo=UTC)
BRACES = re.compile(r"\{\w*\}")
MARKUP = re.compile(r"</?\w+")


def main() -> int:
    """This will do what the command line names and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["compile", "extract", "check", "progress"])
    parser.add_argument("apps", nargs="*", help="only these apps, by their folder below src/rathaus")
    parser.add_argument("--begin", choices=PREPARED, help="extract: also begin this language where it has no catalogue")
    chosen = parser.parse_args()
    settings.configure(USE_I18N=True)
    apps = [SOURCE / name for name in chosen.apps] or sorted(app_folders())
    if chosen.command == "compile":
        return compile_all(apps)
    if chosen.command == "extract":
        return extract_all(apps, chosen.begin)
    return progress_of_all(apps) if chosen.command == "progress" else check_all(apps)


def app_folders() -> Iterator[Path]:
    """This will yield the folders of all apps; a folder of vendors holds one app per vendor."""
    for config in SOURCE.rglob("apps.py"):
        yield config.parent


def languages_of(path: Path) -> tuple[str, ...]:
    """This will return the languages, besides German, that a source speaks or is to speak."""
    return STAFF_LANGUAGES if is_for_staff(path) else OFFERED + PREPARED


def is_for_staff(path: Path) -> bool:
    """This will say whether only staff read the texts of a source."""
    place = path.relative_to(SOURCE)
    if place.parts[0] in STAFF_APPS:
        return str(place) not in CITIZEN_SOURCES
    return any(place.is_relative_to(other) for other in STAFF_SOURCES)


def po_file(app: Path, language: str) -> Path:
    """This will return where an app keeps its texts of a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


# --- collecting ---------------------------------------------------------------------------------


def sources(app: Path) -> Iterator[Path]:
    """This will yield the app's Python files and templates, in order."""
    inner = [config.parent for config in app.rglob("apps.py") if config.parent != app]
    for path in sorted(app.rglob("*")):
        parts = path.relative_to(app).parts
        if "migrations" in parts or any(path.is_relative_to(other) for other in inner):
            continue
        if path.suffix == ".py" or ("templates" in parts and path.suffix in {".html", ".txt", ".xml"}):
            yield path


def python_of(path: Path) -> bytes:
    """This will return a file as Python source: templates become the calls that they stand for."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    calls = templatize(text, origin=str(path.relative_to(ROOT)))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()  # indents of HTML are none of Python


def texts_of(app: Path, language: str) -> Catalog:
    """This will return an empty catalogue of every text that the app marks for translation into a language."""
    found = Catalog(locale=language)
    for path in sources(app):
        if language not in languages_of(path):
            continue
        place = (str(path.relative_to(app)), 1)
        for _line, text, comments, context in extract("python", io.BytesIO(python_of(path)), KEYWORDS):
            found.add(text, locations=[place], auto_comments=comments, context=context)
    return found


def translated(app: Path, language: str) -> Catalog:
    """This will return the app's catalogue as it stands (empty where there is none)."""
    path = po_file(app, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract_all(apps: list[Path], begin: str | None = None) -> int:
    """This will bring every catalogue up to date with the source; translations stay, unused ones go."""
    for app in apps:
        for language in OFFERED + PREPARED:
            if is_not_begun(app, language) and language != begin:
                continue
            fresh = texts_of(app, language)
            known = translated(app, language)
            for message in fresh:
                old = known.get(message.id, message.context) if message.id else None
                if old is not None:
                    message.string = old.string
            write(fresh, po_file(app, language), language)
    return 0


def is_not_begun(app: Path, language: str) -> bool:
    """This will say whether an app has no catalogue yet of a language that is being prepared."""
    return language in PREPARED and not po_file(app, language).exists()


def write(catalogue: Catalog, path: Path, language: str) -> None:
    """This will write a catalogue without dates, sorted; an empty one leaves no file."""
    if not len(catalogue):
        path.unlink(missing_ok=True)
        return
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    head = HEADER.format(language=language, plural=catalogue.plural_forms.rstrip(";"))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = head + body.getvalue().decode().strip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts")


# --- compiling ----------------------------------------------------------------------------------


def compile_all(apps: list[Path]) -> int:
    """This will write a .mo beside every .po, and remove those whose .po is gone."""
    for app in apps:
        for old in app.glob("locale/*/LC_MESSAGES/django.mo"):
            if not old.with_suffix(".po").exists():
                old.unlink()
        for path in sorted(app.glob("locale/*/LC_MESSAGES/django.po")):
            catalogue = translated(app, path.parents[1].name)
            catalogue.creation_date = catalogue.revision_date = FIXED_DATE
            fresh = path.with_suffix(".new")
            with fresh.open("wb") as file:
                write_mo(file, catalogue)
            fresh.replace(path.with_suffix(".mo"))
    return 0


# --- checking -----------------------------------------------------------------------------------


def check_all(apps: list[Path]) -> int:
    """This will print every missing, unused, broken or contradicting text; 1 when there is any."""
    faults = [fault for language in OFFERED + PREPARED for fault in faults_of(apps, language)]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults. New texts come in by: python tools/messages.py extract")
    return int(bool(faults))


def faults_of(apps: list[Path], language: str) -> Iterator[str]:
    """This will yield what is wrong with a language, app by app, then between apps."""
    for app in apps:
        if is_not_begun(app, language):
            continue
        where = f"{app.relative_to(SOURCE)} ({language})"
        marked, known = texts_of(app, language), translated(app, language)
        for message in filter(has_text, marked):
            there = known.get(message.id, message.context)
            if language in PREPARED and (there is None or not is_begun(there)):
                continue
            yield from (f"{where}: {fault}: {message.id!r}" for fault in faults_of_text(there, known))
        unused = [m.id for m in known if has_text(m) and marked.get(m.id, m.context) is None]
        yield from (f"{where}: unused: {text!r}" for text in [*unused, *known.obsolete])
    yield from contradictions(apps, language)


def progress_of_all(apps: list[Path]) -> int:
    """This will print, language by language, how many texts of citizens are translated."""
    for language in OFFERED + PREPARED:
        texts = [(translated(app, language), m) for app in apps for m in filter(has_text, texts_of(app, language))]
        found = [known.get(m.id, m.context) for known, m in texts]
        done = sum(there is not None and is_complete(there) for there in found)
        print(f"{language}: {done} of {len(texts)} texts")
    return 0


def contradictions(apps: list[Path], language: str) -> Iterator[str]:
    """This will yield texts that two apps translate differently: only one of them would be shown."""
    meanings: dict[tuple[object, str | None], dict[object, str]] = {}
    for app in apps:
        for message in filter(has_text, translated(app, language)):
            if is_complete(message):
                place = str(app.relative_to(SOURCE))
                meanings.setdefault((message.id, message.context), {})[message.string] = place
    for (text, _context), answers in meanings.items():
        if len(answers) > 1:
            yield f"{' and '.join(answers.values())} translate differently ({language}): {text!r}"


def has_text(message: Message) -> bool:
    """This will say whether a message is one (the first of a catalogue is its header)."""
    return bool(message.id)


def is_complete(message: Message) -> bool:
    """This will say whether every form of a text is translated."""
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def is_begun(message: Message) -> bool:
    """This will say whether any form of a text is translated."""
    return any(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def last(text: object) -> str:
    """This will return a text, of several forms the last."""
    return str(text[-1] if isinstance(text, (tuple, list)) else text)


def faults_of_text(message: Message | None, catalogue: Catalog) -> Iterator[str]:
    """This will yield what is wrong with one translation."""
    if message is None:
        yield "not collected"
        return
    if not is_complete(message):
        yield "missing"
        return
    if message.fuzzy:
        yield "fuzzy"
    for error in message.check(catalogue):
        yield f"placeholders ({error})"
    for pattern, name in ((BRACES, "braces"), (MARKUP, "markup")):
        if sorted(pattern.findall(last(message.string))) != sorted(pattern.findall(last(message.id))):
            yield f"{name} differ"


if __name__ == "__main__":
    sys.exit(main())
