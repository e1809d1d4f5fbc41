"""Cuts the KERN typeface down to two weights in parts, each loaded only when needed."""

import logging
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 600: "SemiBold"}
RANGES = {
    "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+1E9E,"
    "U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2039-203A,U+2044,U+20AC,U+2122,"
    "U+2190-2193,U+2212",
    "latin-near": "U+0104-0107,U+0118-0119,U+011E-011F,U+0130,U+0141-0144,U+015A-015B,U+015E-015F,"
    "U+0179-017C",  # Polish and Turkish, the two languages of ours that need it
    "latin-ext": "U+0100-0103,U+0108-0117,U+011A-011D,U+0120-012F,U+0132-0140,U+0145-0151,U+0154-0159,"
    "U+015C-015D,U+0160-0178,U+017D-02AF,U+1E00-1E9D,U+1E9F-1EFF,U+20A0-20AB",
    "cyrillic": "U+0401,U+0404,U+0406-0407,U+0410-044F,U+0451,U+0454,U+0456-0457,U+0490-0491,U+2116",
    "cyrillic-ext": "U+0400,U+0402-0403,U+0405,U+0408-040F,U+0450,U+0452-0453,U+0455,U+0458-048F,U+0492-052F",
}
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum", "case"]

# Advance widths of Arial (2048 to the em), by which the fallback is scaled: no layout shift.
ARIAL = {
    400: "a1139 b1139 c1024 d1139 e1139 f569 g1139 h1139 i455 k1024 l455 m1706 n1139 o1139 p1139 "
    "r682 s1024 t569 u1139 v1024 w1479 z1024",
    600: "a1139 b1251 c1139 d1251 e1139 f682 g1251 h1251 i569 k1139 l569 m1821 n1251 o1251 p1251 "
    "r797 s1139 t682 u1251 v1139 w1593 z1024",
}
# How often these letters stand in 1,000 letters of German text.
FREQUENCY = {
    "e": 174, "n": 98, "i": 76, "s": 73, "r": 70, "a": 65, "t": 62, "d": 51, "h": 48, "u": 44,
    "l": 34, "c": 31, "g": 30, "m": 25, "o": 25, "b": 19, "w": 19, "f": 17, "k": 12, "z": 11,
    "p": 8, "v": 7,
}  # fmt: skip


def write_fonts(source: Path, target: Path) -> str:
    """Write the parts of both weights to `target`; return the rules that load them from there."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # an old OS/2 table does no harm
    target.mkdir(parents=True, exist_ok=True)
    rules: list[str] = []
    for weight, name in WEIGHTS.items():
        file = source / f"FiraSans-{name}.woff2"
        rules.extend(_parts(file, weight, target))
        rules.append(_fallback(TTFont(file), weight))
    return "".join(rules)


def _parts(file: Path, weight: int, fonts: Path) -> Iterator[str]:
    for part, ranges in RANGES.items():
        target = fonts / f"fira-sans-{weight}-{part}.woff2"
        _cut(file, ranges, target)
        yield (
            f'@font-face{{font-family:"Fira Sans";font-style:normal;font-weight:{weight};'
            f'font-display:swap;src:url("{fonts.name}/{target.name}") format("woff2");'
            f"unicode-range:{ranges}}}"
        )


def _cut(file: Path, ranges: str, target: Path) -> None:
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 13, 14]
    font = TTFont(file, recalcTimestamp=False)
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=list(_code_points(ranges)))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def _code_points(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _fallback(font: TTFont, weight: int) -> str:
    """Describe a local Arial of the same measure, shown until the typeface is there."""
    widths = {pair[0]: int(pair[1:]) for pair in ARIAL[weight].split()}
    arial = sum(widths[letter] / 2048 * often for letter, often in FREQUENCY.items())
    units, glyphs = font["head"].unitsPerEm, font.getBestCmap()
    ours = sum(font["hmtx"][glyphs[ord(letter)]][0] / units * often for letter, often in FREQUENCY.items())
    scale = ours / arial
    bold = " Bold" if weight > 500 else ""
    local = ",".join(f'local("{name}{bold}")' for name in ("Arial", "Liberation Sans"))
    return (
        f'@font-face{{font-family:"Fira Sans Fallback";font-weight:{weight};src:{local};'
        f"size-adjust:{scale:.2%};ascent-override:{font['hhea'].ascent / units / scale:.2%};"
        f"descent-override:{-font['hhea'].descent / units / scale:.2%};line-gap-override:0%}}"
    )
