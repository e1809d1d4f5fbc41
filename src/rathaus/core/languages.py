"""Which languages a page speaks, and its address in each: citizens are offered all, the desk speaks those of staff."""

from django.conf import settings

DESK = "/desk/"


def without_language(path: str) -> str:
    """This will return a path without the language in front of it: `/tr/termin/` becomes `/termin/`.

    What follows the language stays a path of this house, however many slashes it begins with.
    """
    code, slash, rest = path.removeprefix("/").partition("/")
    return "/" + rest.lstrip("/") if slash and code.lower() in dict(settings.LANGUAGES) else path


def in_language(path: str, code: str) -> str:
    """This will return a path in a language: German stands at the root, others under their code."""
    german = without_language(path)
    return german if code == settings.LANGUAGE_CODE else f"/{code}{german}"


def is_of_citizens(path: str) -> bool:
    """This will say whether a page is for citizens: all are that are not below the desk."""
    return not without_language(path).startswith(DESK)


def languages_at(path: str) -> tuple[str, ...]:
    """This will return the codes of the languages that the page at a path speaks, German first."""
    if not is_of_citizens(path):
        return tuple(settings.STAFF_LANGUAGES)
    return tuple(code for code, _name in settings.LANGUAGES)
