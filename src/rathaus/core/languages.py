"""Which languages a page speaks: those of citizens all, the desk's those of staff."""

from django.conf import settings

DESK = "/desk/"


def without_language(path: str) -> str:
    """This will return a path without the language in front of it: `/tr/termin/` becomes `/termin/`."""
    code, slash, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if slash and code.lower() in dict(settings.LANGUAGES) else path


def languages_at(path: str) -> tuple[str, ...]:
    """This will return the codes of the languages that the page at a path speaks, German first."""
    if without_language(path).startswith(DESK):
        return tuple(settings.STAFF_LANGUAGES)
    return tuple(code for code, _name in settings.LANGUAGES)
