"""Builds var/assets: the styles, fonts and scripts of all pages, cut to what they use."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from fonts import write_fonts
from rathaus.ui.icons import KERN_ICONS
from stylesheet import logical, parse, reduce, text_of, tokens_read

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rathaus"
STYLES = SOURCE / "ui" / "styles"
LAYERS = "kern,rh.tokens,rh.layout,rh.components,rh.desk,rh.print,rh.town"
SHEETS = (
    "tokens", "layout", "frame", "components", "tables", "forms", "search", "navigation", "booking", "journey", "code",
    "icons", "directions", "tight",
)  # fmt: skip
DESK_SHEETS = ("timeline", "desk", "desk_day")
GALLERY_SHEET = "gallery"
SCHEMES = ("light", "dark")
ICON = "kern-icon--"


def main() -> None:
    """Build var/assets anew; the same input gives the same files."""
    target = ROOT / "var" / "assets"
    target.parent.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="assets-", dir=target.parent) as work:
        fresh = Path(work) / "assets"
        build(fresh / "ui", packages=ROOT / "node_modules")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)


def build(ui: Path, *, packages: Path) -> None:
    """Write all files that pages load to the new folder `ui`."""
    ui.mkdir(parents=True)
    kern = packages / "@kern-ux" / "native" / "dist"
    faces = write_fonts(kern / "fonts" / "fira-sans", ui / "fonts")
    sheet = main_stylesheet((kern / "kern.css").read_text(), faces)
    (ui / "rathaus.css").write_text(sheet)
    (ui / "gallery.css").write_text(text_of(parse(_style(GALLERY_SHEET))))
    for scheme in SCHEMES:
        (ui / f"rathaus-{scheme}.css").write_text(in_scheme(sheet, scheme))
    (ui / "desk.css").write_text("".join(text_of(parse(_style(name))) for name in DESK_SHEETS) + "\n")
    script = (packages / "htmx.org" / "dist" / "htmx.min.js").read_text()
    (ui / "htmx.min.js").write_text(without_source_map(script))


def main_stylesheet(kern: str, faces: str) -> str:
    """Join KERN (reduced), the typeface and our styles into the one sheet of every page."""
    own = "".join(text_of(parse(_style(name))) for name in SHEETS)
    paper = text_of(parse(_style("print")))
    return (
        f"/* KERN: EUPL-1.2; Fira Sans: SIL OFL 1.1 */@layer {LAYERS};{faces}"
        f"@layer kern{{{kern_rules(kern)}}}{own}@media print{{{paper}}}\n"
    )


def in_scheme(sheet: str, scheme: str) -> str:
    """Return the sheet as one with light or dark colours only, whatever the device asks for (the gallery)."""
    for other in SCHEMES:
        sheet = sheet.replace(f"(prefers-color-scheme: {other})", "all" if other == scheme else "not all")
    return sheet.replace("color-scheme:light dark", f"color-scheme:{scheme}")


def kern_rules(css: str) -> str:
    """Return the rules of KERN's stylesheet that some page can match."""
    markup = _texts("ui/**/*.html", "ui/**/*.py", "ui/**/*.js", "*/templates/**/*.html")
    names = set(re.findall(r"(?:kern-|data-kern-)[\w-]+", markup))
    prefixes = tuple(name for name in names if name.endswith("-") and name != ICON)
    names |= {ICON + icon for icon in KERN_ICONS}

    def uses(name: str) -> bool:
        return name in names or name.startswith(prefixes)

    wanted = tokens_read(_texts("ui/styles/*.css"))
    return text_of(logical(reduce(parse(css), uses=uses, wanted=wanted)))


def without_source_map(script: str) -> str:
    """Drop the pointer to a source map that is not served."""
    return re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", script)


def _style(name: str) -> str:
    return (STYLES / f"{name}.css").read_text()


def _texts(*patterns: str) -> str:
    files = sorted({path for pattern in patterns for path in SOURCE.glob(pattern)})
    return "\n".join(path.read_text() for path in files)


if __name__ == "__main__":
    main()
