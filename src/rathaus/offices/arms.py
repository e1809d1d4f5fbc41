"""Arms of a town: a picture that somebody uploads is decoded, made small, written anew; nothing else stays."""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 2_000_000  # with its form around it below what the server takes (ADR 0001)
MOST_PIXELS = 25_000_000  # asked before anything is decoded: a small file may hold a huge picture
LEAST_SIDE = 32
MAIL_BOX = (80, 96)  # shown half as large in mails
MOST_MAIL_BYTES = 12_000  # with few colours, where all of them take more
FEW_COLOURS = 64
BOX = (240, 288)  # five to six, as the header shows it, for screens with many pixels


class NotAPicture(ValueError):
    """What was uploaded is no PNG, JPEG or WebP, or is damaged."""


class TooBig(ValueError):
    """The file or the picture is too big to be arms."""


class TooSmall(ValueError):
    """The picture is too small to be made out."""


@dataclass(frozen=True)
class Drawn:
    """Arms as they are kept: a PNG, and whether one sees through it, so that it needs a ground on dark pages."""

    png: bytes
    is_clear: bool


def drawn(content: bytes) -> Drawn:
    """This will return uploaded arms as they are kept, in the middle of a box of five to six.

    :raises NotAPicture: for anything but a whole PNG, JPEG or WebP.
    :raises TooBig: beyond two megabytes or 25 million pixels.
    :raises TooSmall: below 32 pixels on a side.
    """
    if len(content) > MOST_BYTES:
        raise TooBig
    picture = _decoded(content)
    is_clear = picture.getchannel("A").histogram()[255] < picture.width * picture.height
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    box = Image.new("RGBA", BOX)
    box.paste(picture, ((BOX[0] - picture.width) // 2, (BOX[1] - picture.height) // 2))
    written = io.BytesIO()
    box.save(written, "PNG", optimize=True)
    return Drawn(written.getvalue(), is_clear)


@lru_cache(maxsize=64)
def for_mail(png: bytes) -> bytes:
    """This will return arms as mails carry them: small, since every mail has them along."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        small = opened.convert("RGBA")
    small.thumbnail(MAIL_BOX, Image.Resampling.LANCZOS)
    written = _png(small)
    return written if len(written) <= MOST_MAIL_BYTES else _png(small.quantize(FEW_COLOURS))


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _decoded(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooBig
            if min(opened.size) < LEAST_SIDE:
                raise TooSmall
            return ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as bomb:
        raise TooBig from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        if isinstance(broken, TooBig | TooSmall):
            raise
        raise NotAPicture from broken
