"""What an import changes, as plain values for pages and reports: new, changed field by field, hidden, in conflict."""

from collections.abc import Iterable, Mapping
from typing import Any

from rathaus.catalogue.bringing import Brought
from rathaus.catalogue.content import Content, Difference, Words, differences

MOST_CHARACTERS = 1000  # of a field before and after; the page says where something was cut
Told = dict[str, Any]


def compared(brought: Brought) -> Told:
    """This will return what was brought, told: lists of services, offices and offers, and how many stayed."""
    return {
        "services": _services(brought),
        "offices": _plain(brought.before.offices, brought.after.offices, brought) | _kept(brought, "offices"),
        "offers": _plain(brought.before.offers, brought.after.offers, brought) | _kept(brought, "offers"),
        "notes": [note.as_json() for note in brought.notes],
    }


def is_nothing(told: Told) -> bool:
    """This will tell whether applying would change nothing, whatever is chosen."""
    kinds = (told[kind] for kind in ("services", "offices", "offers"))
    return not any(
        kind[list_] for kind in kinds for list_ in ("new", "changed", "hidden", "conflicts") if list_ in kind
    )


def title_of(content: Content) -> str:
    """This will return the German title, else any."""
    return next((content.words[c].title for c in ("de", *content.words) if c in content.words), "–")


def _services(brought: Brought) -> Told:
    told: Told = {"new": [], "changed": [], "hidden": [], "conflicts": [], "unchanged": 0}
    for pk, after in brought.after.services.items():
        before = brought.before.services.get(pk)
        entry = {"id": pk, "title": title_of(after)}
        conflicts = set(brought.conflicts.get(pk, ()))
        if before is None:
            told["new"].append(entry | {"fields": _fields(differences(_nothing(after), after))})
            continue
        found = differences(before, after)
        if conflicts:
            theirs = differences(before, brought.theirs[pk])
            both = [d for d in theirs if (d.language, d.name) in conflicts]
            told["conflicts"].append(entry | {"fields": _fields(both)})
        if before.facts.is_public and not after.facts.is_public:
            told["hidden"].append(entry)
        elif found:
            told["changed"].append(entry | {"fields": _fields(found)})
        told["unchanged"] += not found and not conflicts
    return told


def _nothing(after: Content) -> Content:
    return Content(words={code: Words() for code in after.words})


def _fields(found: Iterable[Difference]) -> list[Told]:
    return [{"language": d.language, "name": d.name, "before": _cut(d.before), "after": _cut(d.after)} for d in found]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]} […]"


def _name(key: str | tuple[str, str], brought: Brought) -> str:
    """The German name of an office (by its slug) or of an offer (by both slugs)."""
    before, after = brought.before, brought.after
    if isinstance(key, tuple):
        service, office = key
        return f"{after.titles.get(service) or before.titles.get(service, service)} – {_name(office, brought)}"
    return str((before.offices.get(key) or after.offices.get(key) or {}).get("title@de") or key)


def _plain(before: Mapping[Any, Mapping[str, Any]], after: Mapping[Any, Mapping[str, Any]], brought: Brought) -> Told:
    told: Told = {"new": [], "changed": [], "hidden": [], "unchanged": 0}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        entry = {"title": _name(key, brought)}
        if new is None or (old and old.get("is_public") and not new.get("is_public")):
            told["hidden"].append(entry)
        elif old is None:
            told["new"].append(entry)
        elif old != new:
            told["changed"].append(entry | {"fields": _between(old, new)})
        else:
            told["unchanged"] += 1
    return told


def _kept(brought: Brought, kind: str) -> Told:
    """What the town set and the source wants otherwise, field by field: ours before, theirs after."""
    found: dict[Any, tuple[dict[str, Any], dict[str, Any]]] = {}
    for one in brought.kept:
        if one.kind == kind:
            ours, theirs = found.setdefault(one.of, ({}, {}))
            ours[one.name], theirs[one.name] = one.ours, one.theirs
    return {"kept": [{"title": _name(key, brought), "fields": _between(*found[key])} for key in sorted(found)]}


def _between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Told]:
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    told = []
    for name in names:
        field, _at, language = name.partition("@")
        plain = f"office_{field}" if language else field
        told.append(
            {"language": language, "name": plain, "before": _said(old.get(name)), "after": _said(new.get(name))}
        )
    return told


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        return _cut("\n".join(map(str, value)))
    return "" if value is None else _cut(str(value))
