"""Colours of a town: contrast as WCAG 2.2 measures it (1.4.3), and the nearest colour that can be read."""

import re
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]
Triple = tuple[float, float, float]

ENOUGH = 4.5
SHAPE = re.compile(r"#[0-9a-f]{6}")
PAGES: dict[Scheme, str] = {"light": "#ffffff", "dark": "#0d0f17"}
SURFACES: dict[Scheme, tuple[str, ...]] = {"light": ("#ffffff", "#f3f4f6"), "dark": ("#0d0f17", "#181b27", "#000000")}
SOFTER = 0.14  # the share of the town's colour in the deepest ground that carries it (`--rh-softer`)
STEPS = 100


@dataclass(frozen=True)
class Weak:
    """A colour that cannot be read: its contrast where it is weakest, and the nearest that can be read."""

    colour: str
    ratio: float
    better: str


def contrast(one: str, other: str) -> float:
    """This will return the contrast of two colours (#rrggbb), 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weakest(colour: str, scheme: Scheme) -> float:
    """This will return the contrast of a colour on the ground of the scheme where it is weakest."""
    grounds = (*SURFACES[scheme], mixed(colour, PAGES[scheme], SOFTER))
    return min(contrast(colour, ground) for ground in grounds)


def weakness(colour: str, scheme: Scheme) -> Weak | None:
    """This will return why a colour cannot be read in a scheme, or nothing when it can."""
    ratio = weakest(colour, scheme)
    return None if ratio >= ENOUGH else Weak(colour, ratio, readable(colour, scheme))


def readable(colour: str, scheme: Scheme) -> str:
    """This will return the colour nearest to this one that can be read: darker on light, lighter on dark."""
    end = "#000000" if scheme == "light" else "#ffffff"
    steps = (mixed(end, colour, step / STEPS) for step in range(STEPS + 1))
    return next(found for found in steps if weakest(found, scheme) >= ENOUGH)


def mixed(one: str, other: str, share: float) -> str:
    """This will return `share` of one colour in another, as `color-mix(in oklab, ...)` does."""
    pairs = zip(_oklab(one), _oklab(other), strict=True)
    lightness, a, b = (share * x + (1 - share) * y for x, y in pairs)
    return _hex((lightness, a, b))


PLATE = (
    "@media (prefers-color-scheme: dark) { .rh-header__home img, .rh-bar__home img {"
    " box-sizing: content-box; padding: 2px; border-radius: 4px; background: #ffffff; } }"
)


def stylesheet(light: str, dark: str, *, has_clear_arms: bool = False) -> str:
    """This will return the town's layer over the tokens; a colour not chosen leaves the standard one.

    Arms that one sees through were drawn for white paper: they keep a white ground on dark pages.
    """
    chosen = (("light", light), ("dark", dark))
    rules = [
        f"@media (prefers-color-scheme: {scheme}) and (forced-colors: none) {{"
        f":root {{ --kern-color-action-default: {colour}; }} }}"
        for scheme, colour in chosen
        if colour
    ]
    rules += [PLATE] if has_clear_arms else []
    return "\n".join(("@layer rh.town {", *rules, "}", ""))


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(colour: str) -> Triple:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lab: Triple) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _curved(part)):02x}" for part in parts)


def _curved(part: float) -> float:
    kept = min(1.0, max(0.0, part))
    return kept * 12.92 if kept <= 0.0031308 else float(1.055 * kept ** (1 / 2.4) - 0.055)
