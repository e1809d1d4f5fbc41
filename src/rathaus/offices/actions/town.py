"""What is done to a town's name and arms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.actions.place import tell
from rathaus.offices.arms import NotAPicture, TooBig, TooSmall, drawn
from rathaus.offices.models import Arms
from rathaus.towns import actions as towns

LONGEST_TITLE = 120


class NoTitle(Refused):
    """A town has a name."""


class NoArms(Refused):
    """What was uploaded cannot be arms."""


@transaction.atomic
def rename(*, title: str, by: Actor, at: datetime) -> str:
    """This will give the town another name on its pages and in its mails; host names stay.

    :raises NoTitle: without a letter, or beyond 120 of them.
    """
    kept = " ".join(title.split())
    if not kept or len(kept) > LONGEST_TITLE or not kept.isprintable():
        raise NoTitle(_("Bitte geben Sie den Namen der Stadt ein, mit höchstens 120 Zeichen."), field="title")
    towns.set_title(title=kept)
    tell("offices.rename_town", by, at, [kept])
    return kept


@transaction.atomic
def set_arms(*, content: bytes, by: Actor, at: datetime) -> None:
    """This will show these arms in place of ours; those before are kept for one step back.

    :raises NoArms: for anything but a picture of fit size.
    """
    try:
        found = drawn(content)
    except NotAPicture as broken:
        text = _("Das ist kein Bild, das wir lesen können. Bitte nehmen Sie eine Datei in PNG, JPEG oder WebP.")
        raise NoArms(text, field="arms") from broken
    except TooBig as big:
        raise NoArms(_("Das Bild ist zu groß. Bitte nehmen Sie eines bis 2 Megabyte."), field="arms") from big
    except TooSmall as small:
        text = _("Das Bild ist zu klein. Bitte nehmen Sie eines mit mindestens 32 Punkten in Breite und Höhe.")
        raise NoArms(text, field="arms") from small
    _keep(found.png, is_clear=found.is_clear)
    tell("offices.set_arms", by, at, ["set"])


@transaction.atomic
def remove_arms(*, by: Actor, at: datetime) -> None:
    """This will show our arms again."""
    _keep(b"", is_clear=False)
    tell("offices.set_arms", by, at, ["removed"])


@transaction.atomic
def arms_before(*, by: Actor, at: datetime) -> None:
    """This will show the arms (or none) that were there before the last change."""
    row = Arms.objects.select_for_update().first()
    if row is not None:
        row.png, row.before = row.before, row.png
        row.is_clear, row.was_clear = row.was_clear, row.is_clear
        row.save()
        tell("offices.set_arms", by, at, ["back"])


def _keep(png: bytes, *, is_clear: bool) -> None:
    row = Arms.objects.select_for_update().first() or Arms()
    row.before, row.was_clear = bytes(row.png), row.is_clear
    row.png, row.is_clear = png, is_clear
    row.save()
