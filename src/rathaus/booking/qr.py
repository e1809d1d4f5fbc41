"""The number of an appointment as a QR code, dark on light also on dark pages."""

import io
from typing import Literal

import segno


def qr_code(reference: str, kind: Literal["svg", "png"]) -> bytes:
    """This will return the picture, 174 pixels wide; never a Micro QR code, which the cameras of phones do not read."""
    image = io.BytesIO()
    code = segno.make(reference, error="m", micro=False)
    options = {"xmldecl": False, "svgns": True} if kind == "svg" else {}
    code.save(image, kind=kind, scale=6, border=4, light="#ffffff", dark="#000000", **options)
    return image.getvalue()
