"""Rows of the catalogue as plain values before and after an import, and the way back; inside an action's transaction.

What an import may touch: services, offices and offers with all rows that hang on them, those of higher floors too
(which counters serve an offer), since they go when an offer goes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import CASCADE, Field, ForeignKey, Model, QuerySet

from rathaus.catalogue.models import Alias, Offer, Service, ServiceLink, ServiceText
from rathaus.offices.models import Office, OfficeText, OpeningHours

Row = dict[str, Any]
Images = dict[str, dict[int, Row]]  # table to id to row
Changed = dict[str, list[list[Any]]]  # table to [id, was, now], of kept rows only what differs; None: no such row
Owner = tuple[str, int]  # what a row hangs on: "service", "office" or "offer", and its id
BATCH = 500
_MOMENTS = (datetime, date, time)


def tables() -> dict[str, type[Model]]:
    """This will return what an import may touch by name, those that others hang on first."""
    own: list[Any] = [
        Service, ServiceText, Alias, ServiceLink, Service.topics.through, Service.combinable_with.through,
        Office, OfficeText, OpeningHours, Offer, *_hanging_on_offers(),
    ]  # fmt: skip
    return {model._meta.label: model for model in own}


def images() -> Images:
    """This will return all rows as they stand now (1 query for each table)."""
    return {
        name: {row["id"]: {key: _plain(value) for key, value in row.items()} for row in QuerySet(model).values()}
        for name, model in tables().items()
    }


def changed(before: Images, after: Images) -> Changed:
    """This will return the rows that differ; rows of new services and offices are named without their values."""
    return {name: list(_changed(before[name], after[name])) for name in before}


def owners(name: str, row: Row) -> list[Owner]:
    """This will return what a row hangs on."""
    if name == Service._meta.label:
        return [("service", row["id"])]
    if name == Office._meta.label:
        return [("office", row["id"])]
    if name == Offer._meta.label:
        return [("offer", row["id"])]
    keys = (("service", "service_id"), ("service", "from_service_id"), ("service", "to_service_id"),
            ("office", "office_id"), ("offer", "offer_id"))  # fmt: skip
    found = [(kind, row[key]) for kind, key in keys if key in row]
    return [one for one in found if one[0] == "offer"] or found


def bring_back(told: Changed, now: Images, *, stays: Callable[[str, Row], bool]) -> None:
    """This will bring the rows back as they were, except those that stay, and values that somebody changed since."""
    of = {name: model for name, model in tables().items() if told.get(name)}
    for name in reversed(of):
        gone = [
            pk for pk, was, _now in told[name] if was is None and pk in now[name] and not stays(name, now[name][pk])
        ]
        QuerySet(of[name]).filter(pk__in=gone).delete()
    for name, model in of.items():
        _bring_back_values(model, told[name], now[name], lambda row, name=name: stays(name, row))  # type: ignore[misc]
        _bring_back_rows(model, [was for _pk, was, is_ in told[name] if is_ is None and not stays(name, was)])


def _bring_back_values(
    model: type[Model], told: Iterable[list[Any]], now: Mapping[int, Row], stays: Callable[[Row], bool]
) -> None:
    """Updated columns, those alone that are still as the import left them."""
    rows, names = [], set[str]()
    for pk, was, became in told:
        if was is None or became is None or pk not in now or stays(now[pk]):
            continue
        values = {key: was[key] for key in was if now[pk].get(key) == became[key]}
        rows.append(_instance(model, now[pk] | values))
        names |= values.keys()
    fields = [f.name for f in model._meta.concrete_fields if f.attname in names]
    if rows and fields:
        QuerySet(model).bulk_update(rows, fields, BATCH)


def _bring_back_rows(model: type[Model], rows: list[Row]) -> None:
    """Deleted rows with the ids that they had, where what they point at is still there and nobody made them anew."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and rows:
            wanted = {row[field.attname] for row in rows}
            there = set(QuerySet(field.related_model).filter(pk__in=wanted).values_list("pk", flat=True))
            rows = [row for row in rows if row[field.attname] is None or row[field.attname] in there]
    QuerySet(model).bulk_create([_instance(model, row) for row in rows], BATCH, ignore_conflicts=True)


def _changed(before: Mapping[int, Row], after: Mapping[int, Row]) -> Iterable[list[Any]]:
    for pk in {**before, **after}:
        was, now = before.get(pk), after.get(pk)
        if was is None or now is None:
            yield [pk, was, now]
        elif was != now:
            names = [key for key in was if was[key] != now[key]]
            yield [pk, {key: was[key] for key in names}, {key: now[key] for key in names}]


def _hanging_on_offers() -> list[Any]:
    return [
        relation.related_model
        for relation in Offer._meta.related_objects
        if getattr(relation, "on_delete", None) is CASCADE
    ]


def _instance(model: type[Model], row: Row) -> Any:
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    return model(**{field.attname: field.to_python(row[field.attname]) for field in fields})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, _MOMENTS) else value
