"""Words that no password may lean on (OWASP ASVS 6.1.2, 6.2.11): those of the house and of this town."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rathaus.identity.models import Staff
from rathaus.towns import queries as towns

WORDS = ("rathaus", "burgerburo", "burgeramt", "stadtverwaltung", "kennwort", "passwort", "password", "willkommen")
SHORTEST_WORD = 4  # of the town's name: "Bad" and "am" stand in everything
SHORTEST_REST = 8  # letters and digits that a password has besides
FEWEST_DIFFERENT = 5  # of them


def leans_on(password: str, words: tuple[str, ...]) -> bool:
    """This will tell whether hardly anything of a password is left without these words."""
    rest = _plain(password)
    for word in sorted({_plain(word) for word in words}, key=len, reverse=True):
        rest = rest.replace(word, " ") if word else rest
    letters = "".join(rest.split())
    return len(letters) < SHORTEST_REST or len(set(letters)) < FEWEST_DIFFERENT


class WordsOfTheTown:
    """Refuses a password that is the town's name, or another word of the house, and little else."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """This will refuse it.

        :raises ValidationError: then.
        """
        town = towns.current()
        named = tuple(word for word in re.split(r"[\W_]+", town.title) if len(word) >= SHORTEST_WORD)
        if leans_on(password, (*WORDS, town.schema_name, *named)):
            raise ValidationError(self.get_help_text(), code="password_of_the_town")

    def get_help_text(self) -> str:
        """This will say what to do."""
        return _("Der Name der Stadt oder „Rathaus“ allein ist leicht zu erraten. Nehmen Sie andere Wörter dazu.")


def _plain(text: str) -> str:
    """Small letters without marks, and digits; nothing else."""
    small = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in small if c.isalnum())
