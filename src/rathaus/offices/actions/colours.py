"""What is done to the look of a town."""

from datetime import datetime
from math import floor

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rathaus.core.errors import Refused
from rathaus.identity.queries import Actor
from rathaus.offices.actions.place import tell
from rathaus.offices.colours import ENOUGH, SHAPE, Scheme, weakness
from rathaus.offices.models import Place


class NotAColour(Refused):
    """Something that is no colour in the form #rrggbb."""


class HardToRead(Refused):
    """A colour that people cannot read on the ground of its scheme."""


@transaction.atomic
def set_colours(*, light: str, dark: str, by: Actor, at: datetime) -> None:
    """This will set the town's colour of links and buttons for light and dark pages; an empty one is the standard.

    :raises NotAColour: for anything but #rrggbb.
    :raises HardToRead: below 4.5 to 1 on any ground (WCAG 2.2, 1.4.3), with the ratio and a colour that passes.
    """
    kept_light, kept_dark = _checked(light, "light"), _checked(dark, "dark")
    row = Place.objects.select_for_update().first() or Place()
    row.colour_light, row.colour_dark = kept_light, kept_dark
    row.save()
    tell("offices.set_colours", by, at, [kept_light, kept_dark])


def _checked(colour: str, scheme: Scheme) -> str:
    kept = colour.strip().lower()
    if not kept:
        return ""
    if not SHAPE.fullmatch(kept):
        raise NotAColour(_("Bitte schreiben Sie die Farbe so: #1a5f3c."), field=scheme)
    weak = weakness(kept, scheme)
    if weak:
        text = _(
            "Diese Farbe ist schwer zu lesen: Kontrast %(ratio)s, nötig ist %(enough)s. Gut lesbar wäre %(better)s."
        )
        ratio, enough = number_format(floor(weak.ratio * 100) / 100, 2), number_format(ENOUGH, 1)
        raise HardToRead(text % {"ratio": ratio, "enough": enough, "better": weak.better}, field=scheme)
    return kept
