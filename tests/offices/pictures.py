"""Pictures that people upload."""

import io
import struct
import zlib

from PIL import Image

Colour = tuple[int, int, int, int]


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 360), colour: Colour = (20, 80, 160, 255)) -> bytes:
    """This will draw a picture of one colour."""
    written = io.BytesIO()
    drawn = Image.new("RGBA", size, colour)
    (drawn if kind != "JPEG" else drawn.convert("RGB")).save(written, kind)
    return written.getvalue()


def bomb() -> bytes:
    """This will return a small PNG that says it is 40,000 pixels wide and high."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
